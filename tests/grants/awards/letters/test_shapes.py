"""What letters can show is known before one is queued, without loading what lays them out."""

import subprocess
import sys

import pytest

from applicants.paper.typeface import font
from grants.awards.letters import shapes


def test_it_knows_exactly_what_the_typeface_has():
    assert shapes._known() == set(font().face.charToGlyph)


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ("Tŷ Gwyn, O'Brien & Söhne <b>", ""),
        ("Ty\u0302 Gwyn\u200b co\u2011op 🍞\n", ""),
        ("Пекарня Κοοπ Łódź", ""),
        ("שלום", "שלום"),
        ("مخبز", "مخبز"),
        ("面包, 面包", "面包"),
    ],
)
def test_letters_of_other_scripts_are_named(typed, missing):
    assert "".join(shapes.letters_without_shape(typed)) == missing


def test_asking_loads_no_reportlab():
    code = (
        "import sys; from grants.awards.letters.shapes import letters_without_shape as ask; "
        "assert ask('面') == ['面']; assert 'reportlab' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", code], check=True)
