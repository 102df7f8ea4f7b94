"""How long an application is kept, and with it the names of those who had a part in it.

The years are the defaults of the privacy page; a fund may have to keep things longer.
"""

from datetime import date

from django.db.models import Max
from django.utils.timezone import localdate

from grants.history import HistoryEntry
from grants.templatetags.words import day

from .models import Application
from .partners.models import Partner

NEVER_JUDGED, DECLINED = 12, 24  # months after the end
YEARS_OF_A_GRANT = 6  # after the financial year of its last payment
SHORT = (Application.S.WITHDRAWN, Application.S.INELIGIBLE)


def why_a_name_stays(user):
    """Why this person's name is still needed, in a sentence; nothing when it is not.

    A draft that was never sent is its co-op’s own, and needs nobody’s name.
    """
    mine = HistoryEntry.objects.filter(by=user).values("application")
    sent = Application.objects.filter(pk__in=mine, submitted_at__isnull=False)
    cases = sent.select_related("award").annotate(
        ended_at=Max("history__at"),
        paid_on=Max("award__instalments__payments__paid_on"),
    )
    ends = []
    for case in cases:
        if not case.has_ended:
            return "They had a part in an application that is not finished, so their name stays."
        ends.append(kept_until(case))
    if not ends or max(ends) < localdate():
        return ""
    return (
        f"They had a part in an application that we must keep until {day(max(ends))}, "
        "so their name stays until then."
    )


def kept_until(case):
    """The last day on which an application that has ended is kept. It knows ended_at, paid_on."""
    ended_on = localdate(case.ended_at)
    award = getattr(case, "award", None)
    if award is not None and award.accepted_at is not None:
        return end_of_financial_year(case.paid_on or ended_on, years=YEARS_OF_A_GRANT)
    return months_later(ended_on, NEVER_JUDGED if case.state in SHORT else DECLINED)


def end_of_financial_year(on, *, years=0):
    """31 March, so many years after the one that ends the financial year of a day."""
    return date(on.year + (on.month > 3) + years, 3, 31)


def months_later(on, months):
    """The last day of the month so many months later."""
    year, month = divmod(on.year * 12 + on.month - 1 + months + 1, 12)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)


def forget_address(user, *, address):
    """An address that a lead typed for a partner goes with the person whose it was."""
    Partner.objects.filter(email__iexact=address).update(email=user.email)
