"""What a signatory fills in to accept."""

from django import forms


class AcceptForm(forms.Form):
    """A signatory's name and agreement."""

    name = forms.CharField(
        label="Type your full name",
        help_text="This counts as your signature.",
        max_length=120,
        widget=forms.TextInput(
            attrs={"autocomplete": "name", "class": "govuk-input--width-20", "spellcheck": "false"}
        ),
        error_messages={
            "required": "Type your full name",
            "max_length": "Your name must be 120 letters or fewer",
        },
    )
    agree = forms.BooleanField(
        label="I may sign for my co-op, and we accept the grant on these terms",
        error_messages={"required": "Tick to say that you may sign and that you accept the terms"},
    )

    def __init__(self, *args, award, **options):
        super().__init__(*args, **options)
        if award.amount:
            self.fields["agree"].label = (
                "I may sign for my co-op. We accept the grant on these terms, and we confirm "
                "that we stay within the £315,000 limit for public money that the letter explains"
            )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())
