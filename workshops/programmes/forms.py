"""What officers fill in to plan a programme, and what somebody chooses who swaps a date."""

from django import forms
from django.utils.timezone import localtime

from workshops.states import Way

from .models import Programme

MOST_DATES = 30
KINDS = (
    (Programme.Kind.SINGLE, "Single dates: people book those that they like"),
    (Programme.Kind.COURSE, "Whole course: one booking is a place at every date"),
    (Programme.Kind.PICK_ONE, "Pick one: the same thing on several dates"),
)


def _number(label, hint, what):
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=1,
        max_value=MOST_DATES,
        error_messages={
            "required": f"Enter {what}",
            "invalid": "Enter a number in figures, like 2",
            "min_value": "It must be 1 or more",
            "max_value": f"It can be {MOST_DATES} at most",
        },
    )


class ProgrammeForm(forms.Form):
    title = forms.CharField(
        label="Title",
        max_length=80,
        error_messages={
            "required": "Enter a title",
            "max_length": "The title must be 80 characters or fewer",
        },
    )
    summary = forms.CharField(
        label="What it is, in a few sentences",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Use 1,000 characters or fewer"},
    )
    kind = forms.ChoiceField(
        label="What is booked?",
        help_text="This can’t be changed later.",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is booked",
            "invalid_choice": "Choose what is booked",
        },
    )
    dates_planned = _number(
        "How many dates does it have?",
        "Count those that have no date yet too. A course can be booked when all are known.",
        "how many dates it has",
    )
    dates_needed = _number(
        "To how many must somebody come to have done it?",
        "For a pick one it is always 1.",
        "to how many somebody must come",
    )
    dates = forms.MultipleChoiceField(
        label="Which dates are these?",
        help_text="Dates of other programmes are left out. You can add more later.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "One of these dates can’t be chosen any more. Look again.",
            "invalid_list": "Choose dates from the list",
        },
    )

    def __init__(self, *args, sessions, kind=None, **options):
        """kind: of a programme that there is already."""
        super().__init__(*args, **options)
        self.known = {session.reference: session for session in sessions}
        self.kind = kind
        self.fields["dates"].choices = [(key, _named(each)) for key, each in self.known.items()]
        if kind is not None:
            del self.fields["kind"]
        if not self.known:
            del self.fields["dates"]

    def clean(self):
        typed = super().clean()
        kind = self.kind or typed.get("kind")
        planned, needed = typed.get("dates_planned"), typed.get("dates_needed")
        if kind == Programme.Kind.PICK_ONE:
            typed["dates_needed"] = 1
        elif planned and needed and needed > planned:
            self.add_error("dates_needed", f"It has {planned} dates, so nobody can come to more")
        if kind == Programme.Kind.COURSE and planned == 1:
            self.add_error("dates_planned", "A course has 2 dates or more")
        return typed

    def facts(self):
        names = ("title", "summary", "dates_planned", "dates_needed", "kind")
        facts = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return facts | {"sessions": [self.known[key] for key in self.cleaned_data.get("dates", ())]}


def _named(session, place=""):
    """A date as it stands in a list to choose from."""
    start = localtime(session.starts_at)
    when = f"{start:%A} {start.day} {start:%B %Y}, {session.hours}"
    if not session.has_date:
        when = f"postponed, was {when}"
    title = str(session.workshop)
    return f"{title}{'' if title.endswith('?') else ':'} {when}, {place or session.place}"


class SwapForm(forms.Form):
    """Which other date, and how they come to it."""

    to = forms.ChoiceField(
        label="Which date do you want instead?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a date",
            "invalid_choice": "That date has no place for you any more. Choose another.",
        },
    )

    def __init__(self, *args, dates, wanted=None, way=None, **options):
        """dates: each an `OtherDate`.

        wanted: the reference of the date that is filled in, if it can be had; `way`: how they
        come now.
        """
        super().__init__(*args, **options)
        self.known = {date.key: date for date in dates}
        self.fields["to"].choices = [(key, _swapped_to(each)) for key, each in self.known.items()]
        of_it = [key for key, each in self.known.items() if each.session.reference == wanted]
        same_way = [key for key in of_it if self.known[key].way == way]
        self.fields["to"].initial = next(iter(same_way or of_it), None)

    def chosen(self):
        """The date and the way, as `swap_date` takes them."""
        date = self.known[self.cleaned_data["to"]]
        return {"to": date.session, "way": date.way}


def _swapped_to(date):
    if date.session.is_hybrid and date.way == Way.ONLINE:
        return _named(date.session, place="online")
    return _named(date.session)
