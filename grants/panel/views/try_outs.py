"""Trying decisions out: what a combination costs, and several side by side."""

from decimal import Decimal

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from applicants.access import Refused, may
from grants.panel import actions, combining, queries
from grants.panel.forms import TryForm, as_resolved, kept_as_typed
from grants.panel.models import Panel


@may("grants.try_out", Panel, with_=("round",))
def panel_try(request, panel, kept=None):
    """Choose a decision for each, see what it adds up to, and keep it if it is worth keeping."""
    try_out = get_object_or_404(panel.try_outs, reference=kept) if kept else None
    items = queries.agenda_of(panel, reader=request.user)
    lines = try_out.lines if try_out else as_resolved(items)
    form = TryForm(
        request.POST if request.method == "POST" else None,
        items=items,
        initial={"name": try_out.name if try_out else "", **kept_as_typed(items, lines)},
    )
    if request.method == "POST" and form.is_valid():
        lines = form.lines()
        if "keep" in request.POST:
            name = " ".join(form.cleaned_data["name"].split())
            saved = _keep(request, panel, form, try_out, name, lines)
            if saved is not None:
                messages.success(request, f"“{saved.name}” is kept.")
                return redirect("panel_compare", panel.reference)
    left = queries.left_before(panel, items)
    lines = in_lines(items, lines)
    context = {
        "panel": panel,
        "try_out": try_out,
        "form": form,
        "owed": [item for item in items if item.is_owed],
        "budget": left,
        "sums": combining.add_up(lines.values(), left),
        "balance": combining.balance(lines, queries.facts_for_balance(items, request.user)),
    }
    return render(request, "grants/panel/panel_try.html", context)


def _keep(request, panel, form, try_out, name, lines):
    if not name:
        form.add_error("name", "Enter a name to keep it under")
        return None
    version = request.POST.get("version", "")
    try:
        return actions.save_try_out(
            panel,
            name=name,
            lines=lines,
            try_out=try_out,
            version=int(version) if version.isdecimal() and len(version) < 9 else 0,
            by=request.user,
        )
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return None


def in_lines(items, kept):
    """{application key: Line} of a kept combination; what it does not name is not decided."""
    lines = {}
    for item in items:
        verdict, pounds, days = kept.get(item.application.reference, ["", "0", "0"])
        lines[item.application_id] = combining.line_for(
            item.application, verdict, Decimal(pounds), Decimal(days)
        )
    return lines


@may("grants.see_panel", Panel, methods=("GET",), with_=("round",))
def panel_compare(request, panel):
    """Every kept combination beside what the panel has resolved so far."""
    items = queries.agenda_of(panel, reader=request.user)
    left = queries.left_before(panel, items)
    try_outs = list(panel.try_outs.select_related("saved_by").order_by("name"))
    tried = [(t.name, t, in_lines(items, t.lines)) for t in try_outs]
    columns = [("So far", None, {i.application_id: i.line for i in items}), *tried]
    # What the panel has not decided yet differs from nothing.
    decided = {i.application_id: i.line for i in items if i.line.verdict}
    so_far = [tried[0][2] | decided] if tried else []
    apart = combining.differences([*so_far, *(lines for _name, _kept, lines in tried)])
    context = {
        "panel": panel,
        "columns": [
            {"name": name, "try_out": kept, "sums": combining.add_up(lines.values(), left)}
            for name, kept, lines in columns
        ],
        "rows": [
            {
                "item": item,
                "is_apart": item.application_id in apart,
                "cells": [(name, lines[item.application_id]) for name, _kept, lines in columns],
            }
            for item in items
        ],
        "may_try": request.user.has_perm("grants.try_out", panel),
    }
    return render(request, "grants/panel/panel_compare.html", context)


@may("grants.try_out", Panel, methods=("POST",))
def try_out_remove(request, panel, kept):
    """Remove a combination that nobody needs."""
    try_out = panel.try_outs.filter(reference=kept).first()
    if try_out is None:
        raise Http404
    actions.remove_try_out(try_out, by=request.user)
    messages.success(request, f"“{try_out.name}” is removed.")
    return redirect("panel_compare", panel.reference)
