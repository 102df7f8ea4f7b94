"""Which ward a postcode lies in, and what is said of one that no file knows."""

import pytest

from applicants.wards import is_missing, loaded_at, ward_of, wards
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("typed", ["N1 2UD", "n12ud", " N1  2ud "])
def test_a_postcode_leads_to_its_ward_however_it_is_typed(typed):
    factories.places({"N1 2UD": "Angel", "N1 3AA": "Canal"})

    assert ward_of(typed) == "Angel"


@pytest.mark.parametrize("typed", ["N1 9ZZ", "N1", "", "nowhere", "N1 2UD\x00", "N1 2U\u00d0"])
def test_what_is_unknown_or_no_postcode_has_no_ward(typed):
    factories.places({"N1 2UD": "Angel"})

    assert ward_of(typed) == ""


def test_without_a_file_nothing_is_known_and_nothing_is_missing():
    assert wards() == []
    assert loaded_at() is None
    assert ward_of("N1 2UD") == ""
    assert not is_missing("N1 2UD")


def test_wards_stand_in_order_each_once():
    factories.places({"N1 2UD": "Canal", "N1 3AA": "Angel", "N1 4BB": "Canal"})

    assert wards() == ["Angel", "Canal"]
    assert loaded_at() is not None


@pytest.mark.parametrize(
    ("postcode", "missing"),
    [
        ("E24 9ZZ", True),  # a new building, or a slip
        ("e249zz", True),
        ("E24 4PL", False),  # known
        ("E2 4AA", False),  # E24 stands in the file, E2 does not
        ("LS1 4AP", False),  # far away: nothing is known there
        ("E24", False),
        ("\x00", False),
    ],
)
def test_only_a_gap_in_what_the_file_knows_is_missing(postcode, missing):
    factories.places({"E24 4PL": "Weir Lane"})

    assert is_missing(postcode) is missing
