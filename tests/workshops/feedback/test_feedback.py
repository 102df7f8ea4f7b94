"""Feedback: asked by a link, given once, joined to nobody, hidden in small groups."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import given, settings as hypothesis_settings, strategies as st

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from tests.factories import client_for
from workshops.feedback.actions import WHY_NOT, give_feedback, say_what_we_did
from workshops.feedback.models import FeedbackAnswer, FeedbackGiven, SaidDid
from workshops.feedback.queries import FEWEST, OPEN_FOR, summary_of
from workshops.feedback.slips import address_for, slip_for
from workshops.messages.actions import send_due_messages
from workshops.models import TimedMessage
from workshops.register.actions import note_taps, sign_register
from workshops.register.models import Mark
from workshops.register.taps import Tap

pytestmark = pytest.mark.django_db
ALL = {"overall": "good", "got": "yes", "took_part": "fully", "keep": "", "change": "The room."}


def officer():
    return factories.staff("is_officer")


def later(of, *, after=OPEN_FOR):
    return time_machine.travel(of.ends_at + after, tick=False)


def answered(number, *, of_how_many=6):
    """A session to which some came, and of whom so many answered."""
    of, places = factories.came(*[f"Person {n}" for n in range(of_how_many)])
    for n, place in enumerate(places[:number]):
        give_feedback(place, answers={**ALL, "keep": f"Tea {n}"})
    return of, places


def staff_page(of):
    address = reverse("workshops:session_feedback", args=[of.reference])
    return client_for(officer()).get(address).text


# --- By the link ----------------------------------------------------------------------------


def test_somebody_without_an_account_answers_by_the_link_and_looking_sends_nothing():
    of, (ama,) = factories.came("Ama")
    client = Client(enforce_csrf_checks=True)
    address = address_for(ama)

    for _scan in range(3):
        page = client.get(address)
    assert "Five short questions" in page.text
    assert not FeedbackGiven.objects.exists()
    assert client.post(address, ALL).status_code == 403  # not by our button
    token = client.cookies["csrftoken"].value
    answer = client.post(address, {**ALL, "csrfmiddlewaretoken": token})

    assert "Thank you" in answer.text
    said = FeedbackAnswer.objects.get()
    assert (said.session, said.overall, said.change) == (of, "good", "The room.")
    assert "no-store" in page.headers["Cache-Control"]


def test_a_second_sending_says_kindly_that_we_have_it():
    _of, (ama,) = factories.came("Ama")
    client = Client()
    client.post(address_for(ama), ALL)

    for again in (client.post(address_for(ama), {"overall": "poor"}), client.get(address_for(ama))):
        assert again.status_code == 200
        assert "You have told us already" in again.text
    assert FeedbackAnswer.objects.get().overall == "good"


@pytest.mark.parametrize(
    "spoil", [lambda s: s[:-1], lambda s: "9" + s, lambda s: "x", lambda s: "1."]
)
def test_a_forged_link_is_not_found_and_kind(spoil):
    _of, (ama,) = factories.came("Ama")
    address = reverse("workshops:feedback", args=[spoil(slip_for(ama))])

    for answer in (Client().get(address), Client().post(address, ALL)):
        assert answer.status_code == 404
        assert "This link does not work" in answer.text
    assert not FeedbackAnswer.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Answer one question at least"),
        ({"keep": "   "}, "Answer one question at least"),
        ({"overall": "wonderful"}, "Choose one of these answers"),
        ({"keep": "x" * 1001}, "This is long"),
        ({"keep": "a\x00b"}, "Use letters and figures"),
        ({"overall": ["good", "rubbish"]}, "Choose one of these answers"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_it_and_the_turn_is_kept(typed, says):
    _of, (ama,) = factories.came("Ama")

    answer = Client().post(address_for(ama), {"change": "", **typed})

    assert says in answer.text
    assert not FeedbackGiven.objects.exists()


# --- Whose turn it is -------------------------------------------------------------------------


def test_only_those_who_came_and_only_while_it_is_open():
    of, (ama, bo) = factories.evening("Ama", "Bo", begins=timedelta(hours=-1))
    with pytest.raises(Refused, match="not over yet"):
        give_feedback(ama, answers=ALL)
    with later(of, after=timedelta(minutes=1)):
        factories.mark_attendance(of, came={ama.pk}, by=officer())
        with pytest.raises(Refused, match="for those who came"):
            give_feedback(bo, answers=ALL)
        assert "for those who came" in Client().get(address_for(bo)).text
        give_feedback(ama, answers=ALL)  # nobody has signed yet: nobody waits for our paperwork
    late, (cy,) = factories.came("Cy")
    with later(late):
        with pytest.raises(Refused, match="two weeks"):
            give_feedback(cy, answers=ALL)
        assert "You can still write to us" in Client().post(address_for(cy), ALL).text


def test_every_refusal_has_its_sentence():
    assert set(WHY_NOT) == {"given", "not_here", "not_yet", "closed"}


# --- Joined to nobody -----------------------------------------------------------------------


def test_what_was_said_knows_no_person_no_time_and_no_number():
    names = {field.name for field in FeedbackAnswer._meta.get_fields()}
    assert names == {"id", "session", "overall", "got", "took_part", "keep", "change"}
    assert {field.name for field in FeedbackGiven._meta.get_fields()} == {"place"}


@pytest.mark.database
def test_the_order_in_which_rows_lie_says_nothing_of_who_answered_when():
    """Eight sessions of six: had the order been kept, each would lie as it was given."""
    hidden = {"sqlite": "rowid", "postgresql": "ctid"}[connection.vendor]
    table, orders = FeedbackAnswer._meta.db_table, set()
    for _session in range(8):
        of, _places = answered(6)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT keep FROM {table} WHERE session_id = %s ORDER BY {hidden}",
                [of.pk],
            )
            orders.add(tuple(row[0] for row in cursor.fetchall()))

    assert all(sorted(order) == [f"Tea {n}" for n in range(6)] for order in orders)
    assert len(orders) > 4


def test_the_last_to_answer_does_not_keep_the_key_of_the_first():
    of, places = answered(1)
    (first,) = FeedbackAnswer.objects.values_list("pk", flat=True)

    give_feedback(places[1], answers=ALL)

    assert first not in set(FeedbackAnswer.objects.filter(session=of).values_list("pk", flat=True))


# --- Small groups ------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, FEWEST - 1])
def test_under_five_nobody_sees_anything(number):
    of, _places = answered(number)

    with later(of):
        said = staff_page(of)

    assert "Fewer than five people answered" in said
    assert "The room." not in said
    assert "Tea 0" not in said


def test_from_five_on_it_is_shown_when_nobody_can_answer_any_more():
    of, _places = answered(FEWEST)
    before = staff_page(of)
    assert "The room." not in before
    assert "Nobody sees anything before that" in before

    with later(of):
        said = staff_page(of)

    assert "5 people answered" in said
    assert said.count("The room.") == 5
    assert all(f"Tea {n}" in said for n in range(5))


@hypothesis_settings(max_examples=12, deadline=None)
@given(number=st.integers(0, 7), hours=st.integers(0, 24 * 20))
def test_no_moment_shows_fewer_than_five_or_shows_one_answer_more_than_another(number, hours):
    with transaction.atomic():
        of, _places = answered(number, of_how_many=7)
        shown = summary_of(of, of.ends_at + timedelta(hours=hours))
        assert shown.is_shown == (number >= FEWEST and hours >= 24 * 14)
        assert shown.answered in ((number,) if shown.is_shown else (0,))
        transaction.set_rollback(True)


# --- Asked by mail -----------------------------------------------------------------------------


def sent(kind):
    return sorted(
        Email.objects.filter(event=f"workshops/timed_{kind}").values_list("to", flat=True)
    )


def test_thanked_after_an_hour_nudged_once_after_three_days_and_asked_after_three_weeks():
    of, (ama, bo, cy) = factories.came("Ama", "Bo", "Cy")
    with later(of, after=timedelta(hours=1, minutes=5)):
        send_due_messages()
        assert len(sent("thanks")) == 3
        assert address_for(ama) in Email.objects.get(to=ama.email, event__endswith="thanks").body
        give_feedback(ama, answers=ALL)
        note_taps(of, [Tap(Mark.NOT_HERE, place=bo.pk)], by=officer())
    for days in (3, 4):
        with later(of, after=timedelta(days=days, minutes=5)):
            send_due_messages()
    assert sent("nudge") == [cy.email]  # Ama has answered, and Bo did not come after all
    with later(of, after=timedelta(days=21, minutes=5)):
        send_due_messages()
        send_due_messages()
    assert sent("next") == sorted([ama.email, cy.email])
    assert TimedMessage.objects.filter(kind="nudge", outcome="sent").count() == 1


def test_who_walked_in_with_an_address_is_asked_and_the_officer_is_not():
    of, _none = factories.evening(begins=timedelta(hours=-3))
    host = officer()
    walked = [("Lee", "lee@example.org"), ("Mo", "")]
    note_taps(of, [Tap(Mark.ARRIVED, name=name, email=email) for name, email in walked], by=host)
    sign_register(of, unmarked=(), by=host)

    with later(of, after=timedelta(hours=1, minutes=5)):
        send_due_messages()

    assert sent("thanks") == ["lee@example.org"]


# --- You said, we did ----------------------------------------------------------------------------


def test_a_pair_stands_on_the_next_dates_and_on_no_other_workshop():
    of, _places = factories.came("Ama")
    following = factories.session(workshop=of.workshop)
    other = factories.session()
    client = client_for(officer())
    add = reverse("workshops:said_did_add", args=[of.reference])
    for _twice in range(2):
        client.post(add, {"said": " Too   cold <b>", "did": "We moved."})

    def shown(session):
        return (
            "Too cold &lt;b&gt;"
            in Client().get(reverse("workshops:session", args=[session.reference])).text
        )

    assert (shown(following), shown(of), shown(other)) == (True, False, False)
    pair = SaidDid.objects.get()
    for _twice in range(2):
        client.post(reverse("workshops:said_did_withdraw", args=[of.reference]), {"pair": pair.pk})
    assert not shown(following)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"said": "", "did": "x"}, "Enter what people said"),
        ({"said": "x", "did": " "}, "Enter what you did about it"),
        ({"said": "x" * 201, "did": "y"}, "Use 200 characters or fewer"),
    ],
)
def test_half_a_pair_is_none(typed, says):
    of, _places = factories.came("Ama")

    answer = client_for(officer()).post(
        reverse("workshops:said_did_add", args=[of.reference]), typed
    )

    assert says in answer.text
    assert not SaidDid.objects.exists()


# --- What the database refuses ---------------------------------------------------------------


@pytest.mark.database
def test_nothing_of_it_is_changed_and_nobody_answers_twice():
    of, places = answered(1)
    pair = say_what_we_did(of.workshop, said="Cold.", did="Warm.", by=officer())
    spoilers = [
        lambda: FeedbackAnswer.objects.update(keep="Nothing"),
        lambda: FeedbackAnswer.objects.create(session=of),
        lambda: FeedbackAnswer.objects.create(session=of, overall="great"),
        lambda: FeedbackGiven.objects.create(place=places[0]),
        lambda: FeedbackGiven.objects.all().delete(),
        lambda: SaidDid.objects.update(said="Warm."),
        lambda: SaidDid.objects.update(withdrawn_at=now()),
        pair.delete,
    ]
    for spoil in spoilers:
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()
