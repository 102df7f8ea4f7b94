"""The one way in which a session changes for people: under its lock, with one line that stays."""

from django.utils.timezone import now

from workshops.states import SESSION_MOVES, SessionState

from .history import COUNTED, SessionChange
from .models import Session

WORDS = {
    "access": "Getting in and around",
    "join_link": "Link to join",
    "ring_in": "How to ring in",
    "chosen_by": "How we choose who comes",
}


def change(session, kind, *, by, because="", state=None, **facts):
    """Write what is new of a locked session; returns the line of it, which `keep` saves.

    Whatever people must hear of gives the session its next version: messages and calendars tell
    old news from new by it.
    """
    if state is not None and state not in SESSION_MOVES.get(SessionState(session.state), ()):
        raise ValueError(f"A session that is {session.state} does not become {state}.")
    line = SessionChange(
        session=session,
        kind=kind,
        because=because,
        was_starts_at=session.starts_at,
        was_ends_at=session.ends_at,
        was_place=session.place,
        was_counts=_counts(session),
        was_words=_words(session, facts),
        made_by=by,
    )
    if kind not in SessionChange.QUIET:
        facts |= {"version": session.version + 1, "changed_at": now()}
    if state is not None:
        facts |= {"state": state}
    Session.objects.filter(pk=session.pk).update(**facts)
    session.refresh_from_db(fields=list(facts))
    line.starts_at, line.ends_at, line.place = session.starts_at, session.ends_at, session.place
    line.counts = _counts(session)
    return line


def _words(session, facts):
    """What the words were that are others now. The ways in are for those who come, and stand
    nowhere."""
    was = {name: getattr(session, name) for name in WORDS if name in facts}
    was = {name: words for name, words in was.items() if words != facts[name]}
    was |= {name: "another one" for name in ("join_link", "ring_in") if was.get(name)}
    return {WORDS[name]: words for name, words in was.items()}


def _counts(session):
    return {name: getattr(session, name) for name in COUNTED}


def keep(line, *, told=0):
    line.told = told
    line.save(force_insert=True)
    return line.session
