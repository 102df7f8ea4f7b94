"""What can be done with wordings: write another version, and say that it is used."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email

from .checking import faults_in
from .composing import delivered
from .models import LetterWording
from .queries import people_to_tell
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
    """Somebody who did not write it says that new letters of this kind say this from now on.

    Letters that were queued before do not. Colleagues are told, since a letter may move money.
    """
    with transaction.atomic():
        wording = LetterWording.objects.select_for_update().get(pk=wording.pk)
        if wording.approved_at is not None:
            if LetterWording.objects.in_use(wording.kind) == wording:
                return wording  # a second click
            raise Refused("It was used before. Save it as a new version.")
        if wording.written_by_id == by.pk:
            raise Refused("You wrote this, so somebody else must read it and use it.")
        if faults := faults_in(VOCABULARIES[wording.kind], wording.text):
            raise Refused(f"Change it first. {faults[0]}")
        wording.approved_at, wording.approved_by = now(), by
        wording.save(update_fields=["approved_at", "approved_by"])
        queue_email(
            "grants/wording_used",
            people_to_tell(by),
            key=f"{wording.kind}/{wording.version}",
            wording=wording,
            letter=wording.get_kind_display(),
            writer=wording.written_by,
            reader=by,
        )
    return wording
