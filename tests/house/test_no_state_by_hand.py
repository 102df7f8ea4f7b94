"""Nobody writes a state by hand: a search through all our code."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

WRITERS = {
    *("create", "get_or_create", "update_or_create", "update"),
    *("acreate", "aget_or_create", "aupdate_or_create", "aupdate"),
    *("Application", "PaymentRun", "Report", "cls", "model"),
}


def states_written_in(source):
    """The lines on which code gives a record its state by any way but a move."""
    return sorted({node.lineno for node in ast.walk(ast.parse(source)) if writes_a_state(node)})


def writes_a_state(node):
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        passed = {keyword.arg: keyword.value for keyword in node.keywords}
        return (
            (name in WRITERS and "state" in passed)
            or (name in ("setattr", "__setattr__") and "state" in texts_in(node))
            or name == "set_state"
            or any(
                "state" in texts_in(passed[names])
                for names in ("defaults", "create_defaults", "update_fields")
                if names in passed and name != "save"
            )
            or (name == "bulk_update" and "state" in texts_in(node))
        )
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(is_a_state(target) for target in targets)
    return isinstance(node, ast.Attribute) and node.attr == "_base_manager"


def is_a_state(target):
    if isinstance(target, ast.Tuple):
        return any(is_a_state(part) for part in target.elts)
    if isinstance(target, ast.Subscript):
        return getattr(target.slice, "value", None) == "state"
    return isinstance(target, ast.Attribute) and target.attr == "state"


def texts_in(node):
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}


@pytest.mark.parametrize(
    "planted",
    [
        "Application(state='closed')",
        "Application.objects.create(round=round, state=Stage.CLOSED)",
        "Report.objects.filter(pk=1).update(state='due')",
        "PaymentRun.objects.get_or_create(reference='R', state='paid')",
        "Report.objects.update_or_create(pk=1, defaults={'state': 'sent'})",
        "Report.objects.bulk_update(rows, ['state'])",
        "Report.objects.bulk_create(rows, update_conflicts=True, update_fields=['state'])",
        "application.state = 'closed'",
        "application.state, application.note = 'closed', ''",
        "setattr(application, 'state', 'closed')",
        "application.__dict__['state'] = 'closed'",
        "field.set_state(application, 'closed')",
        "Application._base_manager.filter(pk=1)",
    ],
)
def test_the_search_below_finds_a_state_written_by_hand(planted):
    assert states_written_in(f"fine = 1\n{planted}\n") == [2]


@pytest.mark.parametrize(
    "innocent",
    [
        "Application.objects.filter(state='closed').exclude(state='draft')",
        "Q(state=Stage.CLOSED)",
        "find_cases(user, state=state)",
        "if application.state == 'closed': pass",
        "state = application.state",
        "application.save(update_fields=['state'])",
    ],
)
def test_the_search_below_leaves_reading_alone(innocent):
    assert states_written_in(innocent) == []


def test_no_code_writes_a_state_by_hand():
    """Emails and letters have states of another kind; nobody decides anything by them."""
    base = Path(settings.BASE_DIR)
    found, searched = {}, 0
    for path in sorted([*base.glob("grants/**/*.py"), *base.glob("workshops/**/*.py")]):
        if "migrations" in path.parts or path == base / "grants/states.py":
            continue
        searched += 1
        if lines := states_written_in(path.read_text()):
            found[str(path.relative_to(base))] = lines

    assert searched > 50
    assert found == {}
