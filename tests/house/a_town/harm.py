"""What somebody types who means harm, and a co-op that is called so."""

from tests import factories

HARM = '"><script>alert(1)</script>{{ 7*7 }}'


def co_op(owner, name):
    return factories.organisation(owner=owner, name=f"{name} {HARM}")
