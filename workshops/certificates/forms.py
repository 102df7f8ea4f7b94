"""What is typed about certificates."""

from django import forms

from workshops.register.taps import LONGEST_NAME

MOST_COVERED = 600


class CheckForm(forms.Form):
    """The code on a certificate. It is looked up whatever it looks like."""

    code = forms.CharField(
        label="Check code",
        help_text="Twelve letters and figures, like 7K2M-94XD-QP3T. Small letters are fine.",
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-20",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={
            "required": "Enter the code that stands on the certificate",
            "max_length": "That is longer than a code. Enter the twelve letters and figures",
            "null_characters_not_allowed": "Enter the twelve letters and figures of the code",
        },
    )


class NameForm(forms.Form):
    """How somebody who came is called."""

    place = forms.ChoiceField(
        label="Whose name?",
        error_messages={
            "required": "Choose whose name it is",
            "invalid_choice": "Choose somebody from the list",
        },
    )
    name = forms.CharField(
        label="The right name",
        help_text="As it should stand on the certificate.",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={
            "required": "Enter the name as it should stand on the certificate",
            "max_length": f"A name must be {LONGEST_NAME} characters or fewer",
            "null_characters_not_allowed": "Enter the name in letters",
        },
    )

    def __init__(self, *args, places, **options):
        super().__init__(*args, **options)
        self.places = {str(place.pk): place for place in places}
        choices = [(key, str(place)) for key, place in self.places.items()]
        self.fields["place"].choices = [("", "Choose somebody"), *choices]

    def clean_place(self):
        return self.places[self.cleaned_data["place"]]

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


class WorkshopForm(forms.Form):
    """What a workshop covers, for its certificates; and whether we listen there."""

    covers = forms.CharField(
        label="What it covers",
        help_text="One thing on each line, up to six. It stands on the certificate.",
        required=False,
        max_length=MOST_COVERED,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "max_length": f"Use {MOST_COVERED} characters or fewer",
            "null_characters_not_allowed": "Use letters and figures",
        },
    )
    is_listening = forms.BooleanField(
        label="It is a listening session",
        help_text="We write down each idea, and answer it in public within 30 days.",
        required=False,
    )

    def clean_covers(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["covers"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > 6:
            raise forms.ValidationError("Use six lines or fewer, so that they fit on the page")
        return "\n".join(lines)
