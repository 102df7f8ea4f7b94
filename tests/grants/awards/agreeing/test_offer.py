"""The co-op's page: reading the offer, accepting it, and opening letters."""

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from grants.awards.actions import offer_award
from grants.awards.agreeing import actions
from grants.awards.letters import issuing
from grants.models import Award, Letter
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db

SIGNED = {"name": "Siân Ŵyn-O’Brien", "agree": "on"}


def offer(application):
    return reverse("offer", args=[application.reference])


def text(response):
    return response.content.decode()


def just_decided(**terms):
    """Offered, and the worker has not made the letter yet."""
    terms = {"amount": Decimal(4000), "days": Decimal(3), "reasons": "Good.", **terms}
    return offer_award(factories.with_panel(), by=colleague("is_approver"), **terms)


# Accepting


def test_a_signatory_reads_and_accepts():
    application = factories.offered(instalments=2)
    client = client_for(application.started_by)

    shown = text(client.get(offer(application)))
    response = client.post(offer(application), SIGNED)

    assert "We offer you £4,000 and 3 advice days" in shown
    assert "£2,000" in shown
    assert "Keep receipts for everything over £250" in shown
    assert "Ask us a question" in shown
    assert response.status_code == 302
    award = Award.objects.get()
    assert award.accepted_name == "Siân Ŵyn-O’Brien"
    assert award.accepted_letter_hash == Letter.objects.get().sha256
    assert application.history.get(verb="accept").note == (
        "Signed as Siân Ŵyn-O’Brien, who confirmed that they stay within the limit for public money"
    )
    assert "You accepted this offer" in text(client.get(offer(application)))
    assert Email.objects.filter(event="grants/offer_accepted").count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"agree": "on"}, "name", "Type your full name"),
        ({"name": "   ", "agree": "on"}, "name", "Type your full name"),
        ({"name": "x" * 121, "agree": "on"}, "name", "Your name must be 120 letters or fewer"),
        (
            {"name": "Siân"},
            "agree",
            "Tick to say that you may sign and that you accept the terms",
        ),
    ],
)
def test_accepting_needs_a_name_and_a_tick(typed, field, message):
    application = factories.offered()

    response = client_for(application.started_by).post(offer(application), typed)

    assert "<title>Error: " in text(response)
    assert response.context["form"].errors == {field: [message]}
    assert Award.objects.get().accepted_at is None


def test_a_name_cannot_hold_what_a_database_cannot():
    application = factories.offered()

    response = client_for(application.started_by).post(
        offer(application), {"name": "Si\x00ân", "agree": "on"}
    )

    assert response.status_code in (200, 302)
    assert "\x00" not in Award.objects.get().accepted_name


def test_accepting_twice_is_accepting_once():
    application = factories.offered()
    client = client_for(application.started_by)

    client.post(offer(application), SIGNED)
    second = client.post(offer(application), {**SIGNED, "name": "Somebody Else"})

    assert second.status_code == 200
    assert "You accepted this offer" in text(second)
    assert Award.objects.get().accepted_name == "Siân Ŵyn-O’Brien"
    assert application.history.filter(verb="accept").count() == 1


def test_only_a_signatory_accepts():
    application = factories.offered()
    editor = factories.member(application.organisation)
    client = client_for(editor)

    shown = text(client.get(offer(application)))
    response = client.post(offer(application), SIGNED)

    assert "A signatory of" in shown
    assert "Type your full name" not in shown
    assert response.status_code == 403
    with pytest.raises(PermissionDenied):
        actions.accept_award(application, name="Me", by=editor)
    assert Award.objects.get().accepted_at is None


def test_another_coop_finds_no_offer():
    application = factories.offered()
    stranger = client_for(factories.organisation().started_by)

    for address in (
        offer(application),
        reverse("letter", args=[f"{application.reference}-offer"]),
        reverse("letter_pdf", args=[f"{application.reference}-offer"]),
    ):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, SIGNED).status_code in (404, 405)


def test_colleagues_do_not_answer_for_a_coop():
    application = factories.offered()

    assert client_for(colleague("is_officer")).post(offer(application), SIGNED).status_code == 403


def test_after_its_date_an_offer_cannot_be_accepted():
    application = factories.offered()

    with time_machine.travel(now() + timedelta(days=40)):
        client = client_for(application.started_by)
        shown = text(client.get(offer(application)))
        response = client.post(offer(application), SIGNED)
        with pytest.raises(Refused, match="The date to accept this offer has passed"):
            actions.accept_award(application, name="Me", by=application.started_by)

    assert "The date to answer was" in shown
    assert "The date to accept this offer has passed" in text(response)
    assert Award.objects.get().accepted_at is None


def test_an_offer_can_be_accepted_until_its_last_second():
    application = factories.offered()

    with time_machine.travel(Award.objects.get().respond_by, tick=False):
        response = client_for(application.started_by).post(offer(application), SIGNED)

    assert response.status_code == 302


def test_a_lapsed_offer_says_so_and_frees_its_money():
    application = factories.offered()
    with time_machine.travel(now() + timedelta(days=40)):
        assert (actions.lapse_offers(), actions.lapse_offers()) == (1, 0)
        client = client_for(application.started_by)
        shown = text(client.get(offer(application)))

    from grants.panel.queries import left_in

    assert "This offer has ended" in shown
    assert left_in(application.round) == (Decimal(50000), Decimal(25))
    assert Email.objects.filter(event="grants/offer_lapsed").count() == 1


def test_nobody_accepts_before_the_letter_is_there():
    application = just_decided()
    client = client_for(application.started_by)

    shown = text(client.get(offer(application)))
    response = client.post(offer(application), SIGNED)

    assert "still being made" in shown
    assert "Your offer letter is still being made. Try again in a minute." in text(response)


def test_there_is_no_offer_page_without_an_offer():
    application = factories.with_panel()

    assert client_for(application.started_by).get(offer(application)).status_code == 404


# Letters


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

    with django_assert_max_num_queries(9):
        client.get(offer(application))
    with django_assert_max_num_queries(5):
        client.get(reverse("letter", args=[f"{application.reference}-offer"]))
    with django_assert_max_num_queries(6):
        client.get(reverse("letter_pdf", args=[f"{application.reference}-offer"]))


# Messages


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
