"""What a co-op may change when its application is returned, and what it changed.

Pure: no database and no forms.
"""

from typing import NamedTuple

from grants.applications.sheet import Answer, shown
from grants.funds.conditions import looked_at, standing

# The key of the documents that no question asks for, as it stands in their rows.
DOCUMENTS = ""
DOCUMENTS_IN_WORDS = "Documents that no question asks for"


class Change(NamedTuple):
    """One question, as it was answered before and as it is answered now."""

    title: str
    before: Answer
    after: Answer
    asked: str | None  # what we said about it; None when we did not ask

    @property
    def is_changed(self):
        return self.before != self.after


def open_to_change(form, sent, asked_for):
    """The keys of the questions that may be changed: those asked for, and what follows from them.

    A question that was not asked before, and whose rule looks at one that may change, may come
    to be asked: it must then be answered. Nothing that was sent changes by that, since nothing
    was sent for it.
    """
    asked_before, may_change, codes = set(standing(form, sent)), set(asked_for), set()
    for section in form:
        for question in section.asked:
            if question.key not in asked_before and looked_at(question) & codes:
                may_change.add(question.key)
            if question.key in may_change:
                codes.add(question.code)
    return may_change


def changes_between(form, before, after, *, asked=None, files=((), ())):
    """Every question whose answer differs between two sendings, or that we asked to change.

    before, after: the answers by key. asked: what we said about each question that we named.
    files: the documents of both sendings.
    """
    asked, was, now = asked or {}, standing(form, before), standing(form, after)
    listed = [
        Change(
            question.text,
            _shown(question, before, was, files[0]),
            _shown(question, after, now, files[1]),
            asked.get(question.key),
        )
        for section in form
        for question in section.asked
    ]
    others = [_documents(sent) for sent in files]
    listed.append(Change(DOCUMENTS_IN_WORDS, *others, asked.get(DOCUMENTS)))
    return [change for change in listed if change.is_changed or change.asked is not None]


def _shown(question, answers, asked, files):
    typed = answers.get(question.key) if question.key in asked else None
    return shown(question, typed, files=[file for file in files if file.question == question.key])


def _documents(files):
    return Answer(None, text="\n".join(file.name for file in files if file.question == DOCUMENTS))
