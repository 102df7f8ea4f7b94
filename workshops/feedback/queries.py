"""What can be asked about feedback: never what one person said."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import now

from workshops.booking.models import Place
from workshops.register.models import Mark
from workshops.register.queries import with_attendance
from workshops.states import PlaceState

from .models import FeedbackAnswer, FeedbackGiven, SaidDid
from .slips import place_on

OPEN_FOR = timedelta(days=14)  # after the end
FEWEST = 5  # what fewer people said, nobody sees
MOST_SHOWN = 5
QUESTIONS = {
    "overall": "How was it?",
    "got": "Did you get what you came for?",
    "took_part": "Could you take part the way you wanted to?",
}
COMMENTS = {
    "keep": "What was good, and should stay?",
    "change": "What should we do differently?",
}
NOT_SAID = "Did not say"


def place_with(slip):
    """The place that a link is for, with its session and its `mark`; None for a forged link."""
    named = place_on(slip)
    if named is None:
        return None
    places = with_attendance(Place.objects.select_related("session__workshop"))
    return places.filter(pk=named[0], link_key=named[1]).first()


def closes_at(session):
    return session.ends_at + OPEN_FOR


def came(place):
    """Whether they came, as far as anybody knows. Read with its `mark`.

    Where it stopped early, whoever had a place and no mark may have been there.
    """
    if place.state == PlaceState.SESSION_CANCELLED and place.session.has_stopped_early:
        return place.booked_at is not None and not Place.objects.filter(came_after=place).exists()
    if place.state in (PlaceState.ATTENDED, PlaceState.PART_ATTENDED):
        return True
    return place.state == PlaceState.BOOKED and place.mark != Mark.NOT_HERE


def standing(place, at):
    """Whether this person can answer now, as one word."""
    session = place.session
    if FeedbackGiven.objects.filter(place=place).exists():
        return "given"
    if not came(place) or session.is_off:
        return "not_here"
    if at < session.ends_at:
        return "not_yet"
    return "open" if at < closes_at(session) else "closed"


def given_by(places):
    """The keys of those of these places whose people have answered."""
    rows = FeedbackGiven.objects.filter(place__in=places)
    return set(rows.values_list("place", flat=True))


@dataclass(frozen=True)
class Summary:
    """What people said of a session, once nobody can answer any more.

    While answers come in nothing is shown, not even how many there are: whoever looked before
    and after somebody answered would see what they said. Under five answers nothing is shown ever.
    """

    is_open: bool
    answers: tuple = ()

    @property
    def is_shown(self):
        return not self.is_open and len(self.answers) >= FEWEST

    @property
    def answered(self):
        return len(self.answers)

    @property
    def questions(self):
        """(question, [(answer, how many)]) of each question that has choices."""
        for name, words in QUESTIONS.items():
            counted = Counter(getattr(answer, name) for answer in self.answers)
            choices = [*FeedbackAnswer._meta.get_field(name).choices, ("", NOT_SAID)]
            yield words, [(label, counted[key]) for key, label in choices if key or counted[key]]

    @property
    def comments(self):
        """(question, [what people wrote]) in an order that says nothing."""
        for name, words in COMMENTS.items():
            said = [text for answer in self.answers if (text := getattr(answer, name))]
            random.shuffle(said)
            yield words, said


def summary_of(session, at=None):
    at = at or now()
    if at < closes_at(session):
        return Summary(is_open=True)
    answers = tuple(FeedbackAnswer.objects.filter(session=session))
    return Summary(is_open=False, answers=answers if len(answers) >= FEWEST else ())


def said_and_did(workshop):
    """What stands on the page of its next dates, the newest first."""
    rows = SaidDid.objects.filter(workshop=workshop, withdrawn_at=None)
    return list(rows.order_by("-written_at", "-pk")[:MOST_SHOWN])


def all_said_and_did(workshop):
    """All that stands, for colleagues: what is older than what is shown too."""
    rows = SaidDid.objects.filter(workshop=workshop, withdrawn_at=None)
    return list(rows.select_related("written_by").order_by("-written_at", "-pk"))
