"""The offer: two read and sign it, ask about it, and what stands in the way."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import now

from applicants.actions import end_membership
from applicants.models import Email, Membership
from grants.awards.agreeing import actions
from grants.ledger import LedgerKind, enter
from grants.models import Award, Letter, Message, Signature
from grants.templatetags.words import moment
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.people import PASSWORD

from .an_offer import just_decided, offer, text

pytestmark = pytest.mark.django_db


def two_may_sign(**facts):
    """(application, the owner, the other who may sign)."""
    application = factories.offered(**facts)
    (other,) = factories.add_signatories(application)
    return application, application.started_by, other


def sign(application):
    return reverse("offer_sign", args=[application.reference])


def typed(**others):
    """What a signatory sends, with the letter that the page showed them."""
    letter = Letter.objects.get(kind="offer").sha256
    facts = {"name": "Siân Ŵyn-O’Brien", "agree": "on", "capacity": "chair", "letter": letter}
    return {name: value for name, value in {**facts, **others}.items() if value is not None}


def test_two_read_and_sign_and_the_page_says_how_far_it_is():
    application, ana, ben = two_may_sign(instalments=2)
    first, second = client_for(ana), client_for(ben)

    shown = text(first.get(offer(application)))
    signing = text(first.get(sign(application)))
    one = first.post(sign(application), typed())
    between = text(second.get(offer(application)))
    two = second.post(sign(application), typed(name="Ben Böhm", capacity="secretary"), follow=True)

    assert "We offer you £4,000 and 3 advice days" in shown
    assert "£2,000" in shown
    assert "Keep receipts for everything over £250" in shown
    assert "2 people sign" in shown
    assert "we accept the grant on the terms in the letter" in signing
    assert "Tell us about other public money" in shown
    assert one.headers["Location"] == offer(application)
    assert "Siân Ŵyn-O’Brien" in between
    assert "Not yet" in between
    assert "The offer is accepted. Congratulations!" in text(two)
    assert "You accepted this offer" in text(two)
    award = Award.objects.get()
    assert award.accepted_name == "Ben Böhm"
    assert award.accepted_letter_hash == Letter.objects.get().sha256
    assert "we accept the grant" in application.history.get(verb="accept").note


def test_an_accepted_offer_names_those_who_signed_also_when_one_has_left():
    application, ana, ben = two_may_sign()
    factories.all_sign(application)
    end_membership(application.organisation.memberships.live().get(user=ben), by=ana)

    shown = text(client_for(ana).get(offer(application)))

    assert "Who signed" in shown
    assert ana.name in shown
    assert ben.name in shown


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"name": None}, "name", "Type your full name"),
        ({"name": "   "}, "name", "Type your full name"),
        ({"name": "\u200b\u2060 \ufeff"}, "name", "Type your full name"),
        ({"name": "12.3"}, "name", "Type your full name"),
        ({"name": "x" * 121}, "name", "Your name must be 120 letters or fewer"),
        ({"name": "Si\x00ân"}, "name", "Type your name again, without special signs"),
        ({"capacity": None}, "capacity", "Choose what you are there"),
        ({"capacity": "king"}, "capacity", "Choose what you are there"),
        ({"capacity": "director"}, "capacity", "Choose what you are there"),  # of a club
        (
            {"agree": None},
            "agree",
            "Tick to say that you have read the letter, may sign and agree to it",
        ),
    ],
)
def test_signing_needs_a_name_an_office_and_a_tick_and_keeps_what_was_typed(sent, field, message):
    application, ana, _ben = two_may_sign()

    response = client_for(ana).post(sign(application), typed(**sent))

    assert "<title>Error: " in text(response)
    assert response.context["form"].errors == {field: [message]}
    if field != "name":
        assert 'value="Siân Ŵyn-O’Brien"' in text(response)
    assert not Signature.objects.exists()


def test_a_name_of_120_letters_signs():
    application, ana, _ben = two_may_sign()

    client_for(ana).post(sign(application), typed(name="  x " + "y" * 118))

    assert Signature.objects.get().name == "x " + "y" * 118


def test_nobody_signs_without_a_fresh_sign_in_and_the_name_waits_for_them():
    application, ana, _ben = two_may_sign()
    client = client_for(ana)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()

    opened = client.get(sign(application))
    sent = client.post(sign(application), typed())

    for response in (opened, sent):
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/accounts/reauthenticate/?next=")
    assert not Signature.objects.exists()
    client.post(sent.headers["Location"], {"password": PASSWORD, "next": sign(application)})
    back = text(client.get(sign(application)))
    assert 'value="Siân Ŵyn-O’Brien"' in back
    assert "checked" not in back.split('name="agree"')[1].split(">")[0]


def test_signing_twice_is_signing_once():
    application, ana, _ben = two_may_sign()
    client = client_for(ana)

    client.post(sign(application), typed())
    second = client.post(sign(application), typed(name="Somebody Else"), follow=True)

    assert "You have signed" in text(second)
    assert Signature.objects.get().name == "Siân Ŵyn-O’Brien"
    assert application.history.filter(verb="sign_offer").count() == 1


def test_the_same_name_is_said_beside_the_box():
    application, ana, ben = two_may_sign()
    client_for(ana).post(sign(application), typed())

    response = client_for(ben).post(sign(application), typed())

    (message,) = response.context["form"].errors["name"]
    assert message.startswith("Siân Ŵyn-O’Brien has signed already")


def test_a_page_with_an_earlier_letter_is_shown_the_one_in_force():
    application, ana, _ben = two_may_sign()
    client = client_for(ana)

    response = client.post(sign(application), typed(letter="0" * 64))
    again = response.context["form"].data

    assert "We have sent another letter since you opened this page" in text(response)
    assert again["letter"] == Letter.objects.get().sha256
    assert "agree" not in again
    assert 'value="Siân Ŵyn-O’Brien"' in text(response)
    assert not Signature.objects.exists()


def test_only_a_signatory_signs():
    application, _ana, _ben = two_may_sign()
    editor = factories.member(application.organisation)
    client = client_for(editor)

    shown = text(client.get(offer(application)))
    response = client.post(sign(application), typed())

    assert "A signatory of" in shown
    assert sign(application) not in shown
    assert response.status_code == 403
    assert not Signature.objects.exists()


def test_another_coop_finds_no_offer():
    application = factories.offered()
    stranger = client_for(factories.organisation().started_by)

    for address in (
        offer(application),
        sign(application),
        reverse("offer_ask", args=[application.reference]),
        reverse("offer_turn_down", args=[application.reference]),
        reverse("letter", args=[f"{application.reference}-offer"]),
        reverse("letter_pdf", args=[f"{application.reference}-offer"]),
    ):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, typed()).status_code in (404, 405)


def test_colleagues_do_not_answer_for_a_coop():
    application = factories.offered()
    officer = client_for(colleague("is_officer"))

    assert officer.post(sign(application), typed()).status_code == 403
    no = reverse("offer_turn_down", args=[application.reference])
    assert officer.post(no, {"reason": "No."}).status_code == 403


def test_a_coop_with_too_few_signatories_reads_how_to_add_one():
    application = factories.offered()
    owner, editor = application.started_by, factories.member(application.organisation)
    invite = reverse("member_add", args=[application.organisation.reference])

    to_owner, to_editor = (text(client_for(who).get(offer(application))) for who in (owner, editor))

    assert "needs 1 more person who may sign for it" in to_owner
    assert invite in to_owner
    assert "needs 1 more person who may sign for it" in to_editor
    assert "An owner of your co-op can do this" in to_editor
    assert invite not in to_editor


def test_after_its_date_an_offer_cannot_be_signed():
    application, ana, _ben = two_may_sign()
    client = client_for(ana)
    Award.objects.update(respond_by=now())

    shown = text(client.get(offer(application)))
    response = client.post(sign(application), typed())

    assert "The date to answer was" in shown
    assert sign(application) not in shown
    assert "The date to accept this offer has passed" in text(response)
    assert not Signature.objects.exists()


def test_a_lapsed_offer_says_so_and_frees_its_money():
    application = factories.offered()
    client = client_for(application.started_by)
    Award.objects.update(respond_by=now())
    assert (actions.lapse_offers(), actions.lapse_offers()) == (1, 0)
    shown = text(client.get(offer(application)))

    from grants.panel.queries import left_in

    assert "This offer has ended" in shown
    assert left_in(application.round) == (Decimal(50000), Decimal(25))
    assert Email.objects.filter(event="grants/offer_lapsed").count() == 1


def test_an_offer_that_cannot_lapse_keeps_no_later_one(caplog):
    broken, sound = factories.offered(), factories.offered()
    enter(broken, LedgerKind.RELEASE, Decimal(1), key=f"{broken.reference}/release/2", by=None)
    Award.objects.update(respond_by=now())

    for _again in range(2):
        with pytest.raises(ExceptionGroup):
            actions.lapse_offers()

    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.state, sound.state) == ("offered", "lapsed")  # and nothing is half done
    assert broken.reference in caplog.text


def test_nobody_signs_before_the_letter_is_there():
    application = just_decided()
    client = client_for(application.started_by)

    shown = text(client.get(offer(application)))
    response = client.post(sign(application), typed(letter=""))

    assert "still being made" in shown
    assert "Your offer letter is still being made. Try again in a minute." in text(response)


def test_a_question_becomes_a_message_about_the_offer_and_stops_no_clock():
    application = factories.offered()
    respond_by = Award.objects.get().respond_by
    address = reverse("offer_ask", args=[application.reference])

    response = client_for(application.started_by).post(address, {"text": "Is rent in it?"})

    message = Message.objects.get()
    assert response.headers["Location"] == reverse("messages", args=[application.reference])
    assert (message.text, message.is_from_fund) == ("Is rent in it?", False)
    assert message.subject == f"The offer, to answer by {moment(respond_by)}"
    assert Award.objects.get().respond_by == respond_by
    read = client_for(colleague("is_officer")).get(
        reverse("case_messages", args=[application.reference])
    )
    assert moment(respond_by) in text(read)
    assert moment(respond_by) in Email.objects.get(event="grants/message_from_coop").body


@pytest.mark.parametrize("sent", [{}, {"text": " \x00 "}, {"text": "x" * 5001}])
def test_a_question_says_something_and_not_too_much(sent):
    application = factories.offered()
    address = reverse("offer_ask", args=[application.reference])

    response = client_for(application.started_by).post(address, sent)

    assert "<title>Error: " in text(response)
    assert not Message.objects.exists()


def test_a_second_click_asks_once():
    application = factories.offered()
    client = client_for(application.started_by)
    address = reverse("offer_ask", args=[application.reference])
    page = client.get(address).context["form"].initial["uuid"]

    for _click in range(2):
        client.post(address, {"text": "Is rent in it?", "uuid": str(page)})

    assert Message.objects.count() == 1


def test_a_reader_does_not_write():
    application = factories.offered()
    reader = factories.member(application.organisation, role=Membership.Role.READER)
    address = reverse("offer_ask", args=[application.reference])

    assert client_for(reader).post(address, {"text": "Is rent in it?"}).status_code == 403
    assert address not in text(client_for(reader).get(offer(application)))
