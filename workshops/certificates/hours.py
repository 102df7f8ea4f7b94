"""How long somebody was there, as far as the register knows."""

from workshops.register.models import Mark


def minutes_of(session, marks, *, is_part):
    """Whole minutes, or None where nobody wrote down when they left.

    marks: those of one place. Who came for all of it was there from the start to the end. Who
    left early was there from when they came, or the start, until the last tap that says so; a
    tap after the end says that they left early, and not when.
    """
    if not is_part:
        return _whole(session.ends_at - session.starts_at)
    marks = sorted(marks, key=lambda mark: (mark.noted_at, mark.pk))
    arrived = [mark.noted_at for mark in marks if mark.what == Mark.ARRIVED]
    left = [mark.noted_at for mark in marks if mark.what == Mark.LEFT_EARLY]
    if not (arrived and left) or not arrived[0] < left[-1] < session.ends_at:
        return None
    return _whole(left[-1] - max(arrived[0], session.starts_at)) or None


def _whole(length):
    return max(0, int(length.total_seconds()) // 60)


def in_words(minutes):
    """1 hour, 2 hours 30 minutes, 45 minutes."""
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "hour"), (minutes, "minute")]
    return " ".join(f"{n} {unit if n == 1 else unit + 's'}" for n, unit in parts if n)
