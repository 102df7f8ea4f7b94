"""From the workshop to the application: whether those who came, and their groups, applied after it.

Each group stands in one row, by the first workshop of the year to which somebody came for it; so
do the people. A group that had applied before it came is no success of the workshop.
"""

from datetime import timedelta

from django.db.models.functions import Lower

from applicants.models import Membership, User
from grants.applications.models import Application
from workshops.reports.counting import table, whoever_sat

MONTHS = 12
WITHIN = timedelta(days=365)  # of the first workshop of the year
APPLIED, BEFORE, NOT = (
    f"Applied within {MONTHS} months",
    "Had applied before they came",
    "Did not apply, or not yet",
)
NO_GROUP = "Came for no group that we know"
ANSWERS = (APPLIED, BEFORE, NOT)


def tables(came, _year):
    """came: the places of those who came in a year, with their bookings and sessions."""
    groups = _groups_of(came)
    first = _first_of_each(came, groups)
    sent = _sent_by(first)
    answers = {group: _answer(place, sent.get(group, [])) for group, place in first.items()}
    applied = [place for group, place in first.items() if answers[group] == APPLIED]
    return [
        table(
            "Groups who came, and then?",
            "Their group",
            answers.values(),
            always=ANSWERS,
            unit="Groups",
        ),
        table(
            "Groups that applied, by their first workshop of the year",
            "Workshop",
            [place.session.workshop.title for place in applied],
            unit="Groups",
        ),
        table(
            "People who came, and then?",
            "Their group",
            [answers.get(groups[place.pk], NO_GROUP) for place in came],
            who=whoever_sat(came),
            always=(*ANSWERS, NO_GROUP),
        ),
    ]


def _groups_of(came):
    """{place: the key of the group for which they came}. Who came for themselves came for the
    group for which they act: the first that they joined, also before they had an account."""
    alone = [place for place in came if place.booking.organisation_id is None]
    addresses = {place.email.lower() for place in alone if place.email}
    users = User.objects.annotate(address=Lower("email")).filter(address__in=addresses)
    accounts = dict(users.values_list("address", "pk"))
    people = {place.pk: place.person_id or accounts.get(place.email.lower()) for place in alone}
    joined = {}
    rows = Membership.objects.filter(user__in=set(people.values()) - {None})
    for row in rows.order_by("started_at", "pk"):
        joined.setdefault(row.user_id, row.organisation_id)
    return {
        place.pk: place.booking.organisation_id or joined.get(people[place.pk]) for place in came
    }


def _first_of_each(came, groups):
    """{group: the place with which somebody came for it first}"""
    first = {}
    for place in sorted(came, key=lambda each: (each.session.starts_at, each.pk)):
        if (group := groups[place.pk]) is not None:
            first.setdefault(group, place)
    return first


def _sent_by(groups):
    """{group: when each of its applications was sent}"""
    sent = {}
    rows = Application.objects.filter(organisation__in=groups, submitted_at__isnull=False)
    for group, at in rows.values_list("organisation", "submitted_at"):
        sent.setdefault(group, []).append(at)
    return sent


def _answer(place, sent):
    came_at = place.session.starts_at
    if any(at < came_at for at in sent):
        return BEFORE
    return APPLIED if any(at <= came_at + WITHIN for at in sent) else NOT
