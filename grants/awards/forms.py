"""What an officer fills in to say no early."""

from django import forms

from grants.fields import WordsField

from .letters.words import Alternatives


class IneligibleForm(forms.Form):
    """What the letter says to a co-op that is not eligible: why, and what could help instead."""

    reason = WordsField(
        label="What will you tell them?",
        help_text="They read your words in a letter. Say kindly and plainly which test is not "
        "met, and why.",
        word_limit=200,
        rows=6,
        error_messages={"required": "Write what you will tell the co-op"},
    )
    session = forms.ChoiceField(
        label="A workshop",
        required=False,
        error_messages={"invalid_choice": "Choose one of these workshops"},
    )
    round = forms.ChoiceField(
        label="Another round that is open",
        required=False,
        error_messages={"invalid_choice": "Choose one of these rounds"},
    )
    has_advice = forms.BooleanField(label="A talk with an adviser, for free", required=False)
    words = WordsField(
        label="Something else, in your own words", word_limit=100, rows=3, required=False
    )

    def __init__(self, *args, sessions, rounds, **options):
        super().__init__(*args, label_suffix="", **options)
        self.known = {
            "session": {each.reference: each for each in sessions},
            "round": {each.reference: each for each in rounds},
        }
        for name, known in self.known.items():
            if known:
                listed = [(reference, str(each)) for reference, each in known.items()]
                self.fields[name].choices = [("", "None"), *listed]
            else:
                del self.fields[name]

    def clean(self):
        if not self.errors and self.alternatives == Alternatives():
            self.add_error("has_advice", "Choose or write at least one thing that could help them")
        return self.cleaned_data

    @property
    def alternatives(self):
        answers = self.cleaned_data
        return Alternatives(
            self.known["session"].get(answers.get("session")),
            self.known["round"].get(answers.get("round")),
            answers["has_advice"],
            answers["words"],
        )
