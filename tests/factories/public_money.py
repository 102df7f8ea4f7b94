"""Public money: what officers say of it, what co-ops confirm, who is one enterprise."""

from decimal import Decimal

from django.utils.timezone import localdate

from grants.awards.letters.issuing import make_queued_letters
from grants.awards.subsidy import actions as public_money, linking, proposing
from grants.awards.subsidy.queries import assistance_in, sums_for, takes_two
from grants.models import Application, Award

from .people import colleague, staff


def confirmed_limit(application, *lines, by=None):
    """A signatory confirms the limit for public money; lines: what others gave them."""
    by = by or application.started_by
    make_queued_letters()  # nobody confirms what they could not read
    award = Award.objects.get(application=application)
    declared = [declared_line(**line) for line in lines]
    sums = sums_for(award, [assistance_in(line) for line in declared])
    return public_money.confirm_limit(
        award, declared=declared, name=by.name, seen=sums.total, by=by
    )


def declared_line(*, amount="1000", on=None, body="Weirshire Council", kind="minimal"):
    """Help from somebody else, as a co-op names it."""
    on = on or localdate()
    return {"body": body, "amount": Decimal(amount), "given_on": on, "kind": kind}


def assessed_subsidy(application, *, route="minimal", reason="They trade.", by=None):
    """An officer says if it is a subsidy; where two have to, an approver agreed."""
    if takes_two(Application.objects.get(pk=application.pk), route):
        return agreed_route(route_proposed(application, route=route, reason=reason, by=by))
    return public_money.assess_subsidy(
        application,
        route=route,
        reason=reason,
        seen=_key_of_what_holds(application),
        by=by or colleague("is_officer"),
    )


def route_proposed(application, *, route="not_subsidy", reason="It is for members.", by=None):
    """After an offer an officer proposes another answer, and nobody has answered."""
    return proposing.propose_route(
        application,
        route=route,
        reason=reason,
        seen=_key_of_what_holds(application),
        by=by or colleague("is_officer"),
    )


def agreed_route(proposal, *, by=None):
    """An approver agreed, so that it holds."""
    return proposing.agree_route(proposal, by=by or colleague("is_approver")).assessment


def route_dropped(proposal, *, because="They sell bread.", by=None):
    """An approver said no."""
    return proposing.drop_route(proposal, because=because, by=by or colleague("is_approver"))


def finished_route(application, *, note="Seven principles, file 12.", by=None):
    """Somebody who did not choose the longer way says that its assessment is done."""
    return public_money.finish_route(application, note=note, by=by or staff("is_officer"))


def _key_of_what_holds(application):
    held = application.subsidy_assessments.current().first()
    return held and held.pk


def linked_enterprises(one, other, *, reason="The one owns the other.", by=None):
    """Two organisations that are one enterprise."""
    by = by or colleague("is_officer")
    return linking.link_enterprises(one, other=other, reason=reason, by=by)


def in_database(application, *, entry="SC10842", by=None):
    """Entered in the public subsidy database."""
    return public_money.enter_in_database(
        Award.objects.get(application=application),
        entry=entry,
        entered_on=localdate(),
        by=by or colleague("is_officer"),
    )
