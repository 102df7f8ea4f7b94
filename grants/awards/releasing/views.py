"""Pages to look over what panels decided, to release it, and to offer from the reserve list."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.funds.models import Round

from . import actions, queries
from .forms import WordsForm

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
    """Say whom a release reaches; the button does it, one by one, and each result is shown."""
    lines = queries.lines_of(round, request.user)
    if request.method == "POST":
        chosen = queries.named(round, request.user, request.POST.getlist("case"))
        results = actions.release_together(chosen, by=request.user)
        context = {"round": round, "results": results}
        return render(request, "grants/awards/releasing/released.html", context)
    ready = [line for line in lines if line.may_release and line.is_ready]
    context = {
        "round": round,
        "ready": ready,
        "people": len(queries.all_addresses(ready)),
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
def reserve_offer(request, application):
    """Offer a grant to the next on the reserve list who fits."""
    resolution = queries.reserve_of(application)
    if resolution is None:
        raise Refused(NOT_WAITING)
    if request.method == "POST":
        actions.offer_from_reserve(resolution, by=request.user)
        messages.success(request, "Offered. The letter is being made.")
        return redirect("release", application.round.reference)
    context = {
        "application": application,
        "resolution": resolution,
        "words": queries.draft_of(resolution).words,
        "people": len(queries.addresses_about(application)),
        "left": queries.left_in(application.round),
    }
    return render(request, "grants/awards/releasing/reserve_offer.html", context)
