"""What an officer fills in about the terms of an award that is offered."""

from django import forms

from grants.fields import DateField3, PoundsFormField, WordsField
from grants.money import PENNY

MET, MISSING, WAIVED = "met", "missing", "waived"
NOT_ENOUGH = (MISSING, "It is not enough: they have to send something else")


class SettleForm(forms.Form):
    """A condition is met, with what was seen; or it is let go, with the reason.

    Where a file came, it may also not be enough: then the words say what is missing.
    """

    how = forms.ChoiceField(
        label="How is it settled?",
        choices=[
            (MET, "It is met: I have seen what we need"),
            (WAIVED, "We let it go: they need not meet it"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how it is settled",
            "invalid_choice": "Choose one of these",
        },
    )
    words = WordsField(
        label="What did you see, or why do we let it go?",
        help_text="The co-op reads your words.",
        word_limit=100,
        rows=3,
        error_messages={"required": "Write what you saw, or why we let it go"},
    )

    def __init__(self, *args, has_files=False, **options):
        super().__init__(*args, **options)
        if has_files:
            how, words = self.fields["how"], self.fields["words"]
            met, waived = how.choices
            how.choices = [met, NOT_ENOUGH, waived]
            words.label = "What did you see, what is missing, or why do we let it go?"
            words.help_text = "The co-op reads your words, and gets what is missing in an email."
            words.error_messages["required"] = (
                "Write what you saw, what is missing, or why we let it go"
            )


class ReopenForm(forms.Form):
    """Why a condition stands open again."""

    reason = WordsField(
        label="Why does it stand open again?",
        help_text="The co-op reads your words.",
        word_limit=100,
        rows=3,
        error_messages={"required": "Write why it stands open again"},
    )


class ReasonForm(forms.Form):
    """Why a schedule changes."""

    reason = WordsField(
        label="Why do the payments change?",
        help_text="The co-op reads your words in an email.",
        word_limit=100,
        rows=3,
        error_messages={"required": "Write why the payments change"},
    )


class ScheduleRow(forms.Form):
    """One payment of a running award: how much, and by when."""

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

    def __init__(self, *args, number, **options):
        super().__init__(*args, label_suffix="", **options)
        self.number = number
