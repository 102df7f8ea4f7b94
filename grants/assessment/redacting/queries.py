"""What can be asked about what is covered, and what a reader of a blind round gets to see."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from applicants.models import Organisation, User
from grants.applications.models import Attachment, Submission
from grants.applications.partners.models import Partner
from grants.applications.partners.shown import shares_sent
from grants.applications.prefill import KNOWN
from grants.applications.queries import documents_sent, last_submission
from grants.applications.shares import with_who
from grants.applications.sheet import sheet_of
from grants.blindness import COVERED
from grants.funds.models import Question
from grants.funds.queries import form_of

from .covering import cover, key_of, spans
from .finding import Known, proposals
from .models import Redaction

# What tells who it is by its kind, or by what it asks, is not shown unless an officer opens it.
HIDDEN_KINDS = (Question.Kind.POSTCODE, Question.Kind.PEOPLE)
HIDDEN_CODES = frozenset(KNOWN) - {"legal_form"} | {"links"}


# How far it is


@dataclass(frozen=True)
class Standing:
    """What holds for an application now, and whether assessors may read by it."""

    newest: Redaction | None
    submission: Submission

    @property
    def seen(self):
        """The number by which a page says what it was made from."""
        return self.newest.number if self.newest else 0

    @property
    def is_sent_since(self):
        """The co-op sent it again after an officer had looked at it."""
        return self.newest is not None and self.newest.submission_id != self.submission.pk

    @property
    def is_ready(self):
        return self.newest is not None and self.newest.is_ready and not self.is_sent_since


def standing_of(application):
    newest = application.redactions.select_related("made_by").order_by("-number").first()
    return Standing(newest, last_submission(application))


def in_force(application):
    """What assessors read it by, or None while it is closed to them."""
    return Redaction.objects.in_force().filter(application=application).first()


def not_ready(applications):
    """Those of these applications, a query of them, that assessors can’t read yet."""
    ready = Redaction.objects.in_force().filter(application__in=applications.values("pk"))
    return applications.exclude(pk__in=ready.values("application"))


# What assessors read


class CoveredFile(NamedTuple):
    """A document without its name: what people call a file often says who they are."""

    number: int
    document: Attachment
    is_shown: bool

    @property
    def name(self):
        return f"File {self.number} ({self.document.ending.upper()})"

    @property
    def question(self):
        return self.document.question

    @property
    def size(self):
        return self.document.size

    @property
    def can_open(self):
        return self.document.can_open

    @property
    def get_scan_display(self):
        return self.document.get_scan_display()


@dataclass(frozen=True)
class Covered:
    """An application as somebody reads it who must not know whose it is."""

    sheet: list
    shares: list = field(default_factory=list)
    files: list = field(default_factory=list)

    @property
    def files_shown(self):
        return [file for file in self.files if file.is_shown]

    @property
    def number_kept_back(self):
        return len(self.files) - len(self.files_shown)


def as_covered(submission, redaction, *, reader):
    """What was sent, as this redaction covers it."""
    listed = documents_sent(submission.application, submission, reader=reader)
    files = [
        CoveredFile(number, each, each.reference in redaction.files)
        for number, each in enumerate(listed, start=1)
    ]
    sheet = [
        part._replace(answers=[_as_covered(answer, redaction) for answer in part.answers])
        for part in sheet_of(form_without_names(submission), submission.answers, files=files)
    ]
    names = _names_of_partners(submission)
    shares = [
        share._replace(name="The lead" if share.is_lead else names[share.name])
        for share in shares_sent(submission)
    ]
    return Covered(sheet, shares, files)


def _as_covered(answer, redaction):
    if answer.question.key in redaction.hidden:
        text = COVERED if answer.is_given else ""
        return answer._replace(text=text, columns=(), lines=(), total="", sums=())
    lines = tuple(
        tuple(cell._replace(text=cover(cell.text, redaction.words)) for cell in line)
        for line in answer.lines
    )
    return answer._replace(text=cover(answer.text, redaction.words), lines=lines)


def form_without_names(submission):
    """The form as it was answered; those who apply together are the lead and its partners."""
    form = form_of(submission.application.round, submission.form_version)
    if not submission.partners:
        return form
    called = _names_of_partners(submission)
    return with_who(form, "The lead", list(called), called)


def _names_of_partners(submission):
    names = [partner["name"] for partner in submission.partners]
    return {name: f"Partner {number}" for number, name in enumerate(names, start=1)}


def covered_for(application, reader):
    """What somebody reads who must not know whose it is; None while it is closed to them."""
    redaction = in_force(application)
    if redaction is None:
        return None
    return as_covered(last_submission(application), redaction, reader=reader)


# What an officer works with


def given_in(submission):
    """[(question, all that was answered there as one text)] in the order of the form."""
    return [
        (answer.question, _text_of(answer))
        for part in sheet_of(form_without_names(submission), submission.answers)
        for answer in part.answers
        if answer.is_given
    ]


def answers_in(submission):
    """All the texts of an application."""
    return [text for _question, text in given_in(submission)]


def _text_of(answer):
    lines = [" · ".join(cell.text for cell in line if cell.text) for line in answer.lines]
    return "\n".join(filter(None, [answer.text, *lines]))


def tells_by_itself(question):
    """Whether an answer is covered as a whole unless an officer opens it."""
    return question.kind in HIDDEN_KINDS or question.code in HIDDEN_CODES


def proposed_for(application, submission):
    """What could tell who applies and stands in the answers, for an officer to tick."""
    return proposals(answers_in(submission), known_of(application, submission))


def known_of(application, submission):
    """What our records know of those who apply, now and before, and of the people in them."""
    joined = Partner.objects.joined().filter(application=application).values("organisation")
    theirs = Q(pk=application.organisation_id) | Q(pk__in=joined)
    sides = Organisation.objects.filter(theirs)
    records = Organisation.objects.filter(theirs | Q(merged_into__in=sides.values("pk")))
    known = [Known(submission.organisation_name, "the name of the co-op")]
    for record in records.prefetch_related("details").order_by("pk"):
        for row in (record, *record.details.all()):
            known += [
                Known(row.name, "a name of those who apply"),
                Known(row.registration_number, "a registration number"),
                Known(row.charity_number, "a charity number"),
            ]
        known.append(Known(record.postcode, "a postcode"))
        known += [Known(line, "an address") for line in (record.street, record.street_more)]
    for partner in submission.partners:
        known.append(Known(partner["name"], "the name of a partner"))
        known.append(Known(partner["organisation"], "the name of a partner"))
    people = User.objects.filter(memberships__organisation__in=records).distinct().order_by("pk")
    for person in people:
        known.append(Known(person.name, "somebody in the co-op", is_person=True))
        known.append(Known(person.email, "an email address"))
    return [each for each in known if each.words.strip()]


def ticked_at_first(proposed, newest):
    """Which proposals stand ticked: as an officer left them, and new ones as we think."""
    if newest is None:
        return [each.words for each in proposed if each.is_ticked]
    covered, left = set(map(key_of, newest.words)), set(map(key_of, newest.left))
    return [
        each.words
        for each in proposed
        if key_of(each.words) in covered or (each.is_ticked and key_of(each.words) not in left)
    ]


def own_words(newest, proposed, texts):
    """The words of an officer’s own that still stand in the answers."""
    if newest is None:
        return []
    known = {key_of(each.words) for each in proposed}
    return [
        words
        for words in newest.words
        if key_of(words) not in known and any(spans(text, [words]) for text in texts)
    ]
