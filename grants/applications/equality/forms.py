"""The form of the equality questions: every one may be left out."""

from django import forms

from .questions import QUESTIONS


class EqualityForm(forms.Form):
    """What was answered before is never shown again: it may have been somebody else’s answer."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for question in QUESTIONS:
            self.fields[question.code] = forms.ChoiceField(
                label=question.text,
                help_text=question.hint,
                choices=question.choices,
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": "Choose one of the answers on the page"},
            )

    def answers(self):
        """What was answered, and nothing for what was left out."""
        return {code: answer for code, answer in self.cleaned_data.items() if answer}
