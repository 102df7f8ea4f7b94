"""What somebody says about their link to a co-op."""

from django import forms

from grants.fields import WordsField


class ConflictForm(forms.Form):
    reason = WordsField(
        label="What is your link to this co-op?",
        help_text="A few words are enough. Officers and the auditor can read them.",
        word_limit=100,
        rows=3,
        error_messages={"required": "Write what your link to this co-op is"},
    )
