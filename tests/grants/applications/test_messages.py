"""Messages between a co-op and the fund: one talk, said once, and only to the two sides."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from applicants.models import Email, Membership
from grants.applications.messages.actions import mark_read, send_message
from grants.applications.messages.queries import (
    count_unread,
    officer_to_tell,
    threads_to_read,
    unread_by_fund,
)
from grants.assessment.actions import declare_conflict
from grants.history import faults_in
from grants.models import Application, Message, Thread
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db


def say(application, by, text="May we pay rent with it?", mark=None):
    return send_message(application, text=text, uuid=mark or uuid.uuid4(), by=by)


def page_of(application, side="messages"):
    return reverse(side, args=[application.reference])


def events(name):
    return Email.objects.filter(event=f"grants/message_from_{name}")


# --- Sending ---------------------------------------------------------------------------------


def test_the_two_sides_write_into_one_talk_and_keep_their_lines():
    application = factories.submitted()
    coop = factories.client_for(application.started_by)
    officer = factories.client_for(factories.staff("is_officer", name="Sian Fund"))

    coop.post(page_of(application), {"text": "Hello,\r\n\r\nmay we pay rent?"})
    officer.post(page_of(application, "case_messages"), {"text": "Yes, you may."})

    assert [m.text for m in Message.objects.order_by("pk")] == [
        "Hello,\n\nmay we pay rent?",
        "Yes, you may.",
    ]
    for client, side in ((coop, "messages"), (officer, "case_messages")):
        shown = client.get(page_of(application, side)).text
        assert shown.index("may we pay rent?") < shown.index("Yes, you may.")
        assert "Sian Fund" in shown


def test_each_message_is_one_line_of_the_history_and_says_nothing_there():
    application = factories.submitted()

    say(application, application.started_by, "Our landlord is called Ghost.")

    entry = application.history.get(verb="message")
    assert (entry.note, entry.subject) == ("", "")
    assert faults_in(application) == []


def test_a_second_click_sends_nothing_more():
    application, mark = factories.submitted(), uuid.uuid4()
    client = factories.client_for(application.started_by)

    for _ in range(2):
        sent = client.post(page_of(application), {"text": "Once, please.", "uuid": mark})
        assert sent.status_code == 302

    assert Message.objects.count() == 1
    assert application.history.filter(verb="message").count() == 1


def test_going_back_and_writing_something_else_is_another_message():
    application, mark = factories.submitted(), uuid.uuid4()
    by = application.started_by

    say(application, by, "One.", mark)
    say(application, by, "Two.", mark)
    say(application, by, "Two.", mark)

    assert [m.text for m in Message.objects.order_by("pk")] == ["One.", "Two."]


def test_the_same_words_on_another_day_are_another_message():
    application = factories.submitted()

    say(application, application.started_by, "Thank you.")
    say(application, application.started_by, "Thank you.")

    assert Message.objects.count() == 2


# --- Who is told -----------------------------------------------------------------------------


def test_the_coop_s_writers_are_told_that_there_is_a_message_and_not_what_it_says():
    application = factories.submitted()
    editor = factories.member(application.organisation)
    factories.member(application.organisation, role=Membership.Role.READER)
    gone = factories.member(application.organisation)
    gone.is_active = False
    gone.save()

    say(application, factories.staff("is_officer"), "Your canary sings.")

    told = events("fund")
    assert {email.to for email in told} == {application.started_by.email, editor.email}
    for email in told:
        assert email.subject == f"You have a message about {application.reference}"
        assert "canary" not in email.body
        assert page_of(application) in email.body


def test_the_officer_who_wrote_last_is_told():
    application = factories.submitted()
    sian, marek = factories.staff("is_officer"), factories.staff("is_officer")
    say(application, marek)
    say(application, sian)

    say(application, application.started_by)

    assert [email.to for email in events("coop")] == [sian.email]


def test_else_the_officer_of_the_case_is_told_and_nobody_when_there_is_none():
    checked, fresh = factories.checked(), factories.submitted()

    assert officer_to_tell(checked) == colleague("is_officer")
    assert officer_to_tell(fresh) is None
    say(fresh, fresh.started_by)
    assert not events("coop").exists()


def test_an_officer_with_a_conflict_or_without_the_role_is_not_told():
    application = factories.submitted()
    conflicted, moved_on = factories.staff("is_officer"), factories.staff("is_officer")
    say(application, conflicted)
    declare_conflict(application, by=conflicted, reason="My cousin bakes there.")

    assert officer_to_tell(Application.objects.get(pk=application.pk)) is None

    say(application, moved_on)
    moved_on.is_officer = False
    moved_on.is_assessor = True
    moved_on.save()
    assert officer_to_tell(application) is None


# --- Read and unread -------------------------------------------------------------------------


def test_what_is_new_stays_new_until_somebody_says_so_and_looking_changes_nothing():
    application, officer = factories.submitted(), factories.staff("is_officer")
    say(application, application.started_by)
    client = factories.client_for(officer)

    client.get(page_of(application, "case_messages"))
    assert unread_by_fund(application) == 1

    client.post(reverse("messages_read", args=[application.reference]))
    message = Message.objects.get()
    assert (message.read_by, unread_by_fund(application)) == (officer, 0)


def test_who_answers_has_read():
    application, officer = factories.submitted(), factories.staff("is_officer")
    say(application, application.started_by)

    say(application, officer, "Yes.")

    assert unread_by_fund(application) == 0
    assert count_unread([application]) == {application.pk: 1}


def test_nobody_reads_their_own_side_away():
    application = factories.submitted()
    say(application, application.started_by)

    mark_read(application, by=factories.member(application.organisation))

    assert unread_by_fund(application) == 1


def test_both_homes_say_how_much_is_new():
    application, officer = factories.submitted(), factories.staff("is_officer")
    say(application, application.started_by)
    staff_home = factories.client_for(officer).get("/").text
    listed = factories.client_for(officer).get(reverse("message_list")).text
    say(application, officer, "Yes.")
    coop_home = factories.client_for(application.started_by).get("/").text

    assert "Messages from co-ops" in staff_home
    assert "1 new" in listed
    assert application.organisation.name in listed
    assert "1 new message from us" in coop_home


# --- Who may read ----------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["is_assessor", "is_approver", "is_finance_preparer"])
def test_assessors_the_panel_and_finance_do_not_see_messages(role):
    application = factories.paid()
    say(application, application.started_by, "A canary.")
    client = factories.client_for(colleague(role))

    answer = client.get(page_of(application, "case_messages"))
    pages = [reverse("case", args=[application.reference]), reverse("message_list"), "/"]

    assert answer.status_code in (403, 404)
    assert not any("canary" in client.get(page).text for page in pages)


def test_a_reader_and_an_auditor_read_and_do_not_write():
    application = factories.submitted()
    say(application, application.started_by, "A canary.")
    reader = factories.member(application.organisation, role=Membership.Role.READER)
    auditor = factories.staff("is_auditor")

    for person, side in ((reader, "messages"), (auditor, "case_messages")):
        client = factories.client_for(person)
        assert "A canary." in client.get(page_of(application, side)).text
        assert client.post(page_of(application, side), {"text": "Me too."}).status_code == 403
        assert (
            client.post(reverse("messages_read", args=[application.reference])).status_code == 403
        )

    assert Message.objects.get().read_at is None


def test_another_coop_and_a_conflicted_officer_find_nothing():
    application, officer = factories.submitted(), factories.staff("is_officer")
    say(application, application.started_by)
    declare_conflict(application, by=officer, reason="My cousin bakes there.")
    outsider = factories.draft().started_by

    assert factories.client_for(outsider).get(page_of(application)).status_code == 404
    client = factories.client_for(officer)
    assert client.get(page_of(application, "case_messages")).status_code == 404
    assert application.organisation.name not in client.get(reverse("message_list")).text
    assert not threads_to_read(officer).exists()


# --- Drafts ----------------------------------------------------------------------------------


def test_a_draft_that_asks_for_help_shows_its_messages_and_nothing_else():
    application, officer = factories.draft(), factories.staff("is_officer")
    client, reference = factories.client_for(officer), application.reference
    assert client.get(page_of(application, "case_messages")).status_code == 404

    say(application, application.started_by, "What is a turnover?")

    shown = client.get(page_of(application, "case_messages")).text
    assert "What is a turnover?" in shown
    assert "will bake bread" not in shown
    assert reverse("case", args=[reference]) not in shown
    for page in ("case", "case_history", "application_answers", "application"):
        assert client.get(reverse(page, args=[reference])).status_code == 404
    assert not Application.objects.visible_to(officer).filter(pk=application.pk).exists()
    assert application.reference not in client.get(reverse("application_list")).text
    answered = client.post(page_of(application, "case_messages"), {"text": "Sales in a year."})
    assert answered.status_code == 302


def test_a_draft_that_asked_nothing_stays_hidden():
    application, officer = factories.draft(), factories.staff("is_officer")

    assert not Thread.objects.visible_to(officer).filter(pk=application.pk).exists()
    assert (
        factories.client_for(officer)
        .post(page_of(application, "case_messages"), {"text": "Hello?"})
        .status_code
        == 404
    )


# --- Bad input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write your message"),
        (" \r\n \x00\x07 ", "Write your message"),
        ("a" * 5001, "Use 5,000 letters or fewer. You have written 5,001."),
        ("word " * 100_000, "Use 5,000 letters or fewer."),
    ],
)
def test_a_message_that_cannot_be_sent_is_explained_and_kept(typed, said):
    application = factories.submitted()

    answer = factories.client_for(application.started_by).post(
        page_of(application), {"text": typed}
    )

    assert answer.status_code == 200
    assert said in answer.text
    assert typed.strip()[:50].strip("\x00\x07\r\n ") in answer.text
    assert not Message.objects.exists()


def test_exactly_five_thousand_letters_with_windows_line_ends_are_taken():
    application = factories.submitted()

    factories.client_for(application.started_by).post(
        page_of(application), {"text": "ab\r\n" * 1666 + "cd"}
    )

    assert len(Message.objects.get().text) == 5000


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", "🍞🥖 شكرا ‮evil", "=cmd|' /C calc'!A0", "https://a.example/?x=1"],
)
def test_marks_emoji_and_links_stay_plain_words(typed):
    application = factories.submitted()
    client = factories.client_for(application.started_by)

    client.post(page_of(application), {"text": typed})

    shown = client.get(page_of(application)).text
    assert Message.objects.get().text == typed
    assert "<script>alert" not in shown
    assert 'href="https://a.example' not in shown


def test_a_spoiled_mark_sends_all_the_same():
    application = factories.submitted()

    factories.client_for(application.started_by).post(
        page_of(application), {"text": "Hello.", "uuid": "nonsense"}
    )

    assert Message.objects.get().text == "Hello."


def test_what_was_typed_outlives_a_sign_in_that_ran_out():
    application = factories.submitted()
    client = factories.client_for(application.started_by)
    client.logout()

    client.post(page_of(application), {"text": "Long and thoughtful."})
    client.force_login(
        application.started_by, backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    assert "Long and thoughtful." in client.get(page_of(application)).text


# --- Kept as it was --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE grants_message SET text = 'Other words'",
        "UPDATE grants_message SET is_from_fund = NOT is_from_fund",
        "UPDATE grants_message SET read_at = NULL, read_by_id = NULL",
        "DELETE FROM grants_message",
    ],
)
def test_the_database_keeps_a_message_as_it_was_sent(change):
    application = factories.submitted()
    say(application, application.started_by)
    mark_read(application, by=factories.staff("is_officer"))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_list_costs_the_same_for_one_and_for_three(django_assert_num_queries):
    officer = factories.staff("is_officer")
    client = factories.client_for(officer)
    counts = []
    for _ in range(3):
        application = factories.submitted()
        say(application, application.started_by)
        with connection.execute_wrapper(lambda run, *rest: (counts.append(1), run(*rest))[1]):
            client.get(reverse("message_list"))
        counts.append("|")
    costs = [len(part) for part in "".join(map(str, counts)).split("|") if part]

    assert costs[0] == costs[-1]
