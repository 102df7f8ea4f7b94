"""The five questions, and “You said, we did”."""

from django import forms

from .models import FeedbackAnswer
from .queries import COMMENTS, QUESTIONS

LONGEST = 1000


def _choice(name):
    return forms.ChoiceField(
        label=QUESTIONS[name],
        choices=FeedbackAnswer._meta.get_field(name).choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of these answers, or none"},
    )


def _words(name, hint=""):
    return forms.CharField(
        label=COMMENTS[name],
        help_text=hint,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": "This is long. Use 1,000 characters or fewer",
            "null_characters_not_allowed": "Use letters and figures",
        },
    )


class FeedbackForm(forms.Form):
    """Nothing has to be answered, but an empty page says nothing."""

    overall = _choice("overall")
    got = _choice("got")
    took_part = _choice("took_part")
    keep = _words("keep", "Leave names out, yours too.")
    change = _words("change")

    def clean(self):
        facts = super().clean()
        if not self.errors and not any(facts.values()):
            raise forms.ValidationError("Answer one question at least, whichever you like")
        return facts


def _line(label, hint, longest, missing):
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": missing,
            "max_length": f"Use {longest} characters or fewer",
            "null_characters_not_allowed": "Use letters and figures",
        },
    )


class SaidDidForm(forms.Form):
    said = _line(
        "You said",
        "In your own words, so that nobody is known by theirs. For example: The room was cold.",
        200,
        "Enter what people said",
    )
    did = _line(
        "We did",
        "What is different now, or why it is not. For example: We moved to the Hub.",
        300,
        "Enter what you did about it",
    )

    def clean_said(self):
        return " ".join(self.cleaned_data["said"].split())

    def clean_did(self):
        return " ".join(self.cleaned_data["did"].split())
