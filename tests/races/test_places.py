"""Two operators load a postcode file each at the same moment."""

from functools import partial

import pytest

from applicants.actions import replace_postcodes
from applicants.models import PostcodeFile, PostcodeWard
from applicants.postcode_file import Place
from tests import factories

pytestmark = pytest.mark.database


def two_files():
    """Two files that have no postcode in common."""
    files = [[Place(2, "N12UD", "Angel", "")], [Place(2, "LS14AP", "City", "")]]
    return [partial(replace_postcodes, file) for file in files]


@pytest.mark.parametrize("is_first", [True, False])
def test_the_table_holds_one_of_the_two_files_and_never_both(race, is_first):
    if not is_first:
        factories.places({"E24 4PL": "Weir Lane"})

    outcomes = race(*two_files())

    assert [outcome.postcodes for outcome in outcomes] == [1, 1], outcomes
    assert PostcodeWard.objects.count() == 1
    assert PostcodeFile.objects.count() == 1


def test_without_the_lock_the_two_files_mix(race, without_locks):
    factories.places({"E24 4PL": "Weir Lane"})
    without_locks(PostcodeFile)

    # The first stops before its end, until the second wants to forget what the first has added.
    race(*two_files(), patience=2, before=["applicants_postcodefile"])

    assert set(PostcodeWard.objects.values_list("pk", flat=True)) == {"N12UD", "LS14AP"}
