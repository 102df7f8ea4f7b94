"""The page about the workshop that a round asks for."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants import kept_text
from applicants.access import Refused, may
from grants.applications.models import Application

from . import actions, queries
from .forms import WaiverForm


@may("grants.edit_application", Application, with_=("round", "organisation"), keeps_text=True)
def application_workshop(request, application):
    """See how you stand, find a date, or say why you need none."""
    if not application.round.workshop_tag:
        raise Http404
    if not application.is_draft:
        return redirect("progress", application.reference)
    is_sent = request.method == "POST"
    attendance = queries.attendance_for(application, now())
    waiver = attendance.waiver
    given = {"kind": waiver.kind, "reason": waiver.reason} if waiver else None
    form = WaiverForm(request.POST if is_sent else kept_text.kept(request), initial=given)
    if is_sent and form.is_valid():
        try:
            actions.waive_workshop(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            kept_text.forget(request)
            messages.success(request, "Thank you for telling us. You can go on.")
            return redirect("application", application.reference)
    context = {
        "application": application,
        "form": form,
        "attendance": attendance,
        "sessions": queries.sessions_to_come(application, now()),
    }
    return render(request, "grants/applications/attendance/workshop.html", context)
