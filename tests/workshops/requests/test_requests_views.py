"""Pages where we choose who comes: for those who ask, and for colleagues who answer."""

import html
import re

import pytest
from django.urls import reverse

from applicants.models import Email
from tests import factories
from tests.factories import client_for, newcomers, person, staff
from tests.factories.requests import HOW
from workshops.models import Place, Session
from workshops.requests.actions import ask_for_place

pytestmark = pytest.mark.django_db
DATE = {"on_day": "9", "on_month": "12", "on_year": "2027", "starts": "6pm", "ends": "8pm"}


def at(name, record):
    return reverse(f"workshops:{name}", args=[getattr(record, "reference", record)])


def text_of(response):
    return html.unescape(response.content.decode())


def page(client, address):
    return text_of(client.get(address))


@pytest.fixture
def officer():
    return client_for(staff("is_officer", name="Marek"))


# --- For those who ask ---


def test_everybody_reads_how_we_choose_and_asks_instead_of_booking(client):
    of = factories.chosen(capacity=1)
    factories.request_answered(factories.requested(of))

    shown = page(client, at("session", of))

    assert HOW in shown
    assert "Ask for a place" in shown
    assert "You can ask all the same" in shown  # all places are taken
    assert "Join the waiting list" not in shown
    assert "Ask for a place" in page(client, reverse("workshops:session_list"))


def test_somebody_signed_in_asks_with_a_reason_and_sees_how_it_stands():
    of, ama = factories.chosen(), person()
    client = client_for(ama)

    form = page(client, at("book", of))
    answer = client.post(
        at("book", of),
        {"name": "Ama", "number": "2", "name_2": "Ben", "asks_because": "We start a bakery."},
        follow=True,
    )

    assert "Why would you like to come?" in form
    shown = text_of(answer)
    assert "You asked for 2 places." in shown
    assert "Take the request back" in shown
    booking = of.bookings.get()
    assert [place.name for place in booking.places.order_by("pk")] == ["Ama", "Ben"]
    assert booking.asks_because == "We start a bakery."
    assert "You have a place, or asked for one." in page(client, at("session", of))


def test_too_many_words_are_kept_in_the_form_with_a_sentence_beside_them():
    of = factories.chosen()

    shown = text_of(
        client_for(person()).post(
            at("book", of), {"name": "Ama", "number": "1", "asks_because": "x" * 501}
        )
    )

    assert "Use 500 characters or fewer" in shown
    assert "x" * 501 in shown
    assert not of.places.exists()


def test_a_request_is_taken_back_with_one_button():
    booking = factories.requested()
    client = client_for(booking.booked_by)

    asked = page(client, at("cancel", booking))
    client.post(at("cancel", booking), {"places": [booking.places.get().pk]})

    assert "Take the request back?" in asked
    assert "No, we still ask for it" in asked
    assert booking.places.get().state == "withdrawn"


def test_somebody_without_an_account_asks_confirms_and_reads_the_answer(client, officer):
    of = factories.chosen()
    typed = {"name": "Nia", "email": "nia@home.example", "number": "1", "asks_because": "Bikes."}
    client.post(at("book", of), typed)

    link = newcomers.link_in(newcomers.newest_email("confirm"))
    confirm = page(client, link)
    mine = client.post(link, follow=True)

    assert "Ask for this place?" in confirm
    assert "We keep" not in confirm
    assert "You asked for 1 place." in text_of(mine)
    officer.post(
        at("request_answer", of.bookings.get()), {"because": "Others live nearer. Sorry, Nia."}
    )
    shown = page(client, mine.request["PATH_INFO"])
    assert "We had no place for you this time." in shown
    assert "Others live nearer. Sorry, Nia." in shown


def test_a_friend_without_an_account_does_not_read_our_words_to_the_booker(client):
    of, nia = factories.chosen(), newcomers.contact()
    friend = newcomers.Person("Bo", "bo@home.example")
    booking = newcomers.confirmed(of, who=nia, others=[friend])
    factories.request_answered(booking, yes=1, because="One chair was left.")

    seat = booking.places.get(email="bo@home.example")
    shown = page(client, reverse("workshops:my_place", args=[newcomers.seat_token(seat)]))

    assert "No place this time" in shown
    assert "One chair was left." not in shown


def test_a_friend_with_an_account_does_not_read_them_either():
    of, ama, ben = factories.chosen(), person(), person()
    people = [newcomers.Person("Ama", ama.email), newcomers.Person("Ben", ben.email)]
    booking = ask_for_place(of, people=people, by=ama)
    factories.request_answered(booking, yes=1, because="One chair was left.")

    assert "One chair was left." in page(client_for(ama), at("booking", booking))
    assert "One chair was left." not in page(client_for(ben), at("booking", booking))


# --- For colleagues ---


def test_a_colleague_sees_who_asks_and_why_and_says_yes(officer):
    of = factories.chosen(capacity=3)
    booking = factories.requested(of, names=["Ama", "Ben"], because="We start a bakery.")

    listed = page(officer, at("session_requests", of))
    form = page(officer, at("request_answer", booking))
    answered = officer.post(
        at("request_answer", booking),
        {"places": [place.pk for place in booking.places.all()]},
        follow=True,
    )

    assert "We start a bakery." in listed
    assert "2 places" in listed
    assert "3 places are free." in listed
    assert "Who gets a place?" in form
    assert "The place is theirs. We’re sending them an email." in text_of(answered)
    assert "Nobody waits for an answer" in text_of(answered)
    assert "by Marek" in text_of(answered)
    assert set(booking.places.values_list("state", flat=True)) == {"booked"}


def test_a_no_without_words_is_asked_for_them_and_the_ticks_stay(officer):
    booking = factories.requested(names=["Ama", "Ben"])
    first, _second = booking.places.order_by("pk")

    shown = text_of(officer.post(at("request_answer", booking), {"places": [first.pk]}))

    assert "Say why, in a sentence that they can read" in shown
    assert re.findall(r'value="(\d+)"[^>]*checked', shown) == [str(first.pk)]
    assert not Place.objects.filter(state="booked").exists()


def test_more_yeses_than_chairs_are_refused_in_a_sentence(officer):
    of = factories.chosen(capacity=1)
    booking = factories.requested(of, names=["Ama", "Ben"])

    shown = text_of(
        officer.post(
            at("request_answer", booking),
            {"places": [place.pk for place in booking.places.all()]},
        )
    )

    assert "There is only 1 place left. Say yes to fewer" in shown
    assert not Place.objects.filter(state="booked").exists()


@pytest.mark.parametrize("places", ["x", "999999", "²"])
def test_rubbish_answers_nobody(officer, places):
    booking = factories.requested()

    shown = text_of(
        officer.post(at("request_answer", booking), {"places": [places], "because": "No."})
    )

    assert "does not ask for a place any more" in shown
    assert booking.places.get().state == "requested"


def test_who_has_an_answer_is_not_asked_about_again(officer):
    booking = factories.request_answered()

    shown = page(officer, at("request_answer", booking))

    assert "They have an answer already" in shown
    assert "Send the answer" not in shown


def test_a_colleague_asks_for_somebody_who_rings(officer):
    of = factories.chosen()

    form = page(officer, at("book_by_phone", of))
    answer = officer.post(
        at("book_by_phone", of),
        {"name": "Old Tom", "number": "1", "asks_because": "Bread.", "key": "abcdefghijkl"},
        follow=True,
    )

    assert "Why would they like to come?" in form
    assert "They ask for a place now. Tell them so: they get no email." in text_of(answer)
    assert "Answer them" in text_of(answer)
    assert of.bookings.get().asks_because == "Bread."
    assert not Email.objects.filter(event__startswith="workshops/").exists()


def test_a_session_is_made_by_saying_how_we_choose(officer):
    typed = {
        "workshop": factories.workshop().pk,
        **DATE,
        "place": "The Hub",
        "capacity": "8",
        "chosen_by": HOW,
    }

    refused = text_of(officer.post(at_add(), typed | {"most_waiting": "5"}))
    officer.post(at_add(), typed)

    assert "Where you choose who comes, nobody waits. Leave it empty." in refused
    assert Session.objects.get().chosen_by == HOW


def at_add():
    return reverse("workshops:session_add")


def test_a_draft_can_still_say_how_we_choose_and_what_is_published_can_not(officer):
    draft, of = factories.session(is_published=False), factories.chosen()
    words = {"place": "The Hub", "access": "", "join_link": ""}

    officer.post(at("session_correct", draft), words | {"chosen_by": "By lot."})
    officer.post(at("session_correct", of), words | {"chosen_by": "By lot."})

    draft.refresh_from_db()
    of.refresh_from_db()
    assert (draft.chosen_by, of.chosen_by) == ("By lot.", HOW)
    assert "Do you choose who comes" not in page(officer, at("session_correct", of))


def test_another_date_like_it_is_chosen_in_the_same_way(officer):
    of = factories.chosen()

    assert HOW in page(officer, at("session_copy", of))


def test_an_auditor_reads_no_reasons():
    of = factories.chosen()
    factories.requested(of, because="We start a bakery.")

    assert client_for(staff("is_auditor")).get(at("session_requests", of)).status_code == 403


def test_the_page_of_requests_stays_as_quick_with_many(officer, django_assert_max_num_queries):
    of = factories.chosen(capacity=30)
    for _ in range(3):
        factories.request_answered(factories.requested(of, names=["A", "B"]))
        factories.requested(of, names=["C", "D"], because="Bread.")
    with django_assert_max_num_queries(12) as few:
        officer.get(at("session_requests", of))
    for _ in range(5):
        factories.request_answered(factories.requested(of))
        factories.requested(of)

    with django_assert_max_num_queries(len(few)):
        officer.get(at("session_requests", of))
