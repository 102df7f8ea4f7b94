"""What can be asked about how an offer is answered."""

from collections import defaultdict
from datetime import timedelta

from django.db import connection
from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.utils.timezone import now

from applicants.models import Membership
from applicants.written import FromNow
from grants.applications.models import Application
from grants.awards.hosting.models import Hosting
from grants.awards.hosting.queries import with_host
from grants.awards.letters.models import Letter
from grants.awards.models import Award
from grants.awards.subsidy.queries import with_public_money
from grants.lifecycle import Stage

from .models import OfferExtension, Signature
from .signing import Standing, weigh

NO_LETTER = ("", 1)  # no hash, so that nobody’s signature stands under it
NEAR = timedelta(days=7)  # before the last day to answer, an officer sees that nobody has


def database_now():
    """The moment by the database’s own clock.

    Whether an answer came in time is asked of one clock, however many servers take answers.
    SQLite has no clock but that of the machine it runs on.
    """
    if connection.vendor != "postgresql":
        return now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT STATEMENT_TIMESTAMP()")
        return cursor.fetchone()[0]


def letter_in_force(application):
    """The offer letter that is to be signed, without its bytes; None while it is being made."""
    letters = Letter.objects.filter(application=application, kind=Letter.Kind.OFFER)
    newest = letters.only("reference", "sha256", "issued_at", "kind").order_by("-pk").first()
    return newest if newest is not None and newest.issued_at else None


def with_offer(cases):
    """Cases, each read with all that there is once of an offer, in one query.

    The award; the letter, without its bytes, as `offer_letter`; the host; how its public money
    stands; and whether there was more time to answer, since few pages need ask what.
    """
    letter = FilteredRelation("letters", condition=Q(letters__kind=Letter.Kind.OFFER))
    more_time = OfferExtension.objects.filter(award__application=OuterRef("pk"))
    cases = cases.select_related("organisation", "round", "award", "offer_letter")
    cases = cases.annotate(offer_letter=letter, has_more_time=Exists(more_time))
    heavy = [f"offer_letter__{name}" for name in ("pdf", "html", "words")]
    return with_host(with_public_money(cases)).defer(*heavy)


def standing_of(application, letter, hosting=None):
    """How far the offer of one application is signed."""
    signatures = (
        Signature.objects.filter(award__application=application)
        .select_related("signed_by")
        .order_by("signed_at", "pk")
    )
    sides = [application.organisation_id, *([hosting.host_id] if hosting else [])]
    return weigh(
        list(signatures),
        letter_hash=letter.sha256 if letter else "",
        round=application.round,
        own=application.organisation,
        asked=application.award.signers,
        hosting=hosting,
        members=signatories_of(sides),
    )


def standings_of(applications, hostings=None) -> dict[int, Standing]:
    """{application id: how far its offer is signed}, for those that are offered, in few queries.

    hostings: {application id: who is asked to hold the money}, where that was read already.
    """
    offered = {one.pk: one for one in applications if one.state == Stage.OFFERED}
    if not offered:
        return {}
    letters = Letter.objects.filter(application__in=offered, kind=Letter.Kind.OFFER)
    in_force = {
        pk: (sha256, signers)
        for pk, sha256, signers in letters.order_by("pk").values_list(
            "application", "sha256", "application__award__signers"
        )
    }
    signatures = defaultdict(list)
    rows = Signature.objects.filter(award__application__in=offered).order_by("signed_at", "pk")
    for signature in rows.select_related("signed_by", "award"):
        signatures[signature.award.application_id].append(signature)
    if hostings is None:
        rows = Hosting.objects.live().filter(award__application__in=offered)
        hostings = {one.award.application_id: one for one in rows.select_related("host", "award")}
    both = [one.organisation_id for one in offered.values()]
    both += [one.host_id for one in hostings.values()]
    members = signatories_of(both)
    return {
        pk: weigh(
            signatures[pk],
            letter_hash=in_force.get(pk, NO_LETTER)[0],
            round=application.round,
            own=application.organisation,
            asked=in_force.get(pk, NO_LETTER)[1],
            hosting=hostings.get(pk),
            members=members,
        )
        for pk, application in offered.items()
    }


def signatories_of(organisations):
    """{organisation id: the people who may sign for it today, by name}."""
    rows = (
        Membership.objects.live()
        .filter(organisation__in=organisations, is_signatory=True, user__is_active=True)
        .select_related("user")
        .order_by("user__name", "user__pk")
    )
    found = defaultdict(list)
    for row in rows:
        found[row.organisation_id].append(row.user)
    return found


def signatures_of(award, hosting=None):
    """Who signed the letter of an accepted offer, each with `has_counted`: whether it stands by it.

    Also those who signed and could not sign any more when the others accepted it.
    """
    if award.accepted_at is None:
        return []
    rows = Signature.objects.filter(award=award, letter_hash=award.accepted_letter_hash)
    theirs = Q(hosting=None) | Q(hosting=hosting) if hosting else Q(hosting=None)
    return list(rows.filter(theirs).order_by("signed_at", "pk"))


def extensions_of(award):
    return list(OfferExtension.objects.filter(award=award).order_by("pk"))


def unanswered_offers(user):
    """Offers that this officer may see, near or past their last day, with nobody's full answer."""
    cases = Application.objects.visible_to(user).filter(state=Stage.OFFERED)
    return offers_with_letter().filter(application__in=cases, respond_by__lte=FromNow(NEAR))


def overdue_offers():
    """Offers whose last moment has passed by the database’s clock."""
    return offers_with_letter().filter(respond_by__lt=database_now())


def offers_with_letter():
    """Open offers that can be answered: nobody signs, or misses a date, before the letter is there.

    Where it is late, `dating` moves the date.
    """
    letters = Letter.objects.filter(application=OuterRef("application"), kind=Letter.Kind.OFFER)
    there = Exists(letters.issued())
    return Award.objects.filter(there, application__state=Stage.OFFERED)
