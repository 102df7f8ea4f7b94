"""What somebody keeps about themselves."""

from applicants.models import User


def keep_home_postcode(*, postcode, by):
    """Somebody keeps their home postcode, or takes it away again by leaving it empty."""
    User.objects.filter(pk=by.pk).update(home_postcode=postcode)
    by.home_postcode = postcode
    by.forget()
