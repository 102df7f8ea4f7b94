"""The kinds of question, in plain words: what each is for, and what one of them takes."""

from grants.funds.models import Question

Kind = Question.Kind

FOR = {
    Kind.SHORT_TEXT: "A name, a place, a link: one line.",
    Kind.LONG_TEXT: "Something to tell, with a limit of words.",
    Kind.NUMBER: "How many: members, jobs, meetings.",
    Kind.MONEY: "One amount in pounds.",
    Kind.DATE: "One day, such as when work starts.",
    Kind.YES_NO: "A plain yes or no. Later questions can depend on it.",
    Kind.CHOICE: "One answer from your list. Later questions can depend on it.",
    Kind.SEVERAL: "Any number of answers from your list. Later questions can depend on it.",
    Kind.POSTCODE: "A full UK postcode.",
    Kind.FILES: "Documents or pictures, of the kinds that you choose.",
    Kind.BUDGET: "What they ask you for: lines of money, advice or space. We add it up.",
    Kind.STEPS: "What they will do, and when.",
    Kind.FIGURES: "What comes in and what goes out in a year.",
    Kind.FUNDING: "What other public bodies gave. It counts for the limit on public money.",
    Kind.PEOPLE: "Who is involved, and what each person does.",
    Kind.TABLE: "Lines to fill in, with columns that you name.",
    Kind.TICKS: "Statements that people tick to say that they agree.",
}


def in_few_words(question):
    """What a question takes, for an officer's list: “Long text, up to 200 words”."""
    return ", ".join(filter(None, (Kind(question.kind).label, _limit(question))))


def _limit(question):
    if question.word_limit:
        return f"up to {question.word_limit} words"
    if question.kind in (Kind.NUMBER, Kind.MONEY):
        return _bounds(question, "£" if question.kind == Kind.MONEY else "")
    if question.kind == Kind.FILES:
        kinds = " or ".join(option["label"] for option in question.options)
        size = f", {question.most}MB each" if question.most else ""
        return f"up to {question.rows}: {kinds}{size}" if kinds else f"up to {question.rows}{size}"
    if question.kind == Kind.TICKS:
        return f"{len(question.options)} to tick"
    labels = "; ".join(option["label"] for option in question.options)
    if question.is_table:
        return f"up to {question.rows} lines: {labels}"
    return f"{len(question.options)} answers: {labels}" if labels else ""


def _bounds(question, unit):
    least, most = question.least, question.most
    if least is not None and most is not None:
        return f"from {unit}{least:,} to {unit}{most:,}"
    if most is not None:
        return f"{unit}{most:,} at most"
    return f"{unit}{least:,} at least" if least is not None else ""
