"""The co-op confirms the limit, and we say in writing what we gave."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from applicants.access import Refused
from applicants.models import Email, Membership
from grants.awards.agreeing.actions import turn_down_award
from grants.awards.subsidy import actions, linking
from grants.awards.subsidy.queries import (
    gross_value_of,
    notice_of,
    own_before,
    standing_of,
    sums_for,
)
from grants.history import faults_in
from grants.models import Award, LimitConfirmation, SubsidyStatement
from grants.templatetags.words import day
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db

WORTH = Decimal(5200)  # £4,000, and 3 days of advice at £400


def award_of(application):
    return Award.objects.get(application=application)


def verbs(application):
    return list(application.history.order_by("sequence").values_list("verb", flat=True))


def confirm(application, *lines, seen=None, **facts):
    award = award_of(application)
    declared = [factories.declared_line(**line) for line in lines]
    if seen is None:
        seen = WORTH + sum((line["amount"] for line in declared), Decimal(0))
    facts = {"name": "Ama Osei", "by": application.started_by, **facts}
    return actions.confirm_limit(award, declared=declared, seen=seen, **facts)


# Step 1: the notice


def test_the_offer_letter_carries_the_notice_with_the_gross_value():
    application = factories.offered()

    notice = notice_of(award_of(application))

    assert notice.letter == application.letters.get()
    assert notice.letter.words["subsidy_amount"] == "£5,200"
    assert (notice.gross_value, notice.made_by) == (WORTH, colleague("is_approver"))


def test_advice_days_count_at_their_value(settings):
    settings.ADVISER_DAY_VALUE = Decimal("312.50")

    assert gross_value_of(award_of(factories.offered())) == Decimal("4937.50")


def test_a_letter_about_what_is_no_subsidy_has_no_notice():
    application = factories.with_panel()
    factories.assessed_subsidy(application, route="not_subsidy", reason="It is for members only.")
    application = factories.offer(application)

    letter = application.letters.get()
    assert notice_of(award_of(application)) is None
    assert letter.words["is_subsidy"] is False
    assert "Minimal Financial Assistance" not in letter.html


# Step 2: the co-op’s confirmation


def test_a_signatory_confirms_and_what_they_saw_is_kept():
    application = factories.accepted(confirmed=False)

    confirmation = confirm(
        application,
        {"amount": "1000.50", "body": "Weirshire Council"},
        {"amount": "250", "on": date(2020, 1, 1)},
        {"amount": "70", "kind": "other"},
        seen=Decimal("6200.50"),
    )

    assert (confirmation.declared, confirmation.own) == (Decimal("1000.50"), 0)
    assert (confirmation.gross_value, confirmation.allowed) == (WORTH, 315_000)
    assert confirmation.total == Decimal("6200.50")
    assert (confirmation.name, confirmation.confirmed_by) == ("Ama Osei", application.started_by)
    assert confirmation.notice == notice_of(confirmation.award)
    lines = confirmation.declared_awards.order_by("number").values_list("number", "amount", "kind")
    assert list(lines) == [
        (1, Decimal("1000.50"), "minimal"),
        (2, 250, "minimal"),
        (3, 70, "other"),
    ]
    assert verbs(application)[-2:] == ["confirm_limit", "state_subsidy"]
    assert faults_in(application) == []


def test_exactly_the_limit_is_confirmed_and_a_penny_more_is_refused():
    application = factories.accepted(confirmed=False)
    rest = Decimal(315_000) - WORTH

    with pytest.raises(actions.OverTheLimit) as refused:
        confirm(application, {"amount": str(rest + Decimal("0.01"))})
    assert not LimitConfirmation.objects.exists()
    assert "confirm_limit" not in verbs(application)

    assert confirm(application, {"amount": str(rest)}).total == 315_000
    said = str(refused.value)
    assert "£315,000.01. That is £0.01 over the limit of £315,000" in said
    assert "talk to us" in said
    assert "£5,199.99 of this grant still fits" in said


def test_where_nothing_fits_it_says_so():
    application = factories.accepted(confirmed=False)

    with pytest.raises(Refused, match="Nothing of this grant fits"):
        confirm(application, {"amount": "315000"})


def test_pennies_that_do_not_add_up_as_floating_point_are_confirmed(settings):
    application = factories.accepted(confirmed=False)
    settings.SUBSIDY_LIMIT = WORTH + Decimal("0.30")

    assert (
        confirm(application, {"amount": "0.10"}, {"amount": "0.20"}).total == settings.SUBSIDY_LIMIT
    )


def test_the_sum_must_be_the_one_that_they_saw():
    application = factories.accepted(confirmed=False)

    for seen in (Decimal(0), WORTH):
        with pytest.raises(actions.SumHasChanged, match="adds up to £6,200 now"):
            confirm(application, {"amount": "1000"}, seen=seen)
    assert not LimitConfirmation.objects.exists()


def test_a_second_click_confirms_once():
    application = factories.accepted(confirmed=False)

    first, second = confirm(application, {}), confirm(application, {})

    assert first == second
    assert verbs(application).count("confirm_limit") == 1
    assert SubsidyStatement.objects.count() == 1


def test_a_correction_is_another_row_and_gives_no_second_statement():
    application = factories.accepted(confirmed=False)

    first, second = confirm(application), confirm(application, {"amount": "9"})

    first.refresh_from_db()
    assert first.replaced_at is not None
    assert LimitConfirmation.objects.current().get() == second
    assert first.declared_awards.count() == 0
    assert SubsidyStatement.objects.count() == 1


def test_only_a_signatory_confirms():
    application = factories.accepted(confirmed=False)
    editor = factories.member(application.organisation)
    outsider = factories.person()

    for person in (editor, outsider, colleague("is_officer")):
        with pytest.raises(PermissionDenied):
            confirm(application, by=person)


def test_somebody_who_signs_no_longer_confirms_no_longer():
    application = factories.accepted(confirmed=False)
    Membership.objects.filter(user=application.started_by).update(is_signatory=False)

    with pytest.raises(PermissionDenied):
        confirm(application)


def test_what_has_ended_is_not_confirmed():
    application = factories.accepted(confirmed=False)
    from grants.closure.actions import terminate_award

    terminate_award(application, reason="Gone.", by=colleague("is_officer"))

    with pytest.raises(Refused, match="has ended"):
        confirm(application)


def test_what_does_not_count_is_not_confirmed():
    application = factories.accepted(confirmed=False)
    factories.assessed_subsidy(application, route="full")

    with pytest.raises(Refused, match="nothing to confirm"):
        confirm(application)


def test_nobody_confirms_before_the_letter_with_the_notice_is_there():
    application = factories.with_panel()
    application = factories.offer(application, issued=False)

    with pytest.raises(Refused, match="still being made"):
        confirm(application)
    factories.issue_letters()
    assert confirm(application)


# Step 3: what we say on giving


def test_signed_and_confirmed_is_given_and_we_say_so():
    application = factories.accepted(confirmed=False)
    assert not SubsidyStatement.objects.exists()

    confirm(application)

    statement = SubsidyStatement.objects.get()
    assert (statement.given_on, statement.gross_value) == (localdate(), WORTH)
    assert statement.signed_by == colleague("is_approver")
    factories.issue_letters()
    statement.refresh_from_db()
    assert statement.letter.kind == "subsidy_confirmation"
    for said in ("Minimal Financial Assistance", "£5,200", "£315,000", day(statement.given_on)):
        assert said in statement.letter.html
    mail = Email.objects.filter(event="grants/letter_subsidy_confirmation")
    assert mail.filter(to=application.started_by.email).count() == 1


def test_confirmed_before_it_was_signed_it_is_given_on_signing():
    application = factories.offered()
    confirm(application)
    assert not SubsidyStatement.objects.exists()

    factories.all_sign(application)

    assert SubsidyStatement.objects.get().gross_value == WORTH
    assert verbs(application)[-2:] == ["accept", "state_subsidy"]


def test_a_co_op_that_signs_is_told_to_confirm_unless_it_has():
    for is_confirmed in (False, True):
        application = factories.offered()
        if is_confirmed:
            confirm(application)
        factories.all_sign(application)
        mails = Email.objects.filter(event="grants/offer_accepted", about=application.reference)
        assert mails.exists()
        for mail in mails:
            assert ("other public money" in mail.body) != is_confirmed


# Asking again


def test_asked_again_the_confirmation_holds_no_longer():
    application = factories.accepted()
    award = award_of(application)

    actions.ask_again(award, by=colleague("is_officer"))

    assert standing_of(award_of(application)).is_to_confirm
    assert verbs(application)[-1] == "notify_subsidy"
    with pytest.raises(Refused, match="still being made"):
        confirm(application)
    factories.issue_letters()
    assert "£5,200" in notice_of(award).letter.html
    assert confirm(application).notice == notice_of(award)
    assert SubsidyStatement.objects.count() == 1  # nothing more was given


def test_an_award_that_is_worth_more_is_confirmed_and_stated_anew():
    application = factories.accepted()
    award = award_of(application)
    # No page adds money to an award that was signed. This is what one would write.
    award.lines.create(number=3, kind="money", description="More", amount=1000)
    Award.objects.filter(pk=award.pk).update(amount=5000)
    award = award_of(application)

    actions.ask_again(award, by=colleague("is_officer"))
    factories.issue_letters()
    confirm(application, seen=Decimal(6200))

    values = SubsidyStatement.objects.order_by("pk").values_list("gross_value", flat=True)
    assert list(values) == [5200, 6200]


@pytest.mark.parametrize("who", ["is_approver", "is_auditor", "is_finance_preparer"])
def test_only_officers_ask_again(who):
    application = factories.accepted()

    with pytest.raises(PermissionDenied):
        actions.ask_again(award_of(application), by=colleague(who))


# Our own earlier awards


def second_award(first, **facts):
    """Another award of the same co-op, from another round."""
    return factories.accepted(
        of=first.organisation, round=factories.open_round(), confirmed=False, **facts
    )


def test_what_we_gave_them_before_counts():
    first = factories.accepted()
    second = second_award(first)

    own = own_before(award_of(second))

    assert [(one.award, one.value, one.given_on) for one in own] == [
        (award_of(first), WORTH, localdate())
    ]
    assert sums_for(award_of(second), []).total == 2 * WORTH
    assert own_before(award_of(first)) == []


def test_what_was_signed_first_counts_for_the_second_though_nobody_has_confirmed_it():
    first = factories.accepted(confirmed=False)
    second = second_award(first)

    assert [one.award for one in own_before(award_of(second))] == [award_of(first)]
    assert own_before(award_of(first)) == []
    confirm(second, seen=2 * WORTH)
    assert [one.award for one in own_before(award_of(first))] == [award_of(second)]


@pytest.mark.parametrize("route", ["not_subsidy", "streamlined", "full"])
def test_what_we_gave_them_by_another_route_does_not_count(route):
    first = factories.accepted()
    factories.assessed_subsidy(first, route=route)

    assert own_before(award_of(second_award(first))) == []


def test_an_offer_that_nobody_took_up_does_not_count():
    first = factories.offered()
    confirm(first)
    second = second_award(first)
    assert len(own_before(award_of(second))) == 1
    turn_down_award(first, reason="We found a bank.", by=first.started_by)

    assert own_before(award_of(second)) == []


def test_what_we_gave_long_ago_does_not_count(time_machine):
    time_machine.move_to(date(2026, 11, 22))
    first = factories.accepted()
    time_machine.move_to(date(2029, 3, 31))
    second = second_award(first)
    assert sums_for(award_of(second), []).before == WORTH

    time_machine.move_to(date(2029, 4, 1))
    assert sums_for(award_of(second), []).before == 0


def test_the_whole_group_counts_however_far_it_reaches():
    first, second, third = (factories.accepted(confirmed=False) for _ in range(3))
    confirm(first)
    confirm(second)
    factories.linked_enterprises(first.organisation, second.organisation)
    link = factories.linked_enterprises(second.organisation, third.organisation)

    assert sums_for(award_of(third), []).before == 2 * WORTH
    linking.end_link(link, by=colleague("is_officer"))
    assert sums_for(award_of(third), []).before == 0


def test_a_group_that_goes_round_in_a_circle_is_counted_once():
    one, two, three = (factories.accepted() for _ in range(3))
    for a, b in ((one, two), (two, three), (three, one)):
        factories.linked_enterprises(a.organisation, b.organisation)

    assert sums_for(award_of(one), []).before == 2 * WORTH


def test_help_of_yesterday_and_today_counts_and_the_declared_day_may_be_today():
    application = factories.accepted(confirmed=False)

    confirmation = confirm(
        application,
        {"amount": "1", "on": localdate()},
        {"amount": "2", "on": localdate() - timedelta(days=1)},
    )

    assert confirmation.declared == 3
