"""What is filled in before a release."""

from django import forms

from grants.fields import WordsField

MOST_AT_A_CLICK = 2  # more, or at other times, is planned with the terms


class WordsForm(forms.Form):
    """What one co-op will read, and in how many payments its money comes if nobody planned it."""

    words = WordsField(
        label="What the co-op will read",
        help_text="Made from what the panel wrote down. Change what is not plain or not whole.",
        word_limit=500,
        rows=16,
        error_messages={"required": "Write what the co-op will read"},
    )
    instalments = forms.TypedChoiceField(
        label="How many payments?",
        help_text="Equal parts. The first comes after they sign, each later one after a report, "
        "half a year apart.",
        choices=[(number, str(number)) for number in range(1, MOST_AT_A_CLICK + 1)],
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={
            "required": "Choose how many payments",
            "invalid_choice": "Choose one of these numbers of payments",
        },
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "Open this page again, and put your words in once more",
            "invalid": "Open this page again, and put your words in once more",
        },
    )

    def __init__(self, *args, draft, has_money, **options):
        initial = {name: getattr(draft, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, label_suffix="", **options)
        self.planned = draft.instalments if draft.terms else 1
        if not has_money or draft.terms:
            del self.fields["instalments"]

    def clean(self):
        if "instalments" not in self.fields:
            self.cleaned_data["instalments"] = self.planned
        return self.cleaned_data


class ChooseForm(forms.Form):
    """Which of the decisions that are ready go out now; all of them, if nobody says otherwise."""

    case = forms.MultipleChoiceField(
        label="Which do you release now?",
        help_text="What you don’t tick stays held.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick at least one to release. Nothing was sent",
            "invalid_choice": "One of these is not ready for you to release any more. "
            "Nothing was sent",
        },
    )

    def __init__(self, *args, lines, **options):
        self.lines = {line.application.reference: line for line in lines}
        super().__init__(*args, initial={"case": list(self.lines)}, label_suffix="", **options)
        self.fields["case"].choices = [(key, line.in_short) for key, line in self.lines.items()]

    @property
    def chosen(self):
        """The lines that are ticked."""
        ticked = self["case"].value() or []
        return [line for key, line in self.lines.items() if key in ticked]
