"""The pages of a trial: its sections, one section, and the check at the end."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from applicants.access import may
from grants.applications.section_form import SectionForm
from grants.applications.sheet import sheet_of
from grants.applications.task_list import status_of
from grants.applications.views.writing import show_more_lines
from grants.funds.models import Round

from . import actions, queries


@may("grants.try_round", Round, methods=("GET",))
def trial(request, round):
    """The sections, as an applicant finds them."""
    draft = queries.draft_of(queries.trial_of(round, request.user))
    tasks = [
        {
            "name": section.title,
            "url": reverse("trial_section", args=[round.reference, section.number]),
            **status_of(section, draft),
        }
        for section in draft.sections
    ]
    context = {"round": round, "tasks": tasks, "done": len(draft.finished), "of": len(tasks)}
    return render(request, "grants/applications/trial.html", context)


@may("grants.try_round", Round)
def trial_section(request, round, number):
    """The questions of one section, with the checks that applicants meet."""
    draft = queries.draft_of(queries.trial_of(round, request.user))
    part = next((each for each in draft.form if each.number == number), None)
    if part is None:
        raise Http404
    kept = draft.saved.get(part.pk)
    answers = kept.answers if kept else {}
    sent = request.POST if request.method == "POST" else None
    form = SectionForm(part, sent, answers=answers, draft=draft)
    if sent is not None:
        is_complete = form.is_valid()
        actions.save_trial_section(round, part, answers=form.typed(), by=request.user)
        if "more" in sent:
            form = SectionForm(part, answers=form.typed(), draft=draft)
            show_more_lines(form, sent["more"])
        elif is_complete:
            return redirect(_next(request, round, draft, part))
    elif not draft.asked_in(part):
        return redirect(_next(request, round, draft, part))
    context = {"round": round, "section": part, "form": form, "questions": form.questions()}
    return render(request, "grants/applications/trial_section.html", context)


def _next(request, round, draft, part):
    later = next((each for each in draft.form if each.number > part.number), None)
    if later is None or request.GET.get("then") == "check":
        return reverse("trial_check", args=[round.reference])
    return reverse("trial_section", args=[round.reference, later.number])


@may("grants.try_round", Round, methods=("GET",))
def trial_check(request, round):
    """All answers on one page, and what would still stand in the way of sending."""
    draft = queries.draft_of(queries.trial_of(round, request.user))
    context = {
        "round": round,
        "missing": draft.problems,
        "sheet": sheet_of(draft.form, draft.typed, complete=draft.finished),
    }
    return render(request, "grants/applications/trial_check.html", context)


@may("grants.try_round", Round, methods=("POST",))
def trial_restart(request, round):
    """Throw it away and begin afresh."""
    actions.restart_trial(round, by=request.user)
    messages.success(request, "This trial is empty again.")
    return redirect("trial", round.reference)
