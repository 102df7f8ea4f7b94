"""Spotless Together: offered a grant, and did not answer in time."""

from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, GULSEN
from grants.management.demo.story import Advice, Offer, Opinion, Story

MACHINES = Story(
    coop="Spotless Together",
    round="start",
    ends=Stage.LAPSED,
    answers={
        "stage": "registered",
        "people": "Rosa finds the work. Kadir plans the rounds. Six more clean with them.",
        "work": """
            Eight cleaners left an agency and clean offices together. Three offices pay us, and a
            dentist. We want two good machines and a day on how to price a contract, so that we can
            bid for the library.
        """,
        "members": """
            All eight are members with one share and one vote. We meet on Sundays at Rosa’s, and on
            the phone when something is urgent. Nobody is hired or let go without a vote.
        """,
        "shaped": "The eight of us, and the dentist, who told us what hospitals ask of cleaners.",
        "change": """
            Eight people with a fair wage, and a library cleaned by people who live beside it.
        """,
        "left_out": """
            Cleaners work when others sleep and are never asked. Our meetings are at their hours, in
            Spanish and Turkish as well as in English.
        """,
        "needs": (
            ("money", "Two floor machines, used", "1,300", "yes"),
            ("money", "Masks and safe soap for a year", "450", "yes"),
            ("days", "Advice on pricing a contract", "2", "yes"),
        ),
        "steps": (("Buy the machines", 1), ("A day on prices", 1), ("Bid for the library", 3)),
        "risks": "We may not win the library. The machines serve the offices as well.",
        "links": "None.",
        "agree": ("members", "publish", "true"),
    },
    seen=(
        "eight cleaners hold one share each, and nobody is hired or let go without a vote",
        "a library would be cleaned by people who live beside it, for a fair wage",
        "four clients pay already and the machines serve them too",
        "meetings are held at cleaners’ hours and in three languages",
        "the machines are small money, but more than they have put by",
    ),
    opinions=(Opinion(GULSEN, (4, 3, 3, 4, 3)), Opinion(DESMOND, (3, 3, 3, 4, 3))),
    advice=Advice(1750, 2, "A small sum for a group that already works. I suggest all of it."),
    offer=Offer(
        1750,
        2,
        "You left an agency together and did not leave anybody behind. The panel said yes at once.",
    ),
)
