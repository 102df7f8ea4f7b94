"""What the log may hold. The address of a personal page is a key, so it is left out."""

import logging
import re

KEYS = re.compile(
    r"/(workshops/my|workshops/confirm|invitations|partners/link"
    r"|accounts/confirm-email|accounts/password/reset/key)/[^/\s]+"
)


class WithoutKeys(logging.Filter):
    """Django writes the address of a page that failed; where it opens something, not all of it."""

    def filter(self, record):
        record.msg = _covered(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_covered(arg) for arg in record.args)
        return True


def _covered(words):
    return KEYS.sub(r"/\1/…", words) if isinstance(words, str) else words
