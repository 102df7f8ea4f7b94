"""The demo."""


def logins():
    return []


def mail():
    return []
