"""What the pages of an application ask of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grants.models import Question
from tests import factories
from tests.factories import client_for

from .pages import page

pytestmark = pytest.mark.django_db


def statements(client, method, *args, **kwargs):
    """How many statements a request costs, without the marks around transactions."""
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
    with CaptureQueriesContext(connection) as captured:
        response = getattr(client, method)(*args, **kwargs)
    asked = [query["sql"] for query in captured if not query["sql"].startswith(marks)]
    return response, len(asked)


def test_pages_and_savings_cost_what_was_promised(begun):
    application, client = begun
    address = page("section", application, 1)
    client.get(address)  # the round's form is read once in each process

    _list, of_list = statements(client, "get", page("application", application))
    _section, of_section = statements(client, "get", address)
    _check, of_check = statements(client, "get", page("application_check", application))
    first, of_first = statements(client, "post", address, {"version": 0, "q1": "Bakers"})
    again, of_next = statements(client, "post", address, {"version": 1, "q1": "Bread"})
    wrong, of_wrong = statements(client, "post", address, {"version": 2, "q1": ""})

    assert [response.status_code for response in (first, again, wrong)] == [302, 302, 200]
    assert (of_list, of_section, of_check) == (7, 6, 7)
    assert (of_first, of_next, of_wrong) == (6, 6, 6)


def test_costs_are_flat_in_the_number_of_questions():
    round = factories.the_round()
    section = round.sections.get(number=1)
    Question.objects.bulk_create(
        Question(section=section, number=number, text="More?", kind=Question.Kind.SHORT_TEXT)
        for number in range(10, 40)
    )
    from grants.funds.actions import publish_round

    round = publish_round(round, by=factories.staff("is_officer"))
    application = factories.draft(round=round, ready=False)
    client = client_for(application.started_by)
    address = page("section", application, 1)

    _cold, of_cold = statements(client, "get", address)
    _page, of_page = statements(client, "get", address)
    _saved, of_saved = statements(client, "post", address, {"version": 0, "q1": "Bakers"})

    assert (of_cold, of_page, of_saved) == (10, 6, 6)


def test_sending_costs_at_most_twenty_statements(ready):
    application, client = ready
    client.get(page("application", application))  # the round's form is read once in each process

    response, of_sending = statements(
        client, "post", page("application_check", application), {"is_agreed": "on"}
    )

    assert response.status_code == 302
    assert of_sending <= 20
