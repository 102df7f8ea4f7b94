"""What co-ops and officers fill in about reports."""

from dataclasses import dataclass

from django import forms

from grants.fields import PoundsFormField, WordsField

from .questions import (
    FIGURE_ROWS,
    FIGURES,
    OTHER_LINES,
    QUESTIONS,
    SHARING,
    SPENDING,
    STORY,
)

COUNT_ATTRS = {"class": "govuk-input--width-5", "inputmode": "decimal", "autocomplete": "off"}
POUNDS_ATTRS = {**COUNT_ATTRS, "data-prefix": "£", "spellcheck": "false"}


class CountField(forms.DecimalField):
    """A number of people or hours; thousands may have a comma."""

    def __init__(self, *, named, **options):
        wrong = f"{named} must be a number, like 3 or 3.5"
        super().__init__(
            min_value=0,
            max_digits=8,
            decimal_places=2,
            required=False,
            label=named,
            widget=forms.TextInput(attrs=COUNT_ATTRS),
            error_messages={
                **dict.fromkeys(("invalid", "min_value"), wrong),
                **dict.fromkeys(("max_digits", "max_decimal_places", "max_whole_digits"), wrong),
            },
            **options,
        )
        # These two checks of Django have words of their own.
        self.validators = [_in_words(check, wrong) for check in self.validators]

    def to_python(self, value):
        return super().to_python(value.replace(",", "") if isinstance(value, str) else value)


def _in_words(check, words):
    def checked(value):
        try:
            check(value)
        except forms.ValidationError:
            raise forms.ValidationError(words) from None

    return checked


@dataclass
class Row:
    """One line of a table on the form: its words and its boxes."""

    what: str
    boxes: tuple
    planned: object = None
    whose: str = ""


class ReportForm(forms.Form):
    """The eight questions, with a line of spending for each line that was planned."""

    def __init__(self, *args, lines, answers=None, **kwargs):
        initial = {f"q{key}": typed for key, typed in (answers or {}).items()}
        super().__init__(*args, initial=initial, **kwargs)
        self.lines = lines
        for question in QUESTIONS:
            if question.kind == FIGURES:
                self._add_figures()
            elif question.kind == SPENDING:
                self._add_spending()
            else:
                self.fields[f"q{question.key}"] = _words_field(question)
            if question.kind == STORY:
                self.fields["q5-share"] = _sharing_field()

    def _add_figures(self):
        for figure in FIGURE_ROWS:
            for when in ("then", "now"):
                name = f"{figure.name}, {when}"
                self.fields[f"q3-{figure.key}-{when}"] = (
                    _pounds_field(name) if figure.is_money else CountField(named=name)
                )

    def _add_spending(self):
        for line in self.lines:
            self.fields[f"q4-{line.number}-spent"] = _pounds_field(
                f"Spent on {line.words}", is_required=True
            )
            self.fields[f"q4-{line.number}-local"] = _pounds_field(f"Spent locally on {line.words}")
        for number in range(1, OTHER_LINES + 1):
            name = f"something else, line {number}"
            self.fields[f"q4-other{number}-what"] = forms.CharField(
                label=f"What it was: {name}",
                max_length=100,
                required=False,
                error_messages={"max_length": "Say in 100 letters or fewer what it was"},
            )
            self.fields[f"q4-other{number}-spent"] = _pounds_field(f"Spent on {name}")
            self.fields[f"q4-other{number}-local"] = _pounds_field(f"Spent locally on {name}")

    def clean(self):
        cleaned = super().clean()
        for row in [str(line.number) for line in self.lines] + _other_rows():
            spent, local = cleaned.get(f"q4-{row}-spent"), cleaned.get(f"q4-{row}-local")
            if local is not None and local > (spent or 0) and f"q4-{row}-spent" in cleaned:
                self.add_error(
                    f"q4-{row}-local", "What you spent locally can’t be more than what you spent"
                )
            if row.startswith("other") and spent and not cleaned.get(f"q4-{row}-what"):
                self.add_error(f"q4-{row}-what", "Say what you spent this on")
        if cleaned.get("q5") and not cleaned.get("q5-share"):
            self.add_error("q5-share", "Say whether we may share your story")
        return cleaned

    def typed(self):
        """Everything that was filled in, exactly as it was typed, right or wrong."""
        typed = {name[1:]: self.data.get(name, "") for name in self.fields}
        kept = {key: text.replace("\x00", "").replace("\r\n", "\n") for key, text in typed.items()}
        return {key: text for key, text in kept.items() if text.strip()}

    def asked(self):
        """The questions with their boxes, in order, for the page."""
        for question in QUESTIONS:
            if question.kind == FIGURES:
                yield {"question": question, "figures": self._figure_rows()}
            elif question.kind == SPENDING:
                yield {"question": question, "spending": self._spending_rows()}
            else:
                share = self["q5-share"] if question.kind == STORY else None
                yield {"question": question, "field": self[f"q{question.key}"], "share": share}

    def _figure_rows(self):
        return [
            Row(figure.name, (self[f"q3-{figure.key}-then"], self[f"q3-{figure.key}-now"]))
            for figure in FIGURE_ROWS
        ]

    def _spending_rows(self):
        planned = [
            Row(
                line.what,
                (self[f"q4-{line.number}-spent"], self[f"q4-{line.number}-local"]),
                line.amount,
                line.whose,
            )
            for line in self.lines
        ]
        others = [
            Row("", tuple(self[f"q4-{row}-{part}"] for part in ("what", "spent", "local")))
            for row in _other_rows()
        ]
        is_joint = any(line.whose for line in self.lines)
        return {"planned": planned, "others": others, "is_joint": is_joint}


def _other_rows():
    return [f"other{number}" for number in range(1, OTHER_LINES + 1)]


def _words_field(question):
    return WordsField(
        label=question.text,
        help_text=question.hint,
        word_limit=question.word_limit,
        required=question.is_required,
        error_messages={"required": f"Answer the question “{question.text}”"},
    )


def _sharing_field():
    return forms.ChoiceField(
        label="May we share this story?",
        choices=SHARING,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose yes or no"},
    )


def _pounds_field(name, *, is_required=False):
    return PoundsFormField(
        label=name,
        required=is_required,
        widget=forms.TextInput(attrs=POUNDS_ATTRS),
        error_messages={
            "required": f"{name}: enter an amount, or 0",
            "invalid": f"{name}: enter an amount in pounds, like 1,200",
        },
    )


class ReviewForm(forms.Form):
    ACCEPT, CHANGES = "accept", "changes"

    outcome = forms.ChoiceField(
        label="What do you say to this report?",
        choices=[(ACCEPT, "Accept it"), (CHANGES, "Ask for changes")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose whether you accept the report"
        ),
    )
    note = WordsField(
        label="What should the co-op change?",
        help_text="Only if you ask for changes. The co-op reads these words in an email.",
        word_limit=200,
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == self.CHANGES and not self.errors and not cleaned.get("note"):
            self.add_error("note", "Say what the co-op should change")
        return cleaned
