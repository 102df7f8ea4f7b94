"""A panel that sits: one combination is kept, and nothing is decided yet."""

from datetime import timedelta

from django.utils.timezone import localtime, now

from grants.panel.actions import add_panel, open_panel, save_try_out

from .people import DESMOND, FARHANA, MAREK, SIAN


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
