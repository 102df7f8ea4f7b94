"""What can be done with rounds."""

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.timezone import now

from applicants.access import Refused

from .conditions import problems_with_rules
from .models import Criterion, EligibilityTest, FormVersion, Question, Round, Section
from .queries import contents_of, form_of, wording_of

TAKEN = "There is a round with this name, or one very like it. Choose another."


def add_first_round(*, fund, question_set, by, **facts):
    """A fund's first round starts from one of the question sets that come with the service."""
    with transaction.atomic():
        new = _create_round(fund=fund, by=by, **facts)
        write_contents(question_set, new)
    return new


def write_contents(question_set, target):
    """Give a round the criteria, eligibility tests and questions of a question set."""
    EligibilityTest.objects.bulk_create(
        EligibilityTest(round=target, number=number, text=text)
        for number, text in enumerate(question_set.tests, start=1)
    )
    criteria = Criterion.objects.bulk_create(
        Criterion(
            round=target,
            number=number,
            name=judged.name,
            guidance=judged.guidance,
            weight=judged.weight,
        )
        for number, judged in enumerate(question_set.criteria, start=1)
    )
    sections = Section.objects.bulk_create(
        Section(round=target, number=number, title=title)
        for number, (title, _asked) in enumerate(question_set.sections, start=1)
    )
    questions = Question.objects.bulk_create(
        Question(
            section=section,
            number=asked.number,
            text=asked.text,
            guidance=asked.guidance,
            kind=asked.kind,
            is_required=asked.is_required,
            word_limit=asked.word_limit,
            options=list(asked.options),
            rows=asked.rows,
            code=asked.code,
            least=asked.least,
            most=asked.most,
            shown_if=asked.shown_if,
        )
        for section, (_title, listed) in zip(sections, question_set.sections, strict=True)
        for asked in listed
    )
    Informs = Question.criteria.through  # noqa: N806 - it is a class
    Informs.objects.bulk_create(
        Informs(question=question, criterion=criterion)
        for criterion, judged in zip(criteria, question_set.criteria, strict=True)
        for question in questions
        if question.number in judged.informed_by
    )


def add_round(*, like, by, **facts):
    """An officer starts a round as a copy of an earlier one: its questions, tests and criteria."""
    with transaction.atomic():
        new = _create_round(fund=like.fund, by=by, **facts)
        write_contents(contents_of(like), new)
    return new


def _create_round(*, fund, by, **facts):
    reference = slugify(facts["name"])[:80]
    if not reference or reference == "add":  # /rounds/add/ is a page of its own
        raise Refused("Choose a name that has more letters or numbers in it.")
    if Round.objects.filter(Q(reference=reference) | Q(name=facts["name"])).exists():
        raise Refused(TAKEN)
    return Round.objects.create(fund=fund, reference=reference, created_by=by, **facts)


def change_round(round, *, by, **facts):
    """An officer changes a round that nobody can see yet."""
    with transaction.atomic():
        round = Round.objects.select_for_update().get(pk=round.pk)
        if round.published_at is not None:
            raise Refused("This round is published, so its terms stand as people have read them.")
        if Round.objects.filter(name=facts.get("name")).exclude(pk=round.pk).exists():
            raise Refused(TAKEN)
        for name, value in facts.items():
            setattr(round, name, value)
        round.save()
    return round


def publish_round(round, *, by):
    """The round is shown to everybody, and its form is frozen."""
    with transaction.atomic():
        round = Round.objects.select_for_update().get(pk=round.pk)
        if round.published_at is not None:
            return round
        weights = sum(round.criteria.values_list("weight", flat=True))
        if weights != 100:
            raise Refused(f"The weights of the criteria add up to {weights}. Make them 100.")
        if not Question.objects.filter(section__round=round).exists():
            raise Refused("This round asks nothing yet. Add questions first.")
        if round.closes_at <= now():
            raise Refused("The closing date has passed. Choose a later one.")
        form = form_of(round)
        for _question, problem in problems_with_rules(form):
            raise Refused(problem)
        FormVersion.objects.create(round=round, number=1, wording=wording_of(form), made_by=by)
        round.published_at, round.published_by = now(), by
        round.save(update_fields=["published_at", "published_by"])
    return round
