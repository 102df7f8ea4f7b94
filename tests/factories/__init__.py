"""Records for tests, made the way people make them: by the actions.

Each `…` stage builds on the one before, so a test says only how far the
application has come: `offered()`, `in_monitoring(amount=500)`.
"""

from .accounts import modulus_tables
from .assessors import assessor, practised, training_case
from .banking import bank_result, cancelled_instalment, held_instalment
from .cases import (
    accepted,
    asked_for_more_time,
    asked_to_join,
    checked,
    closed,
    declined,
    draft,
    filed,
    flagged,
    in_assessment,
    in_monitoring,
    ineligible,
    issue_letters,
    looked_up,
    message,
    moderated,
    more_time,
    noted,
    offered,
    paid,
    referred,
    returned,
    submitted,
    tagged,
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
    tie,
    told_apart,
    with_address,
)
from .places import places
from .reviews import review_answered, review_asked, review_assigned
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
    "bank_result",
    "cancelled_instalment",
    "checked",
    "client_for",
    "closed",
    "dates_moved",
    "declined",
    "draft",
    "equality_answers",
    "filed",
    "flagged",
    "fund",
    "held_instalment",
    "in_assessment",
    "in_monitoring",
    "ineligible",
    "invited",
    "issue_letters",
    "looked_up",
    "member",
    "message",
    "moderated",
    "modulus_tables",
    "more_time",
    "noted",
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
    "review_answered",
    "review_asked",
    "review_assigned",
    "saved_view",
    "session",
    "staff",
    "submitted",
    "tagged",
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
