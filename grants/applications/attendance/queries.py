"""Whether a co-op keeps what its round asks about workshops, and how we know."""

import calendar
from typing import NamedTuple

from django.utils.timezone import localtime

from grants.templatetags.words import day
from workshops.queries import last_attended, sessions_tagged

from .models import WorkshopWaiver


class Attendance(NamedTuple):
    """What a round asks, and what stands against it. One of the three below is enough."""

    tag: str
    months: int
    place: object  # of somebody who came
    waiver: object  # why nobody could
    is_held: bool  # whether any such workshop is held while the round is open

    @property
    def is_settled(self):
        return bool(self.place or self.waiver or not self.is_held)

    @property
    def problem(self):
        """What must be done before sending, or nothing."""
        if self.is_settled:
            return ""
        return f"Come to a workshop on “{self.tag}”, or tell us why nobody of you can."

    @property
    def words(self):
        """How it stands, for the co-op and for officers alike."""
        if self.place:
            session = self.place.session
            return f"{self.place.name} came to “{session.workshop}” on {day(session.starts_at)}."
        if self.waiver:
            return f"Nobody came to a workshop on “{self.tag}”. They say why: {self.waiver.reason}"
        if not self.is_held:
            return (
                f"No workshop on “{self.tag}” was held while the round was open, "
                "so nobody need have come."
            )
        return f"Nobody has come to a workshop on “{self.tag}” in the last {self.months} months."


def attendance_for(application, at):
    """How the co-op stands at this moment, or stood when it sent its application.

    None where the round asks for no workshop.
    """
    round = application.round
    if not round.workshop_tag:
        return None
    at = application.submitted_at or at
    tag, since = round.workshop_tag, months_before(at, round.workshop_months)
    place = last_attended(application.organisation, tag, since=since, until=at)
    waiver = WorkshopWaiver.objects.filter(application=application).first()
    held = sessions_tagged(tag, since=round.opens_at, until=round.closes_at)
    is_held = bool(place or waiver) or held.exists()
    return Attendance(tag, round.workshop_months, place, waiver, is_held)


def attendance_to_settle(application, at):
    """The same for a draft that was never sent: what is put right later un-sends nothing."""
    return attendance_for(application, at) if application.submitted_at is None else None


def sessions_to_come(application, at):
    """The dates of a workshop that counts, which can still be reached before the round closes."""
    round = application.round
    return list(sessions_tagged(round.workshop_tag, since=at, until=round.closes_at)[:10])


def months_before(moment, months):
    """The same day so many months earlier, or the last day of that month."""
    here = localtime(moment)
    year, month = divmod(here.year * 12 + here.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return here.replace(year=year, month=month + 1, day=min(here.day, last))
