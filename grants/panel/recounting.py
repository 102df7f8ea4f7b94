"""The minutes as they write themselves from what happened; people correct them afterwards."""

from django.template.loader import render_to_string

from .queries import left_in, members_of


def minutes_of(panel, items):
    """Plain text: who was there, who left for which item, what was resolved and why."""
    members = members_of(panel)
    context = {
        "panel": panel,
        "chair": next((m for m in members if m.is_chair), None),
        "present": [m for m in members if m.is_present],
        "absent": [m for m in members if not m.is_present],
        "items": items,
        "left": left_in(panel.round),
    }
    lines = render_to_string("grants/panel/minutes.txt", context).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"
