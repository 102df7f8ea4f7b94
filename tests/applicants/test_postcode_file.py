"""What a file of postcodes may look like, and the sentence for one that makes no sense."""

import io
import tracemalloc

import pytest

from applicants.access import Refused
from applicants.postcode_file import Columns, places_in, ward_names_in


def read(text, **options):
    content = text.encode() if isinstance(text, str) else text
    return [place[1:] for place in places_in(io.BytesIO(content), **options)]


ANGEL = [("N12UD", "Angel", "E05000367")]


@pytest.mark.parametrize(
    "text",
    [
        "postcode,ward,ward code\nN1 2UD,Angel,E05000367\n",
        "\ufeffPostcode,Ward Name,Ward Code\r\nn1 2ud,Angel,E05000367\r\n\r\n",
        '"Ward_Code","PCDS","WD25NM"\n"E05000367","N1 2UD","Angel"',
        "pcd,pcds,wd25cd,wd25nm,lad25cd\nN1  2UD,N1 2UD,E05000367,  Angel ,E09000019\n",
        "In use?,Post Code,Ward,Ward Code\nYes,N12UD,Angel,E05000367\n,,,\n",
    ],
)
def test_a_file_is_read_as_the_ons_or_a_council_gives_it(text):
    assert read(text) == ANGEL


def test_the_code_of_a_ward_may_be_missing():
    assert read("postcode,ward\nN1 2UD,Angel\n") == [("N12UD", "Angel", "")]


def test_an_operator_can_say_what_the_columns_are_called():
    text = "a,b,c,d\nN1 2UD,Angel,E05000367,Islington\nN1 3AA,Angel,E05000367,Hackney\n"
    columns = Columns("a", "b", "c", "D")

    assert read(text, columns=columns, council="Islington") == ANGEL


def test_a_file_of_codes_is_read_with_the_list_of_wards():
    names = ward_names_in(io.BytesIO(b"WD25CD,WD25NM\nE05000367,Angel\nE05000368,Canal\n"))
    text = "pcds,oslaua,osward\nN1 2UD,E09000019,E05000367\nGIR 0AA,E08000011,E05000937\n"

    assert read(text, names=names, council="E09000019") == ANGEL


def test_a_postcode_without_a_ward_is_left_out():
    assert read("postcode,ward,ward code\nN1 9ZZ,,\nN1 2UD,Angel,E05000367\n") == ANGEL


WARD_HEAD = "postcode,ward\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The file is empty."),
        ("\n\n , \n", "The file is empty."),
        ("N1 2UD,Angel\n", "Line 1 must name the columns, and “N1 2UD” is a postcode"),
        ("place,ward\nN1 2UD,Angel\n", "no column of postcodes, only: place, ward"),
        ("postcode;ward\nN1 2UD;Angel\n", "no column of postcodes"),
        ("postcode,street\nN1 2UD,Duncan\n", "no column of ward names"),
        ("pcds,osward\nN1 2UD,E05000367\n", "the list of wards as well, with --names"),
        ("postcode,ward,Ward\nN1 2UD,A,B\n", "the column “ward” more than once"),
        (WARD_HEAD + "N1 2UD,Angel\nAngel,N1 2UD\n", "Line 3: “Angel” is not a postcode"),
        (WARD_HEAD + "N1,Angel\n", "Line 2: “N1” is not a postcode"),
        (WARD_HEAD + "N1 2UD\n", "Line 2 has 1 columns, and the first line 2"),
        (WARD_HEAD + "N1 2UD,Angel,1\n", "Line 2 has 3 columns"),
        (WARD_HEAD + "N1 2UD,E05000367\n", "Line 2: “E05000367” is the code of a ward"),
        (WARD_HEAD + f"N1 2UD,{'x' * 101}\n", "Line 2: “xxxx"),
        (f"postcode,ward,ward code\nN1 2UD,Angel,{'9' * 21}\n", "the code of a ward"),
        (WARD_HEAD + 'N1 2UD,"Angel\nN1 3AA,Canal\n', "look at its quotation marks"),
        (WARD_HEAD + 'N1 2UD,"An"gel\n', "Line 2 can’t be read"),
        (WARD_HEAD.encode() + b"N1 2UD,\xc5ngel\n", "Line 2 is not plain text"),
        ("postcode,ward\nN1 2UD,Angel\n".encode("utf-16"), "Line 1 is not plain text"),
        (b"PK\x03\x04\x14\x00\x06\x00", "Line 1 is not plain text"),
        (b"x" * 3_000_000, "Line 1 is too long"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(text, says):
    with pytest.raises(Refused) as refusal:
        read(text)

    assert says in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(Refused, match="Line 1 names no column “town”, only: postcode, ward"):
        read("postcode,ward\nN1 2UD,Angel\n", columns=Columns(ward="town"))


def test_a_ward_that_the_list_does_not_know_is_named():
    with pytest.raises(Refused, match="Line 2 names the ward E05000999, which is not in the list"):
        read("pcds,osward\nN1 2UD,E05000999\n", names={"E05000367": "Angel"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "empty"),
        (b"WD25CD,WD25NM\n", "names none"),
        (b"code,name\nE05000367,Angel\n", "no column of ward codes"),
        (b"WD25CD,x,WD25NM\nE05000367\n", "Line 2 has 1 columns"),
    ],
)
def test_a_list_of_wards_that_makes_no_sense_is_refused(text, says):
    with pytest.raises(Refused, match=says):
        ward_names_in(io.BytesIO(text))


def test_a_file_without_lines_is_not_read_whole():
    class Endless:
        """Gives as much as it is asked for, and counts."""

        given = 0

        def readline(self, most):
            self.given += most
            return b"x" * most

    file = Endless()
    tracemalloc.start()
    with pytest.raises(Refused, match="Line 1 is too long"):
        list(places_in(file))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert file.given < 100_000
    assert peak < 1_000_000
