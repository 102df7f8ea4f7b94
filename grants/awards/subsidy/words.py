"""Sentences and facts about public money that letters, emails and refusals share."""

from django.conf import settings
from django.utils.timezone import localdate

from grants.money import in_pounds
from grants.templatetags.words import day

from .window import months_after, period_starts


def statement_words(award, gross_value, given_on=None):
    """The facts of a notice, or of a confirmation that help was given, as plain text.

    given_on: the day on which it was given, for a confirmation.
    """
    on = given_on or localdate()
    return {
        "gross_value": in_pounds(gross_value),
        "limit": in_pounds(settings.SUBSIDY_LIMIT),
        "counted_from": day(period_starts(on)),
        "given_on": day(given_on),
        "keep_until": day(months_after(on, 12 * settings.SUBSIDY_YEARS_KEPT_BY_COOP)),
        "award_reference": award.reference,
    }


def over_the_limit(sums):
    """Why it cannot be confirmed, and what to do next."""
    over = in_pounds(sums.total - sums.limit)
    said = (
        f"This adds up to {in_pounds(sums.total)}. That is {over} over the limit of "
        f"{in_pounds(sums.limit)}, so you can’t confirm it. Please talk to us before you go on. "
    )
    if sums.fits:
        return said + (
            f"{in_pounds(sums.fits)} of this grant still fits, and we can look for another way "
            "for the rest."
        )
    return said + "Nothing of this grant fits, but we can look for another way."
