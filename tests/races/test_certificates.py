"""Two workers that make the certificate of one person."""

from functools import partial

import pytest

from tests import factories
from workshops.certificates.actions import issue_certificate
from workshops.certificates.making import make
from workshops.models import Certificate, Session

pytestmark = pytest.mark.database
NEWEST = "one_certificate_of_a_place_is_the_newest"


def made_by_workers(number):
    _of, (ama,) = factories.came("Ama")
    return [partial(issue_certificate, ama, make(ama)) for _worker in range(number)]


def test_of_four_workers_one_issues_it(race):
    outcomes = race(*made_by_workers(4))

    assert sorted(outcomes) == [0, 0, 0, 1]
    assert Certificate.objects.count() == 1


def test_without_lock_and_constraint_there_are_several(race, without_locks, without_constraint):
    works = made_by_workers(4)
    without_locks(Session)
    without_constraint(Certificate, NEWEST)

    race(*works, patience=10)

    assert Certificate.objects.filter(replaced_at=None).count() > 1
