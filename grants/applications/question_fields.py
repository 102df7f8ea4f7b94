"""Which form field a question gets, by its kind, and the words for what is wrong with an answer."""

from decimal import Decimal

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from applicants.postcodes import PostcodeField
from grants.fields import DateField3, DateInputs, PoundsFormField, WholeNumberField, WordsField
from grants.funds.models import Question

from .fields import TableField
from .tables import choices_of, columns_of

Kind = Question.Kind
MOST_RADIOS = 10  # a longer list is easier to search in a drop-down
LONGEST_SHORT_TEXT = 200


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
    return KeptDateField(
        named=f"The date for “{question.text}”",
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


class KeptDateField(DateField3):
    """A date in three boxes, from what they keep."""

    widget = KeptDateInputs

    def to_python(self, value):
        return super().to_python([(value or {}).get(part) for part in KeptDateInputs.PARTS])


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
    return PostcodeField(
        example="LS1 4AP",
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
