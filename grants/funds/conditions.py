"""Which questions of a form are asked, given the answers so far.

Pure: no database and no forms. A question may carry a rule such as

    {"match": "all", "tests": [{"code": "k7f2…", "test": "is", "value": "yes"}]}

which looks at earlier questions only. A question that is not asked answers nothing: what was
typed there is kept in the draft, is not sent, and no later rule can see it.
"""

from .models import Question

Kind = Question.Kind
MATCHES = ("all", "any")
TESTS = ("is", "is_not", "given")
CAN_BE_TESTED = (Kind.CHOICE, Kind.YES_NO, Kind.SEVERAL)  # for the value of their answer


def standing(form, answers):
    """The answers that count, keyed as they are kept: those of the questions that are asked.

    form: the sections, each with its `asked` questions, in order.
    """
    counted, by_code = {}, {}
    for section in form:
        for question in section.asked:
            if holds(question.shown_if, by_code):
                answer = answers.get(question.key)
                counted[question.key] = by_code[question.code] = answer
    return counted


def holds(rule, by_code):
    """Whether a rule lets its question be asked; a question without a rule always is."""
    if not rule:
        return True
    results = (passes(test, by_code.get(test["code"])) for test in rule["tests"])
    return any(results) if rule["match"] == "any" else all(results)


def passes(test, answer):
    """One test of a rule. What was never answered is not this and not that: only `is_not` fits."""
    if test["test"] == "given":
        return says_something(answer)
    is_so = test["value"] in answer if isinstance(answer, list) else answer == test["value"]
    return is_so == (test["test"] == "is")


def says_something(answer):
    """Whether anything was answered at all."""
    if isinstance(answer, dict):
        return any(map(says_something, answer.values()))
    if isinstance(answer, list):
        return any(map(says_something, answer))
    return bool(answer and str(answer).strip())


def looked_at(question):
    """The codes of the questions that this one's rule looks at."""
    return {test["code"] for test in question.shown_if.get("tests", ())}


def pointed_at(rule, codes):
    """The same rule for a copied question. codes: {the code of a question: that of its copy}."""
    if not rule:
        return {}
    tests = [{**test, "code": codes.get(test["code"], test["code"])} for test in rule["tests"]]
    return {**rule, "tests": tests}


def problems_with_rules(form):
    """What is wrong with the rules of a form: [(question, sentence)]; nothing when all is well."""
    problems, earlier = [], {}
    for section in form:
        for question in section.asked:
            problem = problem_with(question, question.shown_if, earlier)
            if problem:
                problems.append((question, problem))
            earlier[question.code] = question
    return problems


def problem_with(question, rule, earlier):
    """What is wrong with a rule for this question, or nothing. earlier: {code: question}."""
    if not rule:
        return ""
    if rule.get("match") not in MATCHES or not rule.get("tests"):
        return "Say when this question is asked, or ask it always."
    for test in rule["tests"]:
        other = earlier.get(test["code"])
        if test["code"] == question.code:
            return "A question can’t depend on its own answer. Choose an earlier question."
        if other is None:
            return "This depends on a question that comes later or is gone. Choose an earlier one."
        if test["test"] not in TESTS:
            return "Say when this question is asked, or ask it always."
        if test["test"] != "given" and test["value"] not in labels_of(other):
            return f"“{other.text}” has no such answer. Choose one that it has."
    return ""


def in_words(rule, by_code):
    """A rule as people read it: “Are you registered?” is “Yes”, and “Who helped?” was answered."""
    joined = ", or " if rule["match"] == "any" else ", and "
    return joined.join(_test_in_words(test, by_code.get(test["code"])) for test in rule["tests"])


def _test_in_words(test, question):
    asked = f"“{question.text}”" if question else "a question that is gone"
    if test["test"] == "given":
        return f"{asked} was answered"
    answer = labels_of(question).get(test["value"], test["value"]) if question else test["value"]
    return f"{asked} {verb_of(question, test['test'])} “{answer}”"


def verb_of(question, test):
    """The words between a question and the answer that a test looks for."""
    if question is not None and question.kind == Kind.SEVERAL:
        return "has" if test == "is" else "doesn’t have"
    return "is" if test == "is" else "is not"


def labels_of(question):
    """{value: words} of the answers that a rule can look for, in order."""
    if question.kind == Kind.YES_NO:
        return {"yes": "Yes", "no": "No"}
    if question.kind in CAN_BE_TESTED:
        return {option["value"]: option["label"] for option in question.options}
    return {}
