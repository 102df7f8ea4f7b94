"""Pages to say no early, to read and accept an offer, and to open a letter."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.assessment.checking.queries import eligibility_of
from grants.funds.queries import other_open_rounds
from grants.lifecycle import Stage
from workshops.queries import sessions_for

from . import actions, queries
from .forms import AcceptForm, IneligibleForm
from .models import Letter

CASE = ("organisation", "round")


@may("grants.check_application", Application, with_=CASE)
def case_ineligible(request, application):
    """Say no early, in a letter with a kind reason and something that could help instead."""
    form = IneligibleForm(
        request.POST if request.method == "POST" else None,
        sessions=sessions_for(request.user, now()).exclude(published_at=None),
        rounds=other_open_rounds(application.round),
    )
    if request.method == "POST" and form.is_valid():
        reason, alternatives = form.cleaned_data["reason"], form.alternatives
        try:
            actions.rule_ineligible(
                application, reason=reason, alternatives=alternatives, by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The letter is being made. The co-op gets it in a minute.")
            return redirect("case", application.reference)
    tests = eligibility_of(application)
    failed = [test for test in tests if test.check_made and test.check_made.is_fail]
    context = {"application": application, "form": form, "failed": failed}
    return render(request, "grants/awards/case_ineligible.html", context)


@may("grants.see_own_application", Application, with_=CASE)
def offer(request, application):
    """The offer in short, with its letter; a signatory accepts it here."""
    award = queries.award_of(application)
    if award is None:
        raise Http404
    may_sign = request.user.has_perm("grants.accept_award", application)
    if request.method == "POST" and not may_sign:
        raise PermissionDenied
    form = AcceptForm(request.POST if request.method == "POST" else None, award=award)
    if request.method == "POST" and award.accepted_at is None and form.is_valid():
        try:
            actions.accept_award(
                application,
                name=form.cleaned_data["name"],
                confirms_limit=award.amount > 0,
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "You have accepted the offer. Congratulations!")
            return redirect("offer", application.reference)
    return show_offer(request, application, award, form, may_sign=may_sign)


def show_offer(request, application, award, form, *, may_sign):
    context = {
        "application": application,
        "award": award,
        "form": form,
        "form_errors": bool(form.errors) and award.accepted_at is None,
        "letter": queries.letter_of(application, Letter.Kind.OFFER),
        "may_sign": may_sign,
        "may_withdraw": request.user.has_perm("grants.withdraw_application", application),
        "is_open": application.state == Stage.OFFERED,
        "is_late": now() > award.respond_by,
    }
    return render(request, "grants/awards/offer.html", context)


@may("grants.see_letter", Letter, methods=("GET",), with_=("application",))
def letter(request, letter):
    """A letter as a page: the same words as its PDF."""
    if letter.issued_at is None:
        return render(request, "grants/awards/letter_waiting.html", {"letter": letter})
    may_sign = request.user.has_perm("grants.accept_award", letter)
    is_open = letter.application.state == Stage.OFFERED
    context = {"letter": letter, "may_answer": may_sign and is_open}
    return render(request, "grants/awards/letter.html", context)


@may("grants.make_letter_again", Letter, methods=("POST",), with_=("application",))
def letter_again(request, letter):
    """Try once more to make a letter that could not be made."""
    actions.make_letter_again(letter, by=request.user)
    messages.success(request, "The letter is being made again. Look again in a minute.")
    return redirect("case", letter.application.reference)


@may("grants.see_letter", Letter, methods=("GET",), with_=("application",))
def letter_pdf(request, letter):
    """The letter's own bytes, as they were made and hashed."""
    if letter.issued_at is None:
        raise Http404
    name = f"{letter.get_kind_display()} {letter.application.reference}.pdf"
    return HttpResponse(
        bytes(letter.pdf),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
