"""Pages about public money: for the signatory who confirms, and for the officer who assesses."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from applicants.access import Refused, may
from applicants.models import Organisation
from grants.applications.models import Application
from grants.assessment.checking.public_money import public_money_named
from grants.awards.queries import award_of
from grants.involvement import conflicts_of

from . import actions, linking, proposing, queries
from .forms import (
    AssessForm,
    DoneForm,
    EntryForm,
    LimitForm,
    LinkForm,
    RouteAnswerForm,
    as_typed,
)
from .models import EnterpriseLink, RouteProposal
from .window import is_within, period_starts
from .words import over_the_limit

ON_ONE_PAGE = 100


def typed(request):
    """What was sent with a form, or nothing when the page is only opened."""
    return request.POST if request.method == "POST" else None


OF_A_PROPOSAL = (
    *(f"application__{part}" for part in ("organisation", "round", "award")),
    *("proposed_by", "agreed_by", "dropped_by"),
)
LINKED = (
    "Noted. What they had from us counts together. A grant that is over the limit now waits until "
    "its co-op has answered our letter."
)


@may("grants.confirm_limit", Application, with_=("organisation", "round"))
def public_money(request, application):
    """A signatory lists other public money, sees the sum, and confirms the limit in writing."""
    award = award_of(application)
    if award is None:
        raise Http404
    award.application = application
    held, is_signing = queries.confirmation_of(award), "confirm" in request.POST
    lines = _lines_to_start_from(application, held)
    form = LimitForm(typed(request), lines=lines, is_signing=is_signing)
    if form.is_valid() and is_signing:
        told = form.cleaned_data
        facts = {"declared": told["awards"], "name": told["name"], "seen": told["seen"]}
        try:
            actions.confirm_limit(award, **facts, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you. You have confirmed it.")
            return redirect("public_money", application.reference)
    return _show_public_money(request, award, form, held)


def _lines_to_start_from(application, held):
    """What they confirmed; or else what their application says."""
    if held is not None:
        return [as_typed(one) for one in held.declared_awards.order_by("number")]
    return [
        {
            "body": line.get("giver", ""),
            "amount": line.get("amount", ""),
            "on": line.get("year", ""),
        }
        for line in public_money_named(application)
    ]


def _show_public_money(request, award, form, held):
    declared, is_whole = form.finished
    own, today = queries.own_before(award), localdate()
    listed = [queries.assistance_in(line) for line in declared]
    sums = queries.sums_for(award, listed, own)
    standing = queries.standing_of(award)
    context = {
        "application": award.application,
        "award": award,
        "form": form,
        "held": held,
        "statement": queries.statement_of(award),
        "standing": standing,
        "is_open": standing.state in queries.CAN_CONFIRM,
        "own": own,
        "sums": sums,
        "over": over_the_limit(sums) if sums.is_over else "",
        "is_whole": is_whole,
        "left_out": [
            line
            for line, one in zip(declared, listed, strict=True)
            if not (one.counts and is_within(one.given_on, today))
        ],
        "counted_from": period_starts(today),
        "day_value": settings.ADVISER_DAY_VALUE,
    }
    return render(request, "grants/awards/subsidy/public_money.html", context)


@may("grants.see_subsidy", Application, with_=("organisation", "round", "award"))
def case_subsidy(request, application):
    """An officer says if it is a subsidy; everybody who works on the case sees how it stands."""
    may_assess = request.user.has_perm("grants.assess_subsidy", application)
    if request.method == "POST" and not may_assess:
        raise PermissionDenied
    assessments = queries.assessments_of(application)
    proposals = queries.proposals_of(application)
    held = next(iter(assessments), None)
    form = AssessForm(typed(request), held=held)
    if form.is_valid():
        try:
            said = _save_assessment(application, form.cleaned_data, request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("case_subsidy", application.reference)
    can_assess = may_assess and application.state in actions.CAN_ASSESS
    is_offered = application.state in queries.CAN_CONFIRM
    waits = next((one for one in proposals if one.is_waiting and is_offered), None)
    context = {
        "application": application,
        "assessments": assessments,
        "form": form if can_assess and (form.is_bound or not waits) else None,
        "may_assess": may_assess,
        "may_finish": request.user.has_perm("grants.finish_subsidy", application),
        "may_answer": request.user.has_perm("grants.answer_route", application),
        "is_offered": is_offered,
        "waits": waits,
        "dropped": [one for one in proposals if one.dropped_at],
        **_standing(application, request.user),
    }
    return render(request, "grants/awards/subsidy/case_subsidy.html", context)


def _save_assessment(application, told, by):
    """By one officer; or, where it takes an offer out of the limit, as what an approver answers."""
    if queries.takes_two(application, told["route"]):
        proposing.propose_route(application, **told, by=by)
        return "An approver has to agree. Until then everything stays as it was."
    actions.assess_subsidy(application, **told, by=by)
    return "Saved."


@may("grants.answer_route", RouteProposal, with_=OF_A_PROPOSAL)
def route_answer(request, proposal):
    """An approver reads why the help should be given by another way, and agrees or says no."""
    application, is_own = proposal.application, proposal.proposed_by_id == request.user.pk
    may_agree = not is_own and request.user.has_perm("grants.agree_route", application)
    form = RouteAnswerForm(typed(request), may_agree=may_agree, is_own=is_own)
    if form.is_valid():
        try:
            _answer(proposal, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer is saved.")
            return redirect("case_subsidy", application.reference)
    context = {
        "proposal": proposal,
        "application": application,
        "form": form,
        "is_own": is_own,
        "may_agree": may_agree,
        "held": queries.assessment_of(application),
        **_standing(application, request.user),
    }
    return render(request, "grants/awards/subsidy/route_answer.html", context)


def _answer(proposal, *, answer, because, by):
    if answer == "yes":
        proposing.agree_route(proposal, by=by)
    else:
        proposing.drop_route(proposal, because=because, by=by)


def _standing(application, reader):
    """What the case page of public money shows of an award, when there is one."""
    award = getattr(application, "award", None)
    if award is None:
        return {}
    award.application = application
    confirmations, own = queries.confirmations_of(award), queries.own_before(award)
    closed = conflicts_of(reader)
    for one in own:
        one.is_hidden = one.award.application_id in closed
    held = next((one for one in confirmations if one.replaced_at is None), None)
    declared = held.declared_awards.all() if held else []
    given = queries.for_the_database().filter(pk=award.pk).first()
    return {
        "award": award,
        "standing": queries.standing_of(award),
        "notice": queries.notice_of(award),
        "confirmations": confirmations,
        "declared": declared,
        "statement": queries.statement_of(award),
        "own": own,
        "sums": queries.sums_for(award, [queries.assistance_of(one) for one in declared], own),
        "given": given,
        "due_on": given and queries.database_due_on(localdate(given.decided_at)),
        "links": [link for link in queries.links_of(application.organisation) if not link.ended_at],
    }


@may("grants.finish_subsidy", Application, with_=("organisation",))
def case_subsidy_done(request, application):
    """Somebody who did not choose the longer way records that its assessment is done."""
    form = DoneForm(typed(request))
    if form.is_valid():
        try:
            actions.finish_route(application, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. This no longer holds a payment back.")
            return redirect("case_subsidy", application.reference)
    context = {"application": application, "form": form}
    return render(request, "grants/awards/subsidy/case_subsidy_done.html", context)


@may("grants.assess_subsidy", Application, with_=("award",), methods=("POST",))
def case_subsidy_ask(request, application):
    """Ask the co-op to confirm once more; until it does, nothing is paid."""
    award = getattr(application, "award", None)
    if award is None:
        raise Refused("There is no offer and no live award to ask about.")
    actions.ask_again(award, by=request.user)
    messages.success(request, "We have written to the co-op. It is not paid until it confirms.")
    return redirect("case_subsidy", application.reference)


@may("grants.assess_subsidy", Application, with_=("organisation", "award"))
def case_subsidy_entry(request, application):
    """Record the entry in the public subsidy database."""
    award = getattr(application, "award", None)
    if award is None:
        raise Refused("This help has not been given yet.")
    form = EntryForm(typed(request))
    if form.is_valid():
        try:
            actions.enter_in_database(award, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error("entered_on", str(refusal))
        else:
            messages.success(request, "The entry is recorded.")
            return redirect("case_subsidy", application.reference)
    context = {"application": application, "form": form}
    return render(request, "grants/awards/subsidy/case_subsidy_entry.html", context)


@may("grants.link_enterprises", Organisation)
def organisation_group(request, organisation):
    """Which other organisations are one enterprise with this one."""
    form = LinkForm(typed(request))
    if form.is_valid():
        try:
            linking.link_enterprises(organisation, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error("other", str(refusal))
        else:
            messages.success(request, LINKED)
            return redirect("organisation_group", organisation.reference)
    context = {
        "organisation": organisation,
        "form": form,
        "links": queries.links_of(organisation),
    }
    return render(request, "grants/awards/subsidy/organisation_group.html", context)


@may("grants.link_enterprises", EnterpriseLink, with_=("first",), methods=("POST",))
def group_end(request, link):
    """Two organisations are not one enterprise any more."""
    linking.end_link(link, by=request.user)
    messages.success(request, "Noted. They count apart from now on.")
    return redirect("organisation_group", link.first.reference)


@may("grants.see_subsidies", methods=("GET",))
def subsidy_list(request):
    """What must be entered in the public subsidy database, with its day."""
    waiting = list(queries.to_enter(request.user)[:ON_ONE_PAGE])
    for award in waiting:
        award.due_on = queries.database_due_on(localdate(award.decided_at))
        award.is_late = award.due_on < localdate()
        award.value = award.stated_value or queries.gross_value_of(award)
    entered = Paginator(queries.entered(request.user), 50)
    context = {
        "waiting": waiting,
        "page_obj": entered.get_page(request.GET.get("page")),
        "above": settings.SUBSIDY_DATABASE_ABOVE,
        "months": settings.SUBSIDY_DATABASE_MONTHS,
        "years": settings.SUBSIDY_YEARS_IN_DATABASE,
    }
    return render(request, "grants/awards/subsidy/subsidy_list.html", context)
