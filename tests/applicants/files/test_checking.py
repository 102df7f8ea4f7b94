"""A file must be what its name says."""

import io
import struct
import tracemalloc
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, strategies as st

from applicants.files.checking import Unfit, examine, may_be_locked, safe_name


def zipped(*names, **contents):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "x")
        for name, content in contents.items():
            archive.writestr(name, content)
    return kept.getvalue()


def png(*blocks):
    """A PNG of these blocks; nobody looks at its picture."""
    made = b"".join(struct.pack("!L", len(b)) + name + b + b"crc." for name, b in blocks)
    return b"\x89PNG\r\n\x1a\n" + made


PNG = png((b"IHDR", b"13 bytes here"), (b"IDAT", b"picture"), (b"IEND", b""))
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 10 + b"\xff\xda\x00\x02picture\xff\xd9"
DOCX = zipped("[Content_Types].xml", "word/document.xml")
FILES = {
    "rules.pdf": b"%PDF-1.7\n...",
    "rules.docx": DOCX,
    "cash.xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "rules.odt": zipped("mimetype", "content.xml"),
    "stall.jpg": JPG,
    "stall.jpeg": JPG,
    "stall.PNG": PNG,
}


def look_at(name, content):
    return examine(SimpleUploadedFile(name, content), name)


@pytest.mark.parametrize("name", FILES)
def test_each_kind_is_taken(name):
    document = look_at(name, FILES[name])

    assert document.name == name
    assert len(document.sha256) == 64


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("run.exe", b"MZ", "The selected file must be a PDF, DOCX, XLSX, ODT, JPG or PNG"),
        ("noname", b"%PDF-", "The selected file must be a PDF, DOCX, XLSX, ODT, JPG or PNG"),
        ("page.svg", b"<svg>", "The selected file must be a PDF, DOCX, XLSX, ODT, JPG or PNG"),
        ("rules.pdf", b"", "The selected file is empty"),
        ("rules.pdf", b"%PDF-" + b"x" * 10_485_760, "The selected file must be smaller than 10MB"),
        (
            "rules.pdf",
            b"<html><script>",
            "The selected file is not what its name says. Open it, save it as a PDF, and try again",
        ),
        (
            "rules.docx",
            FILES["cash.xlsx"],
            "The selected file is not what its name says. "
            "Open it, save it as a Word file, and try again",
        ),
        (
            "rules.docx",
            b"PK\x03\x04 and nothing else",
            "The selected file is not what its name says. "
            "Open it, save it as a Word file, and try again",
        ),
        (
            "rules.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked",
            "The selected file is password protected, or an old kind of file. "
            "Save it again without a password",
        ),
        (
            "rules.docx",
            zipped("word/document.xml", "word/vbaProject.bin"),
            "The selected file must not contain macros",
        ),
        (
            "rules.docx",
            zipped(**{"word/document.xml": b"0" * (201 * 1024 * 1024)}),
            "The selected file holds too much. Save a smaller copy and try again",
        ),
    ],
)
def test_what_is_not_fit_is_refused_with_a_sentence(name, content, sentence):
    with pytest.raises(Unfit) as refusal:
        look_at(name, content)

    assert str(refusal.value) == sentence


def wrong(label):
    return (
        f"The selected file is not what its name says. Open it, save it as {label}, and try again"
    )


def lying_zip():
    """A part that declares one byte and unpacks to a hundred thousand."""
    content = bytearray(zipped(**{"word/document.xml": b"0" * 100_000}))
    size = struct.pack("<L", 100_000)
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = struct.pack("<L", 1)
    return bytes(content)


def overlapping_zip():
    """Many names for the same packed bytes, so that a small file declares little and holds much."""
    content = zipped(**{"word/document.xml": b"0" * (50 * 1024 * 1024)})
    start = content.rindex(b"PK\x01\x02")
    end = content.rindex(b"PK\x05\x06")
    entry = content[start:end]
    tail = bytearray(content[end:])
    struct.pack_into("<HHL", tail, 8, 9, 9, 9 * len(entry))
    return content[:start] + entry * 9 + bytes(tail)


def squeezed(way):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", way) as archive:
        archive.writestr("word/document.xml", "x")
    return kept.getvalue()


KINDS = "The selected file must be a PDF, DOCX, XLSX, ODT, JPG or PNG"
HTML = b"<html><script>alert(1)</script>"
TOO_MUCH = "The selected file holds too much. Save a smaller copy and try again"
MACROS = "The selected file must not contain macros"
LOCKED = "The selected file is password protected. Save it again without a password"
OTHERS = "The selected file must not contain programs or zip files. Take them out first"
ATTACKS = [
    ("program.pdf", b"MZ\x90\x00", wrong("a PDF")),
    ("late.pdf", b"GIF89a" + b"%PDF-1.7", wrong("a PDF")),
    ("picture.png", b"<svg onload=alert(1)>", wrong("a PNG")),
    ("stall.jpg", b"\xff\xd8\xff" + HTML, wrong("a JPG")),
    ("stall.jpg", b"\xff\xd8\xff\xe0\x00\x00" + HTML, wrong("a JPG")),
    ("stall.png", b"\x89PNG\r\n\x1a\n" + HTML, wrong("a PNG")),
    ("stall.png", png((b"IDAT", b"picture"), (b"IEND", b"")), wrong("a PNG")),
    ("stall.png", PNG[:-12], wrong("a PNG")),
    ("lying.docx", lying_zip(), wrong("a Word file")),
    ("many.docx", overlapping_zip(), TOO_MUCH),
    ("parts.docx", zipped("word/document.xml", *map(str, range(5001))), TOO_MUCH),
    ("odd.docx", squeezed(zipfile.ZIP_LZMA), wrong("a Word file")),
    ("odd.docx", squeezed(zipfile.ZIP_BZIP2), wrong("a Word file")),
    ("inner.docx", zipped(**{"word/document.xml": "x", "word/bomb": zipped("x")}), OTHERS),
    ("inner.odt", zipped(mimetype="x", **{"content.xml": "x", "run": b"MZ\x90"}), OTHERS),
    ("macros.odt", zipped("mimetype", "content.xml", "Basic/script-lc.xml"), MACROS),
    ("macros.xlsx", zipped("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), MACROS),
    ("macros.docx", zipped("word/document.xml", "word/embeddings/cash.xlsm"), MACROS),
    (
        "locked.odt",
        zipped(
            mimetype="x",
            **{"content.xml": "x", "META-INF/manifest.xml": "<manifest:encryption-data/>"},
        ),
        LOCKED,
    ),
    ("plan.docm", zipped("word/document.xml"), KINDS),
    ("page.html", HTML, KINDS),
    ("page.svg", b"<svg/>", KINDS),
    ("rules.pdf.exe", b"%PDF-1.7", KINDS),
    ("rules.pdf\u202egpj.exe", b"%PDF-1.7", KINDS),
    ("rules.pdf\x00.exe", b"%PDF-1.7", KINDS),
]


@pytest.mark.parametrize(("name", "content", "sentence"), ATTACKS)
def test_an_attack_is_refused_with_a_sentence(name, content, sentence):
    with pytest.raises(Unfit) as refusal:
        examine(SimpleUploadedFile("x", content), name)

    assert str(refusal.value) == sentence


def test_a_figure_table_inside_a_letter_is_fine():
    content = zipped(**{"word/document.xml": "x", "word/embeddings/cash.xlsx": zipped("x")})

    assert look_at("plan.docx", content).name == "plan.docx"


def test_counting_what_a_bomb_holds_takes_little_memory():
    content = zipped(**{"word/document.xml": b"0" * (150 * 1024 * 1024)})

    tracemalloc.start()
    look_at("plan.docx", content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 5 * 1024 * 1024


@pytest.mark.parametrize(
    ("content", "is_said"),
    [
        (b"%PDF-1.7\n" + b"x" * 70_000 + b"trailer << /Encrypt 5 0 R >>", True),
        (b"%PDF-1.7\n" + b"x" * (65_536 - 12) + b"/Encrypt 5 0 R", True),
        (b"%PDF-1.7\ntrailer << /Root 1 0 R >>", False),
    ],
)
def test_a_pdf_that_may_ask_for_a_password_is_taken_and_said(content, is_said):
    file = SimpleUploadedFile("rules.pdf", content)

    assert may_be_locked(file, examine(file, "rules.pdf")) == is_said


@pytest.mark.parametrize(
    ("given_name", "kept_name"),
    [
        ("../../etc/rules.pdf", "rules.pdf"),
        (r"C:\papers\rules.pdf", "rules.pdf"),
        ("rules\u202efdp.exe.pdf", "rulesfdp.exe.pdf"),
        ("our\x00 \n rules.pdf", "our rules.pdf"),
        ("Tŷ Gwyn – rheolau.pdf", "Tŷ Gwyn – rheolau.pdf"),
        ("a" * 200 + ".pdf", "a" * 114 + ".pdf"),
        ("é" * 296 + ".pdf", "é" * 114 + ".pdf"),
        ("our 🍞 rules.pdf", "our 🍞 rules.pdf"),
        ("....//....//rules.pdf", "rules.pdf"),
        ("/", "file"),
        ("", "file"),
        ("\u2066\u200f\x07.pdf", "file.pdf"),
    ],
)
def test_a_name_is_made_safe_to_show(given_name, kept_name):
    assert safe_name(given_name) == kept_name


@given(content=st.binary(max_size=300), cut=st.integers(0, 200), name=st.sampled_from(list(FILES)))
def test_no_bytes_break_the_check(content, cut, name):
    damaged = FILES[name][:cut] + content + FILES[name][cut:]

    try:
        verdict = look_at(name, damaged).name
    except Unfit as refusal:
        verdict = str(refusal)

    assert verdict == name or verdict.startswith("The selected file")
