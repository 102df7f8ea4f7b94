"""A file must be what its name says."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from grants.applications.attachments import Unfit, examine, safe_name


def zipped(*names, **contents):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "x")
        for name, content in contents.items():
            archive.writestr(name, content)
    return kept.getvalue()


DOCX = zipped("[Content_Types].xml", "word/document.xml")
FILES = {
    "rules.pdf": b"%PDF-1.7\n...",
    "rules.docx": DOCX,
    "cash.xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "rules.odt": zipped("mimetype", "content.xml"),
    "stall.jpg": b"\xff\xd8\xff\xe0 picture",
    "stall.jpeg": b"\xff\xd8\xff\xe1 picture",
    "stall.PNG": b"\x89PNG\r\n\x1a\n picture",
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


@pytest.mark.parametrize(
    ("given_name", "kept_name"),
    [
        ("../../etc/rules.pdf", "rules.pdf"),
        (r"C:\papers\rules.pdf", "rules.pdf"),
        ("rules\u202efdp.exe.pdf", "rulesfdp.exe.pdf"),
        ("our\x00 \n rules.pdf", "our rules.pdf"),
        ("Tŷ Gwyn – rheolau.pdf", "Tŷ Gwyn – rheolau.pdf"),
        ("a" * 200 + ".pdf", "a" * 114 + ".pdf"),
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
