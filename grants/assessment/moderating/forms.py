"""What an officer writes down after assessors have talked."""

from django import forms

from grants.fields import WordsField
from grants.funds.question_sets import marks_of


class ModerationForm(forms.Form):
    """The mark that was agreed, why, and who took part."""

    mark = forms.TypedChoiceField(
        label="Which mark did they agree on?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the mark that they agreed on",
            "invalid_choice": "Choose one of these marks",
        },
    )
    reason = WordsField(
        label="Why this mark?",
        help_text="What settled it. The panel and the assessors read this.",
        word_limit=200,
        rows=5,
        error_messages={"required": "Write why they agreed on this mark"},
    )
    talked = forms.MultipleChoiceField(
        label="Who talked it over?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick who talked it over",
            "invalid_choice": "Tick only people whose scores count here",
        },
    )

    def __init__(self, *args, criterion, assessors, **options):
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person in assessors}
        self.fields["mark"].choices = [
            (str(mark), f"{mark}: {words}") for mark, words in reversed(marks_of(criterion))
        ]
        self.fields["talked"].choices = [(pk, str(one)) for pk, one in self.people.items()]

    def clean_talked(self):
        return [self.people[pk] for pk in self.cleaned_data["talked"]]
