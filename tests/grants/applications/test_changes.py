"""Changes asked of named questions only, with before and after kept."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applicants.access import Refused
from applicants.models import Email
from grants.applications import actions
from grants.applications.changes.comparing import DOCUMENTS, Told, changes_between, open_to_change
from grants.applications.changes.refusing import refuse_other_files
from grants.applications.partners.actions import add_partner, decline_partner, remove_partner
from grants.applications.queries import SentFile, draft_of
from grants.funds.queries import form_of
from grants.models import Attachment, ChangeRequest, Question, SectionAnswers
from tests import factories
from tests.factories import client_for
from tests.factories.drafts import attach

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 7  # of a save; one more than for a draft that was never sent


def page(name, application, *more):
    return reverse(name, args=[application.reference, *more])


def row_of(application, number):
    return SectionAnswers.objects.get(application=application, section__number=number)


def change(application, client, number=2, **typed):
    version = row_of(application, number).version
    typed = {name.replace("_", "-"): value for name, value in typed.items()}
    return client.post(
        page("section", application, number), {"version": version, "later": "1", **typed}
    )


@pytest.fixture
def returned():
    application = factories.returned(questions=["2"], note="Who will bake?")
    return application, client_for(application.started_by)


# --- The officer chooses ---------------------------------------------------------------------


def test_an_officer_chooses_the_questions_and_says_what_to_change():
    application = factories.submitted()
    officer = client_for(factories.staff("is_officer"))
    address = page("case_return", application)

    form = officer.get(address).text
    assert "What will you do?" in form
    nothing = officer.post(address, {"note": "Say more.", "change_999": "on"}).text
    assert "Choose at least one answer that they may change" in nothing
    silent = officer.post(address, {"change_2": "on", "said_3": "Not ticked."}).text
    assert "Write what they should change, here or beside each answer" in silent
    assert not ChangeRequest.objects.exists()

    assert officer.post(address, {"note": "Say more.", "change_2": "on"}).status_code == 302

    request = ChangeRequest.objects.get()
    assert (request.note, request.questions) == ("Say more.", {"2": ""})
    message = Email.objects.filter(event="grants/application_returned").first().body
    assert "Say more." in message
    assert "- What will you do?" in message


def test_or_says_it_beside_each_question():
    application = factories.submitted()
    officer = client_for(factories.staff("is_officer"))

    officer.post(
        page("case_return", application),
        {
            "change_2": "on",
            "said_2": "Who will bake?",
            "change_documents": "on",
            "said_documents": "A quote, please.",
        },
    )

    request = ChangeRequest.objects.get()
    assert request.questions == {"2": "Who will bake?", "": "A quote, please."}
    assert request.open_keys == ["", "2"]
    message = Email.objects.filter(event="grants/application_returned").first().body
    assert "- What will you do?\n  Who will bake?\n" in message
    asked = application.history.get(verb="return_for_changes").note
    assert asked == (
        "“What will you do?” Who will bake?\n“Documents that no question asks for” A quote, please."
    )
    listed = client_for(application.started_by).get(page("application", application)).text
    assert "Who will bake?" in listed
    assert page("attachment_add", application) in listed


def test_the_request_is_never_changed(returned):
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.update(questions={"3": ""})
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.all().delete()


# --- The co-op changes only those ------------------------------------------------------------


def test_the_task_list_names_what_to_change(returned):
    application, client = returned

    listed = client.get(page("application", application)).text

    assert "Who will bake?" in listed
    assert "What will you do?" in listed
    assert "Nothing to change" in listed
    assert "Change what we asked" in listed


def test_the_others_are_shown_and_cannot_be_typed_in(returned):
    application, client = returned

    section = client.get(page("section", application, 2)).text
    other = client.get(page("section", application, 1)).text

    assert 'name="q2"' in section
    assert "Who will bake?" not in section  # it was said of all, and stands on the list
    assert 'name="shown" value="2"' in section
    assert 'name="q3' not in section
    assert "Ovens" in section
    assert "There is nothing to change here" in other
    assert 'name="continue"' not in other


def test_what_an_old_page_sends_for_other_questions_is_refused_and_nothing_is_lost(returned):
    application, client = returned
    before = row_of(application, 2).answers

    response = change(
        application, client, q2="Olu will bake.", q3_0_kind="money", q3_0_amount="9999"
    )

    assert "so “What do you need?” stays as you sent it" in response.text
    assert "Olu will bake." in response.text
    assert row_of(application, 2).answers == before


def test_what_we_said_of_an_answer_stands_beside_it():
    application = factories.submitted()
    officer = factories.staff("is_officer")
    actions.return_for_changes(application, by=officer, questions={"2": "Who will bake?"})

    section = client_for(application.started_by).get(page("section", application, 2)).text

    assert "We asked: Who will bake?" in section


def test_what_an_old_page_sends_as_it_was_is_no_change(returned):
    application, client = returned
    row = row_of(application, 2)
    lines = {
        f"q3-{place}-{column}": cell
        for place, line in enumerate(row.answers["3"])
        for column, cell in line.items()
    }

    change(application, client, q2="Olu will bake.", **lines)

    after = row_of(application, 2)
    assert after.answers == {**row.answers, "2": "Olu will bake."}
    assert set(after.sound) == {"2", "3"}


def test_a_page_that_saves_by_itself_keeps_to_it_as_well(returned):
    application, client = returned
    row = row_of(application, 2)
    address = page("section", application, 2)
    sent = {"version": row.version, "q2": "Olu."}

    refused = client.post(address, {**sent, "q3-0-amount": "1"}, headers={"X-Autosave": "1"})
    with CaptureQueriesContext(connection) as captured:
        kept = client.post(address, {**sent, "shown": "2"}, headers={"X-Autosave": "1"})

    assert refused.status_code == 409
    assert "stays as you sent it" in refused.json()["problem"]
    assert kept.status_code == 200
    assert row_of(application, 2).answers == {**row.answers, "2": "Olu."}
    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= MOST_STATEMENTS


def test_the_action_itself_refuses_other_answers(returned):
    application, _client = returned
    section = application.round.sections.get(number=2)

    with pytest.raises(Refused, match="We asked you to change other answers"):
        actions.save_section(
            application,
            section,
            answers={"3": []},
            sound=["3"],
            version=1,
            by=application.started_by,
        )


def test_the_check_page_offers_to_change_only_those(returned):
    application, client = returned

    checked = client.get(page("application_check", application)).text

    assert "your answer to: What will you do?" in checked
    assert "your answer to: What do you need?" not in checked


def test_documents_stay_as_they_were_sent_unless_we_asked_for_them():
    application = factories.returned(file="plan.pdf")
    client, plan = client_for(application.started_by), Attachment.objects.get()

    with pytest.raises(Refused, match="your documents stay as you sent them"):
        actions.remove_attachment(plan, by=application.started_by)
    with pytest.raises(Refused, match="your documents stay as you sent them"):
        attach(application, "quote.pdf", application.started_by)
    shown = client.get(page("attachment_add", application)).text
    assert "your documents stay as you sent them" in shown
    assert "Add this file" not in shown
    assert list(application.attachments.filter(removed_at=None)) == [plan]


def test_documents_that_we_asked_for_may_change():
    application = factories.returned(questions=[DOCUMENTS], file="plan.pdf")
    client, owner = client_for(application.started_by), application.started_by

    actions.remove_attachment(Attachment.objects.get(), by=owner)
    attach(application, "quote.pdf", owner)
    client.post(page("application_check", application), {"is_agreed": "on"})

    changes = client.get(page("application_changes", application)).text
    assert "plan.pdf" in changes
    assert "quote.pdf" in changes
    assert "What will you do?" not in changes


def test_the_files_of_a_question_are_part_of_its_answer():
    application = factories.returned()
    asks = Question(
        section=application.round.sections.get(number=2), number=9, kind="files", text="A quote"
    )

    with pytest.raises(Refused, match="these files stay as you sent them"):
        refuse_other_files(application, asks.key)


def test_partners_and_their_lines_are_part_of_the_budget():
    mill = factories.organisation(name="Mill")
    application = factories.returned(joint=[mill])
    partner = application.partners.get()

    with pytest.raises(Refused, match="your partners and your budget stay"):
        remove_partner(partner, by=application.started_by)
    with pytest.raises(Refused, match="your partners and your budget stay"):
        add_partner(
            application,
            name="Oats",
            email="o@oats.example",
            does="Oats.",
            by=application.started_by,
        )


def test_a_partner_that_says_no_opens_the_budget():
    mill = factories.organisation(name="Mill")
    application = factories.returned(joint=[mill])
    partner = application.partners.get()
    assert draft_of(application).open_keys == {"2"}

    decline_partner(partner, reason="We moved.", by=factories.people.owner_of(mill))

    assert draft_of(application).open_keys == {"2", "3"}
    remove_partner(partner, by=application.started_by)


def test_returned_without_named_questions_everything_may_change():
    application = factories.returned(questions=())
    client = client_for(application.started_by)

    change(application, client, number=1, q1="New name")

    assert row_of(application, 1).answers == {"1": "New name"}


def test_a_question_whose_rule_looks_at_a_changed_one_may_be_answered():
    application = factories.submitted()
    form = form_of(application.round)
    first, _work, _needs = (q for section in form for q in section.asked)
    rule = {"match": "all", "tests": [{"code": first.code, "test": "is", "value": "yes"}]}
    follows = Question(number=4, code="follows", kind="short_text", text="Why?", shown_if=rule)
    rule = {"match": "all", "tests": [{"code": "follows", "test": "given"}]}
    further = Question(number=5, code="further", kind="short_text", text="How?", shown_if=rule)
    section = type("Section", (), {"asked": [first, follows, further]})

    assert open_to_change([section], {"1": "no"}, ["1"]) == {"1", "4", "5"}
    assert open_to_change([section], {"1": "yes", "4": "So"}, ["1"]) == {"1"}
    assert open_to_change([section], {"1": "no"}, []) == set()


# --- Before and after ------------------------------------------------------------------------


def test_before_and_after_are_kept_and_shown_to_both_sides(returned):
    application, client = returned
    first = application.submissions.get()
    change(application, client, q2="Olu will bake.")
    client.post(page("application_check", application), {"is_agreed": "on"})

    again = application.submissions.get(number=2)
    first.refresh_from_db()
    assert first.answers["2"].endswith("will bake bread.")
    assert first.content_hash == first.hash_of(first.answers) != again.content_hash
    officer = client_for(factories.staff("is_officer"))
    assert page("application_changes", application) in officer.get(page("case", application)).text
    for reader in (client, officer):
        answers = reader.get(page("application_answers", application)).text
        assert page("application_changes", application) in answers
        changes = reader.get(page("application_changes", application)).text
        assert "Who will bake?" in changes
        assert first.answers["2"] in changes
        assert "Olu will bake." in changes
        assert "What do you need?" not in changes


def test_an_answer_that_we_asked_about_and_is_the_same_is_said_to_be():
    told = Told(form_of(factories.open_round()), {"1": "Alder", "2": "We bake."})

    listed = changes_between(told, told, asked={"2": "Why?"})

    assert [(one.title, one.is_changed) for one in listed] == [("What will you do?", False)]


def test_another_file_under_the_same_name_is_a_change():
    form = form_of(factories.open_round())
    before = Told(form, {}, (SentFile("plan.pdf", 9, "a" * 64, DOCUMENTS),))
    after = Told(form, {}, (SentFile("plan.pdf", 9, "b" * 64, DOCUMENTS),))

    (change,) = changes_between(before, after)

    assert (change.before.text, change.after.text) == ("plan.pdf", "plan.pdf (a new file)")


def test_before_it_is_sent_again_nothing_has_changed(returned):
    application, client = returned

    assert (
        "sent once, so nothing has changed"
        in client.get(page("application_changes", application)).text
    )


def test_the_history_says_what_was_asked_and_when_it_came_back(returned):
    application, client = returned
    change(application, client, q2="Olu will bake.")
    client.post(page("application_check", application), {"is_agreed": "on"})

    verbs = list(application.history.order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["start", "submit", "return_for_changes", "submit"]


def test_a_section_can_not_be_edited_after_sending():
    application = factories.submitted()
    client = client_for(application.started_by)

    response = change(application, client, q2="Something else")

    assert "no longer a draft, so it can’t be changed now" in response.text
    assert row_of(application, 2).answers["2"] != "Something else"
