"""What somebody types so that the books know where money belongs."""

import re

from django import forms
from django.core.exceptions import ValidationError

LONGEST = 30
NOT_A_CODE = "Use letters, numbers, dots, dashes and slashes, and begin with a letter or a number"
looks_like_a_code = re.compile(r"[A-Z0-9][A-Z0-9./ -]*").fullmatch


class CostCodeField(forms.CharField):
    """A code of the accounts, in capitals; whatever else somebody would paste is refused.

    It ends up in spreadsheets, so nothing in it can be taken for a formula.
    """

    default_error_messages = {
        "max_length": f"A cost code has {LONGEST} letters and numbers or fewer",
        "null_characters_not_allowed": NOT_A_CODE,
    }

    def __init__(self, **options):
        attrs = {"class": "govuk-input--width-20", "spellcheck": "false", "autocomplete": "off"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=LONGEST, required=False, **options)
        self.widget.attrs.pop("maxlength", None)  # cut short, a pasted code would be another one

    def to_python(self, value):
        return " ".join(super().to_python(value).upper().split())

    def validate(self, value):
        super().validate(value)
        if value and not looks_like_a_code(value):
            raise ValidationError(NOT_A_CODE, "invalid")
