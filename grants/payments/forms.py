"""What people fill in about payments."""

from django import forms
from django.core.exceptions import ValidationError

from grants.fields import DateField3, WordsField

from .files.calendar import first_day_to_pay
from .queries import payable_by

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
    pay_on = DateField3(
        label="When should the money arrive?",
        help_text="A working day. Banks need two working days for it.",
        named="The day of payment",
        earliest=first_day_to_pay,
        initial=first_day_to_pay,
        required=False,  # nothing means the first day that there is
    )

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
