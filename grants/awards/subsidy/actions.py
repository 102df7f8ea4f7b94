"""What can be done about public money: assess it, ask, confirm, say it in writing, make it public.

What two people decide once there is an offer stands in `proposing`.

Nobody but these writes the rows. Where organisations and an application are locked, the
organisations come first, as when two records are joined.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.models import Organisation
from grants import history
from grants.applications.models import Application
from grants.awards.letters.actions import queue_letter
from grants.awards.letters.models import Letter
from grants.awards.letters.words import subsidy_confirmation_words, subsidy_notification_words
from grants.awards.models import Award
from grants.awards.terms.freeing import free_what_is_ready
from grants.lifecycle import ApplicationLifecycle, Stage
from grants.money import in_pounds

from .models import (
    DONE_BY_HAND,
    DatabaseEntry,
    DeclaredAward,
    LimitConfirmation,
    Route,
    RouteProposal,
    SubsidyAssessment,
    SubsidyNotice,
    SubsidyStatement,
)
from .queries import (
    CAN_CONFIRM,
    assessment_of,
    assistance_given,
    assistance_in,
    confirmation_of,
    gross_value_of,
    group_of,
    has_to_pay,
    is_over_by_now,
    notice_of,
    own_before,
    route_of,
    statement_of,
    sums_for,
    takes_two,
)
from .window import counting, period_starts
from .words import over_the_limit

CAN_ASSESS = (Stage.SUBMITTED, Stage.IN_ASSESSMENT, Stage.WITH_PANEL, *CAN_CONFIRM)
SAVED_MEANWHILE = "Somebody else saved this while you were writing. Read it, then save yours again."


class OverTheLimit(Refused):
    """What the co-op had and what it would get are more than the law allows together."""

    def __init__(self, sums):
        super().__init__(over_the_limit(sums))
        self.sums = sums


class SumHasChanged(Refused):
    """What it adds up to is not what the signatory had before them."""

    def __init__(self, sums):
        super().__init__(
            f"This adds up to {in_pounds(sums.total)} now. Look at the sum, then confirm it."
        )
        self.sums = sums


# An officer


def assess_subsidy(application, *, route, reason, seen=None, by):
    """An officer says if this is a subsidy, and by which way it may be given.

    Once there is an offer, two people decide on every other way than minimal assistance.
    seen: the key of the assessment that the officer had before them, or None.
    """
    with transaction.atomic():
        if route == Route.MINIMAL:  # it counts for its whole enterprise from now on
            _lock_enterprise_and_cases(application.organisation)
        application = _locked(application, "grants.assess_subsidy", by)
        if application.state not in CAN_ASSESS:
            raise Refused("This application is not one that we could still give help to.")
        held = assessment_of(application)
        if held and (held.route, held.reason) == (route, reason):
            return held  # a second click
        if (held and held.pk) != seen:
            raise Refused(SAVED_MEANWHILE)
        if takes_two(application, route):
            raise Refused("The offer is out now, so an approver has to agree. Save it once more.")
        refuse_while_one_waits(application)
        assessment = keep_assessment(application, route=route, reason=reason, by=by)
        history.record(
            application,
            verb="assess_subsidy",
            by=by,
            subject=assessment.get_route_display(),
            note=reason,
        )
        follow_assessment(application, by=by)
    return assessment


def refuse_while_one_waits(application):
    """What an approver is asked about must not change under their eyes."""
    waits = RouteProposal.objects.waiting().filter(application=application).first()
    if waits is not None:
        raise Refused(
            f"{waits.proposed_by} proposed another answer. An approver answers it first, or it is "
            "taken back."
        )


def keep_assessment(application, *, route, reason, by, proposal=None):
    """The answer from now on; that of before stays. In the caller’s transaction and lock."""
    _replace(assessment_of(application))
    return SubsidyAssessment.objects.create(
        application=application, route=route, reason=reason, assessed_by=by, proposal=proposal
    )


def follow_assessment(application, *, by):
    """What the award needs whose route has changed, if there is one."""
    award = Award.objects.filter(application=application).first()
    if award is not None:
        _follow(award, by)


def _follow(award, by):
    """What an offer needs whose route has changed: the notice, or our words that it was given.

    While it went another way, others could be confirmed without counting it. So what comes back
    counts after all of them; what has left already before those that wait for money.
    """
    if route_of(award.application) == Route.MINIMAL and gross_value_of(award):
        if notice_of(award) is None or is_over_by_now(award, counting=own_before):
            notify_in_writing(award, by=by)
        state_if_due(award)
        if award.accepted_at and not has_to_pay(award):
            ask_where_it_is_over_now(award.application.organisation, by)
    free_what_is_ready(award)


def ask_where_it_is_over_now(organisation, by):
    """What is known of an enterprise has changed: an award that is over the limit with what came
    before it is asked about again, and its money waits. The organisations are locked already."""
    cases = Application.objects.filter(
        organisation__in=group_of(organisation), state__in=CAN_CONFIRM, award__isnull=False
    )
    for pk in cases.order_by("pk").values_list("pk", flat=True):
        case = Application.objects.select_for_update(of=("self",)).get(pk=pk)
        award = Award.objects.get(application=case)
        award.application = case
        if route_of(case) == Route.MINIMAL and is_over_by_now(award):
            notify_in_writing(award, by=by)
            free_what_is_ready(award)


def finish_route(application, *, note, by):
    """The longer assessment is done, so that money may leave: as somebody says who did not choose
    that way, another officer or an approver."""
    with transaction.atomic():
        application = _locked(application, "grants.finish_subsidy", by)
        held = assessment_of(application)
        if held is None or held.route not in DONE_BY_HAND:
            raise Refused("Nothing has to be finished before this one is paid.")
        if held.done_at is None:
            if held.assessed_by_id == by.pk:
                raise Refused(
                    "You chose this way, so somebody else says that it is done: another officer, "
                    "or an approver."
                )
            held.done_at, held.done_by, held.done_note = now(), by, note
            held.save(update_fields=["done_at", "done_by", "done_note"])
            history.record(
                application,
                verb="finish_subsidy_route",
                by=by,
                subject=held.get_route_display(),
                note=note,
            )
            award = Award.objects.filter(application=application).first()
            if award is not None:
                free_what_is_ready(award)
    return held


# Step 1: before giving


def keep_notice(award, letter, *, by):
    """The offer letter carries the notice: note with which letter, in the caller’s transaction."""
    return SubsidyNotice.objects.create(
        award=award, letter=letter, gross_value=gross_value_of(award), made_by=by
    )


def ask_again(award, *, by):
    """An officer sends the notice once more, since the award or what is known has changed.

    What the co-op confirmed before holds no longer, so nothing is paid until it confirms again.
    """
    with transaction.atomic():
        application = _locked(award.application, "grants.assess_subsidy", by)
        award = Award.objects.get(application=application)
        if application.state not in CAN_CONFIRM:
            raise Refused("There is no offer and no live award to ask about.")
        if route_of(application) != Route.MINIMAL:
            raise Refused("This is not minimal financial assistance, so there is nothing to ask.")
        notify_in_writing(award, by=by)
        free_what_is_ready(award)
    return award


def notify_in_writing(award, *, by):
    """Write to the co-op that minimal assistance is proposed, its gross value, and that we ask
    for its confirmation. In the caller’s transaction, with the application locked.
    """
    _replace(confirmation_of(award))
    application, value = award.application, gross_value_of(award)
    letter = queue_letter(
        application,
        Letter.Kind.SUBSIDY_NOTIFICATION,
        subsidy_notification_words(award, value=value),
        by,
        key=f"notice {award.subsidy_notices.count() + 1}",
    )
    notice = SubsidyNotice.objects.create(award=award, letter=letter, gross_value=value, made_by=by)
    history.record(application, verb="notify_subsidy", by=by, subject=in_pounds(notice.gross_value))
    return notice


# Step 2: the co-op confirms


def confirm_limit(award, *, declared, name, seen, by):
    """A signatory confirms in writing that the limit is not exceeded.

    declared: [{body, amount, given_on, kind}] of what others gave them and their group.
    seen: the total in pounds that the signatory had before them.
    """
    with transaction.atomic():
        _lock_enterprise(award.application.organisation)
        application = _locked(award.application, "grants.confirm_limit", by)
        award = Award.objects.select_for_update().get(application=application)
        award.application = application
        notice = _notice_to_answer(award)
        own = own_before(award)
        listed = [assistance_in(line) for line in declared]
        sums = sums_for(award, listed, own)
        if sums.is_over:
            raise OverTheLimit(sums)
        held = confirmation_of(award)
        if held and _says_the_same(held, declared, name):
            return held  # a second click
        if seen != sums.total:
            raise SumHasChanged(sums)
        _replace(held)
        others = counting(listed, localdate())
        confirmation = LimitConfirmation.objects.create(
            award=award,
            notice=notice,
            counted_from=period_starts(localdate()),
            declared=sum(one.value for one in others),
            own=sums.before - sum(one.value for one in others),
            gross_value=sums.value,
            allowed=sums.limit,
            name=name,
            confirmed_by=by,
        )
        DeclaredAward.objects.bulk_create(
            DeclaredAward(confirmation=confirmation, number=number, **line)
            for number, line in enumerate(declared, 1)
        )
        history.record(application, verb="confirm_limit", by=by, subject=in_pounds(sums.total))
        state_if_due(award)
        free_what_is_ready(award)
    return confirmation


def _notice_to_answer(award):
    if award.application.state not in CAN_CONFIRM:
        raise Refused("This offer or award has ended, so there is nothing to confirm.")
    if route_of(award.application) != Route.MINIMAL:
        raise Refused(
            "This grant does not count towards the limit, so there is nothing to confirm."
        )
    notice = notice_of(award)
    if notice is None or (notice.letter and notice.letter.issued_at is None):
        raise Refused("Your letter is still being made. Try again in a minute.")
    return notice


def _says_the_same(held, declared, name):
    before = [
        {part: getattr(line, part) for part in ("body", "amount", "given_on", "kind")}
        for line in held.declared_awards.order_by("number")
    ]
    return held.name == name and before == declared


# Step 3: on giving


def state_if_due(award):
    """Say it in writing once both are there: the co-op’s confirmation, and its signature.

    The day on which the second comes is the day on which the help is given.
    """
    application = award.application
    if (
        application.state not in ApplicationLifecycle.SIGNED
        or route_of(application) != Route.MINIMAL
    ):
        return None
    confirmation, stated = confirmation_of(award), statement_of(award)
    if confirmation is None or (stated and stated.gross_value == confirmation.gross_value):
        return None
    return confirm_in_writing(award, by=award.offered_by)


def confirm_in_writing(award, *, by):
    """Our confirmation that it is minimal assistance, the day it was given, its gross value.

    by: who signs for the fund. In the caller’s transaction.
    """
    application, given_on = award.application, localdate()
    value = confirmation_of(award).gross_value
    letter = queue_letter(
        application,
        Letter.Kind.SUBSIDY_CONFIRMATION,
        subsidy_confirmation_words(award, value=value, given_on=given_on),
        by,
        key=f"statement {award.subsidy_statements.count() + 1}",
    )
    statement = SubsidyStatement.objects.create(
        award=award, letter=letter, given_on=given_on, gross_value=value, signed_by=by
    )
    history.record(application, verb="state_subsidy", by=None, subject=in_pounds(value))
    return statement


# The public database


def enter_in_database(award, *, entry, entered_on, by):
    """An officer records the entry in the public subsidy database; a correction is a new row."""
    with transaction.atomic():
        application = _locked(award.application, "grants.assess_subsidy", by)
        given = assistance_given().filter(application=application).first()
        if given is None:
            raise Refused("This help has not been given yet.")
        if not localdate(given.decided_at) <= entered_on <= localdate():
            raise Refused("The entry was made after we gave the help, and not in the future.")
        held = DatabaseEntry.objects.current().filter(award=award).first()
        if held and (held.entry, held.entered_on) == (entry, entered_on):
            return held  # a second click
        _replace(held)
        row = DatabaseEntry.objects.create(
            award=award, entry=entry, entered_on=entered_on, recorded_by=by
        )
        history.record(application, verb="enter_in_database", by=by, subject=entry)
    return row


def _replace(row):
    if row is not None:
        type(row).objects.filter(pk=row.pk).update(replaced_at=now())


def _locked(application, right, by):
    """The application as it stands, locked, and the right asked again."""
    by.forget()
    application = Application.objects.locked().get(pk=application.pk)
    if not by.has_perm(right, application):
        raise PermissionDenied
    return application


def _lock_enterprise(organisation):
    """Nobody else of the group confirms meanwhile: both would count without the other."""
    rows = Organisation.objects.select_for_update(no_key=True)
    list(rows.filter(pk__in=group_of(organisation)).order_by("pk"))


def _lock_enterprise_and_cases(organisation):
    """All its cases too, in the order in which paying locks several."""
    _lock_enterprise(organisation)
    cases = Application.objects.select_for_update(of=("self",))
    list(cases.filter(organisation__in=group_of(organisation)).order_by("pk").values_list("pk"))
