"""What finance fills in about what the bank said."""

from django import forms
from django.conf import settings
from django.utils.timezone import localdate

from grants.fields import DateField3, WordsField
from grants.payments.models import Outcome

from .columns import NEEDED
from .models import Amounts

MEGABYTE = 1024 * 1024
MOST_TICKS = 300  # of a longer run nobody ticks single payments
OLD = "Choose from what this page shows now. It changed since you opened it"
LABELS = {
    "reference": "Which column has our reference?",
    "amount": "Which column has the amount?",
    "date": "Which column has the date?",
    "status": "Which column says if it was paid?",
    "reason": "Which column says why not?",
}


def _amounts_field(said):
    """said: what was said before, or what the settings say."""
    return forms.ChoiceField(
        label="How does this file write a payment that you made?",
        help_text="Look at a line that you know. The other kind of amount is money that came in.",
        choices=Amounts.choices,
        initial=said,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how this file writes a payment that you made",
            "invalid_choice": "Choose how this file writes a payment that you made",
        },
    )


class ResultForm(forms.Form):
    """The bank's file."""

    file = forms.FileField(
        label="Choose the file from your bank",
        help_text="A CSV file with a reference, an amount and a date in each line.",
        error_messages={
            "required": "Select a file",
            "invalid": "Select a file",
            "missing": "Select a file",
            "empty": "The selected file is empty",
        },
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["amounts"] = _amounts_field(settings.RESULT_AMOUNTS)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // MEGABYTE
            raise forms.ValidationError(f"The selected file must be smaller than {limit} MB")
        return file


class ColumnsForm(forms.Form):
    """Which column of a file is what, by their numbers."""

    def __init__(self, *args, names, found, amounts, **options):
        """names: the heads of the file. found: {what: which column}, as far as we know them."""
        super().__init__(*args, **options)
        columns = [(str(place), name or f"Column {place + 1}") for place, name in enumerate(names)]
        for what, label in LABELS.items():
            must = what in NEEDED
            self.fields[what] = forms.ChoiceField(
                label=label,
                required=must,
                choices=[("", "Choose a column" if must else "No column"), *columns],
                initial=str(found.get(what, "")),
                error_messages={"required": f"Choose the column with the {what}"}
                | {"invalid_choice": OLD},
            )
        self.fields["amounts"] = _amounts_field(amounts)

    def clean(self):
        facts = super().clean()
        chosen = {what: int(facts[what]) for what in LABELS if facts.get(what)}
        if len(set(chosen.values())) < len(chosen):
            raise forms.ValidationError("Choose each column once only")
        self.columns = chosen
        return facts


class AnswerForm(forms.Form):
    answer = WordsField(
        label="What did you find out?",
        help_text="For example: “This was our rent.” It stays beside the line.",
        word_limit=40,
        rows=2,
        error_messages={"required": "Say what you found out"},
    )


class SayForm(forms.Form):
    """What the bank did, and where one can see it."""

    outcome = forms.ChoiceField(
        label="What did the bank do?",
        choices=[
            (Outcome.PAID, "It paid"),
            (Outcome.FAILED, "It could not pay"),
            (Outcome.RETURNED, "It paid, and the money came back"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what the bank did",
            "invalid_choice": "Choose what the bank did",
        },
    )
    payments = forms.MultipleChoiceField(
        label="With which payments?",
        help_text="Tick none if it is true of all that it can be true of.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": OLD, "invalid_list": OLD},
    )
    happened_on = DateField3(
        label="When?",
        help_text="For example, 27 3 2027.",
        named="The date",
        latest=localdate,
        initial=localdate,
        error_messages={"required": "Enter the date on which the bank did it"},
    )
    because = forms.CharField(
        label="What reason did the bank give?",
        help_text="The co-op reads this. Leave it out if the bank paid.",
        required=False,
        max_length=200,
        error_messages={
            "max_length": "Use 200 letters or fewer",
            "null_characters_not_allowed": "Take out what are no letters",
        },
    )
    evidence = WordsField(
        label="Where can one see it?",
        help_text="For example: “Statement of 27 March, page 2.” A second person looks there too.",
        word_limit=100,
        rows=3,
        error_messages={"required": "Say where one can see what the bank did"},
    )

    def __init__(self, *args, payments, **options):
        """payments: those of the run, each with where it stands."""
        super().__init__(*args, **options)
        open_ = [one for one in payments if one.outcome in (None, Outcome.PAID)]
        if len(open_) > MOST_TICKS:
            del self.fields["payments"]
        else:
            self.fields["payments"].choices = [(str(one.pk), _named(one)) for one in open_]

    def clean(self):
        facts = super().clean()
        if facts.get("outcome") in (Outcome.FAILED, Outcome.RETURNED) and not facts.get("because"):
            self.add_error("because", "Write the reason that the bank gave")
        ticked = facts.pop("payments", None)
        facts["payments"] = [int(key) for key in ticked] if ticked else None
        return facts


def _named(payment):
    who = payment.instalment.award.application.organisation.name
    stands = f", {payment.outcome.label.lower()}" if payment.outcome else ""
    return f"{payment.reference}: £{payment.amount:,.2f} to {who}{stands}"


class DropForm(forms.Form):
    because = WordsField(
        label="Why is it not so?",
        help_text="Whoever said it reads this.",
        word_limit=40,
        rows=2,
        error_messages={"required": "Say why it is not so"},
    )
