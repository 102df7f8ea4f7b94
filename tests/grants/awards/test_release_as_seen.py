"""An approver releases what she had before her, and no letter that cannot be made."""

import html

import pytest

from grants.awards.releasing.actions import edit_words
from grants.models import Award
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.panels import fresh, read, ready

from .test_release_pages import page, send, told_in

pytestmark = pytest.mark.django_db


def test_the_page_shows_what_is_sent():
    resolution = ready()

    shown = client_for(colleague("is_approver")).get(
        page("release_send", resolution.application.round)
    )

    assert fresh(resolution).draft.words in html.unescape(shown.text)
    assert "<li>£4,000 by " in shown.text


def other_words(resolution):
    writer, reader = factories.staff("is_officer"), factories.staff("is_officer")
    facts = {"words": "You get all, and more.", "instalments": 1}
    edit_words(resolution, **facts, version=resolution.draft.version, by=writer)
    read(fresh(resolution), by=reader)


def other_payments(resolution):
    writer, reader = factories.staff("is_officer"), factories.staff("is_officer")
    draft = resolution.draft
    edit_words(resolution, words=draft.words, instalments=2, version=draft.version, by=writer)
    read(fresh(resolution), by=reader)


def another_wording(resolution):
    factories.letter_wording("offer")


@pytest.mark.parametrize("change", [other_words, other_payments, another_wording])
def test_only_what_the_approver_had_before_her_is_released(change):
    resolution = ready()
    round = resolution.application.round
    client = client_for(colleague("is_approver"))
    told = told_in(client.get(page("release_send", round)).text)
    change(fresh(resolution))

    sent = send(client, round, [resolution], told)

    assert "Not released: The words or the terms changed since you looked." in sent.text
    assert not Award.objects.exists()
    assert "Offered." in send(client, round, [resolution]).text


@pytest.mark.parametrize(
    ("verdict", "stops"), [("full", True), ("decline", True), ("reserve", False)]
)
def test_a_name_that_no_letter_can_show_is_said_before_the_release(verdict, stops):
    resolution = ready(verdict, amount="1000") if verdict == "reserve" else ready(verdict)
    co_op = resolution.application.organisation
    type(co_op).objects.filter(pk=co_op.pk).update(name="面包 Co-op")
    client = client_for(colleague("is_approver"))

    shown = client.get(page("release", resolution.application.round)).text
    sent = send(client, resolution.application.round, [resolution]).text

    sentence = (
        "Our letters can’t show 面 包 in the name of the co-op. Ask them to spell it in letters "
        "from A to Z, on the page of their co-op."
    )
    assert (sentence in shown, f"Not released: {sentence}" in sent) == (stops, stops)


def test_words_that_no_letter_can_show_are_said_before_the_release():
    resolution = ready()
    facts = {"instalments": 1, "version": resolution.draft.version}
    edit_words(resolution, words="We say 面包.", **facts, by=factories.staff("is_officer"))

    shown = client_for(colleague("is_approver")).get(page("release", resolution.application.round))

    assert "Our letters can’t show 面 包 in these words. Change the words." in shown.text
