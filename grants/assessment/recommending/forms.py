"""What an officer advises."""

from django import forms

from grants.fields import DaysFormField, PoundsFormField, WordsField


class RecommendationForm(forms.Form):
    amount = PoundsFormField(
        label="How much money do you advise?",
        help_text="Put 0 for none.",
        error_messages={"required": "Enter the amount you advise, or 0"},
    )
    days = DaysFormField(
        label="How many advice days?",
        help_text="Put 0 for none.",
        error_messages={"required": "Enter the days you advise, or 0"},
    )
    reason = WordsField(
        label="Why?",
        help_text="The panel reads this. Where assessors were far apart, say what they agreed.",
        word_limit=300,
        rows=8,
        error_messages={"required": "Write your advice to the panel"},
    )
