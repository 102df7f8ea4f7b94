"""What waits for a second person stands on their list, and not on that of whoever began it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from applicants.models import User
from grants.assessment.actions import declare_conflict, settle_conflict
from grants.awards.letters.models import Kind
from grants.awards.letters.wordings.actions import use_wording, write_wording
from grants.awards.letters.wordings.composing import delivered
from grants.models import Instalment
from grants.payments.holding.actions import hold_instalment, let_go_instalment
from tests import factories
from tests.factories.cases import colleague, with_bank_details

from .test_today import lines_of, texts

pytestmark = [pytest.mark.django_db, pytest.mark.database]


# --- A payment that somebody holds ---------------------------------------------------------------


def held(application, by):
    instalment = Instalment.objects.get(award__application=application)
    return hold_instalment(instalment, because="They moved.", by=by)


def test_what_a_colleague_holds_stands_on_the_list_of_whoever_decides():
    officer, approver = colleague("is_officer"), colleague("is_approver")
    application = with_bank_details()
    assert texts(approver) == []

    hold = held(application, by=officer)

    page = reverse("instalment_let_go", args=[application.reference, 1])
    assert lines_of(approver) == {
        f"Decide if a payment to {application.organisation} goes on": page
    }
    for other in ("is_officer", "is_finance_preparer", "is_finance_approver"):
        assert page not in lines_of(colleague(other)).values()
    shown = factories.client_for(approver).get(page).content.decode()
    assert "Let it go on" in shown
    assert reverse("instalment_cancel", args=[application.reference, 1]) in shown

    let_go_instalment(hold.instalment, because="I rang them.", by=approver)
    assert texts(approver) == []


def test_an_approver_who_holds_it_themselves_waits_for_another():
    both, other = factories.staff("is_approver", "is_officer"), factories.staff("is_approver")
    application = with_bank_details()

    held(application, by=both)

    line = f"Decide if a payment to {application.organisation} goes on"
    assert line not in texts(both)
    assert texts(other) == [line]
    page = reverse("instalment_let_go", args=[application.reference, 1])
    own = factories.client_for(both).get(page).content.decode()
    assert reverse("instalment_cancel", args=[application.reference, 1]) not in own


@pytest.mark.parametrize("outcome", ["no_access", "no_score"])
def test_whoever_is_kept_from_deciding_on_a_case_is_not_asked(outcome):
    application, close = with_bank_details(), factories.staff("is_approver")
    conflict = declare_conflict(application, reason="Kin.", by=close)
    by = colleague("is_officer")
    settle_conflict(conflict, outcome=outcome, reason="Kin.", seen=0, by=by)

    held(application, by=colleague("is_officer"))

    assert texts(close) == []


def test_an_approver_is_asked_once_their_role_counts(time_machine):
    colleague("is_approver")
    new = factories.staff("is_approver", decides_from=now() + timedelta(days=1))
    held(with_bank_details(), by=colleague("is_officer"))
    assert texts(new) == []

    time_machine.move_to(new.decides_from + timedelta(minutes=1))

    assert len(texts(User.objects.get(pk=new.pk))) == 1


# --- New words for a letter ----------------------------------------------------------------------


def written(more, by, kind=Kind.REMINDER):
    return write_wording(kind, text=f"{delivered(kind)}\n{more}\n", by=by)


def test_new_words_wait_on_the_list_of_officers_and_approvers_who_did_not_write_them():
    writer = colleague("is_officer")
    readers = factories.staff("is_officer"), colleague("is_approver")

    first = written("We like {organisation name}.", by=writer)
    second = written("We like {organisation name} a lot.", by=writer)

    page = reverse("letter_wording", args=[Kind.REMINDER, second.version])
    for reader in readers:
        assert lines_of(reader) == {"Read new words for a letter: Reminder": page}
        assert "Use this wording from now on" in factories.client_for(reader).get(page).text
    for other in (writer, factories.staff("is_finance_approver"), factories.staff("is_auditor")):
        assert texts(other) == []

    use_wording(second, by=readers[0])
    assert texts(readers[1]) == []
    assert first.approved_at is None  # older words that nobody used do not come up again
