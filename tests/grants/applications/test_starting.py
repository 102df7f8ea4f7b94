"""Starting an application, and the list of what there is to do."""

import pytest
from django.urls import reverse

from grants.applications import actions
from grants.models import Application, SectionAnswers
from tests import factories
from tests.factories import client_for

from .pages import close, page, save, text_of

pytestmark = pytest.mark.django_db

# Starting


def test_a_person_starts_for_one_of_their_co_ops():
    person, round = factories.person(), factories.open_round()
    organisation = factories.organisation(owner=person)
    client = client_for(person)
    address = reverse("application_start", args=[round.reference])

    assert organisation.name in text_of(client.get(address))
    response = client.post(address, {"organisation": organisation.pk})

    application = Application.objects.get()
    assert response.headers["Location"] == page("application", application)
    assert (application.organisation, application.round) == (organisation, round)


@pytest.mark.parametrize("choice", ["", "0", "abc", "-1", "9" * 30])
def test_nobody_starts_for_a_co_op_that_is_not_theirs(choice):
    person, round = factories.person(), factories.open_round()
    factories.organisation(owner=person)
    foreign = factories.organisation()
    address = reverse("application_start", args=[round.reference])

    for chosen in (choice, foreign.pk):
        response = client_for(person).post(address, {"organisation": chosen})
        assert response.status_code == 200
        assert "Error: " in text_of(response)
    assert not Application.objects.exists()


def test_without_a_co_op_the_page_says_where_to_begin():
    address = reverse("application_start", args=[factories.open_round().reference])

    response = client_for(factories.person()).get(address)

    assert reverse("organisation_start") in text_of(response)


def test_a_closed_round_says_so_kindly():
    round = factories.open_round()
    close(round)
    person = factories.person()
    organisation = factories.organisation(owner=person)
    address = reverse("application_start", args=[round.reference])
    client = client_for(person)

    assert "This round closed at" in text_of(client.get(address))
    assert client.post(address, {"organisation": organisation.pk}).status_code == 409
    assert not Application.objects.exists()


def test_a_round_that_is_not_published_does_not_exist():
    address = reverse("application_start", args=[factories.the_round().reference])

    assert client_for(factories.person()).get(address).status_code == 404


# The task list


def test_the_task_list_says_how_far_each_section_is(begun):
    application, client = begun
    assert text_of(client.get(page("application", application))).count("Not yet started") == 2

    save(client, application, 1, q1="Weir Lane Bakers")
    save(client, application, 2, q2="Half an answer")
    text = text_of(client.get(page("application", application)))

    assert "You’ve finished 1 of 2 sections" in text
    assert ("Completed" in text, "In progress" in text) == (True, True)
    assert "Cannot send yet" in text
    assert str(application.started_by) in text


def test_a_reader_reads_and_opens_nothing(begun):
    application, _client = begun
    client = client_for(factories.member(application.organisation, role="reader"))

    text = text_of(client.get(page("application", application)))

    assert page("section", application, 1) not in text
    assert client.get(page("application_answers", application)).status_code == 200
    for name, *more in [
        ("section", 1),
        ("application_check",),
        ("application_withdraw",),
        ("attachment_add",),
    ]:
        for method in (client.get, client.post):
            assert method(page(name, application, *more)).status_code == 403
    assert not SectionAnswers.objects.exists()


def test_what_the_officer_asked_for_stands_on_top():
    application = factories.submitted()
    officer = factories.staff("is_officer")
    actions.return_for_changes(application, by=officer, note="Say who the bakers are.")
    client = client_for(application.started_by)

    assert "Say who the bakers are." in text_of(client.get(page("application", application)))


def test_a_sent_application_is_followed_not_edited():
    application = factories.submitted()
    client = client_for(application.started_by)

    assert client.get(page("application", application)).headers["Location"] == page(
        "progress", application
    )
    assert client.get(page("section", application, 1)).headers["Location"] == page(
        "application_answers", application
    )


# Doors


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("application", ()),
        ("section", (1,)),
        ("application_check", ()),
        ("application_sent", ()),
        ("application_answers", ()),
        ("application_withdraw", ()),
        ("attachment_add", ()),
    ],
)
def test_another_co_op_finds_nothing(name, more):
    application = factories.draft()
    stranger = factories.person()
    factories.organisation(owner=stranger)
    client = client_for(stranger)

    for method in (client.get, client.post):
        assert method(page(name, application, *more)).status_code in (404, 405)
    assert client.get(reverse(name, args=["CDF-1999-0001", *more])).status_code == 404
    application.refresh_from_db()
    assert application.is_draft
