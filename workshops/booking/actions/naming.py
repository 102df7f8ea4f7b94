"""Who of a party comes. Under the session's lock."""

from hashlib import sha256

from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking.links import new_key
from workshops.booking.models import Place
from workshops.booking.queue import Queue
from workshops.programmes.rules import refuse_picked
from workshops.states import PlaceState

from .following import follow_people
from .getting_in import fill, locked
from .leaving_out import parted, remind_those
from .making import Person, account_of, refuse_known, refuse_twice
from .telling import tell, tell_swapped_in, tell_swapped_out

YOURSELF = (
    "You have a place already, with another booking. Give that one back first, or leave yourself "
    "out here."
)
OTHERS_COME = "Who comes has changed since you opened this page. Look at it again, and save it."


def name_people(booking, *, people, by):
    """Who comes can change until the start: `people` by the keys of their places.

    Two of a party may change places, so their addresses are freed before they are set. Nothing
    of whoever comes no more stays with their place: not what they needed, and no helper's chair.
    Who has a place already needs none here: this one stays with whoever booked, without a name.
    """
    with locked(booking.session) as session:
        if session.has_date and session.starts_at <= now():
            raise Refused("This session has started, so the names can’t be changed here.")
        places = list(booking.places.live().people().filter(pk__in=people).order_by("pk"))
        if len(places) != len(people):
            raise Refused(OTHERS_COME)
        wishes = list(booking.places.live().filter(instead_of__in=places))
        here = {place.email.lower() for place in places}
        people, left_out = _without_known(booking, session, people, [*places, *wishes], here, by)
        people = _as_they_sit(places, people)
        swapped = [place for place in places if _is_swapped(place, people)]
        tell_swapped_out(booking, swapped, people=people)
        leaving = {place.pk: _goes_to(place, people) for place in places if _leaves(place, people)}
        theirs = {place.pk: [place.pk] for place in places}
        for wish in wishes:
            theirs[wish.instead_of_id].append(wish.pk)
        Place.objects.filter(pk__in=[key for keys in theirs.values() for key in keys]).update(
            email=""
        )
        Place.objects.filter(pk__in=leaving).update(with_companion=False, join_opened_at=None)
        for place in places:
            facts = _facts(people[place.pk])
            if place.pk in leaving or _has_other_address(place, people[place.pk]):
                facts |= {"link_key": new_key()}  # the old link and code open nothing any more
            Place.objects.filter(pk__in=theirs[place.pk]).update(**facts)
        _bring_along(places, leaving)
        tell_swapped_in(
            booking, list(booking.places.filter(pk__in=_keys(swapped)).order_by("pk")), stay=here
        )
        _tell_of_known(booking, left_out)
        fill(session)  # the chair of a helper may be free now
    return booking


def _without_known(booking, session, people, places, here, by):
    """The same people, but nobody on the places of those who have one already; and those."""
    queue, everybody = Queue(session), list(people.values())
    new = [each for each in everybody if each.email.lower() not in here]
    refuse_twice(everybody)
    if by is not None and by.is_officer and not booking.is_made_by(by):
        refuse_known(queue, everybody, but=places)
        refuse_picked(session, new)
    left_out = parted(queue, new, but=places).left_out
    if any(each.email.lower() == booking.booker.email.lower() for each in left_out):
        raise Refused(YOURSELF)
    kept = {key: Person() if each in left_out else each for key, each in people.items()}
    return kept, left_out


def _tell_of_known(booking, left_out):
    if left_out:
        key = f"names/{now():%Y-%m-%d-%H-%M}/{_short(left_out)}"
        tell("named_not_part", booking, key=key, number=len(left_out))
        remind_those(booking, left_out)


def _short(people):
    """A few letters that say whether these are the same people, and not who they are."""
    addresses = ",".join(sorted(person.email.lower() for person in people))
    return sha256(addresses.encode()).hexdigest()[:12]


def _as_they_sit(places, people):
    """Whoever has a place in this party already stays on it, wherever among equal places the form
    puts them: what hangs on it is theirs. The others take what is left, in order."""
    equal = {}
    for place in places:
        equal.setdefault((place.state, place.way), []).append(place)
    settled = {}
    for group in equal.values():
        own = {who: place.pk for place in group if (who := _who(place))}
        others = []
        for place in group:
            person = people[place.pk]
            key = own.pop(_who(person), None)
            if key is None:
                others.append(person)
            else:
                settled[key] = person
        left = iter(others)
        settled |= {place.pk: next(left) for place in group if place.pk not in settled}
    return settled


def _who(each):
    return each.email.lower() or each.name.casefold()


def _is_swapped(place, people):
    """Whether somebody with another address comes on a place that is booked."""
    return place.state == PlaceState.BOOKED and _has_other_address(place, people[place.pk])


def _has_other_address(place, person):
    return place.email.lower() != person.email.lower()


def _leaves(place, people):
    """Whether somebody else comes on this place now. Without an address, whoever keeps a part of
    their name is the same; where nobody was named yet, nobody leaves."""
    person = people[place.pk]
    if place.email:
        return _has_other_address(place, person)
    words, others = (set(each.name.casefold().split()) for each in (place, person))
    return bool(words) and not words & others


def _goes_to(place, people):
    """The key of the place that whoever sat here has now in the same party, or None."""
    found = (
        key
        for key, person in people.items()
        if place.email and not _has_other_address(place, person)
    )
    return next(found, None)


def _facts(person):
    return {"name": person.name, "email": person.email, "person": account_of(person.email)}


def _bring_along(places, leaving):
    """Who has a place of another kind in the party now is still who opened their way to join."""
    for place in places:
        if (to := leaving.get(place.pk)) is not None:
            Place.objects.filter(pk=to).update(join_opened_at=place.join_opened_at)
    follow_people(leaving)


def _keys(places):
    return [place.pk for place in places]
