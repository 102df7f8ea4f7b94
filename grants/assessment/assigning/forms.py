"""What an officer fills in to choose assessors, and an assessor to hand a case back."""

from django import forms

from grants.fields import WholeNumberField, WordsField

from .models import Assignment


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
        self.fields["assessors"].choices = _choices(self.people)

    def clean_assessors(self):
        return [self.people[pk] for pk in self.cleaned_data["assessors"]]


class MoveForm(forms.Form):
    """Who assesses it from now on, in place of somebody else."""

    to = forms.ChoiceField(
        label="Who should assess it from now on?",
        help_text="Those with the least to do come first.",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who should assess it",
            "invalid_choice": "This person can’t assess this application. Choose again",
        },
    )

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person in people}
        self.fields["to"].choices = _choices(self.people)

    def clean_to(self):
        return self.people[self.cleaned_data["to"]]


class HandBackForm(forms.Form):
    """Why an assessor gives a case back."""

    because = forms.ChoiceField(
        label="Why do you hand it back?",
        choices=Assignment.HandedBack.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose why you hand it back",
            "invalid_choice": "Choose one of these reasons",
        },
    )
    note = WordsField(
        label="Is there anything that we should know?",
        help_text="Officers and the auditor can read it.",
        word_limit=100,
        rows=3,
        required=False,
    )


class SpreadForm(forms.Form):
    """How many assessors each case should have."""

    each = WholeNumberField(
        label="How many assessors for each case?",
        minimum=1,
        maximum=9,
        error_messages={
            "required": "Enter how many assessors each case should have, like 3",
            "invalid": "Enter the number in figures, like 3",
            "parts": "Enter a whole number of assessors, like 3",
        },
    )
    hours_each = WholeNumberField(
        label="About how many hours does one case take?",
        help_text="Nobody gets more than the hours that they can give.",
        minimum=1,
        maximum=40,
        error_messages={
            "required": "Enter how many hours one case takes, like 2",
            "invalid": "Enter the hours in figures, like 2",
            "parts": "Enter whole hours, like 2",
        },
    )

    def __init__(self, *args, number_of_people, **options):
        super().__init__(*args, **options)
        self.number_of_people = number_of_people

    def clean_each(self):
        each, most = self.cleaned_data["each"], self.number_of_people
        if each > most:
            raise forms.ValidationError(
                f"{most} people can be asked now. Enter {most} or fewer"
                if most
                else "Nobody can be asked to assess yet. Give somebody the role first",
                "too_many",
            )
        return each


def _choices(people):
    return [
        (pk, f"{person} ({person.to_score or 'nothing'} to score now)")
        for pk, person in people.items()
    ]
