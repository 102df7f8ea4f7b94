"""Which signatures made an offer accepted is kept, and nobody else’s passes for one of them."""

import pytest
from django.db import IntegrityError, transaction

from applicants.actions.members import change_member
from grants.awards.agreeing.queries import signatures_of
from grants.models import Award, Signature
from tests import factories
from tests.factories import client_for, member, signed
from tests.factories.people import owner_of
from tests.paper import squash

from .an_offer import offer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def accepted():
    """Bea signs and loses the right to; then Ama and Cee sign and accept."""
    application = factories.offered()
    co_op = application.organisation
    ama = owner_of(co_op)
    bea, cee = (member(co_op, is_signatory=True) for _each in range(2))
    signed(application, by=bea, name="Bea")
    seat = co_op.memberships.live().get(user=bea)
    change_member(seat, role=seat.role, is_signatory=False, by=ama)
    signed(application, by=ama, name="Ama")
    return signed(application, by=cee, name="Cee")


def test_an_accepted_offer_says_whose_signatures_it_stands_on(accepted):
    assert accepted.state == "accepted"

    rows = signatures_of(Award.objects.get())
    page = client_for(owner_of(accepted.organisation)).get(offer(accepted)).text
    names = page.partition("Who signed")[2]

    assert [(one.name, one.has_counted) for one in rows] == [
        ("Bea", False),
        ("Ama", True),
        ("Cee", True),
    ]
    assert squash(names).count("It did not count when the offer was accepted") == 1
    assert "It did not count" in names.partition("Bea")[2].partition("Ama")[0]


def test_what_counted_stays_so(accepted):
    bea, ama = (Signature.objects.get(name=name) for name in ("Bea", "Ama"))

    for row, change in (
        (ama, {"has_counted": False}),
        (ama, {"name": "Mallory"}),
        (bea, {"has_counted": True, "name": "Mallory"}),
    ):
        with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
            Signature.objects.filter(pk=row.pk).update(**change)


def test_while_it_is_open_none_has_counted():
    application = factories.offered()
    signed(application, by=owner_of(application.organisation))

    assert not Signature.objects.get().has_counted
