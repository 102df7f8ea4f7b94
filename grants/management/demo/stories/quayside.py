"""Quayside Translators: being assessed. One assessor filed, one is at it, one stepped back."""

from grants.assessment.conflicts.models import Conflict
from grants.closeness import Outcome
from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, FOLAKE, GULSEN, PRIYA
from grants.management.demo.story import Closeness, Joining, Opinion, Story

COURT_AND_CLINIC = Story(
    coop="Quayside Translators",
    round="judged",
    ends=Stage.IN_ASSESSMENT,
    answers={
        "stage": "trading",
        "people": """
            Şebnem takes the bookings and interprets in Turkish. Jean-Baptiste does French and
            Lingala and keeps the accounts. Twelve more interpreters share the work, in fifteen
            languages.
        """,
        "work": """
            We interpret at clinics, schools and tenants’ meetings. The people who book us pay: the
            health centre, nine schools and two housing associations. Now the county court and the
            hospital ask for us, but want interpreters with a certificate. The grant would pay for
            the course and exam for six of us, and for a booking page that works.
        """,
        "members": """
            All fourteen interpreters are members with one vote each, however many hours they work.
            We meet online on the last Sunday of the month, and in a room four times a year. Two
            members are chosen each year to share out the bookings, and their list is open to all.
        """,
        "shaped": """
            Members wrote the plan in two meetings. The health centre’s manager told us which
            certificate counts. We asked thirty people for whom we had interpreted; most said that
            they want to know beforehand who is coming.
        """,
        "change": """
            People in court and in hospital would have an interpreter from their own borough, who
            knows the bus routes and the words. Six interpreters would earn a third more by the
            hour. And you could book us in two minutes on a page that reads in six languages.
        """,
        "left_out": """
            Speakers of small languages, such as Tigrinya and Romani, are told that nobody is free.
            We train two people from those groups first, and pay them while they learn. Deaf people
            asked us for a link to signers, so the page will have one.
        """,
        "jobs": (("now", "14", "168", "17.00"), ("year", "16", "230", "19.50")),
        "good_work": """
            Agencies keep half of what the clinic pays. We keep a tenth, for the office and for sick
            pay. After hard meetings you can ring another member and are paid for that half hour.
        """,
        "local": """
            The college in Tanyard Road teaches the course. Ropewalk Designers make the page. We
            hold our meetings in the library and eat from The Night Kitchen.
        """,
        "needs": (
            ("money", "Course and exam for six interpreters", "4,650", "yes", "lead"),
            ("money", "Paid learning time for two new interpreters", "1,900", "yes", "lead"),
            ("money", "A booking page in six languages", "1,600", "yes", "Ropewalk Designers LLP"),
            ("days", "Advice on contracts with the court", "3", "yes", "lead"),
            ("space", "A quiet desk for calls by video", "10", "yes", "lead"),
        ),
        "steps": (
            ("Choose the six, by vote", 1),
            ("Course starts", 3),
            ("Booking page is open", 4),
            ("Exam", 8),
            ("First bookings from the court", 9),
        ),
        "year": (
            ("income", "Clinics, schools and housing", "128,000"),
            ("income", "Court and hospital, half a year", "26,000"),
            ("income", "This grant", "8,150"),
            ("cost", "Pay for interpreting", "132,000"),
            ("cost", "Office, insurance and sick pay", "17,500"),
            ("cost", "Course, learning time and page", "8,150"),
        ),
        "risks": """
            Some may not pass the exam the first time; the price covers one more try. The court
            could choose a big agency again. Then the certificates still count with the hospital.
        """,
        "part": "We would train four in place of six, and keep the page simple.",
        "other_money": (
            ("Mayor’s adult learning fund", "3,000", "this year"),
            ("Alderwick Council, community grants", "2,400", "two years ago"),
        ),
        "links": """
            One of our members, Beverley, is the sister of Desmond Clarke, who assesses for you.
        """,
        "agree": ("members", "publish", "true"),
        "form": "Six hours. We would have liked to see the whole form on one sheet: now we have.",
    },
    partners=(Joining("Ropewalk Designers LLP", "Design and build the booking page.", says="yes"),),
    seen=(
        """
        fourteen members have one vote each whatever their hours, and the list of bookings is open
        """,
        "people in court and in hospital would be met by an interpreter from their own borough",
        "they keep a tenth where agencies keep half, and pay for a call after a hard meeting",
        "the health centre told them which certificate counts, and the course is priced",
        "the first two learners come from languages that nobody else here offers",
        "without the grant the six would pay for the exam one at a time, over four years",
    ),
    opinions=(Opinion(FOLAKE, (4, 3, 4, 3, 4, 3)),),
    waiting_for=(GULSEN,),
    settled=(
        Closeness(
            GULSEN,
            Outcome.NOTE_ONLY,
            "That was thirty years ago, and they have not met since. A note is enough.",
            said="Their secretary and I were in the same class at school.",
            kind=Conflict.Kind.OTHER,
        ),
    ),
    found=(PRIYA,),
    conflicts={DESMOND: "My sister Beverley is one of their members, so I should not judge this."},
)
