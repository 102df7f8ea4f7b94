"""The papers tell the truth: what they name is there, and what is there they name."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from grants.casework import papers

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
PAPERS = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
OUR_CODE = ("applicants", "grants", "workshops")
FOLDERS = (*OUR_CODE, "templates", "tests", "docs")
MADE_BY_OTHERS = {"node_modules", "ui", "migrations", "__pycache__"}


def named(path):
    return str(path.relative_to(ROOT))


def each(paths):
    return pytest.mark.parametrize("paper", paths, ids=named)


def our_files(*folders, endings=(".py", ".html", ".css", ".js", ".txt")):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and not MADE_BY_OTHERS & set(path.relative_to(ROOT).parts):
                yield path


# --- What is written from the code -----------------------------------------------------------


def test_the_papers_written_from_the_code_are_current():
    written = {name: (DOCS / name).read_text(encoding="utf-8") for name in papers.everything()}

    assert written == papers.everything(), "Run `make docs`."


def test_a_rule_reads_the_way_it_is_built():
    rule = papers.rule_of("grants.see_report")

    assert papers.in_words(rule) == (
        "`is_member` or ((`is_officer` or `is_approver` or `is_auditor`) and not `has_conflict`)"
    )


# --- What papers point at --------------------------------------------------------------------


def links_in(text):
    """What Markdown links and pictures lead to, except on the web."""
    found = re.findall(r"\]\(([^)\s#]+)[^)]*\)", text)
    return [target for target in found if "://" not in target]


def paths_in(text):
    """What stands in backticks and begins with one of our folders, or is a file at the top."""
    spans = re.findall(r"`([^`\n]+)`", text)
    top = re.compile(r"[A-Z]+\.md|LICENSE|Makefile|pyproject\.toml|\.env\.example|\.ci/run")
    folder = re.compile(rf"(?:{'|'.join(FOLDERS)})/[\w./-]*")
    return [span for span in spans if top.fullmatch(span) or folder.fullmatch(span)]


def test_links_and_paths_are_found():
    text = "See [it](docs/gone.md#top), [web](https://a.b) and `grants/gone.py`, `/not/ours/`."

    assert links_in(text) == ["docs/gone.md"]
    assert paths_in(text) == ["grants/gone.py"]


@each(PAPERS)
def test_every_link_leads_somewhere(paper):
    links = links_in(paper.read_text(encoding="utf-8"))

    assert [link for link in links if not (paper.parent / link).exists()] == []


@each(PAPERS)
def test_every_path_that_is_named_exists(paper):
    paths = paths_in(paper.read_text(encoding="utf-8"))

    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_paper_that_the_code_names_exists():
    files = [ROOT / "Makefile", ROOT / ".env.example", ROOT / "pyproject.toml"]
    files += our_files(*OUR_CODE, endings=(".py",))

    missing = {
        (named(path), paper)
        for path in files
        for paper in re.findall(r"\bdocs/[\w/-]+\.md", path.read_text(encoding="utf-8"))
        if not (ROOT / paper).exists()
    }
    assert missing == set()


def code_in(text):
    """What stands in backticks and in blocks of code, one piece a line."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.M))
    return "\n".join([*blocks, *spans])


def commands_in(code):
    return set(re.findall(r"manage\.py ([a-z_]+)", code))


def targets_in(code):
    return {word for words in re.findall(r"\bmake((?: [a-z]+)+)", code) for word in words.split()}


def test_commands_are_found():
    code = code_in(
        "Do `make run all`, not make tea.\n\n```sh\nmanage.py dance  # make merry\n```\n"
    )

    assert commands_in(code) == {"dance"}
    assert targets_in(code) == {"run", "all", "merry"}


def test_every_command_that_a_paper_names_exists():
    code = "\n".join(code_in(paper.read_text(encoding="utf-8")) for paper in PAPERS)

    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert targets_in(code) - set(targets) == set()
    assert commands_in(code) - set(get_commands()) == set()


# --- What each paper must be -----------------------------------------------------------------


@each(DECISIONS)
def test_a_decision_is_short_and_has_its_three_parts(paper):
    text = paper.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 40
    assert len(text.split()) <= 350
    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == [
        "Context",
        "Decision",
        "Consequences",
    ]


def test_decisions_are_numbered_in_order():
    numbers = [paper.name[:4] for paper in DECISIONS]
    titles = [paper.read_text(encoding="utf-8").splitlines()[0] for paper in DECISIONS]

    assert numbers == [f"{place:04}" for place in range(1, len(DECISIONS) + 1)]
    assert [title.partition(". ")[0] for title in titles] == [f"# {int(n)}" for n in numbers]


@pytest.mark.parametrize(("name", "words"), [("README.md", 700), ("docs/architecture.md", 1200)])
def test_the_first_papers_stay_short(name, words):
    assert len((ROOT / name).read_text(encoding="utf-8").split()) <= words


AUDIENCES = (
    "Applicants Officers Assessors Approvers Finance Auditors Administrators Operators Developers"
).split()


def test_each_line_of_the_changelog_says_for_whom_it_matters():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    lines = re.findall(r"^- (.+)$", text, flags=re.MULTILINE)

    assert lines
    assert [
        line for line in lines if not line.startswith(tuple(f"({a}) " for a in AUDIENCES))
    ] == []


def test_the_licence_is_the_one_that_we_say():
    first = (ROOT / "LICENSE").read_text(encoding="utf-8").split()[:8]

    assert " ".join(first) == "GNU AFFERO GENERAL PUBLIC LICENSE Version 3, 19"


# --- Settings and packages -------------------------------------------------------------------

# One names the file itself; the other is set by grants/wsgi.py, not by people.
NOT_FOR_THE_EXAMPLE = {"ENV_FILE", "DATABASE_POOL"}


def variables_in(source):
    """The names that are read by `env.str("NAME")` and `os.environ.get("NAME")`."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            reader, name = ast.unparse(node.func.value), node.args[0]
            if reader in ("env", "os.environ") and isinstance(name, ast.Constant):
                names.add(name.value)
    return names


def test_variables_are_found():
    source = 'A = env.str("ONE", default=""); B = os.environ.get("TWO") or x.get("NOT")'

    assert variables_in(source) == {"ONE", "TWO"}


def test_the_example_explains_every_setting_and_no_other():
    read = set()
    for path in (*(ROOT / "grants" / "settings").glob("*.py"), ROOT / "grants/gunicorn.conf.py"):
        read |= variables_in(path.read_text(encoding="utf-8"))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    explained = re.findall(r"^#?([A-Z][A-Z_]+)=", example, flags=re.MULTILINE)
    assert sorted(explained) == sorted(read - NOT_FOR_THE_EXAMPLE)


def test_every_package_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    packages = [*project["dependencies"], *project["optional-dependencies"]["dev"]]

    lacking = [
        package
        for package in packages
        if not re.search(rf'^\s*"{re.escape(package)}", +# \w', text, flags=re.MULTILINE)
    ]
    assert lacking == []


# --- The code itself -------------------------------------------------------------------------

MOST_LINES = 400
LONGER = {
    "grants/funds/question_sets.py": "words, not code: two whole forms",
    "grants/static/fund.css": "one style sheet, in the order of the page",
}


def lines_of(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_our_files_are_found_and_those_of_others_are_not():
    found = {named(path) for path in our_files(*FOLDERS)}

    assert {"grants/settings/fund.py", "templates/base.html", "tests/conftest.py"} <= found
    assert not any("node_modules" in name or "/migrations/" in name for name in found)


def too_long(paths):
    return [path for path in paths if lines_of(path) > MOST_LINES]


def test_a_file_that_is_too_long_is_found(tmp_path):
    long, short = tmp_path / "long.py", tmp_path / "short.py"
    long.write_text("pass\n" * (MOST_LINES + 1), encoding="utf-8")
    short.write_text("pass\n" * MOST_LINES, encoding="utf-8")

    assert too_long([long, short]) == [long]


def test_no_file_of_ours_holds_two_ideas():
    files = our_files(*OUR_CODE, "templates", "tests", endings=(".py", ".css", ".js", ".html"))
    guards = (ROOT / "grants" / "migrations" / "_guards").glob("*.py")  # written by hand too

    assert {named(path) for path in too_long([*files, *guards])} <= set(LONGER)


def test_nothing_is_left_for_later_in_a_comment():
    marks = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
    files = [*our_files(*FOLDERS), *PAPERS, ROOT / "Makefile", ROOT / ".ci" / "run"]

    assert [named(path) for path in files if marks.search(path.read_text(encoding="utf-8"))] == []
