"""Who may open which page: one table a room, to be read from top to bottom, joined here.

Who the people are stands in `people.py`.
"""

from . import (
    applicants,
    applications,
    assessment,
    awards,
    casework,
    closure,
    everybody,
    funds,
    panel,
    payments,
    workshops,
)

ROOMS = (
    everybody,
    applicants,
    workshops,
    funds,
    applications,
    assessment,
    panel,
    awards,
    payments,
    closure,
    casework,
)


def joined(rooms):
    """One table of all rooms; a page that stands in two of them would hide one of its rows."""
    table = {}
    for room in rooms:
        twice = table.keys() & room.PAGES.keys()
        assert not twice, f"{room.__name__} names again: {sorted(twice)}"
        table |= room.PAGES
    return table


TABLE = joined(ROOMS)

# Who may look at a page but not send it: a reader sees the messages, and an editor writes them.
LOOK_ONLY = {
    "messages": {"reader"},
    "case_messages": {"auditor"},
    "panel_minutes": {"auditor", "assessor"},
    "conflict": {"auditor", "not_scoring", "leaving"},
    "case_notes": {"approver", "auditor"},
    "case_subsidy": {"approver", "auditor"},
}
