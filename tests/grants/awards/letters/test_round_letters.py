"""How far the letters of a round are: a plain page that costs the same for any number."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.awards.letters.issuing import make_queued_letters
from grants.awards.letters.models import Kind
from grants.models import Letter
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db

BROKEN = "This letter cannot be made yet. Spell it in another way."


@pytest.fixture
def client():
    return factories.client_for(colleague("is_officer"))


def a_round(*, of, waiting=0, stuck=0):
    """A round with so many letters, most of them of one case: some wait, some are stuck."""
    application = factories.accepted(confirmed=False)
    first = factories.queued_letter(Kind.REMINDER, of=application, key="0")
    make_queued_letters()
    rows = [
        Letter(
            application=application, kind=Kind.REMINDER, key=str(n), words=first.words,
            reference=f"{application.reference}-reminder-{n + 1}", signed_by=first.signed_by,
            dated_on=first.dated_on, problem=BROKEN if n <= stuck else "",
        )
        for n in range(1, of - 1)
    ]  # fmt: skip
    Letter.objects.bulk_create(rows)
    made = Letter.objects.filter(issued_at=None, problem="").order_by("pk")
    done = [letter.pk for letter in made][: of - 2 - waiting - stuck]
    made = {"issued_at": first.queued_at, "pdf": b"x", "sha256": "y", "page_sha256": "z"}
    Letter.objects.filter(pk__in=done).update(**made)
    return application.round


def address(round):
    return reverse("round_letters", args=[round.reference])


def test_it_says_how_many_are_made_and_how_many_need_somebody(client):
    round = a_round(of=12, waiting=3, stuck=2)

    page = client.get(address(round)).text

    assert "7 of 12 letters made, 2 need you." in page
    assert "3 still to come." in page
    assert page.count(BROKEN) == 2
    assert 'http-equiv="refresh"' not in page


REFRESH = '<meta http-equiv="refresh" content="10">'


def test_it_looks_again_by_itself_only_when_asked(client):
    round = a_round(of=5, waiting=2)

    assert REFRESH not in client.get(address(round)).text
    assert REFRESH in client.get(address(round), {"watch": "1"}).text


def test_it_stops_looking_when_nothing_waits(client):
    round = a_round(of=5, stuck=1)

    assert REFRESH not in client.get(address(round), {"watch": "1"}).text


@pytest.mark.parametrize(("of", "stuck"), [(8, 3), (1000, 400)])
def test_a_thousand_letters_cost_as_few_queries_as_eight(client, of, stuck):
    round = a_round(of=of, waiting=2, stuck=stuck)
    client.get(address(round))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(address(round))

    assert f"{of - stuck - 2} of {of:d} letters made, {stuck} need you" in page.text
    assert len(asked) <= 10
    assert not any('"grants_letter"."pdf"' in query["sql"] for query in asked)
    assert len(page.content) < 120_000


def test_one_is_made_again_and_the_officer_is_back_on_the_page(client):
    round = a_round(of=6, stuck=2)
    letter = Letter.objects.exclude(problem="").first()

    response = client.post(reverse("letter_again", args=[letter.reference]), {"round": "1"})
    make_queued_letters()

    assert response.url == address(round)
    letter.refresh_from_db()
    assert letter.issued_at
    assert "5 of 6 letters made, 1 needs you." in client.get(address(round)).text


def test_all_are_made_again_and_one_that_still_cannot_be_stops_none(client):
    round = a_round(of=9, stuck=5)
    bad = Letter.objects.exclude(problem="").order_by("pk")[2]
    Letter.objects.filter(pk=bad.pk).update(words={**bad.words, "due_on": ""})

    response = client.post(reverse("round_letters_again", args=[round.reference]))
    while make_queued_letters():
        pass

    assert response.url == address(round)
    page = client.get(address(round)).text
    assert "8 of 9 letters made, 1 needs you." in page
    assert "nothing is known for: due date" in page


def test_a_letter_of_a_case_that_a_conflict_closes_is_not_counted():
    from grants.assessment.actions import declare_conflict

    application = factories.offered()
    Letter.objects.filter(application=application)
    officer = colleague("is_officer")
    client = factories.client_for(officer)
    assert "1 of 1 letter made" in client.get(address(application.round)).text

    declare_conflict(application, by=officer, reason="My aunt.")

    assert "No letters yet" in client.get(address(application.round)).text


@pytest.mark.parametrize("asked", ["x", "-1", "0", "999999999999"])
def test_rubbish_in_the_address_shows_a_page(client, asked):
    round = a_round(of=6, stuck=2)

    assert client.get(address(round), {"page": asked}).status_code == 200


def test_an_approver_sees_it_and_cannot_make_any_again():
    round = a_round(of=6, stuck=2)
    client = factories.client_for(colleague("is_approver"))

    page = client.get(address(round))

    assert page.status_code == 200
    assert "Make it again" not in page.text
    assert client.post(reverse("round_letters_again", args=[round.reference])).status_code == 403
