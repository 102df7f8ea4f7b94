"""The questions, criteria and eligibility tests that a fund's first round starts with.

They are data: `actions.add_first_round` writes them into a round, officers copy that round
for the next one, and nothing reads this file again.
"""

from .a_question_set import Asked, Judged, QuestionSet, Tested, short_form
from .columns import COLUMNS, budget_columns, column, option
from .models import Question

Kind = Question.Kind

# What each mark means, wherever a criterion has no words of its own for it.
MARKS = (
    (0, "Nothing to go on"),
    (1, "A hope, but no how"),
    (2, "Some how, with important gaps that we could help to fix"),
    (3, "Clear and believable"),
    (4, "Clear, tested with people, and others could learn from it"),
)


def marks_of(criterion):
    """(mark, what it means) for one criterion, from 0 to 4."""
    own = criterion.marks or [words for _mark, words in MARKS]
    return tuple(enumerate(own))


_ABOUT_YOU = (
    Asked(
        1,
        "name",
        "What are you called, for now?",
        Kind.SHORT_TEXT,
        "A nickname is fine.",
        is_short=True,
    ),
    Asked(
        2,
        "stage",
        "Where are you up to?",
        Kind.CHOICE,
        options=(
            option("idea", "It’s an idea"),
            option("group", "We’re a group that meets"),
            option("registering", "We’re getting registered"),
            option("registered", "We’re registered, and not trading yet"),
            option("trading", "We’re trading"),
        ),
        is_short=True,
    ),
    Asked(
        3,
        "legal_form",
        "What is your legal form?",
        Kind.CHOICE,
        "“Not yet” is a real answer. We know your number from your co-op’s own page.",
        options=(
            option("not_yet", "Not yet"),
            option("society", "Co-operative or community benefit society"),
            option("company", "Company, by guarantee or by shares"),
            option("cic", "Community interest company"),
            option("llp", "Limited liability partnership"),
            option("charity", "Charitable incorporated organisation"),
            option("other", "Something else, such as an association or a club"),
        ),
    ),
    Asked(
        4,
        "people",
        "Who’s involved?",
        Kind.LONG_TEXT,
        "What each person does, not where they worked before.",
        word_limit=100,
        is_short=True,
    ),
    Asked(
        5,
        "postcode",
        "What is the postcode where most of the work happens?",
        Kind.POSTCODE,
        "We publish only the ward, never the postcode.",
        is_short=True,
    ),
)

_YOUR_COOP = (
    Asked(
        6,
        "work",
        "What will you do, and who pays for it?",
        Kind.LONG_TEXT,
        "Tell it as you’d tell a neighbour.",
        word_limit=200,
        is_short=True,
    ),
    Asked(
        7,
        "members",
        "Who are, or will be, your members, and how do they decide things?",
        Kind.LONG_TEXT,
        "One member, one vote: what does that look like on a Tuesday?",
        word_limit=200,
        is_short=True,
    ),
    Asked(
        8,
        "shaped",
        "Who helped to shape this plan?",
        Kind.LONG_TEXT,
        "Members, customers, neighbours.",
        word_limit=150,
        is_short=True,
    ),
)

_DIFFERENCE = (
    Asked(
        9,
        "change",
        "What will change for people in Alderwick?",
        Kind.LONG_TEXT,
        "Two or three things that we could come and see.",
        word_limit=200,
        is_short=True,
    ),
    Asked(
        10,
        "left_out",
        "Who is usually left out, and how will you include them?",
        Kind.LONG_TEXT,
        word_limit=150,
        is_short=True,
    ),
    Asked(
        11,
        "jobs",
        "How many jobs and hours are there, and what is the lowest pay: now, and in a year?",
        Kind.TABLE,
        "Your best guess is fine. Put 0 where there are none yet.",
        options=(
            column("when", "When", "choice", option("now", "Now"), option("year", "In a year")),
            column("jobs", "Jobs", "number"),
            column("hours", "Hours a week, all jobs together", "number"),
            column("pay", "Lowest pay for an hour", "money"),
        ),
        rows=2,
    ),
    Asked(
        12,
        "good_work",
        "What else makes work here good?",
        Kind.LONG_TEXT,
        "Not there yet? Say how you’ll get closer.",
        word_limit=100,
    ),
    Asked(
        13,
        "local",
        "Who will you work with or buy from locally?",
        Kind.LONG_TEXT,
        word_limit=100,
    ),
)

_MONEY_AND_PLAN = (
    Asked(
        14,
        "needs",
        "What do you need from us?",
        Kind.BUDGET,
        "Money in pounds, advice in days, space in days. Rent and wages count. "
        "Say which lines you’ll spend in Alderwick.",
        options=budget_columns("in Alderwick"),
        rows=8,
        is_short=True,
    ),
    Asked(
        15,
        "steps",
        "What are the main steps, and when?",
        Kind.STEPS,
        "Six steps at most.",
        options=COLUMNS[Kind.STEPS],
        rows=6,
        is_short=True,
    ),
    Asked(
        16,
        "year",
        "What will come in and go out in a year?",
        Kind.FIGURES,
        "Round numbers are fine.",
        options=COLUMNS[Kind.FIGURES],
        rows=10,
    ),
    Asked(
        17,
        "risks",
        "What might go wrong?",
        Kind.LONG_TEXT,
        "Honest beats perfect.",
        word_limit=120,
        is_short=True,
    ),
    Asked(
        18,
        "part",
        "What would you do if we offered part of it?",
        Kind.LONG_TEXT,
        word_limit=80,
    ),
)

_CHECKS = (
    Asked(
        19,
        "other_money",
        "What other public money have you had, this year and in the two years before?",
        Kind.FUNDING,
        "Grants and other help from councils or government, counted in financial years (1 April "
        "to 31 March). Had none? Leave it empty.",
        options=COLUMNS[Kind.FUNDING],
        rows=4,
        is_required=False,
        is_short=True,
    ),
    Asked(
        20,
        "links",
        "Do you have links to anyone on our panel or staff?",
        Kind.LONG_TEXT,
        "It does not count against you: we keep them out of your decision. "
        "Write “none” if there are none.",
        word_limit=100,
        is_short=True,
    ),
    Asked(
        21,
        "agree",
        "Please agree to these",
        Kind.TICKS,
        options=(
            option("members", "Our members know about this application and agreed to it."),
            option(
                "publish",
                "If you fund us, you may publish our name, what the money is for and how much.",
            ),
            option("true", "What we say here is true, as far as we know."),
        ),
        is_short=True,
    ),
    Asked(
        22,
        "form",
        "How long did this form take you, and what should we change?",
        Kind.LONG_TEXT,
        "We don’t score this.",
        word_limit=100,
        is_required=False,
    ),
)

_TESTS = (
    Tested(
        "The group is a co-op, or wants to become one: its members run it, each with one vote.",
        question="Are you a co-op, or do you want to become one?",
        guidance="In a co-op the members run things together, and each has one vote.",
        otherwise="This money is for co-ops, and for groups that want to become one. "
        "If you’re not sure whether a co-op is right for you, come to a workshop: they are free.",
        alternative="workshop",
    ),
    Tested(
        "Most of the work will happen in Alderwick.",
        question="Will most of the work happen in Alderwick?",
        guidance="Your members may live anywhere.",
        otherwise="This money is for work in Alderwick. "
        "Talk to us: we may know who helps co-ops where you are.",
        alternative="advice",
    ),
    Tested("The amount asked for is within the limits of this round."),
    Tested(
        "The money is for something still to come, not for something already paid.",
        question="Is the money for something that you have already paid for?",
        guidance="Rent and wages that are still to come are fine.",
        passes_on="no",
        otherwise="We can’t pay for what is already paid. If you also have something new in mind, "
        "you can apply for that.",
        alternative="advice",
    ),
    Tested("The members know about this application and agreed to it."),
    Tested(
        "With this grant, other public money stays below the limit for small amounts of "
        "public money.",
        question="Have you had more than £300,000 of public money in the last three years?",
        guidance="Count grants from councils and from the government. Most co-ops answer no.",
        passes_on="no",
        otherwise="There is a limit to how much public money one co-op may have in three years, "
        "and you may be close to it. Talk to us first, and we’ll work it out with you.",
        alternative="advice",
    ),
)

GROW_FUND = QuestionSet(
    sections=(
        ("About you", _ABOUT_YOU),
        ("Your co-op", _YOUR_COOP),
        ("The difference it makes", _DIFFERENCE),
        ("Money and plan", _MONEY_AND_PLAN),
        ("Checks", _CHECKS),
    ),
    criteria=(
        Judged(
            "Truly co-operative",
            20,
            "Members own it, decide things together with one vote each, and agreed this plan. "
            "A 0 here means advice first, not money.",
            (7, 8, 21),
            is_essential=True,
        ),
        Judged(
            "Good for local people and place",
            20,
            "People in Alderwick will notice the change, and the money stays close by.",
            (9, 13, 14),
        ),
        Judged(
            "Good work",
            15,
            "Jobs and hours that last, fair pay, and a place where people like to work, "
            "or a real plan to get there.",
            (11, 12),
        ),
        Judged(
            "Can work",
            20,
            "Someone will pay for it, the steps make sense, the sums add up, "
            "and they have thought about what might go wrong.",
            (6, 15, 16, 17),
        ),
        Judged(
            "Opens doors",
            15,
            "People who are usually left out are part of it, and not only as customers.",
            (4, 10),
        ),
        Judged(
            "Our help matters",
            10,
            "It would not happen, or not as well or as soon, without us.",
            (14, 18),
        ),
    ),
    tests=_TESTS,
)


START_FUND = short_form(
    GROW_FUND,
    weights={
        "Truly co-operative": 25,
        "Good for local people and place": 25,
        "Can work": 20,
        "Opens doors": 20,
        "Our help matters": 10,
    },
)
