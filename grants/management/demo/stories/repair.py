"""Co-ops that mend: two before the panel, one being assessed, one not eligible, one sent back."""

from grants.assessment.conflicts.models import Conflict
from grants.closeness import Outcome
from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, FOLAKE, NKECHI, OWEN
from grants.management.demo.sketching import sketch
from grants.management.demo.story import Advice, Closeness, Resolved
from grants.panel.models import Verdict

LAPTOPS = sketch(
    "Second Life Laptops CIC",
    ends=Stage.WITH_PANEL,
    people="Abdi mends and teaches. Three others wipe, test and sell, and two learn.",
    work="""
        Firms give us old laptops. We wipe and mend them, and sell them for £60 to £140, or give
        them to pupils whom schools name to us. We want a bench for four learners, and a machine
        that wipes twelve at once.
    """,
    members="""
        Abdi began it and is the director. Those who work here are asked about all that matters, and
        we want to give them a vote each. How to put that into our papers is what we need advice on.
    """,
    shaped="Two schools, the library, and the four of us.",
    change="Three hundred more pupils with a laptop that works. Six young people with a trade.",
    left_out="Pupils who do their homework on a phone. Schools name them, so that nobody must ask.",
    jobs=("4", "112", "12.21", "6", "170", "13.20"),
    good_work="""
        Learners are paid from the first day. Pay is the minimum, and we are not proud of it.
    """,
    local="Firms at the dock give us what they have done with. Our bench is in Mill Street.",
    asks=(
        ("Machine that wipes twelve at once", 4400, "no"),
        ("A bench for four learners", 2800, "yes"),
    ),
    advice=(2, "Advice on how members get a vote each"),
    steps=("Bench built", 2, "Four learners", 3, "Rules with a vote for each member", 6),
    takings=(("Laptops sold", 71_000), ("Schools and library", 18_000)),
    costs=(("Pay", 63_000), ("Parts", 9_500), ("Rent", 7_200)),
    risks="Firms may keep their laptops longer. We would mend phones as well.",
    part="The bench for two learners, and wiping by hand.",
    other_money=(("Mayor’s digital fund", "8,000", "this year"),),
    seen=(
        "one director decides today, and a vote for each is what they want advice on",
        "three hundred pupils would have a laptop that works, and nothing is thrown away",
        "learners are paid from the first day, at the legal minimum",
        "firms wrote that they would give four hundred machines a year",
        "schools name the pupils, so that no family has to ask",
        "the wiping machine would pay for itself within two years",
    ),
    marks={OWEN: "143443", NKECHI: "242343", DESMOND: "042432"},
    advised=Advice(
        2800,
        2,
        "They do good, and one person decides. I suggest the bench and two days for new rules.",
        risk="medium",
        risk_words="Nothing hangs on a vote of members so far.",
        conditions=("Let an adviser write rules with you that give each member a vote.",),
    ),
    resolved=Resolved(
        Verdict.SUPPORT,
        """
        Three hundred pupils with a laptop is a fine thing. This fund is for co-ops, and today one
        person decides. Come to “Is a co-op right for us?”, and take an adviser’s help with your
        rules. We would be glad to read your plan again.
        """,
        strong=(5, "Schools name the pupils, so that no family has to ask."),
        weak=(1, "Give each member a vote, and say in your rules how they use it."),
    ),
)

ROOFERS = sketch(
    "Rain and Gutter",
    ends=Stage.WITH_PANEL,
    people="Gethin climbs and Shabana plans. Five roofers are members, and one drives the lift.",
    work="""
        We mend roofs and gutters before they have to be replaced. Homes pay, and three churches.
        A used platform lift would let us work without a scaffold, which costs people more than the
        roof does.
    """,
    members="""
        Six of us with one share each. We decide in the van, and write it down on Fridays.
        If two of us say no to a job as unsafe, it is not done.
    """,
    shaped="The six, and forty homes that could not pay for a scaffold.",
    change="A gutter for £120 and not for £600. Fewer wet bedrooms in Ropewalk.",
    left_out="People who rent are told to wait. We have a form that their landlord must answer.",
    jobs=("6", "222", "15.00", "7", "259", "15.40"),
    good_work="""
        Two noes stop a job. Rain days are paid by half, and we want them to be paid in full.
    """,
    local="Slate from the yard at Tanyard. The lift is looked after by a firm at the dock.",
    asks=(("Platform lift, used", 7600, "no"), ("Two tickets to drive it", 1000, "yes")),
    advice=(1, "Advice on insurance"),
    steps=("Lift bought", 2, "Two drivers with a ticket", 3, "A hundred gutters", 9),
    takings=(("Homes", 188_000), ("Churches", 47_000)),
    costs=(("Pay", 158_000), ("Slate, lead and van", 39_000), ("Yard", 8_400)),
    risks="The lift may need more looking after than we think. £900 is put aside for it.",
    part="We would rent a lift for twenty days, and see.",
    seen=(
        "six with one share each, and two noes stop a job as unsafe",
        "a gutter would cost £120 in place of £600, where bedrooms are wet",
        "rain days are paid by half, and they want to pay them in full",
        "forty homes could not pay for a scaffold, and would come back at that price",
        "people who rent get a form that their landlord must answer",
        "they could rent a lift for some time and find out first",
    ),
    marks={DESMOND: "443432", FOLAKE: "343421", OWEN: "233433"},
    advised=Advice(
        6000,
        1,
        "Cheap gutters are wanted badly. I suggest most of it, and that they carry the rest.",
    ),
)

WHEELS = sketch(
    "Wheel and Kneel",
    ends=Stage.IN_ASSESSMENT,
    people="Oksana mends chairs, and Piotr the motors. Eight members use a wheelchair themselves.",
    work="""
        We mend wheelchairs and frames the same day, because nobody can wait three weeks for legs.
        The hospital pays for some, and people pay £15. We want parts on the shelf and a second
        bench.
    """,
    members="""
        Anybody who has had a chair mended here may join for £2: 74 have. One vote each. In May they
        voted that we open on Sundays, when most things break.
    """,
    shaped="Members who use a chair, and the nurse who hands them out.",
    change="Two hundred people would be out of doors the same day, and not in three weeks.",
    left_out="People who never come in, because they can’t. One of us goes to them on Tuesdays.",
    jobs=("3", "78", "14.80", "4", "110", "14.80"),
    good_work="Both benches go up and down, so that one can mend sitting.",
    local="Wheels from Second Spin Cycles. Seats are sewn at Stitch Hall.",
    asks=(("Parts for a year", 4100, "no"), ("A second bench that goes up and down", 2800, "yes")),
    advice=(3, "Advice on a contract with the hospital"),
    steps=("Parts on the shelf", 1, "Second bench", 3, "Contract", 8),
    takings=(("The hospital", 44_000), ("People who pay", 31_000)),
    costs=(("Pay", 57_000), ("Rent", 6_500)),
    risks="The hospital pays after 90 days. We would ask for 30.",
    part="Parts for half a year.",
    seen=(
        "74 members have one vote each, and they voted to open on Sundays",
        "two hundred people would be out of doors the same day",
        "both benches go up and down, and pay is the living wage",
        "the hospital pays after 90 days, which is long for a small purse",
        "eight members use a chair, and one goes to those who can’t come",
        "parts on the shelf are what a bank does not lend for",
    ),
    marks={FOLAKE: "443344"},
    handed_back=(NKECHI,),
    settled=(
        Closeness(
            FOLAKE,
            Outcome.NOTE_ONLY,
            "She had a wheel mended there once, as hundreds of people did. A note is enough.",
            said="I forgot: they mended my mother’s chair two years ago, and we paid £15.",
            kind=Conflict.Kind.OTHER,
            after_filing=True,
        ),
    ),
)

LOCKS = sketch(
    "Harbour Lock and Key",
    ends=Stage.INELIGIBLE,
    people="Barry owns it and opens doors. Four people work for him, by day and by night.",
    work="""
        We open doors and change locks all over Alderwick. Whoever is locked out pays. A second van
        would mean that nobody waits longer than half an hour.
    """,
    members="""
        I own the firm and decide, and I listen. All four can tell me what they think at any time.
    """,
    shaped="My four lads, and my wife, who does the books.",
    change="Less waiting in the rain.",
    left_out="We open doors for old people first.",
    jobs=("5", "190", "13.00", "6", "230", "13.00"),
    good_work="We laugh a lot, and nobody has left in four years.",
    local="Keys are cut in the market.",
    asks=(("A second van, used", 7500, "no"),),
    advice=(0, ""),
    steps=("Buy the van", 1),
    takings=(("Doors and locks", 210_000),),
    costs=(("Pay", 148_000), ("Vans and stock", 36_000)),
    risks="Diesel.",
    part="I would lease it.",
    not_met={1: "One person owns it and decides. The others have no vote, and none is planned."},
    words="""
        Nobody has left you in four years, which says a lot. This fund may only help co-ops, in
        which the people who work have one vote each. Some owners sell their firm to those who work
        there: if you ever think about that, come to “Is a co-op right for us?” and bring your four.
    """,
)

STRINGS = sketch(
    "Bow and String",
    ends=Stage.DRAFT,
    people="Noémi mends violins. Three others do brass, drums and pianos.",
    work="""
        We mend what school orchestras break. Schools pay a little and players the rest. We want a
        workshop with heat, since glue does not dry below 16 degrees.
    """,
    members="Four of us, one vote each, on the first Sunday. We play together afterwards.",
    shaped="Music teachers of five schools.",
    change="Sixty pupils a year who would not have to wait a term for their instrument.",
    left_out="Pupils who borrow theirs. They are mended first, and for nothing.",
    jobs=("4", "60", "12.50", "4", "84", "14.00"),
    good_work="We choose our hours, and share one purse for tools.",
    local="Wood from Dock Lane Joiners. Strings come from far away.",
    asks=(("Heating and a safe store for glue", 3400, "yes"),),
    advice=(2, "Advice on becoming a society"),
    steps=("Heating in", 2, "Sixty instruments", 10),
    takings=(("Schools and players", 46_000),),
    costs=(("Pay", 37_000), ("Rent", 4_800)),
    risks="Schools cut music first.",
    part="A heater on wheels.",
    returned="""
        Sixty pupils would be glad of it. One thing is missing before we can read on: who owns the
        room, and do they let you put the heating in? You can send it again any day.
    """,
    to_change=("risks", "steps"),
)
