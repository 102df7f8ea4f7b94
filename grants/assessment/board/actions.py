"""What an officer does about scores that are missing."""

from django.db import transaction

from applicants.access import Refused
from grants.funds.models import Round

from .queries import board_of, owing
from .reminders import write_reminders


def remind_round(round, *, by):
    """An officer reminds everybody who has not filed; each hears it once a day at most."""
    with transaction.atomic():
        round = Round.objects.select_for_update().get(pk=round.pk)
        by.forget()
        if not by.has_perm("grants.chase_assessors"):
            raise Refused("Only officers remind assessors.")
        owed, seen = owing(round), board_of(round, by).waiting_for
        return write_reminders(round, {one: owed[one] for one in seen if one in owed}, "by hand")
