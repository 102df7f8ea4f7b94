"""The picture of a signature: what is taken, what is kept, and how it stands on paper."""

import hashlib
import io
import struct
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image

from applicants.paper import Picture
from grants.awards.letters.models import Kind
from grants.awards.letters.signatures.redrawing import MOST_BYTES, Unfit, redraw
from grants.models import LetterSignature
from tests import factories
from tests.factories.cases import colleague
from tests.factories.letters import picture
from tests.paper import Reading, failures

from .a_letter import letter, words

PAGE = "/letters/signature/"
SIGNED = Picture(redraw(picture()), "Signature of Łukasz O'Brien")


def signed(**options):
    return letter(words("decline"), signature=SIGNED, **options)


# --- the picture -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_what_is_kept_is_drawn_anew_and_cut_to_the_ink(kind, mode):
    seen = Image.open(io.BytesIO(redraw(picture(kind, mode=mode))))

    assert seen.format == "JPEG"
    assert 500 < seen.width < 560
    assert 110 < seen.height < 160


def test_a_picture_with_see_through_paper_comes_out_on_white():
    drawn = Image.new("RGBA", (400, 100), (0, 0, 0, 0))
    for x in range(20, 380):
        drawn.putpixel((x, 50), (0, 0, 0, 255))
        drawn.putpixel((x, 20 + x % 60), (0, 0, 0, 255))
    target = io.BytesIO()
    drawn.save(target, "PNG")

    seen = Image.open(io.BytesIO(redraw(target.getvalue()))).convert("L")

    assert seen.getextrema()[1] > 240
    assert seen.resize((1, 1)).getpixel((0, 0)) > 150


def test_what_a_file_carries_beside_its_picture_is_gone():
    whole = picture("JPEG")
    carried = whole[:2] + b"\xff\xfe\x00\x0esecret place" + whole[2:] + b"PK\x03\x04 another file"

    assert b"secret" not in redraw(carried)
    assert b"another" not in redraw(carried)


def test_a_very_large_scan_is_made_small():
    kept = redraw(picture(size=(4000, 1500)))

    assert Image.open(io.BytesIO(kept)).width <= 900
    assert len(kept) < 60_000


def bomb():
    """A PNG of a few bytes that says that it is enormous."""
    head = struct.pack("!IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack("!I", len(head)) + chunk
        + struct.pack("!I", zlib.crc32(chunk)) + b"\x00" * 50
    )  # fmt: skip


def blank():
    target = io.BytesIO()
    Image.new("RGB", (300, 100), "white").save(target, "PNG")
    return target.getvalue()


REFUSED = [
    (b"", "empty"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a PNG or JPG"),
    (b"%PDF-1.7", "not a PNG or JPG"),
    (b"GIF89a" + b"\x00" * 40, "not a PNG or JPG"),
    (b"\x89PNG\r\n\x1a\n rubbish", "not a PNG or JPG"),
    (picture("JPEG")[:400], "not a PNG or JPG"),
    (b"\x89PNG" + picture("JPEG"), "not a PNG or JPG"),
    (picture() + b"\x00" * MOST_BYTES, "smaller than 2MB"),
    (bomb(), "not a PNG or JPG|too large"),
    (blank(), "nothing to see"),
    (picture(size=(30, 10)), "too small|nothing to see"),
]


@pytest.mark.parametrize(("data", "sentence"), REFUSED)
def test_what_is_no_picture_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(Unfit, match=sentence):
        redraw(data)


# --- the page ----------------------------------------------------------------------------------


def upload(client, data, filename="/etc/../signature.png", **facts):
    sent = {"name": "Łukasz O'Brien", "role": "Chair", **facts}
    if data is not None:
        sent["picture"] = SimpleUploadedFile(filename, data, "image/png")
    return client.post(PAGE, sent)


@pytest.mark.django_db
def test_an_officer_gives_a_signature_and_new_letters_carry_it():
    client = factories.client_for(colleague("is_officer"))

    assert upload(client, picture()).url == PAGE
    waiting = factories.queued_letter(Kind.REMINDER)
    factories.issue_letters()

    row = LetterSignature.objects.get()
    assert row.sha256 == hashlib.sha256(row.picture).hexdigest()
    assert "data:image/jpeg;base64," in client.get(PAGE).text
    waiting.refresh_from_db()
    assert Reading(bytes(waiting.pdf)).spoken()[-3:] == [
        ("P", "Yours sincerely,"),
        ("Figure", "Signature of Łukasz O'Brien"),
        ("P", "Łukasz O'Brien Chair, Co-operate Alderwick"),
    ]
    assert "<strong>Łukasz O&#x27;Brien</strong>" in waiting.html
    assert failures(bytes(waiting.pdf)) == []


@pytest.mark.django_db
def test_another_signature_takes_its_place_and_none_can_be_asked_for():
    client = factories.client_for(colleague("is_officer"))
    factories.letter_signature()
    upload(client, picture("JPEG"), filename="x.jpg")
    assert LetterSignature.objects.filter(ended_at=None).count() == 1

    client.post("/letters/signature/end/")

    assert LetterSignature.objects.in_use() is None
    assert LetterSignature.objects.count() == 2
    assert factories.queued_letter(Kind.REMINDER).signature is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "facts", "field"),
    [
        (None, {}, "picture"),
        (b"", {}, "picture"),
        (b"<svg/>", {}, "picture"),
        (picture() + b"\x00" * MOST_BYTES, {}, "picture"),
        (picture(), {"name": ""}, "name"),
        (picture(), {"name": "x" * 81}, "name"),
        (picture(), {"name": "\x00"}, "name"),
        (picture(), {"name": ["a", "b" * 99]}, "name"),
        (picture(), {"role": "x" * 81}, "role"),
    ],
)
def test_bad_input_is_a_sentence_and_nothing_is_kept(data, facts, field):
    client = factories.client_for(colleague("is_officer"))

    response = upload(client, data, **facts)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not LetterSignature.objects.exists()


@pytest.mark.django_db
@pytest.mark.database
def test_a_signature_is_never_changed_or_removed():
    row = factories.letter_signature()

    for write in (
        lambda rows: rows.update(picture=b"other"),
        lambda rows: rows.update(name="Somebody"),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write(LetterSignature.objects.filter(pk=row.pk))


# --- on paper ----------------------------------------------------------------------------------


def test_the_signature_is_a_figure_with_words_for_those_who_do_not_see_it():
    data = signed()
    pdf = Reading(data).pdf
    figures = [
        node for node in pdf.Root.StructTreeRoot.K.K
        if not isinstance(node, int) and str(node.S) == "/Figure"
    ]  # fmt: skip

    (figure,) = figures
    assert str(figure.Alt) == "Signature of Łukasz O'Brien"
    assert float(figure.A.BBox[0]) == pytest.approx(22 * 72 / 25.4, abs=0.01)
    assert failures(data) == []
    (image,) = pdf.pages[-1].get_images().values()
    assert pikepdf.PdfImage(image).filters == ["/DCTDecode"]
    assert image.read_raw_bytes() == SIGNED.jpeg


def test_the_same_words_and_signature_give_the_same_bytes():
    assert signed() == signed()
    assert signed() != letter(words("decline"))


@pytest.mark.parametrize("count", range(24, 46))
def test_the_signature_stands_between_the_greeting_and_the_name_on_one_page(count):
    reading = Reading(letter(ending(count), signature=SIGNED))

    above, below = greeting_and_name(reading)
    assert above[0] == below[0]
    (page,) = [n for n, page in enumerate(reading.pdf.pages) if page.get_images()]
    assert page == above[0]
    figure = next(
        node for node in reading.pdf.Root.StructTreeRoot.K.K
        if not isinstance(node, int) and str(node.S) == "/Figure"
    )  # fmt: skip
    _, bottom, _, top = (float(part) for part in figure.A.BBox)
    assert above[1] >= top > bottom >= below[1] + 8
    assert bottom > 24 * 72 / 25.4 - 1


def test_a_signature_of_any_height_keeps_its_name_beside_it():
    """Where a page ends goes by points: each height is half a point more than the last."""
    pages = set()
    for height in range(40, 90):
        above, below = greeting_and_name(
            Reading(letter(ending(20), signature=black_box(300, height)))
        )
        assert above[0] == below[0], height
        pages.add(above[0])

    assert pages == {0, 1}, "it goes over the end of the page on the way"


def black_box(width, height):
    """A signature of just this shape."""
    target = io.BytesIO()
    Image.new("RGB", (width, height)).save(target, "JPEG")
    return Picture(target.getvalue(), "Signature of Lukas Brien")


def ending(count):
    """A letter of so many lines before it ends."""
    return (
        f"<h1>Top</h1><p>{'line<br>' * count}</p><p>Yours sincerely,</p><figure></figure>"
        "<p><strong>Lukas Brien</strong><br>Chair<br>Fund</p>"
    )


def greeting_and_name(reading):
    """Where (page, height) the two are that the signature stands between."""
    places = {text.strip(): (page, y) for page, _, text, _, y, _ in reading.shown}
    return places["Yours sincerely,"], places["Lukas Brien"]
