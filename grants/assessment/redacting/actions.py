"""What can be done about names in an application that is judged without them."""

from django.db import transaction

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history
from grants.applications.models import Application
from grants.assessment.assigning.queries import officers_for
from grants.blindness import is_blind_to
from grants.lifecycle import Stage

from .covering import key_of, stands_in
from .models import Redaction
from .queries import answers_in, standing_of

NOT_BLIND = "Assessors of this round see who applies, so there is nothing to cover."
TOO_EARLY_OR_LATE = "Names are covered after an application is sent and before it is decided."
WHILE = (Stage.SUBMITTED, Stage.IN_ASSESSMENT, Stage.WITH_PANEL)


class CoveredMeanwhile(Refused):
    """Somebody else covered words, or told of a name, since the page was opened."""

    def __init__(self):
        super().__init__(
            "Somebody else changed this while you had the page open. What they covered stands "
            "below beside yours. Look at it once more."
        )


def redact(application, *, words, left=(), hidden, files, seen, by):
    """An officer says what is covered; assessors read nothing until it is said to be ready.

    words: covered wherever they stand; each must stand somewhere. left: what we proposed and the
    officer left to be read. hidden: the keys of answers that are covered as a whole. files:
    references of the documents that assessors may open. seen: the number of the redaction that
    the page was made from. The same again adds nothing.
    """
    with transaction.atomic():
        application, standing = _locked(application, by)
        _refuse_stale(standing, seen)
        texts = answers_in(standing.submission)
        for each in words:
            if not stands_in(each, texts):
                raise Refused(f"“{each}” stands in no answer.")
        facts = {
            "words": _once(words),
            "left": _once(left),
            "hidden": sorted(set(hidden)),
            "files": sorted(set(files)),
        }
        if _says_the_same(standing, facts):
            return standing.newest
        number = len(facts["words"])
        said = f"{number} word{'' if number == 1 else 's'} or name{'' if number == 1 else 's'}"
        redaction = _add(standing, application, by, **facts)
        history.record(application, verb="redact", by=by, subject=said)
    return redaction


def say_ready(application, *, seen, by):
    """An officer looked at what assessors will read, and opens it to them."""
    with transaction.atomic():
        application, standing = _locked(application, by)
        _refuse_stale(standing, seen)
        if standing.is_ready:
            return standing.newest
        if standing.newest is None or standing.is_sent_since:
            raise Refused("Say what is covered first, then look at what assessors will read.")
        redaction = _add(standing, application, by, **_facts_of(standing.newest), is_ready=True)
        history.record(application, verb="say_ready", by=by)
    return redaction


def tell_of_name(application, *, what, by):
    """An assessor could still read who it is: it closes to assessors, and officers hear of it."""
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        by.forget()
        if not (
            by.has_perm("grants.assess_application", application) and is_blind_to(by, application)
        ):
            raise Refused("You see who applies, so there is nothing to cover here for you.")
        standing = standing_of(application)
        if not standing.is_ready:
            raise Refused("An officer is looking at this already. Thank you for telling us.")
        facts = _facts_of(standing.newest)
        redaction = _add(standing, application, by, **facts, note=what)
        history.record(application, verb="tell_of_name", by=by, note=what)
        queue_email(
            "grants/name_seen",
            officers_for(application),
            key=f"{application.reference}/{redaction.number}",
            about=application.reference,
            application=application,
        )
    return redaction


def _locked(application, by):
    """The case under its lock and what holds for it, if this person may still cover words."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    by.forget()
    if not by.has_perm("grants.redact_application", application):
        raise Refused("This case is not yours to work on.")
    if not application.round.is_blind:
        raise Refused(NOT_BLIND)
    if application.state not in WHILE:
        raise Refused(TOO_EARLY_OR_LATE)
    return application, standing_of(application)


def _refuse_stale(standing, seen):
    if seen != standing.seen:
        raise CoveredMeanwhile


def _once(words):
    """Each once, in the spelling that came first."""
    first = {}
    for each in words:
        first.setdefault(key_of(each), each)
    return list(first.values())


def _facts_of(redaction):
    return {name: getattr(redaction, name) for name in ("words", "left", "hidden", "files")}


def _says_the_same(standing, facts):
    return (
        standing.newest is not None
        and not standing.is_sent_since
        and all(set(getattr(standing.newest, name)) == set(each) for name, each in facts.items())
    )


def _add(standing, application, by, **facts):
    return Redaction.objects.create(
        application=application,
        submission=standing.submission,
        number=standing.seen + 1,
        made_by=by,
        **facts,
    )
