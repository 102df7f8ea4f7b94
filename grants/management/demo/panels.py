"""Two panels: one sits, and nothing is decided yet; one has decided, and nobody was told yet."""

from datetime import timedelta

from django.utils.timezone import localtime, now

from grants.awards.releasing.actions import read_words
from grants.funds.queries import criteria_of
from grants.panel.actions import (
    add_panel,
    begin_minutes,
    open_panel,
    resolve,
    save_try_out,
    sign_minutes,
)

from .people import DESMOND, FARHANA, MAREK, SIAN, TOMOS


def call_panel(scene):
    """An officer calls the panel of the round that has cases waiting, and its chair opens it."""
    user_of = scene.user
    meets_at = localtime(now() - timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    panel = add_panel(
        round=scene.rounds["grow"],
        meets_at=meets_at,
        place="Quayside Hub, the large room upstairs",
        quorum=2,
        chair=user_of(FARHANA),
        members=[user_of(DESMOND), user_of(MAREK)],
        by=user_of(SIAN),
    )
    members = [user_of(person) for person in (FARHANA, DESMOND, MAREK)]
    panel = open_panel(panel, present=members, by=user_of(FARHANA))
    for name, verdict in (("All in full", "full"), ("Half now", "part")):
        lines = {
            item.application.reference: [
                verdict,
                str(item.application.amount_requested / 2),
                str(item.application.days_requested),
            ]
            for item in panel.agenda.select_related("application")
        }
        save_try_out(panel, name=name, lines=lines, by=user_of(FARHANA))


def hold_back_decisions(scene):
    """The other panel has met and signed; its words are read, and an approver may release them."""
    chair, officer = scene.user(TOMOS), scene.user(SIAN)
    members = [scene.user(DESMOND), scene.user(MAREK)]
    meets_at = localtime(now() - timedelta(hours=3)).replace(minute=0, second=0, microsecond=0)
    panel = add_panel(
        round=scene.rounds["start"],
        meets_at=meets_at,
        place="Tanyard Library, the quiet room",
        quorum=2,
        chair=chair,
        members=members,
        by=officer,
    )
    panel = open_panel(panel, present=[chair, *members], by=chair)
    first, *_others, last = criteria_of(panel.round)
    for item in panel.agenda.all():
        resolution = resolve(
            item,
            verdict="full",
            reasons="Your families have kept at this through a hard spring. We want to help you "
            "find out whether the nursery can stand.",
            because=[
                (first, "for", "Families and workers both have votes, and use them each week."),
                (last, "against", "Say who does what when you are busy with the inspectors."),
            ],
            conditions=["Open a bank account in the name of the group."],
            by=chair,
        )
    panel = begin_minutes(panel, by=officer)
    sign_minutes(panel, version=panel.minutes_version, by=chair)
    read_words(resolution, version=0, by=officer)
