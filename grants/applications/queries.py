"""What can be asked about applications."""

from decimal import Decimal
from typing import NamedTuple

from applicants.models import Organisation
from grants.funds.models import Question
from grants.funds.queries import form_of
from grants.money import in_pounds

from .models import SectionAnswers
from .tables import Request, added_up
from .tables import as_decimal as as_decimal  # rooms further on read amounts as this one does


class Problem(NamedTuple):
    """One thing that stands between a draft and sending it, and the section that mends it."""

    sentence: str
    section: object

    def __str__(self):
        return self.sentence


def organisations_that_may_apply(user):
    """The co-ops for which this person may write."""
    held = user.memberships_by_organisation.values()
    mine = [membership.organisation_id for membership in held if membership.can_edit]
    return list(Organisation.objects.filter(pk__in=mine).order_by("name"))


def section_numbered(round, number):
    """One section of a round’s form, or None."""
    return next((section for section in form_of(round) if section.number == number), None)


def section_after(round, section):
    """The section that follows, or None after the last."""
    return next((each for each in form_of(round) if each.number > section.number), None)


def saved_sections(application):
    """What is saved so far: {section id: SectionAnswers}."""
    rows = SectionAnswers.objects.filter(application=application).select_related("saved_by")
    return {row.section_id: row for row in rows}


def saved_section(application, section):
    """What is saved of one section, or None."""
    return SectionAnswers.objects.filter(application=application, section=section).first()


def answers_of(application):
    """All current answers, keyed by question number: the live draft."""
    return answers_in(saved_sections(application))


def answers_in(saved):
    return {key: value for row in saved.values() for key, value in row.answers.items()}


def last_submission(application):
    """What was sent last, or None for a draft that was never sent."""
    return application.submissions.select_related("submitted_by").order_by("-number").first()


def submitted_answers(application):
    """The answers as last sent, or None for a draft that was never sent."""
    submission = application.submissions.order_by("-number").first()
    return submission.answers if submission else None


def live_attachments(application):
    return application.attachments.filter(removed_at=None).order_by("added_at", "pk")


def note_on_return(application):
    """What the officer asked to change when they returned it, or None."""
    if not application.is_draft or application.submitted_at is None:
        return None
    return application.history.filter(verb="return_for_changes").order_by("-sequence").first()


def request_of(round, answers):
    """(pounds, days) asked for: the sums of the budget table's lines."""
    asked = Request(Decimal(0), Decimal(0))
    for question in budget_questions(round):
        more = added_up(answers.get(question.key))
        asked = Request(asked.pounds + more.pounds, asked.days + more.days)
    return asked


def budget_questions(round):
    return [
        question
        for section in form_of(round)
        for question in section.asked
        if question.kind == Question.Kind.BUDGET
    ]


def problems_with(application, saved):
    """What stands between this draft and sending it, in sentences a person can act on."""
    round = application.round
    problems = [
        Problem(f"Finish the section “{section.title}”.", section)
        for section in form_of(round)
        if section.pk not in saved or not saved[section.pk].is_complete
    ]
    unfinished = {problem.section.pk for problem in problems}
    budget = next((question.section for question in budget_questions(round)), None)
    if budget is None or budget.pk in unfinished:
        return problems
    pounds = request_of(round, answers_in(saved)).pounds
    if not round.minimum <= pounds <= round.maximum:
        problems.append(
            Problem(
                f"Ask for between {in_pounds(round.minimum)} and {in_pounds(round.maximum)}. "
                f"Your budget adds up to {in_pounds(pounds)}.",
                budget,
            )
        )
    return problems
