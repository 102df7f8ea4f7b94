"""The page on which a co-op can check a decision for itself."""

from django.http import Http404
from django.shortcuts import render
from django.utils.timezone import localdate

from applicants.access import may
from grants.applications.models import Application
from grants.awards.queries import award_of
from grants.funds.queries import other_open_rounds

from . import queries


@may("grants.see_receipt", Application, methods=("GET",), with_=("organisation", "round"))
def decision_receipt(request, application):
    """The same page for yes and no: scores, reasons, and what could have changed it."""
    receipt = queries.receipt_of(application)
    if receipt is None:
        raise Http404
    told = queries.as_read(receipt)
    may_edit = request.user.has_perm("grants.edit_application", application)
    context = {
        "application": application,
        "receipt": receipt,
        "told": told,
        "needs_more": [criterion for criterion in told["criteria"] if criterion["better"]],
        "award": award_of(application),
        "numbers": queries.numbers_of(application.round),
        "is_member": request.user.has_perm("grants.see_own_application", application),
        "may_edit": may_edit,
        "open_rounds": other_open_rounds(application.round) if may_edit else [],
        "review": receipt.review,
        "can_ask": may_edit and localdate() <= receipt.review_by,
    }
    return render(request, "grants/awards/receipts/decision_receipt.html", context)
