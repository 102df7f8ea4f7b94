"""What an operator does with the table of postcodes and wards."""

from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import PostcodeFile, PostcodeWard

BATCH = 1_000


class Loaded(NamedTuple):
    """What stands in the table now."""

    postcodes: int
    wards: int


def replace_postcodes(places):
    """An operator gives the service a new postcode file; what it knew before is forgotten.

    places: as `postcode_file.places_in` reads them. It is all or nothing: whoever asks for a
    ward meanwhile is answered by the old file.
    """
    places, codes, count = iter(places), {}, 0
    with transaction.atomic():
        # Whoever loads a file at the same moment waits here, so that the two never mix.
        file, _is_new = PostcodeFile.objects.select_for_update().get_or_create(number=1)
        PostcodeWard.objects.all().delete()
        while batch := list(islice(places, BATCH)):
            _refuse_two_of_one_name(batch, codes)
            count += _add(batch)
        if not count:
            raise Refused("The file names no postcode that lies in a ward.")
        file.loaded_at = now()
        file.save(update_fields=["loaded_at"])
    return Loaded(count, len(codes))


def _refuse_two_of_one_name(batch, codes):
    """A round names its wards by name, so one name must not mean two wards."""
    for place in batch:
        code = codes.setdefault(place.ward, place.code)
        if code != place.code:
            both = " and ".join(each or "one without a code" for each in (code, place.code))
            raise Refused(
                f"Line {place.line}: there are two wards “{place.ward}”, {both}. Load one "
                "council’s postcodes, with --council, or give one of the two another name."
            )


def _add(batch):
    """Add the postcodes of a batch that are not there yet; how many these are."""
    new = {}
    for place in batch:
        _refuse_another_ward(place, new.setdefault(place.postcode, place).ward)
    for row in PostcodeWard.objects.filter(pk__in=list(new)):
        _refuse_another_ward(new.pop(row.pk), row.ward)
    PostcodeWard.objects.bulk_create(
        PostcodeWard(postcode=place.postcode, ward=place.ward, code=place.code)
        for place in new.values()
    )
    return len(new)


def _refuse_another_ward(place, ward):
    if place.ward != ward:
        raise Refused(
            f"Line {place.line}: {place.postcode} lies in {place.ward} here, and in {ward} further "
            "up in the file."
        )
