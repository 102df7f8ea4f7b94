"""Pages where somebody says that they are too close, and where an officer settles it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from applicants.models import Organisation
from grants.applications.models import Application
from grants.funds.models import Round
from grants.involvement import open_links
from grants.predicates import has_declared, is_assigned, must_not_know

from . import actions, queries
from .forms import (
    ConflictForm,
    CountAgainForm,
    RoundDeclarationForm,
    SettleForm,
    TieEndForm,
    TieForm,
)
from .models import Conflict, Tie

CASE = ("organisation", "round", "submitted_by")
OF_A_CONFLICT = ("user", "application__organisation", "application__round")


@may("grants.declare_in_round", Round)
def round_declare(request, round):
    """Say once to which of those who apply you are close, before you judge any without names."""
    if not round.is_blind:
        raise Refused("You are asked about each co-op of this round by itself.")
    listed = queries.who_applies_in(round, request.user)
    seen = queries.spelled(organisation.pk for organisation in listed)
    sent = request.POST if request.method == "POST" else None
    form = RoundDeclarationForm(sent, listed=listed, initial={"seen": seen})
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("close_to", "kind", "reason", "seen")}
        try:
            actions.declare_in_round(round, by=request.user, **said)
        except Refused as refusal:
            form = shown_again(sent, seen, listed)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you. You can read and score what is yours now.")
            return redirect("home")
    context = {"round": round, "form": form, "told": queries.close_already(round, request.user)}
    return render(request, "grants/assessment/conflicts/round_declare.html", context)


def shown_again(sent, seen, listed):
    """The same as it was typed, over the list as it is now."""
    sent = sent.copy()
    sent["seen"] = seen
    return RoundDeclarationForm(sent, listed=listed)


@may("grants.declare_conflict", Application, with_=CASE)
def conflict_declare(request, application):
    """Say whether you are close, before you open an application or later."""
    if must_not_know(request.user, application):
        return declare_unseen(request, application)
    form = ConflictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return declared(request, application, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "application": application,
        "form": form,
        "links": open_links(request.user, application),
        "is_asked": is_assigned(request.user, application),
        **queries.who_applies(application),
    }
    return render(request, "grants/assessment/conflicts/conflict_declare.html", context)


def declare_unseen(request, application):
    """The way out of a blind case, for somebody who found out whose it is."""
    if not has_declared(request.user, application):
        return redirect("round_declare", application.round.reference)
    form = ConflictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["is_close"] == "no":
            return redirect("assess", application.reference)
        return declared(request, application, **form.cleaned_data)
    context = {"application": application, "form": form}
    return render(request, "grants/assessment/conflicts/conflict_unseen.html", context)


def declared(request, application, *, is_close, kind, reason):
    """Write down what they said, and go where that leads."""
    if is_close == "yes":
        actions.declare_conflict(application, kind=kind, reason=reason, by=request.user)
        messages.success(request, "Thank you for telling us. This case is now closed to you.")
        return redirect("home")
    is_asked = is_assigned(request.user, application)
    actions.declare_no_conflict(application, by=request.user)
    messages.success(request, "Thank you. We have noted that you are not close to them.")
    return redirect("assess" if is_asked else "case", application.reference)


@may("grants.see_conflicts", methods=("GET",))
def conflict_list(request):
    """What colleagues told us or we found: what waits for an officer first."""
    page = Paginator(queries.conflicts_for(request.user), 50)
    context = {"page_obj": page.get_page(request.GET.get("page"))}
    return render(request, "grants/assessment/conflicts/conflict_list.html", context)


@may("grants.see_conflicts", Conflict, with_=OF_A_CONFLICT)
def conflict(request, conflict):
    """One conflict, how it was settled, and for an officer the form to settle it."""
    may_settle = request.user.has_perm("grants.settle_conflict", conflict)
    if request.method == "POST" and not may_settle:
        raise PermissionDenied
    settlings = queries.settlings_of(conflict)
    form = SettleForm(
        request.POST if request.method == "POST" else None, initial={"seen": len(settlings)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle_conflict(conflict, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"It is settled, and we email {conflict.user}.")
            return redirect("conflict", conflict.reference)
    context = {
        "conflict": conflict,
        "settlings": settlings,
        "links": queries.links_of(conflict),
        "aside": queries.set_aside_for(conflict),
        "counts": queries.counting_for(conflict),
        "form": form if may_settle else None,
    }
    return render(request, "grants/assessment/conflicts/conflict.html", context)


@may("grants.settle_conflict", Conflict, with_=OF_A_CONFLICT)
def conflict_count_again(request, conflict):
    """Let scores count again that were set aside."""
    form = CountAgainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.count_assessment_again(conflict, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "These scores count again.")
            return redirect("conflict", conflict.reference)
    context = {"conflict": conflict, "form": form, "aside": queries.set_aside_for(conflict)}
    return render(request, "grants/assessment/conflicts/conflict_count_again.html", context)


@may("grants.record_tie", Organisation)
def organisation_ties(request, organisation):
    """Which colleagues mentor or advise a co-op, or did, and one more."""
    form = TieForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_tie(organisation, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("until_on", str(refusal))
        else:
            messages.success(request, "The link is noted.")
            return redirect("organisation_ties", organisation.reference)
    context = {"organisation": organisation, "form": form, "ties": queries.ties_of(organisation)}
    return render(request, "grants/assessment/conflicts/organisation_ties.html", context)


@may("grants.record_tie", Tie, with_=("person", "organisation"))
def tie_end(request, tie):
    """Note the last day on which a colleague mentored or advised a co-op."""
    form = TieEndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_tie(tie, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The last day is noted.")
            return redirect("organisation_ties", tie.organisation.reference)
    context = {"organisation": tie.organisation, "form": form, "tie": tie}
    return render(request, "grants/assessment/conflicts/tie_end.html", context)
