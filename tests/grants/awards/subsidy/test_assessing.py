"""An officer says if it is a subsidy, records the longer work, and enters it in the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from applicants.access import Refused
from applicants.actions import merge_organisations
from applicants.models import Email
from grants.awards.subsidy import actions, linking
from grants.awards.subsidy.queries import (
    entered,
    group_of,
    links_of,
    route_of,
    standing_of,
    to_enter,
)
from grants.models import (
    Award,
    DatabaseEntry,
    EnterpriseLink,
    SubsidyAssessment,
    SubsidyNotice,
    SubsidyStatement,
)
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db


def award_of(application):
    return Award.objects.get(application=application)


def last_entry(application):
    return application.history.order_by("-sequence").first()


# Is it a subsidy?


def test_nobody_has_said_so_it_is_minimal_assistance():
    assert route_of(factories.submitted()) == "minimal"


@pytest.mark.parametrize("route", ["not_subsidy", "minimal", "streamlined", "full"])
def test_an_officer_says_what_it_is_and_why(route):
    application = factories.with_panel()

    assessment = factories.assessed_subsidy(application, route=route, reason="They trade.")

    assert route_of(application) == route
    entry = last_entry(application)
    assert (entry.verb, entry.note) == ("assess_subsidy", "They trade.")
    assert entry.subject == assessment.get_route_display()


def test_another_answer_replaces_the_first_and_both_stay():
    application = factories.with_panel()
    first = factories.assessed_subsidy(application, route="full")

    second = factories.assessed_subsidy(application, route="minimal")

    first.refresh_from_db()
    assert first.replaced_at is not None
    assert SubsidyAssessment.objects.current().get() == second


def test_a_second_click_writes_nothing_more():
    application = factories.with_panel()

    assert factories.assessed_subsidy(application) == factories.assessed_subsidy(application)
    assert application.history.filter(verb="assess_subsidy").count() == 1


def test_two_officers_at_once_and_the_second_reads_first():
    application = factories.with_panel()
    factories.assessed_subsidy(application, route="full")

    with pytest.raises(Refused, match="Somebody else saved this"):
        actions.assess_subsidy(
            application, route="minimal", reason="Small.", seen=None, by=colleague("is_officer")
        )
    assert route_of(application) == "full"


@pytest.mark.parametrize("who", ["is_approver", "is_auditor", "is_assessor", "is_finance_approver"])
def test_only_officers_say_what_it_is(who):
    application = factories.with_panel()

    with pytest.raises(PermissionDenied):
        factories.assessed_subsidy(application, by=colleague(who))


def test_an_officer_with_a_conflict_does_not():
    from grants.assessment.actions import declare_conflict

    application = factories.with_panel()
    officer = factories.staff("is_officer")
    declare_conflict(application, by=officer, reason="My aunt.")

    with pytest.raises(PermissionDenied):
        factories.assessed_subsidy(application, by=officer)


def test_what_is_over_is_not_assessed():
    with pytest.raises(Refused, match="could still give help"):
        factories.assessed_subsidy(factories.declined())


def test_an_offer_that_turns_out_to_be_a_subsidy_gets_its_notice_in_a_letter():
    application = factories.with_panel()
    factories.assessed_subsidy(application, route="not_subsidy")
    application = factories.offer(application)
    assert not SubsidyNotice.objects.exists()

    factories.assessed_subsidy(application, route="minimal")

    assert SubsidyNotice.objects.get().gross_value == 5200
    factories.issue_letters()
    assert Email.objects.filter(event="grants/letter_subsidy_notification").count() == 1
    assert factories.confirmed_limit(application)


def test_a_confirmed_award_that_comes_back_to_minimal_assistance_is_stated():
    application = factories.offered()
    factories.confirmed_limit(application)
    factories.assessed_subsidy(application, route="full")

    factories.all_sign(application)
    assert not SubsidyStatement.objects.exists()

    factories.assessed_subsidy(application, route="minimal")

    assert SubsidyStatement.objects.count() == 1


# The longer routes


@pytest.mark.parametrize("route", ["streamlined", "full"])
def test_a_longer_route_is_recorded_as_done_once(route):
    application = factories.accepted()
    factories.assessed_subsidy(application, route=route)
    assert standing_of(award_of(application)).is_to_finish

    other = factories.staff("is_officer")
    first = factories.finished_route(application, note="Seven principles, file 12.", by=other)
    second = factories.finished_route(application, note="Another.", by=other)

    assert first == second
    assert second.done_note == "Seven principles, file 12."
    assert not standing_of(award_of(application)).is_to_finish
    assert application.history.filter(verb="finish_subsidy_route").count() == 1


def test_whoever_chose_the_longer_route_does_not_say_that_it_is_done():
    application = factories.with_panel()
    officer = colleague("is_officer")
    factories.assessed_subsidy(application, route="full", by=officer)
    application = factories.offer(application)

    with pytest.raises(Refused, match="somebody else says that it is done"):
        factories.finished_route(application, by=officer)
    assert standing_of(award_of(application)).is_to_finish

    factories.finished_route(application, by=colleague("is_approver"))
    assert not standing_of(award_of(application)).is_to_finish


@pytest.mark.parametrize("who", ["is_auditor", "is_assessor", "is_finance_approver"])
def test_only_officers_and_approvers_say_that_it_is_done(who):
    application = factories.with_panel()
    factories.assessed_subsidy(application, route="full")

    with pytest.raises(PermissionDenied):
        factories.finished_route(application, by=colleague(who))


def test_nothing_else_is_to_be_done_by_hand():
    application = factories.accepted()

    with pytest.raises(Refused, match="Nothing has to be finished"):
        actions.finish_route(application, note="Done.", by=colleague("is_officer"))


# The public database


def above(settings, amount=5199):
    settings.SUBSIDY_DATABASE_ABOVE = amount


def test_exactly_the_threshold_is_not_entered_and_a_pound_more_is(settings):
    application = factories.accepted()
    officer = colleague("is_officer")

    above(settings, 5200)
    assert not to_enter(officer).exists()
    above(settings, 5199)
    assert to_enter(officer).get() == award_of(application)


@pytest.mark.parametrize("route", ["streamlined", "full"])
def test_every_other_subsidy_is_entered_whatever_its_size(route):
    application = factories.accepted()
    factories.assessed_subsidy(application, route=route)

    assert to_enter(colleague("is_officer")).get() == award_of(application)


def test_what_is_not_given_and_what_is_no_subsidy_is_not_entered(settings):
    above(settings)
    factories.accepted(confirmed=False)
    factories.assessed_subsidy(factories.accepted(), route="not_subsidy")
    factories.assessed_subsidy(factories.offered(), route="full")

    assert not to_enter(colleague("is_officer")).exists()


def test_an_officer_records_the_entry_and_corrects_it(settings):
    above(settings)
    application = factories.accepted()

    factories.in_database(application)
    factories.in_database(application)  # a second click
    factories.in_database(application, entry="SC2")

    assert DatabaseEntry.objects.count() == 2
    assert DatabaseEntry.objects.current().get().entry == "SC2"
    assert not to_enter(colleague("is_officer")).exists()
    assert entered(colleague("is_officer")).get().entry == "SC2"
    assert last_entry(application).verb == "enter_in_database"


@pytest.mark.parametrize("days", [-1, 1])
def test_an_entry_is_made_after_the_help_and_not_in_the_future(settings, days):
    above(settings)
    application = factories.accepted()

    with pytest.raises(Refused, match="after we gave the help"):
        actions.enter_in_database(
            award_of(application),
            entry="SC1",
            entered_on=localdate() + timedelta(days=days),
            by=colleague("is_officer"),
        )


def test_what_was_not_given_cannot_be_entered():
    with pytest.raises(Refused, match="not been given"):
        factories.in_database(factories.accepted(confirmed=False))


# The enterprise


def test_two_are_linked_once_whichever_comes_first():
    one, other = factories.organisation(), factories.organisation()

    first = factories.linked_enterprises(one, other)
    assert factories.linked_enterprises(other, one) == first
    assert group_of(one) == group_of(other) == {one.pk, other.pk}
    assert links_of(other)[0].other == one


def test_a_link_that_ended_can_be_made_anew_and_both_stay():
    one, other = factories.organisation(), factories.organisation()
    linking.end_link(factories.linked_enterprises(one, other), by=colleague("is_officer"))
    assert group_of(one) == {one.pk}

    factories.linked_enterprises(one, other)

    assert group_of(one) == {one.pk, other.pk}
    assert EnterpriseLink.objects.count() == 2


def test_nobody_is_linked_with_itself_and_only_officers_link():
    one, other = factories.organisation(), factories.organisation()

    with pytest.raises(Refused, match="one and the same"):
        factories.linked_enterprises(one, one)
    with pytest.raises(PermissionDenied):
        factories.linked_enterprises(one, other, by=colleague("is_auditor"))
    with pytest.raises(PermissionDenied):
        linking.end_link(factories.linked_enterprises(one, other), by=colleague("is_approver"))


def test_when_records_are_joined_the_group_follows():
    merged, kept, third, fourth = (factories.organisation() for _ in range(4))
    factories.linked_enterprises(merged, third)
    factories.linked_enterprises(merged, fourth)
    factories.linked_enterprises(kept, fourth)
    factories.linked_enterprises(merged, kept)

    merge_organisations(merged, into=kept, reason="One.", by=colleague("is_officer"))

    assert group_of(kept) == {kept.pk, third.pk, fourth.pk}
    assert EnterpriseLink.objects.live().count() == 2


def test_the_clock_of_an_entry_says_when_it_is_due(settings, time_machine):
    from grants.casework.today import things_for

    above(settings)
    time_machine.move_to(datetime(2027, 1, 10, 12, tzinfo=UTC))
    application = factories.accepted()
    officer = colleague("is_officer")

    def line():
        officer.forget()
        return next(one for one in things_for(officer) if "database" in one.text)

    assert line().clock == "Due by 10 April, in 90 days"
    assert line().url == f"/cases/{application.reference}/subsidy/"
    time_machine.move_to(datetime(2027, 4, 12, 12, tzinfo=UTC))
    assert line().clock == "Due by 10 April, 2 days late"
    assert things_for(officer)[0].due == localdate()
