"""Whom we are asked to forget."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from .queries import Guest, digits

WHO = "Enter an email address like ama@example.org, or a telephone number"


class GuestForm(forms.Form):
    who = forms.CharField(
        label="Their email address, or their telephone number if they gave no address",
        max_length=254,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={
            "required": WHO,
            "max_length": WHO,
            "null_characters_not_allowed": WHO,
        },
    )

    def clean_who(self):
        typed = self.cleaned_data["who"].strip()
        if "@" not in typed:
            if not 5 <= len(digits(typed)) <= 20:
                raise ValidationError(WHO)
            return Guest(phone=typed)
        try:
            validate_email(typed)
        except ValidationError as wrong:
            raise ValidationError(WHO) from wrong
        return Guest(email=typed.lower())
