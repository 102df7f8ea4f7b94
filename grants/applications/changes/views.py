"""What changed since it was first sent."""

from django.shortcuts import render

from applicants.access import may
from grants.applications.models import Application
from grants.applications.queries import what_changed

CASE = ("round", "organisation")


@may("grants.see_answers", Application, methods=("GET",), with_=CASE)
def application_changes(request, application):
    """What changed each time that it was sent again, before beside after."""
    sendings = what_changed(application, reader=request.user)
    context = {"application": application, "sendings": sendings}
    return render(request, "grants/applications/changes.html", context)
