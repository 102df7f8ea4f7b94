"""Second Spin Cycles: accepted. Its bank details wait to be checked."""

from grants.lifecycle import Stage
from grants.management.demo.people import FOLAKE, GULSEN
from grants.management.demo.story import (
    Account,
    Advice,
    Asked,
    Offer,
    Opinion,
    Part,
    PublicMoney,
    Story,
)

WORKSHOP_FOR_LEARNERS = Story(
    coop="Second Spin Cycles",
    round="pilot",
    ends=Stage.ACCEPTED,
    answers={
        "stage": "trading",
        "people": """
            Kwame mends and teaches. Łucja buys parts and runs the till. Three more mechanics are
            members, and two learners come from the college.
        """,
        "work": """
            We mend bikes, and sell old ones made good, from two arches by the station. Riders pay,
            and so do four firms whose bikes we keep on the road. We want a third arch as a workshop
            for learners, where people mend their own bike with a mechanic beside them.
        """,
        "members": """
            Five mechanics, one share and one vote each. Shares cost £1 and never pay more than that
            back. We meet over breakfast every second Friday, and take turns to lead. Learners may
            speak on everything, and join after a year.
        """,
        "shaped": """
            Members, the two learners, and forty riders who wrote on our wall what they would like
            to learn. The women’s centre asked for an evening of their own, so Monday is theirs.
        """,
        "change": """
            Two hundred people a year would learn to keep a bike going. Six learners would leave
            with a certificate. Three hundred bikes would be ridden again in place of being
            scrapped.
        """,
        "left_out": """
            Women, and people new to the city, seldom come into a bike shop. Monday is run by women
            for women, and the refugee centre sends people who then keep the bike that they mended.
        """,
        "jobs": (("now", "5", "150", "14.80"), ("year", "6", "185", "15.20")),
        "good_work": """
            Everybody earns the same, and there is a heated floor since last winter. Sick pay starts
            on the first day. We want to pay learners from the first month, not from the third.
        """,
        "local": "Arches from the railway trust, steel from Dock Lane, leaflets by Ropewalk.",
        "needs": (
            ("money", "Six work stands and tools", "3,300", "no"),
            ("money", "Pay for two learners, three months", "2,900", "yes"),
            ("money", "Lights and a safe heater in the arch", "800", "yes"),
            ("days", "Advice on teaching for a certificate", "2", "yes"),
        ),
        "steps": (
            ("Lights, heater and stands", 1),
            ("First Monday evening", 2),
            ("Learners start, with pay", 3),
            ("First certificates", 9),
        ),
        "year": (
            ("income", "Repairs and sales", "186,000"),
            ("income", "Lessons", "9,500"),
            ("income", "This grant", "7,000"),
            ("cost", "Wages", "133,000"),
            ("cost", "Parts", "38,000"),
            ("cost", "Rent and power", "21,000"),
            ("cost", "Tools, stands and works", "7,000"),
        ),
        "risks": """
            The trust could want the arch back: we have it in writing for three years. Winter is
            slow, so the lessons begin then, when there is time.
        """,
        "part": "Four stands in place of six, and one learner in place of two.",
        "links": "None.",
        "agree": ("members", "publish", "true"),
    },
    seen=(
        "five mechanics hold one share and one vote each, and learners speak on everything",
        "two hundred people would learn to keep a bike going, and the money stays in the arches",
        "all earn the same, and learners would be paid from their first month",
        "the arch is theirs in writing for three years and the lessons fall in the slow season",
        "Mondays are run by women for women, and the refugee centre sends people",
        "the third arch would stay dark for another year if they had to save for it",
    ),
    opinions=(Opinion(FOLAKE, (4, 3, 4, 3, 4, 3)), Opinion(GULSEN, (3, 4, 4, 3, 3, 3))),
    advice=Advice(7000, 2, "A sound shop that wants to teach. I suggest all of it."),
    public_money=PublicMoney(
        is_confirmed=False,
        proposed=("not_subsidy", "The lessons are free, and nobody else in the quarter gives any."),
    ),
    offer=Offer(
        7000,
        2,
        """
        You already teach, and people ask you to teach more of them. The panel was struck by the
        Monday evenings and by the way you share out pay. We asked ourselves whether two hundred
        people is too many for one arch; tell us in your first report.
        """,
        parts=(Part(3000, 0), Part(2000, 3), Part(2000, 7, waits_for_report=True)),
        asks=(
            Asked(
                "Show us the signed lease of the third arch.",
                before=1,
                in_days=-6,
                evidence="A copy with both names.",
                sent=(
                    "Lease of the third arch",
                    "Between Alderwick Arches and Second Spin Cycles",
                    "For five years, from the first of next month",
                    "Signed: D. Osei, for the arches",
                    "Signed: ______________________, for the co-op",
                ),
            ),
            Asked("Show us that learners are insured.", before=2, in_days=75, kind="insurance"),
        ),
        conditions=("Keep the Monday evenings for women until the end of the grant.",),
    ),
    account=Account("Second Spin Cycles", "107999", "88837491", None),
)
