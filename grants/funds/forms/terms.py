"""What an officer types about who may apply to a round, and who helped to design it."""

from decimal import Decimal

from django import forms

from applicants.models import LegalForm
from grants.fields import PoundsFormField, WholeNumberField
from grants.funds import area
from grants.templatetags.words import day

PEOPLE = 1  # how many must have come to a workshop, where an officer says nothing else
MONTHS = 24  # how long ago a workshop may be, where an officer says nothing else
SIGNERS = 2  # how many people sign an offer, where an officer says nothing else
REVIEW_DAYS = 20  # working days to ask for a review, where an officer says nothing else
NO_WARDS = (
    " To name wards instead, ask whoever runs the service to load a postcode file: none is "
    "loaded yet."
)


class AreaField(forms.CharField):
    """Outward postcodes, one a line or with commas; the value is a list."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        try:
            return area.codes_in(super().clean(value))
        except area.NotOutward as problem:
            raise forms.ValidationError(str(problem)) from None


class WordsMeaningsField(forms.CharField):
    """Words and what they mean, one on each line, like “impact: what changes for people”."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        if isinstance(value, dict):
            return "\n".join(f"{word}: {meaning}" for word, meaning in value.items())
        return value

    def clean(self, value):
        meanings = {}
        for line in filter(str.strip, super().clean(value).splitlines()):
            word, _colon, meaning = (part.strip() for part in line.partition(":"))
            if not word or not meaning:
                raise forms.ValidationError(
                    f"Put a word, a colon and what it means on each line. Look at “{line[:40]}”"
                )
            meanings[word] = meaning
        return meanings


class TermsForm(forms.Form):
    applicant_forms = forms.MultipleChoiceField(
        label="Which legal forms may apply?",
        help_text="Tick none if every form may.",
        choices=LegalForm.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the forms on the page"},
    )
    area = AreaField(
        label="Where must the work happen?",
        help_text="The first part of each postcode, one on a line, like N1 or EC1V. "
        "Leave it empty if anywhere will do. An address outside the list is pointed out "
        "to the co-op and to you; it stops nobody.",
        required=False,
        max_length=4000,
        error_messages={"max_length": "Use 4,000 characters or fewer"},
    )
    wards = forms.MultipleChoiceField(
        label="Or in which wards must it happen?",
        help_text="Tick them here, or name postcodes above, but not both. The ward is found from "
        "the whole postcode. What lies outside is pointed out in the same way.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the wards on the page"},
    )
    allows_several = forms.TypedChoiceField(
        label="How many applications may one co-op send?",
        choices=[("one", "One"), ("several", "More than one")],
        coerce=lambda typed: typed == "several",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how many applications one co-op may send",
            "invalid_choice": "Choose how many applications one co-op may send",
        },
    )
    is_blind = forms.TypedChoiceField(
        label="Do assessors see who applies?",
        help_text="Without names, you cover names and addresses in each application before anybody "
        "scores it. Applicants are told. It stays as it is once the round is published.",
        choices=[("names", "Yes"), ("blind", "No, they judge without names")],
        coerce=lambda typed: typed == "blind",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether assessors see who applies",
            "invalid_choice": "Choose whether assessors see who applies",
        },
    )
    workshop_tag = forms.ChoiceField(
        label="Must people of the co-op have come to a workshop?",
        help_text="One with this tag. Whoever did a course like it elsewhere, or could not come, "
        "says so, and you read it. Where no place is free while the round is open, nobody need "
        "say anything.",
        required=False,
        error_messages={"invalid_choice": "Choose one of the tags on the page"},
    )
    workshop_people = WholeNumberField(
        label="How many people of each co-op must have come?",
        help_text=f"If you leave it empty: {PEOPLE}.",
        required=False,
        minimum=1,
        maximum=20,
    )
    workshop_months = WholeNumberField(
        label="In how many months before sending?",
        help_text=f"If you leave it empty: {MONTHS}.",
        required=False,
        minimum=1,
        maximum=120,
    )
    review_days = WholeNumberField(
        label="How many working days does a co-op have to ask for a review?",
        help_text=f"If you leave it empty: {REVIEW_DAYS}. Monday to Friday count, and bank "
        "holidays too. The decision letter names the day.",
        required=False,
        minimum=5,
        maximum=60,
    )
    signers_registered = WholeNumberField(
        label="How many people sign an offer for a company, a society or another registered body?",
        help_text=f"If you leave it empty: {SIGNERS}. They are people who may sign for it.",
        required=False,
        minimum=1,
        maximum=4,
    )
    signers_unregistered = WholeNumberField(
        label="How many named officers sign for a group that is not registered?",
        help_text=f"If you leave it empty: {SIGNERS}. For a sole trader, it is always one.",
        required=False,
        minimum=1,
        maximum=4,
    )
    alone_up_to = PoundsFormField(
        label="Up to how much may one person decide without a meeting?",
        help_text="It counts what a co-op asks for. One approver decides, minutes say so, and "
        "a second person reads the words before the co-op hears. Leave it empty if a panel must "
        "decide about every application.",
        required=False,
        minimum=Decimal(1),
    )
    glossary = WordsMeaningsField(
        label="Which words of this round need explaining?",
        help_text="One on each line, with a colon, like “impact: what changes for people”. "
        "Applicants find them under “Words we use”.",
        required=False,
        max_length=3000,
        error_messages={"max_length": "Use 3,000 characters or fewer"},
    )
    designed_with = forms.CharField(
        label="Who helped to design this round?",
        help_text="For example, “6 local co-ops, at two evenings in May”. Everybody can read this.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Use 500 characters or fewer"},
    )
    not_designed_because = forms.CharField(
        label="If nobody did, why not?",
        help_text="A round opens only with one of these two answers. Everybody can read this.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Use 500 characters or fewer"},
    )

    def __init__(self, *args, tags=(), wards=(), loaded_at=None, **options):
        """tags: those that workshops have now.

        wards: {name: whether the postcode file knows it}; loaded_at: how old that file is.
        """
        super().__init__(*args, **options)
        if wards:
            self.fields["wards"].choices = [
                (ward, ward if is_known else f"{ward} (not in the postcode file)")
                for ward, is_known in dict(wards).items()
            ]
            if loaded_at:
                self.fields["wards"].help_text += f" The postcode file is of {day(loaded_at)}."
        else:
            del self.fields["wards"]
            self.fields["area"].help_text += NO_WARDS
        named = [(tag, f"Yes, one on “{tag}”") for tag in tags]
        self.fields["workshop_tag"].choices = [("", "No"), *named]

    def clean_workshop_people(self):
        return self.cleaned_data["workshop_people"] or PEOPLE

    def clean_workshop_months(self):
        return self.cleaned_data["workshop_months"] or MONTHS

    def clean_review_days(self):
        return self.cleaned_data["review_days"] or REVIEW_DAYS

    def clean_signers_registered(self):
        return self.cleaned_data["signers_registered"] or SIGNERS

    def clean_signers_unregistered(self):
        return self.cleaned_data["signers_unregistered"] or SIGNERS

    def clean(self):
        facts = super().clean()
        if facts.get("designed_with") and facts.get("not_designed_because"):
            self.add_error(
                "not_designed_because",
                "You’ve said who helped. Empty one of these two boxes",
            )
        if facts.get("area") and facts.get("wards"):
            self.add_error("wards", "Name postcodes or wards, not both. Take one of the two away")
        return facts
