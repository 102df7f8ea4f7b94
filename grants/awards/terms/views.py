"""Pages about the terms of an award: its conditions, and when its money comes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.awards.agreeing.since import signers_of
from grants.awards.hosting.queries import with_host
from grants.awards.planning.rows import Rows
from grants.lifecycle import ApplicationLifecycle
from grants.money import in_pounds, total

from . import actions, queries
from .evidence.actions import ask_for_more
from .evidence.queries import files_of, what_stands
from .forms import MET, MISSING, ReasonForm, ReopenForm, ScheduleRow, SettleForm
from .freeing import numbers_in_runs
from .holding import facts_of, is_settled
from .looking_after import LOOKED_AFTER
from .schedule import MOST_INSTALMENTS
from .shape import PlannedInstalment

SHOWN = ("organisation", "round", "award")
ON_ONE_PAGE = 50


def _award_of(application):
    award = getattr(application, "award", None)
    if award is None:
        raise Http404
    return award


def _typed(request):
    return request.POST if request.method == "POST" else None


def _with_all_who_sign(cases):
    return with_host(cases.select_related(*SHOWN))


@may("grants.see_case", Application, methods=("GET",), with_=_with_all_who_sign)
def case_conditions(request, application):
    """What an award is made of, and each condition: what it holds back, and how it stands."""
    award = _award_of(application)
    conditions = queries.conditions_of(award)
    lines = list(award.lines.order_by("number"))
    context = {
        "application": application,
        "award": award,
        "lines": lines,
        "gross_value": total(line.value for line in lines),
        "needed": queries.still_needed(conditions),
        "before": [one for one in conditions if one.before],
        "going_on": [one for one in conditions if not one.before],
        "signers": signers_of(award, getattr(application, "hosted", None)),
        "to_look_at": [one for one in conditions if one.has_new_files and not one.is_settled],
        "may_settle": request.user.has_perm("grants.settle_condition", application)
        and application.state in LOOKED_AFTER,
    }
    return render(request, "grants/awards/terms/case_conditions.html", context)


@may("grants.settle_condition", Application, with_=SHOWN)
def condition(request, application, number):
    """Tick a condition off, let it go, or take that back."""
    award = _award_of(application)
    shown = get_object_or_404(
        award.conditions.select_related("met_by", "waived_by", "missing_by"), number=number
    )
    shown.award = award
    files = files_of(shown)
    form = _form_for(shown, _typed(request), has_files=bool(what_stands(files)))
    if request.method == "POST" and form.is_valid():
        try:
            _settle(shown, form.cleaned_data, request.POST.get("files", ""), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Written down. The co-op sees it on its page.")
            return redirect("case_conditions", application.reference)
    context = {
        "application": application,
        "condition": shown,
        "files": files,
        "version": what_stands(files),
        "form": form,
        "is_open": _is_open(shown),
        "is_true": shown.is_of_itself and is_settled(shown, facts_of(award)),
    }
    return render(request, "grants/awards/terms/condition.html", context)


def _is_open(shown):
    return shown.met_at is None and shown.waived_at is None


def _form_for(shown, typed, *, has_files):
    return SettleForm(typed, has_files=has_files) if _is_open(shown) else ReopenForm(typed)


def _settle(shown, said, files, *, by):
    if "reason" in said:
        actions.reopen_condition(shown, reason=said["reason"], by=by)
    elif said["how"] == MET:
        actions.tick_condition(shown, seen=said["words"], files=files, by=by)
    elif said["how"] == MISSING:
        ask_for_more(shown, missing=said["words"], seen=files, by=by)
    else:
        actions.waive_condition(shown, reason=said["words"], by=by)


@may("grants.change_schedule", Application, with_=SHOWN)
def schedule_change(request, application):
    """Plan anew what is not in a payment run yet, with a reason."""
    award = _award_of(application)
    standing = list(award.instalments.order_by("number"))
    if not standing or application.state not in ApplicationLifecycle.SIGNED:
        raise Refused("There are no payments to plan: no money, or the grant is not running.")
    rows = Rows(
        ScheduleRow,
        _typed(request),
        initial=[{"amount": one.amount, "due_on": one.due_on} for one in standing],
        most=MOST_INSTALMENTS,
        prefix="payment",
    )
    kept = {"reason": request.POST.get("reason", "")} if rows.wants_more else None
    reason = ReasonForm(None if kept else _typed(request), initial=kept, label_suffix="")
    running = numbers_in_runs(award)
    for row in rows.forms:
        row.is_fixed = row.number in running
    if request.method == "POST" and not rows.wants_more and rows.is_valid() & reason.is_valid():
        planned = [
            PlannedInstalment(number, row.cleaned_data["amount"], row.cleaned_data["due_on"])
            for number, row in enumerate(rows.filled, 1)
        ]
        try:
            actions.change_schedule(
                award,
                planned,
                reason=reason.cleaned_data["reason"],
                seen=request.POST.get("version", ""),
                by=request.user,
            )
        except actions.NotASchedule as bad:
            for problem in bad.problems:
                rows.say(*problem)
        except Refused as refusal:
            rows.say(None, None, str(refusal))
        else:
            messages.success(request, "The payments are planned anew. The co-op gets an email.")
            return redirect("case", application.reference)
    context = {
        "application": application,
        "rows": rows,
        "reason": reason,
        "form_errors": rows.has_problems or bool(reason.errors),
        "version": request.POST.get("version") or queries.fingerprint(standing),
        "lead": f"Together the payments are {in_pounds(award.amount)}, to the penny. What is "
        "paid or in a payment run stays as it is.",
    }
    return render(request, "grants/awards/terms/schedule_change.html", context)


@may("grants.see_conditions", methods=("GET",))
def condition_list(request):
    """Every open condition with a day, the earliest first."""
    page = Paginator(queries.conditions_due(request.user), ON_ONE_PAGE)
    page = page.get_page(request.GET.get("page"))
    context = {"page_obj": page, "may_settle": request.user.is_officer, "today": localdate()}
    return render(request, "grants/awards/terms/condition_list.html", context)
