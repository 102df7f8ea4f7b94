"""How somebody is involved in cases: for whom they act, what they were asked, what they declared.

Each is asked once for a request and remembered on the person; `user.forget()` drops it.
"""

from django.apps import apps
from django.db.models import Case, Value, When
from django.db.models.functions import Coalesce

from applicants.models import Membership

from .closeness import KEPT_FROM_JUDGING, KEPT_FROM_TALK, Outcome, links_between


def case_of(record):
    """The application that a record belongs to."""
    if record is None:
        return None
    if hasattr(record, "application"):
        return record.application
    return record.award.application if hasattr(record, "award_id") else record


def membership_of(user, record):
    application = case_of(record)
    if application is None:
        return None
    return user.membership_in(application.organisation_id)


def host_membership_of(user, record):
    """Their part in the body that holds, or is asked to hold, the money for this group."""
    application = case_of(record)
    if application is None or not user.memberships_by_organisation:
        return None
    hosts = apps.get_model("grants", "Hosting").objects.live()
    host = user.remember(
        ("host", application.pk),
        lambda: hosts.filter(award__application=application).values_list("host", flat=True).first(),
    )
    return user.membership_in(host) if host else None


def standings_of(user):
    """{application id: Outcome} of the cases in which this person has a conflict of interest.

    What they declared counts as it was settled, and closes the case until then. Having ever
    acted for the co-op that applies, for one of its partners, or for the body that holds its money
    or is asked to, closes it for good; so does having acted for a record that was joined into one.
    """
    return user.remember("standings", lambda: _standings_of([user])[0])


def remember_standings(users):
    """Ask the same of several people at once, for a page that needs to know it of each."""
    for user, standings in zip(users, _standings_of(users), strict=True):
        user.remember("standings", lambda found=standings: found)


def _standings_of(users):
    """By one query; by three more for each of those few who have ever acted for an organisation."""
    conflicts = apps.get_model("grants", "Conflict").objects
    declared = conflicts.filter(user__in=users).order_by()
    acted = (
        Membership.objects.filter(user__in=users)
        .order_by()
        .annotate(outcome=Value(""), now_is=Coalesce("organisation__merged_into", "organisation"))
    )
    standings, acted_for = {user.pk: {} for user in users}, {user.pk: set() for user in users}
    rows = declared.values_list("user", "application_id", "outcome")
    for who, pk, outcome in rows.union(acted.values_list("user", "now_is", "outcome")):
        if outcome:
            standings[who][pk] = outcome
        else:
            acted_for[who].add(pk)
    for who in filter(acted_for.get, acted_for):
        standings[who] |= dict.fromkeys(_closed_to(acted_for[who]), Outcome.NO_ACCESS.value)
    return [standings[user.pk] for user in users]


def _closed_to(acted_for):
    """The cases of organisations for which somebody ever acted, or whose money they hold."""
    cases = apps.get_model("grants.Application").objects.order_by().values_list("pk", flat=True)
    hostings = apps.get_model("grants.Hosting").objects.live().order_by()
    held = hostings.filter(host__in=acted_for).values_list("award__application", flat=True)
    paid = cases.filter(award__payee__in=acted_for)
    own = cases.filter(organisation__in=acted_for).union(paid, held)
    return {*own, *joined_by(acted_for)}


def conflicts_of(user):
    """The cases that are closed to this person when they work for the fund."""
    return {pk for pk, outcome in standings_of(user).items() if outcome == Outcome.NO_ACCESS}


def not_decided_by(user):
    """The cases about which this person decides nothing, as it stands today."""
    return {pk for pk, outcome in standings_of(user).items() if outcome in KEPT_FROM_JUDGING}


def left_by(user):
    """The cases that this person doesn’t discuss, and whose scores they don’t see."""
    return {pk for pk, outcome in standings_of(user).items() if outcome in KEPT_FROM_TALK}


def open_links(user, application):
    """The links between them that no officer has settled yet."""
    return user.remember(("links", application.pk), lambda: _open_links(user, application))


def _open_links(user, application):
    found = links_between([user], [application]).get((user.pk, application.pk), [])
    if found and application.pk in standings_of(user):
        conflict = user.conflicts.filter(application=application, settled_at__isnull=False)
        settled = conflict.values_list("links_settled", flat=True).first() or ()
        return [link for link in found if link.kind not in settled]
    return found


def joined_by(organisations):
    """The applications that these organisations are partners in."""
    joined = apps.get_model("grants.Partner").objects.joined()
    return joined.filter(organisation__in=organisations).values_list("application", flat=True)


def partnered_with(user):
    """The applications that an organisation of this person joined as a partner."""
    own = list(user.memberships_by_organisation)
    return user.remember("partnered", lambda: set(joined_by(own)) if own else set())


def assigned_to(user):
    """The cases that this person is asked to assess."""
    return {pk for pk, way in _asked_of(user) if way == "assess"}


def before_panels_of(user):
    """The cases on the agendas of panels that this person sits on, until the minutes are signed."""
    return {pk for pk, way in _asked_of(user) if way == "decide"}


def on_panels_of(user):
    """The same, and those of panels whose minutes are signed."""
    return {pk for pk, way in _asked_of(user) if way != "assess"}


def owed_by(user):
    """The cases that this person is asked to score and has not filed yet."""
    filed = user.assessments.exclude(filed_at=None).values_list("application_id", flat=True)
    return assigned_to(user) - user.remember("filed", lambda: set(filed))


def _asked_of(user):
    """(application id, what they are asked to do with it), all in one query."""
    asked = user.assignments.filter(ended_at=None).annotate(way=Value("assess"))
    decides = Case(When(panel__signed_at=None, then=Value("decide")), default=Value("sat"))
    seats = user.panel_seats.filter(panel__agenda__isnull=False).annotate(way=decides)
    seats = seats.values_list("panel__agenda__application", "way")
    return user.remember(
        "asked", lambda: set(asked.values_list("application_id", "way").union(seats))
    )


def declared_by(user):
    """The cases about which this person said whether they are close, or which they have scored."""
    return user.remember("declared", lambda: {row["application"] for row in _declared_by(user)})


def _declared_by(user):
    filed = user.assessments.exclude(filed_at=None).values("application")
    return user.declarations.values("application").union(
        filed, user.conflicts.values("application")
    )


def seat_of(user, record):
    """This person’s seat on the panel that a record is, or belongs to; None when they have none."""
    panel = getattr(record, "panel", record)
    if panel is None:
        return None
    seats = user.remember("seats", lambda: {seat.panel_id: seat for seat in user.panel_seats.all()})
    return seats.get(panel.pk)
