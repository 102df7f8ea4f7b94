"""An operator loads a file of postcodes: all of it or nothing, in little memory."""

import io
import tracemalloc

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from applicants.actions import replace_postcodes
from applicants.models import PostcodeWard
from applicants.postcode_file import Place
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HEAD = "postcode,ward,ward code\n"


@pytest.fixture
def load(tmp_path):
    """Run the command over a text; what it says, and what it warns of."""

    def load(text, *options):
        file = tmp_path / "postcodes.csv"
        file.write_text(text, encoding="utf-8")
        out, warned = io.StringIO(), io.StringIO()
        call_command("load_postcodes", str(file), *options, stdout=out, stderr=warned)
        return out.getvalue(), warned.getvalue()

    return load


def known():
    return dict(PostcodeWard.objects.values_list("postcode", "ward"))


def test_it_says_how_many_postcodes_and_wards_it_loaded(load):
    said, warned = load(
        HEAD + "N1 2UD,Angel,E05000367\nN1 3AA,Angel,E05000367\nN1 4BB,Canal,E05000368\n"
    )

    assert said == "3 postcodes in 2 wards are loaded.\n"
    assert warned == ""
    assert PostcodeWard.objects.get(pk="N14BB").code == "E05000368"


def test_a_new_file_takes_the_place_of_the_old_one(load):
    load(HEAD + "N1 2UD,Angel,\nN1 3AA,Angel,\n")

    load(HEAD + "N1 2UD,Canal,\n")

    assert known() == {"N12UD": "Canal"}


def test_the_list_of_wards_may_come_in_a_file_of_its_own(load, tmp_path):
    names = tmp_path / "wards.csv"
    names.write_text("WD25CD,WD25NM\nE05000367,Angel\n")

    load("pcds,osward\nN1 2UD,E05000367\n", "--names", str(names))

    assert known() == {"N12UD": "Angel"}


def test_one_council_of_many_can_be_loaded_and_a_column_named(load):
    text = "pc,ward,district code\nN1 2UD,Angel,E09000019\nLS1 4AP,City,E08000035\n"

    load(text, "--postcode-column", "pc", "--council", "E09000019")

    assert known() == {"N12UD": "Angel"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The file is empty. Nothing was changed."),
        (HEAD, "The file names no postcode that lies in a ward."),
        (HEAD + "N1 2UD,Angel,\nnowhere,Angel,\n", "Line 3: “nowhere” is not a postcode."),
        (
            HEAD + "N1 2UD,Angel,\nN1 3AA,Angel,\nn12ud,Canal,\n",
            "Line 4: N12UD lies in Canal here, and in Angel further up in the file.",
        ),
        (
            HEAD + "N1 2UD,Abbey,E05000001\nLS1 4AP,Abbey,E05000002\n",
            "Line 3: there are two wards “Abbey”, E05000001 and E05000002.",
        ),
    ],
)
def test_a_file_that_makes_no_sense_changes_nothing(load, text, says):
    factories.places({"N1 9ZZ": "Angel"})

    with pytest.raises(CommandError) as refusal:
        load(text)

    assert says in str(refusal.value)
    assert known() == {"N19ZZ": "Angel"}


def test_a_postcode_that_stands_twice_in_one_ward_counts_once(load):
    said, _warned = load(HEAD + "N1 2UD,Angel,\nN12UD,Angel,\n")

    assert said.startswith("1 postcodes")


def a_long_list(number, **odd):
    """So many different postcodes in twenty wards; odd: what differs at the end."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    for at in range(number):
        first, rest = divmod(at, 4000)
        inward = f"{rest // 400}{letters[rest // 20 % 20]}{letters[rest % 20]}"
        yield Place(at + 2, f"E{first}{inward}", f"Ward {at % 20}", "")
    if odd:
        yield Place(number + 2, odd["postcode"], odd["ward"], "")


def test_the_same_postcode_far_below_in_another_ward_is_found():
    """The two stand in different batches, so that no list in memory can see both."""
    factories.places({"N1 9ZZ": "Angel"})

    with pytest.raises(Exception, match="Line 2502: E00AA lies in Elsewhere here, and in Ward 0"):
        replace_postcodes(a_long_list(2_500, postcode="E00AA", ward="Elsewhere"))

    assert known() == {"N19ZZ": "Angel"}


def test_a_file_that_cannot_be_opened_is_named():
    with pytest.raises(CommandError, match=r"/no/such\.csv can’t be opened: No such file"):
        call_command("load_postcodes", "/no/such.csv")


def test_the_database_refuses_a_postcode_without_a_ward():
    with pytest.raises(IntegrityError), transaction.atomic():
        PostcodeWard.objects.create(postcode="N12UD", ward="")


def test_a_round_whose_ward_is_gone_from_the_new_file_is_named(load):
    factories.places({"N1 2UD": "Angel", "N1 4BB": "Canal"})
    factories.open_round(name="Canal fund", wards=["Angel", "Canal"])

    _said, warned = load(HEAD + "N1 2UD,Angel,\n")

    assert warned == "Look at Canal fund: it names Canal, which this file does not know.\n"


def peak_of(tmp_path, number):
    """The most memory that loading so many postcodes takes at once, in bytes."""
    file = tmp_path / "long.csv"
    with file.open("w") as out:
        out.write(HEAD)
        out.writelines(f"{place.postcode},{place.ward},\n" for place in a_long_list(number))
    tracemalloc.start()
    call_command("load_postcodes", str(file), stdout=io.StringIO())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert PostcodeWard.objects.count() == number
    return peak


def test_ten_times_the_postcodes_take_the_same_memory(tmp_path):
    peak_of(tmp_path, 1_000)  # so that nothing is imported while we count
    small = peak_of(tmp_path, 4_000)

    large = peak_of(tmp_path, 40_000)

    assert large < small * 2
