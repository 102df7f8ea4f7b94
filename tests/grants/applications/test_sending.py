"""Checking, sending and taking back: what the co-op sees of it."""

import pytest

from applicants.models import Email
from grants.models import SectionAnswers
from tests import factories
from tests.factories import client_for

from .pages import BUDGET, close, page, save, text_of

pytestmark = pytest.mark.django_db

# Checking and sending


def test_an_application_is_sent_and_the_receipt_proves_it(ready):
    application, client = ready

    response = client.post(page("application_check", application), {"is_agreed": "on"})
    text = text_of(client.get(response.headers["Location"]))

    submission = application.submissions.get()
    assert response.headers["Location"] == page("application_sent", application)
    assert application.reference in text
    assert all(group in text for group in submission.fingerprint)
    email = Email.objects.get(event="grants/application_submitted")
    assert email.to == application.started_by.email
    assert " ".join(submission.fingerprint) in email.body


def test_sending_twice_gives_the_receipt_again(ready):
    application, client = ready

    responses = [
        client.post(page("application_check", application), {"is_agreed": "on"}) for _ in range(2)
    ]

    assert {response.headers["Location"] for response in responses} == {
        page("application_sent", application)
    }
    assert application.submissions.count() == 1
    assert Email.objects.filter(event="grants/application_submitted").count() == 1


def test_nothing_is_sent_without_agreement(ready):
    application, client = ready

    text = text_of(client.post(page("application_check", application), {}))

    assert "Tick the box to say that your group agrees to send this" in text
    application.refresh_from_db()
    assert application.is_draft


def test_what_is_missing_is_a_list_of_links(begun):
    application, client = begun

    before = text_of(client.get(page("application_check", application)))
    after = text_of(client.post(page("application_check", application), {"is_agreed": "on"}))

    link = (
        f'href="{page("section", application, 2)}?then=check">Finish the section “Money and plan”.'
    )
    assert link in before
    assert link in after
    assert "<title>Error: Check your answers" in after
    assert "Not provided" in before


def test_after_closing_everything_is_kept_and_said_kindly(ready):
    application, client = ready
    close(application.round)

    text = text_of(client.get(page("application_check", application)))
    sent = text_of(client.post(page("application_check", application), {"is_agreed": "on"}))

    assert "We’ve kept everything you wrote" in text
    assert "Agree and send" not in text
    assert "This round has closed, so the application can’t be sent." in sent
    application.refresh_from_db()
    assert application.is_draft
    assert SectionAnswers.objects.filter(application=application).count() == 2


def test_the_receipt_of_an_unsent_application_leads_back(ready):
    application, client = ready

    response = client.get(page("application_sent", application))

    assert response.headers["Location"] == page("application", application)


def test_answers_stay_as_sent_while_text_is_only_text():
    application = factories.draft(ready=False)
    client = client_for(application.started_by)
    save(client, application, 1, q1="<b>Bakers</b> & {{ co }}")
    save(client, application, 2, **BUDGET)
    client.post(page("application_check", application), {"is_agreed": "on"})

    text = text_of(client.get(page("application_answers", application)))

    assert "&lt;b&gt;Bakers&lt;/b&gt; &amp; {{ co }}" in text
    assert "£1,200" in text


# Withdrawing


def test_withdrawing_asks_first_and_says_it_is_done(ready):
    application, client = ready
    address = page("application_withdraw", application)

    client.get(address)
    application.refresh_from_db()
    assert application.is_draft
    responses = [client.post(address, {"note": "Another time."}) for _ in range(2)]

    assert {each.headers["Location"] for each in responses} == {page("progress", application)}
    assert application.history.filter(verb="withdraw").count() == 1
    assert Email.objects.filter(event="grants/application_withdrawn").count() == 1


def test_what_is_agreed_cannot_be_withdrawn():
    application = factories.accepted()
    client = client_for(application.started_by)

    for method in (client.get, client.post):
        assert method(page("application_withdraw", application)).status_code == 409
    application.refresh_from_db()
    assert application.state == "accepted"
