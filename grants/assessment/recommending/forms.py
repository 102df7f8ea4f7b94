"""What an officer advises."""

from django import forms
from django.utils.timezone import localdate

from grants.fields import DateField3, DaysFormField, PoundsFormField, WordsField

from .actions import more_than_asked
from .models import Recommendation

MOST_CONDITIONS = 5
LONGEST_CONDITION = 250
Risk = Recommendation.Risk


class RecommendationForm(forms.Form):
    amount = PoundsFormField(
        label="How much money do you advise?",
        help_text="Put 0 for none.",
        error_messages={"required": "Enter the amount you advise, or 0"},
    )
    days = DaysFormField(
        label="How many advice days?",
        help_text="Put 0 for none.",
        error_messages={"required": "Enter the days you advise, or 0"},
    )
    why_more = WordsField(
        label="Why more than they asked for?",
        help_text="Only if you advise more than they asked for.",
        word_limit=100,
        rows=2,
        required=False,
    )
    risk = forms.ChoiceField(
        label="How big is the risk that it goes wrong?",
        choices=Risk.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how big the risk is",
            "invalid_choice": "Choose low, medium or high",
        },
    )
    risk_words = WordsField(
        label="What could go wrong?",
        help_text="You can leave this out when the risk is low.",
        word_limit=150,
        rows=4,
        required=False,
    )
    reason = WordsField(
        label="Why?",
        help_text="The panel reads this. Where assessors were far apart, say what they agreed.",
        word_limit=300,
        rows=8,
        error_messages={"required": "Write your advice to the panel"},
    )

    def __init__(self, *args, application, **options):
        super().__init__(*args, **options)
        self.application = application
        before = self.initial.get("conditions") or []
        for number in range(1, MOST_CONDITIONS + 1):
            one = before[number - 1] if number <= len(before) else {"text": "", "due_on": None}
            self.fields[f"condition_{number}"] = WordsField(
                label=f"Condition {number}",
                rows=2,
                required=False,
                max_length=LONGEST_CONDITION,
                initial=one["text"],
                error_messages={
                    "max_length": f"Condition {number}: use {LONGEST_CONDITION} letters or fewer"
                },
            )
            self.fields[f"due_{number}"] = DateField3(
                label="By when?",
                named=f"The day of condition {number}",
                earliest=localdate,
                help_text="Leave it empty for “before the first payment”.",
                required=False,
                initial=one["due_on"],
            )

    def conditions(self):
        """The pairs of boxes: what is asked, and by when."""
        numbers = range(1, MOST_CONDITIONS + 1)
        return [(self[f"condition_{number}"], self[f"due_{number}"]) for number in numbers]

    def clean(self):
        answers, conditions = self.cleaned_data, self._conditions()
        is_risky = answers.get("risk") in (Risk.MEDIUM, Risk.HIGH)
        if is_risky and answers.get("risk_words") == "":
            self.add_error("risk_words", "Write what could go wrong")
        if not self.errors and not answers["why_more"]:
            problem = more_than_asked(self.application, answers["amount"], answers["days"])
            if problem:
                self.add_error("why_more", problem)
        return {**self.cleaned_data, "conditions": conditions}

    def _conditions(self):
        """Each condition as (text, day or None), and a day without a condition said."""
        found = []
        for number in range(1, MOST_CONDITIONS + 1):
            text = " ".join(str(self.cleaned_data.pop(f"condition_{number}", "")).split())
            due_on = self.cleaned_data.pop(f"due_{number}", None)
            if text:
                found.append((text, due_on))
            elif due_on and f"condition_{number}" not in self.errors:
                self.add_error(f"condition_{number}", f"Condition {number}: write what it is")
        return found
