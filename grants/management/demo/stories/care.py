"""Co-ops that look after people: three that wait for the panel that sits."""

from grants.assessment.conflicts.models import Conflict
from grants.closeness import Outcome
from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, FOLAKE, GULSEN, NKECHI, OWEN
from grants.management.demo.sketching import sketch
from grants.management.demo.story import Advice, Closeness

HOME_CARE = sketch(
    "Lantern Green Home Care",
    ends=Stage.WITH_PANEL,
    people="Blessing plans the rounds. Fourteen carers look after 31 people, by bike and on foot.",
    work="""
        We help people at home to wash, eat and get up. The council pays for 20 of them, and the
        others pay themselves. We want to train five carers for people who forget, and to pay for
        the hours in which they learn.
    """,
    members="""
        Fourteen carers, one vote each, and three of the people we look after, who have one each as
        well. We meet twice, once in the morning and once at night, so that all shifts can come.
    """,
    shaped="Carers, nine families, and the memory nurse of the health centre.",
    change="Twelve people who forget would see the same two faces. Five carers would earn more.",
    left_out="""
        Families who care and never sleep. One night a month is theirs, and we come for free.
    """,
    jobs=("14", "390", "14.80", "17", "480", "15.30"),
    good_work="""
        Paid for the way between two homes. Shifts are swapped without asking anybody above.
    """,
    local="The course is at the college in Tanyard Road. Aprons are sewn at Stitch Hall.",
    asks=(("Course for five carers", 4500, "yes"), ("Pay while they learn", 5400, "yes")),
    advice=(5, "Advice on a contract with the health service"),
    steps=("Choose the five", 1, "Course", 4, "First round for people who forget", 6),
    takings=(("The council", 248_000), ("People who pay themselves", 131_000)),
    costs=(("Pay", 318_000), ("Office and insurance", 29_000)),
    risks="The council may pay less for an hour. We know at which price we would have to stop.",
    part="Three carers in place of five.",
    seen=(
        "carers and some of those whom they look after have one vote each, by day and by night",
        "twelve people who forget would see the same two faces each week",
        "they are paid for the way between two homes, and five would earn more",
        "the memory nurse would send people, and they know at which price they must stop",
        "one night a month is free for families who care and never sleep",
        "a course with pay is what no contract with the council allows for",
    ),
    marks={FOLAKE: "444344", NKECHI: "444444", GULSEN: "343344"},
    settled=(
        Closeness(
            OWEN,
            Outcome.NO_ACCESS,
            "His father is one of those whom they look after. The case is closed to him.",
            said="They look after my father, three mornings a week.",
        ),
    ),
    advised=Advice(9900, 4, "The strongest of this round to my mind. All of it, and four days."),
)

PLAYGROUP = sketch(
    "Stepping Stones Playgroup",
    ends=Stage.WITH_PANEL,
    people="Carys leads. Four play workers and eleven parents keep it going, and Mair bakes.",
    work="""
        Thirty children play with us on four mornings. Parents pay £7, or what they can, and the
        free hours come from the government. The yard is mud from October on. We want a floor
        outside that drains, and a roof over half of it.
    """,
    members="""
        Each family has one vote, and each worker too. We meet after stay-and-play, on the small
        chairs. Last year parents voted against a rise that Carys wanted, and it was not made.
    """,
    shaped="Parents, workers and the children, who drew it. The slide is their idea.",
    change="Thirty children out of doors all winter. Ten more places from January on.",
    left_out="Children who use wheels or a frame: the new floor is flat, and the gate wide enough.",
    jobs=("5", "88", "13.10", "6", "112", "14.20"),
    good_work="""
        Terms only, and pay through the summer. We are not at the living wage, and want to be.
    """,
    local="The floor is laid by a firm in Ropewalk Road. Timber from Dock Lane Joiners.",
    asks=(("A floor that drains", 4300, "yes"), ("Half a roof", 2500, "yes")),
    advice=(2, "Advice on fees and on pay"),
    steps=("Floor laid in the holidays", 3, "Roof", 4, "Ten more places", 6),
    takings=(("Free hours", 62_000), ("Fees", 21_000)),
    costs=(("Pay", 66_500), ("Rent", 5_200)),
    risks="The free hours pay less each year than they cost us. Ten more places close that gap.",
    part="The floor. Children don’t mind rain, only mud.",
    other_money=(("Alderwick Council, early years", "3,000", "last year"),),
    seen=(
        "families and workers have one vote each, and a rise was voted down and not made",
        "thirty children would be out of doors all winter, and ten more could come",
        "pay goes on through the summer, but is below the living wage",
        "ten more places close the gap that the free hours leave",
        "children with wheels or a frame could come in by a wide gate on a flat floor",
        "the council pays for hours, and never for a floor",
    ),
    marks={NKECHI: "443344", DESMOND: "242233", GULSEN: "432243"},
    advised=Advice(4300, 2, "The floor is what brings ten more places. The roof can wait a year."),
)

SIGNING = sketch(
    "Signing Together",
    ends=Stage.WITH_PANEL,
    people="Mei-Ling signs and runs the office. Six signers are members, four of them deaf.",
    work="""
        We sign at births, funerals and job interviews, and teach it in two schools. Who books us
        pays. We want to film forty short lessons with deaf teachers, and sell them to schools.
    """,
    members="""
        Seven of us, one vote each. We meet by video, and nobody speaks. Each year the chair goes to
        somebody who has not had it yet.
    """,
    shaped="Deaf people in the club at Weir Lane, two head teachers, and our own children.",
    change="Two schools where each child in a class can sign with the one who is deaf.",
    left_out="Deaf people teach and are paid for it, and are not only those who are helped.",
    jobs=("7", "126", "18.00", "8", "150", "18.50"),
    good_work="Two signers go to each long job. After a hard one the next day is free, and paid.",
    local="Filmed at Lantern Street Sound, with lights that they lend us.",
    asks=(("Filming forty lessons", 3500, "yes"), ("Pay for the deaf teachers", 2400, "yes")),
    advice=(3, "Advice on selling lessons to schools"),
    steps=("Write the lessons", 2, "Film them", 4, "First school pays", 6),
    takings=(("Bookings", 104_000), ("Schools", 12_000)),
    costs=(("Pay", 93_000), ("Travel and office", 11_500)),
    risks="Schools may copy the films. We sell the teacher with them, one visit in each term.",
    part="Twenty lessons.",
    links="Nkechi Obi was our mentor when we began.",
    seen=(
        "seven signers have one vote each, and the chair goes round year by year",
        "whole classes in two schools would learn to sign with a deaf child",
        "two go to each long job, and the day after a hard one is free and paid",
        "two head teachers would buy the films, though no price is agreed",
        "deaf people are those who teach and decide, and not those who are helped",
        "filming is a cost that no booking can carry",
    ),
    marks={FOLAKE: "443243", GULSEN: "343343", DESMOND: "3-3242"},
    settled=(
        Closeness(
            NKECHI,
            Outcome.LEAVES,
            "She was their mentor for a year. She neither scores it nor talks about it.",
            kind=Conflict.Kind.OTHER,
        ),
    ),
    advised=Advice(5900, 3, "Deaf teachers with pay, and something to sell. I suggest all of it."),
)
