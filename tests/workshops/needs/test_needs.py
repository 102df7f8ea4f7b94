"""What would help somebody: asked of them, answered, told, kept from others, and forgotten."""

import html
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.actions import close_account, forget_person
from applicants.models import Email
from tests import factories
from tests.factories import client_for, newcomers, person, session, staff
from workshops.booking.actions import Person, book_place
from workshops.models import Need
from workshops.needs.actions import answer_need, ask_for_needs, look_after_needs
from workshops.needs.queries import counted, needs_of, tasks

pytestmark = pytest.mark.django_db
SECRET = "I am recovering from a stroke."


def text_of(response):
    return html.unescape(response.content.decode())


def at(name, *args):
    return reverse(f"workshops:{name}", args=args)


def needs_page(place):
    return at("my_needs", newcomers.seat_token(place))


def a_place(of=None, **facts):
    return newcomers.confirmed(of, **facts).places.order_by("pk").first()


# --- Asking ---


def test_somebody_says_what_would_help_them():
    place = a_place()

    response = Client().post(
        needs_page(place), {"what": ["bsl", "travel"], "words": SECRET}, follow=True
    )

    assert [(need.what, need.words, need.standing) for need in needs_of(place)] == [
        ("bsl", "", "asked"),
        ("travel", "", "asked"),
        ("other", SECRET, "asked"),
    ]
    assert "A sign language interpreter (BSL)" in text_of(response)


def test_saying_the_same_again_keeps_an_answer_and_leaving_out_drops():
    place = a_place()
    need = newcomers.need_answered(newcomers.need(place))
    ask_for_needs(place, wanted={"bsl": "", "travel": ""})
    need.refresh_from_db()
    assert need.standing == "arranged"

    ask_for_needs(place, wanted={"travel": ""})

    assert [each.what for each in needs_of(place)] == ["travel"]
    with pytest.raises(Refused, match="do not need this any more"):
        answer_need(need, state="cannot", answer="No.", by=staff("is_officer"))


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"words": "n" * 10_000}, "Use 1,000 characters or fewer, or ring us"),
        ({"what": ["gold"]}, "Tick one of these, or write what you need below"),
        ({"words": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_what_can_not_be_is_said_beside_its_box_and_the_words_are_kept(typed, complaint):
    place = a_place()

    page = text_of(Client().post(needs_page(place), typed))

    assert complaint in page
    assert typed.get("words", "").replace("\x00", "")[:500] in page.replace("\x00", "")
    assert not Need.objects.exists()


def test_it_is_asked_of_each_person_and_not_of_who_booked():
    booking = newcomers.confirmed(others=[Person("Bo", "bo@home.example")])
    bo = booking.places.get(name="Bo")
    newcomers.need(bo, what="other", words=SECRET)

    for token in (newcomers.party_token(booking), newcomers.seat_token(booking.places.first())):
        for page in ("my_place", "my_needs"):
            assert SECRET not in text_of(Client().get(at(page, token)))
    assert SECRET in text_of(Client().get(at("my_place", newcomers.seat_token(bo))))


def test_somebody_with_an_account_is_asked_from_their_booking():
    mina = person()
    booking = book_place(session(), by=mina, name="Mina")
    page = text_of(client_for(mina).get(at("booking", booking.reference)))

    assert needs_page(booking.places.get()) in page
    friend = text_of(client_for(staff("is_officer")).get(at("booking", booking.reference)))
    assert needs_page(booking.places.get()) not in friend


def test_after_the_start_and_without_a_place_nothing_is_arranged(time_machine):
    place = a_place(of := session())
    page = needs_page(place)
    time_machine.move_to(of.starts_at, tick=False)

    assert "This session has started" in text_of(Client().post(page, {"what": ["bsl"]}))
    assert not Need.objects.exists()
    give_back(place)
    assert Client().get(page).status_code == 409


def give_back(place):
    Client().post(at("my_give_back", newcomers.seat_token(place)), {"places": place.pk})


# --- Answering ---


def test_an_officer_answers_and_the_person_is_told_without_a_word_of_it_in_the_mail():
    need = newcomers.need(what="other", words=SECRET)
    client = client_for(staff("is_officer"))
    answer = {"state": "cannot", "answer": "No nurse is free; bring a friend, we pay."}

    client.post(at("need", need.reference), answer)

    mail = newcomers.newest_email("need_answered")
    assert mail.to == need.place.email
    page = text_of(Client().get(newcomers.link_in(mail)))
    assert answer["answer"] in page
    for email in Email.objects.all():
        assert SECRET not in email.body + email.subject
        assert "nurse" not in email.body + email.subject


def test_the_same_answer_twice_is_told_once():
    need = newcomers.need()
    for _ in range(2):
        newcomers.need_answered(need)

    assert Email.objects.filter(event="workshops/need_answered").count() == 1


def test_a_no_needs_words():
    need = newcomers.need()

    page = client_for(staff("is_officer")).post(
        at("need", need.reference), {"state": "cannot", "answer": " "}
    )

    assert "Say why we can’t, and what we can do instead" in text_of(page)
    need.refresh_from_db()
    assert need.standing == "asked"


def test_the_person_of_a_phone_booking_is_rung(time_machine):
    of = session()
    booking = newcomers.rang(of, needs={"wanted": {"bsl": ""}})
    need = booking.places.get().needs.get()

    page = text_of(client_for(staff("is_officer")).get(at("need", need.reference)))
    newcomers.need_answered(need)

    assert "please ring them: 01632 960 001" in page
    assert not Email.objects.exists()


def test_those_that_wait_five_days_stand_first_and_officers_hear_once(time_machine):
    officer = staff("is_officer")
    late = newcomers.need(a_place(session(starts_at=now() + timedelta(days=40))))
    time_machine.move_to(now() + timedelta(days=5, minutes=1))
    soon = newcomers.need(a_place(session(starts_at=now() + timedelta(days=3))))

    assert [(task.need, task.is_late) for task in tasks(now())] == [(late, True), (soon, False)]
    for _ in range(2):
        look_after_needs()

    mails = Email.objects.filter(event="workshops/needs_waiting", to=officer.email)
    assert [("1 thing that people need" in mail.body) for mail in mails] == [True]
    page = text_of(client_for(officer).get(at("need_list")))
    assert page.index(late.reference) < page.index(soon.reference)
    assert "Waits too long" in page


# --- Who reads it ---


def test_the_register_says_how_many_and_never_who():
    place = a_place(of := session())
    newcomers.need(place, what="other", words=SECRET)
    auditor, officer = client_for(staff("is_auditor")), client_for(staff("is_officer"))

    for client in (auditor, officer):
        page = text_of(client.get(at("register", of.reference)))
        assert "0 arranged, 1 not answered yet, 0 that we can’t do" in page
        assert SECRET not in page
    assert at("session_needs", of.reference) not in text_of(
        auditor.get(at("register", of.reference))
    )
    assert SECRET in text_of(officer.get(at("session_needs", of.reference)))
    assert counted(of) == {"asked": 1}


@pytest.mark.parametrize("role", ["is_auditor", "is_assessor", "is_approver", None])
def test_nobody_else_reads_or_answers_it(role):
    need = newcomers.need()
    client = client_for(staff(role) if role else person())

    assert client.get(at("need", need.reference)).status_code == 404
    assert client.post(at("need", need.reference)).status_code == 404
    assert client.get(at("need_list")).status_code == 403
    assert client.get(at("session_needs", need.place.session.reference)).status_code == 403


def test_it_is_encrypted_where_it_is_kept():
    need = newcomers.need_answered(newcomers.need(what="other", words=SECRET), answer="A nurse.")

    with connection.cursor() as cursor:
        cursor.execute("SELECT what, words, answer FROM workshops_need WHERE id = %s", [need.pk])
        row = "".join(cursor.fetchone())

    assert "other" not in row
    assert "stroke" not in row
    assert "nurse" not in row


# --- Forgetting ---


def test_thirty_days_after_the_session_it_is_wiped(time_machine):
    need = newcomers.need_answered(newcomers.need(what="other", words=SECRET))
    ends = need.place.session.ends_at
    time_machine.move_to(ends + timedelta(days=30, seconds=-1), tick=False)
    look_after_needs()
    need.refresh_from_db()
    assert need.words == SECRET

    time_machine.move_to(ends + timedelta(days=30), tick=False)
    look_after_needs()

    need.refresh_from_db()
    assert (need.what, need.words, need.answer, need.wiped_at) == ("", "", "", now())
    page = client_for(staff("is_officer")).get(at("session_needs", need.place.session.reference))
    assert "Nobody has asked for anything" in text_of(page)


def test_what_they_asked_us_to_remember_is_there_the_next_time(time_machine):
    nia = newcomers.contact()
    need = newcomers.need(a_place(who=nia), what="other", words=SECRET, remember=True)
    time_machine.move_to(need.place.session.ends_at + timedelta(days=31))
    look_after_needs()

    again = a_place(session(starts_at=now() + timedelta(days=9)), who=nia)
    page = text_of(Client().get(needs_page(again)))

    assert SECRET in page
    assert "This is what you asked us to remember" in page
    assert SECRET not in text_of(Client().get(needs_page(a_place(again.session))))


def test_remembering_ends_when_they_say_so(time_machine):
    nia = newcomers.contact()
    need = newcomers.need(a_place(who=nia), remember=True)
    time_machine.move_to(need.place.session.ends_at + timedelta(days=31))
    again = a_place(session(starts_at=now() + timedelta(days=9)), who=nia)

    Client().post(needs_page(again), {"what": ["bsl"]})
    look_after_needs()

    need.refresh_from_db()
    assert need.wiped_at is not None


def test_remembering_ends_for_all_that_they_ever_asked_us_to_keep(time_machine):
    nia = newcomers.contact()
    days = (10, 20, 30)
    needs = [
        newcomers.need(
            a_place(session(starts_at=now() + timedelta(days=day)), who=nia),
            remember=day != days[-1],
        )
        for day in days
    ]

    time_machine.move_to(now() + timedelta(days=61))
    look_after_needs()

    for need in needs:
        need.refresh_from_db()
    assert [(need.is_remembered, need.wiped_at is None) for need in needs] == [(False, False)] * 3


def test_what_they_took_back_is_not_kept_with_what_they_asked_us_to_keep(time_machine):
    need = newcomers.need(what="other", words=SECRET, remember=True)
    ask_for_needs(need.place, wanted={"bsl": ""}, remember=True)
    Need.objects.filter(pk=need.pk).update(is_remembered=True)  # an older row
    time_machine.move_to(need.place.session.ends_at + timedelta(days=30), tick=False)

    look_after_needs()

    need.refresh_from_db()
    assert (need.standing, need.words, need.wiped_at) == ("dropped", "", now())
    assert [each.what for each in needs_of(need.place)] == ["bsl"]


def test_what_they_take_back_is_remembered_no_more():
    need = newcomers.need(what="other", words=SECRET, remember=True)

    ask_for_needs(need.place, wanted={}, remember=False)

    need.refresh_from_db()
    assert (need.standing, need.is_remembered) == ("dropped", False)


def test_a_postponed_session_forgets_nothing(time_machine):
    need = newcomers.need()
    factories.session_postponed(need.place.session)
    time_machine.move_to(need.place.session.ends_at + timedelta(days=90))

    look_after_needs()

    need.refresh_from_db()
    assert need.what == "bsl"


def test_of_a_person_who_is_forgotten_nothing_is_kept():
    mina = person()
    place = book_place(session(), by=mina, name="Mina").places.get()
    need = newcomers.need(place, what="other", words=SECRET, remember=True)
    boss = staff("is_administrator")

    close_account(mina, by=boss)
    forget_person(mina, by=boss)

    need.refresh_from_db()
    assert (need.words, need.wiped_at is not None) == ("", True)


def test_a_row_is_never_removed_and_an_answer_has_its_author():
    need = newcomers.need()

    with pytest.raises(IntegrityError), transaction.atomic():
        need.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.update(standing="arranged")
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.update(wiped_at=now())
