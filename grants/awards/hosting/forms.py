"""What people fill in about a body that holds the money."""

from django import forms

from grants.applications.forms import reason_field
from grants.applications.section_form import plain


class HostForm(forms.Form):
    """The body by its name, as it stands here."""

    name = forms.CharField(
        label="What is the body called that will hold the money?",
        help_text="Its full name, as it has it here. It must be registered, and have somebody "
        "who may sign for it.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Type the name of the body that will hold the money",
            "max_length": "The name must be 120 letters or fewer",
            "null_characters_not_allowed": "Type the name again, without special signs",
        },
    )

    def clean_name(self):
        name = " ".join(plain(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError("Type the name of the body that will hold the money")
        return name


class EndForm(forms.Form):
    """Why a body does not hold the money after all."""

    reason = reason_field(
        "Why?", "Say why", help_text="The group and the body both read this, and so do we."
    )

    def clean_reason(self):
        reason = plain(self.cleaned_data["reason"]).strip()
        if not reason:
            raise forms.ValidationError("Say why")
        return reason
