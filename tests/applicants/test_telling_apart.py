"""Two records that look alike and are different co-ops: noted once, with who, when and why."""

import html

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from applicants.access import Refused
from applicants.actions import change_organisation, merge_organisations, tell_apart
from applicants.duplicates import likely_duplicates
from applicants.models import Distinction
from tests import factories
from tests.factories import client_for, organisation, staff

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LIST = reverse("organisation_list")
WHY = "One bakes, the other mends ovens. I rang both."


def text_of(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def alike():
    """Two records with nearly one name in one postcode area."""
    return (
        organisation(name="Weir Lane Bakers", postcode="E24 6TS"),
        organisation(name="Weir Lane Bakery", postcode="E24 1AA"),
    )


def address(one, other):
    return reverse("organisation_different", args=[one.reference, other.reference])


def pairs():
    return [(pair.first.name, pair.second.name) for pair in likely_duplicates()]


def test_an_officer_notes_it_with_a_reason_and_the_pair_is_asked_about_no_more(alike):
    one, other = alike
    officer = staff("is_officer")
    client = client_for(officer)
    assert pairs() == [(one.name, other.name)]
    assert address(one, other) in text_of(
        client.get(reverse("organisation_merge", args=[one.reference, other.reference]))
    )

    response = client.post(address(other, one), {"reason": WHY})

    assert response.url == LIST
    found = Distinction.objects.get()
    assert (found.first, found.second, found.reason, found.found_by) == (one, other, WHY, officer)
    assert pairs() == []


def test_the_list_and_the_page_of_both_show_who_found_so_when_and_why(alike):
    found = factories.told_apart(*alike)
    merge = reverse("organisation_merge", args=[each.reference for each in reversed(alike)])

    for page in (LIST, merge, address(*alike)):
        shown = text_of(client_for(staff("is_officer")).get(page))
        assert found.reason in shown
        assert str(found.found_by) in shown
        assert f"{found.found_at:%-d %B %Y}" in shown


def test_said_twice_it_is_kept_once_as_it_was_said_first(alike):
    one, other = alike
    first = tell_apart(one, other, reason=WHY, by=staff("is_officer"))

    second = tell_apart(other, one, reason="I think so too.", by=staff("is_officer"))

    assert second == first
    assert Distinction.objects.get().reason == WHY


@pytest.mark.parametrize(
    ("change", "comes_back"),
    [
        ({"name": "Weir Lane Bakeries"}, True),
        ({"legal_form": "coop_society", "registration_number": "31455R"}, True),
        ({"charity_number": "1158881", "legal_form": "cio"}, True),
        ({"postcode": "E24 9ZZ"}, False),
        ({"legal_form": "unincorporated"}, False),
    ],
)
def test_another_name_or_number_brings_the_pair_back_and_nothing_else_does(
    alike, change, comes_back
):
    one, other = alike
    factories.told_apart(one, other)

    changed = change_organisation(other, by=other.started_by, **change)

    assert pairs() == ([(one.name, changed.name)] if comes_back else [])
    if comes_back:  # looked at again, it is noted again
        tell_apart(one, changed, reason=WHY, by=staff("is_officer"))
        assert pairs() == []
        assert Distinction.objects.count() == 2


def test_a_third_record_that_looks_like_them_is_still_asked_about(alike):
    factories.told_apart(*alike)
    third = organisation(name="Weir Lane Bakerz", postcode="E24 2BB")

    assert {pair[1] for pair in pairs()} == {third.name}


def test_what_cannot_be_told_apart_is_refused(alike):
    one, other = alike
    officer = staff("is_officer")
    with pytest.raises(Refused, match="one and the same record"):
        tell_apart(one, one, reason=WHY, by=officer)
    merge_organisations(other, into=one, reason="One.", by=officer)
    with pytest.raises(Refused, match="joined into another already"):
        tell_apart(one, other, reason=WHY, by=officer)
    page = client_for(officer).post(address(other, organisation()), {"reason": WHY})

    assert "joined into another already" in text_of(page)
    assert not Distinction.objects.exists()


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001, "a\x00b"])
def test_a_reason_that_does_not_do_is_asked_for_again(alike, reason):
    page = client_for(staff("is_officer")).post(address(*alike), {"reason": reason})

    assert page.status_code == 200
    assert "There is a problem" in text_of(page)
    assert not Distinction.objects.exists()


def test_only_officers_note_it_and_auditors_read_it(alike):
    found = factories.told_apart(*alike)
    auditor = client_for(staff("is_auditor"))

    assert found.reason in text_of(auditor.get(LIST))
    assert auditor.post(address(*alike), {"reason": WHY}).status_code == 403
    assert client_for(alike[0].started_by).get(address(*alike)).status_code == 403
    missing = reverse("organisation_different", args=[alike[0].reference, "nothing"])
    assert client_for(staff("is_officer")).get(missing).status_code == 404


def test_two_that_were_told_apart_can_still_be_joined(alike):
    one, other = alike
    found = factories.told_apart(one, other)

    merge_organisations(other, into=one, reason="They showed us.", by=staff("is_officer"))

    found.refresh_from_db()
    assert (found.first, found.second) == (one, other)


@pytest.mark.parametrize("way", ["update", "delete"])
def test_what_was_found_is_never_rewritten(alike, way):
    factories.told_apart(*alike)
    rows = Distinction.objects.all()

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(reason="Other") if way == "update" else rows._raw_delete("default")
