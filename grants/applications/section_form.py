"""One section as a form, made from the round’s questions; it keeps what was typed, even wrong."""

import re

from django import forms
from django.http import QueryDict

from grants.funds.conditions import looked_at, passes, standing
from grants.funds.models import Question

from .question_fields import KeptDateInputs, field_for, hint_for
from .tables import added_up, filled

Kind = Question.Kind
NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class SectionForm(forms.Form):
    """One section: a field for each question. It keeps what was typed, right or wrong.

    A question that is not asked, given the answers so far, is on the page all the same (it may
    be asked a moment later, and works without scripts), but nothing about it is wrong.
    """

    def __init__(self, section, data=None, *, answers=None, draft=None):
        """draft: what the rest of the form answers, where a rule looks further than this page."""
        self.section, self.draft = section, draft
        initial = {name_of(q): (answers or {}).get(q.key) for q in section.asked}
        super().__init__(data, initial=initial, label_suffix="")
        for question in section.asked:
            if question.kind != Kind.FILES:
                self.fields[name_of(question)] = field_for(question)

    def full_clean(self):
        super().full_clean()
        self.sound = [q.key for q in self.section.asked if name_of(q) not in self._errors]
        if not any(q.shown_if and name_of(q) in self._errors for q in self.section.asked):
            return
        asked = self.keys_asked()
        for question in self.section.asked:
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
        return {
            question.key: as_kept(self.fields[name].widget.value_from_datadict(self.data, {}, name))
            for question in self.section.asked
            for name in [name_of(question)]
            if name in self.fields
        }

    def questions(self):
        """Each question with its field, for the page; a budget also with its sum."""
        on_page = {question.code: name_of(question) for question in self.section.asked}
        asked_now = self.keys_asked()
        before = self.answers_before()
        asked = []
        for question in self.section.asked:
            field = self[name_of(question)] if name_of(question) in self.fields else None
            is_budget = question.kind == Kind.BUDGET
            lines = (field.value() or []) if is_budget else []
            asked.append(
                {
                    "question": question,
                    "field": field,
                    "hint": "" if field else hint_for(question),
                    "total": added_up(lines).words if filled(lines) else "",
                    "is_asked": question.key in asked_now,
                    "rule": rule_on_page(question, on_page, before),
                }
            )
        return asked

    def answers_before(self):
        """By code: the answers that count from the sections before this one."""
        if self.draft is None or not any(question.shown_if for question in self.section.asked):
            return {}
        earlier = [each for each in self.draft.form if each.number < self.section.number]
        counted = standing(earlier, self.draft.typed)
        return {q.code: counted.get(q.key) for part in earlier for q in part.asked}


def rule_on_page(question, on_page, before):
    """A rule for the page’s script, or None where the page alone can’t change it.

    What was answered in earlier sections is settled here; what stands on this page is named.
    """
    rule = question.shown_if
    if not rule or not looked_at(question) & set(on_page):
        return None
    tests = [
        {"field": on_page[test["code"]], "test": test["test"], "value": test.get("value", "")}
        if test["code"] in on_page
        else {"met": passes(test, before.get(test["code"]))}
        for test in rule["tests"]
    ]
    return {"match": rule["match"], "tests": tests}


def as_posted(section, answers):
    """Kept answers as a browser would send them from the page."""
    data = QueryDict(mutable=True)
    for question in section.asked:
        name, answer = name_of(question), answers.get(question.key)
        if question.is_table:
            for place, line in enumerate(answer or []):
                data.update({f"{name}-{place}-{column}": cell for column, cell in line.items()})
        elif question.kind == Kind.DATE:
            boxes = enumerate((answer or {}).get(part, "") for part in KeptDateInputs.PARTS)
            data.update({f"{name}_{place}": box for place, box in boxes})
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


def name_of(question):
    return f"q{question.number}"


def as_kept(typed):
    """Text as it is stored: line ends as `\\n`, without characters that nobody typed on purpose.

    PostgreSQL cannot store a nought byte, and others break letters and spreadsheets.
    """
    if isinstance(typed, dict):
        return {name: as_kept(cell) for name, cell in typed.items()}
    if isinstance(typed, list):
        return [line for line in map(as_kept, typed) if _says_something(line)]
    text = (typed or "").replace("\r\n", "\n").replace("\r", "\n")
    return NOT_TEXT.sub("", text)


def _says_something(line):
    return any(map(str.strip, line.values())) if isinstance(line, dict) else bool(line)
