"""An account is told to everybody, checked by somebody else, and changed only slowly."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.actions import change_member, end_membership
from applicants.models import Email
from grants.models import BankDetails, HistoryEntry, ModulusTables
from grants.payments import actions as paying, queries
from grants.payments.accounts import actions as accounts
from tests import factories
from tests.factories.accounts import WEIGHTS
from tests.factories.cases import colleague, settled, with_bank_details

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ACCOUNT = {"account_name": "Weir Lane Bakers", "sort_code": "089999", "account_number": "66374958"}
OTHER = {"account_name": "Weir Lane Bakers", "sort_code": "107999", "account_number": "88837491"}


def test_everybody_of_the_coop_hears_of_new_bank_details():
    application = factories.accepted()
    factories.member(application.organisation)

    accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)

    told = Email.objects.filter(event="grants/bank_details_entered")
    assert set(told.values_list("to", flat=True)) == {
        person.email for person in application.organisation.people()
    }
    assert all("4958" in email.body and "66374958" not in email.body for email in told)


def test_bank_details_wait_for_an_accepted_offer():
    application = factories.offered()

    with pytest.raises(Refused, match="once an offer is accepted"):
        accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)


def test_new_bank_details_replace_the_old_and_must_be_checked_again():
    application = with_bank_details()

    accounts.enter_bank_details(application, **OTHER, by=application.started_by)

    current = BankDetails.objects.current().get(organisation=application.organisation)
    assert (current.sort_code, current.checked_at) == ("107999", None)
    assert BankDetails.objects.filter(organisation=application.organisation).count() == 2


def test_the_same_bank_details_again_change_nothing():
    application = with_bank_details()

    accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)

    current = BankDetails.objects.get(organisation=application.organisation)
    assert current.checked_at is not None


def test_who_entered_bank_details_does_not_check_them():
    application = factories.accepted()
    accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)

    with pytest.raises(Refused, match="somebody else must check"):
        accounts.check_bank_details(application, note="Mine.", by=application.started_by)


def test_details_that_changed_while_an_officer_looked_are_not_confirmed():
    application = factories.accepted()
    first = accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)
    accounts.enter_bank_details(application, **OTHER, by=application.started_by)

    with pytest.raises(Refused, match="changed its bank details meanwhile"):
        accounts.check_bank_details(
            application, note="Rang them.", seen=first.pk, by=colleague("is_officer")
        )
    assert not BankDetails.objects.exclude(checked_at=None).exists()


def test_looking_at_the_full_numbers_leaves_a_line():
    application = with_bank_details()

    details = accounts.reveal_bank_details(application, by=colleague("is_officer"))

    entry = HistoryEntry.objects.get(application=application, verb="reveal_bank_details")
    assert (details.account_number, entry.subject) == ("66374958", "ending 4958")
    assert entry.by == colleague("is_officer")


def test_full_numbers_are_unreadable_in_the_database_and_in_history():
    application = with_bank_details()

    with connection.cursor() as cursor:
        cursor.execute("SELECT sort_code, account_number FROM grants_bankdetails")
        sort_code, account_number = cursor.fetchone()
    assert "089999" not in sort_code
    assert "66374958" not in account_number
    entries = HistoryEntry.objects.filter(application=application)
    assert not any("66374958" in entry.subject + entry.note for entry in entries)


def test_the_database_wants_somebody_else_to_check_bank_details():
    application = factories.accepted()
    details = accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)

    with pytest.raises(IntegrityError), transaction.atomic():
        BankDetails.objects.filter(pk=details.pk).update(
            checked_by=application.started_by, checked_at=now()
        )


# An account that takes the place of a checked one


def changed(application, **terms):
    return accounts.enter_bank_details(application, **{**OTHER, **terms}, by=application.started_by)


def confirm(application, **facts):
    said = {"note": "Seen on a statement.", "call_back": "01632 960 555, from their first form."}
    return factories.checked_account(application, **{**said, **facts})


def instalments(application):
    return application.award.instalments.exclude(released_at=None)


def test_a_first_account_does_not_wait_and_a_change_before_any_check_neither():
    application = factories.accepted()

    first = accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)
    second = changed(application)

    assert [first.follows, second.follows] == [None, None]
    assert not second.is_waiting


def test_a_changed_account_is_paid_only_after_three_days_and_a_call(time_machine):
    application = with_bank_details()
    details = changed(application)
    confirm(application)
    finance = colleague("is_finance_preparer")

    with pytest.raises(Refused, match=r"We wait until .* before we pay into the new account"):
        paying.prepare_payment_run(instalments(application), by=finance)
    assert list(queries.ready_to_pay(finance)) == []

    time_machine.move_to(details.usable_from + timedelta(seconds=1))
    assert list(queries.ready_to_pay(finance)) == list(instalments(application))
    run = paying.prepare_payment_run(instalments(application), by=finance)
    assert run.payments.get().bank_details.last_four == "7491"


def test_how_long_it_waits_is_a_setting(settings):
    settings.BANK_CHANGE_WAIT = timedelta(hours=10)
    details = changed(with_bank_details())

    assert details.usable_from - details.entered_at == timedelta(hours=10)


def test_a_changed_account_needs_a_call_to_a_number_from_before():
    application = with_bank_details()
    changed(application)

    with pytest.raises(Refused, match="Ring the co-op on a number that you had before"):
        confirm(application, call_back="")
    assert not BankDetails.objects.current().exclude(checked_at=None).exists()

    assert confirm(application).call_back == "01632 960 555, from their first form."


def test_the_old_account_again_is_a_change_too():
    """Whoever holds the co-op’s sign-in could change it there and back between two payments."""
    application = with_bank_details()
    changed(application)

    back = accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)

    assert back.is_waiting
    assert back.checked_at is None


def test_a_change_is_told_at_the_addresses_of_before_too():
    application = with_bank_details()
    owner = application.started_by
    before, owner.email = owner.email, "somebody-else@example.org"
    owner.save(update_fields=["email"])

    details = changed(application)

    told = Email.objects.filter(event="grants/bank_details_entered", key=str(details.pk))
    assert {"somebody-else@example.org", before} <= set(told.values_list("to", flat=True))
    assert all("The one before ended in 4958" in email.body for email in told)


def they_hear_that_a_payment_failed(application):
    run = paying.prepare_payment_run(instalments(application), by=colleague("is_finance_preparer"))
    run = paying.approve_payment_run(run, by=colleague("is_finance_approver"))
    settled(paying.export_payment_run(run, by=colleague("is_finance_preparer")), "failed")


def test_who_joined_later_hears_at_the_address_of_before_too():
    application = with_bank_details()
    bea = factories.member(application.organisation, is_signatory=True)
    they_hear_that_a_payment_failed(application)
    before, bea.email = bea.email, "thief@example.org"
    bea.save(update_fields=["email"])

    details = changed(application)

    told = Email.objects.filter(event="grants/bank_details_entered", key=str(details.pk))
    assert before in set(told.values_list("to", flat=True))


def test_whoever_has_an_account_here_and_does_not_act_for_them_hears_nothing():
    application = with_bank_details()
    left = factories.member(application.organisation)
    they_hear_that_a_payment_failed(application)
    row = application.organisation.memberships.live().get(user=left)
    end_membership(row, by=application.started_by)

    details = changed(application)

    told = Email.objects.filter(event="grants/bank_details_entered", key=str(details.pk))
    assert left.email not in set(told.values_list("to", flat=True))


def test_whoever_lost_the_right_while_they_waited_gives_and_checks_no_account():
    application = factories.accepted()
    thief = factories.member(application.organisation, is_signatory=True)
    assert thief.has_perm("grants.enter_bank_details", application)  # as their page found
    row = application.organisation.memberships.live().get(user=thief)
    change_member(row, role=row.role, is_signatory=False, by=application.started_by)

    with pytest.raises(PermissionDenied):
        accounts.enter_bank_details(application, **ACCOUNT, by=thief)
    assert not BankDetails.objects.exists()

    accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)
    factories.shown_account(application)
    with pytest.raises(PermissionDenied):
        accounts.check_bank_details(application, note="Rang.", by=factories.staff("is_assessor"))


def test_an_account_that_the_bank_does_not_know_as_theirs_is_not_confirmed():
    application = factories.accepted()
    details = accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)

    for said in ("ANNM", "AC01"):
        with pytest.raises(Refused, match="not theirs"):
            confirm(application, payee_check=said)
        with pytest.raises(IntegrityError), transaction.atomic():
            BankDetails.objects.filter(pk=details.pk).update(
                checked_by=colleague("is_officer"), checked_at=now(), payee_check=said
            )

    assert confirm(application, payee_check="MBAM").payee_check == "MBAM"


def test_the_database_wants_the_wait_and_the_call_as_well():
    details = changed(with_bank_details())
    row = BankDetails.objects.filter(pk=details.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(checked_by=colleague("is_officer"), checked_at=now())
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(usable_from=details.entered_at)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(roll_number="12/34")


# Which numbers can be right


@pytest.fixture
def tables():
    return factories.modulus_tables()


def test_with_the_banks_table_a_mistyped_number_is_refused(tables):
    application = factories.accepted()
    wrong = {**ACCOUNT, "account_number": "66374959"}

    with pytest.raises(accounts.WrongNumber, match="doesn’t go with this sort code"):
        accounts.enter_bank_details(application, **wrong, by=application.started_by)
    assert not BankDetails.objects.exists()

    right = accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)
    assert (right.sum_says, right.tables) == ("possible", tables)


def test_without_the_table_or_for_a_bank_without_sums_any_number_is_taken(tables):
    application = factories.accepted()
    unknown = {**ACCOUNT, "sort_code": "112233", "account_number": "12345678"}

    details = accounts.enter_bank_details(application, **unknown, by=application.started_by)

    assert (details.sum_says, details.tables) == ("cannot be checked", tables)


def test_the_table_that_was_loaded_last_counts(tables):
    later = factories.modulus_tables(weights=WEIGHTS.replace("089999", "089998"), version="8.60")

    details = accounts.enter_bank_details(
        (application := factories.accepted()),
        **{**ACCOUNT, "account_number": "66374959"},
        by=application.started_by,
    )

    assert (details.sum_says, details.tables) == ("cannot be checked", later)


def test_loading_the_same_table_again_changes_nothing(tables):
    again = factories.modulus_tables()

    assert (again, ModulusTables.objects.count()) == (tables, 1)
