"""What somebody types who books without an account."""

from django import forms

from workshops.booking.forms import ADDRESS, BookingForm, ListForm
from workshops.booking.models import Contact
from workshops.requests.forms import RequestForm


class ByEmail(forms.Form):
    """An address instead of an account."""

    email = forms.EmailField(
        label="Your email address",
        help_text="We send you a link. Nothing is booked until you open it and say yes.",
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "govuk-input--width-20", "autocomplete": "email"}),
        error_messages={
            "required": "Enter your email address",
            "invalid": ADDRESS,
            "max_length": ADDRESS,
        },
    )

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def contact(self):
        return Contact(self.cleaned_data["name"], self.cleaned_data["email"])


class AskForm(ByEmail, BookingForm):
    pass


class AskListForm(ByEmail, ListForm):
    pass


class AskRequestForm(ByEmail, RequestForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        said = "We send you a link. Nothing is asked for until you open it and say yes."
        self.fields["email"].help_text = said
