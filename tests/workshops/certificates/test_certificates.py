"""Certificates: who gets one, when another takes its place, and what a check says."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from tests.factories import client_for
from workshops.booking.actions import book_place
from workshops.certificates import guesses, making
from workshops.certificates.actions import (
    correct_name,
    describe_workshop,
    forget_certificates,
    issue_certificate,
)
from workshops.certificates.codes import in_groups
from workshops.certificates.hours import in_words
from workshops.certificates.making import issue_due_certificates, make
from workshops.models import Certificate
from workshops.register.actions import note_taps, sign_register
from workshops.register.models import Mark
from workshops.register.taps import Tap

pytestmark = pytest.mark.django_db
CHECK = reverse("workshops:certificate_check")


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


def officer():
    return factories.staff("is_officer")


def page(name, certificate):
    return reverse(f"workshops:{name}", args=[certificate.code])


def correct(place, what):
    note_taps(place.session, [Tap(what, place=place.pk)], by=officer())


# --- Who gets one ------------------------------------------------------------------------------


def test_nobody_has_one_before_the_register_is_signed():
    of, (ama, _bo) = factories.evening("Ama", "Bo", begins=timedelta(hours=-3))
    factories.mark_attendance(of, came={ama.pk}, by=officer())
    assert issue_due_certificates() == 0

    sign_register(of, unmarked=(), by=officer())

    assert issue_due_certificates() == 1
    assert Certificate.objects.get().place == ama
    assert issue_due_certificates() == 0  # once


def test_the_bytes_are_kept_with_their_hash_and_the_person_hears_of_it():
    certificate = factories.certificate("Ama")

    assert hashlib.sha256(bytes(certificate.pdf)).hexdigest() == certificate.sha256
    email = Email.objects.get(event="workshops/certificate_ready")
    assert email.to == certificate.place.email
    assert in_groups(certificate.code) in email.body
    assert page("certificate_page", certificate) in email.body


def test_what_was_made_of_an_old_register_is_not_issued():
    _of, (ama,) = factories.came("Ama")
    made = make(ama)
    correct(ama, Mark.NOT_HERE)

    assert issue_certificate(ama, made) == 0
    assert not Certificate.objects.exists()


def test_somebody_without_a_name_gets_theirs_when_they_have_one():
    _of, (ama,) = factories.came("Ama")
    type(ama).objects.filter(pk=ama.pk).update(name="")
    assert issue_due_certificates() == 0

    correct_name(ama, name="Ama Owusu", by=officer())

    assert issue_due_certificates() == 1
    assert Certificate.objects.get().name == "Ama Owusu"


def test_who_walked_in_without_an_address_hears_nothing_and_neither_does_the_officer():
    of, _places = factories.evening("Ama", begins=timedelta(hours=-3))
    host = officer()
    note_taps(of, [Tap(Mark.ARRIVED, name="Lee")], by=host)
    sign_register(of, unmarked=[place.pk for place in of.places.filter(name="Ama")], by=host)

    assert issue_due_certificates() == 1
    assert not Email.objects.filter(event="workshops/certificate_ready").exists()


# --- Another takes its place -------------------------------------------------------------------


def test_a_new_name_is_a_new_certificate_and_the_old_one_says_so_without_either_name():
    old = factories.certificate("Olu")
    before = bytes(old.pdf)

    correct_name(old.place, name="Ola", by=officer())
    issue_due_certificates()

    new = Certificate.objects.get(replaced_at=None)
    old.refresh_from_db()
    assert (new.name, old.name, bytes(old.pdf)) == ("Ola", "Olu", before)
    said = Client().get(page("certificate", old)).text
    assert "There is a newer one" in said
    assert not [word for word in ("Ola", "Olu", new.code) if word in said]
    assert Client().get(page("certificate_pdf", old)).status_code == 302
    assert "Ola" in Client().get(page("certificate", new)).text
    email = Email.objects.filter(event="workshops/certificate_ready").latest("pk")
    assert email.subject.startswith("Your new certificate")


def test_a_register_that_is_put_right_ends_it_and_can_bring_it_back():
    certificate = factories.certificate("Ama")

    correct(certificate.place, Mark.NOT_HERE)
    said = Client().get(page("certificate", certificate))
    assert "does not hold any more" in said.text
    assert "Ama" not in said.text
    assert Client().get(page("certificate_page", certificate)).status_code == 302
    assert issue_due_certificates() == 0

    correct(certificate.place, Mark.ARRIVED)
    assert issue_due_certificates() == 0
    assert "This certificate is right" in Client().get(page("certificate", certificate)).text


def test_who_came_for_a_part_after_all_gets_one_that_says_so():
    old = factories.certificate("Ama")

    correct(old.place, Mark.LEFT_EARLY)  # tapped after the end: nobody knows when they left
    issue_due_certificates()

    new = Certificate.objects.get(replaced_at=None)
    assert (new.pk != old.pk, new.minutes, new.is_of_a_part) == (True, None, True)
    assert "for a part of it" in new.html
    assert "They came for a part" in Client().get(page("certificate", new)).text


def test_a_name_is_put_right_only_for_those_who_came_by_a_signed_register():
    of, (ama,) = factories.evening("Ama", begins=timedelta(hours=-3))
    with pytest.raises(Refused):
        correct_name(ama, name="Amma", by=officer())
    sign_register(of, unmarked=[ama.pk], by=officer())
    with pytest.raises(Refused):
        correct_name(ama, name="Amma", by=officer())


def test_what_it_covers_changes_only_those_to_come():
    old = factories.certificate("Ama")
    workshop = old.place.session.workshop

    describe_workshop(
        workshop, covers="How to share\nWho decides", is_listening=False, by=officer()
    )
    correct_name(old.place, name="Amma", by=officer())
    issue_due_certificates()

    old.refresh_from_db()
    assert "Two hours together." in old.html
    new = Certificate.objects.get(replaced_at=None)
    assert "<li>How to share</li><li>Who decides</li>" in new.html


# --- The check ---------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [str, str.lower, in_groups, lambda c: f" {c[:5]} {c[5:]} "])
def test_anybody_checks_a_code_however_they_type_it(change):
    certificate = factories.certificate("Ama <b>Bo</b>")

    answer = Client().get(CHECK, {"code": change(certificate.code)}, follow=True)

    assert "This certificate is right" in answer.text
    assert "Ama &lt;b&gt;Bo&lt;/b&gt;" in answer.text
    assert "2 hours" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.text


@pytest.mark.parametrize("typed", ["", "x", "7K2M-94XD-QP3T", "y" * 10_000, "<script>"])
def test_a_wrong_code_is_a_kind_sentence_beside_what_was_typed(typed):
    factories.certificate()

    answer = Client().get(CHECK, {"code": typed})

    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert "<script>" not in answer.text.split("<main")[1].split("</main")[0]


def test_an_unknown_code_in_the_address_is_not_found_and_kind():
    answer = Client().get(reverse("workshops:certificate", args=["7K2M94XDQP3T"]))

    assert answer.status_code == 404
    assert "We don’t know this code" in answer.text


def test_after_many_wrong_guesses_even_a_right_one_waits():
    certificate = factories.certificate()
    client = Client()
    with time_machine.travel(now(), tick=False) as clock:
        for _guess in range(guesses.MOST_WRONG):
            client.get(CHECK, {"code": "7K2M94XDQP3T"})

        assert "Wait ten minutes" in client.get(CHECK, {"code": certificate.code}).text
        assert client.get(page("certificate_pdf", certificate)).status_code == 302

        clock.shift(guesses.SECONDS + 1)
        assert client.get(CHECK, {"code": certificate.code}).status_code == 302


def test_right_codes_are_not_counted():
    certificate = factories.certificate()
    for _look in range(guesses.MOST_WRONG + 5):
        answer = Client().get(page("certificate", certificate))
    assert answer.status_code == 200


def test_the_pdf_comes_as_it_was_issued():
    certificate = factories.certificate()

    answer = Client().get(page("certificate_pdf", certificate))

    assert answer.content == bytes(certificate.pdf)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_is_the_twin_of_the_paper():
    certificate = factories.certificate("O'Brien & Söhne")

    said = Client().get(page("certificate_page", certificate)).text

    assert "<strong>O&#x27;Brien &amp; Söhne</strong>" in said
    assert in_groups(certificate.code) in said


# --- Who sees them -----------------------------------------------------------------------------


def test_a_booking_shows_ones_own_and_not_that_of_a_friend_with_an_address():
    _of, (ama,) = factories.came("Ama")
    issue_due_certificates()
    friend = factories.person()
    type(ama).objects.filter(pk=ama.pk).update(email=friend.email)
    address = reverse("workshops:booking", args=[ama.booking.reference])

    assert "Certificate</h2>" not in client_for(ama.booking.booked_by).get(address).text
    assert "Certificate</h2>" in client_for(friend).get(address).text


def test_an_officer_puts_a_name_right_on_the_page_of_the_session():
    certificate = factories.certificate("Olu")
    of = certificate.place.session
    address = reverse("workshops:certificate_name", args=[of.reference])
    client = client_for(officer())

    wrong = client.post(address, {"place": certificate.place_id, "name": " "})
    assert "Enter the name as it should stand" in wrong.text
    assert (
        "Choose somebody from the list" in client.post(address, {"place": "999", "name": "x"}).text
    )
    client.post(address, {"place": certificate.place_id, "name": "  Ola   Ade "})

    issue_due_certificates()
    assert Certificate.objects.get(replaced_at=None).name == "Ola Ade"
    shown = client.get(reverse("workshops:session_certificates", args=[of.reference])).text
    assert "Ola Ade" in shown


def test_a_workshop_says_what_it_covers_in_six_lines_or_fewer():
    workshop = factories.workshop()
    client = client_for(officer())
    address = reverse("workshops:workshop_about", args=[workshop.reference])

    many = client.post(address, {"covers": "a\n" * 7})
    assert "Use six lines or fewer" in many.text
    client.post(address, {"covers": "  One thing \r\n\r\nAnother", "is_listening": "on"})

    workshop.refresh_from_db()
    assert (workshop.covers, workshop.is_listening) == ("One thing\nAnother", True)


# --- Forgotten ---------------------------------------------------------------------------------


def test_who_is_forgotten_is_not_named_and_that_somebody_came_stays():
    certificate = factories.certificate("Ama")
    person = certificate.place.booking.booked_by

    forget_certificates(person, address=person.email)

    certificate.refresh_from_db()
    assert (certificate.name, certificate.html, bytes(certificate.pdf)) == ("", "", b"")
    said = Client().get(page("certificate", certificate)).text
    assert "We gave this certificate to somebody" in said
    assert "Ama" not in said
    assert issue_due_certificates() == 0


# --- What the database refuses -----------------------------------------------------------------


@pytest.mark.database
@pytest.mark.parametrize(
    "facts",
    [
        {"name": "Eve"},
        {"pdf": b"%PDF-other"},
        {"html": "<h1>Other</h1>"},
        {"code": "7K2M94XDQP3T"},
        {"minutes": 999},
        {"sha256": "0" * 64},
        {"state": "part_attended"},
        {"name": "", "html": "", "forgotten_at": now()},  # forgotten, and the bytes are kept
    ],
)
def test_a_certificate_is_never_changed(facts):
    certificate = factories.certificate()

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.delete()


@pytest.mark.database
def test_replaced_is_said_once():
    certificate = factories.certificate()
    rows = Certificate.objects.filter(pk=certificate.pk)
    rows.update(replaced_at=now())

    for again in (None, now() + timedelta(days=1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(replaced_at=again)


@pytest.mark.database
def test_the_database_gives_none_to_somebody_who_did_not_come():
    of = factories.session()
    booking = book_place(of, by=(ama := factories.person()), name=ama.name)
    facts = {"code": "7K2M94XDQP3T", "digest": "d", "name": "Ama", "title": "T", "sha256": "s"}

    for state in ("attended", "booked"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.create(place=booking.places.get(), state=state, **facts)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(60, "1 hour"), (150, "2 hours 30 minutes"), (45, "45 minutes"), (61, "1 hour 1 minute")],
)
def test_how_long_reads_in_words(minutes, words):
    assert in_words(minutes) == words


def test_many_are_made_in_one_sweep(monkeypatch):
    monkeypatch.setattr(making, "BATCH", 2)
    factories.came("Ama", "Bo", "Cy", "Di", "Ed")

    assert issue_due_certificates() == 5
    assert issue_due_certificates() == 0
