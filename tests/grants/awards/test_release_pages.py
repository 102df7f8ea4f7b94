"""The pages of a release, as officers and approvers use them."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from applicants.models import Email
from grants.assessment.actions import declare_conflict
from grants.awards.releasing import queries
from grants.awards.releasing.actions import release
from grants.models import Award, ReleaseDraft
from tests import factories
from tests.bench.reference import Counter
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.panels import (
    WHY,
    all_ready,
    fresh,
    held,
    read,
    ready,
    resolved,
    signed,
    sitting,
)

pytestmark = pytest.mark.django_db


def page(name, record):
    return reverse(name, args=[record.reference])


def three_ready(**facts):
    return all_ready(sitting(cases=3, **facts), "full", "decline", ("reserve", "1000"))


def told_in(shown):
    """What the page binds a release to: each case, with the words and terms as they stood."""
    return re.findall(r'name="told" value="([^"]+)"', shown)


def ticks_in(shown):
    return len(re.findall(r"<input[^>]* checked", shown))


def send(client, round, resolutions, told=None):
    cases = [each.application.reference for each in resolutions]
    if told is None:
        told = told_in(client.get(page("release_send", round)).text) or [f"{c} x" for c in cases]
    return client.post(page("release_send", round), {"case": cases, "told": told})


def test_a_signed_panel_leads_to_the_release():
    called = sitting()
    resolved(called.agenda.get())
    client = client_for(colleague("is_officer"))
    assert "Tell the co-ops" not in client.get(page("panel", called)).text
    signed(called)

    assert page("release", called.round) in client.get(page("panel", called)).text
    assert page("release", called.round) in client.get(page("round_board", called.round)).text


def test_every_held_decision_is_shown_with_what_is_sent():
    application = held("part", amount="2000", conditions=["Tell us the day, TBC."])

    shown = client_for(colleague("is_officer")).get(page("release", application.round)).text

    assert "1 decision waits here. No co-op knows yet." in shown
    assert "£2,000" in shown
    assert "in 1 payment<" in shown
    assert f"Truly co-operative: {WHY}" in shown
    assert "A condition has a gap: “Tell us the day, TBC.”" in shown
    assert "Nobody else has read it yet" in shown
    assert "See who is told" not in shown, "an officer does not release"


def test_what_is_not_signed_yet_is_not_shown():
    called = sitting()
    resolved(called.agenda.get())

    shown = client_for(colleague("is_approver")).get(page("release", called.round)).text

    assert "Nothing waits to be released" in shown


def test_a_conflict_leaves_a_decision_out():
    application = held()
    friend = factories.staff("is_approver")
    declare_conflict(application, by=friend, reason="My aunt.")

    shown = client_for(friend).get(page("release", application.round)).text

    assert application.organisation.name not in shown
    assert "Nothing waits to be released" in shown


def test_an_officer_edits_and_another_reads():
    application = held()
    writer, reader = factories.staff("is_officer"), factories.staff("is_officer")
    typed = {"words": "We liked it [why].", "instalments": "2", "version": "0"}

    saved = client_for(writer).post(page("release_words", application), typed, follow=True)

    assert "Saved. Somebody else must read it now." in saved.text
    assert "Something is still to be filled in: “[why]”." in saved.text
    own = client_for(writer).get(page("release_words", application)).text
    assert "I have read it" not in own
    refused = client_for(reader).post(page("release_read", application), {"version": "1"})
    assert refused.status_code == 409
    typed = {"words": "We liked it.", "instalments": "2", "version": "1"}
    client_for(writer).post(page("release_words", application), typed)
    done = client_for(reader).post(page("release_read", application), {"version": "2"}, follow=True)
    assert f"Read by {reader}" in done.text
    assert ReleaseDraft.objects.get().read_by == reader


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"words": ""}, "Write what the co-op will read"),
        ({"words": "word " * 600}, "Use 500 words or fewer"),
        ({"instalments": "9"}, "Choose one of these numbers of payments"),
        ({"instalments": ""}, "Choose how many payments"),
        ({"version": "x"}, "Open this page again"),
        ({"version": "7"}, "Somebody changed these words"),
    ],
)
def test_bad_words_get_a_sentence(wrong, says):
    application = held()
    typed = {"words": "Other words.", "instalments": "1", "version": "0"} | wrong

    response = client_for(colleague("is_officer")).post(page("release_words", application), typed)

    assert response.status_code == 200
    assert says in response.text
    assert not ReleaseDraft.objects.exists()


def test_a_no_asks_for_no_payments():
    application = held("decline")
    client = client_for(colleague("is_officer"))
    assert "How many payments" not in client.get(page("release_words", application)).text

    client.post(page("release_words", application), {"words": "Sorry.", "version": "0"})

    assert ReleaseDraft.objects.get().words == "Sorry."


def test_before_the_button_it_says_how_many_people_about_how_many_applications():
    resolutions = three_ready()
    round = resolutions[0].application.round
    factories.member(resolutions[0].application.organisation)
    client = client_for(colleague("is_approver"))
    assert "3 ready" in client.get(page("release", round)).text

    shown = client.get(page("release_send", round)).text

    assert "This will email 4 people about 3 applications." in shown


def test_somebody_who_acts_for_two_co_ops_is_counted_once():
    resolutions = three_ready()
    owner = resolutions[0].application.started_by
    other = resolutions[1].application.organisation
    other.memberships.create(user=owner, role="reader")

    lines = queries.lines_of(resolutions[0].application.round, colleague("is_approver"))

    assert len(queries.all_addresses(lines)) == 3


def test_each_result_is_reported_and_pressed_twice_it_is_done_once():
    resolutions = three_ready()
    round = resolutions[0].application.round
    client = client_for(colleague("is_approver"))

    first = send(client, round, resolutions)
    told = Email.objects.count()
    second = send(client, round, resolutions)

    assert "Offered." in first.text
    assert "Declined." in first.text
    assert "Told that they are on the reserve list." in first.text
    assert second.text.count("Not released:") == 3
    assert (Award.objects.count(), Email.objects.count()) == (1, told)


def test_what_is_not_ready_or_not_theirs_is_not_sent():
    application = held()
    scored = ready(round=application.round)
    scorer = scored.application.assessments.get().assessor
    scorer.is_approver = True
    scorer.save()
    client = client_for(scorer)

    shown = client.get(page("release_send", application.round)).text
    sent = send(client, application.round, [scored, application.resolutions.get()])

    assert "None is ready for you to release" in shown
    assert "Somebody else must release these" in shown
    assert "Release them" not in shown
    assert sent.text.count("Not released:") == 2
    assert not Award.objects.exists()


def test_some_are_left_out_and_the_count_is_of_those_that_are_ticked():
    first, second, third = three_ready()
    round = first.application.round
    factories.member(first.application.organisation)
    client = client_for(colleague("is_approver"))
    ticked = [each.application.reference for each in (first, second)]

    shown = client.get(page("release_send", round)).text
    typed = {"case": ticked, "told": told_in(shown)}
    asked = client.post(page("release_send", round), typed).text
    held_still = Email.objects.filter(event="grants/on_reserve").count()
    typed["told"] = told_in(asked)
    done = client.post(page("release_send", round), typed).text

    assert ticks_in(shown) == 3
    assert "Fund in full, £4,000, 3 advice days (2 people)" in shown
    assert "This will email 3 people about 2 applications." in asked
    assert "Counted again for what is ticked now. Nothing was sent yet." in asked
    assert ticks_in(asked) == 2
    assert "What happened" in done
    states = [fresh(each.application).state for each in (first, second, third)]
    assert states == ["offered", "declined", "with_panel"]
    assert (fresh(third).released_at, held_still) == (None, 0)


def test_count_again_sends_nothing():
    resolutions = three_ready()
    cases = [each.application.reference for each in resolutions]
    client = client_for(colleague("is_approver"))
    address = page("release_send", resolutions[0].application.round)
    typed = {"case": cases, "told": told_in(client.get(address).text), "count": "1"}

    shown = client.post(address, typed).text

    assert "This will email 3 people about 3 applications." in shown
    assert not Award.objects.exists()


def test_nothing_ticked_and_rubbish_send_nothing():
    round = ready().application.round
    client = client_for(colleague("is_approver"))

    for cases, says in (
        ([], "Tick at least one to release. Nothing was sent"),
        (["nothing-of-the-kind"], "One of these is not ready for you to release any more."),
        (["\x00"], "One of these is not ready for you to release any more."),
    ):
        response = client.post(page("release_send", round), {"case": cases, "told": ["x"]})
        assert says in response.text
        assert "<title>Error: " in response.text
        assert "This will email" not in response.text
    for cases in (["nothing-of-the-kind"], ["\x00"]):
        told = [f"{case} x" for case in cases]
        response = client.post(page("release_send", round), {"case": cases, "told": told})
        assert "Nothing was chosen, so nothing was sent." in response.text

    assert not Award.objects.exists()


def test_the_side_door_says_where_the_decision_waits():
    application = held()
    client = client_for(colleague("is_approver"))

    shown = client.get(page("decide_alone", application)).text
    typed = {"verdict": "decline", "reasons": "No."}
    sent = client.post(page("decide_alone", application), typed)

    assert "This is decided already." in shown
    assert page("release", application.round) in shown
    assert "This is decided already." in sent.text
    assert fresh(application).state == "with_panel"


def test_money_that_came_back_is_offered_to_the_next_on_the_list():
    resolutions = three_ready(round=factories.open_round(budget=Decimal(5000)))
    round, waiting = resolutions[0].application.round, resolutions[2].application
    approver = colleague("is_approver")
    for each in resolutions:
        release(each, by=approver)
    client = client_for(approver)
    listed = client.get(page("release", round)).text
    assert "The round has £1,000 and" in listed
    assert "Next who fits." in listed
    assert "reserve list" in client.get(page("decide_alone", waiting)).text

    asked = client.get(page("off_reserve", waiting)).text
    unsaid = client.post(page("off_reserve", waiting))
    done = client.post(page("off_reserve", waiting), {"offer": "1"}, follow=True)
    again = client.post(page("off_reserve", waiting), {"offer": "1"})

    assert "They are number 1 on the list, for £1,000." in asked
    assert unsaid.status_code == 200
    assert "Prepared. Somebody else reads the words next." in done.text
    assert "How many payments?" in done.text
    assert "I have read it" not in done.text
    assert again.status_code == 409
    assert fresh(waiting).state == "with_panel"
    assert page("release_words", waiting) in client.get(page("release", round)).text


def test_whoever_does_not_fit_can_only_be_told_no():
    resolutions = three_ready(round=factories.open_round(budget=Decimal(4500)))
    waiting, approver = resolutions[2].application, colleague("is_approver")
    for each in resolutions:
        release(each, by=approver)
    client = client_for(approver)

    asked = client.get(page("off_reserve", waiting)).text
    refused = client.post(page("off_reserve", waiting), {"offer": "1"})
    done = client.post(page("off_reserve", waiting), {"end": "1"}, follow=True)

    assert "Prepare an offer" not in asked
    assert "Nobody on the reserve list fits" in refused.text
    assert "No more money has come back" in done.text
    assert "How many payments?" not in done.text


def queries_of(client, address):
    counter = Counter()
    with connection.execute_wrapper(counter):
        client.get(address)
    return counter.number


def test_a_list_of_many_costs_as_many_queries_as_a_list_of_one():
    round = factories.open_round()
    approver = colleague("is_approver")
    client = client_for(approver)

    def add(cases):
        called = sitting(round=round, cases=cases)
        made = [resolved(item, "decline") for item in called.agenda.all()]
        signed(called)
        read(made[0])

    add(1)
    client.get(page("release", round))
    one = queries_of(client, page("release", round))
    add(6)

    assert queries_of(client, page("release", round)) == one
