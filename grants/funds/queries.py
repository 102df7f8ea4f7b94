"""What can be asked about rounds."""

from dataclasses import fields
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from django.db.models import F, Q
from django.utils.timezone import now

from applicants.models import Membership, User
from applicants.wards import wards
from grants.lifecycle import Stage
from workshops import queries as workshops

from .a_question_set import Asked, Judged, QuestionSet, Tested
from .conditions import in_words
from .jargon import texts_of
from .models import Enquiry, FormVersion, Round, Section
from .question_sets import marks_of

TESTED = tuple(each.name for each in fields(Tested))
TERMS = (  # what the next round starts with
    "applicant_forms",
    "area",
    "wards",
    "allows_several",
    "is_blind",
    "workshop_tag",
    "workshop_people",
    "workshop_months",
    "review_days",
    "signers_registered",
    "signers_unregistered",
    "alone_up_to",
    "glossary",
)


def form_of(round, version=None):
    """The sections of a round, each with its `asked` questions, in order.

    version: the wording to read it in; the newest, unless one is named. A published form
    changes by new versions only, so each process reads a version once.
    """
    if round.published_at is None:
        return _say_when(_read_form(round.pk))
    return _frozen_form(round.pk, round.published_at, version or round.form_version)


@lru_cache(maxsize=64)
def _frozen_form(round_id, published_at, version):
    form = _read_form(round_id)
    kept = FormVersion.objects.filter(round=round_id, number=version).first()
    return _say_when(worded(form, kept.wording) if kept else form)


def _read_form(round_id):
    sections = list(
        Section.objects.filter(round=round_id)
        .order_by("number")
        .prefetch_related("questions__criteria")
    )
    for section in sections:
        section.asked = sorted(section.questions.all(), key=lambda question: question.number)
        for question in section.asked:
            question.informs = sorted(question.criteria.all(), key=lambda c: c.number)
    return tuple(sections)


def _say_when(form):
    """Each question with what it waits for, in words; nothing for one that is always asked."""
    by_code = {question.code: question for section in form for question in section.asked}
    for question in by_code.values():
        rule = question.shown_if
        question.asked_when = in_words(rule, by_code) if rule else ""
    return form


def wording_of(form):
    """What a form says, apart from how it works: the part that a correction may change."""
    return {
        "sections": {str(section.number): section.title for section in form},
        "questions": {
            question.key: {"text": question.text, "guidance": question.guidance}
            for section in form
            for question in section.asked
        },
    }


def worded(form, wording):
    """The same form in the words of one of its versions."""
    for section in form:
        section.title = wording["sections"].get(str(section.number), section.title)
        for question in section.asked:
            said = wording["questions"].get(question.key, {})
            question.text = said.get("text", question.text)
            question.guidance = said.get("guidance", question.guidance)
    return form


def contents_of(round):
    """What a round asks, judges and tests, as the data that another round can start from."""
    sections = form_of(round)
    listed = [question for section in sections for question in section.asked]
    return QuestionSet(
        sections=tuple(
            (section.title, tuple(_as_data(question) for question in section.asked))
            for section in sections
        ),
        criteria=tuple(
            Judged(
                name=criterion.name,
                weight=criterion.weight,
                guidance=criterion.guidance,
                informed_by=tuple(q.number for q in listed if criterion in q.informs),
                is_essential=criterion.is_essential,
                marks=tuple(criterion.marks),
            )
            for criterion in criteria_of(round)
        ),
        tests=tuple(
            Tested(**{name: getattr(test, name) for name in TESTED}) for test in tests_of(round)
        ),
    )


def _as_data(question):
    return Asked(
        number=question.number,
        code=question.code,
        text=question.text,
        kind=question.kind,
        guidance=question.guidance,
        word_limit=question.word_limit,
        options=tuple(question.options),
        rows=question.rows,
        is_required=question.is_required,
        least=question.least,
        most=question.most,
        shown_if=question.shown_if,
    )


WAITING = (Stage.SUBMITTED, Stage.IN_ASSESSMENT, Stage.WITH_PANEL)


def people_waiting_for(round, *, decision_moved):
    """Everybody whose co-op has a draft for this round.

    When the decision date moved, those who sent theirs and wait are among them. Each person
    stands there once, however many of their co-ops apply.
    """
    coops = _waiting_in(round, decision_moved).values("organisation")
    acting = Membership.objects.live().filter(organisation__in=coops)
    people = User.objects.filter(pk__in=acting.values("user"), is_active=True)
    return list(people.order_by("pk"))


def _waiting_in(round, decision_moved):
    waiting = Q(state=Stage.DRAFT, submitted_at=None)
    if decision_moved:
        waiting |= Q(state__in=[Stage.DRAFT, *WAITING])
    return round.applications.filter(waiting)


class Part(NamedTuple):
    """An application that somebody is part of without leading it."""

    lead: str
    partner: str  # its reference: the page that they may open


def partners_waiting_for(round, *, decision_moved, besides):
    """{person: the `Part`s that they have}, for those who act for a partner of such a draft.

    besides: people who hear of it already, as they act for one that leads.
    """
    theirs = "organisation__partnerships__"
    facts = {"application__in": _waiting_in(round, decision_moved)}
    facts |= {"removed_at": None, "declined_at": None}
    rows = (
        Membership.objects.live()
        .filter(user__is_active=True, **{theirs + name: value for name, value in facts.items()})
        .exclude(user__in=besides)
        .annotate(
            lead=F(theirs + "application__organisation__name"), partner=F(theirs + "reference")
        )
        .select_related("user")
        .order_by("user", "lead")
    )
    parts = {}
    for row in rows:
        parts.setdefault(row.user, []).append(Part(row.lead, row.partner))
    return parts


def has_begun_to_judge(round):
    """Whether the fund has begun to assess what was sent."""
    before = [Stage.DRAFT, Stage.SUBMITTED, Stage.WITHDRAWN]
    return round.applications.exclude(state__in=before).exists()


def date_changes_of(round):
    """How the dates of a round were moved, the newest first."""
    return list(round.date_changes.order_by("-at", "-pk"))


def answered_enquiries(round):
    """What was asked about a round and answered, the newest answer first."""
    return list(round.enquiries.answered().defer("text").order_by("-answered_at", "-pk"))


def own_waiting_enquiries(round, user):
    """What this person asked about a round and waits for."""
    if not user.is_authenticated:
        return []
    return list(round.enquiries.waiting().filter(asked_by=user).order_by("asked_at", "pk"))


def enquiries_to_answer(user):
    """Every question that waits for an officer, the oldest first."""
    waiting = Enquiry.objects.visible_to(user).waiting()
    return waiting.select_related("round").order_by("asked_at", "pk")


class Change(NamedTuple):
    before: str
    after: str


class Correction(NamedTuple):
    """One version of the wording after the first, and what it changed."""

    version: FormVersion
    changes: list
    helps: list  # the numbers of the questions whose guidance alone changed


def corrections_of(round):
    """What was corrected since the form was published, the newest first."""
    if round.form_version == 1:
        return []
    versions = list(round.form_versions.order_by("number"))
    pairs = pairwise(versions)
    return [_correction(earlier.wording, later) for earlier, later in pairs][::-1]


def _correction(before, version):
    after = version.wording
    changes = [
        Change(before["sections"][number], title)
        for number, title in after["sections"].items()
        if before["sections"][number] != title
    ]
    asked = [
        (number, before["questions"][number], said) for number, said in after["questions"].items()
    ]
    changes += [
        Change(old["text"], new["text"])
        for _number, old, new in asked
        if old["text"] != new["text"]
    ]
    helps = [
        number
        for number, old, new in asked
        if old["text"] == new["text"] and old["guidance"] != new["guidance"]
    ]
    return Correction(version, changes, helps)


def texts_in(round):
    """All that applicants read of a round, for the check of its words."""
    return texts_of(form_of(round), criteria_of(round), tests_of(round))


def criteria_of(round):
    """What a round judges, each with its `choices`: (mark, what it means)."""
    criteria = list(round.criteria.order_by("number"))
    for criterion in criteria:
        criterion.choices = marks_of(criterion)
    return criteria


def tests_of(round):
    return list(round.eligibility_tests.order_by("number"))


def rounds_for(user, at):
    """The rounds that this person may see, the ones that close soonest first."""
    return Round.objects.visible_to(user).select_related("fund").order_by("closes_at", "pk")


def other_open_rounds(round, at=None):
    """What else somebody could apply to today, the ones that close soonest first."""
    others = Round.objects.open_at(at or now()).exclude(pk=round.pk)
    return list(others.order_by("closes_at", "pk"))


def rounds_by_phase(user, at):
    """The same rounds in four lists; in the list of closed ones the newest stands first."""
    by_phase = {phase: [] for phase in Round.Phase}
    for round in rounds_for(user, at):
        by_phase[round.phase(at)].append(round)
    by_phase[Round.Phase.CLOSED].reverse()
    return by_phase


def workshop_tags(round):
    """What this round may ask for: the tags of our workshops, and the one that it asks for now."""
    return sorted({*workshops.tags(), *filter(None, [round.workshop_tag])})


def wards_to_choose(round):
    """{ward: whether the postcode file knows it}: all of the file, and those it names now."""
    known = set(wards())
    return {ward: ward in known for ward in sorted({*known, *round.wards})}


def wards_not_in_the_file():
    """(round, its wards that the postcode file does not know), for each that is not over yet."""
    known = set(wards())
    for round in Round.objects.filter(closes_at__gt=now()).order_by("closes_at", "pk"):
        if missing := [ward for ward in round.wards if ward not in known]:
            yield round, missing
