"""Which documents we take, and how we know that a file is what its name says.

A name is only a claim: the first bytes, and what lies inside, must agree. What is looked for,
what is not, and why: docs/decisions/0028-files-from-outside.md.
"""

import hashlib
import struct
import unicodedata
from typing import NamedTuple

from django.conf import settings

from applicants.files.uploads import MEGABYTE

from .packed import check_parts

KINDS_IN_WORDS = "A PDF, Word (DOCX), Excel (XLSX), OpenDocument (ODT), JPG or PNG file"
LONGEST_NAME = 120
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


def limit_in_words(most_bytes):
    """10MB."""
    return f"{most_bytes // MEGABYTE}MB"


def too_large(most_bytes):
    return f"The selected file must be smaller than {limit_in_words(most_bytes)}"


class Document(NamedTuple):
    """What we keep of a file beside its bytes."""

    name: str
    content_type: str
    sha256: str


def examine(file, name, *, most_bytes=settings.UPLOAD_MAX_BYTES):
    """Check an opened file against its name; return what to keep of it, or raise Unfit."""
    name = safe_name(name)
    kind = KINDS.get(name.rpartition(".")[2].lower())
    if kind is None:
        raise Unfit("The selected file must be a PDF, DOCX, XLSX, ODT, JPG or PNG")
    if file.size == 0:
        raise Unfit("The selected file is empty")
    if file.size > most_bytes:
        raise Unfit(too_large(most_bytes))
    check_contents(file, kind)
    return Document(name, kind.content_type, fingerprint(file))


def safe_name(name):
    """A file’s name for people to read: no path, no invisible signs, not too long."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in " ".join(name.split()) if sign.isprintable())
    name = f"file{name}" if name.startswith(".") or not name else name
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
    is_right = start.startswith(kind.start)
    if is_right and kind.part:
        is_right = check_parts(file, kind.part, refuse=Unfit)
    elif is_right and kind.content_type in PICTURES:
        is_right = PICTURES[kind.content_type](file)
    if not is_right:
        raise Unfit(
            f"The selected file is not what its name says. Open it, save it as {kind.label}, "
            "and try again"
        )


def is_jpg(file):
    """Walk the blocks of a JPG until its picture starts: a page of HTML has none."""
    file.seek(2)
    while len(head := file.read(4)) == 4 and head[0] == 0xFF:
        _, marker, length = struct.unpack("!BBH", head)
        if length < 2 or not 0xC0 <= marker <= 0xFE:
            return False
        if marker == 0xDA:
            return True
        file.seek(length - 2, 1)
    return False


def is_png(file):
    """Walk the blocks of a PNG from its header to its end."""
    file.seek(8)
    expected = b"IHDR"
    while len(head := file.read(8)) == 8:
        length, name = struct.unpack("!L4s", head)
        if not name.isalpha() or (expected and name != expected):
            return False
        if name == b"IEND":
            return True
        expected = b""
        file.seek(length + 4, 1)
    return False


PICTURES = {"image/jpeg": is_jpg, "image/png": is_png}


def may_be_locked(file, document):
    """Whether a PDF says that it is encrypted: then it may, or may not, ask for a password."""
    if document.content_type != KINDS["pdf"].content_type:
        return False
    file.seek(0)
    before, found = b"", False
    for chunk in file.chunks():
        found = found or b"/Encrypt" in before + chunk
        before = chunk[-8:]
    file.seek(0)
    return found


def fingerprint(file):
    """The SHA-256 of a file’s bytes."""
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
