"""What can be done with what we heard: write it down, answer it in public, be done with it."""

from contextlib import contextmanager

from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking.actions import locked

from .models import Idea, ListeningArchive
from .queries import archive_of

NOT_LISTENING = "This is not a listening session. Say on the page of the workshop that it is."
ARCHIVED = "This session is done with. What was heard and answered stays as it is."
NOT_PUBLISHED = "Publish the session first, so that everybody can see what comes of it."
MOST_IDEAS = 200


def note_idea(session, *, text, by):
    """A colleague writes down what somebody said, without a name. The same words twice are one."""
    with _heard(session) as session:
        if session.published_at is None:
            raise Refused(NOT_PUBLISHED)
        same = session.ideas.filter(text=text).first()
        if same is not None:
            return same
        number = session.ideas.count() + 1
        if number > MOST_IDEAS:
            raise Refused(f"There are {MOST_IDEAS} already. Put like ideas into one.")
        return Idea.objects.create(session=session, number=number, text=text, noted_by=by)


def publish_answer(idea, *, answer, owner, by):
    """Everybody can read what we answer, and who sees to it. It stays; twice is once."""
    with _heard(idea.session):
        fresh = Idea.objects.select_for_update().get(pk=idea.pk)
        if fresh.published_at is not None:
            if (fresh.answer, fresh.owner_id) == (answer, owner.pk):
                return fresh
            raise Refused("There is an answer already, and people have read it.")
        fresh.answer, fresh.owner = answer, owner
        fresh.published_at, fresh.published_by = now(), by
        fresh.save(update_fields=["answer", "owner", "published_at", "published_by"])
    return fresh


def archive_listening(session, *, by):
    """Done with: only when each idea has a published answer and an owner. Twice is once."""
    with locked(session) as session:
        if (archive := archive_of(session)) is not None:
            return archive
        if not session.workshop.is_listening:
            raise Refused(NOT_LISTENING)
        if now() < session.ends_at:
            raise Refused("The session is not over yet.")
        if not session.ideas.exists():
            raise Refused("No idea is written down yet. If nobody said a thing, write that down.")
        left = session.ideas.filter(published_at=None).count()
        if left:
            ideas = "1 idea has" if left == 1 else f"{left} ideas have"
            raise Refused(f"{ideas} no answer yet. Answer each first: we promised it.")
        return ListeningArchive.objects.create(session=session, archived_by=by)


@contextmanager
def _heard(session):
    """Under the lock of the session, while it is not done with."""
    with locked(session) as session:
        if not session.workshop.is_listening:
            raise Refused(NOT_LISTENING)
        if archive_of(session) is not None:
            raise Refused(ARCHIVED)
        yield session
