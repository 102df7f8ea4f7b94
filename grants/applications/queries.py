"""What can be asked about applications."""

from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Max, Q
from django.utils.functional import SimpleLazyObject

from applicants.models import Organisation
from grants.funds.area import covers
from grants.funds.models import Question
from grants.funds.queries import form_of
from grants.funds.who_can_apply import listed

from . import prefill
from .drafts import Draft
from .models import Extension, SectionAnswers, Submission
from .tables import as_decimal as as_decimal  # rooms further on read amounts as this one does

Kind = Question.Kind
ASK_AFTER = timedelta(days=7)  # more time can be asked for until so long after the deadline


def organisations_that_may_apply(user):
    """The co-ops for which this person may write."""
    held = user.memberships_by_organisation.values()
    mine = [membership.organisation_id for membership in held if membership.can_edit]
    return list(Organisation.objects.filter(pk__in=mine).order_by("name"))


class TimeLeft(NamedTuple):
    """Until when a draft can be sent, and whether its co-op may ask for more time."""

    deadline: datetime
    is_extended: bool
    is_past: bool
    is_asked: bool  # a request for more time waits for its answer

    @property
    def ask_until(self):
        return self.deadline + ASK_AFTER

    def can_ask(self, at):
        return not self.is_asked and at <= self.ask_until


def time_left(application, at):
    """The round’s closing, or a later moment that an officer gave this application."""
    facts = application.extensions.aggregate(
        until=Max("until"), asked=Count("pk", filter=Q(answered_at=None))
    )
    closes_at, until = application.round.closes_at, facts["until"]
    is_extended = until is not None and until > closes_at
    deadline = until if is_extended else closes_at
    return TimeLeft(deadline, is_extended, deadline <= at, bool(facts["asked"]))


def can_be_sent(application, at):
    """Whether a draft that was never sent can be sent at this moment: open, or given more time."""
    return application.round.is_open(at) or application.extensions.filter(until__gt=at).exists()


def requests_for_more_time(user):
    """What waits for this officer’s answer, the oldest first."""
    waiting = Extension.objects.visible_to(user).waiting()
    return waiting.select_related("application__organisation", "application__round").order_by(
        "asked_at", "pk"
    )


def form_for(application):
    """The form as this application answers it, in the words of its version."""
    return form_of(application.round, application.form_version)


def saved_sections(application):
    """What is saved so far: {section id: SectionAnswers}."""
    rows = SectionAnswers.objects.filter(application=application).select_related("saved_by")
    return {row.section_id: row for row in rows}


def draft_of(application):
    """The draft: what is saved, what of it counts, and what is missing.

    The database is asked when a page looks, so that a save which needs no more stays cheap.
    """
    form = form_for(application)
    asks_for_files = any(q.kind == Question.Kind.FILES for part in form for q in part.asked)
    return Draft(
        application.round,
        form,
        SimpleLazyObject(lambda: saved_sections(application)),
        SimpleLazyObject(lambda: files_by_question(application)) if asks_for_files else {},
    )


def file_question(application, number):
    """The question of this number that asks for files, and its section; or (None, None)."""
    listed = [(q, section) for section in form_for(application) for q in section.asked]
    wanted = (
        (q, section)
        for q, section in listed
        if q.number == number and q.kind == Question.Kind.FILES
    )
    return next(wanted, (None, None))


def terms_missed(application, answers):
    """What of the round's terms this application does not seem to keep, in sentences.

    They are told and never refused: a list of postcodes can be wrong at its edges, and a co-op
    may take another form while it writes.
    """
    round, organisation = application.round, application.organisation
    missed = []
    if not round.takes(organisation.legal_form):
        missed.append(
            f"This round is for these legal forms: {listed(round.forms_allowed)}. "
            f"{organisation.name} stands here as: {organisation.get_legal_form_display()}."
        )
    postcode = _where(application, answers)
    if round.area and postcode and not covers(round.area, postcode):
        missed.append(
            f"This round is for work in these postcodes: {listed(round.area)}. "
            f"The postcode of this application is {postcode}."
        )
    return missed


def _where(application, answers):
    """The postcode where the work happens: the form’s, or else the organisation’s own."""
    asked = (q for part in form_for(application) for q in part.asked if q.kind == Kind.POSTCODE)
    given = (answers.get(question.key) for question in asked)
    return next(filter(None, given), "") or application.organisation.postcode


def files_by_question(application):
    """How many documents stand at each question, by its key."""
    return Counter(live_attachments(application).values_list("question", flat=True))


def last_submission(application):
    """What was sent last, or None for a draft that was never sent."""
    return application.submissions.select_related("submitted_by").order_by("-number").first()


def filled_in(application, section):
    """What the co-op told us before that answers a section of its new draft: {key: Filled}."""
    latest = (
        Submission.objects.filter(application__organisation=application.organisation_id)
        .exclude(application=application)
        .select_related("application__round")
        .order_by("-submitted_at", "-pk")
        .first()
    )
    form = form_of(latest.application.round, latest.form_version) if latest else ()
    return prefill.filled_in(section, application.organisation, latest, form)


def submitted_answers(application):
    """The answers as last sent, or None for a draft that was never sent."""
    submission = application.submissions.order_by("-number").first()
    return submission.answers if submission else None


def live_attachments(application):
    return application.attachments.filter(removed_at=None).order_by("added_at", "pk")


def files_sent_with(submission):
    """The documents that stood with an application when it was sent."""
    at = submission.submitted_at
    standing = Q(removed_at=None) | Q(removed_at__gt=at)
    sent = submission.application.attachments.filter(standing, added_at__lte=at)
    return list(sent.order_by("added_at", "pk"))


def submission_numbered(application, number):
    """One sending of an application, or None."""
    sendings = application.submissions.select_related("submitted_by")
    submission = sendings.filter(number=number).first()
    if submission is not None:
        submission.application = application
    return submission


def note_on_return(application):
    """What the officer asked to change when they returned it, or None."""
    if not application.is_draft or application.submitted_at is None:
        return None
    return application.history.filter(verb="return_for_changes").order_by("-sequence").first()
