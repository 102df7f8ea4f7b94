"""What people fill in about accounts."""

from django import forms
from django.core.exceptions import ValidationError

from grants.fields import WordsField

from .models import NOT_THEIRS, PayeeCheck
from .numbers import (
    NotAnAccount,
    account_name_of,
    account_number_of,
    in_eight_digits,
    roll_number_of,
    sort_code_of,
)


class AccountField(forms.CharField):
    """Text that `understand` turns into what we keep, or refuses in a sentence."""

    def __init__(self, *, understand, **options):
        self.understand = understand
        options.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-10"}))
        super().__init__(required=False, **options)  # `understand` says what is missing
        self.required = True

    def validate(self, value):
        """Nothing: `clean` leaves it to `understand`, which knows the words."""

    def clean(self, value):
        try:
            return self.understand(super().clean(value))
        except NotAnAccount as problem:
            raise ValidationError(str(problem)) from None


def _digits(width):
    return forms.TextInput(
        attrs={
            "class": f"govuk-input--width-{width}",
            "inputmode": "numeric",
            "spellcheck": "false",
            "autocomplete": "off",
        }
    )


class BankDetailsForm(forms.Form):
    account_name = AccountField(
        label="Name on the account",
        help_text="Your co-op’s own account, as its name stands on a bank statement.",
        understand=account_name_of,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    sort_code = AccountField(
        label="Sort code",
        help_text="Must be 6 digits long, like 30-94-30.",
        understand=sort_code_of,
        widget=_digits(5),
    )
    account_number = AccountField(
        label="Account number",
        help_text="Must be between 6 and 8 digits long.",
        understand=account_number_of,
        widget=_digits(10),
    )
    roll_number = AccountField(
        label="Roll number (if your building society gave you one)",
        help_text="You find it on your card, statement or passbook.",
        understand=roll_number_of,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roll_number"].required = False

    def clean(self):
        cleaned = super().clean()
        if "sort_code" in cleaned and "account_number" in cleaned:
            try:
                pair = in_eight_digits(cleaned["sort_code"], cleaned["account_number"])
            except NotAnAccount as problem:
                self.add_error("account_number", str(problem))
            else:
                cleaned["sort_code"], cleaned["account_number"] = pair
        return cleaned


class BankCheckForm(forms.Form):
    """How an officer found out that an account is the co-op’s own."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value"), "Open this page again and check what it shows"
        ),
    )
    call_back = forms.CharField(
        label="Which number did you ring?",
        help_text="A number that we had before the account changed. Say where we had it from.",
        max_length=160,
        required=False,
        error_messages={"max_length": "The number, and where we had it from, in 160 letters"},
    )
    note = WordsField(
        label="How did you check?",
        help_text="For example: rang the treasurer on the number that we had, and saw a bank "
        "statement from last month. Don’t write account numbers here.",
        word_limit=100,
        rows=4,
        error_messages={"required": "Say how you checked the bank details"},
    )
    payee_check = forms.ChoiceField(
        label="What did the bank say about the name? (if you asked it)",
        help_text="Online banking tells you when you add somebody to pay.",
        choices=[("", "We did not ask"), *PayeeCheck.choices],
        required=False,
        error_messages={"invalid_choice": "Choose what the bank said about the name"},
    )

    def __init__(self, *args, is_change=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_change:
            self.fields["call_back"].required = True
            self.fields["call_back"].error_messages["required"] = (
                "Ring the co-op on a number that you had before, and say which"
            )
        else:
            del self.fields["call_back"]

    def clean_payee_check(self):
        said = self.cleaned_data["payee_check"]
        if said in NOT_THEIRS:
            raise ValidationError(
                "The bank says that this account is not theirs, so don’t confirm it. Ask the "
                "co-op to give its bank details again"
            )
        return said
