"""Whether a co-op keeps what its round asks about workshops, and how we know."""

import calendar
from typing import NamedTuple

from django.utils.timezone import localtime

from grants.applications.deadlines import time_left
from workshops.queries import most_places_free, people_who_came, sessions_tagged

from . import words
from .models import WorkshopWaiver


class Attendance(NamedTuple):
    """What a round asks, and what stands against it: people who came, their own word, or that
    no place could be had."""

    tag: str
    months: int
    asked: int  # how many people the round asks for
    came: list  # the newest place of each person who came
    waiver: object = None  # what the co-op said in place of coming
    is_held: bool = True  # whether there was any such workshop to come to
    places: int | None = None  # the most that were free at one time, where too few came

    @property
    def needed(self):
        """How many must have come: those asked for, but no more than could have had a place."""
        return self.asked if self.places is None else min(self.asked, self.places)

    @property
    def missing(self):
        """How many more people must come."""
        return max(0, self.needed - len(self.came))

    @property
    def is_met(self):
        """As many came as the round asks for."""
        return len(self.came) >= self.asked

    @property
    def is_eased(self):
        """Fewer need come than the round asks for, because places were too few."""
        return not self.is_met and self.needed < self.asked

    @property
    def is_settled(self):
        return bool(self.waiver) or not self.missing

    @property
    def problem(self):
        """What must be done before sending, or nothing."""
        return words.problem(self)

    @property
    def for_officers(self):
        """How it stands, for those who check the application."""
        return words.for_officers(self)

    @property
    def for_the_co_op(self):
        """How it stands, for those who write it."""
        return words.for_the_co_op(self)


def attendance_for(application, at):
    """How the co-op stands at this moment, or stood when it sent its application.

    None where the round asks for no workshop. The rule waives itself by what is known at that
    moment: nothing can be sent after the deadline, so nobody has to wait for it.
    """
    round = application.round
    if not round.workshop_tag:
        return None
    at = application.submitted_at or at
    organisation, tag = application.organisation, round.workshop_tag
    since = months_before(at, round.workshop_months)
    came = people_who_came(organisation, tag, since=since, until=at)
    known = Attendance(tag, round.workshop_months, round.workshop_people, came)
    if known.is_met:
        return known
    known = known._replace(waiver=WorkshopWaiver.objects.filter(application=application).first())
    if known.waiver:
        return known
    until = time_left(application, at).deadline
    places = most_places_free(organisation, tag, since=round.opens_at, until=until, at=at)
    return known._replace(is_held=places is not None, places=places or 0)


def attendance_to_settle(application, at):
    """The same for a draft that was never sent: what is put right later un-sends nothing."""
    return attendance_for(application, at) if application.submitted_at is None else None


def sessions_to_come(application, at):
    """The dates of a workshop that counts, which can still be reached before the deadline, each
    with its `free` places."""
    until = time_left(application, at).deadline
    sessions = sessions_tagged(application.round.workshop_tag, since=at, until=until)
    return list(sessions.with_places()[:10])


def months_before(moment, months):
    """The same day so many months earlier, or the last day of that month."""
    here = localtime(moment)
    year, month = divmod(here.year * 12 + here.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return here.replace(year=year, month=month + 1, day=min(here.day, last))
