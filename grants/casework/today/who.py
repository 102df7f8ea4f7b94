"""Whose work it is. A role that waits opens nothing yet, so nothing of it is shown."""

from applicants.models import StaffRole


def officer(user):
    return user.is_officer


def only_officer(user):
    return user.is_officer and not approver(user)


def approver(user):
    return user.is_approver and not user.waits_for(StaffRole.APPROVER)


def decides(user):
    return user.is_officer or approver(user)


def reviews(user):
    """Whom an officer may ask to look again; that moves no money, so nothing waits."""
    return user.is_officer or user.is_approver


def pays(user):
    return user.is_finance_approver and not user.waits_for(StaffRole.FINANCE_APPROVER)


def finance(user):
    return user.is_finance_preparer or user.is_finance_approver
