"""Deciding: a whole agenda on one page, one application at a time, or one without a meeting."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.funds.queries import criteria_of
from grants.panel import actions, combining, queries
from grants.panel.before_deciding import as_advised, as_resolved, what_to_read, why_not_alone
from grants.panel.forms import AloneForm, ResolveForm
from grants.panel.models import Panel
from grants.panel.ranking import by_disagreement, by_place


@may("grants.see_panel", Panel, methods=("GET",), with_=("round",))
def panel(request, panel):
    """The agenda with scores, who leaves when, what is decided, and what is left."""
    if not panel.is_meeting:
        return redirect("panel_minutes", panel.reference)
    members = queries.members_of(panel)
    items = queries.agenda_of(panel, reader=request.user, members=members)
    left = queries.left_before(panel, items)
    is_by_score = request.GET.get("by") == "score"
    context = {
        "panel": panel,
        "members": members,
        "items": sorted(items, key=by_place) if is_by_score else items,
        "is_by_score": is_by_score,
        "disputed": by_disagreement(items),
        "owed": [item for item in items if item.is_owed],
        "sums": combining.add_up([i.line for i in items], left),
        "budget": left,
        "balance": combining.balance(*queries.for_balance(items, request.user)),
        "waiting": 0 if panel.signed_at else queries.count_waiting(panel.round),
        "may_prepare": request.user.has_perm("grants.prepare_panel", panel),
        "may_open": request.user.has_perm("grants.open_panel", panel),
        "may_try": request.user.has_perm("grants.try_out", panel),
        "may_release": request.user.has_perm("grants.see_release", panel),
        "may_compare": panel.is_meeting and request.user.has_perm("grants.see_fairness", panel),
    }
    return render(request, "grants/panel/panel.html", context)


@may("grants.see_panel", Panel, with_=("round",))
def panel_item(request, panel, case):
    """One application in front of the panel; the chair writes down what is agreed."""
    items = queries.agenda_of(panel, reader=request.user)
    item = next((i for i in items if i.application.reference == case), None)
    if item is None:
        raise Http404
    may_resolve = panel.is_open and request.user.has_perm("grants.resolve_item", item)
    read = what_to_read(item.application, request.user, is_deciding=may_resolve)
    form = ResolveForm(
        request.POST if request.method == "POST" else None,
        criteria=criteria_of(panel.round),
        initial=as_resolved(item.resolution) if item.resolution else as_advised(read),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.resolve(item, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, f"Written down for {item.application.organisation}.")
            return redirect("panel", panel.reference)
    place = items.index(item)
    context = {
        **read,
        "panel": panel,
        "item": item,
        "form": form,
        "form_errors": bool(form.errors),
        "may_resolve": may_resolve,
        "before": items[place - 1] if place else None,
        "after": items[place + 1] if place + 1 < len(items) else None,
    }
    return render(request, "grants/panel/panel_item.html", context)


@may("grants.decide_application", Application, with_=("organisation", "round"))
def decide_alone(request, application):
    """One approver decides without a meeting; where that may not be, the page says why."""
    if problem := why_not_alone(application):
        return show_why_not_alone(request, application, problem)
    read = what_to_read(application, request.user, is_deciding=True)
    form = AloneForm(
        request.POST if request.method == "POST" else None,
        criteria=criteria_of(application.round),
        initial=as_advised(read),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_alone(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            application.refresh_from_db(fields=["state"])
            if problem := why_not_alone(application):  # somebody was quicker
                return show_why_not_alone(request, application, problem)
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, "Written down. Somebody else reads the words next.")
            return redirect("release", application.round.reference)
    return render(request, "grants/panel/decide_alone.html", {**read, "form": form})


def show_why_not_alone(request, application, problem):
    context = {"application": application, "problem": problem}
    status = 409 if request.method == "POST" else 200
    return render(request, "grants/panel/not_alone.html", context, status=status)
