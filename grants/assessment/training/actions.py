"""What can be done about practising. Nothing here touches an application."""

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from grants.assessment.scoring.actions import NOT_YET, problem_with

from .models import ModelScore, Practice, PracticeScore, TrainingCase
from .queries import criteria_of, criteria_of_newest_round
from .text_set import ANSWERS, COOP, SHEET


def make_training_case(fund, *, by):
    """An officer gives a fund its practice application, from the texts that come with this."""
    by.forget()
    if not by.has_perm("grants.keep_training"):
        raise Refused("Only officers make a training case.")
    answers = {answer.name: answer for answer in ANSWERS}
    judged = [one for one in criteria_of_newest_round(fund) if one.name in answers]
    if not judged:
        raise Refused("We have no practice text for what this fund judges. Ring us about one.")
    try:
        with transaction.atomic():
            sheet = [{"question": question, "answer": answer} for question, answer in SHEET]
            case = TrainingCase.objects.create(fund=fund, coop=COOP, sheet=sheet, made_by=by)
            ModelScore.objects.bulk_create(
                ModelScore(
                    case=case,
                    number=number,
                    name=criterion.name,
                    guidance=criterion.guidance,
                    weight=criterion.weight,
                    mark=answers[criterion.name].mark,
                    reason=answers[criterion.name].reason,
                )
                for number, criterion in enumerate(judged, start=1)
            )
    except IntegrityError:
        raise Refused("This fund has a training case already.") from None
    return case


def save_practice(case, *, scores, by):
    """An assessor keeps a draft. scores: {ModelScore: (mark, reason)}, as for a real case."""
    with transaction.atomic():
        return _write(case, scores, by)


def file_practice(case, *, scores, by):
    """An assessor files their try, and sees the model answer from now on."""
    with transaction.atomic():
        practice = _write(case, scores, by)
        for criterion in criteria_of(case):
            problem = problem_with(*scores.get(criterion, (NOT_YET, "")))
            if problem:
                raise Refused(f"{criterion}: {problem}")
        practice.filed_at = now()
        practice.save(update_fields=["filed_at"])
    return practice


def _write(case, scores, by):
    by.forget()
    if not by.has_perm("grants.practise"):
        raise Refused("Only assessors practise.")
    TrainingCase.objects.select_for_update().get(pk=case.pk)
    practice, _ = Practice.objects.get_or_create(case=case, assessor=by)
    if practice.filed_at is not None:
        raise Refused("You have filed this, so it can’t be changed.")
    PracticeScore.objects.bulk_create(
        [
            PracticeScore(
                practice=practice,
                criterion=criterion,
                mark=None if mark == NOT_YET else mark,
                is_answered=mark != NOT_YET,
                reason=reason,
            )
            for criterion, (mark, reason) in scores.items()
        ],
        update_conflicts=True,
        unique_fields=["practice", "criterion"],
        update_fields=["mark", "is_answered", "reason"],
    )
    return practice
