"""The page on which a co-op reads and answers its offer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.awards.letters.models import Letter
from grants.awards.letters.queries import letter_of
from grants.awards.queries import award_of
from grants.lifecycle import Stage

from . import actions
from .forms import AcceptForm


@may("grants.see_own_application", Application, with_=("organisation", "round"))
def offer(request, application):
    """The offer in short, with its letter; a signatory accepts it here."""
    award = award_of(application)
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
        "before_payment": [one for one in award.conditions.all() if one.before],
        "form_errors": bool(form.errors) and award.accepted_at is None,
        "letter": letter_of(application, Letter.Kind.OFFER),
        "may_sign": may_sign,
        "may_withdraw": request.user.has_perm("grants.withdraw_application", application),
        "is_open": application.state == Stage.OFFERED,
        "is_late": now() > award.respond_by,
    }
    return render(request, "grants/awards/agreeing/offer.html", context)
