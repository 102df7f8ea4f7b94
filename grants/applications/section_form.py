"""One section as a form, made from the round’s questions; it keeps what was typed, even wrong."""

import json
import re
from functools import cached_property

from django import forms
from django.http import QueryDict

from grants.funds.conditions import standing
from grants.funds.models import Question

from .page_rules import in_words, name_of, rules_on_page
from .question_fields import KeptDateInputs, field_for, hint_for
from .tables import WITH_SUMS, added_up, filled, sums_of

Kind = Question.Kind
LINE_END = re.compile("\r\n?")
NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class SectionForm(forms.Form):
    """One section: a field for each question. It keeps what was typed, right or wrong.

    A question that is not asked, given the answers so far, is on the page all the same (it may
    be asked a moment later, and works without scripts), but nothing about it is wrong.
    """

    def __init__(self, section, data=None, *, answers=None, draft=None):
        """draft: what the rest of the form answers, where a rule looks further than this page."""
        self.section, self.draft = section, draft
        data = data if data is None else readable(data)
        # What may not be changed is on the page without a box, and stays as it is saved.
        self.closed = {q.key for q in section.asked if draft and not draft.is_open(q)}
        self.asked = self._on_page(data)
        initial = {name_of(q): (answers or {}).get(q.key) for q in section.asked}
        super().__init__(data, initial=initial, label_suffix="")
        for question in self.asked:
            if question.kind != Kind.FILES and question.key not in self.closed:
                self.fields[name_of(question)] = field_for(question)

    def _on_page(self, data):
        """The questions on the page: as it says itself when it is sent, else as the rules say."""
        if data is not None and "shown" not in data:
            return self.section.asked
        keys = self.rules if data is None else {*data["shown"].split(","), *self.closed}
        return [question for question in self.section.asked if question.key in keys]

    @cached_property
    def rules(self):
        return rules_on_page(self.section, self._answers_before(), self.closed)

    @property
    def shown(self):
        """The keys of the questions with boxes on the page; nothing when all have one."""
        keys = [question.key for question in self.asked if question.key not in self.closed]
        return "" if len(keys) == len(self.section.asked) else ",".join(keys)

    def full_clean(self):
        super().full_clean()
        self.sound = [
            question.key
            for question in self.asked
            if question.key not in self.closed and name_of(question) not in self._errors
        ]
        if not any(q.shown_if and name_of(q) in self._errors for q in self.asked):
            return
        asked = self.keys_asked()
        for question in self.asked:
            if question.key not in asked:
                self._errors.pop(name_of(question), None)

    def keys_asked(self):
        """The keys of the questions that are asked, given everything that is typed now."""
        if not any(question.shown_if for question in self.section.asked):
            return {question.key for question in self.section.asked}
        typed = self.typed() if self.is_bound else self.initial_answers()
        form, elsewhere = (self.draft.form, self.draft.typed) if self.draft else (None, {})
        return set(standing(form or (self.section,), {**elsewhere, **typed}))

    def initial_answers(self):
        return {question.key: self.initial[name_of(question)] for question in self.section.asked}

    def typed(self):
        """What stands in the boxes, keyed by question: what is kept, even when it is not valid."""
        found = {
            question.key: self._in_box(self.fields[name].widget, name)
            for question in self.asked
            for name in [name_of(question)]
            if name in self.fields
        }
        return found | self._typed_where_closed()

    def _in_box(self, widget, name):
        return as_kept(widget.value_from_datadict(self.data, {}, name))

    def _typed_where_closed(self):
        """What an old page sends for questions that may not be changed, if it says otherwise."""
        found = {}
        for question in (q for q in self.section.asked if q.key in self.closed):
            name = name_of(question)
            was_sent = any(re.fullmatch(rf"{name}([-_].*)?", key) for key in self.data)
            if was_sent and question.kind != Kind.FILES:
                typed = self._in_box(field_for(question).widget, name)
                if typed != self.draft.typed.get(question.key):
                    found[question.key] = typed
        return found

    def questions(self):
        """Each question with its field, for the page; a table also with its sums."""
        asked_now = self.keys_asked()
        return [self._as_shown(question, asked_now) for question in self.asked]

    def _as_shown(self, question, asked_now):
        field = self[name_of(question)] if name_of(question) in self.fields else None
        lines = (field.value() or []) if field and question.kind in WITH_SUMS else []
        rule = self.rules.get(question.key)
        return {
            "question": question,
            "is_closed": question.key in self.closed,
            "field": field,
            "hint": "" if field else hint_for(question),
            "total": added_up(lines).words
            if question.kind == Kind.BUDGET and filled(lines)
            else "",
            "sums": sums_of(question, lines),
            "is_asked": question.key in asked_now,
            "rule": json.dumps(rule) if rule else "",
            "only_if": in_words(rule, self.asked) if rule else "",
        }

    def _answers_before(self):
        """By code: the answers that count and have no box on this page, where rules ask.

        They are those of the sections before this one, and of what may not be changed.
        """
        if self.draft is None or not any(question.shown_if for question in self.section.asked):
            return None
        until = [each for each in self.draft.form if each.number <= self.section.number]
        counted = standing(until, self.draft.typed)
        return {
            question.code: counted.get(question.key)
            for part in until
            for question in part.asked
            if part.number < self.section.number or question.key in self.closed
        }


def as_posted(section, answers):
    """Kept answers as a browser would send them from the page."""
    data = QueryDict(mutable=True)
    for question in section.asked:
        name, answer = name_of(question), answers.get(question.key)
        if question.is_table:
            for place, line in enumerate(answer or []):
                data.update({f"{name}-{place}-{column}": cell for column, cell in line.items()})
        elif question.kind == Kind.DATE:
            kept = answer or {}
            data.update({f"{name}_{part}": kept.get(part, "") for part in KeptDateInputs.PARTS})
        elif isinstance(answer, list):
            data.setlist(name, answer)
        else:
            data[name] = answer or ""
    return data


def sound_in(section, answers):
    """The keys of the questions whose kept answers would be taken as they stand."""
    form = SectionForm(section, as_posted(section, answers))
    form.full_clean()
    return form.sound


def readable(data):
    """What was sent, without characters that nobody typed on purpose.

    PostgreSQL cannot store a nought byte, and others break letters and spreadsheets. They are
    taken out before anything is checked, so that nobody is told off for what they cannot see.
    """
    clean = QueryDict(mutable=True)
    for name, values in data.lists():
        clean.setlist(name, [plain(value) for value in values])
    return clean


def plain(text):
    """Words and line ends, without the signs that no keyboard types."""
    return NOT_TEXT.sub("", LINE_END.sub("\n", text))


def as_kept(typed):
    """What was typed as it is stored: a list without its empty lines, nothing as no text."""
    if isinstance(typed, dict):
        return {name: as_kept(cell) for name, cell in typed.items()}
    if isinstance(typed, list):
        return [line for line in map(as_kept, typed) if _says_something(line)]
    return typed or ""


def _says_something(line):
    return any(map(str.strip, line.values())) if isinstance(line, dict) else bool(line)
