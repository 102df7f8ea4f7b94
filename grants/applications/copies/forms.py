"""Where to apply again."""

from django import forms

from grants.templatetags.words import moment


class AgainForm(forms.Form):
    """Which of the open rounds?"""

    round = forms.ChoiceField(
        label="Which round do you want to apply to?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a round",
            "invalid_choice": "Choose one of the rounds on this page",
        },
    )

    def __init__(self, *args, rounds, **options):
        super().__init__(*args, label_suffix="", **options)
        self.rounds = {str(each.pk): each for each in rounds}
        self.fields["round"].choices = [
            (key, f"{each.name}, closes at {moment(each.closes_at)}")
            for key, each in self.rounds.items()
        ]
        if len(rounds) == 1:
            self.fields["round"].initial = next(iter(self.rounds))

    def clean_round(self):
        return self.rounds[self.cleaned_data["round"]]
