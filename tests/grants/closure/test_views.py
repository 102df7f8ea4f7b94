"""The pages at the end of an award."""

import pytest
from django.urls import reverse

from grants.models import Report
from grants.monitoring.actions import accept_report, send_report
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db


def officer():
    return factories.client_for(colleague("is_officer"))


def page(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def finished():
    application = factories.in_monitoring()
    for report in Report.objects.order_by("number"):
        sent = send_report(report, answers={}, by=application.started_by)
        accept_report(sent, by=colleague("is_officer"))
    return application


def to(name, application):
    return reverse(name, args=[application.reference])


def test_the_page_says_what_is_still_open_and_offers_no_button():
    application = factories.in_monitoring(instalments=2)

    shown = page(officer().get(to("case_close", application)))

    assert "The 6 month report is not accepted yet." in shown
    assert "Instalment 2 of £2,000 is not paid yet." in shown
    assert "Close the award</button>" not in shown


def test_closing_something_open_names_each_thing_in_the_summary():
    application = factories.in_monitoring(instalments=2)

    shown = page(officer().post(to("case_close", application)))

    assert "There is a problem" in shown
    assert shown.count("The final report is not accepted yet.") == 2
    application.refresh_from_db()
    assert application.state == "in_monitoring"


def test_an_officer_closes_what_is_finished(finished):
    client = officer()

    assert "Close the award</button>" in page(client.get(to("case_close", finished)))
    response = client.post(to("case_close", finished), {"note": "Thank you all."})
    again = client.post(to("case_close", finished), {"note": "Thank you all."})

    finished.refresh_from_db()
    assert finished.state == "closed"
    assert response.url == again.url == to("case", finished)


def test_too_many_words_are_kept_and_counted(finished):
    shown = page(officer().post(to("case_close", finished), {"note": "word " * 150}))

    assert "Use 100 words or fewer. You have written 150." in shown
    assert "word word" in shown


@pytest.mark.parametrize("stage", ["submitted", "declined", "offered", "closed"])
@pytest.mark.parametrize("name", ["case_close", "case_terminate"])
def test_other_stages_get_a_page_not_an_error(stage, name):
    application = getattr(factories, stage)()

    assert "can’t be" in page(officer().get(to(name, application)))
    response = officer().post(to(name, application), {"reason": "Because."})

    if (stage, name) == ("closed", "case_close"):
        assert response.status_code == 302
    else:
        assert "There is a problem" in page(response)


def test_ending_early_wants_a_reason():
    application = factories.accepted()

    assert "Say why this grant ends early" in page(
        officer().post(to("case_terminate", application))
    )
    officer().post(to("case_terminate", application), {"reason": "They have stopped."})

    application.refresh_from_db()
    assert application.state == "terminated"


@pytest.mark.parametrize("name", ["case_close", "case_terminate"])
def test_only_officers_end_an_award(name):
    application = factories.in_monitoring()

    for who, status in (
        (factories.staff("is_approver"), 403),
        (factories.staff("is_auditor"), 403),
        (application.started_by, 403),
        (factories.person(), 404),
    ):
        client = factories.client_for(who)
        assert client.get(to(name, application)).status_code == status
        assert client.post(to(name, application), {"reason": "x"}).status_code == status


@pytest.mark.parametrize("name", ["case_close", "case_terminate"])
def test_pages_ask_little_of_the_database(finished, name, django_assert_max_num_queries):
    client = officer()
    client.get(to(name, finished))

    with django_assert_max_num_queries(8):
        client.get(to(name, finished))
