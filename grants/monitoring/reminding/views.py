"""The page on which an officer reminds a co-op by a letter."""

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
    letter, seen = None, ""
    if form.is_valid():
        facts = form.cleaned_data
        subject = subjects[facts["subject"]]
        letter = queries.letter_before_it_goes(application, subject, facts["more"])
        seen = letter.fingerprint[:32]
        # What was changed after they looked, by them or in the wording, is looked at again.
        if "send" in request.POST and request.POST.get("seen") == seen:
            letter = None
            try:
                actions.remind_by_letter(application, **facts, by=request.user)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The letter is being made. They get it in a minute.")
                return redirect("case", application.reference)
    emails, letters = queries.reminded_before(application)
    context = {
        "application": application,
        "subjects": subjects,
        "form": form,
        "html": letter.html if letter else "",
        "problem": letter.problem if letter else "",
        "seen": seen,
        "emails": emails,
        "letters": letters,
    }
    return render(request, "grants/monitoring/reminding/case_reminder.html", context)
