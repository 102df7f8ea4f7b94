"""Every kind of letter, from the fact to the paper: what is queued, made, kept and said."""

import hashlib
import html
import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from applicants.models import Email
from grants.awards.letters.actions import queue_letter
from grants.awards.letters.issuing import make_queued_letters
from grants.awards.letters.models import Kind
from grants.awards.subsidy.queries import gross_value_of
from grants.models import Letter
from grants.money import in_pounds
from tests import factories
from tests.factories.cases import colleague
from tests.factories.letters import AGAIN, words_of
from tests.factories.mail import mails
from tests.paper import Reading, failures, squash

pytestmark = pytest.mark.django_db


def said(letter):
    return " ".join(text for _, text in Reading(bytes(letter.pdf)).spoken())


def test_an_offer_of_days_alone_says_nothing_of_money():
    application = factories.offered(awarded=0)

    text = said(application.letters.get())

    assert "3 advice days" in text
    assert "Use our help for what you told us about." in text
    assert "We may stop our help if:" in text
    # Beside the notice, whose words the law gives, no sentence speaks of money that they get.
    for word in ("pay you", "payment", "receipts", "Give back", "money back", "money left"):
        assert word not in text, word


# --- one, or one for each occasion -----------------------------------------------------------


def test_a_second_letter_of_a_kind_has_its_own_reference():
    application = factories.accepted(confirmed=False)

    for key in ("CDF-1", "CDF-2"):
        factories.queued_letter(Kind.REMINDER, of=application, key=key)
    factories.queued_letter(Kind.SUBSIDY_NOTIFICATION, of=application)

    ours = application.letters.exclude(kind=Kind.OFFER).order_by("pk")
    assert [letter.reference.removeprefix(application.reference) for letter in ours] == [
        "-reminder-1",
        "-reminder-2",
        "-subsidy-notification-1",
    ]


def test_the_same_occasion_gives_the_letter_that_is_there():
    first = factories.queued_letter(Kind.RECOVERY, key="R1")

    again = queue_letter(first.application, "recovery", {}, colleague("is_officer"), key="R1")

    assert again == first
    assert Letter.objects.get(pk=first.pk).words["amount_back"] == "£1,200"


def test_a_letter_that_may_come_again_says_for_what():
    application = factories.accepted()

    with pytest.raises(ValueError, match="say which"):
        queue_letter(application, "reminder", {}, colleague("is_officer"))


@pytest.mark.database
def test_the_database_refuses_a_second_offer_and_a_nameless_occasion():
    application = factories.accepted()
    officer = colleague("is_officer")
    words = words_of(Kind.REMINDER, application.award)
    letter = factories.queued_letter(Kind.REMINDER, of=application, key="one")

    with pytest.raises(IntegrityError), transaction.atomic():
        queue_letter(application, "offer", words, officer)
    for wrong in ({"key": ""}, {"kind": "offer", "key": "one"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(
            application=application, kind="reminder", key="one", reference="x",
            signed_by=officer, dated_on=letter.dated_on, words={},
        )  # fmt: skip


# --- each kind -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", AGAIN)
def test_each_kind_is_made_kept_and_announced(kind):
    letter = factories.queued_letter(kind)

    factories.issue_letters()

    letter.refresh_from_db()
    assert hashlib.sha256(letter.pdf).hexdigest() == letter.sha256
    assert failures(bytes(letter.pdf)) == []
    text = squash(html.unescape(re.sub(r"<[^>]+>", " ", letter.html)))
    assert text[:30] in said(letter)
    for email in Email.objects.filter(event=f"grants/letter_{kind}"):
        assert letter.reference in email.body
    assert mails(f"grants/letter_{kind}") == 1
    entry = letter.application.history.get(verb="issue_letter", subject=kind.label)
    assert entry.by is None
    assert factories.client_for(letter.application.started_by).get(
        f"/letters/{letter.reference}/"
    ).status_code == 200  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.VARIATION, ["Final report", "1 May 2027", "1 July 2027", "The oven came late."]),
        (Kind.SUBSIDY_NOTIFICATION, ["Minimal Financial Assistance", "£5,650", "£315,000",
                                     "confirm in writing", "20 December 2026"]),
        (Kind.SUBSIDY_CONFIRMATION, ["Minimal Financial Assistance", "£5,650", "2 December 2026",
                                     "until 2 December 2029"]),
        (Kind.REMINDER, ["your 6 month report", "1 June 2027", "Answer eight short questions."]),
        (Kind.RECOVERY, ["£1,200", "1 June 2027", "The oven was sold.", "Ring us for the acc"]),
    ],
)  # fmt: skip
def test_each_kind_says_its_facts_on_paper(kind, words):
    letter = factories.queued_letter(kind)

    factories.issue_letters()

    letter.refresh_from_db()
    paper = said(letter)
    for each in [*words, letter.application.reference, letter.application.organisation.name]:
        assert each in paper


@pytest.mark.parametrize("amount", ["250", "4000", "1234.56", "9999.99"])
def test_the_amount_on_paper_is_the_award(amount):
    application = factories.offered(awarded=Decimal(amount), instalments=2)
    award = application.award
    letter = application.letters.get(kind="offer")

    spoken = Reading(bytes(letter.pdf)).spoken()

    text = " ".join(text for _, text in spoken)
    cells = [text for role, text in spoken if role == "TD" and text.startswith("£")]
    assert f"a grant of {in_pounds(award.amount)} and 3 advice days" in text
    assert cells == [in_pounds(each.amount) for each in award.instalments.order_by("number")]
    assert sum(each.amount for each in award.instalments.all()) == award.amount
    assert f"Its gross value is {in_pounds(gross_value_of(award))}." in text


@pytest.mark.parametrize("name", ["<b>Co-op", "Tŷ Gwyn", "O'Brien & Söhne", "{what we give} **x**"])
def test_a_name_comes_out_as_it_was_typed_on_paper_and_on_the_page(name):
    application = factories.accepted(of=factories.organisation(name=name))
    for kind in AGAIN:
        factories.queued_letter(kind, of=application)

    factories.issue_letters()

    client = factories.client_for(application.started_by)
    for letter in application.letters.all():
        assert name in said(letter), letter.kind
        page = client.get(f"/letters/{letter.reference}/").text
        assert html.escape(name) in page
        assert "<b>Co-op" not in page


def test_the_postcode_stands_below_the_name_in_the_window():
    organisation = factories.organisation(name="Tŷ Gwyn")
    organisation.postcode = "AW3 9QT"
    organisation.save()
    letter = factories.queued_letter(Kind.REMINDER, of=factories.accepted(of=organisation))

    factories.issue_letters()

    letter.refresh_from_db()
    name = letter.application.submitted_by.name
    assert ("P", f"{name} Tŷ Gwyn AW3 9QT") in Reading(bytes(letter.pdf)).spoken()


# --- one failure stops none ------------------------------------------------------------------


def test_one_failing_letter_among_many_stops_none():
    cases = [factories.accepted() for _ in range(5)]
    letters = [factories.queued_letter(Kind.REMINDER, of=case) for case in cases]
    unprintable, gap, broken = letters[0], letters[2], letters[3]
    for letter, wrong in (
        (unprintable, {"organisation_name": "田中"}),
        (gap, {"due_on": ""}),
        (broken, {"organisation_name": None, "reference": None}),
    ):
        Letter.objects.filter(pk=letter.pk).update(words={**letter.words, **wrong})

    while make_queued_letters():
        pass

    for letter in letters:
        letter.refresh_from_db()
    assert [bool(letter.issued_at) for letter in letters] == [False, True, False, False, True]
    assert "田 (U+7530)" in unprintable.problem
    assert gap.problem == (
        "This letter cannot be made yet, because nothing is known for: due date. "
        "Fill it in, or change the wording; then make the letter again."
    )
    assert "organisation name" in broken.problem
