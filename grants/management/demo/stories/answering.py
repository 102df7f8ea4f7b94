"""Three who were offered something: one waits too long, one gets more time, one says no."""

from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, FOLAKE, GULSEN
from grants.management.demo.sketching import sketch
from grants.management.demo.story import Advice, Offer

CLAY = sketch(
    "Kiln Hill Clay Club",
    round="start",
    ends=Stage.OFFERED,
    answer="near its end",
    stage="group",
    people="Rhiannon throws pots, and eleven of us learn from her in the old bus garage.",
    work="""
        We share one wheel and wait for it. We want a second wheel, second-hand, and a day on how
        to sell at a market. Then we could open on Saturdays for anybody who walks in.
    """,
    members="Twelve of us with one vote each. We meet when the kiln cools, on Fridays.",
    shaped="Forty people tried it at the summer fair and wrote down what kept them away.",
    change="Thirty people a month could try clay without paying for a course.",
    left_out="People who can’t stand for long. The second wheel is one to sit at.",
    asks=(("A second-hand wheel to sit at", 900, "yes"), ("Clay for Saturdays", 300, "yes")),
    advice=(1, "Advice on selling at a market"),
    steps=("Wheel found", 1, "Saturdays open", 2, "Count and decide", 5),
    risks="The wheel breaks. Two of us mend bicycles, and the motor is the same.",
    seen=(
        "twelve members have a vote each, and all may learn to fire the kiln",
        "forty people said at the fair what kept them away",
        "a second-hand wheel is a small sum, and they know who sells one",
        "the wheel is one to sit at, because people asked for it",
        "without it they go on waiting for the one they have",
    ),
    marks={FOLAKE: "44343", GULSEN: "34334", DESMOND: "33343"},
    advised=Advice(1200, 1, "A small sum for a club that is full. I suggest all of it."),
    offer=Offer(
        1200,
        1,
        "Forty people told you what kept them away, and you found a wheel that answers it.",
    ),
)

TOOLS = sketch(
    "Fernhill Tool Swap",
    round="start",
    ends=Stage.OFFERED,
    answer="more time",
    stage="group",
    people="Babajide and five neighbours, who lend one another drills and ladders.",
    work="""
        We want a shed for the tools that stand in six hallways now, and a list on the phone of
        who has what. Lending stays free, and who breaks something mends it with us.
    """,
    members="Six of us so far. Whoever lends or borrows has a vote, once a month on the green.",
    shaped="We knocked on ninety doors, and sixty-four said what they would lend.",
    change="Sixty homes need not buy a drill for two holes a year.",
    left_out="People who rent, and have nowhere to keep a ladder. They asked for the shed.",
    asks=(("A shed with a good lock", 1100, "yes"), ("Shelves and labels", 200, "yes")),
    advice=(2, "Advice on becoming a society"),
    steps=("Shed stands", 2, "Lending from it", 3, "Count and decide", 6),
    risks="Tools go missing. We begin with those that nobody would miss for long.",
    seen=(
        "whoever lends or borrows has a vote, once a month",
        "they knocked on ninety doors before they asked for money",
        "a shed and shelves are all that it takes",
        "people who rent asked for it, and have a say",
        "without the shed it stays a list between six friends",
    ),
    marks={FOLAKE: "43443", GULSEN: "34343", DESMOND: "33444"},
    advised=Advice(1300, 2, "Ninety doors. All of it, once somebody can hold the money."),
    offer=Offer(
        1300,
        2,
        "You knocked on ninety doors. You are no co-op yet, so somebody has to hold the money.",
    ),
)

RADIO = sketch(
    "Dock Lane Radio",
    round="start",
    ends=Stage.WITHDRAWN,
    answer="no thank you",
    stage="registered",
    people="Iris speaks, and nine others write, play and mend the aerial.",
    work="""
        We broadcast from a cellar on Sundays. We want two microphones, and a licence for a year,
        so that we can be heard on weekdays and read the news of the harbour.
    """,
    members="Ten members with one vote each, and a meeting after each tenth show.",
    shaped="Listeners rang in: two hundred and six of them, in one month.",
    change="Two thousand people by the docks would hear their own news.",
    left_out="People who don’t read English. One hour a day is in four other languages.",
    asks=(("Two microphones", 600, "yes"), ("A licence for a year", 900, "no")),
    advice=(1, "Advice on adverts and the law"),
    steps=("Microphones bought", 1, "On air on weekdays", 3, "Count listeners", 6),
    risks="We talk too long. A listener with a bell sits in.",
    seen=(
        "ten members meet after each tenth show, and each has a vote",
        "two hundred and six listeners rang in",
        "the costs are those of a licence and two microphones",
        "one hour a day is in four other languages",
        "they would go on, but on Sundays only",
    ),
    marks={FOLAKE: "34434", GULSEN: "33344", DESMOND: "44333"},
    advised=Advice(1500, 1, "A clear plan by people who are heard already. All of it."),
    offer=Offer(1500, 1, "Two hundred and six people rang in. We would like to hear more of you."),
    words="""
        A listener has given us two microphones and pays the licence. Please give the money to
        somebody who needs it more.
    """,
)
