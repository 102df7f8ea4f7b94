"""A page that saves itself: what it is told, what it costs, and what it never does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from applicants.actions.members import change_member, leave_organisation
from grants.applications import actions
from grants.models import Application, Section, SectionAnswers
from grants.templatetags.words import clock
from tests import factories
from tests.bench.pages import SAVE_QUERIES
from tests.bench.reference import Counter
from tests.factories import client_for

pytestmark = pytest.mark.django_db

HOME = "http://testserver"


@pytest.fixture
def begun():
    application = factories.draft(ready=False)
    return application, client_for(application.started_by)


def address_of(application, number=1):
    return reverse("section", args=[application.reference, number])


def autosave(client, application, number=1, *, version=0, **typed):
    form = {"version": version, **typed}
    return client.post(address_of(application, number), form, headers={"X-Autosave": "1"})


def row():
    return SectionAnswers.objects.get()


def rest(seconds):
    """Time passes since the last save."""
    SectionAnswers.objects.update(saved_at=now() - timedelta(seconds=seconds))


def test_it_is_told_the_version_and_the_time(begun):
    application, client = begun

    first = autosave(client, application, q1="Bak")
    second = autosave(client, application, version=1, q1="Bakers")

    assert first.json() == {"version": 1, "saved_at": clock(row().saved_at)}
    assert second.json()["version"] == 2
    assert row().answers == {"1": "Bakers"}
    assert "no-store" in second.headers["Cache-Control"]


def test_what_is_not_finished_is_kept_and_nobody_complains(begun):
    application, client = begun

    told = autosave(client, application, 2, q2="word " * 300, **{"q3-0-amount": "lots"})

    assert told.status_code == 200
    assert row().sound == []
    assert row().answers["3"][0]["amount"] == "lots"


def test_the_same_words_are_not_written_again(begun):
    application, client = begun
    autosave(client, application, q1="Bakers")
    rest(60)
    before = row()

    for version in (0, 1):
        told = autosave(client, application, version=version, q1="Bakers").json()
        assert told == {"version": 1, "saved_at": clock(before.saved_at)}

    assert row().saved_at == before.saved_at


def test_the_second_of_two_members_is_told_and_then_sees_both_texts(begun):
    application, client = begun
    colleague = factories.member(application.organisation)
    autosave(client_for(colleague), application, q1="Their words")

    told = autosave(client, application, q1="My words")
    page = client.post(address_of(application), {"version": 0, "q1": "My words", "both": "1"})

    assert told.status_code == 409
    assert told.json()["is_clash"] is True
    assert told.json()["problem"].startswith(f"{colleague} saved this section at ")
    assert row().answers == {"1": "Their words"}
    assert (page.status_code, "Their words" in page.text) == (409, True)
    assert 'value="My words"' in page.text
    assert "data-autosave>" not in page.text, "two texts are put together by hand"


def test_one_persons_two_windows_do_not_overwrite_one_another(begun):
    application, client = begun
    autosave(client, application, q1="First window")

    told = autosave(client, application, q1="Second window")

    assert told.json()["problem"].startswith("You saved this section in another window at ")
    assert row().answers == {"1": "First window"}


def test_after_sending_it_says_that_nothing_changes_now():
    application = factories.submitted()
    client = client_for(application.started_by)

    told = autosave(client, application, version=1, q1="A late thought")

    assert told.status_code == 409
    assert told.json() == {
        "problem": "This application is no longer a draft, so it can’t be changed now.",
        "is_clash": False,
    }


def test_it_is_for_those_who_may_write(begun):
    application, _client = begun
    reader = factories.member(application.organisation, role="reader")

    assert autosave(client_for(reader), application, q1="x").status_code == 403
    assert autosave(client_for(factories.person()), application, q1="x").status_code == 404
    assert autosave(Client(), application, q1="x").status_code == 302
    assert autosave(client_for(application.started_by), application, 9).status_code == 404
    assert not SectionAnswers.objects.exists()


def test_a_colleague_of_the_fund_does_not_come_into_the_draft_of_their_own_co_op(begun):
    application, _client = begun
    colleague = factories.member(application.organisation)
    type(colleague).objects.filter(pk=colleague.pk).update(is_officer=True)
    colleague.refresh_from_db()
    client = client_for(colleague)

    assert client.get(address_of(application)).status_code == 404
    assert autosave(client, application, q1="x").status_code == 404
    assert not SectionAnswers.objects.exists()


def test_who_left_or_writes_for_another_co_op_only_does_not_come_in(begun):
    application, _client = begun
    gone = factories.member(application.organisation)
    leave_organisation(application.organisation.memberships.get(user=gone), by=gone)
    elsewhere = factories.organisation()

    assert autosave(client_for(gone), application, q1="x").status_code == 404
    owner = client_for(elsewhere.started_by)
    assert autosave(owner, application, q1="x").status_code == 404
    assert not SectionAnswers.objects.exists()


def test_a_change_of_role_counts_at_the_next_save(begun):
    application, _client = begun
    writer = factories.member(application.organisation)
    client = client_for(writer)
    assert autosave(client, application, q1="x").status_code == 200
    membership = application.organisation.memberships.get(user=writer)
    change_member(
        membership, role="reader", is_signatory=False, by=application.organisation.started_by
    )

    assert autosave(client, application, version=1, q1="y").status_code == 403
    assert row().answers == {"1": "x"}


def queries_of_a_save(client, application, **typed):
    counter = Counter()
    with connection.execute_wrapper(counter):
        assert autosave(client, application, **typed).status_code == 200
    return counter.number


def test_it_takes_few_queries(begun):
    application, client = begun
    client.get(address_of(application))  # each process reads a round's form once

    for version, words in enumerate(["new", "changed", "changed"]):
        spent = queries_of_a_save(client, application, version=version, q1=words)
        assert spent <= SAVE_QUERIES, words


def test_in_a_joint_application_only_the_budget_asks_who_its_partners_are():
    application = factories.draft(ready=False, joint=[factories.organisation(name="Mill Co-op")])
    client = client_for(application.started_by)
    client.get(address_of(application))

    assert queries_of_a_save(client, application, q1="new") <= SAVE_QUERIES
    assert queries_of_a_save(client, application, number=2, q2="new") <= SAVE_QUERIES


@pytest.mark.parametrize("is_joint", [False, True])
def test_a_returned_application_takes_few_queries_too(is_joint):
    joint = [factories.organisation(name="Mill Co-op")] if is_joint else ()
    application = factories.draft(joint=joint) if is_joint else factories.draft()
    application = actions.submit_application(application, by=application.started_by)
    officer = factories.staff("is_officer")
    application = actions.return_for_changes(application, questions={"1": "Whole name"}, by=officer)
    client = client_for(application.started_by)
    client.get(address_of(application))
    version = application.sections.get(section__number=1).version

    spent = queries_of_a_save(client, application, version=version, q1="A whole name")

    assert spent <= SAVE_QUERIES
    assert application.sections.get(section__number=1).answers["1"] == "A whole name"


# How long the writing takes


def test_time_between_saves_counts_but_a_walk_with_the_dog_does_not(begun):
    application, client = begun
    autosave(client, application, q1="a")
    rest(90)
    autosave(client, application, version=1, q1="ab")
    rest(3 * 60 * 60)
    autosave(client, application, version=2, q1="abc")

    assert row().seconds == 90 + 5 * 60


def test_somebody_elses_pause_is_not_counted(begun):
    application, client = begun
    autosave(client, application, q1="a")
    rest(90)
    colleague = factories.member(application.organisation)
    autosave(client_for(colleague), application, version=1, q1="ab")

    assert row().seconds == 0


def test_the_minutes_go_along_when_it_is_sent():
    application = factories.draft()
    SectionAnswers.objects.update(seconds=100)

    actions.submit_application(application, by=application.started_by)

    assert application.submissions.get().minutes == 3


# What a page leaves out


def test_answers_that_are_not_on_the_page_are_kept(begun):
    application, _client = begun
    money = Section.objects.get(round=application.round, number=2)
    facts = {"application": application, "section": money, "by": application.started_by}
    actions.save_section(answers={"2": "Bread", "3": []}, sound=["2"], version=0, **facts)

    actions.save_section(answers={"3": [{"kind": "money"}]}, sound=[], version=1, **facts)

    assert row().answers == {"2": "Bread", "3": [{"kind": "money"}]}
    assert row().sound == ["2"]


# A page that was open while its person signed in again


def stale(application, path, **headers):
    client = client_for(application.started_by, enforce_csrf_checks=True)
    client.get(path)
    form = {"csrfmiddlewaretoken": "x" * 64, "version": 0, "q1": "Typed for an hour"}
    return client, client.post(path, form, headers=headers)


def test_an_old_token_loses_no_text(begun):
    application, _client = begun
    path = address_of(application)

    client, response = stale(application, path, origin=HOME)

    assert response.headers["Location"] == path
    text = client.get(path).text
    assert 'value="Typed for an hour"' in text
    assert "we kept what you typed" in text
    assert not SectionAnswers.objects.exists()


def test_a_page_that_saves_itself_gets_todays_token(begun):
    application, _client = begun
    path = address_of(application)

    client, response = stale(application, path, **{"origin": HOME, "X-Autosave": "1"})
    form = {"csrfmiddlewaretoken": response.json()["token"], "version": 0, "q1": "Typed"}
    again = client.post(path, form, headers={"origin": HOME, "X-Autosave": "1"})

    assert (response.status_code, again.status_code) == (403, 200)
    assert row().answers == {"1": "Typed"}


@pytest.mark.parametrize("origin", ["https://thief.example", "null", None])
def test_another_site_cannot_put_words_into_a_page(begun, origin):
    application, _client = begun
    path = address_of(application)

    for more in ({}, {"X-Autosave": "1"}):
        headers = {"origin": origin, **more} if origin else more
        client, response = stale(application, path, **headers)
        assert response.status_code == 403
        assert "token" not in response.headers.get("Content-Type", "")
        assert "Please send that again" in response.text
        assert "Typed for an hour" not in client.get(path).text


def test_other_forms_are_simply_refused(begun):
    application, _client = begun
    path = reverse("application_withdraw", args=[application.reference])

    _client, response = stale(application, path, origin=HOME)

    assert response.status_code == 403
    assert Application.objects.get().is_draft
