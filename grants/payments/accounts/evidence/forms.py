"""What people fill in about the file that shows an account."""

import re

from django import forms
from django.core.exceptions import ValidationError

from grants.applications.forms import AttachmentForm
from grants.fields import WordsField

KINDS = {"pdf": "PDF", "jpg": "JPG", "png": "PNG"}
DIGITS = re.compile(r"\d(?:[ .–-]?\d){5,}")


class AccountFileForm(AttachmentForm):
    """A page from a bank, as it was printed or photographed: nothing that is easily retyped."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.kinds = KINDS
        limit = self.fields["file"].help_text.rpartition(". ")[2]
        self.fields["file"].help_text = f"{self.kinds_in_words}. {limit}"


class NotEnoughForm(forms.Form):
    reason = WordsField(
        label="What is wrong with it?",
        help_text="They get your words in an email, so leave account numbers out.",
        word_limit=100,
        rows=4,
        error_messages={"required": "Say what is wrong with it, so that they can send another"},
    )

    def clean_reason(self):
        reason = self.cleaned_data["reason"]
        if DIGITS.search(reason):
            raise ValidationError(
                "Leave out long numbers: nobody should find an account number in an email"
            )
        return reason
