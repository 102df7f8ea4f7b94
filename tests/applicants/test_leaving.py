"""An account is closed, a person is forgotten: what ends, what stays, and what must stay."""

import html
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.actions import close_account, forget_person, start_recovery
from applicants.models import FORGOTTEN, Email, Invitation, User
from grants.applications.actions import submit_application, withdraw_application
from grants.applications.keeping import end_of_financial_year, months_later
from grants.applications.queries import draft_of
from grants.history import faults_in
from grants.models import Application, HistoryEntry, Message, Partner
from tests import factories
from tests.factories import client_for, staff
from tests.factories.people import owner_of
from workshops.booking.actions import book_place
from workshops.models import Place

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def text_of(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def boss():
    return staff("is_administrator")


@pytest.fixture
def ama():
    return factories.with_address(factories.person(name="Ama Mensah", email="ama@example.org"))


@pytest.fixture
def draft(ama):
    """A draft that Ama wrote, asked about and shares with a second owner."""
    application = factories.draft(of=factories.organisation(owner=ama))
    factories.member(application.organisation, role="owner")
    factories.message(application, text="May we pay rent with it?", by=ama)
    return application


def other_owner(application):
    held = application.organisation.memberships.live()
    return held.exclude(user=application.started_by).get().user


def fresh(person):
    return User.objects.get(pk=person.pk)


def forget(person, boss):
    return forget_person(close_account(person, by=boss), by=boss)


# --- Closing ---------------------------------------------------------------------------------


def test_a_closed_account_opens_nothing_and_its_draft_goes_on_without_it(draft, ama, boss):
    theirs = client_for(ama)
    other = other_owner(draft)
    invitation = factories.invited(draft.organisation, email="new@example.org")
    page = reverse("person_close", args=[ama.pk])
    shown = text_of(client_for(boss).get(page))
    assert draft.organisation.name in shown

    client_for(boss).post(page)

    closed = fresh(ama)
    assert (closed.is_active, closed.closed_by, closed.name) == (False, boss, "Ama Mensah")
    assert theirs.get(reverse("application", args=[draft.reference])).status_code == 302
    assert not closed.memberships.live().exists()
    assert not Invitation.objects.get(pk=invitation.pk).is_open
    tasks = text_of(client_for(other).get(reverse("application", args=[draft.reference])))
    assert "by Ama Mensah" in tasks
    sent = submit_application(Application.objects.get(pk=draft.pk), by=other)
    assert sent.submitted_by == other


def test_what_they_wrote_to_us_stays_in_the_case_with_their_name(draft, ama, boss):
    close_account(ama, by=boss)

    for reader, page in ((other_owner(draft), "messages"), (staff("is_officer"), "case_messages")):
        shown = text_of(client_for(reader).get(reverse(page, args=[draft.reference])))
        assert "May we pay rent with it?" in shown
        assert "Ama Mensah" in shown


def test_the_owners_and_the_person_are_told(draft, ama, boss):
    close_account(ama, by=boss)

    told = dict(Email.objects.filter(event="applicants/member_ended").values_list("to", "body"))
    assert list(told) == [other_owner(draft).email]
    assert Email.objects.get(event="applicants/account_closed").to == ama.email


def test_an_invitation_that_waits_for_them_ends(ama, boss):
    invitation = factories.invited(factories.organisation(), email=ama.email)

    close_account(ama, by=boss)

    assert not Invitation.objects.get(pk=invitation.pk).is_open


def test_it_is_closed_once(ama, boss):
    first = close_account(ama, by=boss)

    assert close_account(ama, by=staff("is_administrator")).closed_at == first.closed_at
    assert Email.objects.filter(event="applicants/account_closed").count() == 1


def test_nobody_closes_their_own_account_or_that_of_a_colleague(boss):
    with pytest.raises(Refused, match="Ask another administrator"):
        close_account(boss, by=boss)
    with pytest.raises(Refused, match="Take away their roles first"):
        close_account(staff("is_officer"), by=boss)


def test_after_the_last_member_has_gone_the_draft_is_still_the_co_op_s(ama, boss):
    draft = factories.draft(of=factories.organisation(owner=ama))

    forget(ama, boss)

    kept = Application.objects.get(pk=draft.pk)
    assert kept.organisation == draft.organisation
    assert draft_of(kept).answers == draft_of(draft).answers
    assert faults_in(kept) == []
    officer = client_for(staff("is_officer"))
    assert officer.get(reverse("application_answers", args=[draft.reference])).status_code == 404


@pytest.mark.parametrize("page", ["person_close", "person_forget"])
def test_only_administrators_do_it_and_opening_the_page_changes_nothing(page, ama, boss):
    address = reverse(page, args=[ama.pk])

    assert client_for(ama).post(address).status_code == 403
    assert client_for(staff("is_officer")).post(address).status_code == 403
    assert Client().post(address).status_code == 302
    assert client_for(boss).get(address).status_code == 200
    assert client_for(boss).get(reverse(page, args=[10**9])).status_code == 404
    assert fresh(ama).closed_at is None


# --- Forgetting ------------------------------------------------------------------------------


def everything_about(person):
    """Where the name or the address of somebody stands, table by table."""
    found = []
    for model in (User, Email, Invitation, Place, Partner, HistoryEntry, Message):
        for row in model.objects.all().values():
            if any(word in str(row) for word in (person.name, person.email)):
                found.append(model.__name__)
    return sorted(set(found))


def test_a_forgotten_person_s_name_and_address_stand_nowhere(draft, ama, boss):
    factories.invited(factories.organisation(), email=ama.email)
    book_place(factories.session(), by=ama, name=ama.name)
    asked = factories.draft()
    partner = factories.asked_to_join(asked, factories.organisation(owner=ama))
    assert partner.email == ama.email
    history = draft.history.count()

    forget(ama, boss)

    assert everything_about(ama) == []
    gone = fresh(ama)
    assert (gone.name, gone.forgotten_at is not None) == (FORGOTTEN, True)
    assert draft.history.count() == history
    assert faults_in(draft) == []
    assert faults_in(asked) == []
    assert Place.objects.get().name == FORGOTTEN


def test_the_words_of_their_messages_stay_as_papers_without_the_name(draft, ama, boss):
    forget(ama, boss)

    shown = text_of(
        client_for(staff("is_officer")).get(reverse("case_messages", args=[draft.reference]))
    )
    assert "May we pay rent with it?" in shown
    assert FORGOTTEN in shown
    assert "Ama" not in shown


def test_in_messages_to_others_the_name_goes_and_all_else_stays(draft, ama, boss):
    forget(ama, boss)

    told = Email.objects.get(event="applicants/member_ended")
    assert told.subject == f"{FORGOTTEN} no longer acts for {draft.organisation}"
    assert told.to == other_owner(draft).email


def test_a_short_name_is_not_taken_out_of_other_words(boss):
    jo = factories.person(name="Jo")
    other = factories.person(name="Joan Jobling")
    of = factories.organisation(owner=other)
    of.memberships.create(user=jo, role="editor")

    forget(jo, boss)

    told = Email.objects.get(event="applicants/member_ended")
    assert told.body.startswith(f"Hello Joan Jobling,\n\n{boss} ended the part of {FORGOTTEN} in")


def test_what_waited_to_be_sent_to_them_is_not_sent(ama, boss):
    forget(ama, boss)

    assert not Email.objects.filter(state=Email.State.WAITING, to__contains="forgotten").exists()
    assert Email.objects.get(event="applicants/account_closed").state == Email.State.FAILED


def test_an_open_account_is_closed_first(ama, boss):
    with pytest.raises(Refused, match="Close the account first"):
        forget_person(ama, by=boss)


def test_the_address_is_free_for_a_new_account(ama, boss):
    address = ama.email
    forget(ama, boss)

    assert factories.person(email=address).pk != ama.pk


# --- What must stay --------------------------------------------------------------------------


def refusal(person, boss):
    with pytest.raises(Refused) as refused:
        forget(person, boss)
    return str(refused.value)


def test_a_name_stays_while_an_application_goes_on(boss):
    application = factories.submitted()

    assert "not finished, so their name stays" in refusal(application.started_by, boss)
    page = reverse("person_forget", args=[application.started_by_id])
    shown = text_of(client_for(boss).get(page))
    assert "not finished" in shown
    assert "Forget them" not in shown
    assert application.reference not in shown


def test_a_partner_s_name_stays_on_what_it_said_yes_to(boss):
    elm = factories.organisation()
    factories.submitted(joint=[elm])

    assert "not finished" in refusal(owner_of(elm), boss)


def test_a_declined_application_is_kept_for_two_years(boss):
    person = factories.declined().started_by
    close_account(person, by=boss)

    with time_machine.travel(now() + timedelta(days=700)), pytest.raises(Refused, match="until"):
        forget_person(person, by=boss)
    with time_machine.travel(now() + timedelta(days=800)):
        assert forget_person(person, by=boss).name == FORGOTTEN


def test_a_grant_is_kept_for_six_years_after_the_year_of_its_last_payment(boss):
    application = factories.closed()
    person = application.started_by
    last = date(now().year + (now().month > 3) + 6, 3, 31)

    assert f"until {last:%-d %B %Y}" in refusal(person, boss)
    with time_machine.travel(last + timedelta(days=2)):
        assert forget(person, boss).name == FORGOTTEN
    assert faults_in(application) == []


def test_a_draft_that_was_never_sent_keeps_nobody_s_name(ama, boss):
    draft = factories.draft(of=factories.organisation(owner=ama))
    withdraw_application(draft, by=ama)

    assert forget(ama, boss).name == FORGOTTEN


@pytest.mark.parametrize(
    ("on", "ends"),
    [(date(2026, 3, 31), 2026), (date(2026, 4, 1), 2027), (date(2026, 12, 31), 2027)],
)
def test_a_financial_year_ends_in_march(on, ends):
    assert end_of_financial_year(on) == date(ends, 3, 31)


@pytest.mark.parametrize(
    ("on", "last"),
    [
        (date(2026, 1, 31), date(2027, 1, 31)),
        (date(2027, 2, 1), date(2028, 2, 29)),
        (date(2026, 12, 5), date(2027, 12, 31)),
    ],
)
def test_months_are_counted_to_their_last_day(on, last):
    assert months_later(on, 12) == last


def test_the_database_knows_no_closed_account_that_is_open(ama):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=ama.pk).update(closed_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=ama.pk).update(forgotten_at=now())


def test_members_whose_only_owner_has_gone_can_ask_for_a_new_one(ama, boss):
    of = factories.organisation(owner=ama)
    first = factories.member(of)

    close_account(ama, by=boss)

    recovery = start_recovery(of, new_owner=first, reason="Ama has left us.", by=first)
    assert recovery.organisation == of
