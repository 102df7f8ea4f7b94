"""Papers that are written from the code, so that they cannot say anything else."""

import ast

import rules
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from grants.lifecycle import (
    ApplicationLifecycle,
    PaymentRunLifecycle,
    ReportLifecycle,
)
from grants.states import moves_of

MACHINES = (
    ("The application", ApplicationLifecycle),
    ("A payment run", PaymentRunLifecycle),
    ("A report", ReportLifecycle),
)
NOTE = "<!-- Written by `make docs` from the code. Change the code, not this file. -->\n"
WORD_FOR = {ast.BitOr: "or", ast.BitAnd: "and"}


def everything():
    """{file name: text} of every generated paper."""
    return {"lifecycle.md": lifecycle_paper(), "permissions.md": permissions_paper()}


def table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# The lifecycle


def lifecycle_paper():
    """Every state and every move, as a diagram and as a table."""
    parts = [
        NOTE,
        "# The lifecycle\n",
        "Every state and every move, as `grants/lifecycle.py` declares them. A move runs only "
        "through `history.moving`, which locks the row, checks that the person may and that the "
        "state allows it, saves, and writes one history entry. What the words in the last "
        "column mean stands in [who may do what](permissions.md).\n",
    ]
    for title, machine in MACHINES:
        labels = dict(machine.S.choices)
        parts += [f"## {title}\n", diagram(machine, labels)]
        rows = [
            [
                move.label,
                ", ".join(labels[source] for source in move.sources),
                labels[move.target],
                "the clock" if move.is_automatic else in_words(rule_of(f"grants.{move.may}")),
            ]
            for move in moves_of(machine)
        ]
        parts += [table(["Move", "From", "To", "Who may"], rows), ""]
    return "\n".join(parts)


def diagram(machine, labels):
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {code} : {label}" for code, label in labels.items()]
    first = machine._meta.get_field("state").default
    lines.append(f"    [*] --> {first}")
    for move in moves_of(machine):
        lines += [f"    {source} --> {move.target} : {move.label}" for source in move.sources]
    return "\n".join([*lines, "```", ""])


# Who may do what


def permissions_paper():
    """Every permission with its rule, and every page with the permission that it asks."""
    parts = [
        NOTE,
        "# Who may do what\n",
        "A rule says what must be true of a person and a record, in words that stand in each "
        "app’s `predicates.py` or `permissions.py`. Which records exist for a person at all, each "
        "model’s `visible_to` says: what is not there for them answers 404.\n",
    ]
    apps = {}
    for name, rule in rules.permissions.permissions.items():
        apps.setdefault(name.partition(".")[0], []).append([f"`{name}`", in_words(rule)])
    for app, rows in apps.items():
        parts += [f"## {app.capitalize()}\n", table(["Permission", "Who"], rows), ""]
    pages = [
        [name, f"`/{address}`", "everybody" if asks == "public" else f"`{asks}`"]
        for name, address, view in own_pages()
        for asks in [view.permission]
    ]
    parts += ["## Pages\n", table(["Page", "Address", "Asks for"], pages), ""]
    parts.append(
        "Pages below `/accounts/` belong to django-allauth: they are about the visitor’s own "
        "account and nothing else.\n"
    )
    return "\n".join(parts)


def rule_of(permission):
    return rules.permissions.permissions[permission]


def in_words(rule):
    """“`is_officer` and not `has_conflict`”, from a rule built with `|`, `&` and `~`.

    The package writes a rule as Python would, so Python's own parser can read it back.
    """
    return _words(ast.parse(rule.name, mode="eval").body)


def _words(rule, around=None):
    if isinstance(rule, ast.Name):
        return f"`{rule.id}`"
    if isinstance(rule, ast.UnaryOp):
        return f"not {_words(rule.operand, around=rule.op)}"
    word = WORD_FOR[type(rule.op)]
    words = f" {word} ".join(_words(side, around=rule.op) for side in (rule.left, rule.right))
    return words if around is None or isinstance(around, type(rule.op)) else f"({words})"


def own_pages():
    """(name, address, view) of every page of ours, sorted by address."""
    pages = [page for page in _walk(get_resolver(), "") if not page[1].startswith("accounts/")]
    return sorted(pages, key=lambda page: page[1])


def _walk(resolver, prefix):
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, address)
        else:
            yield pattern.name, address, pattern.callback
