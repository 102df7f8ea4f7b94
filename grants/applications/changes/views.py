"""What changed since it was first sent, and since the application that it started from."""

from django.shortcuts import render

from applicants.access import may
from grants.applications.copies.queries import since_copy_for
from grants.applications.models import Application
from grants.applications.queries import what_changed

CASE = ("round", "organisation")


@may("grants.see_answers", Application, methods=("GET",), with_=CASE)
def application_changes(request, application):
    """What changed, before beside after: each time it was sent again, and since the older one."""
    context = {
        "application": application,
        "sendings": what_changed(application, reader=request.user),
        "since_copy": since_copy_for(application, request.user),
    }
    return render(request, "grants/applications/changes.html", context)
