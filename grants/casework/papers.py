"""Papers that are written from the code, so that they cannot say anything else."""

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


def everything():
    """{file name: text} of every generated paper."""
    return {"lifecycle.md": lifecycle_paper(), "permissions.md": permissions_paper()}


def lifecycle_paper():
    """Every state and every move, as a diagram and as a table."""
    parts = [NOTE, "# The lifecycle\n"]
    parts.append(
        "Every state and every move, as `grants/lifecycle.py` declares them. A move runs only "
        "through `history.moving`, which locks the row, asks the permission, checks the state "
        "and writes one history entry.\n"
    )
    for title, machine in MACHINES:
        labels = dict(machine.S.choices)
        parts.append(f"## {title}\n")
        parts.append(_diagram(machine, labels))
        parts.append("| Move | From | To | Who may |\n| --- | --- | --- | --- |")
        for move in moves_of(machine):
            sources = ", ".join(labels[source] for source in move.sources)
            who = "the clock" if move.is_automatic else f"`{move.may}`"
            parts.append(f"| {move.label} | {sources} | {labels[move.target]} | {who} |")
        parts.append("")
    return "\n".join(parts)


def _diagram(machine, labels):
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {code} : {label}" for code, label in labels.items()]
    first = machine._meta.get_field("state").default
    lines.append(f"    [*] --> {first}")
    for move in moves_of(machine):
        lines += [f"    {source} --> {move.target} : {move.label}" for source in move.sources]
    return "\n".join([*lines, "```", ""])


def permissions_paper():
    """Every permission with its rule, and every page with the permission that it asks."""
    parts = [NOTE, "# Who may do what\n"]
    parts.append(
        "A rule is read as `and` (&), `or` (|) and `not` (~) of plain predicates in each app’s "
        "`permissions.py`. Whether a person can see a record at all is its `visible_to`.\n"
    )
    parts.append("| Permission | Rule |\n| --- | --- |")
    for name, rule in rules.permissions.permissions.items():
        parts.append(f"| `{name}` | `{rule.name}` |")
    parts.append("\n## Pages\n")
    parts.append("| Page | Address | Asks for |\n| --- | --- | --- |")
    for name, address, view in own_pages():
        parts.append(f"| {name} | `/{address}` | `{view.permission}` |")
    parts.append(
        "\nPages below `/accounts/` belong to django-allauth: they are about the visitor’s own "
        "account and nothing else.\n"
    )
    return "\n".join(parts)


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
