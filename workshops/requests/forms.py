"""What people write who ask for a place, and what we answer."""

from django import forms

from workshops.booking.forms import BookingForm

LONGEST_ANSWER = 300


class RequestForm(BookingForm):
    """Who would come, and why."""

    asks_because = forms.CharField(
        label="Why would you like to come?",
        help_text=(
            "A sentence or two. Only colleagues who choose read it, and we delete it 30 days after "
            "the session."
        ),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Use 500 characters or fewer"},
    )


class AnswerForm(forms.Form):
    """Who of a party gets a place, and what they are told."""

    places = forms.MultipleChoiceField(
        label="Who gets a place?",
        help_text="Tick nobody to say no to all of them.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "One of them does not ask for a place any more. Look again.",
            "invalid_list": "Tick those who get a place",
        },
    )
    because = forms.CharField(
        label="What shall we tell them?",
        help_text=(
            "If you say no to somebody, say why, kindly. They read it in our email. Please name "
            "nobody else."
        ),
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": f"Use {LONGEST_ANSWER} characters or fewer"},
    )

    def __init__(self, *args, places, **options):
        super().__init__(*args, **options)
        self.known = {str(place.pk): place for place in places}
        self.fields["places"].choices = [(key, str(place)) for key, place in self.known.items()]
        self.fields["places"].initial = list(self.known)

    def clean(self):
        typed = super().clean()
        says_no = len(typed.get("places", self.known)) < len(self.known)
        if says_no and typed.get("because") == "":
            self.add_error("because", "Say why, in a sentence that they can read")
        return typed

    def chosen(self):
        return [self.known[key] for key in self.cleaned_data["places"]]
