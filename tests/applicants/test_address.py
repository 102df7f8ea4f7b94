"""The address for letters on paper: asked of the co-op, whole or none, and in the window."""

import html

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from applicants.actions import close_account, forget_person, merge_organisations
from applicants.models import Organisation
from tests import factories
from tests.factories import client_for, organisation, person, staff
from tests.factories.people import owner_of
from tests.paper import Reading, failures, squash

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WHOLE = {"street": "4 Weir Lane", "street_more": "", "town": "Alderwick", "postcode": "E24 6TS"}


def page_of(coop):
    return reverse("organisation_change", args=[coop.reference])


def typed(coop, **changes):
    facts = {"name": coop.name, "legal_form": coop.legal_form}
    return {**facts, "registration_number": coop.registration_number, **WHOLE, **changes}


def change(coop, **changes):
    return client_for(owner_of(coop)).post(page_of(coop), typed(coop, **changes))


def test_a_co_op_says_where_letters_reach_it():
    coop = organisation()

    sent = change(coop, street="  4   Weir Lane, ", street_more="Unit 2")

    coop.refresh_from_db()
    assert sent.status_code == 302
    assert coop.address == ["4 Weir Lane", "Unit 2", "Alderwick"]
    shown = html.unescape(client_for(owner_of(coop)).get(sent.url).text)
    assert "4 Weir Lane, Unit 2, Alderwick" in shown
    assert "4 Weir Lane" in client_for(owner_of(coop)).get(page_of(coop)).text


def test_it_may_leave_it_empty_again():
    coop = organisation(**WHOLE)

    change(coop, street="", town="", street_more=" ")

    coop.refresh_from_db()
    assert coop.address == []
    assert coop.postcode == "E24 6TS"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"street": ""}, "Enter the building and street, or leave the address empty"),
        ({"street": " , "}, "Enter the building and street, or leave the address empty"),
        ({"town": ""}, "Enter the town or city, or leave the address empty"),
        ({"postcode": ""}, "Enter the postcode of this address too"),
        ({"street": "", "town": "", "street_more": "Unit 2"}, "Enter the building and street"),
        ({"street": "x" * 61}, "Building and street must be 60 characters or fewer"),
        ({"street_more": "x" * 61}, "Building and street, line 2 must be 60 characters or fewer"),
        ({"town": "x" * 61}, "Town or city must be 60 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(changes, says):
    coop = organisation()

    shown = html.unescape(change(coop, **changes).text)

    assert shown.count(says) >= 2
    kept = {**WHOLE, **changes}
    assert all(value.strip() in shown for value in kept.values())
    coop.refresh_from_db()
    assert coop.address == []


@pytest.mark.parametrize("name", ["street", "town", "street_more"])
@pytest.mark.parametrize("value", [["a", "b"], "4\x00 Weir Lane", "<b>4</b> {{ x }}"])
def test_strange_input_is_no_fault(name, value):
    coop = organisation()

    answer = change(coop, **{name: value})

    assert answer.status_code in (200, 302)
    shown = client_for(owner_of(coop)).get(page_of(coop)).text
    assert "<b>4</b>" not in shown


@pytest.mark.parametrize("missing", ["street", "town", "postcode"])
def test_the_database_takes_no_half_address(missing):
    coop = organisation(**WHOLE)

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=coop.pk).update(**{missing: ""})


def test_only_an_owner_changes_it():
    coop = organisation()
    for other in (person(), staff("is_officer")):
        assert client_for(other).post(page_of(coop), typed(coop)).status_code in (403, 404)


# In the window of the envelope


def test_the_letter_has_it_where_the_window_is():
    coop = factories.organisation(name="Tŷ Gwyn", **{**WHOLE, "street_more": "Söhne’s Yard"})
    application = factories.offered(of=coop)
    factories.issue_letters()

    letter = application.letters.get(kind="offer")

    spoken = [text for _, text in Reading(bytes(letter.pdf)).spoken()]
    block = squash(" ".join(spoken))
    lines = f"{application.started_by.name} Tŷ Gwyn 4 Weir Lane Söhne’s Yard Alderwick E24 6TS"
    assert lines in block
    owner = client_for(application.started_by)
    shown = squash(html.unescape(owner.get(reverse("letter", args=[letter.reference])).text))
    assert "Tŷ Gwyn<br> 4 Weir Lane<br> Söhne’s Yard<br> Alderwick<br> E24 6TS" in shown


def test_the_longest_address_of_the_longest_name_is_all_there():
    name = ("Söhne & <b>Co-op</b> of Tŷ Gwyn " * 4)[:120].strip()
    lines = {part: (f"{part} Wide Wharf W " * 5)[:60].strip() for part in ("street", "town")}
    coop = factories.organisation(name=name, postcode="E24 6TS", street_more="W" * 60, **lines)
    application = factories.offered(of=coop)
    factories.issue_letters()

    letter = application.letters.get(kind="offer")

    said = squash(" ".join(text for _, text in Reading(bytes(letter.pdf)).spoken()))
    assert failures(bytes(letter.pdf)) == []
    for part in (name, *lines.values(), "E24 6TS"):
        assert squash(part) in said
    assert said.replace(" ", "").count("W" * 60) == 1


def test_without_one_the_name_and_the_postcode_stand_there():
    application = factories.offered(of=factories.organisation(name="Tŷ Gwyn", postcode="E24 6TS"))
    factories.issue_letters()

    letter = application.letters.get(kind="offer")

    spoken = squash(" ".join(text for _, text in Reading(bytes(letter.pdf)).spoken()))
    assert f"{application.started_by.name} Tŷ Gwyn E24 6TS" in spoken


def test_a_letter_that_is_made_keeps_the_address_of_its_day():
    application = factories.offered(of=factories.organisation(**WHOLE))
    factories.issue_letters()
    letter = application.letters.get(kind="offer")

    change(application.organisation, street="9 Mill Row")

    assert application.letters.get(pk=letter.pk).words["address"] == ["4 Weir Lane", "Alderwick"]


# When records are joined, and when people go


@pytest.mark.parametrize(
    ("kept_has", "gets"),
    [
        ({"postcode": ""}, ["4 Weir Lane", "Alderwick"]),
        ({"postcode": "E24 6TS"}, ["4 Weir Lane", "Alderwick"]),
        ({"postcode": "E24 1AA"}, []),
        ({**WHOLE, "street": "9 Mill Row"}, ["9 Mill Row", "Alderwick"]),
    ],
)
def test_a_joined_record_gives_its_address_only_where_none_is_and_the_postcode_fits(kept_has, gets):
    merged, kept = organisation(**WHOLE), organisation(**kept_has)

    merge_organisations(merged, into=kept, reason="One.", by=staff("is_officer"))

    kept.refresh_from_db()
    assert kept.address == gets
    merged.refresh_from_db()
    assert merged.address == ["4 Weir Lane", "Alderwick"]  # the old record can be read for ever


def test_where_nobody_acts_any_more_the_address_goes_with_the_last_person():
    boss = staff("is_administrator")
    ana = person()
    alone, shared = organisation(owner=ana, **WHOLE), organisation(owner=ana, **WHOLE)
    factories.member(shared, role="owner")

    close_account(ana, by=boss)
    forget_person(ana, by=boss)

    alone.refresh_from_db()
    shared.refresh_from_db()
    assert alone.address == []
    assert shared.address == ["4 Weir Lane", "Alderwick"]
