"""What an officer fills in to plan the terms of an offer."""

from django import forms
from django.conf import settings

from grants.awards.terms.models import AwardLine, Condition
from grants.awards.terms.schedule import report_before
from grants.awards.terms.shape import PlannedCondition, PlannedInstalment, PlannedLine
from grants.fields import QUARTER, DateField3, PoundsFormField, QuantityFormField, WordsField
from grants.money import PENNY

Line, Kind = AwardLine.Kind, Condition.Kind


class RowForm(forms.Form):
    """A row of several: it knows which it is, for its heading and its messages."""

    def __init__(self, *args, number, **options):
        super().__init__(*args, label_suffix="", **options)
        self.number = number


class InstalmentRow(RowForm):
    """One payment: how much, by when, and whether a report must be accepted first."""

    amount = PoundsFormField(
        label="Amount",
        minimum=PENNY,
        error_messages={"required": "Enter the amount of this payment"},
    )
    due_on = DateField3(
        label="Date",
        named="The date",
        error_messages={"required": "Enter the date of this payment"},
    )
    after_report = forms.BooleanField(label="Only after a report, accepted", required=False)

    def __init__(self, *args, start, last, **options):
        super().__init__(*args, **options)
        self.start = start
        self.fields["due_on"].earliest, self.fields["due_on"].latest = start, last

    @property
    def planned(self):
        answers = self.cleaned_data
        report = report_before(answers["due_on"], self.start) if answers["after_report"] else ""
        return PlannedInstalment(self.number, answers["amount"], answers["due_on"], report)


class LineRow(RowForm):
    """One thing that the award gives."""

    kind = forms.ChoiceField(
        label="What do we give?",
        choices=[("", "Choose"), *Line.choices],
        error_messages={
            "required": "Choose what this line gives",
            "invalid_choice": "Choose money, adviser days or space",
        },
    )
    description = forms.CharField(
        label="What is it?",
        max_length=120,
        error_messages={
            "required": "Say what this line is",
            "max_length": "Say what it is in 120 letters or fewer",
            "null_characters_not_allowed": "Say what this line is, in letters",
        },
    )
    amount = PoundsFormField(label="Amount, for money", minimum=PENNY, required=False)
    quantity = QuantityFormField(
        label="How many, for days or space", minimum=PENNY, maximum=9999, required=False
    )
    unit = forms.CharField(
        label="How many of what, for space",
        help_text="Such as weeks, or evenings.",
        max_length=40,
        required=False,
        error_messages={
            "max_length": "Use 40 letters or fewer, such as weeks",
            "null_characters_not_allowed": "Say what is counted, such as weeks",
        },
    )
    each = PoundsFormField(label="What one is worth, for space", required=False)

    def clean(self):
        answers = self.cleaned_data
        kind = answers.get("kind")
        if kind == Line.MONEY:
            self._needs("amount", "Enter the amount of money")
        elif kind:
            self._needs("quantity", "Say how many")
        if kind == Line.DAYS and (answers.get("quantity") or 0) % QUARTER:
            self.add_error("quantity", "Use whole days, halves or quarters, like 2, 2.5 or 2.25")
        if kind == Line.SPACE:
            self._needs("unit", "Say what is counted, such as weeks")
            self._needs("each", "Enter what one is worth in pounds, or 0")
        return answers

    def _needs(self, name, sentence):
        if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
            self.add_error(name, sentence)

    @property
    def planned(self):
        answers = self.cleaned_data
        kind, description = answers["kind"], answers["description"]
        if kind == Line.MONEY:
            return PlannedLine(kind, description, amount=answers["amount"])
        is_days = kind == Line.DAYS
        return PlannedLine(
            kind,
            description,
            quantity=answers["quantity"],
            unit="days" if is_days else answers["unit"],
            each=settings.ADVISER_DAY_VALUE if is_days else answers["each"],
        )


class ConditionRow(RowForm):
    """One condition. What the panel agreed stays in its words; the rest is the officer’s."""

    text = WordsField(
        label="What must they do or show?",
        word_limit=60,
        rows=2,
        error_messages={"required": "Write what they must do or show"},
    )
    kind = forms.ChoiceField(
        label="What is it about?",
        choices=[(kind.value, kind.label) for kind in Kind if kind not in Condition.OF_THEMSELVES],
        initial=Kind.OTHER,
        error_messages={
            "required": "Choose what it is about",
            "invalid_choice": "Choose one of these",
        },
    )
    before = forms.TypedChoiceField(
        label="When?",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "Choose one of the payments, or that it goes on"},
    )
    due_on = DateField3(label="By when?", named="The date", required=False)
    owner = forms.TypedChoiceField(
        label="Who looks after it?",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "Choose the co-op or one of these colleagues"},
    )
    evidence = forms.CharField(
        label="What do we need to see?",
        max_length=300,
        required=False,
        error_messages={
            "max_length": "Say what we need to see in 300 letters or fewer",
            "null_characters_not_allowed": "Say what we need to see, in letters",
        },
    )

    def __init__(self, *args, agreed, payments, people, start, last, **options):
        super().__init__(*args, **options)
        self.agreed = agreed[self.number - 1] if self.number <= len(agreed) else None
        if self.agreed is not None:
            del self.fields["text"]
        self.fields["before"].choices = [
            ("", "It goes on"),
            *((number, f"Before payment {number}") for number in range(1, payments + 1)),
        ]
        self.fields["owner"].choices = [
            ("", "The co-op"),
            *((person.pk, str(person)) for person in people),
        ]
        self.fields["due_on"].earliest, self.fields["due_on"].latest = start, last

    @property
    def planned(self):
        answers = self.cleaned_data
        return PlannedCondition(
            kind=answers["kind"],
            text=self.agreed or " ".join(answers["text"].split()),
            before=answers["before"],
            due_on=answers["due_on"],
            owner=answers["owner"],
            evidence=answers["evidence"],
        )
