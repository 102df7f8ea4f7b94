"""Which organisations are one enterprise, and what follows for the help that they got together.

An organisation is locked before a case, as when two records are joined.
"""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Organisation

from .actions import ask_where_it_is_over_now
from .models import EnterpriseLink
from .queries import group_of


def link_enterprises(organisation, *, other, reason, by):
    """An officer notes that two organisations are one enterprise, and why."""
    if not by.is_officer:
        raise PermissionDenied
    if organisation.pk == other.pk:
        raise Refused("This is one and the same co-op.")
    with transaction.atomic():
        pair = sorted([organisation.pk, other.pk])
        rows = Organisation.objects.select_for_update(no_key=True).filter(pk__in=pair)
        first, second = rows.order_by("pk")
        if first.merged_into_id or second.merged_into_id:
            raise Refused("One of these was joined into another record. Look again.")
        link, _is_new = EnterpriseLink.objects.get_or_create(
            first=first,
            second=second,
            ended_at=None,
            defaults={"reference": secrets.token_hex(8), "reason": reason, "linked_by": by},
        )
        ask_where_it_is_over_now(first, by)
    return link


def end_link(link, *, by):
    """An officer notes that two organisations are not one enterprise any more."""
    if not by.is_officer:
        raise PermissionDenied
    with transaction.atomic():
        link = EnterpriseLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
        if link.ended_at is None:
            link.ended_at, link.ended_by = now(), by
            link.save(update_fields=["ended_at", "ended_by"])
    return link


def enterprises_of(merged, kept):
    """Two records are joined: all that is one enterprise with either counts together from then on,
    and whoever confirms for one of them has locked them all."""
    return group_of(merged) | group_of(kept)


def carry_over_links(merged, kept, *, by):
    """Two records are joined: whoever was linked to the one is linked to the other."""
    live = EnterpriseLink.objects.live()
    links = list(live.filter(first=merged)) + list(live.filter(second=merged))
    for link in links:
        end_link(link, by=by)
        other = link.other_than(merged)
        if other.pk != kept.pk and other.merged_into_id is None:
            link_enterprises(kept, other=other, reason=link.reason, by=by)
    ask_where_it_is_over_now(kept, by)
    return len(links)
