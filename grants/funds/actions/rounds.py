"""What can be done with rounds."""

import secrets
from dataclasses import asdict

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.emails import queue_email, queue_emails
from applicants.models import User
from applicants.wards import wards
from grants.funds.conditions import problems_with_rules
from grants.funds.jargon import unclear_in
from grants.funds.models import (
    Criterion,
    DateChange,
    EligibilityTest,
    Enquiry,
    FormVersion,
    Question,
    Round,
    Section,
)
from grants.funds.queries import (
    TERMS,
    contents_of,
    form_of,
    has_begun_to_judge,
    partners_waiting_for,
    people_waiting_for,
    texts_in,
    wards_to_choose,
    wording_of,
)

MOST_WAITING = 10  # questions of one person about one round that nobody has answered yet
TAKEN = "There is a round with this name, or one very like it. Choose another."


class NotPlain(Refused):
    """Words stand in the round that nobody explains; `unclear` says which, and where."""

    def __init__(self, unclear):
        words = ", ".join(dict.fromkeys(f"“{each.word}”" for each in unclear))
        super().__init__(f"Say these words more plainly, or say what they mean: {words}.")
        self.unclear = unclear


def add_first_round(*, fund, question_set, by, **facts):
    """A fund's first round starts from one of the question sets that come with the service."""
    with transaction.atomic():
        new = _create_round(fund=fund, by=by, **facts)
        write_contents(question_set, new)
    return new


def write_contents(question_set, target):
    """Give a round the criteria, eligibility tests and questions of a question set."""
    EligibilityTest.objects.bulk_create(
        EligibilityTest(round=target, number=number, **asdict(tested))
        for number, tested in enumerate(question_set.tests, start=1)
    )
    criteria = Criterion.objects.bulk_create(
        Criterion(
            round=target,
            number=number,
            name=judged.name,
            guidance=judged.guidance,
            weight=judged.weight,
            is_essential=judged.is_essential,
            marks=list(judged.marks),
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
    """An officer starts a round as a copy of an earlier one: all that it asks, tests and judges."""
    facts = {**{name: getattr(like, name) for name in TERMS}, **facts}
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


def move_dates(round, *, closes_at, decision_on, reason, by):
    """An officer moves the dates of a published round; everybody who planned by them hears it."""
    at = now()
    with transaction.atomic():
        round = Round.objects.select_for_update().get(pk=round.pk)
        if refusal := why_dates_stay(round, closes_at, decision_on, at):
            raise Refused(refusal)
        change = DateChange.objects.create(
            round=round,
            was_closes_at=round.closes_at,
            closes_at=closes_at,
            was_decision_on=round.decision_on,
            decision_on=decision_on,
            reason=reason,
            at=at,
            by=by,
        )
        round.closes_at, round.decision_on = closes_at, decision_on
        round.save(update_fields=["closes_at", "decision_on"])
        _tell_of_new_dates(round, change)
    return change


def _tell_of_new_dates(round, change):
    """Those who act for a lead, and in words of their own those who act for a partner."""
    facts = {"key": f"{round.pk}/{change.pk}", "round": round, "change": change}
    moved = change.moves_decision
    people = people_waiting_for(round, decision_moved=moved)
    partners = partners_waiting_for(round, decision_moved=moved, besides=people)
    queue_emails(
        [
            ("grants/round_dates_moved", people, facts),
            *(
                ("grants/joint_dates_moved", person, {**facts, "parts": parts})
                for person, parts in partners.items()
            ),
        ]
    )


def why_dates_stay(round, closes_at, decision_on, at):
    """Why the dates of a round can’t be moved so, in a sentence; nothing when they can."""
    if round.published_at is None:
        return "Nobody has seen this round yet. Change its dates on its own page."
    if (closes_at, decision_on) == (round.closes_at, round.decision_on):
        return "Both dates are the same as before. Change one of them."
    if closes_at != round.closes_at:
        if closes_at <= at or closes_at <= round.opens_at:
            return "Choose a closing date that is still to come, after the round opens."
        if closes_at < round.closes_at and round.is_open(at):
            return (
                "People are applying now and count on the closing date, so it can only move later."
            )
        if round.phase(at) == Round.Phase.CLOSED and has_begun_to_judge(round):
            return (
                "We have begun to assess this round, so it can’t open again. "
                "You can still give one co-op more time."
            )
    if decision_on < localdate(closes_at):
        return "The decision date must not be before the round closes."
    if round.scores_due_on and decision_on < round.scores_due_on:
        return "Scores are due after that day. Choose an earlier day for them first."
    if decision_on != round.decision_on and decision_on < localdate(at):
        return "Choose a decision date that is still to come."
    return ""


def set_scores_due(round, *, scores_due_on, by):
    """An officer says by which day assessors should file their scores; None: no day."""
    with transaction.atomic():
        round = Round.objects.select_for_update().get(pk=round.pk)
        by.forget()
        if not by.has_perm("grants.move_dates", round):
            raise Refused("Only officers set the dates of a round.")
        if scores_due_on is not None and scores_due_on != round.scores_due_on:
            if scores_due_on < localdate():
                raise Refused("Choose a day that is still to come.")
            if scores_due_on > round.decision_on:
                raise Refused("Scores are needed before the decision. Choose an earlier day.")
        round.scores_due_on = scores_due_on
        round.save(update_fields=["scores_due_on"])
    return round


def ask_enquiry(round, *, text, by):
    """Somebody asks about a round; asked twice in the same words, it is one enquiry."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # one at a time, so that the count holds
        round = Round.objects.get(pk=round.pk)
        if round.phase() not in (Round.Phase.SOON, Round.Phase.OPEN):
            raise Refused("This round takes no more questions. Ring or email us instead.")
        waiting = round.enquiries.waiting().filter(asked_by=by)
        if same := waiting.filter(text=text).first():
            return same
        if waiting.count() >= MOST_WAITING:
            raise Refused(
                f"{MOST_WAITING} of your questions still wait for an answer. "
                "Ask again when we have answered one, or ring us."
            )
        return Enquiry.objects.create(
            reference=secrets.token_hex(8), round=round, text=text, asked_by=by
        )


def answer_enquiry(enquiry, *, wording, answer, by):
    """An officer answers once, for everybody to read; whoever asked gets a message."""
    with transaction.atomic():
        enquiry = (
            Enquiry.objects.select_for_update(of=("self",))
            .select_related("round", "asked_by")
            .get(pk=enquiry.pk)
        )
        if enquiry.answered_at is not None:
            raise Refused("A colleague has answered this. Everybody can read it now.")
        enquiry.wording, enquiry.answer = wording, answer
        enquiry.answered_by, enquiry.answered_at = by, now()
        enquiry.save()
        if enquiry.asked_by.is_active:
            queue_email(
                "grants/enquiry_answered",
                enquiry.asked_by,
                key=enquiry.reference,
                enquiry=enquiry,
            )
    return enquiry


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
        if not round.designed_with and not round.not_designed_because:
            raise Refused(
                "Say who helped to design this round, or why nobody did. It stands on the page "
                "“Who can apply”."
            )
        _refuse_unknown_wards(round)
        form = form_of(round)
        for _question, problem in problems_with_rules(form):
            raise Refused(problem)
        if unclear := unclear_in(texts_in(round), round.glossary):
            raise NotPlain(unclear)
        FormVersion.objects.create(round=round, number=1, wording=wording_of(form), made_by=by)
        round.published_at, round.published_by = now(), by
        round.save(update_fields=["published_at", "published_by"])
    return round


def _refuse_unknown_wards(round):
    """Nobody could be told whether they may apply, if no postcode led to a ward of the round."""
    unknown = [ward for ward, is_known in wards_to_choose(round).items() if not is_known]
    if unknown and not wards():
        raise Refused(
            "This round names wards, but no postcode file is loaded, so we can’t tell what lies "
            "in them. Ask whoever runs the service to load one, or name postcodes instead."
        )
    if unknown:
        raise Refused(
            f"The postcode file does not know {', '.join(unknown)}. Choose the wards again on the "
            "page “Who can apply”."
        )
