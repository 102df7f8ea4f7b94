"""What can be asked about materials."""

from .models import Material


def materials_for(session, user, at=None):
    """What of a session this person may have now, in the order in which it is used."""
    rows = Material.objects.visible_to(user, at).filter(session=session)
    return list(rows.order_by("is_for_after", "title", "accessible_as"))


def materials_at(session, places, at=None):
    """The same, for whoever sits on these places and has no account."""
    rows = Material.objects.for_places(places, at).filter(session=session)
    return list(rows.order_by("is_for_after", "title", "accessible_as"))


def materials_of(session):
    """All that stands, for colleagues, with who added it."""
    rows = Material.objects.standing().filter(session=session).select_related("added_by")
    return list(rows.order_by("is_for_after", "title", "accessible_as"))


def has_materials_after(session):
    return Material.objects.standing().filter(session=session, is_for_after=True).exists()
