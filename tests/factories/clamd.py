"""A stand-in for the scanner: speaks clamd’s INSTREAM on this machine, and knows one virus."""

import socket
import struct
import threading
import time
from contextlib import contextmanager

# The harmless text that every scanner knows; in two parts, so that none stops at this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """answers: what to say instead of the truth. slow: seconds before it says anything."""

    def __init__(self, listening, answer=None, slow=0):
        self.listening, self.answer, self.slow = listening, answer, slow
        self.seen = []
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                line, _ = self.listening.accept()
            except OSError:
                return
            with line:
                try:
                    self.talk(line)
                except OSError:
                    continue

    def talk(self, line):
        assert read(line, 10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", read(line, 4))[0]:
            content += read(line, length)
        self.seen.append(content)
        time.sleep(self.slow)
        said = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        line.sendall((said if self.answer is None else self.answer) + b"\0")


def read(line, length):
    content = b""
    while len(content) < length:
        more = line.recv(length - len(content))
        if not more:
            raise OSError("The other side hung up.")
        content += more
    return content


@contextmanager
def a_scanner(settings, path=None, **habits):
    """A scanner that listens while the test runs, on a port or at a path, and is configured."""
    listening = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    listening.bind(str(path) if path else ("127.0.0.1", 0))
    listening.listen()
    port = "" if path else listening.getsockname()[1]
    before = settings.CLAMAV_URL
    settings.CLAMAV_URL = f"unix://{path}" if path else f"tcp://127.0.0.1:{port}"
    scanner = Clamd(listening, **habits)
    try:
        yield scanner
    finally:
        settings.CLAMAV_URL = before
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        scanner.thread.join(5)


def nobody_listens(settings):
    """The scanner is configured, and down."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
