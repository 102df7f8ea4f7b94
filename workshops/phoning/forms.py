"""What a colleague writes down for somebody who rings."""

from django import forms

from workshops.booking.forms import ADDRESS, OTHERS, TELLS, BookingForm, ListForm
from workshops.booking.models import Contact
from workshops.needs.forms import NeedsForm
from workshops.requests.forms import RequestForm


class ByPhone(forms.Form):
    email = forms.EmailField(
        label="Their email address",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"invalid": ADDRESS, "max_length": ADDRESS},
    )
    phone = forms.CharField(
        label="Their phone number",
        help_text="So that we can ring when something changes. They need give neither.",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"max_length": "A phone number must be 30 characters or fewer"},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["name"].label = "Their name, as they’d like it on the list"
        self.fields["name"].error_messages |= {
            "required": "Enter their name, or what they like to be called",
            "max_length": "Their name must be 120 characters or fewer",
        }
        self.fields["number"].label = "How many of them are coming? Count whoever rings"
        self.fields["group"].label = "Are they a group? Write what it is called"
        for name in ("email", *(f"email_{number}" for number in OTHERS)):
            self.fields[name].help_text = TELLS

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def contact(self):
        typed = self.cleaned_data
        return Contact(typed["name"], typed["email"], " ".join(typed["phone"].split()))


class PhoneForm(ByPhone, NeedsForm, BookingForm):
    pass


class PhoneListForm(ByPhone, NeedsForm, ListForm):
    pass


class PhoneRequestForm(ByPhone, NeedsForm, RequestForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["asks_because"].label = "Why would they like to come?"
