"""The workshops that come with the service."""

import pytest

from workshops.models import Workshop
from workshops.sessions.actions import add_catalogue
from workshops.sessions.catalogue import CATALOGUE

pytestmark = pytest.mark.django_db


def test_the_eight_workshops_are_added_once_and_keep_what_officers_changed():
    add_catalogue()
    Workshop.objects.filter(reference="money-without-fear").update(title="Money, no fear")

    added = add_catalogue()

    assert len(added) == len(CATALOGUE) == Workshop.objects.count() == 8
    assert Workshop.objects.get(reference="money-without-fear").title == "Money, no fear"


def test_each_workshop_fits_its_table_and_its_sessions():
    for listed in CATALOGUE:
        Workshop(
            reference=listed.reference,
            title=listed.title,
            who_for=listed.who_for,
            summary=listed.summary,
            leave_with=listed.leave_with,
        ).full_clean()
        assert listed.minutes > 0
        assert all(len(place) <= 120 and capacity > 0 for place, capacity in listed.rooms)
