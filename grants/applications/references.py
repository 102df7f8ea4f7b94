"""What our references look like: the letters that the fund chose, the year and a number.

What a form or a letter's list of names shows as an example is worked out when it is read, so that
it never shows the letters of another fund.
"""

from django.conf import settings
from django.utils.functional import lazy


def such_as(rest):
    """An example, such as CDF-2026-0042 for 2026-0042."""
    return f"{settings.REFERENCE_PREFIX}-{rest}"


such_as_lazy = lazy(such_as, str)
