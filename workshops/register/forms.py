"""What is typed on a register."""

from django import forms

from .models import Mark
from .taps import LONGEST_EMAIL, LONGEST_NAME, Tap

ADDRESS = "Enter an email address like ama@example.org"


class WalkInForm(forms.Form):
    """Somebody who came without a booking."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label="Name",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={
            "required": "Enter their name, or what they like to be called",
            "max_length": f"A name must be {LONGEST_NAME} characters or fewer",
        },
    )
    email = forms.EmailField(
        label="Email",
        required=False,
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"invalid": ADDRESS, "max_length": ADDRESS},
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def tap(self):
        typed = self.cleaned_data
        facts = {"key": typed["key"]} if typed.get("key") else {}
        return Tap(Mark.ARRIVED, name=typed["name"], email=typed["email"], **facts)
