"""What somebody says about their link to a co-op, and what an officer makes of it."""

from django import forms

from applicants.fields import PastDayField
from applicants.models import User
from applicants.queries import staff_members
from grants.closeness import Outcome
from grants.fields import WordsField

from .models import Conflict, Tie

CHOOSE_ONE = "Choose one of these"


class ConflictForm(forms.Form):
    """No, or yes with the kind of link and some words."""

    is_close = forms.ChoiceField(
        label="Are you close to this co-op, or to anybody in it?",
        choices=[("no", "No"), ("yes", "Yes, or it could look like it")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose “No”, or “Yes” if it could look like it",
            "invalid_choice": CHOOSE_ONE,
        },
    )
    kind = forms.ChoiceField(
        label="If yes, what kind of link is it?",
        choices=Conflict.Kind.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": CHOOSE_ONE},
    )
    reason = WordsField(
        label="If yes, what is your link to this co-op?",
        help_text="A few words are enough. Officers and the auditor can read them.",
        required=False,
        word_limit=100,
        rows=3,
    )

    def clean(self):
        if self.cleaned_data.get("is_close") == "yes":
            if not self.cleaned_data.get("kind") and "kind" not in self.errors:
                self.add_error("kind", "Choose what kind of link it is")
            if not self.cleaned_data.get("reason") and "reason" not in self.errors:
                self.add_error("reason", "Write what your link to this co-op is")


class RoundDeclarationForm(forms.Form):
    """To none of those who apply in a round, or to which, with some words."""

    is_close = forms.ChoiceField(
        label="Are you close to any of these co-ops, or to anybody in them?",
        choices=[("no", "No, to none of them"), ("yes", "Yes, or it could look like it")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose “No”, or “Yes” if it could look like it",
            "invalid_choice": CHOOSE_ONE,
        },
    )
    close_to = forms.MultipleChoiceField(
        label="If yes, to which?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the co-ops on the page"},
    )
    kind = forms.ChoiceField(
        label="If yes, what kind of link is it?",
        help_text="If there are several, choose the closest.",
        choices=Conflict.Kind.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": CHOOSE_ONE},
    )
    reason = WordsField(
        label="If yes, what is your link to them?",
        help_text="A few words are enough. Officers and the auditor can read them.",
        required=False,
        word_limit=100,
        rows=3,
    )
    seen = forms.CharField(
        widget=forms.HiddenInput,
        max_length=20,
        error_messages=dict.fromkeys(("required", "max_length"), "Open this page again first"),
    )

    def __init__(self, *args, listed, **options):
        """listed: {organisation: the partners and the people in its application}."""
        super().__init__(*args, **options)
        self.fields["close_to"].choices = [
            (str(organisation.pk), _named(organisation, **known))
            for organisation, known in listed.items()
        ]

    def clean_close_to(self):
        return {int(key) for key in self.cleaned_data["close_to"]}

    def clean(self):
        said, ticked = self.cleaned_data.get("is_close"), self.cleaned_data.get("close_to")
        if said == "no" and ticked:
            self.add_error("close_to", "You said no. Untick these, or say yes")
        if said != "yes":
            return
        if not ticked and "close_to" not in self.errors:
            self.add_error("close_to", "Tick those to whom you are close")
        if not self.cleaned_data.get("kind") and "kind" not in self.errors:
            self.add_error("kind", "Choose what kind of link it is")
        if not self.cleaned_data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Write what your link to them is")


def _named(organisation, partners, people):
    words = organisation.name
    if partners:
        words += f", together with {', '.join(partners)}"
    return f"{words} ({', '.join(people)})" if people else words


class SettleForm(forms.Form):
    """What a link means for that person’s work on the case."""

    outcome = forms.ChoiceField(
        label="What does it mean for their work on this case?",
        choices=[
            (Outcome.NONE, "No conflict. They go on as before."),
            (Outcome.NOTE_ONLY, "Note only. We keep a note, and they go on as before."),
            (Outcome.NO_SCORE, "They may read it, but don’t score or decide."),
            (Outcome.LEAVES, "They also leave the discussion, and don’t see scores."),
            (Outcome.NO_ACCESS, "No access. The case stays closed to them."),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what it means for their work",
            "invalid_choice": CHOOSE_ONE,
        },
    )
    reason = WordsField(
        label="Why?",
        help_text="They read your words in an email. Other officers and the auditor can too.",
        word_limit=100,
        rows=4,
        error_messages={"required": "Write why"},
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=30_000,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Open this page again first"
        ),
    )


class CountAgainForm(forms.Form):
    reason = WordsField(
        label="Why may these scores count again?",
        help_text="Your words are kept in the history of the case.",
        word_limit=100,
        rows=4,
        error_messages={"required": "Write why these scores may count again"},
    )


class TieForm(forms.Form):
    """Which colleague is or was joined to a co-op, how and when."""

    person = forms.ModelChoiceField(
        label="Who?",
        queryset=User.objects.none(),
        empty_label="Choose a colleague",
        error_messages={
            "required": "Choose a colleague",
            "invalid_choice": "Choose one of these colleagues",
        },
    )
    kind = forms.ChoiceField(
        label="What are they, or were they?",
        choices=Tie.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_ONE, "invalid_choice": CHOOSE_ONE},
    )
    from_on = PastDayField(label="Since when?", error_messages={"required": "Enter the first day"})
    until_on = PastDayField(
        label="Until when?", help_text="Leave it empty if it goes on.", required=False
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["person"].queryset = staff_members().filter(is_active=True)


class TieEndForm(forms.Form):
    until_on = PastDayField(
        label="What was the last day?", error_messages={"required": "Enter the last day"}
    )
