"""The forms of an application. A section’s form is made from the round’s questions."""

import re

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from localflavor.gb.forms import GBPostcodeField

from grants.fields import WordsField
from grants.funds.models import Question

from . import attachments
from .fields import TableField
from .tables import added_up, columns_of, filled, options_of

Kind = Question.Kind
MOST_RADIOS = 10  # a longer list is easier to search in a drop-down
LONGEST_SHORT_TEXT = 200
NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class SectionForm(forms.Form):
    """One section: a field for each question. It keeps what was typed, right or wrong."""

    def __init__(self, section, data=None, *, answers=None):
        self.section = section
        initial = {name_of(q): (answers or {}).get(q.key) for q in section.asked}
        super().__init__(data, initial=initial, label_suffix="")
        for question in section.asked:
            self.fields[name_of(question)] = field_for(question)

    def typed(self):
        """What stands in the boxes, keyed by question: what is kept, even when it is not valid."""
        return {
            question.key: as_kept(self.fields[name].widget.value_from_datadict(self.data, {}, name))
            for question in self.section.asked
            for name in [name_of(question)]
        }

    def questions(self):
        """Each question with its field, for the page; a budget also with its sum."""
        asked = []
        for question in self.section.asked:
            field = self[name_of(question)]
            lines = (field.value() or []) if question.kind == Kind.BUDGET else []
            total = added_up(lines).words if filled(lines) else ""
            asked.append({"question": question, "field": field, "total": total})
        return asked


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


def _choice(question, options):
    choices = list(options_of(question.options))
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
    choices = options_of(question.options)
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
    Kind.CHOICE: _choice,
    Kind.POSTCODE: _postcode,
    Kind.TABLE: _table,
    Kind.BUDGET: _table,
    Kind.TICKS: _ticks,
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
