"""A changed schedule is also said in a letter, before and after side by side."""

from datetime import timedelta

import pytest

from grants.awards.terms.actions import change_schedule
from grants.awards.terms.queries import fingerprint
from grants.awards.terms.schedule import equal_parts
from grants.templatetags.words import day
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db


def test_a_changed_schedule_is_said_in_a_letter_too():
    application = factories.accepted()
    officer, one = colleague("is_officer"), application.award.instalments.get()
    later = one.due_on + timedelta(days=31)

    change_schedule(
        application.award,
        equal_parts(one.amount, 2, later, 1),
        reason="They open later.",
        seen=fingerprint([one]),
        by=officer,
    )
    factories.issue_letters()

    letter = application.letters.get(kind="variation")
    assert letter.signed_by == officer
    for said in (
        f"£4,000 by {day(one.due_on)}",
        f"£2,000 by {day(later)}",
        "Payment 2",
        "Not planned",
        "They open later.",
    ):
        assert said in letter.html, said
