"""Seven groups that are paid: what finance finds at the end of a month.

Of one the payment failed. One has a payment with the bank, another that is approved and has no file
yet, and a third that will not be made. One was paid, and it came back. Three wait for the next run,
and the account of the last one changed when its payment was prepared.
"""

from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, FOLAKE, MAREK, SIAN
from grants.management.demo.sketching import sketch
from grants.management.demo.story import Account, Advice, Offer, Part

PILOT = {"round": "first", "ends": Stage.ACCEPTED}
RANG = "I rang the number on their poster, and their treasurer read it out to me."
STATEMENT = "I saw a bank statement of last month, with their name and these numbers."

HENS = sketch(
    "Harbour Hen Keepers",
    **PILOT,
    stage="group",
    people="Gwenllian, Kofi and nine others who live on boats, and have no garden.",
    work="""
        Eleven of us would keep thirty hens on the bank behind the lock. Each takes a day, and each
        gets eggs. What is left over we would sell at the bridge on Saturdays.
    """,
    members="Eleven members, one vote each. We meet on the towpath when the lock is shut.",
    shaped="We asked at every mooring between the two bridges: 42 boats.",
    change="Eleven homes would have eggs, and the bank would not be a dump any more.",
    left_out="People who move on with their boats. They may hand their day to a friend.",
    asks=(("A hen house and a fence", 780, "yes"), ("Thirty hens and first feed", 420, "yes")),
    advice=(1, "Advice on keeping animals by the rules"),
    steps=("Fence stands", 1, "Hens move in", 2, "Eggs at the bridge", 4),
    risks="A fox. The fence goes half a metre into the ground.",
    seen=(
        "eleven members have one vote each, and share the work by days",
        "a dirty bank would be cared for, and eleven homes fed",
        "the costs are those of a fence and a hen house",
        "people who live on boats are seldom asked, and here they lead",
        "without help they would not get the fence",
    ),
    marks={FOLAKE: "44343", DESMOND: "33344"},
    advised=Advice(1200, 1, "Forty-two boats were asked. A small sum, well thought out."),
    offer=Offer(1200, 1, "You asked forty-two boats, and you thought of the fox."),
    account=Account("Harbour Hen Keepers", "202959", "63748472", MAREK, RANG),
    run="fails",
)

DARNING = sketch(
    "Dock Lane Darning CIC",
    **PILOT,
    stage="registered",
    people="Ingrid darns, Samuel keeps the books, and six of us learn.",
    work="""
        We darn socks and jumpers in the window of the old chandler’s. People would watch, and come
        in. We want good lamps, and a sign that can be read from the bus.
    """,
    members="Eight members. All learn to darn before they vote, and all do both.",
    shaped="A hundred and ten people left us a hole to mend at the winter market.",
    change="Eight people would earn something, and a heap of wool would not be thrown away.",
    left_out="People who don’t see well. With better lamps two of them can join us.",
    asks=(("Six lamps", 540, "yes"), ("A sign", 360, "yes")),
    advice=(2, "Advice on prices"),
    steps=("Lamps hang", 1, "Sign is up", 2, "A price list", 3),
    risks="Too many holes. Then people wait, as at the dentist.",
    seen=(
        "all eight members darn and all eight vote",
        "a hundred and ten people left something to mend at one market",
        "lamps and a sign are all that is missing in the shop",
        "better light lets two more people join them",
        "they could save for a lamp a month, and it would take a year",
    ),
    marks={FOLAKE: "34443", DESMOND: "43343"},
    advised=Advice(900, 2, "They sit in the window already. I suggest all of it."),
    offer=Offer(
        900,
        2,
        "A hundred and ten holes in one market: you are needed, and you need light.",
        parts=(Part(540, 0), Part(200, 0), Part(160, 2)),
    ),
    account=Account("Dock Lane Darning CIC", "871427", "46238510", SIAN, STATEMENT),
    run="sent",
)

READING_ROOM = sketch(
    "Ropewalk Reading Room",
    **PILOT,
    stage="registered",
    people="Delphine has the key, Arjun the books, and twelve of us take turns.",
    work="""
        The branch library is open on two days. On the other five we would open one warm room, with
        the papers of the day and somebody who helps with letters from offices.
    """,
    members="Fourteen members with one vote each. Whoever comes three times may join.",
    shaped="We sat in the library on its two days, and asked who comes and who can’t.",
    change="A warm room on five more days, and nobody alone with a letter.",
    left_out="People who don’t read. Somebody reads to them, and writes for them.",
    asks=(("Chairs and two tables", 700, "yes"), ("Newspapers for a year", 500, "yes")),
    advice=(1, "Advice on insurance"),
    steps=("Chairs are there", 1, "Open on five days", 2, "Count who came", 6),
    risks="Nobody has the key on a Sunday. Three of us have one.",
    seen=(
        "whoever comes three times may become a member and vote",
        "a warm room on five more days, for people who live alone",
        "the room is free, and the sums are for chairs and papers",
        "those who don’t read are read to, and were asked",
        "they would start on one day without it",
    ),
    marks={FOLAKE: "44434", DESMOND: "34443"},
    advised=Advice(1200, 1, "The room is free, and they know who will come. All of it."),
    offer=Offer(1200, 1, "You sat there and asked. We would like to read a paper with you."),
    account=Account("Ropewalk Reading Room", "872427", "46238510", MAREK, STATEMENT),
    run="comes back",
)

KITCHEN_GARDEN = sketch(
    "Kiln Hill Kitchen Garden",
    **PILOT,
    stage="group",
    people="Ottilie, Mustafa and eighteen families from the flats above the kilns.",
    work="""
        Below the flats lies a field of rubble. Eighteen families would grow beans, chard and
        flowers there in raised beds, and cook together at the end of each month.
    """,
    members="A vote for each family, and a meeting on each first Sunday, with soup.",
    shaped="Children drew what they want to eat. We chose what grows here.",
    change="Eighteen families would eat what they grew, and know one another.",
    left_out="People who can’t bend. Four beds are as high as a table.",
    asks=(("Wood and soil for twelve beds", 1100, "yes"), ("Water butts", 300, "yes")),
    advice=(1, "Advice on soil"),
    steps=("Beds built", 2, "First beans", 6, "Harvest meal", 10),
    risks="Glass in the ground. The beds have a floor.",
    seen=(
        "each family has one vote, and meetings come with soup",
        "rubble would become a garden for eighteen families",
        "beds with a floor are the right answer to that soil",
        "four beds are as high as a table because somebody asked",
        "it would stay a field of rubble for another spring",
    ),
    marks={FOLAKE: "43444", DESMOND: "44334"},
    advised=Advice(1400, 1, "A field of rubble, and eighteen families. I suggest all of it."),
    offer=Offer(
        1400,
        1,
        "Your children drew their supper, and you made a plan of it.",
        parts=(Part(800, 0), Part(400, 2), Part(200, 5, waits_for_report=True)),
    ),
    account=Account("Kiln Hill Kitchen Garden", "938611", "07806039", MAREK, RANG),
)

PUPPETS = sketch(
    "Fernhill Puppet Theatre",
    **PILOT,
    stage="registered",
    people="Zuzana carves, Idris speaks all the voices, and seven more pull the strings.",
    work="""
        We play in the shelter of the old tram stop. We want a stage that folds into a cart, so that
        we can play in the yards of the five schools, and a box for what people give.
    """,
    members="Nine members. We vote on each play, and we share what is in the box.",
    shaped="Teachers of five schools told us which stories they are tired of.",
    change="Eleven hundred children would see a play at their own school.",
    left_out="Children who don’t hear. Two of us sign, and the puppets have clear faces.",
    asks=(("A stage on a cart", 1250, "yes"), ("Wood and cloth for twelve puppets", 350, "yes")),
    advice=(2, "Advice on contracts with schools"),
    steps=("Cart built", 2, "First school", 3, "All five schools", 8),
    risks="Rain. The cart has a roof for the puppets, and for four children.",
    seen=(
        "nine members vote on each play and share what comes in",
        "eleven hundred children would see a play without a bus",
        "a local joiner has named a price for the cart",
        "two of them sign, and teachers had a say",
        "they would go on at the tram stop, and few would see them",
    ),
    marks={FOLAKE: "34444", DESMOND: "44343"},
    advised=Advice(1600, 2, "Five schools want them. I suggest all of it."),
    offer=Offer(
        1600,
        2,
        "You asked teachers what they are tired of. We are glad to help with the cart.",
        parts=(Part(1000, 0), Part(600, 3)),
    ),
    account=Account("Fernhill Puppet Theatre Ltd", "938600", "42368003", SIAN, RANG),
)

BAKEHOUSE = sketch(
    "Tŷ Gwyn Bakehouse",
    **PILOT,
    stage="registered",
    people="Siwan, Çağla and five others bake at night in the old dairy.",
    work="""
        Three of us are coeliac, and the town has no bread for us. We bake it, at night, in a dairy
        where no flour has ever been. We want a second tin for each loaf, to bake twice as many.
    """,
    members="Seven members with one vote each. We talk while the dough rests.",
    shaped="The surgery asked its patients for us: sixty-three want a loaf a week.",
    change="Sixty-three people could eat a sandwich with their friends.",
    left_out="People without much money. A loaf costs what a loaf costs in the shop.",
    asks=(("Eighty tins", 640, "yes"), ("A trolley for the oven", 860, "yes")),
    advice=(1, "Advice on labels for food"),
    steps=("Tins and trolley", 1, "Two bakes a night", 2, "Count the loaves", 6),
    risks="A crumb of wheat. Nobody brings their own sandwich.",
    seen=(
        "seven members talk and vote while the dough rests",
        "sixty-three people have no bread that they can eat",
        "tins and a trolley double what one oven bakes",
        "a loaf costs no more than any other",
        "they bake already, for half of those who ask",
    ),
    marks={FOLAKE: "44443", DESMOND: "44434"},
    advised=Advice(1500, 1, "Bread for sixty-three people who have none. All of it."),
    offer=Offer(1500, 1, "Sixty-three people wait for your bread, and so do we."),
    account=Account("Tŷ Gwyn Bakehouse Limited", "827999", "73988638", SIAN, STATEMENT),
)

MOWERS = sketch(
    "Mill Street Mower Share",
    **PILOT,
    stage="registered",
    people="Pádraig owns the shed, Lerato keeps the list, and thirty-one homes borrow.",
    work="""
        Thirty-one lawns, thirty-one mowers, and each is used for an hour in two weeks. We would
        share four good ones that make no noise, and mend them ourselves.
    """,
    members="One vote for each home. We meet when the grass begins to grow, and when it stops.",
    shaped="We counted the mowers that stand in hallways and on stairs.",
    change="Twenty-seven hallways would be free, and Sundays would be quiet.",
    left_out="People who can’t push. A neighbour mows for them, and they look after the keys.",
    asks=(("Four electric mowers", 1300, "yes"), ("Chargers and locks", 200, "yes")),
    advice=(1, "Advice on a membership list"),
    steps=("Mowers bought", 1, "First mowing", 4, "Count the hours", 8),
    risks="All want to mow on the first dry day. The list goes by turns.",
    seen=(
        "each home has a vote, and rules were agreed by all",
        "twenty-seven hallways and stairs would be free",
        "four mowers for thirty-one lawns is a fair guess",
        "those who can’t push have a part in it too",
        "they share two old ones now, and both are broken",
    ),
    marks={FOLAKE: "33344", DESMOND: "43334"},
    advised=Advice(1500, 1, "Four mowers in place of thirty-one. I suggest all of it."),
    offer=Offer(1500, 1, "You counted the mowers on the stairs. We like how you count."),
    account=Account("Mill Street Mower Share CIC", "938063", "55065200", SIAN, RANG),
    run="changed",
)
