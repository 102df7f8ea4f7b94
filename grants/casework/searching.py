"""One box for all cases: who, which number, and words that somebody wrote.

It reads what both databases can do without help: "contains", in capitals or not. (SQLite knows
capitals of the English alphabet only.) Names, numbers and people are looked for in every case
that the person may see; long texts only in the newest ones, so that a search stays quick.
"""

import json
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from applicants.models import OrganisationDetails
from grants.applications.messages.models import Message
from grants.applications.models import Application, Submission

from .listing import NEWEST_FIRST

MOST = 50  # cases on one page
READ = 2000  # cases whose answers and messages are read, the newest
AROUND = 60  # letters before and after what was found


class Place(NamedTuple):
    """Where the words stand, with what is around them."""

    label: str
    before: str
    match: str
    after: str


@dataclass
class Hit:
    case: Application
    places: list = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    hits: list
    is_cut: bool = False  # there are more than a page holds


def search(user, words):
    """The cases in which these words stand, the newest first, and where they stand."""
    if not words:
        return Found([])
    cases = Application.objects.visible_to(user).filter(submitted_at__isnull=False)
    hits = {}
    for find in (_in_facts, _in_answers, _in_messages):
        for pk, label, texts in find(user, cases, words):
            if pk not in hits and len(hits) > MOST:
                continue
            places = [place for text in texts if (place := place_of(label, text, words))]
            hits.setdefault(pk, []).extend(places[:1])
    shown = _shown(cases, [pk for pk, places in hits.items() if places])
    return Found([Hit(case, hits[case.pk]) for case in shown[:MOST]], is_cut=len(shown) > MOST)


def _shown(cases, keys):
    rows = cases.filter(pk__in=keys).select_related("organisation", "round")
    return list(rows.order_by(*NEWEST_FIRST))


def place_of(label, text, words):
    """What stands around the words in a text, or None where they do not stand.

    White space is one blank, so that a line’s end does not break an excerpt.
    """
    text = " ".join(text.split())
    lowered, looked_for = text.lower(), " ".join(words.split()).lower()
    at = lowered.find(looked_for)
    if at < 0 or len(lowered) != len(text):  # a few letters change their length in lower case
        at = text.find(words)
    if at < 0:
        return None
    end = at + len(looked_for)
    start, stop = max(0, at - AROUND), end + AROUND
    before, after = text[start:at], text[end:stop]
    if start:  # cut between two words, where there are two
        before = "… " + (before.partition(" ")[2] or before)
    if stop < len(text):
        after = (after.rpartition(" ")[0] or after) + " …"
    return Place(label, before, text[at:end], after)


# Names, numbers and people

FACTS = (
    ("Reference", "reference"),
    ("Name", "organisation__name"),
    ("Registration number", "organisation__registration_number"),
    ("Charity number", "organisation__charity_number"),
    ("Sent by", "submitted_by__name"),
    ("Offer accepted by", "award__accepted_name"),
)


def _in_facts(_user, cases, words):
    """(case, where, its text) for facts that are short, and what a co-op was called before."""
    before = OrganisationDetails.objects.filter(organisation=OuterRef("organisation"))
    earlier = before.filter(
        Q(name__icontains=words)
        | Q(registration_number__icontains=words)
        | Q(charity_number__icontains=words)
    )
    fits = Q(Exists(earlier))
    for _label, path in FACTS:
        fits |= Q(**{f"{path}__icontains": words})
    found = list(
        cases.filter(fits)
        .order_by(*NEWEST_FIRST)
        .values_list("pk", "organisation", *[path for _label, path in FACTS])[: MOST + 1]
    )
    for pk, _organisation, *values in found:
        for (label, _path), value in zip(FACTS, values, strict=True):
            yield pk, label, [value or ""]
    yield from _earlier_names(found)


def _earlier_names(found):
    rows = OrganisationDetails.objects.filter(organisation__in={row[1] for row in found})
    details = {}
    for organisation, *texts in rows.values_list(
        "organisation", "name", "registration_number", "charity_number"
    ):
        details.setdefault(organisation, []).extend(texts)
    for pk, organisation, *now in found:
        before = [text for text in details.get(organisation, ()) if text not in now]
        yield pk, "Earlier name or number", before


# Words that somebody wrote


def _newest(cases):
    return cases.order_by(*NEWEST_FIRST).values("pk")[:READ]


def _in_answers(_user, cases, words):
    """What was sent last. As JSON its special signs are spelled in one of two ways."""
    spelled = {json.dumps(words, ensure_ascii=plain)[1:-1] for plain in (True, False)}
    fits = Q()
    for each in spelled:
        fits |= Q(text__icontains=each)
    later = Submission.objects.filter(
        application=OuterRef("application"), number__gt=OuterRef("number")
    )
    rows = (
        Submission.objects.annotate(text=Cast("answers", TextField()))
        .filter(fits, ~Exists(later), application__in=_newest(cases))
        .order_by("-submitted_at", "-pk")
        .values_list("application", "answers")[: MOST + 1]
    )
    for pk, answers in rows:
        yield pk, "Answers", list(texts_in(answers))


def texts_in(answer):
    """Every text in an answer, in a list of answers, or in the cells of a table."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, dict):
        for value in answer.values():
            yield from texts_in(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from texts_in(value)


def _in_messages(user, cases, words):
    """Messages are read by officers and auditors; a draft’s stay out, as the draft does."""
    if not (user.is_officer or user.is_auditor):
        return
    rows = (
        Message.objects.filter(text__icontains=words, application__in=_newest(cases))
        .order_by("-sent_at", "-pk")
        .values_list("application", "text")[: MOST + 1]
    )
    for pk, text in rows:
        yield pk, "Messages", [text]
