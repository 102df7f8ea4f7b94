"""What officers fill in at the end of an award."""

from django import forms

from grants.fields import WordsField


class CloseForm(forms.Form):
    note = WordsField(
        label="A few words for the co-op",
        help_text="They read this in our email.",
        word_limit=100,
        rows=4,
        required=False,
    )


class TerminateForm(forms.Form):
    reason = WordsField(
        label="Why does this grant end early?",
        help_text="The co-op reads this in our email. Say what happened, and what you tried.",
        word_limit=200,
        error_messages={"required": "Say why this grant ends early"},
    )
