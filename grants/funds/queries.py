"""What can be asked about rounds."""

from functools import lru_cache

from .models import Round, Section
from .question_sets import Asked, Judged, QuestionSet


def form_of(round):
    """The sections of a round, each with its `asked` questions, in order.

    A published round's form never changes, so each process reads it once.
    """
    if round.published_at is None:
        return _read_form(round.pk)
    return _frozen_form(round.pk, round.published_at)


@lru_cache(maxsize=64)
def _frozen_form(round_id, published_at):
    return _read_form(round_id)


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


def contents_of(round):
    """What a round asks, judges and tests, as the data that another round can start from."""
    sections = _read_form(round.pk)
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
            )
            for criterion in criteria_of(round)
        ),
        tests=tuple(test.text for test in tests_of(round)),
    )


def _as_data(question):
    return Asked(
        number=question.number,
        text=question.text,
        kind=question.kind,
        guidance=question.guidance,
        word_limit=question.word_limit,
        options=tuple(question.options),
        rows=question.rows,
        is_required=question.is_required,
    )


def criteria_of(round):
    return list(round.criteria.order_by("number"))


def tests_of(round):
    return list(round.eligibility_tests.order_by("number"))


def rounds_for(user, at):
    """The rounds that this person may see, the ones that close soonest first."""
    return Round.objects.visible_to(user).select_related("fund").order_by("closes_at", "pk")


def rounds_by_phase(user, at):
    """The same rounds in four lists; in the list of closed ones the newest stands first."""
    by_phase = {phase: [] for phase in Round.Phase}
    for round in rounds_for(user, at):
        by_phase[round.phase(at)].append(round)
    by_phase[Round.Phase.CLOSED].reverse()
    return by_phase
