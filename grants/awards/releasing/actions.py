"""What can be done to check the words, release decisions, and take co-ops off the reserve list."""

from contextlib import contextmanager
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history
from grants.applications.models import Application
from grants.awards.actions import decline_application, defer_application, offer_award
from grants.awards.terms.checking import problems_with
from grants.awards.terms.schedule import MOST_INSTALMENTS
from grants.awards.terms.shape import Terms
from grants.funds.models import Round
from grants.lifecycle import Stage
from grants.panel.models import Resolution, ResolutionReason, Verdict

from .looking_over import gaps_in
from .queries import draft_of, next_on_reserve, reserve_of, signed_and_standing

CHANGED = (
    "Somebody changed these words while you had them open. Copy yours, open the page again and "
    "put both together."
)
CHANGED_TERMS = (
    "Somebody changed the words or the terms while you had them open. Open the page again, and "
    "look at what they did first."
)
SAID = {
    Verdict.FULL: "Offered",
    Verdict.PART: "Offered",
    Verdict.RESERVE: "Told that they are on the reserve list",
    Verdict.DEFER: "Told that we need to know more",
    Verdict.DECLINE: "Declined",
    Verdict.SUPPORT: "Declined, with an offer of support",
}


class BadTerms(Refused):
    """`problems`: each Problem that was found."""

    def __init__(self, problems):
        super().__init__(problems[0].sentence)
        self.problems = problems


class Result(NamedTuple):
    """What became of one application when several were released together."""

    application: Application
    is_done: bool
    said: str


def edit_words(resolution, *, words, instalments, version, by):
    """An officer or approver edits what a co-op will read; somebody else must read it again."""
    with _locked(resolution, "grants.prepare_release", by=by) as resolution:
        draft = _held(draft_of(resolution))
        if draft.version != version and (draft.words, draft.instalments) != (words, instalments):
            raise Refused(CHANGED)
        if not 1 <= instalments <= MOST_INSTALMENTS:
            raise Refused(f"Pay in 1 to {MOST_INSTALMENTS} parts.")
        if (draft.words, draft.instalments) != (words, instalments):
            draft.words, draft.instalments = words, instalments
            _keep_unread(draft, by)
            history.record(resolution.application, verb="edit_release_words", by=by)
    return draft


def edit_terms(resolution, *, terms, version, by):
    """An officer or approver plans what the offer is made of; somebody else must read it again.

    Raises BadTerms, with each Problem, when they are not the terms of what was decided.
    """
    with _locked(resolution, "grants.prepare_release", by=by) as resolution:
        draft = _held(draft_of(resolution))
        if not resolution.is_funding:
            raise Refused("Nothing is offered here, so there are no terms.")
        kept = terms.as_json()
        if draft.terms == kept:
            return draft  # a second click
        if draft.version != version:
            raise Refused(CHANGED_TERMS)
        _refuse_bad_terms(resolution, terms)
        draft.terms, draft.instalments = kept, max(1, len(terms.instalments))
        _keep_unread(draft, by)
        history.record(resolution.application, verb="edit_terms", by=by)
    return draft


def read_words(resolution, *, version, by):
    """Somebody who did not write these words has read them and finds them right."""
    with _locked(resolution, "grants.prepare_release", by=by) as resolution:
        draft = _held(draft_of(resolution))
        if draft.read_at is not None:
            return draft
        if draft.version != version:
            raise Refused("The words have changed. Read them once more.")
        if draft.edited_by_id == by.pk:
            raise Refused("You wrote these words, so somebody else must read them.")
        if gaps := gaps_in(draft.words):
            raise Refused(gaps[0])
        draft.read_at, draft.read_by = now(), by
        draft.save()
        history.record(resolution.application, verb="read_release_words", by=by)
    return draft


def release(resolution, *, by):
    """An approver tells a co-op what the panel decided, and the decision takes effect.

    All in one transaction, so that what is released is decided, and nothing is twice.
    """
    with _locked(resolution, "grants.decide_application", by=by) as resolution:
        draft = _held(draft_of(resolution))
        if gaps := gaps_in(draft.words):
            raise Refused(gaps[0])
        if draft.read_at is None:
            raise Refused("Nobody else has read the words for the co-op yet.")
        # First this, so that the decision below is no longer one that a panel holds back.
        resolution.released_at, resolution.released_by = now(), by
        resolution.save(update_fields=["released_at", "released_by"])
        return _carry_out(resolution, draft, by)


def release_together(resolutions, *, by):
    """Release each by itself, one after another; what one is refused for stops no other."""
    results = []
    for resolution in resolutions:
        application, verdict = resolution.application, Verdict(resolution.verdict)
        try:
            release(resolution, by=by)
        except Refused as refusal:
            results.append(Result(application, False, f"Not released: {refusal}"))
        except PermissionDenied:
            results.append(Result(application, False, "Not released: somebody else must do it."))
        else:
            results.append(Result(application, True, f"{SAID[verdict]}."))
    return results


def call_up(resolution, *, by):
    """Money has come back: a grant for the next on the reserve list who fits is prepared.

    It is held like any other decision, so its words are written, read and released as ever.
    """
    with _locked(resolution, "grants.decide_application", by=by) as resolution:
        _left, following = next_on_reserve(resolution.application.round)
        if following is None:
            raise Refused("Nobody on the reserve list fits into what the round has left.")
        if following != resolution:
            name = following.application.organisation
            raise Refused(f"{name} is the next on the reserve list who fits.")
        terms = {each: getattr(resolution, each) for each in ("amount", "days", "conditions")}
        application = resolution.application
        asked = (application.amount_requested, application.days_requested)
        verdict = Verdict.FULL if (resolution.amount, resolution.days) == asked else Verdict.PART
        return _take_off_the_list(resolution, verdict, verb="call_up", by=by, **terms)


def end_wait(resolution, *, by):
    """No money will come back: a no to somebody on the reserve list is prepared, and held."""
    with _locked(resolution, "grants.decide_application", by=by) as resolution:
        if reserve_of(resolution.application) != resolution:
            raise Refused("This co-op is not on the reserve list now.")
        return _take_off_the_list(resolution, Verdict.DECLINE, verb="end_wait", by=by)


@contextmanager
def _locked(resolution, right, *, by):
    """The resolution as it stands, its round and application locked, and the right asked again."""
    by.forget()
    with transaction.atomic():
        # The round first, then the application: every decision locks in this order.
        round = Round.objects.select_for_update(of=("self",)).get(
            applications=resolution.application_id
        )
        application = Application.objects.locked().get(pk=resolution.application_id)
        application.round = round
        if not by.has_perm(right, application):
            raise PermissionDenied
        fresh = signed_and_standing().filter(pk=resolution.pk).first()
        if fresh is None:
            raise Refused("The minutes of this panel are not signed, or it has decided again.")
        if application.state != Stage.WITH_PANEL:
            raise Refused(
                "This application is not with the panel now. It is at the stage "
                f"“{application.get_state_display()}”."
            )
        fresh.application = application
        yield fresh


def _held(draft):
    if draft.resolution.released_at is not None:
        raise Refused("What the panel decided about this one is released already.")
    return draft


def _carry_out(resolution, draft, by):
    """The decision that a resolution stands for, with the letter or email that tells of it."""
    application, verdict = resolution.application, resolution.verdict
    if resolution.is_funding:
        return _offer(resolution, draft, by)
    if verdict in (Verdict.DECLINE, Verdict.SUPPORT):
        return decline_application(application, reasons=draft.words, by=by)
    if verdict == Verdict.DEFER:
        return defer_application(application, reasons=draft.words, by=by)
    history.record(application, verb="put_on_reserve", by=by, note=draft.words)
    queue_email(
        "grants/on_reserve",
        application.organisation,
        key=f"{application.reference}/{resolution.pk}",
        about=application.reference,
        application=application,
        place=resolution.reserve_place,
        reasons=draft.words,
    )
    return application


def _take_off_the_list(place, verdict, *, verb, by, **terms):
    """What takes the place of a place on the list: another resolution, that nobody knows of yet."""
    words = render_to_string("grants/awards/releasing/from_reserve.txt", {"verb": verb})
    resolution = Resolution.objects.create(
        item=place.item,
        application=place.application,
        verdict=verdict,
        reasons=words.strip(),
        present=place.present,
        left=place.left,
        resolved_by=by,
        **terms,
    )
    ResolutionReason.objects.bulk_create(
        ResolutionReason(
            resolution=resolution,
            criterion=reason.criterion,
            side=reason.side,
            sentence=reason.sentence,
        )
        for reason in place.because.select_related("criterion")
    )
    history.record(place.application, verb=verb, by=by)
    return resolution


def _keep_unread(draft, by):
    """Keep a draft that is another one now, so that somebody must read it anew."""
    draft.version += 1
    draft.edited_at, draft.edited_by = now(), by
    draft.read_at, draft.read_by = None, None
    draft.save()


def _refuse_bad_terms(resolution, terms):
    problems = problems_with(
        terms,
        amount=resolution.amount,
        days=resolution.days,
        agreed=resolution.conditions,
        start=localdate(),
    )
    if problems:
        raise BadTerms(problems)


def _offer(resolution, draft, by):
    terms = Terms.from_json(draft.terms) if draft.terms else None
    if terms:
        try:
            _refuse_bad_terms(resolution, terms)
        except BadTerms as bad:
            raise Refused(f"Look at the terms again. {bad}") from bad
    return offer_award(
        resolution.application,
        amount=resolution.amount,
        days=resolution.days,
        reasons=draft.words,
        conditions=resolution.conditions,
        instalments=draft.instalments,
        terms=terms,
        by=by,
    )
