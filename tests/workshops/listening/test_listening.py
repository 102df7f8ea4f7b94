"""Listening sessions: each idea is answered in public, or nobody is done with it."""

import contextlib
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from hypothesis import given, settings as hypothesis_settings, strategies as st

from applicants.access import Refused
from tests import factories
from tests.factories import client_for
from workshops.listening.actions import archive_listening, note_idea, publish_answer
from workshops.listening.models import answers_due_on
from workshops.listening.queries import listened
from workshops.models import Idea, ListeningArchive
from workshops.sessions.actions import add_catalogue

pytestmark = pytest.mark.django_db


def officer(**facts):
    return factories.staff("is_officer", **facts)


def evening_with(*texts):
    of, _places = factories.came("Ama")
    return factories.heard(of, *texts)


def answer(idea, words="We do that by May.", by=None):
    by = by or officer()
    return publish_answer(idea, answer=words, owner=by, by=by)


def address(name, of, *more):
    return reverse(f"workshops:{name}", args=[of.reference, *more])


# --- Heard and answered ------------------------------------------------------------------------


def test_the_catalogue_has_one_workshop_where_we_listen():
    add_catalogue()

    of = [workshop.title for workshop in add_catalogue() if workshop.is_listening]
    assert of == ["What should the fund do next?"]


def test_everybody_reads_what_was_said_and_what_we_answer_and_who_sees_to_it():
    of = evening_with("Answer <b>faster</b>.", "Fund tools.")
    answer(of.ideas.get(number=1), "By May.\nWe hire.", by=officer(name="Ife Bello"))

    said = Client().get(address("session_ideas", of)).text

    assert "1. Answer &lt;b&gt;faster&lt;/b&gt;." in said
    assert "Ife Bello sees to it" in said
    due = answers_due_on(of)
    assert due == localdate(of.ends_at) + timedelta(days=30)
    assert f"We answer by {due.day} {due:%B %Y}" in said
    with time_machine.travel(now() + timedelta(days=32)):
        assert "Our answer is late." in Client().get(address("session_ideas", of)).text


def test_an_officer_writes_down_answers_and_is_done_with_it():
    of = evening_with("One.")
    me = officer()
    client = client_for(me)
    for _twice in range(2):
        client.post(address("session_listening", of), {"text": " Two   things "})
    assert list(of.ideas.values_list("number", "text")) == [(1, "One."), (2, "Two things")]
    assert "We are done with it" not in client.get(address("session_listening", of)).text

    for number in (1, 2):
        client.post(address("idea_answer", of, number), {"answer": "Yes, by May.", "owner": me.pk})
    assert "We are done with it" in client.get(address("session_listening", of)).text
    for _twice in range(2):
        client.post(address("listening_archive", of))

    assert ListeningArchive.objects.get().archived_by == me
    late = client.post(address("session_listening", of), {"text": "Three"})
    assert "This session is done with" in late.text
    assert of.ideas.count() == 2


def test_an_answer_that_people_have_read_stays():
    of = evening_with("One.")
    idea, me = of.ideas.get(), officer()
    answer(idea, "Yes.", by=me)

    answer(idea, "Yes.", by=me)  # twice is once
    with pytest.raises(Refused, match="people have read it"):
        answer(idea, "No.", by=me)
    assert Idea.objects.get().answer == "Yes."


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"answer": "", "owner": "me"}, "Enter the answer"),
        ({"answer": "Yes.", "owner": ""}, "Choose who sees to it"),
        ({"answer": "Yes.", "owner": "999999"}, "Choose a colleague from the list"),
        ({"answer": "x" * 2001, "owner": "me"}, "Use 2,000 characters or fewer"),
        ({"answer": "a\x00", "owner": "me"}, "Use letters and figures"),
    ],
)
def test_half_an_answer_is_none(typed, says):
    of, me = evening_with("One."), officer()
    typed["owner"] = me.pk if typed["owner"] == "me" else typed["owner"]

    said = client_for(me).post(address("idea_answer", of, 1), typed).text

    assert says in said
    assert Idea.objects.get().published_at is None


def test_only_a_colleague_who_is_still_here_can_see_to_it():
    of = evening_with("One.")
    outsider = factories.person()

    said = client_for(officer()).post(
        address("idea_answer", of, 1), {"answer": "Yes.", "owner": outsider.pk}
    )

    assert "Choose a colleague from the list" in said.text


def test_where_we_do_not_listen_nothing_is_written_down_and_there_is_no_page():
    of = factories.session()

    with pytest.raises(Refused, match="not a listening session"):
        note_idea(of, text="One.", by=officer())
    assert Client().get(address("session_ideas", of)).status_code == 404


def test_nobody_is_done_before_the_end_or_without_an_idea():
    of = factories.heard(factories.session(), "One.")
    answer(of.ideas.get())
    with pytest.raises(Refused, match="not over yet"):
        archive_listening(of, by=officer())
    silent, _places = factories.came("Ama")
    type(silent.workshop).objects.filter(pk=silent.workshop_id).update(is_listening=True)
    with pytest.raises(Refused, match="No idea is written down"):
        archive_listening(silent, by=officer())


@hypothesis_settings(max_examples=15, deadline=None)
@given(answered=st.lists(st.booleans(), min_size=1, max_size=5))
def test_done_with_means_that_each_idea_has_a_published_answer_and_an_owner(answered):
    with transaction.atomic():
        of = evening_with(*[f"Idea {number}" for number in range(len(answered))])
        for idea, is_answered in zip(of.ideas.order_by("number"), answered, strict=True):
            if is_answered:
                answer(idea)
        refusal = contextlib.nullcontext() if all(answered) else pytest.raises(Refused)
        with refusal:
            archive_listening(of, by=officer())
        assert ListeningArchive.objects.filter(session=of).exists() == all(answered)
        transaction.set_rollback(True)


# --- The list of colleagues ---------------------------------------------------------------------


def test_what_is_overdue_stands_first_the_oldest_first_and_what_is_done_stands_nowhere():
    with time_machine.travel(now() - timedelta(days=50)):
        older = evening_with("Old.")
    with time_machine.travel(now() - timedelta(days=40)):
        old = evening_with("Old too.")
        replied = evening_with("Answered.")
        answer(replied.ideas.get())
        factories.heard_and_answered("Done.")
    fresh = evening_with("New.")

    found = listened(now())

    assert [(one.session.pk, one.is_overdue) for one in found] == [
        (older.pk, True),
        (old.pk, True),
        (replied.pk, False),
        (fresh.pk, False),
    ]
    said = client_for(officer()).get(reverse("workshops:listening_list")).text
    assert said.count("Overdue") == 2
    assert "All answered. It can be done with." in said


# --- What the database refuses ------------------------------------------------------------------


@pytest.mark.database
def test_the_database_is_not_done_with_an_idea_that_nobody_answered():
    of, me = evening_with("One."), officer()

    with pytest.raises(IntegrityError), transaction.atomic():
        ListeningArchive.objects.create(session=of, archived_by=me)
    with pytest.raises(IntegrityError), transaction.atomic():  # an answer without an owner
        Idea.objects.update(answer="Yes.", published_at=now(), published_by=me)
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.update(owner=me, published_at=now(), published_by=me)
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.all().delete()
    answer(of.ideas.get())
    for facts in ({"answer": "No."}, {"text": "Two."}, {"published_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Idea.objects.update(**facts)
    archive_listening(of, by=me)
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.create(session=of, number=2, text="Late.", noted_by=me)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListeningArchive.objects.all().delete()


# --- No more listening ---


def test_a_workshop_listens_until_each_idea_has_its_answer():
    of = evening_with("Too much jargon.", "Fund tools.")
    answer(of.ideas.get(number=2))
    about = reverse("workshops:workshop_about", args=[of.workshop.reference])
    client = client_for(officer())

    refused = client.post(about, {"covers": "Sums"}).text

    assert "1 idea has no answer yet" in refused
    of.workshop.refresh_from_db()
    assert (of.workshop.is_listening, of.workshop.covers) == (True, "")

    answer(of.ideas.get(number=1))
    client.post(about, {"covers": "Sums"})
    of.workshop.refresh_from_db()
    assert (of.workshop.is_listening, of.workshop.covers) == (False, "Sums")
    said = Client().get(address("session_ideas", of))  # what was answered stays where it stood
    assert "Too much jargon." in said.text
