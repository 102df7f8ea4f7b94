"""What a colleague writes down at a listening session, and answers."""

from django import forms

NUL = "Use letters and figures"


class IdeaForm(forms.Form):
    text = forms.CharField(
        label="What did somebody say?",
        help_text="One idea, without a name. Everybody can read it.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Enter what somebody said",
            "max_length": "Use 500 characters or fewer",
            "null_characters_not_allowed": NUL,
        },
    )

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Our answer",
        help_text="What we do, by when; or why we don’t. Everybody can read it, and it stays.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Enter the answer",
            "max_length": "Use 2,000 characters or fewer",
            "null_characters_not_allowed": NUL,
        },
    )
    owner = forms.ChoiceField(
        label="Who sees to it?",
        help_text="Their name stands beside the answer.",
        error_messages={
            "required": "Choose who sees to it",
            "invalid_choice": "Choose a colleague from the list",
        },
    )

    def __init__(self, *args, owners, **options):
        super().__init__(*args, **options)
        self.owners = {str(each.pk): each for each in owners}
        choices = [(key, each.name) for key, each in self.owners.items()]
        self.fields["owner"].choices = [("", "Choose a colleague"), *choices]

    def clean_owner(self):
        return self.owners[self.cleaned_data["owner"]]
