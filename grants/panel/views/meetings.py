"""Pages that call a panel and prepare it."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.funds.models import Round
from grants.panel import actions, queries
from grants.panel.forms import OrderForm, PanelForm, PresentForm
from grants.panel.models import Panel


@may("grants.see_panels", methods=("GET",))
def panel_list(request):
    """The panels to come and those that were, and what was decided without a meeting."""
    panels = list(queries.panels_for(request.user))
    context = {
        "meetings": [panel for panel in panels if panel.is_meeting],
        "alone": [panel for panel in panels if not panel.is_meeting],
        "rounds": queries.rounds_that_wait() if request.user.is_officer else [],
    }
    return render(request, "grants/panel/panel_list.html", context)


@may("grants.prepare_panel", Round)
def panel_add(request, round):
    """Call a panel for a round."""
    form = PanelForm(
        request.POST if request.method == "POST" else None,
        people=queries.people_who_may_sit(),
        initial={"quorum": 3},
    )
    if request.method == "POST" and form.is_valid():
        try:
            panel = actions.add_panel(round=round, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The panel is called. We have written to its members.")
            return redirect("panel", panel.reference)
    context = {"round": round, "form": form, "waiting": queries.count_waiting(round)}
    return render(request, "grants/panel/panel_add.html", context)


@may("grants.prepare_panel", Panel, with_=("round",))
def panel_change(request, panel):
    """Change when it meets, where, and who sits on it."""
    members = queries.members_of(panel)
    form = PanelForm(
        request.POST if request.method == "POST" else None,
        people=queries.people_who_may_sit(),
        initial={
            "meets_at": panel.meets_at,
            "place": panel.place,
            "quorum": panel.quorum,
            "chair": next((str(m.user_id) for m in members if m.is_chair), None),
            "members": [str(m.user_id) for m in members if not m.is_chair],
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_panel(panel, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The panel is changed. We have written to its members.")
            return redirect("panel", panel.reference)
    return render(request, "grants/panel/panel_change.html", {"panel": panel, "form": form})


@may("grants.prepare_panel", Panel, with_=("round",))
def panel_order(request, panel):
    """The order of the agenda."""
    items = queries.agenda_of(panel, reader=request.user)
    form = OrderForm(request.POST if request.method == "POST" else None, items=items)
    if request.method == "POST" and form.is_valid():
        actions.put_in_order(panel, references=form.references, by=request.user)
        return redirect("panel", panel.reference)
    return render(request, "grants/panel/panel_order.html", {"panel": panel, "form": form})


@may("grants.open_panel", Panel, with_=("round",))
def panel_open(request, panel):
    """Say who came, and open the panel."""
    members = queries.members_of(panel)
    here = [str(m.user_id) for m in members if m.is_present]
    form = PresentForm(
        request.POST if request.method == "POST" else None,
        members=members,
        initial={"present": here},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_panel(panel, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("panel", panel.reference)
    return render(request, "grants/panel/panel_open.html", {"panel": panel, "form": form})


@may("grants.open_panel", Panel, methods=("POST",))
def panel_waiting(request, panel):
    """Put on the agenda what has come since."""
    actions.take_up_waiting(panel, by=request.user)
    return redirect("panel", panel.reference)
