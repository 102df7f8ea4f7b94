"""What officers and approvers fill in to have money back."""

from decimal import Decimal

from django import forms
from django.utils.timezone import localdate

from grants.fields import DateField3, PoundsFormField, WholeNumberField, WordsField

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
        error_messages={
            "required": "Say how many days they may take to pay",
            "invalid": "Give the days as a number, like 30",
            "parts": "Give whole days, like 30",
        },
    )


class DropMoneyBackForm(forms.Form):
    because = WordsField(
        label="Why don’t we ask for it?",
        help_text="Colleagues read this.",
        word_limit=50,
        rows=3,
        error_messages={"required": "Say why we don’t ask for this money"},
    )


class MoneyCameForm(forms.Form):
    amount = PoundsFormField(
        label="How much came?",
        minimum=Decimal("0.01"),
        error_messages={"required": "Say how much came"},
    )
    on = DateField3(
        label="When did it come?",
        help_text="The day on our bank statement, like 27 3 2027.",
        latest=localdate,
        error_messages={"required": "Say when it came"},
    )
    evidence = WordsField(
        label="Where did you see it?",
        help_text="For example: “Statement 12, line 40.” A second person looks there too.",
        word_limit=50,
        rows=2,
        error_messages={"required": "Say where you saw it"},
    )


class NotBackForm(forms.Form):
    wrong_because = WordsField(
        label="Why is it wrong?",
        help_text="For example: “It is the payment of another co-op.” A second person looks too.",
        word_limit=50,
        rows=2,
        error_messages={"required": "Say why it is wrong"},
    )


class WriteOffForm(forms.Form):
    amount = PoundsFormField(
        label="How much should we write off?",
        minimum=Decimal("0.01"),
        error_messages={"required": "Say how much we should write off"},
    )
    reasons = WordsField(
        label="Why?",
        help_text="An approver and the auditors read this. The co-op doesn’t.",
        word_limit=150,
        error_messages={"required": "Say why we should write it off"},
    )


class SettlementForm(forms.Form):
    """A second person’s answer. saw: it is about money that came."""

    answer = forms.ChoiceField(
        label="What is your answer?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer", "invalid_choice": "Choose an answer"},
    )
    because = WordsField(
        label="If not, why?",
        help_text="Colleagues read this.",
        required=False,
        word_limit=50,
        rows=2,
    )

    def __init__(self, *args, yes, no, may_say_yes=True, **options):
        super().__init__(*args, **options)
        self.fields["answer"].choices = [("yes", yes)] * may_say_yes + [("no", no)]

    def clean(self):
        facts = super().clean()
        if facts.get("answer") == "no" and "because" in facts and not facts["because"].strip():
            self.add_error("because", "Say why not")
        return facts
