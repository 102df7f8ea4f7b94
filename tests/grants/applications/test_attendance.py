"""A round asks that somebody came to a workshop: they did, or say why not, or none was held."""

import html
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from grants.applications import actions
from grants.applications.attendance.actions import waive_workshop
from grants.applications.attendance.queries import months_before
from grants.funds.actions import add_round
from grants.history import faults_in
from tests import factories
from tests.factories import client_for

pytestmark = pytest.mark.django_db

TAG = "co-op basics"
MUST = f"Come to a workshop on “{TAG}”, or tell us why not."
COURSE = "Some of us did a course like it elsewhere"
REASON = "We all work on Tuesday evenings."


def text_of(response):
    return html.unescape(response.text)


def page(name, application):
    return reverse(name, args=[application.reference])


@pytest.fixture
def asked():
    """A draft, ready but for the workshop; one is held before its round closes."""
    factories.session(workshop=factories.workshop(tag=TAG, title="What is a co-op?"))
    application = factories.draft(round=factories.open_round(workshop_tag=TAG))
    return application, client_for(application.started_by)


def is_sent(application):
    client_for(application.started_by).post(
        page("application_check", application), {"is_agreed": "on"}
    )
    application.refresh_from_db()
    return not application.is_draft


def test_it_is_said_before_anybody_starts(asked):
    application, client = asked
    round = application.round

    for address in (
        reverse("round", args=[round.reference]),
        reverse("application_start", args=[round.reference]),
    ):
        said = " ".join(text_of(client.get(address)).split())
        assert f"come to one of our workshops on “{TAG}” in the last 24 months, or you" in said


def test_it_stands_on_the_task_list_and_stops_sending(asked):
    application, client = asked

    tasks = text_of(client.get(page("application", application)))
    checked = text_of(client.get(page("application_check", application)))
    said = text_of(client.get(page("application_workshop", application)))

    assert "Come to a workshop" in tasks
    assert "Not done yet" in tasks
    assert f'href="{page("application_workshop", application)}">{MUST}</a>' in checked
    assert "What is a co-op?" in said
    assert not is_sent(application)


def test_somebody_who_came_for_the_co_op_is_enough(asked):
    application, client = asked
    member = factories.member(application.organisation)
    factories.attended(by=member, organisation=application.organisation, tag=TAG)

    tasks = text_of(client.get(page("application", application)))
    assert "Done" in tasks
    assert "Not done yet" not in tasks
    assert is_sent(application)
    officer = client_for(factories.staff("is_officer"))
    assert f"{member.name} came to “" in text_of(officer.get(page("case_eligibility", application)))


def test_a_member_who_came_for_themselves_counts_and_a_stranger_does_not(asked):
    application, _client = asked
    factories.attended(by=factories.person(), tag=TAG)
    assert not is_sent(application)

    factories.attended(by=application.started_by, tag=TAG)
    assert is_sent(application)


@pytest.mark.parametrize(
    "came",
    [
        {"tag": "money"},
        {"days_ago": 24 * 31},
    ],
)
def test_another_subject_or_too_long_ago_is_not_enough(asked, came):
    application, _client = asked
    factories.attended(by=application.started_by, **{"tag": TAG, **came})

    assert not is_sent(application)


def test_whoever_booked_and_did_not_come_has_not_come(asked):
    application, _client = asked
    place = factories.attended(by=application.started_by, tag=TAG)
    factories.mark_attendance(place.session, came=set(), by=factories.staff("is_officer"))

    assert not is_sent(application)


def test_a_reason_lets_it_be_sent_and_the_officer_reads_it(asked):
    application, client = asked
    address = page("application_workshop", application)

    empty = text_of(client.post(address, {"kind": "could_not", "reason": " "}))
    strange = text_of(client.post(address, {"kind": "ill", "reason": REASON}))
    neither = text_of(client.post(address, {}))
    client.post(address, {"kind": "could_not", "reason": REASON})

    assert "Say why you could not come" in empty
    assert "Choose one of the two on the page" in strange
    assert "Choose what you want to tell us" in neither
    assert "Tell us a little more" in neither
    assert "You told us why you could not come." in text_of(
        client.get(page("application", application))
    )
    assert is_sent(application)
    officer = client_for(factories.staff("is_officer"))
    checked = text_of(officer.get(page("case_eligibility", application)))
    history = text_of(officer.get(page("case_history", application)))
    assert f"They say why they could not come: {REASON}" in checked
    assert REASON in history
    assert "The co-op said about the workshop: “We could not come”." in history


def test_a_course_elsewhere_lets_it_be_sent_in_words_of_its_own(asked):
    application, client = asked
    address, course = page("application_workshop", application), "Hive, Start a co-op, in May."

    empty = text_of(client.post(address, {"kind": "equal", "reason": ""}))
    client.post(address, {"kind": "equal", "reason": course})

    assert "Say which course it was, who held it and when" in empty
    assert "You told us about a course like it." in text_of(
        client.get(page("application", application))
    )
    said = text_of(client.get(address))
    assert "You told us about a course like it. You can send your application." in said
    assert course in said
    assert is_sent(application)
    officer = client_for(factories.staff("is_officer"))
    checked = text_of(officer.get(page("case_eligibility", application)))
    assert f"Some of them did a course like it elsewhere, they say: {course}" in checked


def test_a_reason_said_twice_is_said_once_and_a_new_one_counts(asked):
    application, _client = asked
    factories.waived_workshop(application, reason=REASON)
    factories.waived_workshop(application, reason=REASON)
    waiver = factories.waived_workshop(application, reason="The bus does not run then.")

    assert waiver.reason == "The bus does not run then."
    said = application.history.filter(verb="waive_workshop").order_by("sequence")
    assert [entry.note for entry in said] == [REASON, "The bus does not run then."]
    assert faults_in(application) == []

    course = factories.waived_workshop(application, kind="equal", reason=waiver.reason)
    assert course.kind == "equal"
    assert [entry.subject for entry in said.all()][1:] == ["We could not come", COURSE]


@pytest.mark.database
@pytest.mark.parametrize("fact", [{"kind": "ill"}, {"kind": ""}, {"reason": ""}])
def test_the_database_keeps_no_waiver_without_its_kind_or_its_words(asked, fact):
    waiver = factories.waived_workshop(asked[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        type(waiver).objects.filter(pk=waiver.pk).update(**fact)


def test_where_no_such_workshop_is_held_nobody_need_say_anything():
    factories.session(workshop=factories.workshop(tag="money"))
    application = factories.draft(round=factories.open_round(workshop_tag=TAG))
    client = client_for(application.started_by)

    assert "Nothing to do" in text_of(client.get(page("application", application)))
    said = text_of(client.get(page("application_workshop", application)))
    assert f"We hold no workshop on “{TAG}” before your deadline." in said
    assert "If we add none before you send, you don’t have to do anything." in said
    assert "<form" not in said.partition('id="main-content"')[2].partition("</main>")[0]
    assert is_sent(application)


def test_the_register_put_right_later_unsends_nothing(asked):
    application, _client = asked
    place = factories.attended(by=application.started_by, tag=TAG)
    assert is_sent(application)
    officer = factories.staff("is_officer")
    actions.return_for_changes(application, by=officer, note="Say more.")

    factories.mark_attendance(place.session, came=set(), by=officer)

    assert is_sent(application)
    assert application.submissions.count() == 2


def test_a_round_that_asks_for_none_has_no_such_page():
    application = factories.draft()
    client = client_for(application.started_by)

    assert client.get(page("application_workshop", application)).status_code == 404
    assert "Come to a workshop" not in text_of(client.get(page("application", application)))
    with pytest.raises(Refused, match="asks for no workshop"):
        factories.waived_workshop(application)


def test_only_those_who_write_it_give_the_reason(asked):
    application, _client = asked
    reader = factories.member(application.organisation, role="reader")

    for somebody in (reader, factories.person(), factories.staff("is_officer")):
        with pytest.raises(PermissionDenied):
            waive_workshop(application, kind="equal", reason=REASON, by=somebody)


def test_a_sent_application_keeps_its_reason(asked):
    application, client = asked
    factories.waived_workshop(application, reason=REASON)
    assert is_sent(application)

    typed = {"kind": "equal", "reason": "x"}
    assert client.post(page("application_workshop", application), typed).status_code in (302, 403)
    with pytest.raises((Refused, PermissionDenied)):
        factories.waived_workshop(application, reason="Something else.")


def test_an_officer_asks_for_it_in_the_terms_and_the_next_round_asks_too():
    factories.workshop(tag=TAG)
    round = factories.the_round()
    officer = factories.staff("is_officer")
    client = client_for(officer)
    address = reverse("round_terms", args=[round.reference])
    terms = {
        "allows_several": "one",
        "is_blind": "names",
        "designed_with": "Six co-ops.",
        "workshop_tag": TAG,
    }

    refused = text_of(client.post(address, {**terms, "workshop_months": "0"}))
    strange = text_of(client.post(address, {**terms, "workshop_tag": "x", "workshop_months": "9"}))
    nobody = text_of(client.post(address, {**terms, "workshop_people": "0"}))
    crowd = text_of(client.post(address, {**terms, "workshop_people": "21"}))
    words = text_of(client.post(address, {**terms, "workshop_people": "two"}))
    round.refresh_from_db()
    assert (round.workshop_tag, round.workshop_people) == ("", 1)
    client.post(address, {**terms, "workshop_months": "12", "workshop_people": "3"})

    assert "The number must be 1 or more" in refused
    assert "Choose one of the tags on the page" in strange
    assert "The number must be 1 or more" in nobody
    assert "The number must be 20 or less" in crowd
    assert "Enter a whole number in figures, like 12" in words
    round.refresh_from_db()
    assert (round.workshop_tag, round.workshop_months, round.workshop_people) == (TAG, 12, 3)
    facts = ("opens_at", "closes_at", "decision_on", "budget", "budget_days", "minimum", "maximum")
    copy = add_round(
        like=round, by=officer, name="The next", **{each: getattr(round, each) for each in facts}
    )
    assert (copy.workshop_tag, copy.workshop_months, copy.workshop_people) == (TAG, 12, 3)
    client.post(address, terms)  # a tag, and no number of people
    round.refresh_from_db()
    assert (round.workshop_tag, round.workshop_people) == (TAG, 1)


@pytest.mark.database
@pytest.mark.parametrize("people", [0, 21])
def test_the_database_keeps_no_round_that_asks_for_nobody_or_a_crowd(people):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.the_round(workshop_tag=TAG, workshop_people=people)


@pytest.mark.parametrize(
    ("moment", "months", "earlier"),
    [
        (datetime(2026, 11, 22, 17, tzinfo=UTC), 24, datetime(2024, 11, 22, 17, tzinfo=UTC)),
        (datetime(2026, 3, 31, 12, tzinfo=UTC), 1, datetime(2026, 2, 28, 13, tzinfo=UTC)),
        (datetime(2026, 1, 15, 12, tzinfo=UTC), 1, datetime(2025, 12, 15, 12, tzinfo=UTC)),
    ],
)
def test_months_are_counted_back_on_the_calendar(moment, months, earlier):
    # On 31 March the clocks are an hour ahead: it is 1pm by the clock, then as now.
    assert months_before(moment, months) == earlier


def test_the_task_list_and_the_sending_stay_cheap(asked, django_assert_max_num_queries):
    application, client = asked
    factories.waived_workshop(application)
    client.get(page("application", application))  # the round's form is read once in each process
    with django_assert_max_num_queries(10):
        client.get(page("application", application))
    with django_assert_max_num_queries(20), time_machine.travel(now() + timedelta(seconds=1)):
        actions.submit_application(application, by=application.started_by)
