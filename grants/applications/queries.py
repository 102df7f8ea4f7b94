"""What can be asked about applications."""

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, FilteredRelation, Q
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import now

from applicants.models import Membership, Organisation
from applicants.wards import is_missing
from grants.funds.area import covers
from grants.funds.models import Question
from grants.funds.queries import form_of
from grants.funds.who_can_apply import listed

from . import prefill
from .attendance.queries import attendance_to_settle
from .changes.comparing import Told, changes_between
from .changes.queries import keys_open_in
from .deadlines import time_left as time_left  # asked for here with all else about a draft
from .drafts import Draft
from .models import Application, Attachment, Extension, SectionAnswers, Submission
from .partners.queries import partners_of
from .places import postcode_in, ward_as_known
from .shares import with_who
from .tables import (
    as_decimal as as_decimal,  # rooms further on read amounts as this one does
    kinds_of_file,
    most_bytes_of,
)

MOST_TO_REUSE = 100
NAMELESS = "A file that waits to be scanned"

# All that saving a section asks of its application: which form it answers, and who applies.
READ_BY_A_SAVE = (
    "state",
    "submitted_at",
    "form_version",
    "is_joint",
    "organisation__name",
    "round__form_version",
    "round__published_at",
)

Kind = Question.Kind


def organisations_that_may_apply(user):
    """The co-ops for which this person may write."""
    held = user.memberships_by_organisation.values()
    mine = [membership.organisation_id for membership in held if membership.can_edit]
    return list(Organisation.objects.filter(pk__in=mine).order_by("name"))


def can_be_sent(application, at):
    """Whether a draft that was never sent can be sent at this moment: open, or given more time."""
    return application.round.is_open(at) or application.extensions.filter(until__gt=at).exists()


def requests_for_more_time(user):
    """What waits for this officer’s answer, the oldest first."""
    waiting = Extension.objects.visible_to(user).waiting()
    return waiting.select_related("application__organisation", "application__round").order_by(
        "asked_at", "pk"
    )


def form_for(application, partners=None):
    """The form as this application answers it, in the words of its version.

    partners: those of a joint application, when they are known already.
    """
    form = form_of(application.round, application.form_version)
    if not application.is_joint:
        return form
    partners = partners_of(application) if partners is None else partners
    return with_who(form, application.organisation.name, [each.name for each in partners])


def draft_to_save(user, reference):
    """A draft of this person's, as saving a section needs it; None where there is none.

    What they may do for its co-op comes in the same query: each one counts there.
    """
    if user.is_fund_staff:
        return None
    own = FilteredRelation(
        "organisation__memberships",
        condition=Q(organisation__memberships__user=user, organisation__memberships__ended_at=None),
    )
    application = (
        Application.objects.annotate(own=own, role=F("own__role"))
        .filter(reference=reference, role__isnull=False)
        .select_related("round", "organisation")
        .only(*READ_BY_A_SAVE)
        .first()
    )
    if application is not None:
        membership = Membership(
            user=user, organisation=application.organisation, role=application.role
        )
        user.remember(("membership", application.organisation_id), lambda: membership)
    return application


def form_for_saving(application, number):
    """The form, as far as saving the section of this number needs it: each query counts there.

    Who else applies matters to a budget only, which says whose its lines are.
    """
    form = form_of(application.round, application.form_version)
    asked = (q for section in form if section.number == number for q in section.asked)
    return form_for(application) if any(q.kind == Kind.BUDGET for q in asked) else form


def form_sent(submission):
    """The form as one sending answered it, with those who applied as they were called then."""
    form = form_of(submission.application.round, submission.form_version)
    if not submission.partners:
        return form
    names = [partner["name"] for partner in submission.partners]
    return with_who(form, submission.organisation_name, names)


def saved_sections(application):
    """What is saved so far: {section id: SectionAnswers}."""
    rows = SectionAnswers.objects.filter(application=application).select_related("saved_by")
    return {row.section_id: row for row in rows}


def draft_of(application):
    """The draft: what is saved, what of it counts, and what is missing.

    The database is asked when a page looks, so that a save which needs no more stays cheap.
    """
    partners = partners_of(application) if application.is_joint else []
    form = form_for(application, partners)
    asks_for_files = any(q.kind == Question.Kind.FILES for part in form for q in part.asked)
    return Draft(
        application.round,
        form,
        SimpleLazyObject(lambda: saved_sections(application)),
        SimpleLazyObject(lambda: files_by_question(application)) if asks_for_files else {},
        partners,
        find_open=lambda: keys_open_in(application, form, partners),
        find_attendance=lambda: attendance_to_settle(application, now()),
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
    if round.wards and postcode:
        missed += _ward_missed(round, postcode, ward_as_known(application, postcode))
    return missed


def _ward_missed(round, postcode, ward):
    if ward in round.wards:
        return []
    found = f"{postcode} is in {ward}." if ward else f"We can’t tell which ward {postcode} is in."
    return [f"This round is for work in these wards: {listed(round.wards)}. {found}"]


def has_unknown_postcode(application, answers):
    """Whether the postcode file knows what lies around the postcode of the work, but not itself.

    The form takes such a postcode without a word, because new buildings stand in no file for a
    while. Officers are told beside the eligibility tests, because it may be a slip too.
    """
    return not application.ward and is_missing(_where(application, answers))


def _where(application, answers):
    """The postcode where the work happens: the form’s, or else the organisation’s own."""
    return postcode_in(form_for(application), answers) or application.organisation.postcode


def question_for_files(application, key):
    """The question that asks for files under this key, or None."""
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 9 else 0
    return file_question(application, number)[0]


def files_by_question(application):
    """How many documents stand at each question, by its key."""
    stand = live_attachments(application).exclude(file="").order_by()
    return Counter(stand.values_list("question", flat=True))


def last_submission(application):
    """What was sent last, or None for a draft that was never sent."""
    sendings = application.submissions.select_related("submitted_by")
    return _of(application, sendings.order_by("-number").first())


def last_submissions(applications):
    """{application id: what was sent last} for many applications at once."""
    known = {application.pk: application for application in applications}
    rows = Submission.objects.filter(application__in=list(known)).order_by("number")
    return {row.application_id: _of(known[row.application_id], row) for row in rows}


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
    """The documents that stand in an application, in their places."""
    return application.attachments.filter(removed_at=None).order_by("placed_at", "pk")


def documents_that_count(application, draft):
    """The documents that would be sent: not those of a question that is no longer asked."""
    stand = [each for each in live_attachments(application) if each.file]
    return [each for each in stand if not each.question or each.question in draft.keys_asked]


def documents_sent(application, submission, *, reader):
    """The documents of what was sent last, as this person may see them.

    What is in quarantine has no name for the fund's people yet.
    """
    sent = {(each["question"], each["sha256"]) for each in submission.files}
    stand = live_attachments(application)
    listed = [each for each in stand if (each.question, each.sha256) in sent]
    if reader.is_fund_staff:
        for each in listed:
            if each.is_waiting:
                each.name = NAMELESS
    return listed


def documents_to_reuse(application, question=None):
    """What the same organisation gave with other applications; the same file once, newest first.

    question: the one that is to be answered with it; only what it takes, and has not, is listed.
    """
    key, kinds, most = "", (), settings.UPLOAD_MAX_BYTES
    if question:
        key, kinds, most = question.key, kinds_of_file(question), most_bytes_of(question)
    here = live_attachments(application).filter(question=key).order_by()
    earlier = (
        Attachment.objects.filter(
            Q(removed_at=None) | Q(sent_at__isnull=False),
            application__organisation=application.organisation_id,
            scan__in=[Attachment.Scan.NOT_SCANNED, Attachment.Scan.CLEAN],
            size__lte=most,
        )
        .exclude(application=application)
        .exclude(sha256__in=here.values("sha256"))
        .select_related("application__round")
        .order_by("-added_at", "-pk")[:MOST_TO_REUSE]
    )
    once = {each.sha256: each for each in reversed(earlier)}
    return [each for each in reversed(once.values()) if not kinds or each.ending in kinds]


class SentFile(NamedTuple):
    """A document as the submission lists it, for good."""

    name: str
    size: int
    sha256: str
    question: str


def files_sent_with(submission, *, reader=None):
    """What was sent as documents, whatever became of them since.

    reader: who asks; what is in quarantine has no name for the fund's people yet.
    """
    listed = [SentFile(**each) for each in submission.files]
    if reader is None or not reader.is_fund_staff or not listed:
        return listed
    return _named(listed, in_quarantine([submission.application]))


def files_for_staff(submissions):
    """{application id: its documents} for many sendings, as the fund's people see them."""
    hidden = in_quarantine([one.application_id for one in submissions])
    return {
        one.application_id: _named([SentFile(**each) for each in one.files], hidden)
        for one in submissions
    }


def in_quarantine(applications):
    """The hashes of documents that wait to be scanned."""
    waiting = Attachment.objects.filter(application__in=applications, scan=Attachment.Scan.WAITING)
    return set(waiting.values_list("sha256", flat=True))


def _named(files, hidden):
    return [f._replace(name=NAMELESS) if f.sha256 in hidden else f for f in files]


def submission_numbered(application, number):
    """One sending of an application, or None."""
    sendings = application.submissions.select_related("submitted_by")
    return _of(application, sendings.filter(number=number).first())


def _of(application, submission):
    if submission is not None:
        submission.application = application  # with what the page has read of it already
    return submission


class SentAgain(NamedTuple):
    """One time that it was sent again: what we had asked for, and what changed by it."""

    request: object
    after: Submission
    changes: list


def what_changed(application, *, reader):
    """Each time that it was sent again, the newest first. reader: who wants to know."""
    sendings = list(
        application.submissions.select_related("submitted_by", "change_request__asked_by").order_by(
            "number"
        )
    )
    for each in sendings:
        each.application = application
        each.told = told_in(each, reader=reader)
    return [
        SentAgain(
            before.change_request,
            after,
            changes_between(before.told, after.told, asked=before.change_request.questions),
        )
        for before, after in reversed(list(pairwise(sendings)))
    ]


def told_in(submission, *, reader):
    """What was sent, with the form that it answers and its documents."""
    files = files_sent_with(submission, reader=reader)
    return Told(form_sent(submission), submission.answers, tuple(files))
