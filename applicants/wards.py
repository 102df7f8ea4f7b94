"""Which ward a place lies in, by the postcode file that was loaded last.

New buildings stand in no file for a while. So a postcode that is not there is unknown, and never
wrong: whoever asks must be able to go on without an answer.
"""

from django.db.models.functions import Length

from .models import PostcodeFile, PostcodeWard
from .postcodes import WHOLE, bare


def ward_of(postcode):
    """The name of the ward of a postcode; nothing when it is unknown, or no whole postcode."""
    code = bare(postcode)
    if not WHOLE.fullmatch(code):
        return ""
    found = PostcodeWard.objects.filter(pk=code).values_list("ward", flat=True)
    return found.first() or ""


def wards():
    """The names of all wards in the file, in order; none when no file was loaded."""
    return list(PostcodeWard.objects.order_by("ward").values_list("ward", flat=True).distinct())


def loaded_at():
    """When the postcode file was loaded, or None when there is none."""
    return PostcodeFile.objects.values_list("loaded_at", flat=True).first()


def is_missing(postcode):
    """Whether the file knows the first part of a postcode, and not the postcode itself.

    Outside the file nothing is known, so nothing is missing there either.
    """
    code = bare(postcode)
    whole = WHOLE.fullmatch(code)
    if not whole or PostcodeWard.objects.filter(pk=code).exists():
        return False
    near = PostcodeWard.objects.filter(pk__range=(f"{whole[1]}0AA", f"{whole[1]}9ZZ"))
    # E2 9ZZ comes after E24 4PL, so that all of E24 would count as near E2.
    return near.alias(length=Length("pk")).filter(length=len(code)).exists()
