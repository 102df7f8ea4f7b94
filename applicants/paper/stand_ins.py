"""Words in brackets for what the typeface cannot draw: [bread] for 🍞, [Arabic letters] for عربي.

An empty box would say nothing, and the real thing stands on our site.
"""

import re
import unicodedata
from itertools import groupby

from .typeface import unprintable

EAST_ASIAN = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
SKIN_TONES = range(0x1F3FB, 0x1F400)  # they colour the sign before them
FLAG_LETTERS = range(0x1F1E6, 0x1F200)  # two of them are the flag of a country


def with_stand_ins(text):
    """The text with words in place of every sign and script that the typeface has no shape for."""
    signs = unprintable(text)
    if not signs:
        return text
    one = f"[{re.escape(''.join(signs))}]"
    return re.sub(f"{one}(?: *{one})*", lambda found: _in_words(found[0]), text)


def _in_words(signs):
    """What a run of such signs is; the same again and again is said once, and counted."""
    phrases = filter(None, (_phrase(sign) for sign in signs if sign != " "))
    said = []
    for (kind, words), group in groupby(phrases, key=lambda phrase: phrase[:2]):
        each = list(group)
        if kind == "same":
            said.append("".join(letter for *_, letter in each))
        elif kind == "flag":
            said.append(f"[flag {''.join(letter for *_, letter in each)}]")
        else:
            times = f" × {len(each)}" if kind == "sign" and len(each) > 1 else ""
            said.append(f"[{words}{times}]")
    return " ".join(said)


def _phrase(sign):
    """(kind, words, letter) of one sign, or None when it only changes the one before it."""
    code, category = ord(sign), unicodedata.category(sign)
    if category in ("Mn", "Me", "Cf") or code in SKIN_TONES:
        return None
    if code in FLAG_LETTERS:
        return "flag", "", chr(code - FLAG_LETTERS.start + ord("A"))
    alike = unicodedata.normalize("NFKC", sign)
    if alike != sign and not unprintable(alike):
        return "same", "", alike
    name = unicodedata.name(sign, "")
    if not name:
        return "sign", "a sign", ""
    if category.startswith("S"):
        return "sign", name.lower(), ""
    script = name.partition(" ")[0]
    if script in EAST_ASIAN:
        return "letters", "Chinese, Japanese or Korean letters", ""
    return "letters", f"{script.title()} letters", ""
