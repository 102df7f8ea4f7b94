"""The columns of the tables that a form can ask for, as the data that a question keeps."""

from .models import Question

Kind = Question.Kind


def option(value, label):
    return {"value": value, "label": label}


def column(name, label, kind="text", *choices):
    """kind: text, money, number or choice."""
    return {"name": name, "label": label, "kind": kind, "choices": list(choices)}


YES_OR_NO = (option("yes", "Yes"), option("no", "No"))


def budget_columns(place="locally"):
    """Lines of money, advice or space; place: where the fund wants its money spent."""
    return (
        column(
            "kind",
            "Kind of help",
            "choice",
            option("money", "Money (£)"),
            option("days", "Advice (days)"),
            option("space", "Desk space (days)"),
        ),
        column("what", "What it is for"),
        column("amount", "How much", "number"),
        column("local", f"Spent {place}?", "choice", *YES_OR_NO),
    )


# What a table of each kind asks for. A budget is added up and a funding table is read for the
# limit on public money, so their columns are always these.
COLUMNS = {
    Kind.BUDGET: budget_columns(),
    Kind.STEPS: (
        column("step", "What you will do"),
        column("when", "When, such as March 2027"),
    ),
    Kind.FIGURES: (
        column(
            "kind",
            "In or out",
            "choice",
            option("income", "Comes in"),
            option("cost", "Goes out"),
        ),
        column("what", "What it is"),
        column("amount", "How much in a year", "money"),
    ),
    Kind.FUNDING: (
        column("giver", "Who gave it"),
        column("amount", "How much", "money"),
        column("year", "Which year"),
    ),
    Kind.PEOPLE: (
        column("name", "Name"),
        column("role", "What they do in the group"),
    ),
}

# The kinds of file that a question can ask for, by the ending of their names.
FILE_KINDS = (
    option("pdf", "PDF"),
    option("docx", "Word (DOCX)"),
    option("xlsx", "Excel (XLSX)"),
    option("odt", "OpenDocument (ODT)"),
    option("jpg", "JPG picture"),
    option("png", "PNG picture"),
)
