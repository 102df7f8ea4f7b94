"""What can be asked about who comes and who came."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from workshops.booking.models import Place
from workshops.sessions.models import Session
from workshops.states import EXPECTED, GIVEN_BACK, PlaceState

from .models import CAME, AttendanceMark, Mark, RegisterSignature

# What can be tapped when this stands there, and the word on the button.
TAPS = {
    "": ((Mark.ARRIVED, "Arrived"), (Mark.NOT_HERE, "Not here")),
    Mark.ARRIVED: ((Mark.LEFT_EARLY, "Left early"), (Mark.UNDONE, "Undo")),
    Mark.LEFT_EARLY: ((Mark.ARRIVED, "Still here"),),
    Mark.NOT_HERE: ((Mark.ARRIVED, "Here after all"), (Mark.UNDONE, "Undo")),
}


SIX_MONTHS = timedelta(days=183)


def with_attendance(places):
    """Each place with its `mark`: what was tapped last, or None; and when, `noted_at`."""
    newest = AttendanceMark.objects.filter(place=OuterRef("pk")).order_by("-noted_at", "-pk")
    return places.annotate(
        mark=Subquery(newest.values("what")[:1]), noted_at=Subquery(newest.values("noted_at")[:1])
    )


def without_mark(places):
    """Those of whom nobody wrote down whether they came."""
    return with_attendance(places).filter(Q(mark=None) | Q(mark=Mark.UNDONE))


def known_taps(taps):
    """The keys of those of these taps that we have."""
    rows = AttendanceMark.objects.filter(key__in=[tap.key for tap in taps])
    return set(rows.values_list("key", flat=True))


def came(places):
    """The keys of those of these places at which somebody wrote down that they came."""
    return set(with_attendance(places).filter(mark__in=CAME).values_list("pk", flat=True))


def register_of(session):
    """Everybody who is expected or walked in, by name, and for which co-op they come."""
    places = with_attendance(session.places.filter(state__in=EXPECTED))
    return places.select_related("booking__organisation").order_by("name", "pk")


def missed_before(session):
    """Who did not come, and did not at another session in the six months before: by name.

    It is for a friendly call and for nothing else. Whoever told us, even afterwards, is not among
    them; a co-op’s application never learns of it.
    """
    earlier = Place.objects.filter(
        state=PlaceState.NO_SHOW,
        session__starts_at__lt=session.starts_at,
        session__starts_at__gte=session.starts_at - SIX_MONTHS,
    )
    same = Q(email__iexact=OuterRef("email")) & ~Q(email="")
    missed = session.places.filter(state=PlaceState.NO_SHOW)
    return (
        missed.filter(Exists(earlier.filter(same))).select_related("booking").order_by("name", "pk")
    )


@dataclass(frozen=True)
class Row:
    """One person on the register, as the page shows them."""

    place: Place

    @property
    def mark(self):
        """What stands there; a mark that was taken back is none."""
        return "" if self.place.mark in (None, Mark.UNDONE) else Mark(self.place.mark)

    @property
    def came(self):
        return self.mark in CAME

    @property
    def buttons(self):
        """All taps: (what, the marks at which its button shows, the word on it, does it now)."""
        return [
            (what, when, word, self.mark == when)
            for when, taps in TAPS.items()
            for what, word in taps
        ]


@dataclass(frozen=True)
class Register:
    """All rows, and how many are what."""

    rows: list

    @property
    def unmarked(self):
        return [row for row in self.rows if not row.mark]

    @property
    def here(self):
        return sum(row.mark in CAME for row in self.rows)

    @property
    def not_here(self):
        return sum(row.mark == Mark.NOT_HERE for row in self.rows)

    @property
    def walked_in(self):
        return sum(row.place.walked_in for row in self.rows)

    def named(self, words):
        """The rows whose person or co-op has these words in the name."""
        wanted = words.casefold()
        return [
            row
            for row in self.rows
            if wanted in f"{row.place} {row.place.booking.organisation or ''}".casefold()
        ]


def row_of(place):
    """The row of one place, or None for who is not expected any more."""
    found = register_of(place.session).filter(pk=place.pk).first()
    return Row(found) if found else None


def read_register(session):
    return Register([Row(place) for place in register_of(session)])


def signature_of(session):
    """Who signed the register, and when; or None."""
    return RegisterSignature.objects.select_related("signed_by").filter(session=session).first()


def counted(session):
    """The session with its places, how many were `given_back`, and its signature if it has one."""
    gone = Count("places", filter=Q(places__state__in=GIVEN_BACK))
    sessions = Session.objects.with_places().annotate(given_back=gone)
    return sessions.select_related("workshop", "signature__signed_by").get(pk=session.pk)
