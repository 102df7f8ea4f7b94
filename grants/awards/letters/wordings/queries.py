"""What can be asked about wordings, and the facts that fill a preview."""

import hashlib
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.timezone import localdate

from applicants.models import User
from grants.applications.models import Application
from grants.awards.letters.models import Kind, Letter
from grants.awards.letters.shapes import letters_without_shape
from grants.awards.letters.words import words_of_case
from grants.templatetags.words import day

from .checking import puts_of
from .composing import Gap, below_a_heading, compose, delivered, shown_blocks
from .examples import examples
from .models import LetterWording
from .vocabulary import VOCABULARIES

MOST_CASES = 20  # that a preview offers by name; any other is found by its reference


class Version(NamedTuple):
    """One wording of a kind, also the one that we came with, which is number 0."""

    kind: Kind
    number: int
    text: str
    row: LetterWording | None
    is_used: bool


class Line(NamedTuple):
    """A kind of letter: what is used, and what was written after it and waits."""

    kind: Kind
    used: LetterWording | None
    waiting: LetterWording | None


class Preview(NamedTuple):
    """What fills a preview: the words, and the names of what in them is made up."""

    words: dict
    made_up: frozenset


def kind_named(name):
    """The kind of letter with this name in an address, or 404."""
    if name not in Kind.values:
        raise Http404
    return Kind(name)


def overview():
    """A line for each kind of letter, in the order in which a case may get them."""
    rows = list(LetterWording.objects.select_related("written_by", "approved_by").defer("text"))
    return [_line(kind, [row for row in rows if row.kind == kind]) for kind in Kind]


def _line(kind, rows):
    used = max(
        (row for row in rows if row.approved_at),
        key=lambda row: (row.approved_at, row.version),
        default=None,
    )
    newest = max(rows, key=lambda row: row.version, default=None)
    return Line(kind, used, newest if newest and newest.approved_at is None else None)


def wordings_to_read(user):
    """The newest words of each kind that wait for somebody who did not write them."""
    newer = LetterWording.objects.filter(kind=OuterRef("kind"), version__gt=OuterRef("version"))
    waiting = LetterWording.objects.filter(approved_at=None).exclude(Exists(newer))
    return waiting.exclude(written_by=user)


def versions_of(kind):
    """Every version that was written of a kind, the newest first, without its text."""
    rows = LetterWording.objects.filter(kind=kind).select_related("written_by", "approved_by")
    return list(rows.defer("text").order_by("-version"))


def version_of(kind, number):
    """One version; 404 where there is none with this number."""
    used = LetterWording.objects.in_use(kind)
    if number == 0:
        return Version(kind, 0, delivered(kind), None, used is None)
    rows = LetterWording.objects.filter(kind=kind, version=min(number, 32_767))
    row = rows.select_related("written_by", "approved_by").first()
    if row is None:
        raise Http404
    return Version(kind, number, row.text, row, row == used)


def newest_of(kind):
    """The version to go on writing: the newest, or the one that we came with."""
    newest = LetterWording.objects.filter(kind=kind).order_by("-version").first()
    return version_of(kind, newest.version if newest else 0)


def case_named(reference, reader):
    """A case that was sent in and that this person may see, or None."""
    cases = Application.objects.visible_to(reader).filter(submitted_at__isnull=False)
    return (
        cases.filter(reference=reference)
        .select_related("organisation", "round", "submitted_by", "award")
        .first()
    )


def cases_for(kind, reader):
    """Some cases to choose from: those with such a letter, else the newest that were sent in."""
    cases = Application.objects.visible_to(reader).filter(submitted_at__isnull=False)
    cases = cases.select_related("organisation").order_by("-submitted_at", "-pk")
    with_letter = cases.filter(letters__kind=kind).distinct()[:MOST_CASES]
    return list(with_letter) or list(cases[:MOST_CASES])


def preview_of(kind, application):
    """The facts of a case: those of its letter of this kind, or else examples where it has none."""
    made_up = examples()
    if application is None:
        return Preview(made_up, frozenset(made_up))
    letters = Letter.objects.filter(application=application, kind=kind).defer("pdf", "html")
    letter = letters.order_by("-pk").first()
    if letter is not None:
        return Preview(letter.words, frozenset())
    known = {name: value for name, value in words_of_case(application).items() if value}
    return Preview({**made_up, **known}, frozenset(made_up) - frozenset(known))


def made_up_in(kind, text, preview):
    """The names that this wording uses and for which the case has no fact yet."""
    vocabulary, names = VOCABULARIES[kind], []
    for block in shown_blocks(kind, text, preview.words):
        used = [vocabulary.fact(put.name) for put in puts_of(block)]
        used += [vocabulary.block(block.name)] if block.kind == "made" else []
        names += [thing.name for thing in used if thing.key in preview.made_up]
    return list(dict.fromkeys(names))


def people_to_tell(by):
    """Who hears of new words for letters: officers and approvers, but for whoever says it."""
    people = User.objects.filter(is_active=True).exclude(pk=by.pk)
    return people.filter(Q(is_officer=True) | Q(is_approver=True)).order_by("pk")


class AsItWouldGo(NamedTuple):
    """A letter of today, as HTML for inside a page, or what is wrong with it."""

    html: str
    problem: str

    @property
    def fingerprint(self):
        """What binds a decision to the letter that was on the page."""
        return hashlib.sha256(self.html.encode()).hexdigest()


def as_it_would_go(kind, words):
    """The letter of a kind that these facts make in the wording of today."""
    row = LetterWording.objects.in_use(kind)
    signer = {"signed_name": settings.FUND["name"], "signed_role": ""}
    words = {**words, "dated": day(localdate()), **signer}
    try:
        html = compose(kind, row.text if row else delivered(kind), words)
    except Gap as gap:
        return AsItWouldGo("", str(gap))
    if missing := letters_without_shape(html):
        return AsItWouldGo(
            "",
            f"Our letters can’t show {' '.join(missing[:5])}. Ask the co-op to spell its name in "
            "letters from A to Z, or write your own words with those.",
        )
    return AsItWouldGo(below_a_heading(html), "")
