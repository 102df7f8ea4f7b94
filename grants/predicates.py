"""One plain thing about a person and a record, each true or not; `permissions.py` joins them.

A record is an application, or something that belongs to one.
"""

import rules

from applicants.models import StaffRole

from .blindness import is_blind_to, sees_names
from .closeness import KEPT_FROM_JUDGING
from .involvement import (
    assigned_to,
    before_panels_of,
    case_of,
    conflicts_of,
    declared_by,
    host_membership_of,
    left_by,
    membership_of,
    open_links,
    partnered_with,
    seat_of,
    standings_of,
)


@rules.predicate
def is_member(user, record):
    return membership_of(user, record) is not None


@rules.predicate
def is_editor(user, record):
    membership = membership_of(user, record)
    return membership is not None and membership.can_edit


@rules.predicate
def is_partner(user, record):
    """They act for an organisation that was asked to join it, and looked, and did not say no."""
    application = case_of(record)
    return application is not None and application.pk in partnered_with(user)


@rules.predicate
def answers_for_partner(user, partner):
    """They may say yes or no for the organisation that this partner is."""
    if partner is None:
        return False
    membership = user.memberships_by_organisation.get(partner.organisation_id)
    return membership is not None and membership.can_edit


@rules.predicate
def is_signatory(user, record):
    membership = membership_of(user, record)
    return membership is not None and membership.is_signatory


@rules.predicate
def acts_for_host(user, hosting):
    """They act for the body that was asked to hold the money for a group."""
    return hosting is not None and user.membership_in(hosting.host_id) is not None


@rules.predicate
def signs_for_host(user, record):
    membership = host_membership_of(user, record)
    return membership is not None and membership.is_signatory


@rules.predicate
def holds_the_money_of(user, letter):
    """The letter is about money that a body holds for a group, and they act for that body."""
    if getattr(letter, "kind", "") not in ("remittance", "recovery"):
        return False
    award = getattr(case_of(letter), "award", None)
    return award is not None and user.membership_in(award.payee_id) is not None


@rules.predicate
def is_about_money_that_came(user, settlement):
    return getattr(settlement, "way", "") in ("came", "undone")  # or did not, after all


@rules.predicate
def signs_for_payee(user, record):
    """They may sign for whom the money goes to: the co-op, or the body that holds it."""
    application = case_of(record)
    if application is None:
        return False
    award = getattr(application, "award", None)
    payee = award.payee_id if award is not None else None
    membership = user.membership_in(payee or application.organisation_id)
    return membership is not None and membership.is_signatory


@rules.predicate
def has_conflict(user, record):
    """The case is closed to them: they declared it, or act or acted for one of those who apply."""
    application = case_of(record)
    return application is not None and application.pk in conflicts_of(user)


@rules.predicate
def leaves_discussion(user, record):
    """They go out when it is talked about, and don’t see what others gave it."""
    application = case_of(record)
    return application is not None and application.pk in left_by(user)


@rules.predicate
def is_kept_from_judging(user, record):
    """An officer settled that they neither score nor decide, or has a link still to settle."""
    application = case_of(record)
    if application is None:
        return False
    settled = standings_of(user).get(application.pk)
    return settled in KEPT_FROM_JUDGING or bool(open_links(user, application))


@rules.predicate
def has_declared(user, record):
    """They said whether they are close to this co-op, before they opened its application."""
    application = case_of(record)
    return application is not None and application.pk in declared_by(user)


@rules.predicate
def must_not_know(user, record):
    """They judge it without knowing who applies, and read it only as an officer has covered it."""
    application = case_of(record)
    return application is not None and is_blind_to(user, application)


@rules.predicate
def knows_too_much(user, record):
    """Its round is judged blind, and their other work shows them who applies."""
    application = case_of(record)
    return application is not None and sees_names(user) and application.round.is_blind


@rules.predicate
def is_asked_in(user, round):
    """They are asked to assess something of this round."""
    if round is None:
        return False
    asked = user.assignments.filter(ended_at=None, application__round=round)
    return user.remember(("asked in", round.pk), asked.exists)


@rules.predicate
def is_about_them(user, conflict):
    return conflict is not None and conflict.user_id == user.pk


@rules.predicate
def is_assigned(user, record):
    return case_of(record) is not None and case_of(record).pk in assigned_to(user)


@rules.predicate
def is_before_their_panel(user, record):
    return case_of(record) is not None and case_of(record).pk in before_panels_of(user)


@rules.predicate
def has_scored(user, record):
    application = case_of(record)
    if application is None:
        return False
    return user.remember(
        ("scored", application.pk), lambda: application.assessments.filter(assessor=user).exists()
    )


@rules.predicate
def prepared_run(user, run):
    return run is not None and run.prepared_by_id == user.pk


@rules.predicate
def checked_its_bank_details(user, run):
    return run is not None and run.payments.filter(bank_checked_by=user).exists()


@rules.predicate
def pays_a_conflict(user, run):
    """One of the run's payments goes to a case that a declared conflict closes to them."""
    if run is None:
        return False
    conflicts = conflicts_of(user)
    paid = run.payments.filter(instalment__award__application__in=conflicts)
    return bool(conflicts) and paid.exists()


@rules.predicate
def sits_on(user, record):
    return seat_of(user, record) is not None


@rules.predicate
def chairs(user, record):
    seat = seat_of(user, record)
    return seat is not None and seat.is_chair


@rules.predicate
def reviews_it(user, review):
    """An officer chose them to look again at how this was decided."""
    return review is not None and review.reviewer_id == user.pk


@rules.predicate
def owns_view(user, view):
    return view is not None and view.owner_id == user.pk


def holds(role):
    return rules.predicate(lambda user: getattr(user, role), name=role)


def waits_for(role):
    """They were given this role a moment ago, and it does not count yet."""
    name = f"waits_for_{role.name.lower()}"
    return rules.predicate(lambda user: user.waits_for(role) is not None, name=name)


is_officer = holds("is_officer")
is_assessor = holds("is_assessor")
is_approver = holds("is_approver")
is_preparer = holds("is_finance_preparer")
is_payments_approver = holds("is_finance_approver")
# What was given a moment ago does not count yet where it could send money away.
decides = is_approver & ~waits_for(StaffRole.APPROVER)
prepares = is_preparer & ~waits_for(StaffRole.FINANCE_PREPARER)
approves = is_payments_approver & ~waits_for(StaffRole.FINANCE_APPROVER)
is_auditor = holds("is_auditor")
