"""What is typed about skills, and about what an assessor can do."""

import re

from django import forms

from grants.fields import PoundsFormField, WholeNumberField

from .queries import skills

PLAIN = re.compile(r"\w[\w ’',&/()-]*")  # no signs that a spreadsheet would read as a sum


class SkillsField(forms.ModelMultipleChoiceField):
    """Any of the skills on the officers’ list, or none."""

    def __init__(self, **options):
        super().__init__(
            queryset=skills(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "invalid_choice": "One of these skills is not on the list now. Choose again",
                "invalid_pk_value": "One of these skills is not on the list now. Choose again",
                "invalid_list": "Choose from the list",
            },
            **options,
        )


class SkillForm(forms.Form):
    name = forms.CharField(
        label="Add a skill",
        help_text="A plain word, such as care, food, money or housing.",
        max_length=40,
        error_messages={
            "required": "Type the skill",
            "max_length": "The skill must be 40 characters or fewer",
            "null_characters_not_allowed": "Type the skill again, without special signs",
        },
    )

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if not PLAIN.fullmatch(name):
            raise forms.ValidationError(
                "Begin with a letter, and use only letters, numbers and simple signs", "signs"
            )
        return name


class NeededForm(forms.Form):
    """What somebody should know who assesses a case."""

    skills = SkillsField(label="What should an assessor of this know about?")


class OwnForm(forms.Form):
    """What assessors say about themselves."""

    skills = SkillsField(label="What do you know about?")
    ward = forms.CharField(
        label="Where do you live?",
        help_text="The ward, or the first part of your postcode, like E24. "
        "It helps us to ask people from different places.",
        max_length=60,
        required=False,
        error_messages={
            "max_length": "Use 60 characters or fewer",
            "null_characters_not_allowed": "Type it again, without special signs",
        },
    )
    hours = WholeNumberField(
        label="How many hours can you give for a round?",
        help_text="Nobody gives you more than fits. Leave it empty if it does not matter.",
        maximum=500,
        required=False,
        error_messages={
            "invalid": "Type the hours in figures, like 12",
            "parts": "Type whole hours, like 12",
        },
    )

    def clean_ward(self):
        return " ".join(self.cleaned_data["ward"].split())


class AssessorForm(OwnForm):
    """The same, with what an officer agrees with them."""

    is_peer = forms.BooleanField(
        label="A peer: a member of a co-op, whom we pay for this", required=False
    )
    fee = PoundsFormField(
        label="Fee for each filed assessment",
        help_text="0 for somebody who is not paid.",
        maximum=1000,
        error_messages={"required": "Enter the fee in pounds, or 0"},
    )
    must_train = forms.BooleanField(
        label="Must score the training case of a fund before we ask them", required=False
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["skills"].label = "What do they know about?"
        self.fields["ward"].label = "Where do they live?"
        self.fields["ward"].help_text = "The ward, or the first part of the postcode, like E24."
        self.fields["hours"].label = "How many hours can they give for a round?"
        self.fields["hours"].help_text = "Leave it empty if they have not said."

    def clean(self):
        facts = super().clean()
        if facts.get("fee") and not facts.get("is_peer"):
            self.add_error("fee", "Only a peer is paid. Make it 0, or tick that they are a peer")
        return facts
