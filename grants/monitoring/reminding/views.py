"""The page on which an officer reminds a co-op by a letter."""

import hashlib

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application

from . import actions, queries
from .forms import ReminderForm


@may("grants.send_reminder", Application, with_=("organisation", "round", "submitted_by"))
def case_reminder(request, application):
    """Choose what is missing, look at the letter, and send it."""
    subjects = {one.code: one for one in queries.subjects_of(application)}
    form = ReminderForm(
        request.POST if request.method == "POST" else None, subjects=list(subjects.values())
    )
    html = problem = seen = ""
    if form.is_valid():
        facts = form.cleaned_data
        seen = _in_short(facts)
        # What was changed after they looked is looked at again.
        if "send" in request.POST and request.POST.get("seen") == seen:
            try:
                actions.remind_by_letter(application, **facts, by=request.user)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The letter is being made. They get it in a minute.")
                return redirect("case", application.reference)
        else:
            subject = subjects[facts["subject"]]
            html, problem = queries.letter_before_it_goes(application, subject, facts["more"])
    emails, letters = queries.reminded_before(application)
    context = {
        "application": application,
        "subjects": subjects,
        "form": form,
        "html": html,
        "problem": problem,
        "seen": seen,
        "emails": emails,
        "letters": letters,
    }
    return render(request, "grants/monitoring/reminding/case_reminder.html", context)


def _in_short(facts):
    """Which letter it is, so that one is sent only as it was looked at."""
    return hashlib.sha256(f"{facts['subject']} {facts['more']}".encode()).hexdigest()[:32]
