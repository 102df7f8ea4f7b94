"""What can be done with the signature of letters."""

import hashlib

from django.db import transaction
from django.utils.timezone import now

from .models import LetterSignature


def add_signature(*, name, role, picture, by):
    """From now on, new letters carry this signature in place of the one before."""
    with transaction.atomic():
        _end_all(by)
        return LetterSignature.objects.create(
            name=name,
            role=role,
            picture=picture,
            sha256=hashlib.sha256(picture).hexdigest(),
            added_by=by,
        )


def end_signature(*, by):
    """From now on, new letters carry no signature, only the name of the fund."""
    with transaction.atomic():
        return _end_all(by)


def _end_all(by):
    current = LetterSignature.objects.filter(ended_at=None).select_for_update()
    return current.update(ended_at=now(), ended_by=by)
