"""Pages to ask for a review, to choose who looks again, and to answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from applicants import kept_text
from applicants.access import Refused, may
from grants.applications.models import Application
from grants.awards.receipts.queries import receipt_of

from . import actions, queries
from .forms import AnswerForm, AskForm, ReviewerForm
from .models import Review

CASE = ("decision__application__organisation", "decision__application__round")


def _sent(request):
    return request.POST if request.method == "POST" else None


@may("grants.ask_for_review", Application, with_=("organisation", "round"), keeps_text=True)
def review_ask(request, application):
    """Ask us to look again at how we decided; after the last day, who to talk to."""
    receipt = receipt_of(application)
    if receipt is None:
        raise Http404
    form = AskForm(_sent(request) or kept_text.kept(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for_review(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            kept_text.forget(request)
            messages.success(request, "We have your request. We’ll email your group our answer.")
            return redirect("decision_receipt", application.reference)
    context = {
        "application": application,
        "receipt": receipt,
        "form": form,
        "is_late": localdate() > receipt.review_by,
    }
    return render(request, "grants/awards/reviews/review_ask.html", context)


@may("grants.see_reviews", methods=("GET",))
def review_list(request):
    """Reviews that wait, and those that have their answer."""
    page = Paginator(queries.reviews_for(request.user), 50)
    context = {"page_obj": page.get_page(request.GET.get("page"))}
    return render(request, "grants/awards/reviews/review_list.html", context)


@may("grants.see_review", Review, methods=("GET",), with_=(*CASE, "asked_by", "reviewer"))
def review(request, review):
    """What a co-op says went wrong, who looks at it, and what they found."""
    context = {
        "review": review,
        "application": review.application,
        "may_assign": request.user.has_perm("grants.assign_review", review),
        "may_answer": request.user.has_perm("grants.answer_review", review),
        "may_list": request.user.has_perm("grants.see_reviews"),
    }
    return render(request, "grants/awards/reviews/review.html", context)


@may("grants.assign_review", Review, with_=(*CASE, "reviewer"))
def review_assign(request, review):
    """Choose somebody who took no part in the case."""
    people = queries.possible_reviewers(review.application)
    form = ReviewerForm(_sent(request), people=people)
    if form.is_valid():
        try:
            actions.assign_review(review, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "They have an email with a link to the review.")
            return redirect("review", review.reference)
    context = {
        "review": review,
        "application": review.application,
        "form": form,
        "people": people,
    }
    return render(request, "grants/awards/reviews/review_assign.html", context)


@may("grants.answer_review", Review, with_=CASE)
def review_answer(request, review):
    """Say what went wrong, or that nothing did."""
    form = AnswerForm(_sent(request))
    if form.is_valid():
        try:
            actions.answer_review(review, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer is given, and we email their group.")
            return redirect("review", review.reference)
    context = {"review": review, "application": review.application, "form": form}
    return render(request, "grants/awards/reviews/review_answer.html", context)
