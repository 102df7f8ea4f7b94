"""What can be asked about the file that shows an account."""

from django.conf import settings
from django.db.models import F, Q

from applicants.models import Organisation
from grants.history import HistoryEntry
from grants.payments.accounts.models import BankDetails

from .models import AccountFile

MISSING = "The co-op has not sent a bank letter or statement yet, so nobody can check this account."
ASKED_AGAIN = (
    "We asked the co-op for another bank letter or statement. Nobody can check this account "
    "before it comes."
)
NOT_SCANNED_YET = (
    "The bank letter or statement waits to be scanned for viruses. Try again in a few minutes."
)
SHOW_THEM_FIRST = (
    "Show the full numbers first, and compare each digit with what the co-op says or shows you."
)
OPEN_IT_FIRST = "Open the bank letter or statement first, and look at the name and both numbers."


def is_demanded(details):
    """Whether the fund wants to see a file before anybody checks this account."""
    return settings.BANK_EVIDENCE == "always" or (
        settings.BANK_EVIDENCE == "changed" and details.is_change
    )


def file_of(details):
    """What stands for an account; and a file that proved it, also when it had to go since."""
    files = AccountFile.objects.filter(Q(removed_at=None) | Q(proved_at__isnull=False))
    files = files.filter(details=details).select_related("added_by", "not_enough_by")
    return files.order_by("-pk").first()


def has_seen_numbers(details, user):
    """Whether this person looked at the full numbers of this very account: history says so."""
    payee = details.organisation_id
    of_payee = Q(application__award__payee=payee) | Q(application__organisation=payee)
    return HistoryEntry.objects.filter(
        of_payee,
        verb="reveal_bank_details",
        by=user,
        at__gte=details.entered_at,
        subject=f"ending {details.last_four}",
    ).exists()


def has_opened(file, user):
    """Whether this person was the last to open what shows the account."""
    return file is not None and file.can_open and file.looked_by_id == user.pk


def is_asked_for(details):
    """Whether the co-op has to send a file, or another one, before we can go on."""
    if details is None or details.checked_at is not None or not is_demanded(details):
        return False
    return not AccountFile.objects.standing().filter(details=details, not_enough="").exists()


def what_is_missing(details, file):
    """Why nobody can check this account yet, in a sentence, or nothing."""
    if not is_demanded(details):
        return ""
    if file is None or file.removed_at is not None:
        return MISSING
    if file.not_enough:
        return ASKED_AGAIN
    return "" if file.can_open else NOT_SCANNED_YET


def what_comes_first(details, file, user):
    """What this person looks at before they can confirm an account, in a sentence, or nothing.

    Where no file is asked for, it is the numbers themselves.
    """
    if has_opened(file, user):
        return ""
    if is_demanded(details):
        return OPEN_IT_FIRST
    return "" if has_seen_numbers(details, user) else SHOW_THEM_FIRST


def others_with_file_of(file):
    """Other organisations that sent these very bytes, which needs a reason: one letter shows one
    account. What was joined into this one is no other."""
    ours = file.details.organisation_id
    same = AccountFile.objects.filter(sha256=file.sha256, size=file.size).exclude(
        Q(details__organisation=ours) | Q(details__organisation__merged_into=ours)
    )
    theirs = Organisation.objects.filter(pk__in=same.values("details__organisation"))
    return list(theirs.order_by("name", "pk"))


def accounts_to_check():
    """Those that somebody can check now: nobody has, and what shows whose they are is there."""
    unchecked = _unchecked()
    shown = Q(files__in=AccountFile.objects.shows())
    if settings.BANK_EVIDENCE == "never":
        return unchecked
    if settings.BANK_EVIDENCE == "changed":
        return unchecked.filter(shown | Q(usable_from__lte=F("entered_at")))
    return unchecked.filter(shown)


def accounts_to_wait_for():
    """Those that nobody can check yet: the co-op has to send a file, or the scanner to judge it."""
    return _unchecked().exclude(pk__in=accounts_to_check().values("pk"))


def _unchecked():
    return BankDetails.objects.current().filter(checked_at=None)
