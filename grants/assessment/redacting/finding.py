"""What in a text could tell who applies: what our records know, and what looks like an address.

Pure. It proposes; an officer decides. What it does not find, somebody has to read.
"""

import re
from typing import NamedTuple

from .covering import key_of, stands_in

EMAIL = re.compile(r"[^\s@<>()\[\],;:\"“”]+@[\w-]+(?:\.[\w-]+)+")
ENDINGS = "co.uk|org.uk|ac.uk|gov.uk|com|coop|org|net|info|uk|io|wales|scot|cymru|london"
WEB = re.compile(
    rf"(?:https?://|www\.)[^\s<>()“”\"]+|(?<![@\w.-])(?:[\w-]+\.)+(?:{ENDINGS})\b(?:/[^\s<>()“”\"]*)?",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w.@])@\w[\w.]+")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w£])(?:\+44|\(?0)[\d\s()-]{8,15}\d(?!\w)")
DIGITS_OF_A_PHONE = range(9, 14)
LOOKS_LIKE = (
    ("an email address", EMAIL),
    ("a web address", WEB),
    ("a name on social media", HANDLE),
    ("a postcode", POSTCODE),
    ("a phone number", PHONE),
)
LEGAL = re.compile(
    r"[\s,]+(?:limited|ltd|cic|c\.i\.c|llp|cio|scio|plc|cooperative|co-operative|co-op|coop"
    r"|society|community interest company)\.?$",
    re.IGNORECASE,
)
SHORTEST = 3  # letters of one word of a name


class Known(NamedTuple):
    """Something that our records know; of a person’s name each word counts as well."""

    words: str
    why: str
    is_person: bool = False


class Proposal(NamedTuple):
    """Words that stand in the answers, why they tell, in how many answers, and if we tick them."""

    words: str
    why: str
    answers: int
    is_ticked: bool = True


def proposals(texts, known):
    """What could tell who applies and stands in these texts, each once, what we know first."""
    texts, found = list(texts), {}
    prose = [_without_addresses(text) for text in texts]
    for words, why, is_person in known:
        for each, reason, is_sure in _ways_to_say(words, why, is_person, prose):
            _add(found, texts, each, reason, is_sure)
    for why, pattern in LOOKS_LIKE:
        for text in texts:
            for match in pattern.finditer(text):
                if pattern is not PHONE or _is_phone(match.group()):
                    words = " ".join(match.group().rstrip(".,;:!?’'”)").split())
                    _add(found, texts, words, why, True)
    return list(found.values())


def _add(found, texts, words, why, is_ticked):
    key = key_of(words)
    if key and key not in found and (number := stands_in(words, texts)):
        found[key] = Proposal(words, why, number, is_ticked)


def _without_addresses(text):
    """A name in an email address stands there in small letters, and is no plain word for it."""
    for pattern in (EMAIL, WEB, HANDLE):
        text = pattern.sub(" ", text)
    return text


def _is_phone(text):
    return sum(letter.isdecimal() for letter in text) in DIGITS_OF_A_PHONE


def _ways_to_say(words, why, is_person, texts):
    """(words, why, whether we are sure): a name in full, then as people shorten it."""
    words = " ".join(words.split())
    yield words, why, True
    if is_person:
        for part in re.split(r"[\s-]+", words):
            if len(part) >= SHORTEST and part[0].isupper():
                yield part, f"part of the name of {words}", not _is_plain_word(part, texts)
        return
    for one, other in ((" & ", " and "), (" and ", " & ")):
        if one in words.lower():
            yield (
                re.sub(one, other, words, flags=re.IGNORECASE),
                f"another way to write {words}",
                True,
            )
    short = words
    while (shorter := LEGAL.sub("", short)) != short:
        short = shorter
        yield short, f"short for {words}", not _is_plain_word(short, texts)
    initials = "".join(part[0] for part in words.split() if part[0].isupper())
    if len(initials) >= SHORTEST and any(re.search(rf"\b{initials}\b", text) for text in texts):
        yield initials, f"short for {words}", True


def _is_plain_word(word, texts):
    """Whether it also stands in small letters, as the name May does in “we may”."""
    if not word[0].isupper() or " " in word:
        return False
    small = re.compile(rf"(?<![^\W_]){re.escape(word.lower())}(?![^\W_])")
    return any(small.search(text) for text in texts)
