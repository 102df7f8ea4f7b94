"""What lies inside a zipped document. It is unpacked to be counted, and nothing is kept of it."""

import zipfile
import zlib

MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_PARTS = 5000
CHUNK = 64 * 1024
WAYS_TO_PACK = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the only ones these kinds may use
DOCUMENTS_INSIDE = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")  # a chart’s own figures
WITH_MACROS = (".docm", ".xlsm", ".pptm", ".xlsb")
TOO_MUCH = "The selected file holds too much. Save a smaller copy and try again"
MACROS = "The selected file must not contain macros"
LOCKED = "The selected file is password protected. Save it again without a password"
OTHER_FILES = "The selected file must not contain programs or zip files. Take them out first"
FAULTS = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError)


def check_parts(file, wanted, *, refuse):
    """Whether this is a whole zip that holds the wanted part; refuse: what to raise, and why not.

    What a zip declares is its own word: the sizes are checked by unpacking, a little at a time.
    """
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if problem := _problem_with(parts, names):
                raise refuse(problem)
            if any(part.compress_type not in WAYS_TO_PACK for part in parts):
                return False
            if problem := _problem_inside(packed, parts):
                raise refuse(problem)
    except FAULTS:
        return False
    is_odt = wanted == "content.xml"
    return wanted in names and is_odt == ("mimetype" in names)


def _problem_with(parts, names):
    """What the list of parts says already."""
    lower = [name.lower() for name in names]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        return TOO_MUCH
    if any(part.flag_bits & 1 for part in parts):
        return LOCKED
    if any(
        name.endswith(("vbaproject.bin", *WITH_MACROS))
        or name.startswith(("basic/", "scripts/", "xl/macrosheets/"))
        for name in lower
    ):
        return MACROS
    return ""


def _problem_inside(packed, parts):
    """Unpack each part into nothing, and stop as soon as it is too much."""
    left = MOST_UNPACKED_BYTES
    for part in parts:
        with packed.open(part) as unpacked:
            start = chunk = unpacked.read(CHUNK)
            while chunk:
                left -= len(chunk)
                if left < 0:
                    return TOO_MUCH
                chunk = unpacked.read(CHUNK)
        if problem := _problem_at(part.filename.lower(), start):
            return problem
    return ""


def _problem_at(name, start):
    is_zip = start.startswith(b"PK\x03\x04") and not name.endswith(DOCUMENTS_INSIDE)
    if is_zip or start.startswith((b"MZ", b"\x7fELF", b"Rar!\x1a", b"7z\xbc\xaf")):
        return OTHER_FILES
    if name == "meta-inf/manifest.xml" and b"encryption-data" in start:
        return LOCKED
    return ""
