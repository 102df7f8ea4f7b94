"""Who must not learn whose application they judge: the one place that decides it.

In a blind round assessors read without knowing who applies, until its decision is told. Every
page and every email that could name a co-op to them asks `name_of`, in templates `name_for`.
"""

from .involvement import membership_of, on_panels_of, owed_by, partnered_with
from .lifecycle import ApplicationLifecycle

COVERED = "[covered]"  # stands where an officer covered words


def is_judged_blind(application):
    """Its round is judged blind, and what became of it is not told yet."""
    return application.round.is_blind and application.state not in ApplicationLifecycle.DECIDED


def sees_names(user):
    """Whoever runs cases, decides about them or audits them works with names."""
    return user.is_officer or user.is_approver or user.is_auditor


def is_blind_to(user, application):
    """Whether this person must not learn who applies.

    It is so for everybody whose work does not need the name: a new role is blind at first. A
    panel sees names, since it decides about money and place; but nobody on it who owes scores.
    """
    if sees_names(user) or not is_judged_blind(application):
        return False
    if membership_of(user, application) or application.pk in partnered_with(user):
        return False
    return application.pk not in on_panels_of(user) or application.pk in owed_by(user)


def name_of(application, user):
    """What an application is called for this reader: by its co-op, or by its reference alone."""
    if is_blind_to(user, application):
        return f"Application {application.reference}"
    return application.organisation.name
