"""Things to read: for whom they are, in which version, and clean."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.files.storing import HasAVirus
from tests import factories
from tests.factories import client_for
from tests.factories.clamd import EICAR, a_scanner
from workshops.booking.actions import cancel_booking
from workshops.materials.actions import (
    MOST,
    add_link,
    forget_removed_materials,
    scan_materials,
    withdraw_material,
)
from workshops.models import Material
from workshops.register.actions import note_taps
from workshops.register.models import Mark
from workshops.register.taps import Tap

pytestmark = pytest.mark.django_db
FILM = "https://films.example/one"


def officer():
    return factories.staff("is_officer")


def address(material):
    return reverse("workshops:material", args=[material.reference])


def opens(material, user=None):
    client = client_for(user) if user else Client()
    answer = client.get(address(material))
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code == 200


def page(of, user=None):
    client = client_for(user) if user else Client()
    return client.get(reverse("workshops:session", args=[of.reference])).text


def link(of, by=None, **facts):
    return add_link(of, link=FILM, by=by or officer(), **factories.material_facts(**facts))


# --- For whom it is -------------------------------------------------------------------------


@pytest.fixture
def evening():
    """Ama came, Bo did not, Cy gave the place back, and a stranger never booked."""
    of, (ama, bo, cy) = factories.evening("Ama", "Bo", "Cy", begins=timedelta(hours=-3))
    cancel_booking(cy.booking, by=cy.booking.booked_by)
    factories.mark_attendance(of, came={ama.pk}, by=officer())
    people = {name: each.booking.booked_by for name, each in zip("abc", (ama, bo, cy), strict=True)}
    return of, {**people, "stranger": factories.person(), "nobody": None}


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        ("public", {"a", "b", "c", "stranger", "nobody"}),
        ("booked", {"a", "b"}),
        ("attended", {"a"}),
    ],
)
def test_each_is_there_for_those_whom_it_is_for_and_for_nobody_else(evening, audience, who):
    of, people = evening
    material = factories.material(of, audience=audience, title="Our slides")

    assert {name for name, user in people.items() if opens(material, user)} == who
    assert {name for name, user in people.items() if "Our slides" in page(of, user)} == who
    for colleague in ("is_officer", "is_auditor"):
        assert opens(material, factories.staff(colleague))
    assert opens(material, factories.staff("is_finance_preparer")) == (audience == "public")


def test_a_link_is_shown_to_no_others_either(evening):
    of, people = evening
    link(of, audience="attended")

    assert FILM in page(of, people["a"])
    assert FILM not in page(of, people["b"])
    assert FILM not in page(of)


def test_who_came_after_all_may_read_it_and_who_did_not_may_not(evening):
    of, people = evening
    material = factories.material(of, audience="attended")
    bo = of.places.get(name="Bo")

    note_taps(of, [Tap(Mark.ARRIVED, place=bo.pk)], by=officer())
    assert opens(material, people["b"])
    note_taps(of, [Tap(Mark.UNDONE, place=bo.pk)], by=officer())
    assert not opens(material, people["b"])


def test_the_officer_who_wrote_down_a_walk_in_is_no_guest_later(evening):
    of, _people = evening
    host = factories.staff("is_officer")
    note_taps(of, [Tap(Mark.ARRIVED, name="Lee")], by=host)
    material = factories.material(of, audience="attended")
    type(host).objects.filter(pk=host.pk).update(is_officer=False)
    host.refresh_from_db()

    assert material not in Material.objects.visible_to(host)


def test_what_is_for_after_is_not_there_before_the_end():
    of, (ama,) = factories.evening("Ama")
    material = factories.material(of, audience="booked", is_for_after=True)
    before = factories.material(of, audience="booked", title="How to get there")

    assert not opens(material, ama.booking.booked_by)
    assert opens(before, ama.booking.booked_by)
    with time_machine.travel(of.ends_at):
        assert opens(material, ama.booking.booked_by)


def test_nobody_outside_sees_what_belongs_to_a_draft():
    material = factories.material(factories.session(is_published=False))

    assert not opens(material)


# --- How it is handed out -------------------------------------------------------------------


def test_it_is_saved_under_its_title_and_never_opened_inside_our_site():
    material = factories.material(title="Slides & “notes”")

    answer = Client().get(address(material))

    assert b"".join(answer.streaming_content) == b"%PDF-1.7\nSlides"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "version%201" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_guessed_reference_and_one_that_is_a_link_are_not_found():
    guessed = reverse("workshops:material", args=["0" * 16])

    assert Client().get(guessed).status_code == 404
    assert not opens(link(factories.session()))


# --- Versions ---------------------------------------------------------------------------------


def test_the_same_title_again_is_the_next_version_and_the_same_file_is_none():
    of = factories.session()
    first = factories.material(of)
    assert factories.material(of) == first

    second = factories.material(of, content=b"%PDF-1.7\nBetter")

    assert (second.version, opens(second), opens(first)) == (2, True, False)
    assert "version 2" in page(of)
    large = factories.material(of, accessible_as="Large print")
    assert (large.version, opens(second)) == (1, True)
    assert "Slides</a>, Large print" in page(of)


def test_a_link_may_take_the_place_of_a_file():
    of = factories.session()
    factories.material(of)

    assert link(of).version == 2
    assert link(of).version == 2  # twice is once
    assert Material.objects.standing().count() == 1


def test_what_is_taken_away_is_there_for_nobody_and_its_bytes_go_later(settings):
    material = factories.material()
    withdraw_material(material, by=officer())
    withdraw_material(material, by=officer())

    assert not opens(material, officer())
    assert forget_removed_materials() == 0
    with time_machine.travel(now() + timedelta(days=settings.KEEP_REMOVED_FILES_DAYS + 1)):
        assert forget_removed_materials() == 1
    assert Material.objects.get().sha256 == material.sha256


def test_a_session_holds_no_more_than_twenty():
    of, by = factories.session(), officer()
    for number in range(MOST):
        link(of, by=by, title=f"Film {number}")

    with pytest.raises(Refused, match="Take one away first"):
        link(of, by=by, title="One more")


# --- Viruses -----------------------------------------------------------------------------------


def test_a_virus_is_refused_while_somebody_waits(settings):
    with a_scanner(settings), pytest.raises(HasAVirus):
        factories.material(content=b"%PDF-1.7\n" + EICAR)

    assert not Material.objects.exists()


def test_until_the_scanner_has_looked_only_colleagues_know_of_it(settings):
    of = factories.session()
    with a_scanner(settings, answer=b"stream: busy ERROR"):
        material = factories.material(of, content=b"%PDF-1.7\n" + EICAR)
    assert not opens(material)
    assert "Slides" not in page(of)
    assert client_for(officer()).get(address(material)).status_code == 409

    with time_machine.travel(now() + timedelta(minutes=5)), a_scanner(settings):
        assert scan_materials() == 1

    material.refresh_from_db()
    assert (material.scan, material.file.name, material.removed_at is None) == (
        "infected",
        "",
        False,
    )


# --- The page of colleagues -------------------------------------------------------------------


def add(of, **typed):
    facts = {"title": "Slides", "audience": "booked", **typed}
    return client_for(officer()).post(
        reverse("workshops:material_add", args=[of.reference]), facts, follow=True
    )


def test_an_officer_adds_a_file_and_takes_it_away():
    of = factories.session()
    sent = SimpleUploadedFile("a.pdf", b"%PDF-1.7\nHello")

    said = add(of, file=sent, accessible_as=" Large  print ").text

    material = Material.objects.get()
    assert (material.accessible_as, material.audience) == ("Large print", "booked")
    assert "“Slides” is there now, version 1" in said
    client_for(officer()).post(reverse("workshops:material_withdraw", args=[material.reference]))
    assert not Material.objects.standing().exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Select a file, or enter a link below"),
        ({"link": "javascript:alert(1)"}, "Enter a link like"),
        ({"link": "ftp://a.example/x"}, "Enter a link like"),
        ({"link": FILM, "audience": "mine"}, "Choose whom it is for from the list"),
        ({"link": FILM, "audience": ""}, "Choose whom it is for"),
        ({"link": FILM, "title": " "}, "Enter what it is"),
        ({"link": FILM, "title": "a\x00b"}, "Use letters and figures"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "must be a PDF"),
        ({"file": SimpleUploadedFile("a.pdf", b"<html>")}, "not what its name says"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_it(typed, says):
    answer = add(factories.session(), **typed)

    assert says in answer.text
    assert not Material.objects.exists()


def test_a_file_and_a_link_are_one_too_many():
    answer = add(factories.session(), link=FILM, file=SimpleUploadedFile("a.pdf", b"%PDF-1.7\nA"))

    assert "Give a file or a link, and not both" in answer.text


# --- What the database refuses ------------------------------------------------------------------


@pytest.mark.database
@pytest.mark.parametrize(
    "facts",
    [
        {"audience": "public"},
        {"title": "Other"},
        {"sha256": "0" * 64},
        {"file": "another/place"},
        {"link": FILM},
        {"version": 7},
        {"scan": "infected"},
    ],
)
def test_a_version_stays_as_it_was_handed_out(facts):
    material = factories.material(audience="attended")

    with pytest.raises(IntegrityError), transaction.atomic():
        Material.objects.filter(pk=material.pk).update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        material.delete()
