"""Questions about a round: asked by one person, answered once, for everybody to read."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from grants.funds.actions import MOST_WAITING, answer_enquiry, ask_enquiry
from grants.models import Enquiry
from tests.factories import asked, client_for, open_round, person, staff, the_round

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(html.unescape(response.content.decode()).split())


def at(name, record):
    return reverse(name, args=[record.reference])


def answered(enquiry, *, wording="Does rent count?", answer="Yes, it does.", by=None):
    by = by or staff("is_officer")
    return answer_enquiry(enquiry, wording=wording, answer=answer, by=by)


# --- Asking ---


def test_a_question_waits_until_it_is_answered_and_only_its_asker_sees_it():
    ama, round = person(), open_round()

    response = client_for(ama).post(at("enquiry_ask", round), {"text": "Does rent count?"})

    assert response.status_code == 302
    page = at("round_enquiries", round)
    assert "Does rent count?" in text_of(client_for(ama).get(page))
    for client in (Client(), client_for(person()), client_for(staff("is_officer"))):
        assert "Does rent count?" not in text_of(client.get(page))


def test_asked_twice_in_the_same_words_it_is_one_question():
    ama, round = person(), open_round()

    assert asked(round, by=ama) == asked(round, by=ama)

    assert Enquiry.objects.count() == 1


def test_ten_questions_of_one_person_may_wait_for_one_round():
    ama, round, other = person(), open_round(), open_round()
    waiting = [asked(round, by=ama, text=f"Question {n}?") for n in range(MOST_WAITING)]

    with pytest.raises(Refused, match="10 of your questions still wait"):
        asked(round, by=ama, text="One more?")
    asked(other, by=ama)
    asked(round, text="Somebody else asks.")
    answered(waiting[0])
    asked(round, by=ama, text="One more?")

    assert round.enquiries.filter(asked_by=ama).count() == MOST_WAITING + 1


def test_the_eleventh_is_refused_on_the_page_and_kept_there():
    ama, round = person(), open_round()
    for number in range(MOST_WAITING):
        asked(round, by=ama, text=f"Question {number}?")

    page = text_of(client_for(ama).post(at("enquiry_ask", round), {"text": "And now?"}))

    assert "10 of your questions still wait" in page
    assert "And now?" in page


def test_questions_can_be_asked_from_publication_until_the_round_closes():
    soon = open_round(opens_at=now() + timedelta(days=1))
    asked(soon)

    with pytest.raises(Refused, match="no more questions"):
        asked(the_round())
    with (
        time_machine.travel(soon.closes_at, tick=False),
        pytest.raises(Refused, match="no more questions"),
    ):
        asked(soon, text="Am I late?")


BAD = {
    "nothing": ("", "Type your question"),
    "spaces": (" \n\t ", "Type your question"),
    "only nulls": ("\x00\x00", "Type your question"),
    "100,000 words": ("word " * 100_000, "Use 150 words or fewer. You have written 100,000."),
    "one endless word": ("a" * 10_000, "This is too long"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_question_that_does_not_do_is_refused_in_a_sentence(case):
    typed, says = BAD[case]

    response = client_for(person()).post(at("enquiry_ask", open_round()), {"text": typed})

    assert response.status_code == 200
    assert says in text_of(response)
    assert not Enquiry.objects.exists()


STRANGE = "<script>alert(1)</script> & “rent” 🏚️ \u202egnirut\u202c?"


def test_html_emoji_and_other_scripts_come_through_as_typed_and_do_nothing():
    round, ama = open_round(), person()
    client_for(ama).post(at("enquiry_ask", round), {"text": STRANGE})
    enquiry = Enquiry.objects.get()
    assert enquiry.text == STRANGE
    answered(enquiry, wording=STRANGE, answer=STRANGE)

    page = Client().get(at("round_enquiries", round)).content.decode()

    assert "<script>alert(1)" not in page
    assert page.count(html.escape(STRANGE)) == 2
    assert STRANGE in Email.objects.get(event="grants/enquiry_answered").body


def test_a_question_survives_a_sign_in_that_ran_out():
    ama, round = person(), open_round()
    browser = Client()
    browser.post(at("enquiry_ask", round), {"text": "Does rent count?"})
    assert not Enquiry.objects.exists()

    browser.force_login(ama, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert "Does rent count?" in text_of(browser.get(at("enquiry_ask", round)))


# --- Answering ---


def test_an_answer_is_public_in_the_officers_words_and_names_nobody():
    ama = person(name="Ama Asker", email="ama@alder.example")
    round = open_round()
    enquiry = asked(round, by=ama, text="We at Alder Bakers pay rent. Does it count?")
    officer = staff("is_officer")

    typed = {"wording": "Does rent count?", "answer": "Yes, it does."}
    response = client_for(officer).post(at("enquiry", enquiry), typed)

    assert response.status_code == 302
    for client in (Client(), client_for(person()), client_for(officer)):
        page = text_of(client.get(at("round_enquiries", round)))
        assert "Does rent count?" in page
        assert "Yes, it does." in page
        for word in ("Ama Asker", "ama@alder.example", "Alder Bakers"):
            assert word not in page


def test_the_officer_is_not_told_who_asked():
    ama = person(name="Ama Asker", email="ama@alder.example")
    enquiry = asked(by=ama)
    client = client_for(staff("is_officer"))

    for page in (client.get(at("enquiry", enquiry)), client.get(reverse("enquiry_list"))):
        assert "Ama Asker" not in text_of(page)
        assert "ama@alder.example" not in text_of(page)


def test_whoever_asked_gets_one_message_and_nobody_else():
    ama = person()
    enquiry = asked(by=ama)
    asked(enquiry.round, text="Another?")

    answered(enquiry)

    email = Email.objects.get(event="grants/enquiry_answered")
    assert email.to == ama.email
    assert "Yes, it does." in email.body
    assert at("round_enquiries", enquiry.round) in email.body


def test_a_question_is_answered_once():
    enquiry = answered(asked())

    with pytest.raises(Refused, match="A colleague has answered this"):
        answered(enquiry, answer="No.")
    response = client_for(staff("is_officer")).post(
        at("enquiry", enquiry), {"wording": "Does rent count?", "answer": "No."}
    )

    assert "A colleague has answered this" in text_of(response)
    assert Enquiry.objects.get().answer == "Yes, it does."
    assert Email.objects.filter(event="grants/enquiry_answered").count() == 1


def test_the_database_keeps_what_everybody_has_read():
    enquiry = answered(asked())

    for attack in (
        lambda: Enquiry.objects.update(answer="No."),
        lambda: Enquiry.objects.update(wording="Does it?"),
        lambda: enquiry.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()
    Enquiry.objects.update(asked_by=person())  # whoever asked may be forgotten


BAD_ANSWERS = {
    "no answer": ({"answer": ""}, "Type your answer"),
    "no question": ({"wording": "  "}, "Type the question as everybody will read it"),
    "too long": ({"answer": "word " * 400}, "Use 300 words or fewer. You have written 400."),
}


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_an_answer_that_does_not_do_is_refused_in_a_sentence(case):
    typed, says = BAD_ANSWERS[case]
    enquiry = asked()

    facts = {"wording": "Does rent count?", "answer": "Yes.", **typed}
    response = client_for(staff("is_officer")).post(at("enquiry", enquiry), facts)

    assert says in text_of(response)
    assert not Enquiry.objects.answered().exists()


def test_an_officer_is_reminded_of_what_waits():
    client = client_for(staff("is_officer"))
    enquiry = asked()
    assert '1</span> <a class="govuk-link" href="/enquiries/">' in text_of(client.get("/"))
    assert "Does rent count?" in text_of(client.get(reverse("enquiry_list")))

    answered(enquiry)

    assert '0</span> <a class="govuk-link" href="/enquiries/">' in text_of(client.get("/"))
    assert "All answered" in text_of(client.get(reverse("enquiry_list")))


@pytest.mark.parametrize("role", ["is_auditor", "is_approver", "is_assessor"])
def test_only_officers_answer(role):
    enquiry = asked()
    client = client_for(staff(role))

    assert client.get(at("enquiry", enquiry)).status_code in (403, 404)
    assert client.get(reverse("enquiry_list")).status_code == 403
    assert client.get(at("enquiry_ask", enquiry.round)).status_code == 403


def queries_for(url):
    Client().get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        Client().get(url)
    return len(queries)


def test_the_page_costs_the_same_however_much_was_asked():
    round = open_round()
    answered(asked(round))
    first = queries_for(at("round_enquiries", round))
    for number in range(5):
        answered(asked(round, text=f"Question {number}?"))

    assert queries_for(at("round_enquiries", round)) == first <= 4


def test_asking_about_a_round_that_nobody_can_see_is_not_found():
    hidden = the_round()

    assert client_for(person()).get(at("enquiry_ask", hidden)).status_code == 404
    with pytest.raises(Refused):
        ask_enquiry(hidden, text="Hello?", by=person())
