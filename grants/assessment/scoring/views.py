"""Pages where applications are read and scored."""

import re
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

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
from grants.applications.views.writing import saves_itself, version_in
from grants.assessment.assigning.queries import assessors_of, was_taken_off
from grants.assessment.redacting.queries import covered_for
from grants.blindness import is_blind_to
from grants.lifecycle import Stage
from grants.predicates import has_declared
from grants.templatetags.words import clock

from . import actions, queries
from .forms import ScoresForm

CASE = ("organisation", "round")


def keeps_words_of_whoever_was_taken_off(view):
    """What somebody writes comes back to them when they were taken off the case meanwhile.

    They hear that and nothing else of the case: to look at it again, it is not there.
    """

    @wraps(view)
    def watched(request, *args, reference=None, **kwargs):
        try:
            return view(request, *args, reference=reference, **kwargs)
        except (Http404, PermissionDenied):
            if request.method != "POST" or not was_taken_off(request.user, reference):
                raise
        if saves_itself(request):
            return JsonResponse({"problem": TAKEN_OFF, "is_clash": False}, status=409)
        context = {"sentence": TAKEN_OFF, "written": written_in(request.POST)}
        return render(request, "grants/assessment/scoring/taken_off.html", context, status=409)

    return watched


TAKEN_OFF = (
    "You were taken off this application, so this is no longer saved. Your words stand below: "
    "copy what you want to keep."
)


def written_in(typed):
    """The reasons that somebody wrote, in the order of the page."""
    found = [(re.fullmatch(r"reason_(\d{1,4})", name), words) for name, words in typed.items()]
    numbered = [(int(match[1]), words) for match, words in found if match and words.strip()]
    return [words for _number, words in sorted(numbered)]


@keeps_words_of_whoever_was_taken_off
@may("grants.assess_application", Application, with_=CASE, keeps_text=True)
def assess(request, application):
    """The application on one side, the criteria on the other."""
    if not has_declared(request.user, application):
        if is_blind_to(request.user, application):
            return redirect("round_declare", application.round.reference)
        return redirect("conflict_declare", application.reference)
    mine = queries.assessment_by(application, request.user)
    may_score = request.user.has_perm("grants.score_application", application)
    problem = actions.why_closed(mine, application)
    if problem or not may_score:
        if saves_itself(request):
            problem = problem or "You can’t score this application now."
            return JsonResponse({"problem": problem, "is_clash": False}, status=409)
        return show_filed(request, application, mine)
    typed = request.POST if request.method == "POST" else kept_text.kept(request)
    form = ScoresForm(
        typed,
        criteria=queries.criteria_to_judge(application.round),
        scores=queries.scores_in(mine),
        is_filing="file" in request.POST,
    )
    if request.method == "POST":
        return (autosave if saves_itself(request) else save)(request, application, form)
    version = version_in(typed) if typed else mine.version if mine else 0
    return show_form(request, application, form, version=version, mine=mine)


def keep(request, application, form):
    """Save or file what was typed, as the button says; the page’s script only saves."""
    verb = actions.file_assessment if form.is_filing else actions.save_scores
    kept = verb(application, scores=form.scores, version=version_in(request.POST), by=request.user)
    kept_text.forget(request)
    return kept


def save(request, application, form):
    """A button was pressed: save the draft, or file it."""
    version = version_in(request.POST)
    if not form.is_valid():
        return show_form(request, application, form, version=version)
    try:
        keep(request, application, form)
    except actions.SavedElsewhere as clash:
        return show_form(
            request, application, form, version=clash.theirs.version, theirs=clash.theirs
        )
    except Refused as refusal:
        mine = queries.assessment_by(application, request.user)
        if mine is not None and mine.filed_at is not None:
            return show_filed(request, application, mine)  # another window was quicker
        form.add_error(None, str(refusal))
        return show_form(request, application, form, version=version)
    messages.success(request, SAVED[form.is_filing])
    return redirect("assess", application.reference)


SAVED = {
    False: "Your draft is saved. Nobody else can see it.",
    True: "Thank you. Your scores are filed.",
}


def autosave(request, application, form):
    """Keep what stands on the page, as its script asks every few seconds; answer in data."""
    form.is_filing = False
    if not form.is_valid():
        problem = next(iter(form.errors.values()))[0]
        return JsonResponse({"problem": problem, "is_clash": False}, status=409)
    try:
        saved = keep(request, application, form)
    except actions.SavedElsewhere as clash:
        context = {"theirs": clash.theirs}
        words = render_to_string("grants/assessment/scoring/_clash.txt", context).strip()
        return JsonResponse({"problem": words, "is_clash": True}, status=409)
    except Refused as refusal:
        return JsonResponse({"problem": str(refusal), "is_clash": False}, status=409)
    return JsonResponse({"version": saved.version, "saved_at": clock(saved.at)})


def show_form(request, application, form, *, version, mine=None, theirs=None):
    context = {
        "application": application,
        "form": form,
        "rows": form.rows(queries.scores_in(theirs) if theirs else None),
        "version": version,
        "theirs": theirs,
        "last_saved": mine if mine is not None and mine.version else None,
        "form_errors": bool(form.errors),
        **what_was_sent(application, request.user),
    }
    template = "grants/assessment/scoring/assess.html"
    return render(request, template, context, status=409 if theirs else 200)


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
    if is_blind_to(reader, application):
        covered = covered_for(application, reader)
        return {
            "is_blind": True,
            "covered": covered,
            "sheet": covered.sheet if covered else [],
            "shares": covered.shares if covered else [],
        }
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
    asked = list(assessors_of(application))
    must_wait = any(one.assessor == request.user and one.filed_at is None for one in asked)
    context = {
        "application": application,
        "must_wait": must_wait,
        "table": None if must_wait else queries.scores_of(application),
        "asked": asked,
        "may_moderate": application.state == Stage.IN_ASSESSMENT
        and request.user.has_perm("grants.moderate_scores", application),
    }
    return render(request, "grants/assessment/scoring/case_scores.html", context)
