"""What an officer fills in about a wording."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy

from grants.applications.references import such_as_lazy
from grants.fields import WordsField

from .checking import faults_in
from .vocabulary import VOCABULARIES

ENTER_ONE = format_lazy("Enter a reference, like {}", such_as_lazy("2026-0042"))


class WordingForm(forms.Form):
    """What all letters of a kind say."""

    text = WordsField(
        label="What the letter says",
        help_text="Leave a line empty between paragraphs.",
        rows=28,
        error_messages={"required": "Write what the letter says"},
    )

    def __init__(self, *args, kind, **options):
        super().__init__(*args, **options)
        self.kind = kind

    def clean_text(self):
        text = self.cleaned_data["text"]
        if faults := faults_in(VOCABULARIES[self.kind], text):
            raise ValidationError([str(fault) for fault in faults])
        return text


class CaseForm(forms.Form):
    """Which case fills the preview."""

    case = forms.CharField(
        label="Fill it with the facts of",
        help_text="The reference of a case. Leave it empty for a made-up co-op.",
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-20",
                "list": "cases",
                "spellcheck": "false",
                "autocomplete": "off",
            }
        ),
        error_messages={
            "max_length": ENTER_ONE,
            "null_characters_not_allowed": ENTER_ONE,
        },
    )

    def clean_case(self):
        return self.cleaned_data["case"].strip().upper()
