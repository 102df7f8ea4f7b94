"""What can be done with the file that shows an account: send it, look at it, ask for another.

Its name and its bytes stand in no email and in no history: people write account numbers there.
"""

import secrets
from contextlib import contextmanager

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.files.storing import (
    HAS_A_VIRUS,
    HasAVirus,
    Scan,
    asked_of_the_scanner,
    forget_bytes,
    forget_old,
    kept_bytes,
    refuse_what_is_out_of_reach,
    scan_waiting,
)
from applicants.models import Organisation
from grants import history
from grants.applications.models import Application
from grants.awards.agreeing.queries import signatories_of
from grants.awards.hosting.queries import payee_of
from grants.lifecycle import ApplicationLifecycle
from grants.payments.accounts.queries import checked_accounts_of, current_bank_details

from .models import AccountFile

NO_ACCOUNT = "Give us your bank details first."
CHECKED = "We have checked this account, so its bank letter or statement stays as it is."
NOTHING_TO_PAY = "There is nothing more to pay, so we need no bank letter or statement."
NOTHING_TO_OPEN = "There is no bank letter or statement to open."


@contextmanager
def _account_of(application):
    """The account in use, and the case, both locked in the order in which everything does it."""
    with transaction.atomic():
        payee = Organisation.objects.select_for_update().get(pk=payee_of(application).pk)
        locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
        details = current_bank_details(payee)
        if details is None:
            raise Refused(NO_ACCOUNT)
        yield details, locked


def send_account_file(application, *, file, name, content_type, sha256, by):
    """A signatory shows that the account is theirs; it takes the place of what they sent before.

    The same file twice is one.
    """
    facts = {"name": name, "content_type": content_type, "sha256": sha256, "added_by": by}
    facts |= {"size": file.size, **asked_of_the_scanner(file)}
    if facts["scan"] == Scan.INFECTED:
        return _refuse_infected(application, by)
    with kept_bytes(file, name) as stored, _account_of(application) as (details, locked):
        if locked.state not in ApplicationLifecycle.SIGNED:
            raise Refused(NOTHING_TO_PAY)
        if details.checked_at is not None:
            raise Refused(CHECKED)
        old = AccountFile.objects.standing().filter(details=details).first()
        is_same = old is not None and old.sha256 == sha256 and not old.not_enough
        if not is_same:
            _refuse_what_showed_something_else(details, sha256)
            AccountFile.objects.standing().filter(details=details).update(removed_at=now())
            sent = AccountFile.objects.create(
                application=locked,
                details=details,
                reference=secrets.token_hex(8),
                file=stored,
                **facts,
            )
            _record_sending(locked, details, is_first=old is None, by=by)
    if is_same:
        default_storage.delete(stored)
        return old
    return sent


def _record_sending(application, details, *, is_first, by):
    subject = _ending(details)
    if is_first:
        history.record(application, verb="send_account_file", by=by, subject=subject)
    else:
        history.record(application, verb="replace_account_file", by=by, subject=subject)


def _refuse_infected(application, by):
    """Keep nothing of the file but that it came."""
    with _account_of(application) as (details, locked):
        history.record(locked, verb="refuse_account_file", by=by, subject=_ending(details))
    raise HasAVirus(HAS_A_VIRUS)


def _refuse_what_showed_something_else(details, sha256):
    """A file that was not enough once is not enough now; one that proved another account neither.

    A file for a number that was only mistyped proved nothing, so it may come again.
    """
    if details.files.filter(sha256=sha256).exclude(not_enough="").exists():
        raise Refused("You’ve sent us this file before, and it is not enough. Send another one.")
    proved = AccountFile.objects.filter(
        sha256=sha256,
        proved_at__isnull=False,
        details__in=checked_accounts_of(details.organisation),
    )
    for one in proved.select_related("details"):
        before = one.details
        if (before.sort_code, before.account_number) != (details.sort_code, details.account_number):
            raise Refused(
                f"This file showed us your account ending in {before.last_four}. "
                "Send one that shows the new account."
            )


def look_at_account_file(application, *, by):
    """Whoever checks the account opens its file; the look itself is written down."""
    with _account_of(application) as (details, locked):
        file = AccountFile.objects.standing().filter(details=details).select_for_update().first()
        if file is None:
            raise Refused(NOTHING_TO_OPEN)
        if file.added_by_id == by.pk:
            raise Refused("You sent this file, so somebody else must look at it.")
        if not file.can_open:
            raise Refused(f"You can’t open this file. {file.get_scan_display()}.")
        refuse_what_is_out_of_reach(file)
        if file.proved_at is None:
            file.looked_at, file.looked_by = now(), by
            file.save(update_fields=["looked_at", "looked_by"])
        history.record(locked, verb="look_at_account_file", by=by, subject=_ending(details))
    return file


def ask_for_account_file(application, *, reason, by):
    """What came does not show the account: those who may sign are told why, and send another."""
    with _account_of(application) as (details, locked):
        if details.checked_at is not None:
            raise Refused("This account is checked already.")
        file = AccountFile.objects.standing().filter(details=details).select_for_update().first()
        if file is None:
            raise Refused("The co-op has sent no bank letter or statement yet.")
        if file.not_enough:
            return file  # a second click
        if file.looked_by_id != by.pk:
            raise Refused("Open the bank letter or statement first.")
        file.not_enough, file.not_enough_at, file.not_enough_by = reason, now(), by
        file.save(update_fields=["not_enough", "not_enough_at", "not_enough_by"])
        history.record(
            locked, verb="ask_for_account_file", by=by, subject=_ending(details), note=reason
        )
        _tell("grants/account_file_not_enough", locked, details, file)
    return file


def _tell(event, application, details, file):
    payee = details.organisation_id
    queue_email(
        event,
        signatories_of([payee])[payee],
        key=file.reference,
        about=application.reference,
        application=application,
        details=details,
        file=file,
    )


def _ending(details):
    return f"ending {details.last_four}"


# --- While nobody is looking -----------------------------------------------------------------


def scan_account_files():
    """Ask the scanner about each file that it has not judged; return how many it judged."""
    return scan_waiting(AccountFile.objects.all(), _judge)


def _judge(stored, verdict):
    """Write down what the scanner found. A verdict that came before stays."""
    details = stored.details
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=details.organisation_id)
        locked = Application.objects.select_for_update(of=("self",)).get(pk=stored.application_id)
        fresh = AccountFile.objects.select_for_update().get(pk=stored.pk)
        if fresh.scan not in (Scan.WAITING, Scan.NOT_SCANNED):
            return 0
        was_hidden, fresh.scan = fresh.is_waiting, verdict
        if verdict == Scan.INFECTED:
            fresh.removed_at = fresh.removed_at or now()
            history.record(
                locked, verb="find_virus_in_account_file", by=None, subject=_ending(details)
            )
            _tell("grants/virus_in_account_file", locked, details, fresh)
        elif was_hidden:
            history.record(locked, verb="clear_account_file", by=None, subject=_ending(details))
        fresh.save(update_fields=["scan", "removed_at"])
    if verdict == Scan.INFECTED:
        forget_bytes(fresh)
    return 1


def forget_account_files():
    """Empty what was replaced long enough ago and proved nothing; return how many."""
    return forget_old(AccountFile.objects.all(), stays=Q(proved_at__isnull=False))
