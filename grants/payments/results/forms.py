"""What finance fills in about what the bank said."""

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.timezone import localdate

from grants.applications.references import such_as_lazy
from grants.fields import DateField3, WordsField
from grants.money import in_pounds, total
from grants.payments.models import Outcome

from .columns import NEEDED
from .models import Amounts
from .values import reference_of

MEGABYTE = 1024 * 1024
MOST_TICKS = 300  # of a longer run nobody finds single payments among ticks
OLD = "Choose from what this page shows now. It changed since you opened it"
NONE_CHOSEN = {
    "payments": "Tick the payments that this is true of",
    "references": "Write the references of the payments that this is true of",
}
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
        help_text="If the bank paid all that wait for it, you can leave this as it is.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": OLD, "invalid_list": OLD},
    )
    references = WordsField(
        label="With which payments?",
        help_text=format_lazy(
            "Write their references, such as {}. One in each line. "
            "If the bank paid all that wait for it, you can leave this empty.",
            such_as_lazy("2026-0001-1"),
        ),
        required=False,
        rows=4,
    )
    is_all = forms.BooleanField(label="This is true of all of them", required=False)
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
        self.keys = {reference_of(one.reference): one.pk for one in open_}
        is_long = len(open_) > MOST_TICKS
        self.where = "references" if is_long else "payments"
        del self.fields["payments" if is_long else "references"]
        if not is_long:
            self.fields["payments"].choices = [(str(one.pk), _named(one)) for one in open_]
        self.fields["is_all"].help_text = _how_many(open_)

    def clean_references(self):
        """The keys of the payments that are named, each once."""
        chosen = []
        for line in filter(str.strip, self.cleaned_data["references"].splitlines()):
            key = self.keys.get(reference_of(line))
            if key is None:
                raise forms.ValidationError(
                    f"“{line.strip()[:40]}” is not in this run, or is settled already. "
                    "Write one reference in each line"
                )
            chosen.append(key)
        return list(dict.fromkeys(chosen))

    def clean(self):
        facts = super().clean()
        if facts.get("outcome") in (Outcome.FAILED, Outcome.RETURNED) and not facts.get("because"):
            self.add_error("because", "Write the reason that the bank gave")
        chosen = [int(key) for key in facts.pop(self.where, None) or ()]
        is_all, is_paid = facts.pop("is_all", False), facts.get("outcome") == Outcome.PAID
        if chosen and is_all:
            self.add_error(self.where, "Tick single payments, or all of them, not both")
        elif not (chosen or is_all or is_paid or self.where in self.errors):
            # Nobody says of payments that they failed by forgetting something.
            self.add_error(self.where, NONE_CHOSEN[self.where])
        facts["payments"] = chosen or None
        return facts


def _how_many(payments):
    """What “all” is, by what the bank did."""
    paid = [one.amount for one in payments if one.outcome == Outcome.PAID]
    waits = [one.amount for one in payments if one.outcome is None]
    said = [f"{len(waits)} wait for the bank ({in_pounds(total(waits))})"] * bool(waits)
    said += [f"{len(paid)} are paid ({in_pounds(total(paid))})"] * bool(paid)
    return f"Of this run, {' and '.join(said)}." if said else ""


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
