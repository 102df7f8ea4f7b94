"""What tests of the form editor do and read."""

from grants.funds.editor import actions
from grants.funds.queries import form_of
from grants.models import Question

Kind = Question.Kind


def texts(round):
    """The form in short: [(title, [texts])], read anew."""
    return [(part.title, [q.text for q in part.asked]) for part in form_of(round)]


def numbers(round):
    return [question.number for part in form_of(round) for question in part.asked]


def question(round, number):
    return Question.objects.get(section__round=round, number=number)


def add(round, by, text="Are you registered?", kind=Kind.YES_NO, section=1, **facts):
    code = facts.pop("code", f"new{Question.objects.count():07}")
    home = round.sections.get(number=section).code
    facts = {"section": home, "kind": kind, "code": code, "criteria": [], "text": text, **facts}
    return actions.add_question(round, by=by, **facts)


def waits(round, question, *, on, by, test="is", value="yes"):
    tests = [{"code": on.code, "test": test, "value": value}]
    rule = {"match": "all", "tests": tests}
    return actions.set_rule(round, code=question.code, rule=rule, by=by)


def section_code(round, number):
    return round.sections.get(number=number).code
