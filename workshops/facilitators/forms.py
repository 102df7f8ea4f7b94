"""What officers fill in about those who lead sessions."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from .models import Facilitator

ADDRESS = "Enter an email address like ama@example.org"
POUNDS = re.compile(r"£?\s*([0-9]{1,5})(?:\.([0-9]{2}))?")
FEE = "Enter an amount like 150 or 150.50"


class PenceField(forms.CharField):
    """Pounds as people type them; whole pence as the rest takes them."""

    def clean(self, value):
        typed = str(super().clean(value) or "").replace(",", "").strip()
        if not typed:
            return None
        found = POUNDS.fullmatch(typed)
        if found is None:
            raise ValidationError(FEE)
        return int(Decimal(f"{found[1]}.{found[2] or '00'}") * 100)


def _fee(label, *, required):
    return PenceField(
        label=label,
        help_text="In pounds. 0 if they take none.",
        required=required,
        max_length=12,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "data-prefix": "£"}),
        error_messages={"required": "Enter the fee; 0 if they take none", "max_length": FEE},
    )


def _words(label, hint, most):
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": f"Use {most} characters or fewer"},
    )


class FacilitatorForm(forms.Form):
    name = forms.CharField(
        label="Name",
        max_length=120,
        error_messages={
            "required": "Enter their name",
            "max_length": "The name must be 120 characters or fewer",
        },
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={
            "required": "Enter their email address",
            "invalid": ADDRESS,
            "max_length": ADDRESS,
        },
    )
    fee_pence = _fee("Usual fee for a session", required=True)
    brings = _words("What they bring", "For example: a laptop, flip chart pens, lunch.", 300)


class AssignForm(forms.Form):
    facilitator = forms.ModelChoiceField(
        label="Who leads it?",
        queryset=Facilitator.objects.order_by("name", "pk"),
        empty_label="Choose somebody",
        error_messages={
            "required": "Choose who leads it",
            "invalid_choice": "Choose somebody from the list",
        },
    )
    fee_pence = _fee("Fee for this session, if it is not the usual one", required=False)
    materials = _words("Materials", "What must be there when they come.", 500)
    despite = _words(
        "Why they can do it although they lead another session then",
        "Only where there is a clash. It is kept.",
        300,
    )
