"""What a co-op, an officer and a reviewer fill in."""

from django import forms

from grants.fields import WordsField

from .models import Review


class AskForm(forms.Form):
    """What went wrong in how we decided."""

    ground = forms.ChoiceField(
        label="What went wrong?",
        choices=Review.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what went wrong",
            "invalid_choice": "Choose one of these three",
        },
    )
    words = WordsField(
        label="Tell us more",
        help_text="Say which fact, which rule, or what was not fair.",
        word_limit=400,
        rows=8,
        error_messages={"required": "Tell us what went wrong"},
    )


class ReviewerForm(forms.Form):
    """Who looks again."""

    reviewer = forms.TypedChoiceField(
        label="Who looks at it again?",
        help_text="Only colleagues who took no part in this case are listed.",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who looks at it again",
            "invalid_choice": "Choose one of these colleagues",
        },
    )

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        known = {str(person.pk): person for person in people}
        self.fields["reviewer"].choices = [(key, str(person)) for key, person in known.items()]
        self.fields["reviewer"].coerce = known.get


class AnswerForm(forms.Form):
    """What the reviewer found."""

    outcome = forms.ChoiceField(
        label="What did you find?",
        choices=[
            (Review.Outcome.UPHELD, "Something went wrong, and the decision is looked at again"),
            (Review.Outcome.STANDS, "We decided as we should, and the decision stands"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what you found",
            "invalid_choice": "Choose one of these two",
        },
    )
    answer = WordsField(
        label="Your answer to the co-op",
        help_text="It reads your words on its page and in an email. You can’t change them later.",
        word_limit=400,
        rows=8,
        error_messages={"required": "Write your answer to the co-op"},
    )
