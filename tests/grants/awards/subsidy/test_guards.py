"""What the database refuses about public money."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import now

from grants.models import (
    Award,
    DatabaseEntry,
    DeclaredAward,
    EnterpriseLink,
    LimitConfirmation,
    SubsidyAssessment,
    SubsidyNotice,
    SubsidyStatement,
)
from tests import factories
from tests.factories.cases import colleague

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refused(call):
    with pytest.raises(DatabaseError), transaction.atomic():
        call()


@pytest.fixture
def confirmed():
    application = factories.offered()
    factories.confirmed_limit(application, {})

    return factories.all_sign(application)


CHANGES = [
    (SubsidyNotice, {"gross_value": 1}),
    (SubsidyStatement, {"gross_value": 1}),
    (SubsidyStatement, {"given_on": date(2020, 1, 1)}),
    (DeclaredAward, {"amount": 1}),
    (DeclaredAward, {"kind": "other"}),
    (LimitConfirmation, {"declared": 0}),
    (LimitConfirmation, {"name": "Somebody"}),
    (LimitConfirmation, {"allowed": 999_999}),
    (LimitConfirmation, {"replaced_at": None}),
]


@pytest.mark.parametrize(("model", "change"), CHANGES)
def test_what_was_said_in_writing_stays(confirmed, model, change):
    refused(lambda: model.objects.update(**change))
    refused(lambda: model.objects.all().delete())


def test_a_replaced_confirmation_does_not_come_back(confirmed):
    LimitConfirmation.objects.update(replaced_at=now())

    refused(lambda: LimitConfirmation.objects.update(replaced_at=None))


@pytest.mark.parametrize(
    "change", [{"route": "full"}, {"reason": "Other."}, {"assessed_at": now()}]
)
def test_an_assessment_is_replaced_never_changed(change):
    factories.assessed_subsidy(factories.with_panel())

    refused(lambda: SubsidyAssessment.objects.update(**change))
    refused(lambda: SubsidyAssessment.objects.all().delete())


def test_that_a_longer_route_is_done_is_said_once_and_by_whom():
    application = factories.with_panel()
    factories.assessed_subsidy(application, route="full")
    refused(lambda: SubsidyAssessment.objects.update(done_at=now()))
    factories.finished_route(application)

    refused(lambda: SubsidyAssessment.objects.update(done_note="Not."))
    refused(lambda: SubsidyAssessment.objects.update(done_at=None, done_by=None, done_note=""))


def test_whoever_chose_a_longer_route_does_not_say_that_it_is_done():
    factories.assessed_subsidy(factories.with_panel(), route="full")
    done = {"done_at": now(), "done_note": "Done."}

    refused(lambda: SubsidyAssessment.objects.update(**done, done_by=colleague("is_officer")))
    assert SubsidyAssessment.objects.update(**done, done_by=colleague("is_approver"))


def test_minimal_assistance_is_not_done_by_hand():
    factories.assessed_subsidy(factories.with_panel())
    done = {"done_at": now(), "done_by": colleague("is_officer"), "done_note": "Done."}

    refused(lambda: SubsidyAssessment.objects.update(**done))


@pytest.mark.parametrize("facts", [{"reason": ""}, {"route": "none"}])
def test_an_assessment_says_what_and_why(facts):
    application = factories.with_panel()
    facts = {"route": "full", "reason": "Large.", "assessed_by": colleague("is_officer"), **facts}

    refused(lambda: SubsidyAssessment.objects.create(application=application, **facts))


def test_one_assessment_and_one_confirmation_hold(confirmed):
    factories.assessed_subsidy(confirmed)
    for row in (SubsidyAssessment.objects.get(), LimitConfirmation.objects.get()):
        row.pk = None
        refused(row.save)


@pytest.mark.parametrize(
    "facts",
    [
        {"declared": Decimal("309800.01")},
        {"own": 309_801},
        {"gross_value": 315_001, "declared": 0},
        {"name": ""},
    ],
)
def test_nothing_beyond_the_limit_is_confirmed_and_nothing_unsigned(confirmed, facts):
    row = LimitConfirmation.objects.get()
    LimitConfirmation.objects.update(replaced_at=now())
    row.pk, row.declared = None, 0
    for name, value in facts.items():
        setattr(row, name, value)

    refused(row.save)


@pytest.mark.parametrize("facts", [{"amount": 0}, {"amount": -1}, {"body": ""}, {"kind": "gift"}])
def test_a_declared_award_says_who_gave_how_much_of_what(confirmed, facts):
    facts = {"body": "Council", "amount": 1, "given_on": date(2026, 1, 1), "kind": "spei", **facts}
    confirmation = LimitConfirmation.objects.get()

    refused(lambda: DeclaredAward.objects.create(confirmation=confirmation, number=9, **facts))


def test_a_link_stays_and_may_only_end():
    factories.linked_enterprises(factories.organisation(), factories.organisation())
    link = EnterpriseLink.objects.get()

    refused(lambda: EnterpriseLink.objects.update(reason="Other."))
    refused(lambda: EnterpriseLink.objects.update(ended_at=now()))
    refused(lambda: EnterpriseLink.objects.all().delete())
    link.pk, link.reference = None, "another"
    refused(link.save)
    link.first_id, link.second_id = link.second_id, link.first_id
    refused(link.save)


def test_an_entry_of_the_database_stays(settings):
    settings.SUBSIDY_DATABASE_ABOVE = 1
    application = factories.accepted()
    factories.in_database(application)

    refused(lambda: DatabaseEntry.objects.update(entry="SC9"))
    refused(lambda: DatabaseEntry.objects.all().delete())
    row = DatabaseEntry(
        award=Award.objects.get(),
        entry="",
        entered_on=date(2026, 1, 1),
        recorded_by=colleague("is_officer"),
        replaced_at=now(),
    )
    refused(row.save)
