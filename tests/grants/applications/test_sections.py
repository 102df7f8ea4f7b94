"""One section: what is typed is kept, whoever else writes and whatever goes wrong."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from grants.applications import actions
from grants.models import SectionAnswers
from tests import factories
from tests.factories import client_for

from .pages import BUDGET, page, save, text_of

pytestmark = pytest.mark.django_db


def test_saving_goes_on_to_the_next_section_and_then_to_the_list(begun):
    application, client = begun

    first = save(client, application, 1, q1="Weir Lane Bakers")
    last = save(client, application, 2, **BUDGET)

    assert first.headers["Location"] == page("section", application, 2)
    assert last.headers["Location"] == page("application", application)
    assert sorted(SectionAnswers.objects.values_list("sound", flat=True)) == [["1"], ["2", "3"]]


def test_a_change_from_the_check_page_goes_back_there(ready):
    application, client = ready

    response = client.post(
        f"{page('section', application, 1)}?then=check", {"version": 1, "q1": "New name"}
    )

    assert response.headers["Location"] == page("application_check", application)


def test_everything_typed_is_kept_even_when_it_is_wrong(begun):
    application, client = begun
    typed = BUDGET | {"q2": "word " * 120, "q3-0-amount": "lots", "q3-3-what": ""}

    response = save(client, application, 2, **typed)

    text = text_of(response)
    assert "<title>Error: Money and plan" in text
    assert "Use 100 words or fewer. You have written 120." in text
    assert "Line 1: enter an amount in pounds, like 1,200 or 1,200.50" in text
    assert "Line 4: enter what for" in text
    assert '<a href="#id_q3-0-amount">Line 1' in text
    kept = SectionAnswers.objects.get()
    assert (kept.sound, kept.answers["3"][0]["amount"]) == ([], "lots")
    again = text_of(client.get(page("section", application, 2)))
    assert 'value="lots"' in again
    assert "word word" in again
    assert "There is a problem" not in again


def test_saving_for_later_does_not_complain(begun):
    application, client = begun

    response = save(client, application, 2, "later", q2="Half", q3_0_amount="lots")

    assert response.headers["Location"] == page("application", application)
    assert SectionAnswers.objects.get().answers["2"] == "Half"


def test_the_budget_shows_what_it_adds_up_to(begun):
    application, client = begun

    save(client, application, 2, **BUDGET)

    for name, *more in [("section", 2), ("application_check",), ("application_answers",)]:
        text = text_of(client.get(page(name, application, *more)))
        assert "£1,200 and 2.5 advice days</strong>" in text


def test_limits_and_criteria_are_said_before_writing(begun):
    application, client = begun

    text = text_of(client.get(page("section", application, 2)))

    assert "You can write up to 100 words" in text
    assert "Counts towards: Truly co-operative, Can work." in text


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40, "1.5", "٣"])
def test_a_broken_version_is_a_stale_page_not_a_fault(begun, version):
    application, client = begun
    save(client, application, 1, q1="First")

    response = save(client, application, 1, version=version, q1="Second")

    assert response.status_code == 409
    assert SectionAnswers.objects.get().answers == {"1": "First"}


def test_a_stale_tab_shows_both_texts_and_saves_what_is_put_together(begun):
    application, client = begun
    colleague = factories.member(application.organisation)
    save(client_for(colleague), application, 1, q1="Their words")

    clash = save(client, application, 1, q1="My words")

    text = text_of(clash)
    assert clash.status_code == 409
    assert f"{colleague} saved this section while you had it open" in text
    assert 'value="My words"' in text
    assert "Their words" in text
    assert 'name="version" value="1"' in text
    merged = save(client, application, 1, version=1, q1="My words, their words")
    assert merged.status_code == 302
    assert SectionAnswers.objects.get().answers == {"1": "My words, their words"}


def test_a_doubled_click_saves_once(begun):
    application, client = begun

    responses = [save(client, application, 1, q1="Bakers") for _ in range(2)]

    assert [response.status_code for response in responses] == [302, 302]
    assert SectionAnswers.objects.get().version == 1


def test_text_typed_as_somebody_else_sends_is_shown_not_lost(ready):
    application, client = ready
    actions.submit_application(application, by=application.started_by)

    response = save(client, application, 1, version=1, q1="A late thought")

    text = text_of(response)
    assert "This application is no longer a draft" in text
    assert 'value="A late thought"' in text
    assert application.submissions.get().answers["1"] != "A late thought"


def test_text_survives_a_sign_in_that_ran_out(begun):
    application, _client = begun
    person = application.started_by
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client = Client()

    response = save(client, application, 1, q1="Typed for an hour")
    sign_in = client.post(
        response.headers["Location"],
        {"login": person.email, "password": factories.people.PASSWORD},
    )
    text = text_of(client.get(sign_in.headers["Location"]))

    assert sign_in.headers["Location"] == page("section", application, 1)
    assert 'value="Typed for an hour"' in text
    assert "we kept what you typed" in text
    assert not SectionAnswers.objects.exists()
    save(client, application, 1, q1="Typed for an hour")
    assert "we kept what you typed" not in text_of(client.get(page("section", application, 1)))


def test_kept_text_never_reaches_another_person(begun):
    application, _client = begun
    client = Client()
    save(client, application, 1, q1="A secret plan")
    client.force_login(
        factories.person(), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    response = client.get(page("section", application, 1))

    assert response.status_code == 404
    assert "A secret plan" not in text_of(response)


@pytest.mark.parametrize("number", [0, 3, 10**30])
def test_a_section_that_does_not_exist_is_not_found(begun, number):
    application, client = begun

    assert (
        client.get(f"/applications/{application.reference}/sections/{number}/").status_code == 404
    )
