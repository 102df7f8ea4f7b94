"""Saved views: whose they are, what they hold, and what is refused."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applicants.access import Refused
from grants.casework import actions
from grants.casework.actions import change_view, delete_view, save_view
from grants.models import SavedView
from tests import factories

pytestmark = pytest.mark.django_db
FACTS = {"name": "Late", "query": "waiting=30", "is_shared": False}


def chips(user):
    page = factories.client_for(user).get(reverse("application_list"))
    return [(name, query) for query, name, _own, _reference in page.context["choices"].views]


@pytest.mark.database
def test_a_view_is_saved_on_its_page_and_stands_above_the_list():
    officer = factories.staff("is_officer")
    client = factories.client_for(officer)

    answer = client.post(
        reverse("saved_view_add") + "?waiting=30&state=nonsense&page=4",
        {"name": "Late", "is_shared": ""},
        follow=True,
    )

    view = SavedView.objects.get()
    assert (view.name, view.query, view.is_shared, view.owner) == (
        "Late",
        "waiting=30",
        False,
        officer,
    )
    assert answer.redirect_chain[-1][0] == reverse("application_list") + "?waiting=30"
    assert 'href="?waiting=30" aria-current="true">Late' in answer.text


def test_a_view_is_ones_own_until_it_is_shared():
    officer, other = factories.staff("is_officer"), factories.staff("is_approver")
    view = factories.saved_view(by=officer)
    assert chips(other) == []

    change_view(view, name="Ours", is_shared=True, by=officer)

    assert chips(other) == [("Ours", "state=submitted")]
    page = factories.client_for(other).get(reverse("saved_view", args=[view.reference]))
    assert page.status_code == 403


def test_a_stranger_to_a_view_can_neither_find_change_nor_delete_it():
    view = factories.saved_view(by=factories.staff("is_officer"))
    other = factories.staff("is_officer")
    client = factories.client_for(other)

    assert client.get(reverse("saved_view", args=[view.reference])).status_code == 404
    assert client.post(reverse("saved_view_delete", args=[view.reference])).status_code == 404
    with pytest.raises(PermissionDenied):
        change_view(view, name="Mine", is_shared=False, by=other)
    with pytest.raises(PermissionDenied):
        delete_view(view, by=other)
    assert SavedView.objects.get().name == "To check"


@pytest.mark.parametrize("role", ["is_auditor", "is_assessor", "is_finance_preparer"])
def test_only_those_who_run_and_decide_cases_save_views(role):
    with pytest.raises(PermissionDenied):
        save_view(by=factories.staff(role), **FACTS)


def test_the_same_saved_twice_is_one_view():
    officer = factories.staff("is_officer")

    assert save_view(by=officer, **FACTS) == save_view(by=officer, **FACTS)
    assert SavedView.objects.count() == 1


@pytest.mark.database
def test_two_views_of_one_person_have_two_names():
    officer = factories.staff("is_officer")
    save_view(by=officer, **FACTS)
    other = save_view(by=officer, **FACTS | {"name": "Other", "query": ""})

    with pytest.raises(Refused, match="this name already"):
        save_view(by=officer, **FACTS | {"query": "state=closed"})
    with pytest.raises(Refused, match="this name already"):
        change_view(other, name="Late", is_shared=True, by=officer)

    assert save_view(by=factories.staff("is_officer"), **FACTS).name == "Late"


def test_a_refusal_stands_beside_the_name():
    officer = factories.staff("is_officer")
    save_view(by=officer, **FACTS)

    page = factories.client_for(officer).post(
        reverse("saved_view_add") + "?state=closed", {"name": "Late"}
    )

    assert "You have a saved view with this name already" in page.text


def test_nobody_keeps_more_views_than_anybody_can_read(monkeypatch):
    monkeypatch.setattr(actions, "MOST_VIEWS", 1)
    officer = factories.staff("is_officer")
    save_view(by=officer, **FACTS)

    with pytest.raises(Refused, match="Delete one"):
        save_view(by=officer, **FACTS | {"name": "Other"})


@pytest.mark.database
def test_a_view_is_deleted_and_a_second_click_is_told():
    officer = factories.staff("is_officer")
    view = factories.saved_view(by=officer)
    client = factories.client_for(officer)

    assert client.post(reverse("saved_view_delete", args=[view.reference])).status_code == 302

    assert chips(officer) == []
    with pytest.raises(Refused, match="not there any more"):
        change_view(view, name="Late", is_shared=True, by=officer)


def test_what_is_kept_is_read_again_with_todays_rules():
    officer = factories.staff("is_officer")
    view = factories.saved_view(by=officer)
    SavedView.objects.filter(pk=view.pk).update(query='state=gone&words="><script>&evil=1')

    page = factories.client_for(officer).get(reverse("application_list"))

    assert chips(officer) == [("To check", "words=%22%3E%3Cscript%3E")]
    assert "<script>&evil" not in page.text


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b"])
def test_a_name_that_cannot_be_kept_is_asked_for_again(name):
    client = factories.client_for(factories.staff("is_officer"))

    page = client.post(reverse("saved_view_add"), {"name": name})

    assert page.status_code in (200, 400)
    assert not SavedView.objects.exists()


def test_the_list_with_all_its_choices_takes_no_more_queries(django_assert_max_num_queries):
    officer = factories.staff("is_officer")
    client = factories.client_for(officer)
    for number in range(3):
        factories.saved_view(name=f"View {number}", by=officer)
        factories.submitted()
        factories.staff("is_assessor")
        with django_assert_max_num_queries(8):
            client.get(reverse("application_list"))
