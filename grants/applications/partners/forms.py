"""The forms of a joint application."""

from django import forms

from grants.applications.section_form import plain
from grants.applications.shares import LEAD
from grants.fields import WordsField

from .models import WORDS


class Name(forms.CharField):
    """A name on one line, without the signs that no keyboard types."""

    def to_python(self, value):
        return " ".join(plain(super().to_python(value)).split())


class PartnerForm(forms.Form):
    """Whom to ask, and what they do in it."""

    name = Name(
        label="What is the partner called?",
        max_length=120,
        error_messages={
            "required": "Enter the name of the partner",
            "max_length": "Use 120 letters or fewer for the name",
        },
    )
    email = forms.EmailField(
        label="Who can say yes for them?",
        help_text="Their email address. We send them a link that works for 14 days.",
        error_messages={
            "required": "Enter an email address",
            "invalid": "Enter an email address, like name@example.org",
            "max_length": "Enter a shorter email address",
        },
        max_length=254,
    )
    does = WordsField(
        label="What do they do in this work?",
        word_limit=WORDS,
        rows=4,
        error_messages={"required": "Say what they do in this work"},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, label_suffix="", **options)

    def clean_name(self):
        name = self.cleaned_data["name"]
        if name.casefold() == LEAD:
            raise forms.ValidationError("Enter the partner’s own name")
        return name


class TakeUpForm(forms.Form):
    """For which of your organisations do you answer?"""

    organisation = forms.ChoiceField(
        label="For whom do you answer?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose for whom you answer",
            "invalid_choice": "Choose one of your co-ops or groups",
        },
    )

    def __init__(self, *args, organisations, chosen=None, **options):
        super().__init__(*args, label_suffix="", **options)
        self.organisations = {str(each.pk): each for each in organisations}
        field = self.fields["organisation"]
        field.choices = [(key, each.name) for key, each in self.organisations.items()]
        field.initial = chosen.pk if chosen else None

    def clean_organisation(self):
        return self.organisations[self.cleaned_data["organisation"]]


class DeclineForm(forms.Form):
    """Why not: the lead reads it."""

    reason = WordsField(
        label="Why not? The lead will read this.",
        word_limit=100,
        rows=3,
        error_messages={"required": "Say why in a few words"},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, label_suffix="", **options)
