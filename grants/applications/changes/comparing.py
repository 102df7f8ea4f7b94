"""What a co-op may change when its application is returned, and what it changed.

Pure: no database and no forms.
"""

from typing import NamedTuple

from grants.applications.sheet import Answer, shown
from grants.funds.conditions import looked_at, standing

# The key of the documents that no question asks for, as it stands in their rows.
DOCUMENTS = ""
DOCUMENTS_IN_WORDS = "Documents that no question asks for"


class Told(NamedTuple):
    """Answers, the form that they answer, and the documents that stand with them."""

    form: tuple
    answers: dict
    files: tuple = ()


class Change(NamedTuple):
    """One question, as it was answered before and as it is answered now."""

    title: str
    question: object  # as it is asked now; None when it is not asked any more
    before: Answer
    after: Answer
    is_changed: bool
    asked: str | None  # what we said about it; None when we did not ask

    @property
    def is_gone(self):
        """Whether it was asked then and is not asked any more."""
        return self.question is None and self.title != DOCUMENTS_IN_WORDS


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


def changes_between(was, now, *, asked=None):
    """Every question that is answered otherwise than before, or that we asked to change.

    A question is the same one when its code is, in whichever round it is asked.
    asked: what we said about each question that we named, by key.
    """
    asked, before, after = asked or {}, _by_code(was), _by_code(now)
    listed = []
    for code in [*after, *(code for code in before if code not in after)]:
        then, today = before.get(code, NOTHING), after.get(code, NOTHING)
        change = Change(
            today.title or then.title,
            today.question,
            then.answer,
            _with_new_files(today, then),
            (then.answer, then.files) != (today.answer, today.files),
            asked.get(code if code == DOCUMENTS else today.question and today.question.key),
        )
        if change.is_changed or change.asked is not None:
            listed.append(change)
    return listed


class _Said(NamedTuple):
    title: str
    question: object
    answer: Answer
    files: frozenset  # (name, sha256) of each


NOTHING = _Said("", None, Answer(None), frozenset())


def _by_code(told):
    """What counts of it, by the code of the question."""
    counted = standing(told.form, told.answers)
    said = {}
    for question in (question for section in told.form for question in section.asked):
        typed = told.answers.get(question.key) if question.key in counted else None
        files = [file for file in told.files if file.question == question.key]
        answer = shown(question, typed, files=files)._replace(question=None)
        said[question.code] = _Said(question.text, question, answer, _marks_of(files))
    others = [file for file in told.files if file.question == DOCUMENTS]
    names = Answer(None, text="\n".join(file.name for file in others))
    said[DOCUMENTS] = _Said(DOCUMENTS_IN_WORDS, None, names, _marks_of(others))
    return said


def _marks_of(files):
    return frozenset((file.name, file.sha256) for file in files)


def _with_new_files(today, then):
    """The answer, where another file under an old name is said to be new."""
    names = {name for name, _hash in then.files} & {n for n, _hash in today.files - then.files}
    if not names:
        return today.answer
    lines = today.answer.text.splitlines()
    return today.answer._replace(
        text="\n".join(f"{line} (a new file)" if line in names else line for line in lines)
    )
