"""What can be done on the day: writing down who came."""

from django.db import transaction

from applicants.access import Refused
from workshops.sessions.models import Session

from .models import AttendanceMark
from .queries import with_attendance


def mark_attendance(session, *, came, by):
    """An officer writes down who came, by the keys of their places; what stays as it was
    adds nothing, and a correction is a new mark."""
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=session.pk)
        if not session.has_begun():
            raise Refused("This session has not started, so nobody can have come yet.")
        marks = [
            AttendanceMark(place=place, has_come=place.pk in came, marked_by=by)
            for place in with_attendance(session.live_places()).order_by("pk")
            if place.has_come != (place.pk in came)
        ]
        AttendanceMark.objects.bulk_create(marks)
    return marks
