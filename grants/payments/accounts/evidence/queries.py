"""What can be asked about the file that shows an account."""

from django.conf import settings
from django.db.models import F, Q

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
