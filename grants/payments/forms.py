"""What people fill in about payments."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from grants.fields import DateField3, WordsField

from .account_numbers import NotAnAccount, account_name_of, account_number_of, sort_code_of
from .queries import payable_by


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


class BankCheckForm(forms.Form):
    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value"), "Open this page again and check what it shows"
        ),
    )
    note = WordsField(
        label="How did you check?",
        help_text="For example: rang the treasurer on the number that we had, and saw a bank "
        "statement from last month. Don’t write account numbers here.",
        word_limit=100,
        rows=4,
        error_messages={"required": "Say how you checked the bank details"},
    )


GONE = "One of these payments is not in the list any more. Look at the list again."


class TickedInstalments(forms.ModelMultipleChoiceField):
    """Instalments by their numbers in the database; anything else never gets that far."""

    default_error_messages = {
        "required": "Choose at least one payment",
        **dict.fromkeys(("invalid_choice", "invalid_pk_value", "invalid_list"), GONE),
    }

    def clean(self, value):
        if any(not (one.isascii() and one.isdecimal() and len(one) < 18) for one in value or ()):
            raise ValidationError(GONE, code="invalid_choice")
        return super().clean(value)


class RunForm(forms.Form):
    """Which payments to put into a run."""

    instalments = TickedInstalments(queryset=None, label="Payments")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instalments"].queryset = payable_by(user)

    @property
    def ticked(self):
        """What was ticked, so that it stays ticked when the page comes back."""
        if not self.is_bound:
            return set()
        return set(self.data.getlist("instalments"))


class CancelRunForm(forms.Form):
    reason = WordsField(
        label="Why are you cancelling it?",
        help_text="The reason stays in the history of each case.",
        word_limit=100,
        rows=3,
        error_messages={"required": "Say why you are cancelling the run"},
    )


class PaidForm(forms.Form):
    paid_on = DateField3(
        label="When did the bank pay?",
        help_text="For example, 27 3 2027.",
        named="The date of payment",
        latest=localdate,
        initial=localdate,
        error_messages={"required": "Enter the date when the bank paid"},
    )
