"""Tanyard Tool Library: all the way, from its first draft to a closed award."""

from grants.lifecycle import Stage
from grants.management.demo.people import FOLAKE, GULSEN, MAREK
from grants.management.demo.story import Account, Advice, Offer, Opinion, PublicMoney, Story

TOOLS_ON_WHEELS = Story(
    coop="Tanyard Tool Library",
    round="pilot",
    ends=Stage.CLOSED,
    answers={
        "stage": "trading",
        "people": """
            Joan opens the library and knows every drill. Emre keeps the list of loans. Eleven
            volunteers mend, lend and show how, and one part-time worker is paid.
        """,
        "work": """
            People who live here borrow tools from us in place of buying them: £30 a year, or £5 if
            money is short. We want to bring the tools to the two estates that are furthest away,
            with a trailer, every second Saturday. Fees pay for the rent and for Joan’s twenty
            hours.
        """,
        "members": """
            All 412 borrowers are members of the society, with one vote each. They choose a board of
            seven in April. On a Tuesday it is the board that decides, and its notes hang by the
            door. In June the members voted for longer hours and against late fees.
        """,
        "shaped": """
            We asked on both estates, with a table and tea, on three Saturdays. People wanted
            ladders and carpet cleaners, not fine woodwork. Two tenants joined our board because of
            it.
        """,
        "change": """
            Two estates with 900 homes would have a tool library on their own street. You could come
            on a Saturday and see the line at the trailer. And things would be mended that now go
            into the skip.
        """,
        "left_out": """
            People without a car cannot carry a ladder home, and they are the ones with the least
            money for tools. That is why the library comes to them. No deposit is asked for.
        """,
        "jobs": (("now", "1", "20", "14.80"), ("year", "2", "34", "14.80")),
        "good_work": """
            Joan’s hours are fixed and she is never alone on a Saturday. Volunteers have their fares
            paid and may borrow for nothing. We want a second paid person, so that Joan can be ill.
        """,
        "local": """
            A trailer built at Dock Lane, tea from Weir Lane Bakers, storage with the tenants.
        """,
        "needs": (
            ("money", "A trailer, built for us", "2,350", "yes"),
            ("money", "Ladders, carpet cleaners and drills", "1,450", "no"),
            ("money", "Pay for a second worker on 25 Saturdays", "1,200", "yes"),
            ("days", "Advice on insurance and lending", "1", "yes"),
        ),
        "steps": (
            ("Have the trailer built", 1),
            ("First Saturday on Fernhill estate", 2),
            ("First Saturday on Dock estate", 3),
            ("Ask 100 borrowers what to change", 8),
        ),
        "year": (
            ("income", "Fees of members", "11,400"),
            ("income", "Gifts and sales", "2,600"),
            ("income", "This grant", "5,000"),
            ("cost", "Wages", "13,900"),
            ("cost", "Rent and insurance", "3,600"),
            ("cost", "Trailer and tools", "1,500"),
        ),
        "risks": "Tools go missing: one in sixty, so far. Rain: then we lend from the stairs.",
        "part": "The trailer first, with the tools that we have.",
        "links": "None.",
        "agree": ("members", "publish", "true"),
    },
    seen=(
        "412 borrowers have one vote each, and the notes of every meeting hang by the door",
        "two estates with nine hundred homes would have tools on their own street",
        "Joan’s hours are fixed, though one paid person is thin if she falls ill",
        "they spent three Saturdays on the estates and changed their list of tools because of it",
        "no deposit is asked, and the library comes to those without a car",
        "fees pay for the rent but would never pay for a trailer",
    ),
    opinions=(Opinion(FOLAKE, (4, 4, 2, 3, 4, 4)), Opinion(GULSEN, (4, 4, 3, 4, 4, 3))),
    advice=Advice(5000, 1, "Much change for little money, and the estates asked for it."),
    public_money=PublicMoney(
        route="streamlined",
        why="Lending tools on the estates is help for local growth, for which there is a route.",
        done="The route for local growth holds. The form is in file 2026-14.",
    ),
    offer=Offer(
        5000,
        1,
        """
        Two estates asked you to come, and you listened to what they wanted. The panel liked how
        many members you have and how plainly you share your decisions. One worry was Joan’s
        holidays; the second worker answers it.
        """,
    ),
    account=Account(
        "Tanyard Tool Library Ltd",
        "499273",
        "12345678",
        MAREK,
        "Letter from their bank, three weeks old. Name and number agree with the register.",
    ),
    run="paid",
    reports=(
        {
            "1": """
                The trailer was ready in five weeks. We have been on Fernhill estate nine times and
                on Dock estate seven times. 138 people borrowed something, and 61 of them joined.
            """,
            "2": "That people bring things to us. We now take in tools as well as lending them.",
            "3-jobs-then": "1",
            "3-jobs-now": "2",
            "3-members-then": "412",
            "3-members-now": "473",
            "4-1-spent": "2,350",
            "4-1-local": "2,350",
            "4-2-spent": "980",
            "4-2-local": "310",
            "4-3-spent": "576",
            "4-3-local": "576",
            "6": "Start on one estate, and begin on the second when the first one runs.",
            "7": "Nothing. The phone call was kind.",
        },
        {
            "1": """
                24 Saturdays, 290 loans from the trailer, and 118 new members. One Saturday was lost
                to a storm. The tenants of Dock estate now keep the trailer and open it themselves.
            """,
            "2": "That the tenants would take it over. It was not in our plan at all.",
            "3-jobs-then": "1",
            "3-jobs-now": "2",
            "3-hours-then": "20",
            "3-hours-now": "36",
            "3-pay-then": "14.80",
            "3-pay-now": "14.80",
            "3-members-then": "412",
            "3-members-now": "530",
            "4-1-spent": "2,350",
            "4-1-local": "2,350",
            "4-2-spent": "1,462.40",
            "4-2-local": "790",
            "4-3-spent": "1,187.60",
            "4-3-local": "1,187.60",
            "5": """
                A father on Dock estate borrowed a sander for one chair. He has done eleven chairs
                since, for neighbours, and shows others how on trailer days.
            """,
            "5-share": "yes",
            "6": "Buy fewer drills and more ladders.",
            "7": "Visit us! Nobody from the panel has seen the trailer.",
            "8": "A second trailer, one day. First a rest.",
        },
    ),
    words="Thank you. The trailer goes on without us, and that is the best end a grant can have.",
)
