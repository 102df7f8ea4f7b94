"""What can be asked about partners."""

from .models import Partner


def partners_of(application):
    """Those who are on the list today, in the order in which they were asked."""
    return list(
        Partner.objects.standing()
        .filter(application=application)
        .select_related("organisation", "confirmed_by", "declined_by")
        .order_by("pk")
    )


def with_standing(partners, draft):
    """The same partners, each with what it asks for and where it stands."""
    for partner in partners:
        partner.share = draft.share(partner.name)
        partner.standing = partner.stands(partner.share.hash)
    return partners


def partner_with(token):
    """The partner whose link this is, or None for a link that means nothing (any more)."""
    found = Partner.objects.standing().filter(token_hash=Partner.hash_of(token), declined_at=None)
    return found.select_related(
        "application__round", "application__organisation", "organisation"
    ).first()


def partnerships_of(user):
    """What this person's organisations are partners in, the newest first."""
    joined = Partner.objects.joined().filter(
        organisation__in=list(user.memberships_by_organisation)
    )
    return list(
        joined.select_related(
            "organisation", "application__organisation", "application__round"
        ).order_by("-asked_at", "-pk")
    )


def people_of_partners(application, *, who_write=False):
    """[(person, partner)] of those who act for a partner and not for the lead, each person once.

    who_write: only owners and editors.
    """
    if not application.is_joint:
        return []
    leads = application.organisation.memberships.live().values("user")
    found = {}
    for partner in (
        Partner.objects.joined()
        .filter(application=application)
        .select_related("organisation")
        .order_by("pk")
    ):
        rows = partner.organisation.memberships.live().filter(user__is_active=True)
        rows = rows.exclude(role="reader") if who_write else rows
        for row in rows.exclude(user__in=leads).select_related("user").order_by("user"):
            found.setdefault(row.user, partner)
    return list(found.items())


def editors_of(organisation):
    """Those who can write for an organisation."""
    return list(organisation.people().filter(memberships__in=_who_can_write(organisation)))


def _who_can_write(organisation):
    live = organisation.memberships.live()
    return live.exclude(role="reader")


def as_sent(draft):
    """What is frozen of the partners when an application is sent."""
    return [
        {
            "name": partner.name,
            "does": partner.does,
            "organisation": partner.organisation.name,
            "reference": partner.organisation.reference,
            "legal_form": partner.organisation.get_legal_form_display(),
            "registration_number": partner.organisation.registration_number,
            "confirmed_by": partner.confirmed_by_id,
            "confirmed_at": partner.confirmed_at.isoformat(),
            "pounds": str(share.pounds),
            "days": str(share.days),
        }
        for partner in draft.partners
        for share in [draft.share(partner.name).request]
    ]
