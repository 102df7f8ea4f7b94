"""What somebody ticks and writes about what would help them, and what a colleague answers."""

from django import forms

from .models import LONGEST, Need, What

CHOICES = [(what.value, what.label) for what in What if what != What.OTHER]


class NeedsForm(forms.Form):
    what = forms.MultipleChoiceField(
        label="What would help you take part?",
        help_text="Tick all that you need. We do our best, and tell you what we could arrange.",
        choices=CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Tick one of these, or write what you need below",
            "invalid_list": "Tick one of these, or write what you need below",
        },
    )
    words = forms.CharField(
        label="Anything else, in your own words",
        help_text="Food, a language, a name of an assistant. You need not say why.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": "Use 1,000 characters or fewer, or ring us and we write it down"
        },
    )
    remember = forms.BooleanField(
        label="Remember this for the next time",
        help_text="If you don’t tick it, we forget it 30 days after the session.",
        required=False,
    )

    @staticmethod
    def initial_of(needs):
        """What was asked for before, as the form shows it."""
        return {
            "what": [need.what for need in needs if need.what != What.OTHER],
            "words": next((need.words for need in needs if need.what == What.OTHER), ""),
            "remember": any(need.is_remembered for need in needs),
        }

    def wanted(self):
        typed = self.cleaned_data
        wanted = dict.fromkeys(typed["what"], "")
        if words := typed["words"].strip():
            wanted[What.OTHER.value] = words
        return wanted


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label="What do we tell them?",
        choices=[(Need.State.ARRANGED, "It is arranged"), (Need.State.CANNOT, "We can’t")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose if it is arranged or we can’t",
            "invalid_choice": "Choose if it is arranged or we can’t",
        },
    )
    answer = forms.CharField(
        label="In your words",
        help_text="They read this on their page. If we can’t, say what we can do instead.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Use 1,000 characters or fewer"},
    )

    def clean(self):
        typed = super().clean()
        typed["answer"] = typed.get("answer", "").strip()
        says_nothing = not typed["answer"] and "answer" not in self.errors
        if typed.get("state") == Need.State.CANNOT and says_nothing:
            self.add_error("answer", "Say why we can’t, and what we can do instead")
        return typed
