"""What a report asks: the same eight questions at six months and at the end.

Answers are kept as they were typed, each under its key: “1”, “3-jobs-now”,
“4-2-spent”. Line 2 of question 4 is the second line of money that the co-op
asked for.
"""

from dataclasses import dataclass

WORDS, FIGURES, SPENDING, STORY = "words", "figures", "spending", "story"
OTHER_LINES = 3


@dataclass(frozen=True)
class ReportQuestion:
    key: str
    text: str
    hint: str = ""
    kind: str = WORDS
    word_limit: int = 100
    is_required: bool = False


@dataclass(frozen=True)
class Figure:
    """Something counted then and now."""

    key: str
    name: str
    is_money: bool = False


QUESTIONS = (
    ReportQuestion(
        "1",
        "What happened, against the steps you planned?",
        "The good, the bad and the messy. Honest helps us more than perfect.",
        word_limit=200,
        is_required=True,
    ),
    ReportQuestion("2", "What surprised you?", word_limit=150, is_required=True),
    ReportQuestion(
        "3",
        "Jobs, hours, pay and members, then and now",
        "Your best guess is fine. Leave out what you don’t know.",
        kind=FIGURES,
    ),
    ReportQuestion(
        "4",
        "What did you spend, and how much of it locally?",
        "Put 0 where you spent nothing. Keep receipts for anything over £250: "
        "we ask for them only if we need to.",
        kind=SPENDING,
    ),
    ReportQuestion(
        "5",
        "Tell us a story about somebody or something that changed",
        "Ask the people in it first.",
        kind=STORY,
        word_limit=200,
    ),
    ReportQuestion("6", "What would you do differently?", is_required=True),
    ReportQuestion(
        "7",
        "What should we do differently?",
        "This goes to somebody on our panel. It never counts against you.",
    ),
    ReportQuestion("8", "What do you need next?"),
)

FIGURE_ROWS = (
    Figure("jobs", "Paid jobs"),
    Figure("hours", "Hours of paid work in a week"),
    Figure("pay", "Lowest pay for an hour", is_money=True),
    Figure("members", "Members"),
)
SHARING = (
    ("yes", "Yes, you may share this story"),
    ("no", "No, please keep it to yourselves"),
)
