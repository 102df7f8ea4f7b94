"""Asking a virus scanner about a file: ClamAV’s clamd, by its INSTREAM command.

Why not a package: see docs/decisions/0028-files-from-outside.md. The whole conversation has
one deadline, so that a scanner which answers a byte a second keeps nobody waiting.
"""

import re
import socket
import struct
import time
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
LONGEST_ANSWER = 1000
ANSWER = re.compile(r"stream: (?:OK|(?P<virus>[\x21-\x7e]{1,200}) FOUND)")


class NoVerdict(Exception):
    """The scanner said nothing that tells whether the file is clean."""


class ScannerAway(NoVerdict):
    """The scanner could not be reached, or did not answer in time."""


def has_scanner():
    return bool(settings.CLAMAV_URL)


def virus_in(file, *, seconds):
    """The name of the virus that the scanner finds in an opened file; nothing when it is clean."""
    deadline = time.monotonic() + seconds
    file.seek(0)
    try:
        with _connected(deadline) as line:
            said = _converse(line, file, deadline)
    except OSError as fault:
        raise ScannerAway from fault
    finally:
        file.seek(0)
    answer = ANSWER.fullmatch(said)
    if answer is None:
        raise NoVerdict
    return answer["virus"] or ""


def _connected(deadline):
    place = urlsplit(settings.CLAMAV_URL)
    if place.scheme == "tcp":
        return socket.create_connection((place.hostname, place.port), timeout=_left(deadline))
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(_left(deadline))
        line.connect(place.path)
    except BaseException:
        line.close()
        raise
    return line


def _left(deadline):
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _converse(line, file, deadline):
    line.sendall(b"zINSTREAM\0")
    while chunk := file.read(CHUNK):
        line.settimeout(_left(deadline))
        line.sendall(struct.pack("!L", len(chunk)) + chunk)
    line.sendall(struct.pack("!L", 0))
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        line.settimeout(_left(deadline))
        more = line.recv(LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said.partition(b"\0")[0].decode("ascii", "replace")
