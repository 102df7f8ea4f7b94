"""The applicant’s pages, as a browser sees them."""

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import timedelta

from applicants.models import Email
from grants.applications import actions
from grants.models import Application, Attachment, Question, Round, SectionAnswers
from tests import factories
from tests.factories import client_for

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nOur rules"
BUDGET = {
    "q2": "We will bake bread.",
    "q3-0-kind": "money",
    "q3-0-what": "Ovens",
    "q3-0-amount": "£ 1,200",
    "q3-0-local": "yes",
    "q3-3-kind": "days",
    "q3-3-what": "Advice",
    "q3-3-amount": "2.5",
    "q3-3-local": "no",
}


def page(name, application, *more):
    return reverse(name, args=[application.reference, *more])


def save(client, application, number, /, button="continue", version=0, **typed):
    answers = {name.replace("_", "-"): value for name, value in typed.items()}
    address = page("section", application, number)
    return client.post(address, {"version": version, button: "1", **answers})


def text_of(response):
    return response.content.decode()


def close(round):
    Round.objects.filter(pk=round.pk).update(closes_at=round.opens_at + timedelta(minutes=1))


@pytest.fixture
def begun():
    """A draft with nothing in it, and the browser of the person who began it."""
    application = factories.draft(ready=False)
    return application, client_for(application.started_by)


@pytest.fixture
def ready():
    """A draft that can be sent, and the browser of the person who wrote it."""
    application = factories.draft()
    return application, client_for(application.started_by)


def statements(client, method, *args, **kwargs):
    """How many statements a request costs, without the marks around transactions."""
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
    with CaptureQueriesContext(connection) as captured:
        response = getattr(client, method)(*args, **kwargs)
    asked = [query["sql"] for query in captured if not query["sql"].startswith(marks)]
    return response, len(asked)


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


# One section


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


# Documents


def add_file(client, application, content=PDF, name="Rheolau Tŷ Gwyn.pdf"):
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return client.post(page("attachment_add", application), {"file": file}, follow=True)


def test_a_document_is_kept_and_handed_out_to_be_saved(begun):
    application, client = begun

    text = text_of(add_file(client, application))
    attachment = Attachment.objects.get()
    response = client.get(reverse("attachment", args=[attachment.reference]))

    assert "Rheolau Tŷ Gwyn.pdf" in text
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''Rheolau%20T%C5%B7%20Gwyn.pdf"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response.headers["Cache-Control"]
    assert "Rheolau" not in attachment.file.name
    attachment.file.delete(save=False)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("rules.html", b"<script>", "The selected file must be a PDF, DOCX, XLSX, ODT, JPG or PNG"),
        ("rules.pdf", b"", "The selected file is empty"),
        ("rules.pdf", b"%PDF-" + b"x" * 10_485_760, "The selected file must be smaller than 10MB"),
        ("rules.pdf", b"<script>", "The selected file is not what its name says"),
    ],
)
def test_a_wrong_file_is_refused_in_words(begun, name, content, sentence):
    application, client = begun

    text = text_of(add_file(client, application, content, name))

    assert "<title>Error: Add documents" in text
    assert sentence in text
    assert not Attachment.objects.exists()


def test_no_file_at_all_is_a_sentence_too(begun):
    application, client = begun

    for posted in ({}, {"file": "not a file"}):
        text = text_of(client.post(page("attachment_add", application), posted))
        assert "Select a file" in text


def test_a_document_is_removed_by_its_own_co_op_only(begun):
    application, client = begun
    add_file(client, application)
    attachment = Attachment.objects.get()
    address = reverse("attachment_remove", args=[attachment.reference])

    assert client_for(factories.person()).post(address).status_code == 404
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    gone = client.get(reverse("attachment", args=[attachment.reference]))

    assert gone.status_code == 404
    assert application.history.filter(verb="remove_file").count() == 1
    attachment.file.delete(save=False)


def test_a_document_whose_bytes_are_gone_is_not_found(begun):
    application, client = begun
    add_file(client, application)
    attachment = Attachment.objects.get()
    attachment.file.storage.delete(attachment.file.name)

    response = client.get(reverse("attachment", args=[attachment.reference]))

    assert response.status_code == 404


def test_documents_open_for_those_who_see_the_case():
    application = factories.draft()
    add_file(client_for(application.started_by), application)
    attachment = Attachment.objects.get()
    address = reverse("attachment", args=[attachment.reference])
    officer, finance = factories.staff("is_officer"), factories.staff("is_finance_preparer")
    assert client_for(officer).get(address).status_code == 404  # nobody sent it yet

    actions.submit_application(application, by=application.started_by)

    handed_out = client_for(officer).get(address)
    assert b"".join(handed_out.streaming_content) == PDF
    assert client_for(finance).get(address).status_code == 404
    attachment.file.delete(save=False)


# Doors and costs


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


def test_pages_and_savings_cost_what_was_promised(begun):
    application, client = begun
    address = page("section", application, 1)
    client.get(address)  # the round's form is read once in each process

    _list, of_list = statements(client, "get", page("application", application))
    _section, of_section = statements(client, "get", address)
    _check, of_check = statements(client, "get", page("application_check", application))
    first, of_first = statements(client, "post", address, {"version": 0, "q1": "Bakers"})
    again, of_next = statements(client, "post", address, {"version": 1, "q1": "Bread"})
    wrong, of_wrong = statements(client, "post", address, {"version": 2, "q1": ""})

    assert [response.status_code for response in (first, again, wrong)] == [302, 302, 200]
    assert (of_list, of_section, of_check) == (7, 6, 7)
    assert (of_first, of_next, of_wrong) == (6, 6, 6)


def test_costs_are_flat_in_the_number_of_questions():
    round = factories.the_round()
    section = round.sections.get(number=1)
    Question.objects.bulk_create(
        Question(section=section, number=number, text="More?", kind=Question.Kind.SHORT_TEXT)
        for number in range(10, 40)
    )
    from grants.funds.actions import publish_round

    round = publish_round(round, by=factories.staff("is_officer"))
    application = factories.draft(round=round, ready=False)
    client = client_for(application.started_by)
    address = page("section", application, 1)

    _cold, of_cold = statements(client, "get", address)
    _page, of_page = statements(client, "get", address)
    _saved, of_saved = statements(client, "post", address, {"version": 0, "q1": "Bakers"})

    assert (of_cold, of_page, of_saved) == (10, 6, 6)


def test_sending_costs_at_most_twenty_statements(ready):
    application, client = ready
    client.get(page("application", application))  # the round's form is read once in each process

    response, of_sending = statements(
        client, "post", page("application_check", application), {"is_agreed": "on"}
    )

    assert response.status_code == 302
    assert of_sending <= 20
