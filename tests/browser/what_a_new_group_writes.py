"""What a group that is not a co-op yet tells the fund, with a partner that is one."""

GROUP = "Towpath Laundry"
PARTNER = "Tanyard Tool Library"
ROUND = "Grow Fund, autumn 2026"
PASSWORD = "kettle-oxbow-tandem"
MAEVE = ("Maeve Adeyemi", "maeve@towpathlaundry.example")
IDRIS = ("Idris Pugh", "idris@towpathlaundry.example")
JOAN = "joan@tanyardtools.example"
THEY_DO = "They mend and test two second-hand machines, and teach us to keep them going."

CAN_WE_APPLY = (
    ("Are you a co-op, or do you want to become one?", "Yes"),
    ("Will most of the work happen in Alderwick?", "Yes"),
    ("Is the money for something that you have already paid for?", "No"),
    ("Have you had more than £300,000 of public money", "No"),
    ("Will you ask for", "Yes"),
)
ABOUT_US = {
    "What are you called, for now?": GROUP,
    "Who’s involved?": (
        "Maeve has run a laundry for a hotel and keeps the lists. Idris lives on a boat and knows "
        "the moorings. Five neighbours take turns at the machines."
    ),
    "What is the postcode where most of the work happens?": "E25 1GQ",
}
WORK = "What will you do, and who pays for it?"
MEMBERS = "Who are, or will be, your members, and how do they decide things?"
SHAPED = "Who helped to shape this plan?"
WORK_BY_IDRIS = "We wash for boats that have no room for a machine. Boaters pay £6 a bag."
WORK_BY_MAEVE = "We wash for two cafés and a nursery, who pay by the month."
OUR_COOP = {
    WORK: f"{WORK_BY_IDRIS} {WORK_BY_MAEVE} Neighbours bring a bag when their machine breaks.",
    MEMBERS: (
        "Everybody who works a shift is a member with one vote. We meet on the first Sunday, on "
        "Idris’s boat, and nobody leaves before the rota is agreed."
    ),
    SHAPED: "Eleven boaters, both cafés, and the cook of the nursery.",
}
DIFFERENCE = {
    "What will change for people in Alderwick?": (
        "Forty boats can wash within a walk of their mooring. Three people get steady hours close "
        "to home. Two machines from the tip work again."
    ),
    "Who is usually left out, and how will you include them?": (
        "People without an address, who can’t use a shop that wants one. A bag and a name will do."
    ),
    "What else makes work here good?": "Shifts are agreed a month ahead, and swapped by a call.",
    "Who will you work with or buy from locally?": (
        "The tool library mends our machines. Soap comes from the refill shop on Mill Street."
    ),
}
JOBS = [("Now", "0", "0", "0"), ("In a year", "3", "54", "12.75")]
BUDGET = [
    ("Money (£)", "Two dryers and their fitting", "3,600", "Yes", GROUP),
    ("Money (£)", "Rent of the wash house for half a year", "£1,800", "Yes", GROUP),
    ("Money (£)", "Parts and hours to mend two machines", "900", "Yes", PARTNER),
    ("Advice (days)", "Advice on becoming a co-op", "2", "Yes", GROUP),
]
ASKED_FOR, THEIR_PART = "£6,300 and 2 advice days", "£900"
STEPS = [
    ("Mend and test the machines", "January 2027"),
    ("Fit the dryers and open for boats", "February 2027"),
    ("Wash for both cafés every week", "May 2027"),
]
YEAR = [
    ("Comes in", "Bags from boats", "9,400"),
    ("Comes in", "Cafés and nursery", "22,800"),
    ("Goes out", "Wages", "24,300"),
    ("Goes out", "Rent, water and power", "6,900"),
]
RISKS = "What might go wrong?"
RISKS_BEFORE = "A dryer may fail in its first winter."
RISKS_AFTER = f"{RISKS_BEFORE} Then we hang lines in the wash house, and boats wait a day longer."
PART = {"What would you do if we offered part of it?": "One dryer first, and the boats only."}
LINKS = {"Do you have links to anyone on our panel or staff?": "None."}
AGREED = (
    "Our members know about this application and agreed to it.",
    "If you fund us, you may publish our name, what the money is for and how much.",
    "What we say here is true, as far as we know.",
)
PICTURE = "The wash house.png"
