"""Large queries of a colleague's page, written once for everybody of one kind; see
`applicants.written`."""

from functools import lru_cache, wraps
from typing import NamedTuple

from django.utils.timezone import localdate

from applicants import written
from applicants.models import StaffRole
from applicants.written import KEPT, WRITTEN_ONCE, Record, Words

from .involvement import standings_of


def written_once(query):
    """Let the rows of `query(user)` be asked in words that were written once.

    Words differ by what `Kind` says of a person and by nothing else: the query meets a `Reader`,
    who has no name, no key and no other facts. A moment is written as `FromNow`.
    """

    @wraps(query)
    def ask(user):
        return _words_for(query, kind_of(user)).rows_for(user)

    WRITTEN_ONCE.append(ask)
    return ask


class Kind(NamedTuple):
    """What decides how a query reads. Whoever differs in any of it is asked with other words."""

    roles: tuple
    waiting: tuple  # those of them that do not count yet, at the moment of asking
    standings: frozenset  # the cases with which they have a conflict, and what follows from it
    own: frozenset | None  # the organisations for which an officer acts; no other role is asked
    day: object


def kind_of(user):
    return Kind(
        tuple(user.roles),
        tuple(role for role in user.roles if user.waits_for(role)),
        frozenset(standings_of(user).items()),
        frozenset(user.memberships_by_organisation) if user.is_officer else None,
        localdate(),
    )


class Reader(Record):
    """Whoever is of one kind: it stands for a person in a query, which learns no more of them."""

    def __init__(self, kind):
        super().__init__()
        self.memberships_by_organisation = kind.own
        self.waiting = kind.waiting
        self.facts = {"standings": dict(kind.standings)}
        for role in StaffRole:
            setattr(self, role.value, role in kind.roles)

    @property
    def pk(self):
        return self

    def waits_for(self, role):
        return role in self.waiting

    def remember(self, fact, _load):
        return self.facts[fact]


@lru_cache(maxsize=KEPT)
def _words_for(query, kind):
    return Words(query(Reader(kind)))


def forget_words():
    """For tests that change a setting: a process in service keeps the settings it began with."""
    _words_for.cache_clear()
    written.forget_words()
