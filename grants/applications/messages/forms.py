"""The form of one message."""

import uuid

from django import forms

from grants.applications.section_form import plain

from .models import MOST_LETTERS


class PlainText(forms.CharField):
    """Words and line ends, without the signs that no keyboard types."""

    def to_python(self, value):
        return plain(super().to_python(value)).strip()

    def validate(self, value):
        super().validate(value)
        if len(value) > MOST_LETTERS:
            raise forms.ValidationError(
                f"Use {MOST_LETTERS:,} letters or fewer. You have written {len(value):,}."
            )


class MessageForm(forms.Form):
    """Plain text, and the mark that makes a second click harmless."""

    text = PlainText(
        label="Your message",
        help_text=f"Up to {MOST_LETTERS:,} letters.",
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Write your message"},
    )
    uuid = forms.UUIDField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}), required=False)

    def __init__(self, data=None, **options):
        options["initial"] = {"uuid": uuid.uuid4(), **(options.get("initial") or {})}
        super().__init__(data, label_suffix="", **options)

    def full_clean(self):
        """A mark that is missing or spoiled is no fault of the person: make another."""
        super().full_clean()
        if self.is_bound:
            self._errors.pop("uuid", None)
            self.cleaned_data["uuid"] = self.cleaned_data.get("uuid") or uuid.uuid4()
