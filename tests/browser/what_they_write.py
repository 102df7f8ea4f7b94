"""What Harvest Table tells the fund: real words, as long as people write."""

from django.utils.timezone import localdate

from grants.management.demo.staging import season_of

SEASON = season_of(localdate())  # the demo’s rounds are named after the day on which it is built

COOP = "Harvest Table CIC"
ROUND = f"Grow Fund, {SEASON}"

ABOUT_YOU = {
    "What are you called, for now?": "Harvest Table",
    "Who’s involved?": (
        "Bronwen runs the kitchen and the bookings. Olúṣẹgun buys from the growers and drives. "
        "Six members cook and serve in turn, and two look after the accounts."
    ),
    "What is the postcode where most of the work happens?": "E26 1QD",
}
YOUR_COOP = {
    "What will you do, and who pays for it?": (
        "We cook a shared lunch from food that growers near Alderwick can’t sell: crooked "
        "carrots, small apples, Friday’s bread. Four days a week, in the hall at Tanyard. "
        "Everybody pays what they can; offices nearby book trays at a full price, and those "
        "trays pay for two thirds of the lunches."
    ),
    "Who are, or will be, your members, and how do they decide things?": (
        "The eleven people who cook and serve are members, with one vote each. We meet on the "
        "first Tuesday after lunch. The menu and the wages are decided by show of hands."
    ),
    "Who helped to shape this plan?": (
        "Forty people who ate with us in October, three growers, and the caretaker of the hall."
    ),
}
DIFFERENCE = {
    "What will change for people in Alderwick?": (
        "A hot lunch within a walk of Mill Street on four days, not two. Two more paid jobs in "
        "the kitchen. Half a tonne of good food a month that is eaten and not thrown away."
    ),
    "Who is usually left out, and how will you include them?": (
        "People who live alone, and people who don’t read English. The menu has pictures, one "
        "long table has a host, and nobody is asked what they paid."
    ),
    "What else makes work here good?": (
        "The rota is out three weeks ahead. Everyone is paid the same and eats with the guests."
    ),
    "Who will you work with or buy from locally?": (
        "Five growers, the mill at Tanyard Dock, and Second Spin Cycles, who mend our trailer."
    ),
}
JOBS = [("Now", "2", "34", "12.60"), ("In a year", "4", "76", "13.40")]
BUDGET = [
    ("Money (£)", "A six-ring cooker and its fitting", "3,200", "Yes"),
    ("Money (£)", "Wages for two cooks in the first months", "£2,400", "Yes"),
    ("Money (£)", "Pans, crates and a second trailer", "800.00", "No"),
    ("Advice (days)", "Advice on prices and food rules", "2", "Yes"),
]
STEPS = [
    ("Fit the cooker and pass the food check", "January 2027"),
    ("Open on four days", "March 2027"),
    ("Sign up six offices for trays", "June 2027"),
]
YEAR = [
    ("Comes in", "Lunches", "21,000"),
    ("Comes in", "Trays for offices", "38,500"),
    ("Goes out", "Wages", "41,000"),
    ("Goes out", "Food and hall", "16,200"),
]
RISKS = "The cooker may come late; then we cook cold in the first weeks. An office may leave us."
PART = "The cooker first. We would stay at three days until the trays pay for the fourth."
LINKS = "None that we know of."
AGREED = (
    "Our members know about this application and agreed to it.",
    "If you fund us, you may publish our name, what the money is for and how much.",
    "What we say here is true, as far as we know.",
)

WHY_ELIGIBLE = "Read in the application, and Bronwen said the same when I rang her on Monday."
WHY_LOW_RISK = "They have cooked for three years, and the sum is small beside what they turn over."
SEEN = "Their bank statement of September"
WHY_SCORE = (
    "They asked forty guests and three growers before they wrote this, the sums add up line by "
    "line, and the trays for offices already pay for most of the lunches."
)
ADVICE = "Fund it whole. The first payment buys the cooker; the second follows the first report."
CONDITION = "Show us the food safety certificate before you open on four days."
REASON_BY_CRITERION = "Every member has a vote, and they use it each month."
REASONS = (
    "You cook what others throw away, and your guests told us that nobody asks what they paid. "
    "The panel liked that offices pay for two thirds of the lunches."
)
CHECKED = "Rang Olúṣẹgun on the number from March, and saw a bank statement from last month."

REPORT = {
    "What happened, against the steps you planned?": (
        "The cooker came two weeks late and passed the check at once. We opened on four days on "
        "8 March. Four offices have signed up; the fifth waits for a new manager."
    ),
    "What surprised you?": "People bring their own jars and take soup to a neighbour.",
    "What would you do differently?": "Order the cooker before telling anybody the date.",
}
SPENT = ["3,150", "1,200", "640"]
SPENT_IN_THE_END = ["3,150", "2,450", "800"]
BANK_LETTER = b"%PDF-1.7\nA letter from our bank"
