"""Pages about rounds: for everybody, and for the officers who prepare them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from applicants import kept_text
from applicants.access import Refused, may, public
from grants.funds import actions, queries, track_record
from grants.funds.forms import AnswerForm, DatesForm, EnquiryForm, NewRoundForm, RoundForm
from grants.funds.jargon import words_used
from grants.funds.models import Enquiry, Round
from grants.funds.promises import promise_to_tell

SAME_AGAIN = ("budget", "budget_days", "minimum", "maximum", "respond_days", "summary")


def _sent(request):
    return request.POST if request.method == "POST" else None


def _may(request, permission, record=None):
    return request.user.is_authenticated and request.user.has_perm(permission, record)


# --- For everybody ---


@public
def round_list(request):
    by_phase = queries.rounds_by_phase(request.user, now())
    context = {
        "open_rounds": by_phase[Round.Phase.OPEN],
        "soon_rounds": by_phase[Round.Phase.SOON],
        "closed_rounds": by_phase[Round.Phase.CLOSED],
        "unpublished_rounds": by_phase[Round.Phase.UNPUBLISHED],
        "sees_budget": _may(request, "grants.see_rounds"),
        "can_add": _may(request, "grants.add_round"),
        "can_see_assessors": _may(request, "grants.see_assessors"),
    }
    return render(request, "grants/funds/round_list.html", context)


@public
def round_detail(request, reference):
    round = _visible(request, reference)
    context = {
        "round": round,
        "criteria": queries.criteria_of(round),
        "tests": queries.tests_of(round),
        "date_changes": queries.date_changes_of(round),
        "last": track_record.last_round_before(round),
        "usual_time": track_record.usual_time(round),
        "promise_kept": promise_to_tell(round),
        "can_move_dates": _may(request, "grants.move_dates", round),
        "can_see_board": _may(request, "grants.see_board"),
        "sees_budget": _may(request, "grants.see_rounds"),
        "can_change": _may(request, "grants.change_round", round),
        "can_add": _may(request, "grants.add_round"),
    }
    return render(request, "grants/funds/round.html", context)


@public
def round_questions(request, reference):
    round = _visible(request, reference)
    context = {"round": round, "sections": queries.form_of(round)}
    context["corrections"] = queries.corrections_of(round)
    context["words"] = words_used(queries.texts_in(round), round.glossary)
    return render(request, "grants/funds/round_questions.html", context)


@public
def round_enquiries(request, reference):
    """What others asked, and the answers. Who asked stands nowhere."""
    round = _visible(request, reference)
    context = {
        "round": round,
        "enquiries": queries.answered_enquiries(round),
        "waiting": queries.own_waiting_enquiries(round, request.user),
        "can_answer": _may(request, "grants.answer_enquiry"),
        "takes_questions": round.phase() in (Round.Phase.SOON, Round.Phase.OPEN),
    }
    return render(request, "grants/funds/round_enquiries.html", context)


def _visible(request, reference):
    rounds = Round.objects.visible_to(request.user).select_related("fund")
    return get_object_or_404(rounds, reference=reference)


# --- For those who may apply ---


@may("grants.ask_enquiry", Round, keeps_text=True)
def enquiry_ask(request, round):
    """Ask something about a round."""
    form = EnquiryForm(_sent(request) or kept_text.kept(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_enquiry(round, text=form.cleaned_data["text"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            kept_text.forget(request)
            messages.success(request, "We have your question. We’ll email you when we answer.")
            return redirect("round_enquiries", round.reference)
    return render(request, "grants/funds/enquiry_ask.html", {"form": form, "round": round})


# --- For officers ---


@may("grants.answer_enquiry", methods=("GET",))
def enquiry_list(request):
    """Questions about rounds that nobody has answered yet."""
    page = Paginator(queries.enquiries_to_answer(request.user), 50)
    context = {"page_obj": page.get_page(request.GET.get("page"))}
    return render(request, "grants/funds/enquiry_list.html", context)


@may("grants.answer_enquiry", Enquiry, with_=("round",))
def enquiry(request, enquiry):
    """Answer one, for everybody."""
    if enquiry.answered_at is not None and request.method == "GET":
        return redirect("round_enquiries", enquiry.round.reference)
    form = AnswerForm(_sent(request), initial={"wording": enquiry.text})
    if form.is_valid():
        try:
            actions.answer_enquiry(enquiry, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer is on the page of the round.")
            return redirect("enquiry_list")
    return render(request, "grants/funds/enquiry.html", {"form": form, "enquiry": enquiry})


@may("grants.add_round")
def round_add(request):
    like = Round.objects.filter(reference=request.GET.get("like", "")).first()
    same = {name: getattr(like, name) for name in SAME_AGAIN} if like else {}
    initial = {"like": like.reference, **same} if like else None
    form = NewRoundForm(_sent(request), initial=initial)
    if form.is_valid():
        try:
            round = actions.add_round(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "The round is added. Check it, then publish it.")
            return redirect("round", round.reference)
    return render(request, "grants/funds/round_add.html", {"form": form})


@may("grants.change_round", Round)
def round_change(request, round):
    facts = {name: getattr(round, name) for name in RoundForm.base_fields}
    form = RoundForm(_sent(request), initial=facts)
    if form.is_valid():
        try:
            actions.change_round(round, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your changes are saved.")
            return redirect("round", round.reference)
    return render(request, "grants/funds/round_change.html", {"form": form, "round": round})


@may("grants.move_dates", Round)
def round_dates(request, round):
    """Move the dates of a published round, and say why."""
    facts = {"closes_at": round.closes_at, "decision_on": round.decision_on}
    form = DatesForm(_sent(request), initial=facts)
    if form.is_valid():
        try:
            actions.move_dates(round, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The new dates are shown, and we email everybody concerned.")
            return redirect("round", round.reference)
    return render(request, "grants/funds/round_dates.html", {"form": form, "round": round})


@may("grants.publish_round", Round, methods=("POST",))
def round_publish(request, round):
    try:
        actions.publish_round(round, by=request.user)
    except actions.NotPlain as refusal:
        context = {"round": round, "unclear": refusal.unclear}
        return render(request, "grants/funds/not_plain.html", context, status=409)
    messages.success(request, f"Everybody can see {round} now.")
    return redirect("round", round.reference)
