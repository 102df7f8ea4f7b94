"""What can be asked about messages."""

from django.db.models import Count, Exists, Max, OuterRef, Q

from applicants.models import Membership, User
from grants.history import HistoryEntry
from grants.involvement import conflicts_of

from .models import Message, Thread


def messages_of(application):
    """Every message about one application, the oldest first, as a talk is read."""
    return list(
        Message.objects.filter(application=application)
        .select_related("sent_by", "read_by")
        .order_by("sent_at", "pk")
    )


def unread_by_coop(application):
    """How many messages of the fund wait for this co-op."""
    return Message.objects.unread(from_fund=True).filter(application=application).count()


def unread_by_fund(application):
    """How many messages of this co-op wait for the fund."""
    return Message.objects.unread(from_fund=False).filter(application=application).count()


def count_unread(applications):
    """{application id: how many messages of the fund wait there}, in one query."""
    waiting = Message.objects.unread(from_fund=True).filter(application__in=applications)
    return dict(waiting.order_by().values_list("application").annotate(Count("pk")))


def threads_to_read(user):
    """The applications whose co-op waits for an officer to read, the longest wait last."""
    waiting = Message.objects.unread(from_fund=False).filter(application=OuterRef("pk"))
    return Thread.objects.visible_to(user).filter(Exists(waiting))


def threads_listed(user):
    """Every application that has messages, those with unread ones first, then the newest."""
    from_coop = Q(messages__is_from_fund=False, messages__read_at=None)
    return (
        Thread.objects.visible_to(user)
        .filter(Exists(Message.objects.filter(application=OuterRef("pk"))))
        .select_related("organisation", "round")
        .annotate(unread=Count("messages", filter=from_coop), last_at=Max("messages__sent_at"))
        .order_by("-unread", "-last_at", "-pk")
    )


def writers_of(application):
    """The co-op's people who can answer a message."""
    can_edit = (Membership.Role.OWNER, Membership.Role.EDITOR)
    return list(
        User.objects.filter(
            is_active=True,
            memberships__organisation=application.organisation_id,
            memberships__ended_at=None,
            memberships__role__in=can_edit,
        )
    )


def officer_to_tell(application):
    """The officer who wrote last, or else the one who last did something on the case, or None."""
    wrote = Message.objects.filter(application=application, is_from_fund=True)
    did = HistoryEntry.objects.filter(application=application)
    for found in (
        wrote.order_by("-sent_at", "-pk").values_list("sent_by", flat=True).first(),
        did.filter(by__is_officer=True).order_by("-sequence").values_list("by", flat=True).first(),
    ):
        officer = User.objects.filter(pk=found, is_officer=True, is_active=True).first()
        if officer is not None and application.pk not in conflicts_of(officer):
            return officer
    return None
