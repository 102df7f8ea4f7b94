"""Pages between submission and the panel: checking, assigning, scoring, referring."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from applicants import kept_text
from applicants.access import Refused, may
from applicants.models import User
from grants.applications.actions import return_for_changes
from grants.applications.attendance.queries import attendance_for
from grants.applications.models import Application
from grants.applications.partners.shown import shares_sent
from grants.applications.queries import (
    documents_sent,
    form_sent,
    last_submission,
    submitted_answers,
    terms_missed,
)
from grants.applications.sheet import sheet_of
from grants.lifecycle import Stage

from . import actions, queries
from .forms import (
    AssignForm,
    ConflictForm,
    EligibilityForm,
    IneligibleForm,
    RecommendationForm,
    ReturnForm,
    ScoresForm,
)
from .public_money import public_money_of

CASE = ("organisation", "round")


@may("grants.check_application", Application, with_=CASE)
def case_eligibility(request, application):
    """Each eligibility test with a result and a reason."""
    tests = queries.eligibility_of(application)
    form = EligibilityForm(request.POST if request.method == "POST" else None, tests=tests)
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_eligibility(application, results=form.results, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The eligibility check is saved.")
            return redirect("case_eligibility", application.reference)
    context = {
        "application": application,
        "form": form,
        "tests": tests,
        "is_open": application.state == Stage.SUBMITTED,
        "verdict": queries.verdict_on(tests),
        "terms_missed": terms_missed(application, submitted_answers(application) or {}),
        "attendance": attendance_for(application, now()),
        "public_money": public_money_of(application),
    }
    return render(request, "grants/assessment/case_eligibility.html", context)


@may("grants.check_application", Application, with_=CASE)
def case_start_assessment(request, application):
    """Ask once more, then open it to assessors."""
    if request.method == "POST":
        actions.start_assessment(application, by=request.user)
        messages.success(request, "Assessment has started. Now choose the assessors.")
        return redirect("case_assessors", application.reference)
    context = {"application": application, "tests": queries.eligibility_of(application)}
    return render(request, "grants/assessment/case_start_assessment.html", context)


@may("grants.check_application", Application, with_=CASE)
def case_ineligible(request, application):
    """Say no early, with a kind reason."""
    form = IneligibleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rule_ineligible(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "We have told the co-op, in your words.")
            return redirect("case", application.reference)
    tests = queries.eligibility_of(application)
    context = {
        "application": application,
        "form": form,
        "failed": [test for test in tests if test.check_made and test.check_made.is_fail],
    }
    return render(request, "grants/assessment/case_ineligible.html", context)


@may("grants.check_application", Application, with_=CASE)
def case_return(request, application):
    """Hand it back to the co-op, saying what to change."""
    sent = last_submission(application)
    listed = sheet_of(form_sent(sent), sent.answers)
    form = ReturnForm(request.POST if request.method == "POST" else None, sheet=listed)
    if request.method == "POST" and form.is_valid():
        try:
            return_for_changes(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is with the co-op again. We have told them why.")
            return redirect("case", application.reference)
    context = {"application": application, "form": form}
    return render(request, "grants/assessment/case_return.html", context)


@may("grants.assign_assessor", Application, with_=CASE)
def case_assessors(request, application):
    """Who assesses it, and who else could."""
    people = queries.assessors_free_for(application)
    form = AssignForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            actions.assign_assessors(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "We have asked them by email.")
            return redirect("case_assessors", application.reference)
    context = {
        "application": application,
        "form": form,
        "asked": queries.assessors_of(application),
        "is_open": application.state == Stage.IN_ASSESSMENT,
    }
    return render(request, "grants/assessment/case_assessors.html", context)


@may("grants.assign_assessor", Application, methods=("POST",))
def case_assessor_end(request, application, pk):
    """Take an assessor off who has not filed."""
    asked = User.objects.filter(assignments__application=application).distinct()
    assessor = get_object_or_404(asked, pk=pk)
    actions.end_assignment(application, assessor=assessor, by=request.user)
    messages.success(request, f"{assessor} is no longer asked to assess this.")
    return redirect("case_assessors", application.reference)


@may("grants.declare_conflict", Application, with_=CASE)
def conflict_declare(request, application):
    """Say that you are too close; the case closes to you at once."""
    form = ConflictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare_conflict(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you for telling us. This case is now closed to you.")
            return redirect("home")
    context = {"application": application, "form": form}
    return render(request, "grants/assessment/conflict_declare.html", context)


@may("grants.score_application", Application, with_=CASE, keeps_text=True)
def assess(request, application):
    """The application on one side, the criteria on the other."""
    mine = queries.assessment_by(application, request.user)
    if (mine is not None and mine.filed_at) or application.state != Stage.IN_ASSESSMENT:
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
    return render(request, "grants/assessment/assess.html", context)


SAVED = {
    False: "Your draft is saved. Nobody else can see it.",
    True: "Thank you. Your scores are filed.",
}


def show_filed(request, application, mine):
    """What this assessor filed, and with it what the others filed."""
    has_filed = mine is not None and mine.filed_at is not None
    context = {
        "application": application,
        "mine": mine,
        "has_filed": has_filed,
        "table": queries.scores_of(application) if has_filed else None,
        **what_was_sent(application, request.user),
    }
    return render(request, "grants/assessment/assess_filed.html", context)


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
        "asked": queries.assessors_of(application),
    }
    return render(request, "grants/assessment/case_scores.html", context)


@may("grants.refer_application", Application, with_=CASE)
def case_refer(request, application):
    """Send it to the panel with the officer’s advice."""
    form = RecommendationForm(
        request.POST if request.method == "POST" else None,
        initial=queries.recommendation_before(application),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.refer_to_panel(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is with the panel.")
            return redirect("case", application.reference)
    must_wait = queries.must_score_first(application, request.user)
    context = {
        "application": application,
        "form": form,
        "table": None if must_wait else queries.scores_of(application),
    }
    return render(request, "grants/assessment/case_refer.html", context)
