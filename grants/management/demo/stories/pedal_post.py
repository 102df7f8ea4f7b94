"""Pedal Post: a running grant whose first report waits, and a draft that four co-ops share."""

from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, GULSEN, SIAN
from grants.management.demo.story import (
    Account,
    Advice,
    Asked,
    Joining,
    Offer,
    Opinion,
    PublicMoney,
    Space,
    Story,
)

PARCELS = Story(
    coop="Pedal Post CIC",
    round="pilot",
    ends=Stage.IN_MONITORING,
    answers={
        "stage": "trading",
        "people": """
            Temitọpẹ rides and plans routes. Gareth does the contracts. Four riders are members,
            and one mechanic comes in twice a week.
        """,
        "work": """
            We carry parcels, medicines and library books across Alderwick by cargo bike. The
            pharmacy group, the library and thirty shops pay by the drop. A second depot in the
            north would let us take on two pharmacies that we now refuse, because the hill costs us
            forty minutes each way.
        """,
        "members": """
            The six people who work here are the members and directors, with one vote each. We meet
            every Wednesday at noon for half an hour, standing. Big things wait for the quarterly
            evening, where shops and the library may come and speak, but not vote.
        """,
        "shaped": """
            Riders drew the routes. The two pharmacies told us the hours in which people need their
            medicine. Neighbours of the depot asked for no bells before eight, and we promised it.
        """,
        "change": """
            Four hundred people who cannot go out would have their medicine on the day it is ready.
            Two vans fewer on Fernhill Road. And two riders’ jobs with a wage every week.
        """,
        "left_out": """
            Riding for an app is for the fit and the young. We have three bikes with a motor, so
            that older riders stay, and a route that suits a rider with one hand.
        """,
        "jobs": (("now", "6", "180", "14.80"), ("year", "8", "245", "15.10")),
        "good_work": """
            Contracts with hours, holiday and sick pay; nobody is paid by the drop. Wet clothes are
            dried and washed by the depot. We want a pension that beats the lowest one.
        """,
        "local": "Bikes kept by Second Spin, rider meals from Harvest Table, rent to the church.",
        "needs": (
            ("money", "Two cargo bikes with a motor", "6,400", "no"),
            ("money", "Racks, locks and charging for the depot", "1,700", "yes"),
            ("money", "First three months of rent", "1,500", "yes"),
            ("days", "Advice on a contract with the health service", "2", "yes"),
        ),
        "steps": (
            ("Rent the depot, fit the racks", 1),
            ("Two bikes and two riders", 2),
            ("Both pharmacies begin", 3),
            ("Decide on a third pharmacy", 9),
        ),
        "year": (
            ("income", "Pharmacies", "96,000"),
            ("income", "Library and shops", "118,000"),
            ("income", "This grant", "9,600"),
            ("cost", "Wages and pensions", "171,000"),
            ("cost", "Bikes and repairs", "19,500"),
            ("cost", "Rent and insurance", "26,500"),
        ),
        "risks": """
            A rider could be hurt. Everyone is trained each spring, and insured. If one pharmacy
            leaves, the new depot still pays with the other one and the library.
        """,
        "part": "One bike in place of two, and one pharmacy.",
        "other_money": (("Green streets fund of the borough", "4,000", "two years ago"),),
        "links": "None.",
        "agree": ("members", "publish", "true"),
    },
    seen=(
        "the six who work there are its members and directors, and they decide every Wednesday",
        "four hundred people who cannot go out would have their medicine on the day",
        "they pay by the hour, never by the drop, and dry the riders’ clothes",
        "the two pharmacies gave them the hours, and the hill is why the depot must be there",
        "motors keep older riders at work, and one route suits a rider with one hand",
        "they could pay for one bike themselves, and for the second one with us",
    ),
    opinions=(Opinion(DESMOND, (4, 4, 4, 4, 3, 3)), Opinion(GULSEN, (4, 4, 3, 3, 4, None))),
    advice=Advice(
        9600,
        2,
        "The strongest plan of this round. The two pharmacies told me the same on the phone.",
    ),
    public_money=PublicMoney(
        why="They deliver for pay, as other firms do. A small sum.",
        declared=(("Green streets fund of the borough", "4000", 500),),
    ),
    offer=Offer(
        9600,
        2,
        """
        Your plan starts from what people need: medicine on the day it is ready. The panel trusts
        the sums, because you have done this for two years at the other end of the borough. We would
        like to hear how the new riders settle in.
        """,
        instalments=2,
        space=Space("A bay for two bikes in the Quayside Hub", 12, "weeks", 45),
        asks=(
            Asked(
                "Show us that the riders are insured.",
                before=1,
                kind="insurance",
                evidence="The page of the policy with its dates.",
                sent=(
                    "Riders’ insurance",
                    "Pedal Post CIC",
                    "Eight riders, on the roads of the borough",
                    "From 1 October, for twelve months",
                ),
                seen="Policy seen, good until next autumn.",
            ),
            Asked(
                "Send us a quote from a second maker of bikes.",
                before=1,
                waived="Only one maker near here builds bikes with a motor and a box.",
            ),
        ),
    ),
    account=Account(
        "Pedal Post CIC",
        "089999",
        "66374958",
        SIAN,
        "Statement of last month seen, name agrees. I rang Gareth on the number that we had.",
    ),
    run="paid",
    reports=(
        {
            "1": """
                The depot opened three weeks late, because the racks did not fit and had to be cut
                again. Both bikes are on the road; half their price is still to pay. The first
                pharmacy began at once. The second one waited for its head office and began last
                month. We carry about 46 medicine bags a day, which is more than we had hoped for.
            """,
            "2": """
                How much people talk at the door. Riders now have four more minutes for each of the
                people who asked for it, and we priced that in.
            """,
            "3-jobs-then": "6",
            "3-jobs-now": "8",
            "3-hours-then": "180",
            "3-hours-now": "238",
            "3-pay-then": "14.80",
            "3-pay-now": "14.80",
            "3-members-then": "6",
            "3-members-now": "7",
            "4-1-spent": "1,600",
            "4-1-local": "0",
            "4-2-spent": "1,700",
            "4-2-local": "1,700",
            "4-3-spent": "1,500",
            "4-3-local": "1,500",
            "5": """
                Mrs A. lives on the fourth floor and the lift is often out. She used to ask the
                neighbours’ boy to fetch her tablets. Now Sunil brings them on Tuesdays and takes
                her library books back. She knitted him a hat for the winter rounds.
            """,
            "5-share": "yes",
            "6": "Measure the door before we order racks. And ask head office first, not last.",
            "7": "The report is short, which we like. A reminder a month before would help.",
            "8": "Half a day with somebody who knows the rules on carrying medicines.",
        },
    ),
)

SHARED_DEPOT = Story(
    coop="Pedal Post CIC",
    round="grow",
    is_late=True,
    ends=Stage.DRAFT,
    answers={
        "stage": "trading",
        "people": """
            Temitọpẹ plans the routes for all of us. Kwame keeps the bikes, Ada brings the bread at
            five and Bronwen the lunches at eleven. A rider from each co-op has a key.
        """,
        "work": """
            Four co-ops send things through Alderwick every day, each with a van or a bike of its
            own. We want one depot with a cold room, where bread, lunches and parcels are put
            together by street. Shops and schools pay us for one drop where they now wait for four.
        """,
        "members": """
            Each co-op decides by itself, one member, one vote. For the depot, one person from each
            meets on Monday at two. Nothing is bought before all four have said yes.
        """,
        "shaped": """
            Riders and drivers of all four wrote down every drop for a week. Two schools and the
            market told us which hours suit them.
        """,
        "change": """
            Five vans fewer on Fernhill Road before nine. Six schools would have bread, lunch and
            post in one visit. And three riders would have a whole job in place of two halves.
        """,
        "jobs": (("now", "3", "54", "14.80"), ("year", "4", "120", "15.10")),
        "needs": (
            ("money", "Cold room, used", "3,900", "yes", "lead"),
            ("money", "Trays that fit on every bike", "1,100", "no", "Weir Lane Bakers"),
            (
                "money",
                "Stands and tools for four kinds of bike",
                "1,600",
                "yes",
                "Second Spin Cycles",
            ),
            ("money", "Warm boxes for lunches", "900", "no", "Harvest Table CIC"),
            ("days", "Advice on an agreement between four co-ops", "3", "yes", "lead"),
        ),
        "steps": (
            ("Sign an agreement between the four", 2),
            ("Put in the cold room", 3),
            ("First shared route, to two schools", 4),
            ("Six schools", 7),
        ),
    },
    partners=(
        Joining("Second Spin Cycles", "Keep the bikes of all four on the road.", says="yes"),
        Joining("Weir Lane Bakers", "Bring bread to the depot at five each day.", says="reads it"),
        Joining("Harvest Table CIC", "Bring lunches for schools and offices at eleven."),
    ),
)
