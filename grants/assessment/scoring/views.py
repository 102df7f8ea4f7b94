"""Pages where applications are read and scored."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants import kept_text
from applicants.access import Refused, may
from grants.applications.models import Application
from grants.applications.partners.shown import shares_sent
from grants.applications.queries import (
    documents_sent,
    form_sent,
    last_submission,
)
from grants.applications.sheet import sheet_of
from grants.assessment.assigning.queries import assessors_of
from grants.lifecycle import Stage
from grants.permissions import has_declared

from . import actions, queries
from .forms import ScoresForm

CASE = ("organisation", "round")


@may("grants.assess_application", Application, with_=CASE, keeps_text=True)
def assess(request, application):
    """The application on one side, the criteria on the other."""
    if not has_declared(request.user, application):
        return redirect("conflict_declare", application.reference)
    mine = queries.assessment_by(application, request.user)
    may_score = request.user.has_perm("grants.score_application", application)
    is_filed = mine is not None and mine.filed_at is not None
    if is_filed or not may_score or application.state != Stage.IN_ASSESSMENT:
        return show_filed(request, application, mine)
    form = ScoresForm(
        request.POST if request.method == "POST" else kept_text.kept(request),
        criteria=queries.criteria_to_judge(application.round),
        scores=queries.scores_in(mine),
        is_filing="file" in request.POST,
    )
    if request.method == "POST" and form.is_valid():
        save = actions.file_assessment if form.is_filing else actions.save_scores
        try:
            save(application, scores=form.scores, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            kept_text.forget(request)
            messages.success(request, SAVED[form.is_filing])
            return redirect("assess", application.reference)
    context = {"application": application, "form": form, **what_was_sent(application, request.user)}
    return render(request, "grants/assessment/scoring/assess.html", context)


SAVED = {
    False: "Your draft is saved. Nobody else can see it.",
    True: "Thank you. Your scores are filed.",
}


def show_filed(request, application, mine):
    """What this assessor filed, and with it what the others filed."""
    may_score = request.user.has_perm("grants.score_application", application)
    has_filed = may_score and mine is not None and mine.filed_at is not None
    context = {
        "application": application,
        "mine": mine,
        "has_filed": has_filed,
        "may_score": may_score,
        "table": queries.scores_of(application) if has_filed else None,
        **what_was_sent(application, request.user),
    }
    return render(request, "grants/assessment/scoring/assess_filed.html", context)


def what_was_sent(application, reader):
    submission = last_submission(application)
    files = documents_sent(application, submission, reader=reader)
    return {
        "sheet": sheet_of(form_sent(submission), submission.answers, files=files),
        "shares": shares_sent(submission),
        "files": files,
    }


@may("grants.see_scores", Application, with_=CASE)
def case_scores(request, application):
    """All filed scores, side by side."""
    must_wait = queries.must_score_first(application, request.user)
    context = {
        "application": application,
        "must_wait": must_wait,
        "table": None if must_wait else queries.scores_of(application),
        "asked": assessors_of(application),
    }
    return render(request, "grants/assessment/scoring/case_scores.html", context)
