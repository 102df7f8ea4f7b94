"""What people fill in about payments."""

from django import forms
from django.core.exceptions import ValidationError

from grants.fields import DateField3, WordsField
from grants.templatetags.words import pounds

from .choosing import CHANGED, GONE, MOST_IN_A_RUN
from .files.calendar import first_day_to_pay

CHOOSE = "Choose at least one payment"


class KeysField(forms.Field):
    """Instalments by their numbers in the database, in one line; anything else goes no further.

    In one line, since ten thousand boxes would be more than a form may send.
    """

    widget: type[forms.Widget] = forms.HiddenInput

    def to_python(self, value):
        keys = str(value).split(",") if value else []
        if len(keys) > MOST_IN_A_RUN or not all(map(_is_key, keys)):
            raise ValidationError(GONE)
        return [int(key) for key in keys]

    def prepare_value(self, value):
        return ",".join(map(str, value)) if isinstance(value, list) else value


class TicksField(KeysField):
    """The same, as boxes that were ticked; the page draws them in its list."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value):
        return super().to_python(",".join(value or ()))


def _is_key(typed):
    return typed.isascii() and typed.isdecimal() and len(typed) < 18


class ChoiceForm(forms.Form):
    """Which payments to put into a run: all that are ready, or what is ticked.

    kept: what was ticked on other pages of the list.
    """

    ALL, TICKED = "all", "ticked"

    which = forms.ChoiceField(
        label="What do you want to pay?",
        choices=[(TICKED, "What I tick in the list"), (ALL, "All that are ready")],
        widget=forms.RadioSelect,
        initial=TICKED,
        required=False,
        error_messages={"invalid_choice": "Say what you want to pay"},
    )
    kept = KeysField(required=False)
    instalments = TicksField(label="Payments", required=False)

    @property
    def takes_all(self):
        return self.cleaned_data.get("which") == self.ALL

    @property
    def ticked(self):
        """The keys of all that is ticked, so that it stays ticked when the page comes back."""
        if not self.is_bound:
            return []
        self.is_valid()
        found = [*self.cleaned_data.get("kept", ()), *self.cleaned_data.get("instalments", ())]
        return list(dict.fromkeys(found))

    @property
    def keys(self):
        """What is asked for; None is all that are ready."""
        return None if self.takes_all else self.ticked

    def count_all(self, number, amount):
        """Say in the question how many all are, and how much; of one there is nothing to ask."""
        if number < 2:
            del self.fields["which"]
            return
        words = f"All {number:,} that are ready: {pounds(amount)}"
        if number > MOST_IN_A_RUN:
            words = f"The first {MOST_IN_A_RUN:,} of {number:,} that are ready"
        self.fields["which"].choices = [(self.TICKED, "What I tick in the list"), (self.ALL, words)]


class RunForm(forms.Form):
    """The day for a run of exactly those payments that were shown."""

    instalments = KeysField(required=False)
    seen = forms.CharField(
        widget=forms.HiddenInput,
        required=False,
        max_length=64,
        error_messages={"max_length": CHANGED},
    )
    pay_on = DateField3(
        label="When should the money arrive?",
        help_text="A working day. Banks need two working days for it.",
        named="The day of payment",
        earliest=first_day_to_pay,
        initial=first_day_to_pay,
        required=False,  # nothing means the first day that there is
    )

    @property
    def keys(self):
        return self.cleaned_data.get("instalments", [])


class CancelRunForm(forms.Form):
    reason = WordsField(
        label="Why are you cancelling it?",
        help_text="The reason stays in the history of each case.",
        word_limit=100,
        rows=3,
        error_messages={"required": "Say why you are cancelling the run"},
    )
