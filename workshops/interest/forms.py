"""A name and an address, to hear of a date."""

from django import forms

ADDRESS = "Enter an email address like ama@example.org"


class InterestForm(forms.Form):
    name = forms.CharField(
        label="Your name, or what you like to be called",
        max_length=120,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "name"}),
        error_messages={
            "required": "Enter your name",
            "max_length": "Your name must be 120 characters or fewer",
        },
    )
    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "govuk-input--width-20", "autocomplete": "email"}),
        error_messages={
            "required": "Enter your email address",
            "invalid": ADDRESS,
            "max_length": ADDRESS,
        },
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())
