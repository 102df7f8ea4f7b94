"""What signatories and officers fill in about public money."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from grants.applications.fields import TableField, TableWidget, cell_field
from grants.applications.tables import Column, Option, filled
from grants.fields import DateField3, WordsField
from grants.money import in_pounds

from .models import KindOfHelp, Route
from .queries import organisation_called

MOST_LINES = 100
DAY = DateField3(
    named="The date", latest=localdate, error_messages={"required": "Enter the date it was given"}
)
COLUMNS = (
    Column("body", "Who gave it"),
    Column("amount", "How much", "money"),
    Column("on", "When, like 27 3 2026", "date"),
    Column("kind", "What kind", "choice", tuple(Option(*one) for one in KindOfHelp.choices)),
)
AGAIN = "Open this page again, and put your words in once more"


def choose(sentence: str) -> dict[str, str]:
    """The same sentence where nothing was chosen and where something else was."""
    return {"required": sentence, "invalid_choice": sentence}


def parts_of_a_day(typed):
    """27 3 2026, 27/3/2026, 27 March 2026 and 2026-03-27 as day, month and year."""
    if not any(map(str.isdecimal, typed)):
        return []
    parts = re.split(r"[\s/.-]+", typed.strip())
    if len(parts[0]) == 4 and parts[0].isdecimal():
        parts = parts[::-1] if len(parts) > 1 else ["", "", parts[0]]
    return parts if len(parts) <= 3 else ["?", "?", "?"]


class HelpWidget(TableWidget):
    """The table, with NULs taken out; it knows of lines beyond those that it can hold."""

    def value_from_datadict(self, data, files, name):
        lines = super().value_from_datadict(data, files, name)
        self.has_too_many = any(
            (found := re.fullmatch(rf"{re.escape(name)}-([0-9]{{1,6}})-body", key))
            and int(found[1]) >= self.rows
            and str(data.get(key)).strip()
            for key in data
        )
        return [
            {part: str(typed).replace("\x00", "") for part, typed in line.items()} for line in lines
        ]


class HelpField(TableField):
    """Help from other public bodies, in lines; cleaned into what `confirm_limit` takes."""

    def __init__(self, **options):
        super().__init__(
            columns=COLUMNS, rows=MOST_LINES, widget=HelpWidget(COLUMNS, MOST_LINES), **options
        )

    def clean(self, value):
        lines = value if isinstance(value, list) else []
        lines = super().clean([line for line in lines if isinstance(line, dict)])
        if getattr(self.widget, "has_too_many", False):
            raise ValidationError(
                f"List up to {MOST_LINES} here. Have you more? Talk to us, and we find a way.",
                "too_many",
            )
        return [declared_from(line) for line in lines]

    def _check_cell(self, column, line):
        if column.kind == "date":
            DAY.clean(parts_of_a_day(line.get("on", "")))
        else:
            cell_field(column.kind, column, is_above_nothing=column.kind == "money").clean(
                line.get(column.name, "")
            )


def declared_from(line):
    """A sound line as typed, as what it means."""
    money = cell_field("money", COLUMNS[1], is_above_nothing=True)
    return {
        "body": line["body"].strip(),
        "amount": money.clean(line["amount"]),
        "given_on": DAY.clean(parts_of_a_day(line["on"])),
        "kind": line["kind"],
    }


def as_typed(declared):
    """The other way round: a declared award as the boxes of a line."""
    on = declared.given_on
    return {
        "body": declared.body,
        "amount": in_pounds(declared.amount).removeprefix("£"),
        "on": f"{on.day} {on.month} {on.year}",
        "kind": declared.kind,
    }


class LimitForm(forms.Form):
    """Other public money, and the signature below the sum of it."""

    awards = HelpField(
        label="Help from other public bodies",
        help_text="Name what your co-op had, and any group it belongs to. Leave out what you have "
        "not been given yet. Had none? Leave it empty.",
        required=False,
    )
    agree = forms.BooleanField(
        label="I may sign for my co-op, and what we say here is whole and true",
        error_messages={"required": "Tick to say that this is whole and true"},
    )
    name = forms.CharField(
        label="Type your full name",
        help_text="This counts as your signature.",
        max_length=120,
        widget=forms.TextInput(
            attrs={"autocomplete": "name", "class": "govuk-input--width-20", "spellcheck": "false"}
        ),
        error_messages={
            "required": "Type your full name",
            "max_length": "Your name must be 120 letters or fewer",
            "null_characters_not_allowed": "Type your name again, without special signs",
        },
    )
    seen = forms.CharField(
        required=False,
        max_length=20,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("max_length", "null_characters_not_allowed"), AGAIN),
    )

    def __init__(self, *args, lines, is_signing, **options):
        super().__init__(*args, initial={"awards": lines}, label_suffix="", **options)
        for name in ("agree", "name"):
            self.fields[name].required = is_signing
        # Kept for the sum only: what the page says of it is written anew each time.
        self.fields["seen"].error_messages = dict.fromkeys(
            self.fields["seen"].error_messages, AGAIN
        )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_seen(self):
        try:
            seen = Decimal(self.cleaned_data["seen"])
        except InvalidOperation:
            return None
        return seen if seen.is_finite() else None

    @property
    def finished(self):
        """The lines on the page that are whole, for the sum; and whether any is not."""
        field = HelpField(required=False)
        lines, is_whole = [], True
        for _number, line in filled(self["awards"].value()):
            try:
                lines += field.clean([line])
            except ValidationError:
                is_whole = False
        return lines, is_whole


class AssessForm(forms.Form):
    """Is it a subsidy at all, and by which way may it be given?"""

    route = forms.ChoiceField(
        label="Is it a subsidy?",
        help_text="It is one if it is public money, helps an enterprise, helps some and not "
        "others, and could change competition or trade. Work that is not economic is outside.",
        choices=[
            (Route.NOT_SUBSIDY, "No. It is not a subsidy"),
            (Route.MINIMAL, "Yes, as minimal financial assistance"),
            (Route.STREAMLINED, "Yes, by a streamlined route"),
            (Route.FULL, "Yes, and it needs a full assessment"),
        ],
        widget=forms.RadioSelect,
        error_messages=choose("Choose one of these answers"),
    )
    reason = WordsField(
        label="Why?",
        help_text="An auditor reads this. The co-op does not.",
        word_limit=200,
        rows=4,
        error_messages={"required": "Write why"},
    )
    seen = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=10**15,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), AGAIN),
    )

    def __init__(self, *args, held, **options):
        initial = {"route": held.route if held else Route.MINIMAL, "seen": held and held.pk}
        super().__init__(*args, initial=initial, label_suffix="", **options)


class RouteAnswerForm(forms.Form):
    """What an approver answers to another route; or an officer, who can only leave it as it was."""

    answer = forms.ChoiceField(
        label="What is your answer?",
        widget=forms.RadioSelect,
        error_messages=choose("Choose an answer"),
    )
    because = WordsField(
        label="If not, why?",
        help_text="Colleagues read this. Whoever proposed it gets it by email.",
        required=False,
        word_limit=100,
        rows=3,
    )

    def __init__(self, *args, may_agree, is_own, **options):
        super().__init__(*args, label_suffix="", **options)
        no = "I take it back" if is_own else "No, leave it as it was"
        choices = [("yes", "Yes, I agree")] * may_agree + [("no", no)]
        self.fields["answer"].choices = choices

    def clean(self):
        facts = super().clean()
        if facts.get("answer") == "no" and "because" in facts and not facts["because"].strip():
            self.add_error("because", "Say why not")
        return facts


class DoneForm(forms.Form):
    """What was done, and where it is kept."""

    note = WordsField(
        label="What was done, and where is it kept?",
        help_text="For example, the seven principles, with the number of the file.",
        word_limit=200,
        rows=4,
        error_messages={"required": "Write what was done and where it is kept"},
    )


class EntryForm(forms.Form):
    """The entry in the public subsidy database."""

    entry = forms.CharField(
        label="Reference of the entry",
        help_text="The database gives it, like SC10842.",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the reference of the entry",
            "max_length": "The reference must be 40 letters or fewer",
            "null_characters_not_allowed": "Type the reference again, without special signs",
        },
    )
    entered_on = DateField3(
        label="When was it entered?",
        help_text="For example, 27 3 2027.",
        named="The date of the entry",
        latest=localdate,
        initial=localdate,
        error_messages={"required": "Enter the date of the entry"},
    )


class LinkForm(forms.Form):
    """Which other organisation is one enterprise with this one."""

    other = forms.CharField(
        label="Which other co-op or group?",
        help_text="Its whole name as it stands in our records, or its registration number.",
        max_length=120,
        error_messages={
            "required": "Enter a name or a number",
            "max_length": "Use 120 letters or fewer",
            "null_characters_not_allowed": "Type this again, without special signs",
        },
    )
    reason = WordsField(
        label="Why are they one enterprise?",
        help_text="One controls the other, or the same people control both.",
        word_limit=100,
        rows=3,
        error_messages={"required": "Write why they are one enterprise"},
    )

    def clean_other(self):
        words = " ".join(self.cleaned_data["other"].split())
        found = organisation_called(words)
        if found is None:
            raise ValidationError(
                "We can’t tell which record that is. Enter its number, if it has one"
            )
        return found
