"""Finding words in a text and covering them. Pure: it asks no database and knows no case.

A name is the same name in capitals, without its accents, over the end of a line and with either
kind of apostrophe; but never inside a longer word: “Art” is not in “start”.
"""

import re
import unicodedata
from functools import lru_cache

from grants.blindness import COVERED

APOSTROPHES = "\u2019\u2018\u02bc\u02b9\u0060\u00b4"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
ALIKE = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(DASHES, "-")})


@lru_cache(maxsize=128)  # one page looks for many words in the same few texts
def folded(text):
    """The text as it is compared, and for each of its letters where that stood in the text."""
    letters, places = [], []
    for place, letter in enumerate(text):
        for small in _folded_letter(letter):
            letters.append(small)
            places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=4096)
def _folded_letter(letter):
    """In small, without accents; nothing for what nobody sees, such as a soft hyphen."""
    parts = unicodedata.normalize("NFKD", letter.translate(ALIKE)).casefold()
    return "".join(
        part
        for part in unicodedata.normalize("NFKD", parts)
        if not unicodedata.combining(part) and unicodedata.category(part) != "Cf"
    )


def key_of(words):
    """The same for two spellings of one name."""
    return " ".join(folded(words)[0].split())


@lru_cache(maxsize=2048)
def _pattern(words):
    """How words are looked for in a folded text, or None where there is nothing to look for."""
    parts = key_of(words).split()
    if not parts:
        return None
    before = r"(?<![^\W_])" if parts[0][0].isalnum() else ""
    after = r"(?![^\W_])" if parts[-1][-1].isalnum() else ""
    return re.compile(before + r"\s+".join(map(re.escape, parts)) + after)


def spans(text, words):
    """(start, end) of all that is to be covered in a text, from its start, none touching another.

    Each of the words is looked for by itself, so that two that overlap leave no rest.
    """
    compared, places = folded(text)
    found = []
    for each in words:
        pattern = _pattern(each)
        if pattern is not None:
            found += [match.span() for match in pattern.finditer(compared)]
    joined = []
    for start, end in sorted(found):
        start, end = places[start], places[end - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1  # an accent that is a letter of its own belongs to what it stands on
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip()):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def pieces(text, words):
    """The text in order as (piece, whether it is covered)."""
    cut, at = [], 0
    for start, end in spans(text, words):
        if start > at:
            cut.append((text[at:start], False))
        cut.append((text[start:end], True))
        at = end
    return [*cut, (text[at:], False)] if at < len(text) else cut


def cover(text, words):
    """The text as assessors read it."""
    return "".join(COVERED if is_covered else piece for piece, is_covered in pieces(text, words))


def stands_in(words, texts):
    """In how many of these texts the words stand."""
    return sum(bool(spans(text, [words])) for text in texts)
