"""The code by which anybody can check a certificate: easy to read out, hopeless to guess.

Sixty random bits in twelve letters and figures, without I, L, O and U: what looks like another
sign is read as that one, so nobody has to know which of them was meant.
"""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, IN_A_GROUP = 12, 4
LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
BETWEEN = str.maketrans("", "", " \t\n\r\xa0-\N{EN DASH}\N{EM DASH}\N{HYPHEN}.")
LONGEST_TYPED = 60


def make_code():
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed):
    """The code that somebody typed, in any case and with any spaces; or nothing."""
    code = str(typed)[:LONGEST_TYPED].upper().translate(BETWEEN).translate(LOOKS_LIKE)
    is_one = len(code) == LENGTH and all(sign in ALPHABET for sign in code)
    return code if is_one else ""


def in_groups(code):
    """As it stands on paper: 7K2M-94XD-QP3T."""
    return "-".join(code[at : at + IN_A_GROUP] for at in range(0, len(code), IN_A_GROUP))


def digest_of(code):
    """What a code is looked up by: how long that takes tells nothing of how near a guess was."""
    return hashlib.sha256(code.encode()).hexdigest()
