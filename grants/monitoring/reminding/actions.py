"""What can be done to remind a co-op on paper."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applicants.access import Refused
from grants import history
from grants.applications.models import Application
from grants.awards.letters.actions import queue_letter
from grants.awards.letters.models import Kind

from .queries import key_of, letter_of_today, subjects_of, words_of


def remind_by_letter(application, *, subject, more="", by):
    """An officer has a letter sent about something that is missing, once a day at most.

    subject: the code of one of `subjects_of`. more: what the officer adds to what is to do.
    """
    by.forget()
    with transaction.atomic():
        application = Application.objects.locked().get(pk=application.pk)
        if not by.has_perm("grants.send_reminder", application):
            raise PermissionDenied
        missing = next((one for one in subjects_of(application) if one.code == subject), None)
        if missing is None:
            raise Refused("This is not missing any more. Look again at what is.")
        words = words_of(application, missing, more)
        before = letter_of_today(application, missing)
        if before is not None and (before.signed_by_id, before.words["to_do"]) == (
            by.pk,
            words["to_do"],
        ):
            return before  # a second click
        if before is not None:
            raise Refused("A letter about this went today already. Send the next one tomorrow.")
        letter = queue_letter(application, Kind.REMINDER, words, by, key=key_of(missing))
        history.record(application, verb="remind_by_letter", by=by, subject=missing.about)
    return letter
