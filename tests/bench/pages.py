"""What is measured, by whom it is opened, and what it should reach."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page as one person opens it.

    queries: at most so many. ratio: at least so many times as quick as R, so 0.25 is
    four times R's time. growth: at 100,000 applications at most so many times its time at
    1,000, as (PostgreSQL, SQLite).
    """

    label: str
    name: str
    who: str
    queries: int | None = None
    ratio: float | None = None
    growth: tuple[float, float] | None = None


LIST = {"queries": 8, "ratio": 0.20, "growth": (1.3, 1.6)}
HOME = {"queries": 12, "ratio": 0.25, "growth": (1.5, 1.5)}
FORM = {"queries": 10, "ratio": 0.25}

MEASURED = (
    Page("Officer’s list, 60 rows", "list", "officer", **LIST),
    Page("Officer’s list, one stage", "list_of_state", "officer", **LIST),
    Page("Case page", "case", "officer", queries=10, ratio=0.4, growth=(1.5, 1.5)),
    Page("Case page, a history of 1,000", "case_long", "officer", queries=10, ratio=0.4),
    Page("Home of an officer", "home", "officer", **HOME),
    Page("Home of an assessor", "home", "assessor", **HOME),
    Page("Home of an approver", "home", "approver", **HOME),
    Page("Home of finance, preparing", "home", "preparer", **HOME),
    Page("Home of finance, approving", "home", "payer", **HOME),
    Page("Home of an auditor", "home", "auditor", **HOME),
    Page("Home of an administrator", "home", "administrator", **HOME),
    Page("Home of an applicant", "home", "applicant", **HOME),
    Page("Applicant’s task list", "tasks", "applicant", **FORM),
    Page("A section of questions", "section", "applicant", **FORM),
    Page("A section of tables", "section_of_tables", "applicant", **FORM),
)

# Visited so that a worker has seen everything; only what they cost is noted.
VISITED = (
    Page("Officer’s list, the last page", "list_last_page", "officer"),
    Page("Officer’s list, a name looked for", "list_search", "officer"),
    Page("History of 1,000, first page", "history", "officer"),
    Page("Eligibility", "eligibility", "officer"),
    Page("Assessors of a case", "assessors", "officer"),
    Page("Scores of a case", "scores", "officer"),
    Page("An assessor’s page", "assess", "assessor"),
    Page("Decision", "decide", "approver"),
    Page("Check answers and send", "check", "applicant"),
    Page("Answers as sent", "answers", "applicant"),
    Page("Progress", "progress", "applicant"),
    Page("Offer", "offer", "applicant"),
    Page("Letter", "letter", "officer"),
    Page("Letter as PDF", "letter_pdf", "officer"),
    Page("Report", "report", "officer"),
    Page("Closing", "close", "officer"),
    Page("Payments", "payments", "preparer"),
    Page("A payment run", "run", "payer"),
    Page("Bank details of a case", "bank", "officer"),
    Page("Bank details to check", "bank_checks", "officer"),
    Page("Reports to read", "reports_to_read", "officer"),
    Page("Outbox", "outbox", "officer"),
    Page("A message", "email", "auditor"),
    Page("People", "people", "administrator"),
    Page("Organisation", "organisation", "officer"),
    Page("Rounds", "rounds", "visitor"),
    Page("A round", "round", "visitor"),
    Page("Questions of a round", "questions", "visitor"),
    Page("Workshops", "workshops", "visitor"),
    Page("Welcome", "home", "visitor"),
)

TAIL = 2.0  # the slowest one in twenty takes at most so many times the usual
DRAFTING_P95 = 300  # ms, while 200 people write and their pages save every five seconds
SAVE_QUERIES, SEND_QUERIES = 6, 20
SCORING_SECONDS, SCORING_QUERIES = 2.0, 3  # a round of 1,000 worked out anew
PANEL_P95, PANEL_QUERIES = 300, 15  # ms, a round of 300 before its panel
MONTH_END_QUERIES, BANK_FILE_SECONDS = 15, 5.0  # with 10,000 instalments; of 10,000 payments
RUSH_P95, LOCK = 2_000, 5  # ms: 500 people for 20 places; how long a session is locked
EXPORT_ROWS_A_SECOND, EXPORT_FIRST_BYTE, EXPORT_GROWTH = 10_000, 1.0, 30
LETTERS_A_SECOND, LETTERS_GROWTH = 80, 10  # MB more after a thousand letters
WORKER, WORKER_AFTER_EXPORT = 120, 150  # MB
