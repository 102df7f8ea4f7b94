"""What an officer types to start a round or to change one that is not published yet."""

from django import forms

from grants.fields import DateField3, DaysFormField, MomentField, PoundsFormField, WordsField
from grants.funds.models import Round

from .cost_codes import CostCodeField


class RoundForm(forms.Form):
    name = forms.CharField(
        label="Name of the round",
        help_text="For example, Grow Fund spring 2027",
        max_length=80,
        error_messages={
            "required": "Enter the name of the round",
            "max_length": "The name must be 80 characters or fewer",
        },
    )
    summary = forms.CharField(
        label="What is it for, in a few words?",
        help_text="This stands at the top of the page that people read before they apply.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Use 1,000 characters or fewer"},
    )
    opens_at = MomentField(
        label="When does it open?",
        help_text="For example, 27 3 2027 and 9am",
        named="The opening date",
        error_messages={"required": "Enter when it opens"},
    )
    closes_at = MomentField(
        label="When does it close?",
        help_text="For example, 27 4 2027 and 5pm",
        named="The closing date",
        error_messages={"required": "Enter when it closes"},
    )
    decision_on = DateField3(
        label="By which day do you decide?",
        help_text="Applicants see this date. For example, 27 5 2027",
        named="The decision date",
        error_messages={"required": "Enter the decision date"},
    )
    scores_due_on = DateField3(
        label="By which day should assessors file their scores?",
        help_text="Only assessors hear of it. We remind them. You can also set it later.",
        named="The day for scores",
        required=False,
    )
    budget = PoundsFormField(
        label="How much money can the round give in all?",
        error_messages={"required": "Enter the budget in pounds"},
    )
    cost_code = CostCodeField(
        label="Under which cost code does finance book it?",
        help_text="For example, GR-1234. If you leave it empty: the code of the fund.",
    )
    budget_days = DaysFormField(
        label="How many days of advice can it give in all?",
        help_text="0 if it gives none.",
        maximum=10_000,
        error_messages={"required": "Enter the days of advice, or 0"},
    )
    minimum = PoundsFormField(
        label="The least that somebody can ask for",
        error_messages={"required": "Enter the least that somebody can ask for"},
    )
    maximum = PoundsFormField(
        label="The most that somebody can ask for",
        error_messages={"required": "Enter the most that somebody can ask for"},
    )
    respond_days = forms.IntegerField(
        label="Days to answer an offer",
        initial=28,
        min_value=1,
        max_value=365,
        error_messages={
            "required": "Enter how many days people have to answer",
            "invalid": "Enter the number of days in figures, like 28",
            "min_value": "Give people at least 1 day",
            "max_value": "Give people at most 365 days",
        },
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean(self):
        facts = super().clean()
        opens, closes = facts.get("opens_at"), facts.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "The round must close after it opens")
        decided = facts.get("decision_on")
        if closes and decided and decided < closes.date():
            self.add_error("decision_on", "The decision date must not be before the round closes")
        scored = facts.get("scores_due_on")
        if decided and scored and scored > decided:
            self.add_error("scores_due_on", "Scores must be due on or before the decision date")
        self._compare_amounts(facts)
        return facts

    def _compare_amounts(self, facts):
        least, most, budget = (facts.get(name) for name in ("minimum", "maximum", "budget"))
        if least is not None and most is not None and most < least:
            self.add_error("maximum", "The most must not be below the least")
        if most is not None and budget is not None and budget < most:
            self.add_error("budget", "The budget must be enough for one grant of the most")


class DatesForm(forms.Form):
    """New dates for a round that people already plan by."""

    closes_at = MomentField(
        label="When does it close?",
        help_text="While it is open, this can only move later.",
        named="The closing date",
        error_messages={"required": "Enter when it closes"},
    )
    decision_on = DateField3(
        label="By which day do you decide?",
        named="The decision date",
        error_messages={"required": "Enter the decision date"},
    )
    reason = forms.CharField(
        label="Why do the dates move?",
        help_text="Everybody reads it, after the words “The date moved because”.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say why the dates move",
            "max_length": "Use 300 characters or fewer",
            "null_characters_not_allowed": "Type the reason again, without special signs",
        },
    )

    def clean_reason(self):
        """It stands in the middle of a sentence that ends by itself."""
        reason = " ".join(self.cleaned_data["reason"].split()).rstrip(".")
        if not reason:
            raise forms.ValidationError("Say why the dates move")
        return reason


class EnquiryForm(forms.Form):
    """What somebody wants to know about a round."""

    text = WordsField(
        label="What would you like to know?",
        help_text=(
            "Ask about the round or its questions. Leave out your name and what is private: "
            "we publish the question with our answer, and never say who asked."
        ),
        word_limit=150,
        error_messages={"required": "Type your question"},
    )


class AnswerForm(forms.Form):
    """One answer for everybody, under words that show nobody."""

    wording = WordsField(
        label="The question, as everybody will read it",
        help_text="Change it if somebody could tell from it who asked.",
        word_limit=150,
        error_messages={"required": "Type the question as everybody will read it"},
    )
    answer = WordsField(
        label="Your answer",
        help_text="It can’t be changed later. Everybody reads it, and whoever asked gets an email.",
        word_limit=300,
        rows=8,
        error_messages={"required": "Type your answer"},
    )


class NewRoundForm(RoundForm):
    """The first thing to say of a new round is which one it is like."""

    field_order = ["like"]

    like = forms.ModelChoiceField(
        label="Which round do you start from?",
        help_text="The new round gets its questions, criteria and eligibility tests.",
        queryset=Round.objects.order_by("-created_at"),
        to_field_name="reference",
        empty_label="Choose a round",
        error_messages={
            "required": "Choose the round to start from",
            "invalid_choice": "Choose a round from the list",
        },
    )
