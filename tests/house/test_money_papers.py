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


def promises_in(text):
    """The rows of its tables, without their heads."""
    lines = text.splitlines()
    heads = {n for n, line in enumerate(lines[1:]) if line.startswith("| ---")}
    return [
        line
        for n, line in enumerate(lines)
        if line.startswith("| ") and n not in heads and "| ---" not in line
    ]


def said_twice(rows):
    said = [row.split("|")[1].strip() for row in rows]
    return sorted({each for each in said if said.count(each) > 1})


def test_every_promise_has_its_test_and_stands_once():
    text = PAPER.read_text(encoding="utf-8")
    rows = promises_in(text)

    assert len(rows) > 70
    assert missing_from(text) == []
    assert [row for row in rows if not A_TEST.search(row)] == []
    assert said_twice(rows) == []


def test_a_promise_that_stands_twice_is_found():
    head = "| Nobody can | The test |\n| --- | --- |\n"

    assert said_twice(promises_in(f"{head}| fly | a |\n\n{head}| fly | b |\n| sing | c |")) == [
        "fly"
    ]


def test_a_test_that_went_away_is_found():
    text = "`tests/house/test_money_papers.py::test_that_is_not_there` and `tests/no.py::test_x`"

    assert missing_from(text) == [
        "tests/house/test_money_papers.py::test_that_is_not_there",
        "tests/no.py::test_x",
    ]
