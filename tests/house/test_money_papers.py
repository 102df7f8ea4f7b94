"""The paper of what we promise of money names tests, and each of them is there."""

import ast
import re
from pathlib import Path

PAPER = Path("docs/money.md")
A_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def missing_from(text):
    """The tests that a text names and that nobody wrote, or that went away."""
    return [
        f"{path}::{name}"
        for path, name in A_TEST.findall(text)
        if not Path(path).exists() or name not in what_is_in(path)
    ]


def what_is_in(path):
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_promise_has_its_test():
    text = PAPER.read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and "| ---" not in line]

    assert missing_from(text) == []
    assert [row for row in rows[1:] if not A_TEST.search(row)] == []


def test_a_test_that_went_away_is_found():
    text = "`tests/house/test_money_papers.py::test_that_is_not_there` and `tests/no.py::test_x`"

    assert missing_from(text) == [
        "tests/house/test_money_papers.py::test_that_is_not_there",
        "tests/no.py::test_x",
    ]
