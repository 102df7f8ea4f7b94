"""What an officer fills in for a reminder on paper."""

from django import forms

from grants.fields import WordsField
from grants.templatetags.words import day


class ReminderForm(forms.Form):
    subject = forms.ChoiceField(
        label="What is missing?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is missing",
            "invalid_choice": "Choose from what is missing now",
        },
    )
    more = WordsField(
        label="Anything to add?",
        help_text="The letter says what to do and where. What you write here follows it.",
        required=False,
        word_limit=100,
        rows=3,
    )

    def __init__(self, *args, subjects, **options):
        super().__init__(*args, **options)
        self.fields["subject"].choices = [
            (one.code, f"{one.about[:1].upper()}{one.about[1:]}, due {day(one.due_on)}")
            for one in subjects
        ]
        if len(subjects) == 1:
            self.fields["subject"].initial = subjects[0].code
