"""Correct the words of a published form, without touching any answer."""

from copy import deepcopy

from django.db import transaction

from applicants.access import Refused
from grants.funds.jargon import unclear_in
from grants.funds.models import FormVersion, Round
from grants.lifecycle import Stage

from .rounds import NotPlain


def correct_question(round, number, *, text, guidance, reason, by):
    """An officer puts the words of one question right, and says why."""
    new = {"text": text, "guidance": guidance}
    return _correct(round, "questions", number, new, reason=reason, by=by)


def correct_section(round, number, *, title, reason, by):
    """An officer puts the title of one section right, and says why."""
    return _correct(round, "sections", number, title, reason=reason, by=by)


def _correct(round, kind, number, new, *, reason, by):
    """The whole wording again with one thing changed, as the next version of the form.

    What nobody has sent yet moves to the new words; what was sent is read, for ever, under the
    words that it answered. Sent twice it is one correction.
    """
    with transaction.atomic():
        round = Round.objects.select_for_update().get(pk=round.pk)
        if round.phase() not in (Round.Phase.SOON, Round.Phase.OPEN):
            raise Refused(
                "Words can be corrected from the day a round is published until it closes."
            )
        wording = deepcopy(round.form_versions.get(number=round.form_version).wording)
        if str(number) not in wording[kind]:
            raise Refused("This is not part of the form.")
        if wording[kind][str(number)] == new:
            return round
        said = [new] if isinstance(new, str) else [new["text"], new["guidance"]]
        if unclear := unclear_in([(kind, str(number), said)], round.glossary):
            raise NotPlain(unclear)
        wording[kind][str(number)] = new
        round.form_version += 1
        FormVersion.objects.create(
            round=round, number=round.form_version, wording=wording, reason=reason, made_by=by
        )
        round.save(update_fields=["form_version"])
        unsent = round.applications.filter(state=Stage.DRAFT, submitted_at=None)
        unsent.update(form_version=round.form_version)
    return round
