"""What a returned application may not change: everything that we did not ask about."""

from applicants.access import Refused
from grants.applications.drafts import budget_questions
from grants.applications.queries import draft_of
from grants.funds.conditions import says_something

from .comparing import DOCUMENTS
from .queries import changes_asked_of


def refuse_other_changes(application, answers, *, kept):
    """In a returned application only the answers that we asked about change.

    answers: what is to be saved; kept: what stands.
    """
    changed = {key for key, new in answers.items() if _says_otherwise(new, kept.get(key))}
    if not changed or changed <= _named_open(application):
        return  # most saves: the rest of the application need not be read
    draft = draft_of(application)
    for question in (q for section in draft.form for q in section.asked):
        if question.key in changed and not draft.is_open(question):
            raise Refused(
                f"We asked you to change other answers, so “{question.text}” stays as you sent it."
            )


def _says_otherwise(new, old):
    return new != old and (says_something(new) or says_something(old))


def _named_open(application):
    """The keys of the answers that we asked to change by name."""
    asked = changes_asked_of(application)
    return set(asked.open_keys) if asked is not None else set()


def refuse_other_files(application, key):
    """The documents of a question stay as they were sent, unless we asked about it."""
    if draft_of(application).may_change(key):
        return
    if key == DOCUMENTS:
        raise Refused(
            "We asked you to change other things, so your documents stay as you sent them. "
            "If there is one that we should see, write us a message."
        )
    raise Refused("We asked you to change other answers, so these files stay as you sent them.")


def refuse_other_partners(application):
    """Who applies together decides whose each line of the budget is: both change, or neither."""
    draft = draft_of(application)
    if not all(map(draft.is_open, budget_questions(draft.form))):
        raise Refused(
            "We asked you to change other answers, so your partners and your budget stay as you "
            "sent them."
        )
