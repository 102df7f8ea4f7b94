"""What is looked over before words are sent: gaps that nobody filled, and long reading.

Pure. A gap stops a release. What may be hard to read is said, and people decide.
"""

import re

from grants.awards.letters.shapes import letters_without_shape

GAPS = re.compile(r"\[[^\]\n]*\]|…|\.\.\.|\b(?:TBC|TBA|X{3,})\b|_{3,}", re.IGNORECASE)
NAME_LEFT_OUT = re.compile(r"(\S+)[ \t]{2,}(\S+)")
SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
LONGEST_SENTENCE = 25  # words that most people read in one go
LONG_WORD = 10  # letters
MOST_LONG_WORDS = 0.2


def gaps_in(words):
    """Sentences about what still has to be filled in; nothing when the words are whole."""
    if not words.strip():
        return ["There are no words for the co-op yet."]
    gaps = [f"Something is still to be filled in: “{gap}”." for gap in _once(GAPS.findall(words))]
    gaps += [
        f"A word may be missing between “{before}” and “{after}”."
        for before, after in _once(NAME_LEFT_OUT.findall(words))
    ]
    return gaps


def not_on_paper(texts):
    """Sentences about letters that our paper has no shape for, before a letter waits on them.

    texts: (where they stand, the text, what to do about it) of each.
    """
    return [
        f"Our letters can’t show {' '.join(missing[:5])} in {where}. {what_to_do}"
        for where, text, what_to_do in texts
        if (missing := letters_without_shape(text))
    ]


def hard_to_read(words):
    """Sentences about what may be hard to read: the longest sentence, and many long words."""
    said = []
    longest = max((len(part.split()) for part in SENTENCE_ENDS.split(words)), default=0)
    if longest > LONGEST_SENTENCE:
        said.append(f"This may be hard to read: {longest} words in a sentence.")
    found = WORD.findall(words)
    long = [word for word in found if len(word) >= LONG_WORD]
    if found and len(long) / len(found) > MOST_LONG_WORDS:
        said.append(f"This may be hard to read: {len(long)} of {len(found)} words are long.")
    return said


def _once(found):
    return list(dict.fromkeys(found))
