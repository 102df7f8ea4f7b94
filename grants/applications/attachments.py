"""Which documents we take, and how we know that a file is what its name says.

A name is only a claim: the first bytes, and for the zipped kinds what lies inside, must agree.
"""

import hashlib
import unicodedata
import zipfile
from typing import NamedTuple

from django.conf import settings

KINDS_IN_WORDS = "A PDF, Word (DOCX), Excel (XLSX), OpenDocument (ODT), JPG or PNG file"
LIMIT_IN_WORDS = f"{settings.UPLOAD_MAX_BYTES // 1024 // 1024}MB"
LONGEST_NAME = 120
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_PARTS = 5000
OLD_OFFICE_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument"


class Kind(NamedTuple):
    label: str
    content_type: str
    start: bytes
    part: str = ""  # zipped kinds: a part that each file of the kind has


KINDS = {
    "pdf": Kind("a PDF", "application/pdf", b"%PDF-"),
    "docx": Kind(
        "a Word file", f"{_OFFICE}.wordprocessingml.document", b"PK\x03\x04", "word/document.xml"
    ),
    "xlsx": Kind(
        "an Excel file", f"{_OFFICE}.spreadsheetml.sheet", b"PK\x03\x04", "xl/workbook.xml"
    ),
    "odt": Kind(
        "an OpenDocument text",
        "application/vnd.oasis.opendocument.text",
        b"PK\x03\x04",
        "content.xml",
    ),
    "jpg": Kind("a JPG", "image/jpeg", b"\xff\xd8\xff"),
    "png": Kind("a PNG", "image/png", b"\x89PNG\r\n\x1a\n"),
}
KINDS["jpeg"] = KINDS["jpg"]


class Unfit(Exception):
    """Why a file cannot be taken, in one sentence."""


class Document(NamedTuple):
    """What we keep of a file beside its bytes."""

    name: str
    content_type: str
    sha256: str


def examine(file, name):
    """Check an opened file against its name; return what to keep of it, or raise Unfit."""
    name = safe_name(name)
    kind = KINDS.get(name.rpartition(".")[2].lower())
    if kind is None:
        raise Unfit("The selected file must be a PDF, DOCX, XLSX, ODT, JPG or PNG")
    if file.size == 0:
        raise Unfit("The selected file is empty")
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise Unfit(f"The selected file must be smaller than {LIMIT_IN_WORDS}")
    check_contents(file, kind)
    return Document(name, kind.content_type, fingerprint(file))


def safe_name(name):
    """A file’s name for people to read: no path, no invisible signs, not too long."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in " ".join(name.split()) if sign.isprintable()) or "file"
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= LONGEST_NAME else stem[: LONGEST_NAME - 6] + dot + ending[:5]


def check_contents(file, kind):
    file.seek(0)
    start = file.read(16)
    if start.startswith(OLD_OFFICE_OR_LOCKED) and kind.part:
        raise Unfit(
            "The selected file is password protected, or an old kind of file. "
            "Save it again without a password"
        )
    is_right = start.startswith(kind.start) and (not kind.part or has_part(file, kind))
    if not is_right:
        raise Unfit(
            f"The selected file is not what its name says. Open it, save it as {kind.label}, "
            "and try again"
        )


def has_part(file, kind):
    """Look at a zipped file’s list of parts, without unpacking anything."""
    try:
        file.seek(0)
        parts = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return False
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise Unfit("The selected file holds too much. Save a smaller copy and try again")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unfit("The selected file must not contain macros")
    is_odt = kind.part == "content.xml"
    return kind.part in names and is_odt == ("mimetype" in names)


def fingerprint(file):
    """The SHA-256 of a file’s bytes."""
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
