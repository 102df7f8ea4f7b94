"""The day by which scores are due."""

from django import forms

from grants.fields import DateField3


class DueForm(forms.Form):
    scores_due_on = DateField3(
        label="By which day should scores be filed?",
        help_text="We remind assessors 3 days before, on the day and 2 days after. "
        "Leave it empty for no reminders.",
        named="The day for scores",
        required=False,
    )
