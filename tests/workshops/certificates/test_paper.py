"""The certificate on paper: read back as a screen reader would read it."""

import io

import pikepdf
import pytest

from tests import factories
from tests.paper import Reading, failures, squash
from workshops.certificates.making import make
from workshops.models import Workshop

pytestmark = pytest.mark.django_db
NAMES = ["Tŷ Gwyn", "O'Brien & Söhne", "<b>Co-op</b>", "Nguyễn Thị Hương", "Adébáyọ̀"]


def made_for(name, **facts):
    _of, (place,) = factories.came(name, **facts)
    return make(place, "7K2M94XDQP3T")


@pytest.mark.parametrize("name", NAMES)
def test_it_says_who_came_to_what_for_how_long_and_how_to_check_it(name):
    made = made_for(name)
    reading = Reading(made.pdf)

    spoken = reading.spoken()
    assert spoken[2:7] == [
        ("H1", "Certificate of attendance"),
        ("P", "This is to say that"),
        ("P", squash(name)),
        ("P", "came to"),
        ("P", made.title),
    ]
    assert spoken[7][1].endswith("for 2 hours.")
    assert ("H2", "What was covered") in spoken
    assert ("LBody", "Two hours together.") in spoken
    assert "7K2M-94XD-QP3T" in spoken[-2][1]
    assert failures(made.pdf) == []


def test_a_longest_name_and_six_lines_stay_on_one_page():
    of, (place,) = factories.came("Wilhelmina " * 10 + "Ng")
    Workshop.objects.filter(pk=of.workshop_id).update(
        title="W" * 80, covers="\n".join(["Everything about everything that anybody can want"] * 6)
    )
    place.session.workshop.refresh_from_db()

    pdf = make(place).pdf

    reading = Reading(pdf)
    assert len(reading.pdf.pages) == 1
    words = [each for each in reading.shown if isinstance(each[1], int)]
    assert all(x >= 0 and y > 40 for _page, _mark, _text, x, y, _width in words)
    wide = float(reading.pdf.pages[0].MediaBox[2])
    assert all(x + width <= wide for *_rest, x, _y, width in reading.shown)
    assert failures(pdf) == []


def test_who_left_early_has_the_hour_that_they_were_there():
    made = made_for("Ama", left=["Ama"])

    assert made.minutes == 60
    assert "and was there for 1 hour." in squash(made.html)


def test_what_our_typeface_cannot_draw_is_said_in_words_and_the_page_has_it():
    made = made_for("Ama 🍞")

    assert "🍞" in made.html
    words = [words for _role, words in Reading(made.pdf).spoken()]
    assert "Ama [bread]" in words
    assert any("The page shows them all" in line for line in words)


def test_title_language_and_links():
    pdf = pikepdf.open(io.BytesIO(made_for("Tŷ Gwyn").pdf))

    assert str(pdf.docinfo["/Title"]) == "Certificate of attendance: Tŷ Gwyn"
    assert str(pdf.Root.Lang) == "en-GB"
    (link,) = pdf.pages[0].Annots
    assert str(link.A.URI).endswith("/workshops/certificates/")


def test_the_same_words_give_the_same_bytes():
    _of, (place,) = factories.came("Ama")

    assert make(place, "7K2M94XDQP3T") == make(place, "7K2M94XDQP3T")
