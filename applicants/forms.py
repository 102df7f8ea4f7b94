"""What people type about themselves and their organisations."""

from django import forms
from localflavor.gb.forms import GBPostcodeField

from . import registers
from .models import LegalForm, Membership, StaffRole

WIDE = {"class": "govuk-input--width-20"}


class SignupForm(forms.Form):
    """What allauth's sign-up asks besides the email address and the password."""

    field_order = ["name", "email", "password1"]

    name = forms.CharField(
        label="Your full name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": "Enter your full name",
            "max_length": "Your name must be 120 characters or fewer",
        },
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def signup(self, request, user):
        """Nothing more to save: the account adapter has written the name."""


class OrganisationForm(forms.Form):
    name = forms.CharField(
        label="What is your co-op or group called?",
        help_text="Not formed yet? A nickname is fine.",
        max_length=120,
        error_messages={
            "required": "Enter the name of your co-op or group",
            "max_length": "The name must be 120 characters or fewer",
        },
    )
    legal_form = forms.ChoiceField(
        label="What is its legal form?",
        help_text="“Not formed yet” is a real answer.",
        choices=LegalForm.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a legal form, or “Not formed yet”",
            "invalid_choice": "Choose a legal form, or “Not formed yet”",
        },
    )
    registration_number = forms.CharField(
        label="Registration number",
        help_text="Your company, society or charity number, if you have one.",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
        error_messages={"max_length": "The number must be 20 characters or fewer"},
    )
    postcode = GBPostcodeField(
        label="Postcode where you work, or will work",
        help_text="We use it to see that your work is local. We don’t show it to the public.",
        required=False,
        max_length=12,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-10", "autocomplete": "postal-code"}
        ),
        error_messages={
            "invalid": "Enter a full UK postcode, like N1 2UD",
            "max_length": "Enter a full UK postcode, like N1 2UD",
        },
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean(self):
        facts = super().clean()
        if "legal_form" in facts and "registration_number" in facts:
            number = registers.normalise(facts["legal_form"], facts["registration_number"])
            facts["registration_number"] = number
            problem = registers.problem_with(facts["legal_form"], number)
            if problem:
                self.add_error("registration_number", problem)
        return facts


class MemberForm(forms.Form):
    """What a member may do."""

    role = forms.ChoiceField(
        label="What may they do?",
        choices=[
            (Membership.Role.OWNER, "Owner: can add people, change details, and write and send"),
            (Membership.Role.EDITOR, "Editor: can write and send applications and reports"),
            (Membership.Role.READER, "Reader: can read everything"),
        ],
        initial=Membership.Role.EDITOR,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what they may do",
            "invalid_choice": "Choose what they may do",
        },
    )
    is_signatory = forms.BooleanField(
        label="They can accept offers and give us bank details for the co-op",
        required=False,
    )


class InvitationForm(MemberForm):
    field_order = ["email", "role", "is_signatory"]

    email = forms.EmailField(
        label="Their email address",
        help_text="We’ll send a link there. They sign in with that address to say yes.",
        max_length=254,
        widget=forms.EmailInput(attrs={**WIDE, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address like name@example.org",
            "max_length": "Enter an email address like name@example.org",
        },
    )


class FindPersonForm(forms.Form):
    email = forms.EmailField(
        label="Find a person by their email address",
        max_length=254,
        widget=forms.EmailInput(attrs={**WIDE, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter an email address",
            "invalid": "Enter an email address like name@example.org",
            "max_length": "Enter an email address like name@example.org",
        },
    )


class NewPersonForm(forms.Form):
    name = forms.CharField(
        label="Their full name",
        max_length=120,
        widget=forms.TextInput(attrs={**WIDE, "autocomplete": "off"}),
        error_messages={
            "required": "Enter their full name",
            "max_length": "The name must be 120 characters or fewer",
        },
    )
    email = forms.EmailField(
        label="Their email address",
        max_length=254,
        widget=forms.EmailInput(attrs={**WIDE, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address like name@example.org",
            "max_length": "Enter an email address like name@example.org",
        },
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label="Staff roles",
        help_text="Take away every tick to end their work for the fund.",
        choices=StaffRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the roles listed here"},
    )
