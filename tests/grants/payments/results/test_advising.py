"""Each payment that the bank made has one letter that says so, whatever happens to it later."""

import hashlib
import html
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from applicants.models import Email, LegalForm
from grants.awards.letters.actions import make_letter_again
from grants.awards.letters.issuing import claim_letters, make
from grants.awards.letters.models import Kind
from grants.closure.actions import terminate_award
from grants.models import Letter
from grants.payments.accounts import actions as accounts
from grants.templatetags.words import day
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague, settled, with_bank_details
from tests.factories.mail import mails
from tests.factories.people import owner_of
from tests.paper import Reading, failures, squash

from .files import in_one_run, line_of, sent, taken_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def case_of(payment):
    return payment.instalment.award.application


def advice_of(payment):
    return Letter.objects.get(payment=payment)


def spoken(letter):
    letter.refresh_from_db()
    return squash(" ".join(text for _, text in Reading(bytes(letter.pdf)).spoken()))


def paid_and_made(**facts):
    (payment,) = sent(**facts)
    taken_in(line_of(payment))
    factories.issue_letters()
    return payment


# What it says


def test_the_paper_says_what_was_paid_where_it_went_and_what_is_to_come():
    payment = paid_and_made(awarded=Decimal("4000.50"), instalments=2)

    letter = advice_of(payment)
    said = spoken(letter)
    later = payment.instalment.award.instalments.get(number=2)
    assert failures(bytes(letter.pdf)) == []
    assert hashlib.sha256(bytes(letter.pdf)).hexdigest() == letter.sha256
    for words in (
        "We have paid £2,000.25",
        f"On {day(localdate())} we paid £2,000.25 to {case_of(payment).organisation.name}.",
        f"our award {case_of(payment).reference} from the {case_of(payment).round.name}",
        "Instalment 1 of 2",
        "the account that ends in 4958",
        f"The bank statement shows {payment.reference}.",
        "With this payment we have paid £2,000.25 in all.",
        "£2,000.25 is still to come.",
        f"Instalment 2 of 2 is £2,000.25. We plan it for {day(later.due_on)}.",
        "The 6 month report has to be accepted",
    ):
        assert words in said, words
    assert "66374958" not in said + letter.html
    assert "last payment" not in said


def test_the_last_payment_says_that_nothing_is_to_come():
    said = spoken(advice_of(paid_and_made()))

    assert "Instalment 1 of 1" in said
    assert "There is no more money to come from this award." in said
    assert "still to come" not in said
    assert "The next payment" not in said


def test_a_cancelled_instalment_is_not_to_come():
    application = with_bank_details(instalments=2)
    (payment,) = in_one_run(application).payments.all()
    factories.cancelled_instalment(application)

    taken_in(line_of(payment))
    factories.issue_letters()

    assert "no more money to come" in spoken(advice_of(payment))


@pytest.mark.parametrize("name", ["<b>Co-op", "Tŷ Gwyn", "O'Brien & Söhne", "{date paid} **x**"])
def test_a_name_comes_out_as_it_was_typed(name):
    payment = paid_and_made(of=factories.organisation(name=name))

    letter = advice_of(payment)
    assert f"to {squash(name)}." in spoken(letter)
    page = client_for(case_of(payment).started_by).get(f"/letters/{letter.reference}/").text
    assert html.escape(name) in page
    assert "<b>Co-op" not in page
    assert name in Email.objects.filter(event="grants/letter_remittance").first().subject


# When there is one


def test_nothing_is_written_before_the_bank_said_so_nor_for_what_failed():
    waits, failed = sent(2)

    taken_in(line_of(failed, status="Failed", reason="Closed"))

    assert not Letter.objects.filter(kind=Kind.REMITTANCE).exists()
    assert waits.outcome is None


def test_two_people_by_hand_write_the_same_letter_as_the_file():
    (payment,) = sent()

    settled(payment.run)
    factories.issue_letters()

    assert "We have paid" in spoken(advice_of(payment))
    assert mails("grants/letter_remittance") == 1


def test_the_same_lines_again_write_no_second_letter():
    (payment,) = sent()
    for name in ("a.csv", "b.csv"):
        taken_in(line_of(payment), name=name)
    taken_in(line_of(payment), "RENT,450.00,01/01/2026,Paid,")
    factories.issue_letters()

    assert Letter.objects.filter(kind=Kind.REMITTANCE).count() == 1
    assert mails("grants/letter_remittance") == 1


def test_what_came_back_keeps_its_letter_and_the_email_says_that_it_no_longer_holds():
    payment = paid_and_made()
    letter = advice_of(payment)
    before = (letter.sha256, letter.html, letter.words)

    settled(payment.run, "returned", because="Account closed.")
    factories.issue_letters()

    letter = advice_of(payment)
    assert (letter.sha256, letter.html, letter.words) == before
    body = Email.objects.filter(event="grants/payment_returned").first().body
    assert f"{letter.reference} of {day(letter.dated_on)}, no longer holds" in body
    assert f"/letters/{letter.reference}/" in body
    page = client_for(case_of(payment).started_by).get(f"/letters/{letter.reference}/").text
    assert "This letter no longer holds." in page


def test_the_second_payment_of_an_instalment_has_its_own_letter():
    first = paid_and_made()
    settled(first.run, "returned")
    second = in_one_run(case_of(first)).payments.get()

    settled(second.run)
    factories.issue_letters()

    assert second.reference == first.reference
    one, two = advice_of(first), advice_of(second)
    assert [one.name, two.name] == ["Payment advice", "Payment advice 2"]
    assert two.reference == f"{case_of(first).reference}-remittance-2"
    assert "With this payment we have paid £4,000 in all." in spoken(two)
    assert mails("grants/letter_remittance") == 2


def test_a_letter_that_nobody_has_is_taken_back_with_the_payment():
    (payment,) = sent()
    settled(payment.run)
    (held,) = claim_letters()

    settled(payment.run, "returned")

    assert make(held) == 0  # the worker that was about to make it finds that it is gone
    factories.issue_letters()
    assert not Letter.objects.filter(kind=Kind.REMITTANCE).exists()
    assert (
        "no longer holds" not in Email.objects.filter(event="grants/payment_returned").first().body
    )
    again = in_one_run(case_of(payment)).payments.get()
    settled(again.run)
    assert advice_of(again).reference.endswith("-remittance-1")


def test_one_file_that_says_paid_and_sent_back_writes_no_letter():
    (payment,) = sent()

    taken_in(line_of(payment, status="Paid"), line_of(payment, status="Returned", reason="Closed"))

    payment.refresh_from_db()
    assert payment.outcome == "returned"
    assert not Letter.objects.filter(kind=Kind.REMITTANCE).exists()


def test_money_that_comes_back_after_the_end_still_names_the_letter():
    payment = paid_and_made()
    terminate_award(case_of(payment), reason="Gone.", by=colleague("is_officer"))

    settled(payment.run, "returned")

    body = Email.objects.filter(event="grants/payment_returned").first().body
    assert "no longer holds" in body
    assert "Your grant has ended" in body


def test_one_that_could_not_be_made_says_the_same_when_it_is_made_again():
    (payment,) = sent()
    settled(payment.run)
    letter = advice_of(payment)
    words = letter.words
    Letter.objects.filter(pk=letter.pk).update(problem="田")
    other = case_of(payment).organisation
    type(other).objects.filter(pk=other.pk).update(name="Another Name")

    make_letter_again(advice_of(payment), by=colleague("is_officer"))

    again = advice_of(payment).words
    assert again["addressee"] == "Another Name"
    same = ("amount_paid", "paid_on", "last_four", "paid_in_all", "to_come", "recipient_name")
    assert [again[name] for name in same] == [words[name] for name in same]


# Who reads it


def hosted_payment():
    group = factories.organisation(name="The Loom Group", legal_form=LegalForm.NOT_FORMED)
    host = factories.organisation(
        name="Oak & Mill Society", legal_form="coop_society", registration_number="91877R"
    )
    factories.member(host, is_signatory=True)
    application = factories.offered(of=group)
    factories.hosted(application, host=host)
    application = factories.all_sign(application)
    factories.confirmed_limit(application)
    accounts.enter_bank_details(
        application,
        account_name="Oak Mill",
        sort_code="089999",
        account_number="66374958",
        by=owner_of(host),
    )
    factories.checked_account(application)
    payment = in_one_run(application).payments.get()
    taken_in(line_of(payment))
    factories.issue_letters()
    return payment, group, host


def test_a_hosted_group_and_its_host_have_the_same_letter_and_each_an_email():
    payment, group, host = hosted_payment()
    letter = advice_of(payment)
    owner, group_owner = owner_of(host), owner_of(group)

    said = spoken(letter)
    assert "to Oak & Mill Society." in said
    assert "Oak & Mill Society holds this money for The Loom Group" in said
    signed = case_of(payment).award.signatures.exclude(hosting=None).order_by("pk").first()
    assert f"Dear {signed.name}," in said
    to = set(Email.objects.filter(event="grants/letter_remittance").values_list("to", flat=True))
    assert {owner.email, group_owner.email} <= to
    address = reverse("letter", args=[letter.reference])
    for reader in (owner, group_owner):
        assert client_for(reader).get(address).status_code == 200
        assert client_for(reader).get(f"{address}pdf/").status_code == 200
    hosting = case_of(payment).award.hostings.get()
    hosting_page = reverse("hosting", args=[hosting.reference])
    assert address in client_for(owner).get(hosting_page).text
    assert hosting_page in client_for(owner).get(address).text


def test_a_host_reads_letters_about_money_and_no_others():
    payment, _group, host = hosted_payment()
    client = client_for(owner_of(host))

    others = case_of(payment).letters.exclude(kind=Kind.REMITTANCE)
    assert others.exists()
    for letter in others:
        assert client.get(reverse("letter", args=[letter.reference])).status_code == 404


def test_the_host_hears_too_when_the_money_comes_back():
    payment, group, host = hosted_payment()

    settled(payment.run, "returned")

    to = set(Email.objects.filter(event="grants/payment_returned").values_list("to", flat=True))
    assert {owner_of(host).email, owner_of(group).email} <= to


def test_the_letter_stands_on_the_page_of_the_co_op_and_of_the_case():
    payment = paid_and_made()
    reference = case_of(payment).reference
    address = reverse("letter", args=[advice_of(payment).reference])

    assert (
        address
        in client_for(case_of(payment).started_by).get(f"/applications/{reference}/progress/").text
    )
    assert address in client_for(colleague("is_officer")).get(f"/cases/{reference}/").text
    stranger = client_for(owner_of(factories.organisation()))
    assert stranger.get(address).status_code == 404


# What the database refuses by itself


def test_the_database_refuses_a_second_advice_of_one_payment_and_one_of_none():
    payment = paid_and_made()
    facts = {
        "application": case_of(payment),
        "kind": Kind.REMITTANCE,
        "reference": "another",
        "key": "another",
        "signed_by": colleague("is_officer"),
        "dated_on": localdate(),
        "words": {},
    }

    for wrong in (
        {"payment": payment},
        {"payment": None},
        {"kind": "reminder", "payment": payment},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.create(**{**facts, **wrong})
    for change in ({"payment": None}, {"dated_on": localdate() - timedelta(1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(payment=payment).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        advice_of(payment).delete()
