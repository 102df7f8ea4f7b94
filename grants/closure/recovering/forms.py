"""What officers and approvers fill in to have money back."""

from decimal import Decimal

from django import forms

from grants.fields import PoundsFormField, WholeNumberField, WordsField

from .actions import DAYS_TO_PAY


class MoneyBackForm(forms.Form):
    amount = PoundsFormField(
        label="How much should they pay back?",
        minimum=Decimal("0.01"),
        error_messages={"required": "Say how much they should pay back"},
    )
    reasons = WordsField(
        label="Why?",
        help_text="The co-op reads this in our letter. Say what happened, and what you agreed.",
        word_limit=300,
        error_messages={"required": "Say why they should pay it back"},
    )
    days_to_pay = WholeNumberField(
        label="How many days may they take to pay?",
        help_text="Counted from the day on which an approver decides.",
        minimum=DAYS_TO_PAY[0],
        maximum=DAYS_TO_PAY[1],
        initial=30,
        error_messages={"required": "Say how many days they may take to pay"},
    )


class DropMoneyBackForm(forms.Form):
    because = WordsField(
        label="Why don’t we ask for it?",
        help_text="Colleagues read this.",
        word_limit=50,
        rows=3,
        error_messages={"required": "Say why we don’t ask for this money"},
    )
