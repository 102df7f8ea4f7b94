"""Files for calendars: the entry of a booking, and feeds that anybody may subscribe to."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now

from applicants.access import Refused, may, public
from workshops.booking.models import Booking
from workshops.sessions.models import Workshop
from workshops.states import SessionState

from . import ical, queries


@may("workshops.see_booking", Booking, methods=("GET",), with_=("session__workshop",))
def booking_calendar(request, booking):
    """The entry of whoever looks, to put in a calendar by hand."""
    place = queries.place_of(booking, request.user)
    if place is None or booking.session.state != SessionState.PUBLISHED:
        raise Refused("There is nothing to put in your calendar until you have a place and a date.")
    response = calendar_file(ical.download(queries.with_entry(place)))
    response["Content-Disposition"] = f'attachment; filename="{booking.reference}.ics"'
    return response


@public
def calendar_feed(request):
    sessions = queries.sessions_in_feed(now())
    return calendar_file(ical.feed(sessions, name=f"Workshops, {settings.FUND['name']}"))


@public
def workshop_feed(request, reference):
    workshop = get_object_or_404(Workshop, reference=reference)
    sessions = queries.sessions_in_feed(now(), workshop=workshop)
    return calendar_file(ical.feed(sessions, name=f"{workshop}, {settings.FUND['name']}"))


def calendar_file(text):
    """What a calendar program takes that subscribes to it."""
    kind = f"text/calendar; charset=utf-8; method={ical.PUBLISH}"
    return HttpResponse(text.encode(), content_type=kind)
