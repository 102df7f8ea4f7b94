"""Words that keep people out: which we explain, and which we ask officers to put plainly.

Pure. A word of `EXPLAINED` may be used: pages show what it means. A word of `PLAINER` stops a
round from being published, unless its text or the round’s own list says what it means.
"""

import re
from typing import NamedTuple

EXPLAINED = {
    "asset lock": "A rule that what the co-op owns can’t be shared out among people.",
    "constitution": "The written rules of a group.",
    "de minimis": "Small amounts of public money, which have simpler rules.",
    "FTE": "Full-time jobs: two people who each work half the week make one.",
    "governance": "How a group takes decisions, and who checks that they are kept.",
    "in-kind": "Help that is not money, such as a free room or somebody’s time.",
    "match funding": "Money from somebody else for the same work.",
    "procurement": "How councils and others choose whom they buy from.",
    "safeguarding": "Keeping children and adults who need care safe from harm.",
    "social value": "The good that work does for people and places, beside what is paid for.",
    "subsidy": "Public money that gives one business a help that others don’t get.",
}

PLAINER = {
    "baseline": "how things are today",
    "beneficiary": "the people it helps",
    "best practice": "what works well elsewhere",
    "capacity building": "learning new skills",
    "co-production": "making it together",
    "deliverable": "what you will make or do",
    "due diligence": "checks",
    "evidence-based": "tried and shown to work",
    "exit strategy": "what happens when the money ends",
    "going forward": "from now on",
    "holistic": "whole",
    "impact": "what changes for people",
    "intersectional": "facing more than one barrier",
    "KPI": "a figure that you watch",
    "leverage": "use",
    "logic model": "how one thing leads to the next",
    "mainstreaming": "making it normal",
    "outcome": "what changes for people",
    "output": "what you will make or do",
    "robust": "strong",
    "scalable": "able to grow",
    "signposting": "telling people where to go",
    "stakeholder": "the people it matters to",
    "synergy": "working well together",
    "theory of change": "how one thing leads to the next",
}


class Unclear(NamedTuple):
    """A sentence with a word that nobody explains, and where to put it right."""

    word: str
    sentence: str
    what: str  # question, section, criterion or test
    at: str  # its code or number

    @property
    def plainer(self):
        return PLAINER[self.word]


def used_in(text, word):
    """Whether a word, or its plural, stands in a text."""
    many = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    ours = f"{re.escape(word)}|{re.escape(many)}"
    return re.search(rf"(?<![\w-])(?:{ours})(?![\w-])", text, re.IGNORECASE) is not None


def is_explained_in(text, word):
    """Whether the text itself says what a word means: “impact (what changes for people)”."""
    return re.search(rf"{re.escape(word)}s?\W? (\(|means? )", text, re.IGNORECASE) is not None


def unclear_in(texts, own_words):
    """What must be put plainly. texts: (what, at, sentences); own_words: {word: meaning}."""
    known = {word.casefold() for word in own_words}
    return [
        Unclear(word, sentence, what, at)
        for what, at, sentences in texts
        for sentence in sentences
        for word in PLAINER
        if word.casefold() not in known
        and used_in(sentence, word)
        and not any(is_explained_in(each, word) for each in sentences)
    ]


def words_used(texts, own_words):
    """The words with a meaning that stand in these texts: {word: meaning}, in order."""
    everything = "\n".join(sentence for _what, _at, listed in texts for sentence in listed)
    meanings = {**EXPLAINED, **own_words}
    used = {word: meaning for word, meaning in meanings.items() if used_in(everything, word)}
    return dict(sorted(used.items(), key=lambda pair: pair[0].casefold()))


def texts_of(form, criteria, tests):
    """All that applicants read of a round, sentence by sentence, with where it stands."""
    texts = [("section", section.code, [section.title]) for section in form]
    texts += [
        ("question", q.code, [q.text, q.guidance, *_labels(q)]) for part in form for q in part.asked
    ]
    texts += [("criterion", str(c.number), [c.name, c.guidance, *c.marks]) for c in criteria]
    texts += [("test", str(t.number), [t.text, t.question, t.guidance, t.otherwise]) for t in tests]
    return [(what, at, list(filter(None, listed))) for what, at, listed in texts]


def _labels(question):
    return [option["label"] for option in question.options if isinstance(option, dict)]
