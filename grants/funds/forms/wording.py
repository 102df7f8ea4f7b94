"""What an officer types to put the words of a published form right."""

from django import forms

REASON = {
    "required": "Say why the words change",
    "max_length": "Use 300 characters or fewer",
}


class _CorrectionForm(forms.Form):
    reason = forms.CharField(
        label="Why do the words change?",
        help_text="Everybody can read this, beside the questions.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=REASON,
    )


class QuestionWordsForm(_CorrectionForm):
    field_order = ["text", "guidance", "reason"]

    text = forms.CharField(
        label="The question",
        max_length=200,
        error_messages={
            "required": "Enter the question",
            "max_length": "Use 200 characters or fewer",
        },
    )
    guidance = forms.CharField(
        label="What helps to answer it",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Use 300 characters or fewer"},
    )


class SectionWordsForm(_CorrectionForm):
    field_order = ["title", "reason"]

    title = forms.CharField(
        label="The title of the section",
        max_length=80,
        error_messages={
            "required": "Enter the title of the section",
            "max_length": "Use 80 characters or fewer",
        },
    )
