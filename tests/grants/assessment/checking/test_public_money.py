"""What other public money a co-op names is added up for the officer, and decides nothing."""

import html

import pytest
from django.urls import reverse

from grants.applications import actions
from grants.funds.actions import publish_round
from grants.funds.columns import COLUMNS
from grants.models import Question, SectionAnswers
from tests import factories
from tests.factories import client_for

pytestmark = pytest.mark.django_db


def sent_with(*amounts):
    """An application that asks for £4,000 and names these amounts of other public money."""
    round = factories.the_round()
    Question.objects.create(
        section=round.sections.get(number=1),
        number=4,
        text="What other public money have you had?",
        kind=Question.Kind.FUNDING,
        options=list(COLUMNS[Question.Kind.FUNDING]),
        is_required=False,
        rows=4,
    )
    round = publish_round(round, by=factories.staff("is_officer"))
    application = factories.draft(round=round)
    row = SectionAnswers.objects.get(application=application, section__number=1)
    row.answers["4"] = [
        {"giver": "The council", "amount": each, "year": "2025"} for each in amounts
    ]
    row.sound = [*row.sound, "4"]
    row.save()
    return actions.submit_application(application, by=application.started_by)


def seen_by_an_officer(application):
    officer = client_for(factories.staff("is_officer"))
    response = officer.get(reverse("case_eligibility", args=[application.reference]))
    return " ".join(html.unescape(response.text).split())


def test_the_officer_reads_the_sum_and_the_limit():
    page = seen_by_an_officer(sent_with("1,800", "£200.50"))

    assert (
        "They name £2,000.50 from other public bodies and ask us for £4,000: £6,000.50 in all. "
        "The limit is £315,000." in page
    )


def test_more_than_the_limit_is_said():
    assert "That is more than the limit of £315,000." in seen_by_an_officer(sent_with("311000.01"))
    assert "That is more than the limit" not in seen_by_an_officer(sent_with("311000"))


def test_none_named_is_nothing_and_a_form_that_does_not_ask_says_nothing():
    assert "They name £0 from other public bodies" in seen_by_an_officer(sent_with())
    assert "Public money" not in seen_by_an_officer(factories.submitted())
