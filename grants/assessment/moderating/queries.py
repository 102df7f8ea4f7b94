"""What can be asked about marks that were agreed."""

from django.db.models import Prefetch

from applicants.models import User

from .models import Moderation


def moderations_of(application):
    """{criterion id: what was agreed on it}, the newest first: that one counts."""
    return moderations_in([application]).get(application.pk, {})


def moderations_in(applications):
    """{application id: {criterion id: what was agreed on it}} for many applications at once."""
    talked = Prefetch("talked", User.objects.order_by("name", "pk"))
    rows = Moderation.objects.filter(application__in=applications)
    rows = rows.select_related("made_by").prefetch_related(talked)
    found = {}
    for row in rows.order_by("-pk"):
        of_case = found.setdefault(row.application_id, {})
        of_case.setdefault(row.criterion_id, []).append(row)
    return found


def marks_agreed(applications):
    """{(application id, criterion id): mark} for many applications at once; the newest counts."""
    rows = Moderation.objects.filter(application__in=applications).order_by("pk")
    found = rows.values_list("application_id", "criterion_id", "mark")
    return {(application, criterion): mark for application, criterion, mark in found}
