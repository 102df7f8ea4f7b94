"""Which questions of a section stand on its page, and what the page looks at to ask them.

Pure. Earlier sections are settled: a question that they rule out is left out, and one that they
call for is simply asked. What is left of a rule looks at this page only, where scripts can see
it at once, and without scripts a sentence says who should answer.
"""

from grants.funds.conditions import passes

from .tables import choices_of

NEVER = object()


def name_of(question):
    return f"q{question.number}"


def rules_on_page(section, before=None, closed=()):
    """{question key: the rule that is left for the page, or None}, without what is ruled out.

    before: by code, the answers that count from the sections before this one; None when they
    are not known, and then nothing is left out. closed: the keys of the questions that are shown
    without boxes; what they answer is in `before` too.
    """
    names, rules = {}, {}
    for question in section.asked:
        rule = _what_is_left(question.shown_if, names, before)
        if rule is not NEVER:
            rules[question.key] = rule
            if question.key not in closed:
                names[question.code] = name_of(question)
    return rules


def _what_is_left(rule, names, before):
    if not rule:
        return None
    here = [test for test in rule["tests"] if test["code"] in names]
    if before is not None:
        elsewhere = [test for test in rule["tests"] if test["code"] not in names]
        settled = [passes(test, before.get(test["code"])) for test in elsewhere]
        if rule["match"] == "any":
            if any(settled):
                return None
            if not here:
                return NEVER
        elif not all(settled):
            return NEVER
    if not here:
        return None
    tests = [
        {"field": names[test["code"]], "test": test["test"], "value": test.get("value", "")}
        for test in here
    ]
    return {"match": rule["match"], "tests": tests}


def in_words(rule, questions):
    """Only answer this if you said “Yes” to “Are you registered?”. questions: of the section."""
    by_name = {name_of(question): question for question in questions}
    parts = [_test_in_words(test, by_name[test["field"]]) for test in rule["tests"]]
    joint = " or " if rule["match"] == "any" else " and "
    return f"Only answer this if {joint.join(parts)}."


def _test_in_words(test, question):
    if test["test"] == "given":
        return f"you answered “{question.text}”"
    label = dict(choices_of(question)).get(test["value"], test["value"])
    said = "you said" if test["test"] == "is" else "you didn’t say"
    return f"{said} “{label}” to “{question.text}”"
