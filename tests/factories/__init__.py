"""Records for tests, made the way people make them: by the actions.

Each `…` stage builds on the one before, so a test says only how far the
application has come: `offered()`, `in_monitoring(amount=500)`.
"""

from .cases import (
    accepted,
    asked_for_more_time,
    asked_to_join,
    checked,
    closed,
    declined,
    draft,
    filed,
    in_assessment,
    in_monitoring,
    issue_letters,
    message,
    more_time,
    offered,
    paid,
    returned,
    submitted,
    waived_workshop,
    with_panel,
    with_virus,
)
from .equality import equality_answers
from .keeping import saved_view
from .people import (
    client_for,
    invited,
    member,
    organisation,
    person,
    recovering,
    staff,
    told_apart,
    with_address,
)
from .rounds import asked, dates_moved, fund, open_round, the_round
from .trials import tried
from .workshops import attended, session, workshop

__all__ = [
    "accepted",
    "asked",
    "asked_for_more_time",
    "asked_to_join",
    "attended",
    "checked",
    "client_for",
    "closed",
    "dates_moved",
    "declined",
    "draft",
    "equality_answers",
    "filed",
    "fund",
    "in_assessment",
    "in_monitoring",
    "invited",
    "issue_letters",
    "member",
    "message",
    "more_time",
    "offered",
    "open_round",
    "organisation",
    "paid",
    "person",
    "recovering",
    "returned",
    "saved_view",
    "session",
    "staff",
    "submitted",
    "the_round",
    "told_apart",
    "tried",
    "waived_workshop",
    "with_address",
    "with_panel",
    "with_virus",
    "workshop",
]
