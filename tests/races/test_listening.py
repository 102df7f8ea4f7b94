"""Somebody is done with a session while somebody else writes down an idea."""

from functools import partial

import pytest

from tests import factories
from workshops.listening.actions import archive_listening, note_idea, publish_answer
from workshops.models import Idea, ListeningArchive

pytestmark = pytest.mark.database


@pytest.mark.parametrize("attempt", range(3))
def test_nobody_is_done_with_an_idea_that_came_meanwhile(race, attempt):
    of, _places = factories.came("Ama")
    officer = factories.staff("is_officer")
    idea = factories.heard(of, "One.").ideas.get()
    publish_answer(idea, answer="Yes.", owner=officer, by=officer)
    notes = [partial(note_idea, of, text=f"Idea {n}", by=officer) for n in range(4)]

    race(partial(archive_listening, of, by=officer), *notes)

    left = Idea.objects.filter(session=of, published_at=None).count()
    assert not (ListeningArchive.objects.filter(session=of).exists() and left)
