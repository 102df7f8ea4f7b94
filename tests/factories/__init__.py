"""Records for tests, made the way people make them: by the actions.

Each `…` stage builds on the one before, so a test says only how far the
application has come: `offered()`, `in_monitoring(amount=500)`.
"""

from .assessors import assessor, practised, training_case
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
    moderated,
    more_time,
    offered,
    paid,
    referred,
    returned,
    submitted,
    waived_workshop,
    with_panel,
    with_virus,
)
from .equality import equality_answers
from .people import (
    client_for,
    invited,
    member,
    organisation,
    person,
    recovering,
    staff,
    tie,
    told_apart,
    with_address,
)
from .places import places
from .rounds import asked, dates_moved, fund, open_round, the_round
from .trials import tried
from .workshops import attended, session, workshop

__all__ = [
    "accepted",
    "asked",
    "asked_for_more_time",
    "asked_to_join",
    "assessor",
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
    "moderated",
    "more_time",
    "offered",
    "open_round",
    "organisation",
    "paid",
    "person",
    "places",
    "practised",
    "recovering",
    "referred",
    "returned",
    "session",
    "staff",
    "submitted",
    "the_round",
    "tie",
    "told_apart",
    "training_case",
    "tried",
    "waived_workshop",
    "with_address",
    "with_panel",
    "with_virus",
    "workshop",
]
