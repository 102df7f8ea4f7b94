"""Needs are asked of the person, answered by a colleague, told to the person, and forgotten."""

from itertools import groupby

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.models import User
from workshops.booking.actions import locked
from workshops.booking.readers import readers_of
from workshops.states import LIVE, Way

from . import queries
from .models import Need

State = Need.State
EMPTY = {"what": "", "words": "", "answer": ""}


def ask_for_needs(place, *, wanted, remember=False, by=None):
    """Somebody says what would help them; what they do not name any more is dropped.

    wanted: their own words, or none, by what they need.
    Saying the same once more changes nothing, so that an answer stays.
    """
    with locked(place.session) as session:
        place = session.places.select_related("instead_of").get(pk=place.pk)
        place = place.instead_of or place  # the one that stays, whichever way they come
        if place.state not in LIVE:
            raise Refused("This place was given back, so there is nothing to arrange for it.")
        if session.has_date and session.starts_at <= now():
            raise Refused("This session has started. Please tell whoever is there, or ring us.")
        wanted = dict(wanted)
        for need in queries.needs_of(place):
            if wanted.get(need.what) == need.words:
                del wanted[need.what]
            else:
                need.standing, need.is_remembered = State.DROPPED, False
                need.save(update_fields=["standing", "is_remembered"])
        for what, words in wanted.items():
            Need.objects.create(place=place, what=what, words=words)
        place.needs.current().update(is_remembered=remember)
        if not remember:
            queries.kept_for(place).update(is_remembered=False)


def answer_need(need, *, state, answer, by):
    """A colleague has arranged it, or can’t; the person is told. Twice is once."""
    with transaction.atomic():
        need = Need.objects.select_for_update().get(pk=need.pk)
        if (need.standing, need.answer) == (state, answer):
            return need
        if need.standing == State.DROPPED or need.wiped_at is not None:
            raise Refused("They do not need this any more.")
        need.standing, need.answer = state, answer
        need.answered_at, need.answered_by = now(), by
        need.save(update_fields=["standing", "answer", "answered_at", "answered_by"])
        _tell(need)
    return need


def _tell(need):
    """The email says that there is an answer, and leads to it. What it is about, it does not."""
    place = need.place
    for reader in readers_of(place.booking, [place]):
        if not reader.places:
            continue
        queue_email(
            "workshops/need_answered",
            [reader],
            key=f"{need.reference}/{need.answered_at:%Y-%m-%d-%H-%M-%S}",
            about=place.booking.reference,
            is_private=reader.is_private,
            page=reader.page,
            session=place.session,
        )


def ask_again(session, ways=tuple(Way)):
    """We changed the plan: what was arranged for the old one may not hold. Each is asked anew.

    ways: of coming, for which the plan is another one. Under the lock of the session.
    """
    Need.objects.filter(
        place__session=session,
        place__state__in=LIVE,
        place__way__in=ways,
        standing__in=(State.ARRANGED, State.CANNOT),
    ).update(
        standing=State.ASKED,
        asked_at=now(),
        answered_at=None,
        answered_by=None,
        alerted_at=None,
    )


def look_after_needs():
    """The clock: officers hear once of what waits too long; what is old is wiped."""
    at = now()
    _alert(at)
    queries.to_wipe(at).update(wiped_at=at, **EMPTY)


def _alert(at):
    with transaction.atomic():
        late = list(queries.to_alert(at).select_for_update(of=("self",)))
        officers = list(User.objects.filter(is_officer=True, is_active=True).order_by("pk"))
        in_order = sorted(late, key=lambda need: need.place.session_id)
        for _session, needs in groupby(in_order, key=lambda need: need.place.session_id):
            needs = list(needs)
            queue_email(
                "workshops/needs_waiting",
                officers,
                key=needs[0].reference,
                session=needs[0].place.session,
                number=len(needs),
            )
        Need.objects.filter(pk__in=[need.pk for need in late]).update(alerted_at=at)


def forget_needs(user, *, address):
    """Of somebody who is forgotten we keep nothing that they needed.

    Their places may have lost the address by now, and say who stands there instead.
    """
    theirs = Q(place__email__iexact=address) | Q(place__email__iexact=user.email)
    if user.pk is not None:
        theirs |= Q(place__person=user)
    kept = Need.objects.filter(theirs, wiped_at=None)
    wipe(kept)


def follow_people(leaving):
    """Who sits where has changed: what somebody needs goes with them to their new place, and of
    who comes no more it is wiped, since others read what stands at a place.

    leaving: by the key of the place that they had: the key of the one they have now, or None.
    Under the lock of the session.
    """
    needs = list(Need.objects.filter(place__in=leaving, wiped_at=None).values_list("pk", "place"))
    for key, place in needs:
        if leaving[place] is not None:
            Need.objects.filter(pk=key).update(place=leaving[place])
    gone = Need.objects.filter(pk__in=[key for key, place in needs if leaving[place] is None])
    gone.update(standing=State.DROPPED, is_remembered=False)
    wipe(gone)


def wipe(needs):
    """Nothing is left of what these say."""
    keys = list(needs.values_list("pk", flat=True))
    Need.objects.filter(pk__in=keys).update(wiped_at=now(), **EMPTY)
