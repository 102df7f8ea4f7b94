"""Panels, from the day they are called to their signed minutes."""

from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import now

from grants.awards.releasing import queries as releasing
from grants.awards.releasing.actions import read_words
from grants.funds.queries import criteria_of
from grants.models import Application
from grants.panel import actions

from .cases import colleague, with_panel
from .people import staff
from .rounds import open_round
from .warm import kept

WHY = "The panel liked how members decide together."
TOO_THIN = "The panel could not see who would pay for the work."


@kept
def panel(*, round=None, cases=1, quorum=2, members=(), **facts):
    """A panel of three: a chair, an assessor and an officer; cases: how many wait for it."""
    round = round or open_round()
    for _ in range(cases):
        with_panel(round=round)
    return actions.add_panel(
        round=round,
        meets_at=now() + timedelta(days=3),
        place=facts.pop("place", "Tanyard Library"),
        quorum=quorum,
        chair=facts.pop("chair", None) or staff("is_approver", name="Chidi Obi"),
        members=members or [staff("is_assessor", name="Asha Rao"), staff("is_officer", name="Ola")],
        by=colleague("is_officer"),
    )


def chair_of(panel):
    return panel.members.get(is_chair=True).user


@kept
def sitting(**facts):
    """A panel that has opened with everybody there."""
    return open_with_everybody(panel(**facts))


def open_with_everybody(panel):
    everybody = [seat.user for seat in panel.members.all()]
    return actions.open_panel(panel, present=everybody, by=chair_of(panel))


def tried_out(panel, *, name="Spread it"):
    """A combination that the chair keeps."""
    lines = {item.application.reference: ["full", "0", "0"] for item in panel.agenda.all()}
    return actions.save_try_out(panel, name=name, lines=lines, by=chair_of(panel))


def item_of(panel, number=1):
    return panel.agenda.get(number=number)


def resolved(item, verdict="full", *, by=None, amount="0", days="0", reasons="", **facts):
    """What the panel agreed about one item."""
    criterion = criteria_of(item.panel.round)[0]
    side, sentence = ("for", WHY) if verdict in ("full", "part") else ("against", TOO_THIN)
    facts.setdefault("because", [(criterion, side, sentence)])
    return actions.resolve(
        item,
        verdict=verdict,
        reasons=reasons or sentence,
        amount=Decimal(amount),
        days=Decimal(days),
        by=by or chair_of(item.panel),
        **facts,
    )


def signed(panel):
    """Its minutes drafted and signed."""
    chair = chair_of(panel)
    panel = actions.begin_minutes(panel, by=chair)
    return actions.sign_minutes(panel, version=panel.minutes_version, by=chair)


def fresh(record):
    """The same row as it stands now."""
    return type(record).objects.get(pk=record.pk)


@kept
def held(verdict="full", **facts):
    """An application about which a panel has resolved something, its minutes signed."""
    item = item_of(sitting())
    resolution = resolved(item, verdict, **facts)
    signed(item.panel)
    return Application.objects.get(pk=resolution.application_id)


@kept
def ready(verdict="full", *, round=None, **facts):
    """A held resolution of a signed panel, whose words somebody else has read."""
    item = item_of(sitting(round=round))
    resolution = resolved(item, verdict, **facts)
    signed(item.panel)
    return read(resolution)


def all_ready(panel, *verdicts):
    """What a sitting panel resolves about each of its items in turn, signed and read.

    verdicts: each a verdict, or (verdict, amount).
    """
    made = []
    for item, said in zip(panel.agenda.order_by("number"), verdicts, strict=True):
        verdict, amount = said if isinstance(said, tuple) else (said, "0")
        made.append(resolved(item, verdict, amount=amount))
    signed(panel)
    return [read(resolution) for resolution in made]


def read(resolution, *, by=None):
    """Somebody else reads the words for the co-op."""
    resolution = fresh(resolution)
    version = releasing.draft_of(resolution).version
    read_words(resolution, version=version, by=by or colleague("is_officer"))
    return fresh(resolution)


def decided_alone(application, verdict="full", *, amount="0", by, **facts):
    """One approver decides about it without a meeting."""
    criterion = criteria_of(application.round)[0]
    is_for = verdict in ("full", "part")
    side, sentence = ("for", WHY) if is_for else ("against", TOO_THIN)
    facts.setdefault("because", [(criterion, side, sentence)])
    return actions.decide_alone(
        application, verdict=verdict, reasons=sentence, amount=Decimal(amount), by=by, **facts
    )
