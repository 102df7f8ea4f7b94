"""What people fill in to stop a payment."""

from django import forms

from grants.fields import WordsField


class HoldForm(forms.Form):
    because = WordsField(
        label="Why do you put it on hold?",
        help_text="Colleagues read this. Say what has to be clear before it can go on.",
        word_limit=100,
        rows=3,
        error_messages={"required": "Say why you put this payment on hold"},
    )


class LetGoForm(forms.Form):
    because = WordsField(
        label="Why may it go on?",
        help_text="Colleagues read this. Whoever put it on hold gets it by email.",
        word_limit=100,
        rows=3,
        error_messages={"required": "Say why this payment may go on"},
    )


class CancelInstalmentForm(forms.Form):
    because = WordsField(
        label="Why will it never be paid?",
        help_text="The co-op reads this in our letter, and it stays in the books.",
        word_limit=100,
        rows=3,
        error_messages={"required": "Say why this payment will never be made"},
    )
