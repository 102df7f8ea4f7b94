"""The forms of an application. A section’s form is made from the round’s questions."""

import re
from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from localflavor.gb.forms import GBPostcodeField

from grants.fields import DateField3, DateInputs, PoundsFormField, WholeNumberField, WordsField
from grants.funds.conditions import looked_at, passes, standing
from grants.funds.models import Question

from . import attachments
from .fields import TableField
from .tables import added_up, choices_of, columns_of, filled

Kind = Question.Kind
MOST_RADIOS = 10  # a longer list is easier to search in a drop-down
LONGEST_SHORT_TEXT = 200
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


def field_for(question):
    """The form field of a question, by its kind."""
    options = {
        "label": question.text,
        "help_text": hint_for(question),
        "required": question.is_required,
    }
    return MAKERS[question.kind](question, options)


def hint_for(question):
    """Its guidance, and which criteria it informs: what is judged is said beforehand."""
    lines = [question.guidance] if question.guidance else []
    names = [criterion.name for criterion in getattr(question, "informs", ())]
    if names:
        lines.append(format_html("Counts towards: {}.", ", ".join(names)))
    return format_html_join(mark_safe("<br>"), "{}", ([line] for line in lines))


def _short_text(question, options):
    messages = {
        "required": f"Answer the question “{question.text}”",
        "max_length": f"Use {LONGEST_SHORT_TEXT} letters or fewer for “{question.text}”",
    }
    return forms.CharField(max_length=LONGEST_SHORT_TEXT, error_messages=messages, **options)


def _long_text(question, options):
    return WordsField(
        word_limit=question.word_limit,
        rows=min(14, 3 + (question.word_limit or 200) // 20),
        error_messages={"required": f"Answer the question “{question.text}”"},
        **options,
    )


def _number(question, options):
    return WholeNumberField(
        minimum=question.least or 0,
        maximum=question.most if question.most is not None else 999_999_999,
        error_messages={"required": f"Enter a number for “{question.text}”"},
        **options,
    )


def _money(question, options):
    return PoundsFormField(
        minimum=Decimal(question.least or 0),
        maximum=Decimal(question.most) if question.most is not None else Decimal(999_999_999),
        error_messages={"required": f"Enter an amount for “{question.text}”"},
        **options,
    )


def _date(question, options):
    return DateField3(
        named=f"The date for “{question.text}”",
        widget=KeptDateInputs(),
        error_messages={"required": f"Enter a date for “{question.text}”"},
        **options,
    )


class KeptDateInputs(DateInputs):
    """Three boxes whose texts are kept as they were typed, by name."""

    PARTS = ("day", "month", "year")

    def value_from_datadict(self, data, files, name):
        boxes = super().value_from_datadict(data, files, name)
        return dict(zip(self.PARTS, (box or "" for box in boxes), strict=True))

    def decompress(self, value):
        return [(value or {}).get(part, "") for part in self.PARTS]


def _choice(question, options):
    choices = list(choices_of(question))
    message = f"Choose an answer to “{question.text}”"
    widget = forms.RadioSelect
    if len(choices) > MOST_RADIOS:
        widget, choices = forms.Select, [("", "Choose one"), *choices]
    return forms.ChoiceField(
        choices=choices,
        widget=widget,
        error_messages={"required": message, "invalid_choice": message},
        **options,
    )


def _several(question, options):
    message = f"Choose at least one answer to “{question.text}”"
    return forms.MultipleChoiceField(
        choices=choices_of(question),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": message,
            "invalid_choice": f"Choose from the answers listed under “{question.text}”",
        },
        **options,
    )


def _postcode(question, options):
    message = "Enter a full UK postcode, like LS1 4AP"
    return GBPostcodeField(
        max_length=12,
        error_messages={"required": message, "invalid": message, "max_length": message},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
        **options,
    )


def _table(question, options):
    return TableField(
        columns=columns_of(question),
        rows=question.rows,
        is_budget=question.kind == Kind.BUDGET,
        error_messages={"required": f"Fill in at least one line for “{question.text}”"},
        **options,
    )


class TicksField(forms.MultipleChoiceField):
    """Statements to agree. A required question needs a tick at each of them."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value):
        super().validate(value)
        missing = [label for option, label in self.choices if option not in value]
        if self.required and missing:
            raise forms.ValidationError(f"Tick to agree: “{missing[0]}”")


def _ticks(question, options):
    choices = choices_of(question)
    return TicksField(
        choices=choices,
        error_messages={
            "required": "Tick each statement to show that you agree",
            "invalid_choice": "Tick the statements that are on the page",
        },
        **options,
    )


MAKERS = {
    Kind.SHORT_TEXT: _short_text,
    Kind.LONG_TEXT: _long_text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.YES_NO: _choice,
    Kind.CHOICE: _choice,
    Kind.SEVERAL: _several,
    Kind.POSTCODE: _postcode,
    Kind.TICKS: _ticks,
    **dict.fromkeys(Question.TABLES, _table),
}


class StartForm(forms.Form):
    """Which of your co-ops applies?"""

    organisation = forms.ChoiceField(
        label="Who is applying?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who is applying",
            "invalid_choice": "Choose one of your co-ops or groups",
        },
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.organisations = {str(each.pk): each for each in organisations}
        field = self.fields["organisation"]
        field.choices = [(key, each.name) for key, each in self.organisations.items()]
        if len(organisations) == 1:
            field.initial = next(iter(self.organisations))

    def clean_organisation(self):
        return self.organisations[self.cleaned_data["organisation"]]


class SendForm(forms.Form):
    """The declaration before sending."""

    is_agreed = forms.BooleanField(
        label="I have checked these answers, they are true as far as I know, "
        "and our group agrees to send them.",
        error_messages={"required": "Tick the box to say that your group agrees to send this"},
    )


class WithdrawForm(forms.Form):
    """Why, if they want to say."""

    note = WordsField(
        label="Is there anything you’d like us to know?",
        required=False,
        word_limit=150,
        rows=4,
    )


class AttachmentForm(forms.Form):
    """One document."""

    file = forms.FileField(
        label="Choose a file",
        help_text=f"{attachments.KINDS_IN_WORDS}, smaller than {attachments.LIMIT_IN_WORDS}.",
        widget=forms.FileInput,
        error_messages={
            "required": "Select a file",
            "invalid": "Select a file",
            "missing": "Select a file",
            "empty": "The selected file is empty",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.document = attachments.examine(file, file.name)
        except attachments.Unfit as problem:
            raise forms.ValidationError(str(problem)) from None
        return file
