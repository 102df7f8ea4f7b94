"""A personal page: whoever has its link sees their place and can act on it, and nobody else."""

import html
import re
from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from applicants.models import Email
from tests import factories
from tests.factories import client_for, newcomers, person, session, staff
from workshops.booking.actions import Person, book_places, name_people
from workshops.booking.links import PARTY, SEAT, read_token, token_for
from workshops.models import Place
from workshops.newcomers.queries import BROKEN, NOT_THEIRS

pytestmark = pytest.mark.django_db
BO = Person("Bo Friend", "bo@home.example")
LINK = "https://meet.example/secret"


def text_of(response):
    return html.unescape(response.content.decode())


def at(name, *args):
    return reverse(f"workshops:{name}", args=args)


def party(of=None, **facts):
    """Nia booked with Bo and somebody whose name comes later."""
    return newcomers.confirmed(of, others=[BO, Person()], **facts)


def seats(booking):
    return list(booking.places.order_by("pk"))


# --- What it shows ---


def test_the_email_leads_to_the_page_and_the_page_says_what_they_have():
    booking = party(session(access="A lift."))

    link = newcomers.link_in(newcomers.newest_email("booking_made"))
    page = text_of(Client().get(link))

    for words in (booking.session.workshop.title, "Tanyard Library", "A lift.", "Bo Friend"):
        assert words in page
    assert "Change who comes" in page


def test_a_friend_sees_their_own_place_and_nobody_else():
    party()
    mail = newcomers.newest_email("place_for_you")

    page = text_of(Client().get(newcomers.link_in(mail)))

    assert (mail.to, mail.is_private) == (BO.email, True)
    assert "Bo Friend" in page
    assert "Booked by" in page
    assert "nia" not in page
    assert "whose name comes later" not in page
    assert "Change who comes" not in page


def test_people_with_an_account_are_led_to_their_booking_as_before():
    mina = person()
    book_places(session(), people=[Person("Mina", mina.email), BO], by=mina)

    hers = newcomers.newest_email("booking_made")
    his = newcomers.newest_email("place_for_you")

    assert newcomers.link_in(hers).startswith("/workshops/bookings/")
    assert not hers.is_private
    assert newcomers.link_in(his).startswith("/workshops/my/")
    assert his.is_private


@pytest.mark.parametrize("change", ["session_moved", "session_postponed", "session_online"])
def test_news_of_a_change_lead_there_too(change):
    booking = party(of := session())
    before = set(Email.objects.values_list("pk", flat=True))

    getattr(factories, change)(of)

    for mail in Email.objects.exclude(pk__in=before):
        assert newcomers.link_in(mail).startswith("/workshops/my/")
        assert mail.is_private
        assert Client().get(newcomers.link_in(mail)).status_code == 200
    assert Email.objects.exclude(pk__in=before).count() == 2
    assert booking.places.live().count() == 3


def test_the_calendar_holds_no_personal_link():
    booking = party()
    calendars = "".join(Email.objects.values_list("calendar", flat=True)).replace("\r\n ", "")
    own = Client().get(at("my_calendar", newcomers.party_token(booking)))

    assert "BEGIN:VEVENT" in calendars
    assert own.headers["Content-Type"].startswith("text/calendar")
    for text in (calendars, own.text.replace("\r\n ", "")):
        assert "/workshops/my/" not in text
        assert booking.reference not in text
        assert f"/workshops/{booking.session.reference}/" in text


def test_the_page_is_kept_from_search_caches_and_other_sites():
    response = Client().get(at("my_place", newcomers.party_token(party())))

    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in response.headers["Cache-Control"]


# --- Links that do not work ---


def forged(token):
    pk_key = token.rpartition(".")[0]
    return [
        token[:-3],
        token + "x",
        pk_key,
        Signer(key="x" * 50, salt="workshops.links.seat", sep=".").sign(pk_key),
        Signer(salt="something.else", sep=".").sign(pk_key),
        Signer(salt="workshops.links.seat", sep=".").sign("zz.x"),
        "x",
        "0",
    ]


def test_a_forged_or_broken_link_is_answered_in_one_kind_sentence():
    place = seats(party())[1]

    for token in forged(token_for(SEAT, place)):
        for name in ("my_place", "my_join", "my_needs", "my_give_back", "my_names", "confirm"):
            response = Client().get(at(name, token))
            assert (response.status_code, BROKEN in text_of(response)) == (404, True), name
        for name in ("my_answer", "my_needs", "my_join", "my_give_back", "my_names", "confirm"):
            response = Client().post(at(name, token))
            assert (response.status_code, BROKEN in text_of(response)) == (404, True), name
    assert {place.state for place in Place.objects.all()} == {"booked"}


def test_a_link_for_one_purpose_opens_nothing_else():
    booking = newcomers.asked_for_place()
    confirm, seat = newcomers.confirm_token(booking), token_for(SEAT, seats(booking)[0])

    assert Client().get(at("my_place", confirm)).status_code == 404
    assert Client().post(at("confirm", seat)).status_code == 404
    assert read_token(PARTY, seat) is None
    assert seats(booking)[0].state == "held"


def test_the_link_of_somebody_who_was_swapped_is_theirs_no_more():
    booking = party()
    bo = seats(booking)[1]
    link = at("my_place", token_for(SEAT, bo))
    people = {place.pk: Person(place.name, place.email) for place in seats(booking)}

    name_people(booking, people=people | {bo.pk: Person("Cy", "cy@home.example")}, by=None)

    for response in (Client().get(link), Client().post(link + "give-back/")):
        assert (response.status_code, NOT_THEIRS in text_of(response)) == (404, True)
    assert "Cy" not in text_of(Client().get(link))
    cy = newcomers.newest_email("place_for_you", "cy@home.example")
    assert "Cy" in text_of(Client().get(newcomers.link_in(cy)))
    # Who stayed keeps their link, and so does who booked.
    assert Client().get(at("my_place", newcomers.party_token(booking))).status_code == 200


# --- What it does ---


def test_somebody_gives_back_their_own_place_with_a_button_and_not_with_the_link():
    booking = party()
    link = at("my_give_back", token_for(SEAT, seats(booking)[1]))

    assert "Give the place back?" in text_of(Client().get(link))
    assert [place.state for place in seats(booking)] == ["booked"] * 3

    Client().post(link, {"places": seats(booking)[1].pk})

    assert [place.state for place in seats(booking)] == ["booked", "cancelled_in_time", "booked"]


def test_nobody_gives_back_a_place_that_is_not_theirs():
    booking = party()
    other = party()
    link = at("my_give_back", token_for(SEAT, seats(booking)[1]))

    for place in (seats(booking)[0], seats(other)[0]):
        page = text_of(Client().post(link, {"places": place.pk}))
        assert "One of these places is given back already" in page
    assert set(Place.objects.values_list("state", flat=True)) == {"booked"}


def test_who_booked_gives_back_for_all_and_names_those_who_come():
    booking = party()
    link = at("my_place", newcomers.party_token(booking))
    nia, bo, third = seats(booking)

    Client().post(
        link + "names/",
        {f"name_{nia.pk}": nia.name, f"email_{nia.pk}": nia.email}
        | {f"name_{bo.pk}": "Bo", f"email_{bo.pk}": bo.email}
        | {f"name_{third.pk}": "Dot", f"email_{third.pk}": "dot@home.example"},
    )
    Client().post(link + "give-back/", {"places": [nia.pk, bo.pk]})

    third.refresh_from_db()
    assert (third.name, third.state) == ("Dot", "booked")
    assert [place.state for place in seats(booking)][:2] == ["cancelled_in_time"] * 2
    assert newcomers.newest_email("place_for_you").to == "dot@home.example"


def test_a_friend_names_nobody_and_answers_no_offer():
    of = session(capacity=1)
    factories.waiting(by=person(), of=of)
    booking = newcomers.confirmed(of, waits=True, others=[BO])
    link = at("my_place", token_for(SEAT, seats(booking)[1]))

    for part in ("names/", "answer/"):
        response = Client().post(link + part)
        assert response.status_code == 409
        assert "Only whoever booked can do this" in text_of(response)


def test_after_it_is_given_back_the_page_says_so_and_offers_nothing():
    booking = newcomers.confirmed()
    link = at("my_place", newcomers.party_token(booking))
    Client().post(link + "give-back/", {"places": seats(booking)[0].pk})

    page = text_of(Client().get(link))

    assert "Given back" in page
    assert "I can’t come" not in page
    assert Client().get(link + "give-back/").url == link
    assert Client().get(link + "calendar.ics").status_code == 409


# --- Joining online ---


def online(time_machine):
    of = session(is_online=True, place="Online", join_link=LINK)
    booking = newcomers.confirmed(of, others=[BO])
    return of, booking, at("my_join", token_for(SEAT, seats(booking)[1]))


def test_the_link_to_join_is_shown_in_its_window_only(time_machine):
    of, _booking, link = online(time_machine)
    for moment, is_time in (
        (of.starts_at - timedelta(hours=24, minutes=1), False),
        (of.starts_at - timedelta(hours=24), True),
        (of.ends_at + timedelta(minutes=29), True),
        (of.ends_at + timedelta(minutes=30), False),
    ):
        time_machine.move_to(moment, tick=False)
        response = Client().post(link)
        page = text_of(Client().get(link))
        assert (response.status_code == 302) == is_time
        assert (LINK in page) == is_time


def test_opening_is_noted_by_the_button_and_suggests_to_the_host_that_they_came(time_machine):
    of, booking, link = online(time_machine)
    time_machine.move_to(of.starts_at - timedelta(minutes=3), tick=False)
    bo = seats(booking)[1]
    officer = client_for(staff("is_officer"))

    assert LINK not in text_of(Client().get(link))  # a mail program that looks leaves no note
    bo.refresh_from_db()
    assert bo.join_opened_at is None

    assert LINK in text_of(Client().post(link, follow=True))
    bo.refresh_from_db()
    assert bo.join_opened_at == now()

    register = text_of(officer.get(at("register", of.reference)))
    assert len(re.findall("opened their way to join at", register)) == 1
    assert not bo.marks.exists()  # the host says whether they came

    time_machine.shift(timedelta(minutes=2))
    Client().post(link)
    first = bo.join_opened_at
    bo.refresh_from_db()
    assert bo.join_opened_at == first


def test_who_gave_their_place_back_joins_nothing(time_machine):
    of, booking, link = online(time_machine)
    Client().post(link.replace("join", "give-back"), {"places": seats(booking)[1].pk})
    time_machine.move_to(of.starts_at)

    for response in (Client().get(link), Client().post(link)):
        assert response.status_code == 409
        assert LINK not in text_of(response)
