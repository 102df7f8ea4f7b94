"""What an officer fills in to choose assessors."""

from django import forms


class AssignForm(forms.Form):
    """Who else is asked to assess; `people` each know how much they have to score."""

    assessors = forms.MultipleChoiceField(
        label="Who else should assess it?",
        help_text="Those with the least to do come first.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one assessor",
            "invalid_choice": "One of these people can’t assess this application. Choose again",
        },
    )

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person in people}
        self.fields["assessors"].choices = [
            (pk, f"{person} ({person.to_score or 'nothing'} to score now)")
            for pk, person in self.people.items()
        ]

    def clean_assessors(self):
        return [self.people[pk] for pk in self.cleaned_data["assessors"]]
