"""Pages to look over what was decided, to release it, and to take co-ops off the reserve list."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.awards.planning.queries import what_is_planned, what_is_planned_if_any
from grants.funds.models import Round

from . import actions, queries
from .forms import ChooseForm, WordsForm

NOTHING_HELD = "Nothing about this application waits to be released."
NOT_WAITING = "This co-op is not on the reserve list."


@may("grants.see_release", Round, methods=("GET",))
def release(request, round):
    """Every decision that waits to be released, what was found in its words, and the reserve."""
    lines = queries.lines_of(round, request.user)
    waiting = queries.on_reserve(round)
    left, following = queries.next_on_reserve(round, waiting)
    theirs = [line for line in lines if line.may_release]
    context = {
        "round": round,
        "lines": lines,
        "ready": [line for line in theirs if line.is_ready],
        "for_others": [line for line in lines if not line.may_release],
        "may_release": request.user.has_perm("grants.release_round", round),
        "reserve": queries.seen_by(request.user, waiting),
        "left": left,
        "following": following,
    }
    return render(request, "grants/awards/releasing/release.html", context)


@may("grants.release_round", Round)
def release_send(request, round):
    """Tick what to release and say whom it reaches; the button does it, and says what happened.

    What is ticked is released only when the page has said how many people that very choice
    reaches, and as it was shown there; after another choice it says so anew and asks once more.
    """
    lines = queries.lines_of(round, request.user)
    ready = [line for line in lines if line.may_release and line.is_ready]
    ticked = set(request.POST.getlist("case"))
    told = dict(each.split(" ", 1) for each in request.POST.getlist("told") if " " in each)
    if request.method == "POST" and ticked and ticked == set(told) and "count" not in request.POST:
        chosen = queries.named(round, request.user, request.POST.getlist("case"))
        results = actions.release_together(chosen, seen=told, by=request.user)
        context = {"round": round, "results": results}
        return render(request, "grants/awards/releasing/released.html", context)
    form = ChooseForm(request.POST if request.method == "POST" else None, lines=ready)
    context = {
        "round": round,
        "form": form,
        "ready": ready,
        "chosen": [(line, what_is_planned_if_any(line)) for line in form.chosen],
        "has_changed": request.method == "POST" and form.is_valid(),
        "people": len(queries.all_addresses(form.chosen)),
        "for_others": [line for line in lines if not line.may_release],
    }
    return render(request, "grants/awards/releasing/send.html", context)


@may("grants.prepare_release", Application, with_=("organisation", "round"))
def release_words(request, application):
    """Read and edit what one co-op will be told."""
    line = queries.line_about(application)
    if line is None:
        raise Refused(NOTHING_HELD)
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        draft=line.draft,
        has_money=line.resolution.is_funding and line.resolution.amount > 0,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_words(line.resolution, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Somebody else must read it now.")
            return redirect("release", application.round.reference)
    may_read = line.draft.read_at is None and line.draft.edited_by != request.user
    context = {"application": application, "line": line, "form": form, "may_read": may_read}
    if line.resolution.is_funding:
        context |= what_is_planned(line)
    return render(request, "grants/awards/releasing/words.html", context)


@may("grants.prepare_release", Application, methods=("POST",), with_=("organisation", "round"))
def release_read(request, application):
    """Somebody who did not write the words says that they have read them."""
    line = queries.line_about(application)
    if line is None:
        raise Refused(NOTHING_HELD)
    version = request.POST.get("version", "")
    actions.read_words(
        line.resolution,
        version=int(version) if version.isdecimal() and len(version) < 9 else -1,
        by=request.user,
    )
    messages.success(request, f"You have read the words for {application.organisation}.")
    return redirect("release", application.round.reference)


@may("grants.decide_application", Application, with_=("organisation", "round"))
def off_reserve(request, application):
    """Prepare an offer for the next on the reserve list who fits, or a no for anybody on it."""
    resolution = queries.reserve_of(application)
    if resolution is None:
        raise Refused(NOT_WAITING)
    for button, action in (("offer", actions.call_up), ("end", actions.end_wait)):
        if request.method == "POST" and button in request.POST:
            action(resolution, by=request.user)
            messages.success(request, "Prepared. Somebody else reads the words next.")
            return redirect("release_words", application.reference)
    left, following = queries.next_on_reserve(application.round)
    context = {
        "application": application,
        "resolution": resolution,
        "left": left,
        "is_next": following == resolution,
    }
    return render(request, "grants/awards/releasing/off_reserve.html", context)
