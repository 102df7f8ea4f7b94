"""The figures of a year of workshops, from April to March. Years do not overlap, so nobody can
take one figure from another and find a few people."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.module_loading import import_string
from django.utils.timezone import localdate, make_aware

from applicants.models import PostcodeWard
from applicants.postcodes import WHOLE, bare
from applicants.wards import is_missing
from workshops.booking.models import Place
from workshops.interest.models import Interest
from workshops.needs.models import Need
from workshops.sessions.models import Session, Workshop
from workshops.states import EXPECTED, NEVER_IN, PlaceState, SessionState, Way

from .counting import table, whoever_sat
from .filling import filled

YEARS_BACK = 5
CAME = (PlaceState.ATTENDED, PlaceState.PART_ATTENDED)
NO_COOP, OUTSIDE, UNKNOWN = "Came for no co-op", "Outside the area", "Not known"
NICKNAME, NOT_FORMED, FORMED = "A nickname so far", "A group that is not formed yet", "Formed"
FIRST, AGAIN = "Came for the first time", "Had come before"


@dataclass(frozen=True)
class Group:
    """Tables about the same rows."""

    tables: list

    @property
    def heading(self):
        first = self.tables[0]
        return first.heading if len(self.tables) == 1 else f"By {first.about.lower()}"

    @property
    def columns(self):
        """The column headings: what each table counts, or its heading beside others."""
        is_one = len(self.tables) == 1
        return [each.unit if is_one else each.heading for each in self.tables]

    @property
    def rows(self):
        """(name, [(column, count or None)]), the total last."""
        names = [name for name, _count in self.tables[0].rows]
        counts = ([*(count for _name, count in each.rows), each.total] for each in self.tables)
        return [
            (name, list(zip(self.columns, row, strict=True)))
            for name, *row in zip([*names, "All"], *counts, strict=True)
        ]


@dataclass(frozen=True)
class Figures:
    year: int
    tables: list
    sessions: int
    fill: int | None  # per cent of all places, to the nearest five
    filled: list  # the same by way, by month and by session

    @property
    def groups(self):
        """The tables as a page shows them: those about the same rows stand beside one another, as
        the columns of one."""
        found = {}
        for each in self.tables:
            found.setdefault((each.about, *(name for name, _count in each.rows)), []).append(each)
        return [Group(tables) for tables in found.values()]


def year_of(day):
    """The year in which a year from April to March begins."""
    return day.year if day.month >= 4 else day.year - 1


def years(today=None):
    this = year_of(today or localdate())
    return [this - number for number in range(YEARS_BACK)]


def figures_of(year):
    begins, ends = (_midnight(date(each, 4, 1)) for each in (year, year + 1))
    in_year = {"session__starts_at__gte": begins, "session__starts_at__lt": ends}
    people = Place.objects.filter(session__signature__isnull=False, **in_year)
    came = list(
        people.filter(state__in=CAME)
        .annotate(came_before=Exists(_earlier()))
        .select_related("booking__organisation", "session__workshop")
    )
    titles = list(Workshop.objects.order_by("title").values_list("title", flat=True))
    wards = _wards({_postcode(place) for place in came})
    has_one = Place.objects.filter(session=OuterRef("session"), booked_at__isnull=False)
    never_in = Place.objects.people().filter(
        ~Exists(has_one.exclude(email="").filter(email__iexact=OuterRef("email"))),
        state__in=(PlaceState.NOT_REACHED, *NEVER_IN),
        **in_year,
    )
    wished = Interest.objects.each_once().filter(confirmed_at__gte=begins, confirmed_at__lt=ends)
    wished = list(wished.select_related("workshop"))
    who = whoever_sat(came)
    needs = _needs(in_year)
    sessions = Session.objects.filter(
        state=SessionState.PUBLISHED,
        signature__isnull=False,
        starts_at__gte=begins,
        starts_at__lt=ends,
    )
    everything, filled_tables = filled(sessions)
    return Figures(
        year,
        [
            _by_workshop("Who came", came, titles),
            table(
                "Where their co-op is",
                "Ward",
                [wards[_postcode(place)] for place in came],
                who=who,
            ),
            table(
                "What their co-op is",
                "Legal form",
                [_legal_form(place) for place in came],
                who=who,
            ),
            table(
                "How far their group is",
                "Stage",
                [_stage(place) for place in came],
                who=who,
                always=(NO_COOP, NICKNAME, NOT_FORMED, FORMED),
            ),
            table(
                "How they came",
                "Way",
                [place.get_way_display() for place in came],
                who=who,
                always=tuple(way.label for way in Way),
            ),
            table(
                "Whether they had come before",
                "People",
                [_first_or_again(place) for place in came],
                who=who,
                always=(FIRST, AGAIN),
            ),
            _by_workshop(
                "Booked and did not come",
                _with_workshop(people.filter(state=PlaceState.NO_SHOW)),
                titles,
            ),
            _by_workshop("Waited or asked, and never got in", _with_workshop(never_in), titles),
            table(
                "Asked for a date",
                "Workshop",
                [interest.workshop.title for interest in wished],
                who=[interest.email.lower() or f"wish {interest.pk}" for interest in wished],
                always=titles,
            ),
            table(
                "What people asked for to take part",
                "What became of it",
                [need.get_standing_display() for need in needs],
                who=whoever_sat([need.place for need in needs]),
                always=tuple(label for value, label in Need.State.choices if value != "dropped"),
                unit="Wishes",
            ),
            *_more_tables(came, year),
        ],
        everything.sessions,
        everything.percent,
        filled_tables,
    )


def _needs(in_year):
    """What those asked for who were expected at sessions of the year; what it was is forgotten by
    now."""
    of_place = {f"place__{name}": value for name, value in in_year.items()}
    needs = Need.objects.current().filter(place__session__signature__isnull=False, **of_place)
    return list(needs.filter(place__state__in=EXPECTED).select_related("place"))


def _with_workshop(places):
    return list(places.select_related("session__workshop"))


def _more_tables(came, year):
    """What others know of those who came: grants, whether their groups applied."""
    return [
        each for path in settings.MORE_WORKSHOP_FIGURES for each in import_string(path)(came, year)
    ]


def _by_workshop(heading, places, titles):
    found = [place.session.workshop.title for place in places]
    return table(heading, "Workshop", found, who=whoever_sat(places), always=titles)


def _earlier():
    """Another place at which the same address came, at an earlier session."""
    return Place.objects.filter(
        state__in=CAME,
        email__iexact=OuterRef("email"),
        session__starts_at__lt=OuterRef("session__starts_at"),
    )


def _first_or_again(place):
    if not place.email:
        return UNKNOWN
    return AGAIN if place.came_before else FIRST


def _legal_form(place):
    coop = place.booking.organisation
    return coop.get_legal_form_display() if coop else NO_COOP


def _stage(place):
    coop = place.booking.organisation
    if coop is None:
        return NICKNAME if place.booking.group else NO_COOP
    return FORMED if coop.is_formed else NOT_FORMED


def _postcode(place):
    """The postcode of the co-op for which they came; None where they came for none."""
    coop = place.booking.organisation
    return bare(coop.postcode) if coop else None


def _wards(codes):
    """{postcode: its row}. One that the file does not know is outside only if all around it is."""
    whole = {code for code in codes if code and WHOLE.fullmatch(code)}
    known = dict(PostcodeWard.objects.filter(pk__in=whole).values_list("pk", "ward"))
    rows = {None: NO_COOP}
    for code in codes - {None}:
        if code in known:
            rows[code] = known[code]
        else:
            is_outside = code in whole and not is_missing(code)
            rows[code] = OUTSIDE if is_outside else UNKNOWN
    return rows


def _midnight(day):
    return make_aware(datetime.combine(day, datetime.min.time()))
