"""What an earlier application already says for a new one, and what it cannot say.

Pure: no database and no forms. A question is the same one when its code is.
"""

from typing import NamedTuple

from grants.applications.prefill import ASKED_ANEW, fitting
from grants.applications.sheet import Answer, shown
from grants.funds.conditions import says_something, standing
from grants.funds.models import Question


class Mark(NamedTuple):
    """How one question of the new application stands to the earlier one.

    kind: carried, changed, new, again (asked anew each time), long (carried, but not taken as it
    is), part (some of it does not fit) or unfit (none of it does). before: the older words.
    """

    kind: str
    before: Answer | None = None


def marks(section, was, answers, sound):
    """{question key: Mark} for one section.

    was: what was told then. answers: what stands in the section now; sound: the keys of those
    that would be taken as they stand.
    """
    earlier = _given(was)
    return {
        question.key: _mark(question, earlier.get(question.code), answers, sound)
        for question in section.asked
    }


def _given(was):
    """{code: (question, its answer, as shown)} of what was answered then."""
    counted = standing(was.form, was.answers)
    found = {}
    for question in (question for part in was.form for question in part.asked):
        files = [file for file in was.files if file.question == question.key]
        answer = shown(question, counted.get(question.key), files=files)
        if answer.is_given:
            found[question.code] = (question, counted.get(question.key), answer)
    return found


def _mark(question, earlier, answers, sound):
    if earlier is None:
        return Mark("new")
    asked_then, typed, before = earlier
    if question.kind in ASKED_ANEW:
        return Mark("again", before)
    carried = fitting(question, typed) if asked_then.kind == question.kind else None
    if not says_something(carried):
        return Mark("unfit", before)
    words = _words(shown(question, carried))
    if _words(shown(question, answers.get(question.key))) != words:
        return Mark("changed", before)
    if words != _words(before):
        return Mark("part", before)
    return Mark("carried" if question.key in sound else "long", before)


def _words(answer):
    """What an answer says, whatever its columns are called today."""
    return answer.text, [[cell.text for cell in line] for line in answer.lines]


def settled(section, was, filled_in, sound):
    """The keys of the questions that need no second look before the section counts as finished.

    They are the sound answers that were carried over, and what was left empty then too. A new
    question waits to be read, even when it may stay empty.
    """
    known = {question.code: question for part in was.form for question in part.asked}
    given = _given(was)
    return [
        key
        for key in sound
        for question in section.asked
        if question.key == key and (key in filled_in or _was_left_empty(question, known, given))
    ]


def _was_left_empty(question, known, given):
    before = known.get(question.code, Question())
    return before.kind == question.kind and question.code not in given
