"""What can be asked about hosts."""

from django.db.models import FilteredRelation, Q

from applicants.models import LegalForm, Membership, Organisation
from grants.lifecycle import Stage

from .models import Hosting


def hosting_of(application):
    """The body that is asked to hold the money, or holds it, or None."""
    return (
        Hosting.objects.live()
        .filter(award__application=application)
        .select_related("host", "award")
        .first()
    )


def with_host(cases):
    """Cases, each read with `hosted`: what `hosting_of` asks for, in the query for the case."""
    live = Q(award__hostings__ended_at=None)
    rows = cases.annotate(hosted=FilteredRelation("award__hostings", condition=live))
    return rows.select_related("hosted__host")


def payee_of(application):
    """Whose account the grant goes to: of the body that holds the money, or the co-op’s own.

    Fixed when the offer is accepted: a host that signed holds the money to the end, also when
    the group registers meanwhile.
    """
    award = getattr(application, "award", None)
    if award is None or award.payee_id in (None, application.organisation_id):
        return application.organisation
    return award.payee


def hostings_to_answer(user):
    """What bodies that this person acts for are asked to hold, while the offer is open."""
    mine = list(user.memberships_by_organisation)
    return (
        Hosting.objects.live()
        .filter(host__in=mine, award__application__state=Stage.OFFERED)
        .select_related("host", "award__application__organisation")
        .order_by("award__respond_by", "pk")
    )


def possible_hosts():
    """Organisations that exist in law and have somebody who may sign for them."""
    signs = Membership.objects.live().filter(is_signatory=True, user__is_active=True)
    return Organisation.objects.filter(
        merged_into=None, pk__in=signs.values("organisation")
    ).exclude(legal_form__in=[LegalForm.NOT_FORMED, LegalForm.SOLE_TRADER])


def host_named(words, *, but):
    """The one possible host of this name, or None; it is not said which of the two it lacks."""
    found = list(possible_hosts().filter(name__iexact=words).exclude(pk=but.pk)[:2])
    return found[0] if len(found) == 1 else None
