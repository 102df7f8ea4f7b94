"""The letter of an offer: as a page, as its own bytes, and who reads it."""

import hashlib

import pytest
from django.urls import reverse

from applicants.models import Email
from grants.awards.letters import issuing
from grants.models import Letter
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague

from .an_offer import just_decided, offer, text

pytestmark = pytest.mark.django_db


def test_there_is_no_offer_page_without_an_offer():
    application = factories.with_panel()

    assert client_for(application.started_by).get(offer(application)).status_code == 404


def test_a_letter_opens_as_a_page_and_as_its_own_bytes():
    application = factories.offered()
    letter = Letter.objects.get()
    client = client_for(application.started_by)

    twin = client.get(reverse("letter", args=[letter.reference]))
    pdf = client.get(reverse("letter_pdf", args=[letter.reference]))

    assert "We would like to give you a grant" in text(twin)
    assert pdf.content == bytes(letter.pdf)
    assert hashlib.sha256(pdf.content).hexdigest() == letter.sha256
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert (
        pdf.headers["Content-Disposition"]
        == f'inline; filename="Offer letter {application.reference}.pdf"'
    )
    assert pdf.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in pdf.headers["Cache-Control"]


def test_what_people_typed_is_never_mark_up():
    application = just_decided(reasons="<script>alert(1)</script> & <b>bold</b>")
    factories.issue_letters()

    response = client_for(application.started_by).get(
        reverse("letter", args=[f"{application.reference}-offer"])
    )

    assert "<script>alert" not in text(response)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in text(response)


def test_a_letter_that_is_not_made_yet_says_so():
    application = just_decided()
    letter = Letter.objects.get()
    client = client_for(application.started_by)

    assert "still being made" in text(client.get(reverse("letter", args=[letter.reference])))
    assert client.get(reverse("letter_pdf", args=[letter.reference])).status_code == 404


def test_signs_without_a_shape_are_left_out_of_a_letter():
    application = just_decided(reasons="Warm bread 🍞 for all ✊🏽. Well done!")
    factories.issue_letters()

    html = Letter.objects.get(application=application).html
    assert "Warm bread  for all . Well done!" in html


def test_a_letter_with_letters_that_we_cannot_print_waits_for_us():
    application = just_decided(reasons="Thank you, 田中.")
    issuing.make_queued_letters()

    letter = Letter.objects.get(application=application)
    theirs = client_for(application.started_by).get(reverse("letter", args=[letter.reference]))
    ours = client_for(colleague("is_officer")).get(reverse("letter", args=[letter.reference]))

    assert letter.issued_at is None
    assert "We could not make this letter yet" in text(theirs)
    assert "U+7530" not in text(theirs)
    assert "田" in text(ours)


def test_a_decline_letter_says_why_and_what_next():
    application = factories.declined()
    client = client_for(application.started_by)

    shown = text(client.get(reverse("letter", args=[f"{application.reference}-decline"])))

    assert "The sums do not add up yet." in shown
    assert Email.objects.filter(event="grants/letter_decline").count() == 1


def test_finance_and_auditors_read_letters_and_assessors_do_not():
    application = factories.accepted()
    address = reverse("letter", args=[f"{application.reference}-offer"])

    for role in ("is_finance_preparer", "is_finance_approver", "is_auditor", "is_approver"):
        assert client_for(factories.staff(role)).get(address).status_code == 200
    assert client_for(factories.staff("is_assessor")).get(address).status_code == 404


def test_the_offer_and_letter_pages_cost_few_queries(django_assert_max_num_queries):
    application = factories.offered(instalments=2)
    client = client_for(application.started_by)

    # Who asks, in three; the case with all that there is once of an offer; its lines, instalments
    # and conditions; who must sign, and who has, for the co-op and for a host.
    with django_assert_max_num_queries(9):
        client.get(offer(application))
    with django_assert_max_num_queries(5):
        client.get(reverse("letter", args=[f"{application.reference}-offer"]))
    with django_assert_max_num_queries(6):
        client.get(reverse("letter_pdf", args=[f"{application.reference}-offer"]))


def test_messages_of_the_whole_way_read_well():
    factories.closed()
    factories.declined()

    for email in Email.objects.filter(event__startswith="grants/"):
        assert email.subject
        if "STUB" in email.subject:
            continue  # another room's
        assert "{{" not in email.body
        assert "&#x27;" not in email.body
        assert email.body.startswith("Hello ")
