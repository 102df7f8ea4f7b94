"""What can be done with wordings: write another version, and say that it is used."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import now

from applicants.access import Refused

from .checking import faults_in
from .composing import delivered
from .models import LetterWording
from .vocabulary import VOCABULARIES


def write_wording(kind, *, text, by):
    """An officer writes what letters of a kind say; nobody gets it before it is said to be used.

    Returns the version, or None where it is the wording that we came with and nothing else was
    ever written. The same words twice, or a second click, are one version.
    """
    text = text.replace("\r\n", "\n").strip() + "\n"
    if faults := faults_in(VOCABULARIES[kind], text):
        raise Refused(str(faults[0]))
    newest = LetterWording.objects.filter(kind=kind).order_by("-version").first()
    if newest is None and text == delivered(kind):
        return None
    if newest is not None and text == newest.text:
        return newest
    try:
        with transaction.atomic():
            last = LetterWording.objects.filter(kind=kind).aggregate(n=Max("version"))["n"] or 0
            return LetterWording.objects.create(
                kind=kind, version=last + 1, text=text, written_by=by
            )
    except IntegrityError:
        raise Refused("Somebody else saved this letter just now. Save yours once more.") from None


def use_wording(wording, *, by):
    """From now on, new letters of this kind say this; those that were queued before do not."""
    with transaction.atomic():
        wording = LetterWording.objects.select_for_update().get(pk=wording.pk)
        if wording.approved_at is None:
            if faults := faults_in(VOCABULARIES[wording.kind], wording.text):
                raise Refused(f"Change it first. {faults[0]}")
            wording.approved_at, wording.approved_by = now(), by
            wording.save(update_fields=["approved_at", "approved_by"])
    return wording
