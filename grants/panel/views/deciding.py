"""The panel at work: the whole agenda on one page, and one application at a time."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.assessment.recommending.queries import recommendations_of
from grants.assessment.scoring.queries import must_score_first, scores_of
from grants.funds.queries import criteria_of
from grants.panel import actions, combining, queries
from grants.panel.forms import ResolveForm
from grants.panel.models import Panel
from grants.panel.ranking import by_disagreement, by_place


@may("grants.see_panel", Panel, methods=("GET",), with_=("round",))
def panel(request, panel):
    """The agenda with scores, who leaves when, what is decided, and what is left."""
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
        "sums": combining.add_up([i.line for i in items], left),
        "budget": left,
        "balance": combining.balance(*queries.for_balance(items, request.user)),
        "waiting": 0 if panel.signed_at else queries.count_waiting(panel.round),
        "may_prepare": request.user.has_perm("grants.prepare_panel", panel),
        "may_open": request.user.has_perm("grants.open_panel", panel),
        "may_try": request.user.has_perm("grants.try_out", panel),
        "may_release": request.user.has_perm("grants.see_release", panel),
        "may_compare": request.user.has_perm("grants.see_fairness", panel),
    }
    return render(request, "grants/panel/panel.html", context)


@may("grants.see_panel", Panel, with_=("round",))
def panel_item(request, panel, case):
    """One application in front of the panel; the chair writes down what is agreed."""
    items = queries.agenda_of(panel, reader=request.user)
    item = next((i for i in items if i.application.reference == case), None)
    if item is None:
        raise Http404
    advice = next(iter(recommendations_of(item.application)), None)
    may_resolve = panel.is_open and request.user.has_perm("grants.resolve_item", item)
    form = ResolveForm(
        request.POST if request.method == "POST" else None,
        criteria=criteria_of(panel.round),
        initial=queries.resolution_as_typed(item, advice),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.resolve(item, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, f"Written down for {item.application.organisation}.")
            return redirect("panel", panel.reference)
    must_wait = must_score_first(item.application, request.user)
    place = items.index(item)
    context = {
        "panel": panel,
        "item": item,
        "advice": advice,
        "form": form,
        "form_errors": bool(form.errors),
        "may_resolve": may_resolve,
        "left": queries.left_in(panel.round, without=item.application),
        "must_wait": must_wait,
        "table": None if must_wait else scores_of(item.application),
        "before": items[place - 1] if place else None,
        "after": items[place + 1] if place + 1 < len(items) else None,
    }
    return render(request, "grants/panel/panel_item.html", context)
