"""What an officer fills in while looking a co-op up."""

from django import forms

from grants.assessment.checking.forms import FindingForm
from grants.assessment.checking.models import Finding
from grants.fields import WordsField

from .models import RiskNote


class LookUpForm(FindingForm):
    """What was found about one thing; a yes says where it was seen."""

    is_unfolded = True

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["result"].help_text = f"Where to look: {self.of.where}"
        self.fields["evidence"].help_text = "A yes needs this, or one of their documents."

    def clean(self):
        answers = super().clean()
        is_yes = answers.get("result") in (Finding.Result.PASS, Finding.Result.CONDITION)
        shown = answers.get("evidence") or answers.get("document")
        if is_yes and not shown and not self.errors:
            self.add_error("evidence", "Write where you saw it, or choose a document")
        return answers


class RiskForm(forms.Form):
    level = forms.ChoiceField(
        label="How risky would a grant be?",
        choices=RiskNote.Level.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={
            "required": "Choose how risky a grant would be",
            "invalid_choice": "Choose low, medium or high",
        },
    )
    words = WordsField(
        label="Why?",
        help_text="What could go wrong, and what would you do about it? A risk is no reason to "
        "say no.",
        word_limit=150,
        rows=4,
        error_messages={"required": "Write why the risk is low, medium or high"},
    )
    seen = forms.IntegerField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "Open this page again, and write it there"},
    )
