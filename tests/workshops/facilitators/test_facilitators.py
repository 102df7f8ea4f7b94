"""Who leads a session: clashes are found, briefs have numbers and no names."""

import html
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localtime, now

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from tests.factories import newcomers
from workshops.booking.actions import book_place, give_back
from workshops.facilitators.actions import (
    Clashing,
    add_facilitator,
    assign_facilitator,
    brief_facilitators,
    end_assignment,
)
from workshops.facilitators.queries import clashes, numbers_for_brief
from workshops.models import Assignment, Facilitator
from workshops.needs.actions import ask_for_needs

pytestmark = [pytest.mark.django_db, pytest.mark.database]

START = timedelta(days=10)


@pytest.fixture
def boss():
    return factories.staff("is_officer")


def at(name, session):
    return reverse(f"workshops:{name}", args=[session.reference])


def text_of(response):
    return html.unescape(response.content.decode())


def later(session, minutes, **facts):
    """A session that starts so many minutes after that one ends."""
    return factories.session(starts_at=session.ends_at + timedelta(minutes=minutes), **facts)


def test_what_is_agreed_for_a_session_stays(boss):
    fay = factories.facilitator(fee_pence=150_00)
    made = assign_facilitator(factories.session(), facilitator=fay, materials="Pens", by=boss)
    Facilitator.objects.update(fee_pence=999_00)

    made.refresh_from_db()
    assert (made.fee_pence, made.fee, made.materials) == (150_00, 150, "Pens")
    other = assign_facilitator(later(made.session, 90), facilitator=fay, fee_pence=0, by=boss)
    assert other.fee_pence == 0


def test_twice_is_once_and_after_an_end_they_can_lead_again(boss):
    session, fay = factories.session(), factories.facilitator()
    made = assign_facilitator(session, facilitator=fay, by=boss)
    assert assign_facilitator(session, facilitator=fay, by=boss) == made
    end_assignment(made, by=boss)
    end_assignment(made, by=boss)

    assert assign_facilitator(session, facilitator=fay, by=boss) != made


def test_two_sessions_at_one_time_are_refused_unless_somebody_says_why(boss):
    led = factories.facilitated()
    same = factories.session(starts_at=led.session.starts_at + timedelta(hours=1))

    with pytest.raises(Clashing, match=f"leads {led.session.workshop} then"):
        assign_facilitator(same, facilitator=led.facilitator, by=boss)
    made = assign_facilitator(same, facilitator=led.facilitator, despite="Next door.", by=boss)

    assert made.despite == "Next door."


def test_what_was_cancelled_or_ended_stands_in_nobody_s_way(boss):
    led = factories.facilitated()
    factories.session_cancelled(led.session)
    same = factories.session(starts_at=led.session.starts_at)
    made = assign_facilitator(same, facilitator=led.facilitator, by=boss)
    end_assignment(made, by=boss)

    other = factories.session(starts_at=same.starts_at)
    assert assign_facilitator(other, facilitator=led.facilitator, by=boss).despite == ""


@pytest.mark.parametrize(
    ("minutes", "facts", "is_tight"),
    [
        (29, {"place": "Elsewhere"}, True),
        (30, {"place": "Elsewhere"}, False),
        (0, {"place": "Elsewhere"}, True),
        (0, {}, False),  # the same place
        (0, {"place": "Online", "is_online": True}, True),  # from a room to a desk
    ],
)
def test_fewer_than_thirty_minutes_to_another_place_are_a_warning(boss, minutes, facts, is_tight):
    led = factories.facilitated()
    next_one = later(led.session, minutes, **facts)

    found = clashes(led.facilitator, next_one)

    assert [each.is_same_time for each in found] == ([False] if is_tight else [])
    assert assign_facilitator(next_one, facilitator=led.facilitator, by=boss)


def test_nobody_leads_what_is_over_or_cancelled(boss):
    gone = factories.session_cancelled()

    with pytest.raises(Refused, match="over or cancelled"):
        assign_facilitator(gone, facilitator=factories.facilitator(), by=boss)


def test_one_address_is_one_facilitator(boss):
    factories.facilitator(email="fay@example.org")
    facts = {"name": "F", "fee_pence": 0, "brings": "", "by": boss}

    with pytest.raises(Refused, match="there already"):
        add_facilitator(email="FAY@example.org", **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Facilitator.objects.create(
            reference="x", name="F", email="FAY@example.org", fee_pence=0, added_by=boss
        )


def test_what_was_agreed_is_never_changed_by_anybody():
    made = factories.facilitated()

    for facts in ({"fee_pence": 1}, {"despite": "x"}, {"facilitator": factories.facilitator()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.filter(pk=made.pk).update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.all()._raw_delete("default")


def test_the_brief_has_numbers_and_no_names(boss):
    led = factories.facilitated(factories.session(access="A lift."), materials="Tables")
    book_place(led.session, by=factories.person(name="Ama Secret"), name="Ama Secret")
    Email.objects.all().delete()

    assert brief_facilitators(led.session, by=boss) == 1
    brief_facilitators(led.session, by=boss)

    email = Email.objects.get(event="workshops/facilitator_brief")
    assert email.to == led.facilitator.email
    assert "Coming so far: 1" in email.body
    assert "There for you: Tables" in email.body
    assert "Secret" not in email.body
    assert led.session.join_link == ""
    led.refresh_from_db()
    assert led.briefed_at is not None


def test_without_anybody_there_is_no_brief(boss):
    with pytest.raises(Refused, match="nobody to brief"):
        brief_facilitators(factories.session(), by=boss)


# --- Pages ---


@pytest.fixture
def officer(boss):
    return factories.client_for(boss)


def test_an_officer_adds_somebody_lets_them_lead_briefs_them_and_takes_them_off(officer):
    add = reverse("workshops:facilitator_add")
    typed = {"name": "Fay", "email": "fay@example.org", "fee_pence": "£1,150.50", "brings": "Pens"}
    officer.post(add, typed)
    fay = Facilitator.objects.get()
    assert fay.fee_pence == 115050
    session = factories.session()
    page = at("session_facilitators", session)

    officer.post(page, {"facilitator": fay.pk, "fee_pence": "", "materials": "A table"})

    shown = text_of(officer.get(page))
    assert "£1,150.50" in shown
    assert "Not briefed yet" in shown
    assert officer.post(at("session_brief", session)).url == page
    assert "Briefed" in text_of(officer.get(page))
    row = Assignment.objects.get()
    assert officer.post(at("session_facilitator_end", session), {"row": row.pk}).url == page
    assert officer.post(at("session_facilitator_end", session), {"row": row.pk}).status_code == 409
    assert officer.get(at("session_brief", session)).status_code == 404
    assert "Fay" in text_of(officer.get(reverse("workshops:facilitator_list")))


def test_a_clash_is_said_beside_the_field_and_what_was_typed_stays(officer):
    led = factories.facilitated()
    same = factories.session(starts_at=led.session.starts_at)
    typed = {"facilitator": led.facilitator.pk, "materials": "A big table"}

    shown = text_of(officer.post(at("session_facilitators", same), typed))

    assert "say why they can do both" in shown
    assert "A big table" in shown
    assert not same.facilitation.exists()


def test_a_short_way_is_said_once_it_is_done(officer):
    led = factories.facilitated()
    near = later(led.session, 10, place="Elsewhere")

    page = officer.post(
        at("session_facilitators", near), {"facilitator": led.facilitator.pk}, follow=True
    )

    assert "fewer than 30 minutes" in text_of(page)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"name": ""}, "Enter their name"),
        ({"email": "x"}, "Enter an email address like"),
        ({"fee_pence": ""}, "Enter the fee"),
        ({"fee_pence": "a lot"}, "Enter an amount like 150"),
        ({"fee_pence": "-5"}, "Enter an amount like 150"),
        ({"fee_pence": "1.5"}, "Enter an amount like 150"),
        ({"fee_pence": "٣"}, "Enter an amount like 150"),
        ({"brings": "x" * 301}, "300 characters or fewer"),
    ],
)
def test_bad_input_is_said_and_adds_nobody(officer, facts, says):
    typed = {"name": "Fay", "email": "fay@example.org", "fee_pence": "150", "brings": ""}

    assert says in text_of(officer.post(reverse("workshops:facilitator_add"), typed | facts))
    assert not Facilitator.objects.exists()


def test_an_auditor_looks_and_others_do_not():
    address = reverse("workshops:facilitator_list")

    assert factories.client_for(factories.staff("is_auditor")).get(address).status_code == 200
    assert factories.client_for(factories.person()).get(address).status_code == 403
    assert now()


def test_the_brief_says_what_is_needed_and_of_few_not_how_many(boss):
    led = factories.facilitated()
    for number in range(5):
        who = newcomers.contact(f"Guest {number}")
        place = newcomers.confirmed(led.session, who=who).places.get()
        wanted = {"large_print": "", "travel": "", "other": "Sesame makes me ill"}
        if number == 0:
            wanted |= {"bsl": ""}
        ask_for_needs(place, wanted=wanted)
    waits = newcomers.confirmed(factories.session())
    newcomers.need(waits.places.get(), what="captions")
    page = (
        factories.client_for(boss)
        .get(reverse("workshops:session_brief", args=[led.session.reference]))
        .text
    )

    brief_facilitators(led.session, by=boss)

    mail = Email.objects.get(event="workshops/facilitator_brief").body
    for text in (page, mail):
        assert "A sign language interpreter (BSL): fewer than 5 people" in text
        assert "Large print: 5 people" in text
        for hidden in ("Guest", "Sesame", "travel", "captions", "home.example"):
            assert hidden not in text


def test_what_is_needed_later_is_a_new_brief_and_what_was_given_back_is_left_out(boss):
    led = factories.facilitated()
    booking = newcomers.confirmed(led.session)
    brief_facilitators(led.session, by=boss)
    newcomers.need(booking.places.get(), what="quiet_space")

    brief_facilitators(led.session, by=boss)
    brief_facilitators(led.session, by=boss)
    give_back(booking, places=booking.places.live(), by=None)

    assert Email.objects.filter(event="workshops/facilitator_brief").count() == 2
    assert numbers_for_brief(led.session)["needs"] == []


# --- Change of plan ---


def news_for(led):
    mails = Email.objects.filter(event="workshops/facilitator_news", to=led.facilitator.email)
    return [(mail.subject, mail.body) for mail in mails.order_by("pk")]


@pytest.mark.parametrize(
    ("change", "subject", "says"),
    [
        (factories.session_moved, "New time", "When before: "),
        (
            lambda of: factories.session_moved(
                of, starts_at=of.starts_at, ends_at=of.ends_at, place="The Hub"
            ),
            "New place",
            "Where now: The Hub",
        ),
        (factories.session_postponed, "Postponed", "You need not come that day"),
        (factories.session_cancelled, "Cancelled", "You need not come"),
        (factories.session_online, "It is online now", "It takes place online"),
    ],
)
def test_who_leads_a_session_hears_of_each_change_once(change, subject, says):
    led = factories.facilitated()
    gone = factories.facilitated(led.session)
    end_assignment(gone, by=gone.assigned_by)

    change(led.session)

    [(about, body)] = news_for(led)
    assert about.startswith(f"{subject}: {led.session.workshop}")
    assert says in body
    assert news_for(gone) == []


def test_who_leads_what_was_postponed_hears_its_new_date_and_when_it_stops(time_machine):
    led = factories.facilitated()
    factories.session_postponed(led.session)
    of = factories.session_dated(led.session)
    time_machine.move_to(of.starts_at + timedelta(minutes=20), tick=False)
    factories.session_cancelled(of)

    subjects = [about.split(":")[0] for about, _body in news_for(led)]
    assert subjects == ["Postponed", "The new date", "It stopped early"]


def test_who_leads_hears_when_a_session_goes_into_a_room():
    led = factories.facilitated(factories.session(is_online=True, place="Online"))

    factories.session_in_room(led.session, place="The Hub")

    [(about, body)] = news_for(led)
    assert about.startswith("It is in a room now")
    assert "Where now: The Hub" in body


def test_a_move_or_a_new_date_shows_what_stands_in_the_way_of_who_leads_it(officer):
    day = localtime(now() + timedelta(days=10)).replace(hour=14, minute=0, second=0, microsecond=0)
    led = factories.facilitated(factories.session(starts_at=day + timedelta(days=1)))
    busy = factories.session(starts_at=day)  # until 4pm
    assign_facilitator(busy, facilitator=led.facilitator, by=factories.staff("is_officer"))
    typed = {"on_day": day.day, "on_month": day.month, "on_year": day.year, "place": "Elsewhere"}

    then = {"starts": "15:00", "ends": "16:30"}
    moved = officer.post(at("session_move", led.session), typed | then, follow=True)

    assert f"{led.facilitator} leads {busy.workshop} at the same time" in text_of(moved)

    factories.session_postponed(led.session)
    near = {"starts": "16:10", "ends": "18:00"}
    dated = officer.post(at("session_date", led.session), typed | near, follow=True)
    assert f"fewer than 30 minutes from {busy.workshop}" in text_of(dated)
