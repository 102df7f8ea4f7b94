"""What the panel's approver and a co-op's signatory fill in."""

from decimal import Decimal

from django import forms

from grants.fields import DaysFormField, PoundsFormField, WordsField

from .models import Decision
from .schedule import MOST_INSTALMENTS
from .words import Alternatives

MOST_CONDITIONS = 25  # every check can propose one
LONGEST_CONDITION = 300
SMALLEST_AMOUNT = Decimal(1)  # so that each part of it is more than nothing


class IneligibleForm(forms.Form):
    """What the letter says to a co-op that is not eligible: why, and what could help instead."""

    reason = WordsField(
        label="What will you tell them?",
        help_text="They read your words in a letter. Say kindly and plainly which test is not "
        "met, and why.",
        word_limit=200,
        rows=6,
        error_messages={"required": "Write what you will tell the co-op"},
    )
    session = forms.ChoiceField(
        label="A workshop",
        required=False,
        error_messages={"invalid_choice": "Choose one of these workshops"},
    )
    round = forms.ChoiceField(
        label="Another round that is open",
        required=False,
        error_messages={"invalid_choice": "Choose one of these rounds"},
    )
    has_advice = forms.BooleanField(label="A talk with an adviser, for free", required=False)
    words = WordsField(
        label="Something else, in your own words", word_limit=100, rows=3, required=False
    )

    def __init__(self, *args, sessions, rounds, **options):
        super().__init__(*args, label_suffix="", **options)
        self.known = {
            "session": {each.reference: each for each in sessions},
            "round": {each.reference: each for each in rounds},
        }
        for name, known in self.known.items():
            if known:
                listed = [(reference, str(each)) for reference, each in known.items()]
                self.fields[name].choices = [("", "None"), *listed]
            else:
                del self.fields[name]

    def clean(self):
        if not self.errors and self.alternatives == Alternatives():
            self.add_error("has_advice", "Choose or write at least one thing that could help them")
        return self.cleaned_data

    @property
    def alternatives(self):
        answers = self.cleaned_data
        return Alternatives(
            self.known["session"].get(answers.get("session")),
            self.known["round"].get(answers.get("round")),
            answers["has_advice"],
            answers["words"],
        )


class DecisionForm(forms.Form):
    """Offer, decline or defer, with reasons; the terms are read only for an offer."""

    outcome = forms.ChoiceField(
        label="What did the panel decide?",
        choices=[
            (Decision.Outcome.OFFER, "Offer a grant"),
            (Decision.Outcome.DECLINE, "Decline"),
            (Decision.Outcome.DEFER, "Defer, to find something out first"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what the panel decided",
            "invalid_choice": "Choose one of these decisions",
        },
    )
    amount = PoundsFormField(label="Amount to award", required=False)
    days = DaysFormField(label="Advice days to award", required=False)
    instalments = forms.TypedChoiceField(
        label="How many payments?",
        help_text="Equal parts. The first comes after they sign, the second after their "
        "6 month report.",
        choices=[(number, str(number)) for number in range(1, MOST_INSTALMENTS + 1)],
        coerce=int,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={"invalid_choice": "Choose one of these numbers of payments"},
    )
    conditions = forms.CharField(
        label="Extra conditions",
        help_text="One on each line. Our standing conditions are in every letter.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reasons = WordsField(
        label="Why did the panel decide this?",
        help_text="The co-op reads your words in its letter.",
        word_limit=300,
        rows=8,
        error_messages={"required": "Write why the panel decided this"},
    )

    def clean_instalments(self):
        return self.cleaned_data["instalments"] or 1

    def clean_conditions(self):
        typed = self.cleaned_data["conditions"].replace("\x00", "")
        lines = [" ".join(line.split()) for line in typed.splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_CONDITIONS:
            raise forms.ValidationError(f"Write {MOST_CONDITIONS} conditions or fewer")
        if any(len(line) > LONGEST_CONDITION for line in lines):
            raise forms.ValidationError(
                f"Keep each condition to {LONGEST_CONDITION} letters or fewer"
            )
        return lines

    def clean(self):
        answers = self.cleaned_data
        if answers.get("outcome") == Decision.Outcome.OFFER and not self.errors:
            answers["amount"] = answers["amount"] or Decimal(0)
            answers["days"] = answers["days"] or Decimal(0)
            if not answers["amount"] and not answers["days"]:
                self.add_error("amount", "Enter an amount, some advice days, or both")
            elif 0 < answers["amount"] < SMALLEST_AMOUNT:
                self.add_error("amount", "The amount must be £1 or more")
        return answers


class AcceptForm(forms.Form):
    """A signatory's name and agreement."""

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
        },
    )
    agree = forms.BooleanField(
        label="I may sign for my co-op, and we accept the grant on these terms",
        error_messages={"required": "Tick to say that you may sign and that you accept the terms"},
    )

    def __init__(self, *args, award, **options):
        super().__init__(*args, **options)
        if award.amount:
            self.fields["agree"].label = (
                "I may sign for my co-op. We accept the grant on these terms, and we confirm "
                "that we stay within the £315,000 limit for public money that the letter explains"
            )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())
