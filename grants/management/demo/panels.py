"""The panels: one sits, one has met and its decisions wait, one is called for a later day."""

from datetime import time, timedelta

from django.utils.timezone import localtime, now

from grants.awards.releasing.actions import read_words, release
from grants.funds.queries import criteria_of
from grants.panel.actions import (
    add_panel,
    begin_minutes,
    open_panel,
    resolve,
    save_try_out,
    sign_minutes,
)
from grants.panel.forms import as_resolved
from grants.panel.models import Verdict
from grants.panel.queries import Left, agenda_of, left_in

from .answers import plain
from .clock import at
from .people import DESMOND, FARHANA, FOLAKE, MAREK, NKECHI, SIAN, TOMOS

RELEASED = ("Mill Street Minders", "Kiln Hill Cabs")  # these co-ops have been told
IN_THE_EVENING = time(18)


def let_a_panel_sit(scene, cases):
    """The large one: it has decided three of thirteen, and somebody has tried out the rest."""
    members = (FARHANA, DESMOND, NKECHI, MAREK, FOLAKE)
    panel = call(
        scene,
        "judged",
        members,
        meets_at=this_hour() - timedelta(hours=1),
        place="Quayside Hub, the large room upstairs",
    )
    here = [scene.user(person) for person in members if person != FOLAKE]
    panel = open_panel(panel, present=here, by=scene.user(FARHANA))
    resolve_told(panel, cases, by=scene.user(FARHANA))
    try_out(panel, by=scene.user(FARHANA))


def hold_back_decisions(scene, cases):
    """Another has met and signed. Some words are read; two co-ops have been told."""
    chair, officer = scene.user(TOMOS), scene.user(SIAN)
    members = (TOMOS, DESMOND, MAREK)
    panel = call(
        scene,
        "start",
        members,
        meets_at=this_hour() - timedelta(hours=3),
        place="Tanyard Library, the quiet room",
    )
    panel = open_panel(panel, present=[scene.user(person) for person in members], by=chair)
    resolutions = resolve_told(panel, cases, by=chair)
    panel = begin_minutes(panel, by=officer)
    sign_minutes(panel, version=panel.minutes_version, by=chair)
    for coop in ("Fernhill Nursery Parents", *RELEASED):
        read_words(resolutions[coop], version=0, by=officer)
    for coop in RELEASED:
        release(resolutions[coop], by=chair)


def call_a_panel(scene):
    """The day of a third is fixed already; nothing has been sent to it yet."""
    day = scene.rounds["grow"].decision_on - timedelta(days=7)
    place = "Quayside Hub, the large room upstairs"
    call(scene, "grow", (TOMOS, FOLAKE, SIAN), meets_at=at(day, IN_THE_EVENING), place=place)


def call(scene, round, people, *, meets_at, place):
    """The first of them is in the chair; three must be there."""
    chair, *members = map(scene.user, people)
    return add_panel(
        round=scene.rounds[round],
        meets_at=meets_at,
        place=place,
        quorum=3,
        chair=chair,
        members=members,
        by=scene.user(SIAN),
    )


def this_hour():
    return localtime(now()).replace(minute=0, second=0, microsecond=0)


def resolve_told(panel, cases, *, by):
    """{co-op: resolution} of what the stories say that the panel agreed."""
    told = {case.application.pk: case for case in cases if case.story.resolved}
    criteria = {criterion.number: criterion for criterion in criteria_of(panel.round)}
    resolutions = {}
    for item in panel.agenda.filter(application__in=told).order_by("number"):
        case = told[item.application_id]
        said = case.story.resolved
        because = [("for", said.strong), ("against", said.weak)]
        resolutions[case.story.coop] = resolve(
            item,
            verdict=said.verdict,
            amount=said.amount,
            days=said.days,
            reasons=plain(said.reasons),
            because=[(criteria[given[0]], side, given[1]) for side, given in because if given],
            conditions=list(said.conditions),
            by=by,
        )
    return resolutions


def try_out(panel, *, by):
    """Three ways to share what is left: all as advised, and two that stop when it is gone."""
    items = sorted(agenda_of(panel), key=lambda item: item.place)
    first_come = sorted(items, key=lambda item: item.application.amount_requested)
    for name, lines in (
        ("As advised", {**each(items, as_advised), **as_resolved_so_far(items)}),
        ("Best scores first", while_it_lasts(panel, items)),
        ("Small sums first", while_it_lasts(panel, first_come)),
    ):
        save_try_out(panel, name=name, lines=lines, by=by)


def each(items, line):
    return {item.application.reference: list(map(str, line(item))) for item in items}


def as_advised(item):
    return Verdict.PART, item.advised_amount, item.advised_days


def as_resolved_so_far(items):
    return {key: line for key, line in as_resolved(items).items() if line[0]}


def while_it_lasts(panel, items):
    """What is advised for each in turn; for whom there is not enough, the reserve list."""
    lines, left = as_resolved_so_far(items), left_in(panel.round)
    for item in items:
        reference = item.application.reference
        if reference in lines:
            continue
        fits = item.advised_amount <= left.pounds and item.advised_days <= left.days
        lines[reference] = list(map(str, as_advised(item))) if fits else [Verdict.RESERVE, "0", "0"]
        if fits:
            left = Left(left.pounds - item.advised_amount, left.days - item.advised_days)
    return lines
