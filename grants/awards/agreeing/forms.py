"""What people fill in to answer an offer, and officers to give more time for it."""

from django import forms

from applicants.models import LegalForm
from grants.applications.forms import reason_field
from grants.applications.section_form import plain
from grants.fields import DateField3, WordsField

from .models import Capacity

MOST_LETTERS = 120
IN_A_COMPANY = (Capacity.DIRECTOR, Capacity.SECRETARY, Capacity.OTHER)
IN_A_SOCIETY = (
    Capacity.DIRECTOR,
    Capacity.SECRETARY,
    Capacity.CHAIR,
    Capacity.TREASURER,
    Capacity.OTHER,
)
IN_A_CHARITY = (
    Capacity.TRUSTEE,
    Capacity.CHAIR,
    Capacity.SECRETARY,
    Capacity.TREASURER,
    Capacity.OTHER,
)
IN_A_GROUP = (
    Capacity.CHAIR,
    Capacity.SECRETARY,
    Capacity.TREASURER,
    Capacity.COMMITTEE,
    Capacity.OTHER,
)
AMONG_PARTNERS = (Capacity.PARTNER, Capacity.OTHER)
CAPACITIES = {
    LegalForm.COOP_SOCIETY: IN_A_SOCIETY,
    LegalForm.COMMUNITY_BENEFIT: IN_A_SOCIETY,
    LegalForm.COMPANY_GUARANTEE: IN_A_COMPANY,
    LegalForm.COMPANY_SHARES: IN_A_COMPANY,
    LegalForm.CIC: IN_A_COMPANY,
    LegalForm.LLP: AMONG_PARTNERS,
    LegalForm.PARTNERSHIP: AMONG_PARTNERS,
    LegalForm.CIO: IN_A_CHARITY,
    LegalForm.SCIO: IN_A_CHARITY,
    LegalForm.UNINCORPORATED: IN_A_GROUP,
    LegalForm.NOT_FORMED: IN_A_GROUP,
    LegalForm.SOLE_TRADER: (Capacity.OWNER, Capacity.OTHER),
}
ACCEPTS = (
    "I have read the offer letter. I may sign for {organisation}, and we accept the grant on the "
    "terms in the letter."
)
HOLDS = (
    "I have read the offer letter. I may sign for {organisation}. We agree to hold the money for "
    "{group}, to pay it out only for what the letter says, and to keep to its terms."
)


def what_they_confirm(application, host=None):
    """The words beside the tick, which are kept with the signature."""
    if host is not None:
        return HOLDS.format(organisation=host.name, group=application.organisation.name)
    return ACCEPTS.format(organisation=application.organisation.name)


class SignForm(forms.Form):
    """A signatory's tick, name and office, and which letter they read."""

    agree = forms.BooleanField(
        error_messages={
            "required": "Tick to say that you have read the letter, may sign and agree to it"
        },
    )
    name = forms.CharField(
        label="Type your full name",
        help_text="This counts as your signature.",
        max_length=MOST_LETTERS,
        widget=forms.TextInput(
            attrs={"autocomplete": "name", "class": "govuk-input--width-20", "spellcheck": "false"}
        ),
        error_messages={
            "required": "Type your full name",
            "max_length": f"Your name must be {MOST_LETTERS} letters or fewer",
            "null_characters_not_allowed": "Type your name again, without special signs",
        },
    )
    capacity = forms.ChoiceField(
        label="What are you there?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what you are there",
            "invalid_choice": "Choose what you are there",
        },
    )
    letter = forms.CharField(
        widget=forms.HiddenInput(attrs={"autocomplete": "off"}),
        required=False,
        error_messages={"null_characters_not_allowed": "Open this page again"},
    )

    def __init__(self, *args, organisation, words, **options):
        super().__init__(*args, **options)
        self.words = words
        self.fields["agree"].label = words
        self.fields["capacity"].choices = [
            (each.value, each.label) for each in CAPACITIES[LegalForm(organisation.legal_form)]
        ]
        self.fields["capacity"].label = f"What are you in {organisation.name}?"

    def clean_name(self):
        """Blanks and signs that nobody sees are no name."""
        name = " ".join(plain(self.cleaned_data["name"]).split())
        if not any(letter.isalpha() for letter in name):
            raise forms.ValidationError("Type your full name")
        return name


class TurnDownForm(forms.Form):
    """Why a co-op does not want what it is offered."""

    reason = WordsField(
        label="Why do you say no?",
        help_text="A few words are enough. They help us to make better offers.",
        word_limit=150,
        rows=4,
        error_messages={"required": "Say in a few words why you say no"},
    )

    def clean_reason(self):
        reason = plain(self.cleaned_data["reason"]).strip()
        if not reason:
            raise forms.ValidationError("Say in a few words why you say no")
        return reason


class ExtendForm(forms.Form):
    """Another last day, and why."""

    until = DateField3(
        label="Until which day may they answer?",
        help_text="Until 5pm on that day. For example, 27 3 2027",
        named="The new date",
        error_messages={"required": "Enter until which day they may answer"},
    )
    reason = reason_field(
        "Why do they get more time?",
        "Say why they get more time",
        help_text="The co-op reads this, and it stays in the history.",
    )

    def clean_reason(self):
        reason = plain(self.cleaned_data["reason"]).strip()
        if not reason:
            raise forms.ValidationError("Say why they get more time")
        return reason
