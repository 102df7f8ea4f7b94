"""Nobody alone takes an offer out of the limit of the law: one proposes, and an approver agrees."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email, User
from grants.assessment.actions import declare_conflict, settle_conflict
from grants.awards.subsidy import actions, proposing
from grants.awards.subsidy.queries import NOT_CONFIRMED, route_of, routes_to_answer, with_clearance
from grants.casework.today import things_for
from grants.closure.actions import terminate_award
from grants.history import faults_in
from grants.models import Conflict, Instalment, RouteProposal, SubsidyAssessment
from grants.payments.actions import prepare_payment_run
from tests import factories
from tests.factories.cases import colleague, with_bank_details

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FREEING = ["not_subsidy", "streamlined", "full"]


def officer():
    return colleague("is_officer")


def approver():
    return colleague("is_approver")


def held_back(application):
    instalments = Instalment.objects.filter(award__application=application)
    return {one.held_by for one in with_clearance(instalments)}


def paid_out(application):
    due = Instalment.objects.filter(award__application=application)
    return prepare_payment_run(due, by=colleague("is_finance_preparer"))


def alone(application, *, route="not_subsidy", by=None):
    return actions.assess_subsidy(application, route=route, reason="Freed.", by=by or officer())


def verbs(application):
    return [entry.verb for entry in application.history.order_by("sequence")]


# Two people


@pytest.mark.parametrize("route", FREEING)
def test_nobody_alone_takes_a_grant_out_of_the_limit(settings, route):
    settings.SUBSIDY_LIMIT = 5000
    application = with_bank_details(confirmed=False)
    with pytest.raises(actions.OverTheLimit):
        factories.confirmed_limit(application)
    both = factories.staff("is_officer", "is_approver")

    with pytest.raises(Refused, match="an approver has to agree"):
        alone(application, route=route, by=both)
    proposal = factories.route_proposed(application, route=route, by=both)
    with pytest.raises(Refused, match="another approver agrees"):
        proposing.agree_route(proposal, by=both)

    assert route_of(application) == "minimal"
    assert held_back(application) == {NOT_CONFIRMED}
    with pytest.raises(Refused, match="can’t be paid yet"):
        paid_out(application)


@pytest.mark.parametrize("route", FREEING)
def test_whoever_frees_a_case_before_the_offer_does_not_make_the_offer_too(route):
    application = factories.with_panel()
    both = factories.staff("is_officer", "is_approver")
    alone(application, route=route, by=both)

    with pytest.raises(Refused, match="another approver makes this offer"):
        factories.offer(application, by=both)
    factories.offer(application, by=approver())

    assert route_of(application) == route


def test_who_only_called_it_minimal_assistance_may_offer_it():
    application = factories.with_panel()
    both = factories.staff("is_officer", "is_approver")
    alone(application, route="minimal", by=both)

    assert factories.offer(application, by=both).state == "offered"


@pytest.mark.parametrize("stage", [factories.offered, factories.accepted, factories.in_monitoring])
def test_from_the_offer_on_two_decide(stage):
    application = stage()

    with pytest.raises(Refused, match="an approver has to agree"):
        alone(application)

    factories.agreed_route(factories.route_proposed(application))
    assert route_of(application) == "not_subsidy"


@pytest.mark.parametrize("stage", [factories.submitted, factories.with_panel])
def test_before_an_offer_one_officer_suffices(stage):
    application = stage()

    alone(application)

    assert route_of(application) == "not_subsidy"
    with pytest.raises(Refused, match="Nobody has to agree to this"):
        factories.route_proposed(application, route="full")


def test_what_an_officer_found_before_is_not_loosened_alone_by_way_of_a_longer_route():
    application = factories.with_panel()
    factories.assessed_subsidy(application, route="full")
    application = factories.offer(application)
    held = application.subsidy_assessments.get()

    with pytest.raises(Refused, match="an approver has to agree"):
        actions.assess_subsidy(
            application, route="not_subsidy", reason="Freed.", seen=held.pk, by=officer()
        )


def test_an_approver_agrees_and_it_holds_and_all_is_written_down():
    application = with_bank_details(confirmed=False)
    proposal = factories.route_proposed(application, reason="It is for members only.")
    assert route_of(application) == "minimal"

    held = factories.agreed_route(proposal)

    assert route_of(application) == "not_subsidy"
    assert (held.assessed_by, held.proposal.agreed_by) == (officer(), approver())
    assert held.reason == "It is for members only."
    assert verbs(application)[-2:] == ["propose_route", "agree_route"]
    assert faults_in(application) == []
    assert paid_out(application).payments.count() == 1


def test_one_officer_goes_back_to_what_asks_for_most():
    application = factories.accepted()
    factories.assessed_subsidy(application, route="not_subsidy")

    factories.assessed_subsidy(application, route="minimal")

    assert route_of(application) == "minimal"


def test_nothing_changes_under_the_eyes_of_who_answers():
    application = factories.accepted()
    factories.route_proposed(application)

    with pytest.raises(Refused, match="Officer proposed another answer"):
        factories.assessed_subsidy(application, route="minimal", reason="It trades after all.")
    with pytest.raises(Refused, match="Officer proposed another answer"):
        factories.route_proposed(application, route="full", by=factories.staff("is_officer"))


def test_an_offer_that_goes_out_while_an_officer_writes_takes_two():
    application = factories.with_panel()
    factories.offer(application)

    with pytest.raises(Refused, match="The offer is out now"):
        alone(application)  # as it was before them: still with the panel


# Who may answer


@pytest.mark.parametrize(
    "who", ["is_officer", "is_auditor", "is_assessor", "is_finance_preparer", "is_finance_approver"]
)
def test_only_an_approver_agrees(who):
    proposal = factories.route_proposed(factories.accepted())

    with pytest.raises(PermissionDenied):
        proposing.agree_route(proposal, by=factories.staff(who))


@pytest.mark.parametrize("outcome", ["", "no_score"])
def test_an_approver_who_is_close_to_the_co_op_does_not_agree(outcome):
    proposal = factories.route_proposed(factories.accepted())
    near = factories.staff("is_approver")
    conflict = declare_conflict(proposal.application, by=near, reason="Kin.")
    if outcome:
        settle_conflict(conflict, outcome=outcome, reason="Kin.", seen=0, by=officer())

    with pytest.raises(PermissionDenied):
        proposing.agree_route(proposal, by=near)


def test_an_approver_whose_role_waits_does_not_agree_and_is_not_asked():
    new = factories.staff("is_approver", decides_from=now() + timedelta(hours=1))

    proposal = factories.route_proposed(factories.accepted())

    with pytest.raises(PermissionDenied):
        proposing.agree_route(proposal, by=new)
    assert not Email.objects.filter(event="grants/route_proposed", to=new.email).exists()


def test_an_officer_can_leave_it_as_it_was_and_others_can_not():
    proposal = factories.route_proposed(factories.accepted())
    with pytest.raises(PermissionDenied):
        factories.route_dropped(proposal, by=colleague("is_auditor"))

    factories.route_dropped(proposal, by=factories.staff("is_officer"))

    assert not RouteProposal.objects.waiting().exists()


# Who hears


def test_approvers_are_asked_and_whoever_proposed_hears_the_answer():
    application = factories.accepted()
    other = factories.staff("is_approver")
    away = factories.staff("is_approver")
    Conflict.objects.create(application=application, user=away, reason="Kin.", reference="k1")

    proposal = factories.route_proposed(application, reason="It is for members only.")

    asked = Email.objects.filter(event="grants/route_proposed")
    assert {mail.to for mail in asked} == {approver().email, other.email}
    for words in (str(officer()), "It is for members only.", "not a subsidy"):
        assert words in asked[0].body
    proposing.agree_route(proposal, by=other)
    told = Email.objects.get(event="grants/route_agreed")
    assert told.to == officer().email
    assert str(other) in told.body


def test_whoever_proposed_it_hears_why_not_and_may_propose_anew():
    application = factories.accepted()
    proposal = factories.route_proposed(application)

    factories.route_dropped(proposal, because="They sell bread.")

    mail = Email.objects.get(event="grants/route_dropped")
    assert mail.to == officer().email
    for words in (str(approver()), "They sell bread."):
        assert words in mail.body
    assert route_of(application) == "minimal"
    assert verbs(application)[-1] == "drop_route"
    assert factories.route_proposed(application, route="full").reference.endswith("-S2")


def test_who_takes_it_back_gets_no_email():
    factories.route_dropped(factories.route_proposed(factories.accepted()), by=officer())

    assert not Email.objects.filter(event="grants/route_dropped").exists()


def test_where_whoever_proposed_it_left_the_officers_hear():
    application, gone = factories.accepted(), factories.staff("is_officer")
    proposal = factories.route_proposed(application, by=gone)
    User.objects.filter(pk=gone.pk).update(is_officer=False)

    factories.agreed_route(proposal)

    told = {mail.to for mail in Email.objects.filter(event="grants/route_agreed")}
    assert officer().email in told
    assert gone.email not in told
    assert "You proposed" not in Email.objects.filter(event="grants/route_agreed").first().body


def test_it_waits_on_the_list_of_who_may_answer():
    application = factories.accepted()
    both = factories.staff("is_officer", "is_approver")
    proposal = factories.route_proposed(application, by=both)

    def lines(person):
        person.forget()
        return [one for one in things_for(person) if one.source.page == "route_answer"]

    (line,) = lines(approver())
    assert line.text == f"Answer on the public money of {application.organisation.name}"
    assert line.url == reverse("route_answer", args=[proposal.reference])
    assert lines(both) == lines(officer()) == []
    factories.agreed_route(proposal)
    assert lines(approver()) == []


# Second clicks, and answers that come too late


def test_second_clicks_do_nothing_more():
    application = factories.accepted()

    first = factories.route_proposed(application)
    assert factories.route_proposed(application) == first
    factories.route_dropped(first)
    factories.route_dropped(first)
    second = factories.route_proposed(application)
    factories.agreed_route(second)
    factories.agreed_route(second)

    once = ["propose_route", "drop_route", "propose_route", "agree_route"]
    assert verbs(application)[-4:] == once
    assert verbs(application).count("agree_route") == 1
    assert Email.objects.filter(event="grants/route_agreed").count() == 1


def test_who_answers_second_is_told_who_was_first():
    application = factories.accepted()
    proposal = factories.route_proposed(application)
    factories.agreed_route(proposal)

    with pytest.raises(Refused, match="Approver has answered this already"):
        factories.route_dropped(proposal, by=officer())
    with pytest.raises(Refused, match="Approver has answered this already"):
        proposing.agree_route(proposal, by=factories.staff("is_approver"))
    with pytest.raises(Refused, match="This is what we say already"):
        factories.route_proposed(application)


def test_two_officers_at_once_and_the_second_reads_first():
    application = factories.accepted()
    factories.assessed_subsidy(application)

    with pytest.raises(Refused, match="Somebody else saved this"):
        proposing.propose_route(application, route="full", reason="Large.", seen=None, by=officer())


def test_what_has_ended_needs_no_answer():
    proposal = factories.route_proposed(factories.accepted())
    terminate_award(proposal.application, reason="Gone.", by=officer())

    with pytest.raises(Refused, match="nothing has to be decided"):
        proposing.agree_route(proposal, by=approver())
    assert not routes_to_answer(approver()).exists()
    assert factories.route_dropped(proposal)


# What the database refuses


def refused(call, match=None):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        call()


def test_the_database_wants_two_people():
    factories.route_proposed(factories.accepted())
    alone = {"agreed_at": now(), "agreed_by": officer()}

    with pytest.raises(IntegrityError, match="somebody_else_agrees"), transaction.atomic():
        RouteProposal.objects.update(**alone)


@pytest.mark.parametrize("route", FREEING)
def test_the_database_takes_no_offer_out_of_the_limit_by_one_alone(route):
    application = factories.accepted()
    proposal = factories.route_proposed(application, route=route)
    facts = {"application": application, "route": route, "reason": "x", "assessed_by": officer()}

    for unagreed in ({}, {"proposal": proposal}):
        refused(partial(SubsidyAssessment.objects.create, **facts, **unagreed), "two people")
    facts |= {"route": "minimal"}
    assert SubsidyAssessment.objects.create(**facts)


@pytest.mark.parametrize(
    "change", [{"route": "full"}, {"reason": "Else."}, {"reference": "x"}, {"proposed_at": now()}]
)
def test_the_database_keeps_what_was_proposed_and_answered(change):
    proposal = factories.route_proposed(factories.accepted())

    refused(lambda: RouteProposal.objects.update(**change))
    factories.route_dropped(proposal)
    refused(lambda: RouteProposal.objects.update(dropped_because="Else."))
    agreed = {"agreed_at": now(), "agreed_by": approver()}
    refused(lambda: RouteProposal.objects.update(**agreed))
    refused(lambda: RouteProposal.objects.all().delete())


@pytest.mark.parametrize("facts", [{"reason": ""}, {"route": "minimal"}, {"route": "none"}])
def test_a_proposal_says_which_and_why(facts):
    application = factories.accepted()
    facts = {"route": "full", "reason": "Large.", "proposed_by": officer(), **facts}

    refused(lambda: RouteProposal.objects.create(application=application, reference="r", **facts))
