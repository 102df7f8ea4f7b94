"""The register: who is coming, and who came."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import may
from workshops.booking.queries import waiting_bookings
from workshops.sessions.models import Session

from . import actions, queries


@may("workshops.see_register", Session, methods=("GET",))
def register(request, session):
    session = queries.counted(session)
    context = {
        "session": session,
        "places": queries.register_of(session),
        "waiting": waiting_bookings(session) if session.waiting else [],
        "can_mark": session.has_begun()
        and request.user.has_perm("workshops.mark_attendance", session),
    }
    return render(request, "workshops/register/register.html", context)


@may("workshops.mark_attendance", Session, methods=("POST",))
def attendance(request, session):
    """Write down who came; whoever is not ticked did not."""
    ticked = request.POST.getlist("came")
    came = {place.pk for place in queries.register_of(session) if str(place.pk) in ticked}
    actions.mark_attendance(session, came=came, by=request.user)
    messages.success(request, "Who came is written down.")
    return redirect("workshops:register", session.reference)
