"""Whose work it is."""


def officer(user):
    return user.is_officer


def only_officer(user):
    return user.is_officer and not user.is_approver


def approver(user):
    return user.is_approver


def decides(user):
    return user.is_officer or user.is_approver


def pays(user):
    return user.is_finance_approver


def finance(user):
    return user.is_finance_preparer or user.is_finance_approver
