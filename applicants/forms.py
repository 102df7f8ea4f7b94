"""What people type about themselves and their organisations."""

from django import forms

from . import registers
from .fields import PastDayField
from .models import LegalForm, Membership, StaffRole
from .postcodes import PostcodeField

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


class HomePostcodeForm(forms.Form):
    postcode = PostcodeField(
        example="N1 2UD",
        label="Your home postcode",
        required=False,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-10", "autocomplete": "postal-code"}
        ),
    )


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
    charity_number = forms.CharField(
        label="Charity number, if it is a registered charity too",
        help_text="Of England and Wales, Scotland or Northern Ireland.",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
        error_messages={"max_length": "The number must be 20 characters or fewer"},
    )
    postcode = PostcodeField(
        example="N1 2UD",
        label="Postcode where you work, or will work",
        help_text="We use it to see that your work is local. We don’t show it to the public.",
        required=False,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-10", "autocomplete": "postal-code"}
        ),
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean(self):
        facts = super().clean()
        for name, normal, problem_of in (
            ("registration_number", registers.normalise, registers.problem_with),
            ("charity_number", _normal_charity, registers.problem_with_charity),
        ):
            if "legal_form" in facts and name in facts:
                facts[name] = normal(facts["legal_form"], facts[name])
                if problem := problem_of(facts["legal_form"], facts[name]):
                    self.add_error(name, problem)
        return facts


def _line_field(label, **attrs):
    too_long = f"{label} must be 60 characters or fewer"
    return forms.CharField(
        label=label,
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={**WIDE, **attrs}),
        error_messages={"max_length": too_long},
    )


class OrganisationDetailsForm(OrganisationForm):
    """The same once it is on record, with the address for letters on paper."""

    street = _line_field("Building and street", autocomplete="address-line1")
    street_more = _line_field("Building and street, line 2", autocomplete="address-line2")
    town = _line_field("Town or city", autocomplete="address-level2")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields[
            "street"
        ].help_text = "Where the post reaches you, at this postcode. We write it on your letters."
        self.fields["street_more"].help_text = "If you need a second line."

    def clean(self):
        facts = super().clean()
        for name in ("street", "street_more", "town"):
            if name in facts:
                facts[name] = " ".join(facts[name].split()).strip(" ,")
        if any(facts.get(name) for name in ("street", "street_more", "town")):
            for name, message in (
                ("postcode", "Enter the postcode of this address too"),
                ("street", "Enter the building and street, or leave the address empty"),
                ("town", "Enter the town or city, or leave the address empty"),
            ):
                if facts.get(name) == "":
                    self.add_error(name, message)
        return facts


def _normal_charity(legal_form, number):
    return registers.normalise_charity(number)


class RegisteredForm(OrganisationForm):
    """What a group tells us once it is registered."""

    field_order = ["name", "legal_form", "registration_number", "registered_on"]

    registered_on = PastDayField(
        label="When was it registered?",
        help_text="The date on the certificate, like 27 3 2026.",
        error_messages={
            "required": "Enter the date on the certificate",
            "future": "The date must be today or in the past",
        },
    )
    carrying_on = forms.ModelMultipleChoiceField(
        label="Who carries on?",
        help_text="Whoever you leave out no longer acts for it. What they wrote stays.",
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick who carries on",
            "invalid_choice": "Tick people from the list",
            "invalid_pk_value": "Tick people from the list",
            "invalid_list": "Tick people from the list",
        },
    )

    def __init__(self, *args, members, **options):
        super().__init__(*args, **options)
        del self.fields["postcode"]
        self.fields["name"].label = "What is it called now?"
        self.fields["name"].help_text = "The name in the register."
        form = self.fields["legal_form"]
        form.choices = [choice for choice in form.choices if choice[0] != LegalForm.NOT_FORMED]
        form.help_text = ""
        form.error_messages["required"] = "Choose a legal form"
        form.error_messages["invalid_choice"] = "Choose a legal form"
        field = self.fields["carrying_on"]
        field.queryset = members
        field.label_from_instance = lambda membership: str(membership.user)
        field.initial = list(members)

    def clean(self):
        facts = super().clean()
        form = facts.get("legal_form")
        if form and registers.needs_number(form) and facts.get("registration_number") == "":
            self.add_error("registration_number", "Enter the number that the register gave you")
        return facts

    def keeps(self, person):
        """Does this person go on acting for it?"""
        return any(member.user_id == person.pk for member in self.cleaned_data["carrying_on"])


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


class RecoveryForm(forms.Form):
    reason = forms.CharField(
        label="What has happened, and how did you try to reach them?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Tell us what has happened",
            "max_length": "Use 1,000 characters or fewer",
        },
    )
    member = forms.ModelChoiceField(
        label="Who should own it?",
        queryset=Membership.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who should own it",
            "invalid_choice": "Choose who should own it",
        },
    )

    def __init__(self, *args, members, **options):
        super().__init__(*args, **options)
        self.fields["member"].queryset = members
        self.fields["member"].label_from_instance = lambda membership: str(membership.user)


class RecoveryDecisionForm(forms.Form):
    answer = forms.ChoiceField(
        label="Your answer",
        choices=[("yes", "Yes: make this person an owner"), ("no", "No: leave it as it is")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer", "invalid_choice": "Choose an answer"},
    )
    note = forms.CharField(
        label="How did you make sure?",
        help_text="For example: whom you rang, on a number that we held before.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Say how you made sure",
            "max_length": "Use 1,000 characters or fewer",
        },
    )


class MergeForm(forms.Form):
    reason = forms.CharField(
        label="Why are these one co-op?",
        help_text="How you made sure. Only colleagues see this.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Say why these are one co-op",
            "max_length": "Use 1,000 characters or fewer",
        },
    )


class DifferentForm(forms.Form):
    reason = forms.CharField(
        label="Why are these two different co-ops?",
        help_text="How you made sure. Only colleagues see this.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Say why these are two different co-ops",
            "max_length": "Use 1,000 characters or fewer",
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
