"""What officers fill in to plan many dates at once."""

from django import forms
from django.utils.timezone import localtime

from workshops.sessions.fields import ClockField, DayField
from workshops.sessions.forms import SessionForm

from .actions import COPIED
from .series import MOST_DATES, Rule

TOO_MANY = f"At most {MOST_DATES} dates are made at once"


def _optional_number(label, hint, most, says):
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=1,
        max_value=most,
        error_messages={
            "invalid": "Enter a number in figures, like 6",
            "min_value": "It must be 1 or more",
            "max_value": says,
        },
    )


class SeriesForm(forms.Form):
    first = DayField(
        label="First date", help_text="The others are on the same day of the week. Like 27 3 2027."
    )
    starts = ClockField(
        label="Starts at",
        help_text="For example, 6pm. It stays 6pm when the clocks change.",
        error_messages={
            "required": "Enter when it starts",
            "invalid": "Enter a time like 6pm or 18:30",
        },
    )
    ends = ClockField(
        label="Ends at",
        error_messages={
            "required": "Enter when it ends",
            "invalid": "Enter a time like 8pm or 20:30",
        },
    )
    every = forms.IntegerField(
        label="Every how many weeks?",
        help_text="1 is every week, 4 every fourth week.",
        min_value=1,
        max_value=26,
        initial=1,
        error_messages={
            "required": "Enter a number of weeks",
            "invalid": "Enter a number in figures, like 2",
            "min_value": "It must be 1 or more",
            "max_value": "It can be 26 weeks at most",
        },
    )
    times = _optional_number(
        "How many times?", "Or leave it empty and write the last day.", MOST_DATES, TOO_MANY
    )
    until = DayField(label="Until which day?", required=False)

    def clean(self):
        typed = super().clean()
        first, until = typed.get("first"), typed.get("until")
        if not self.errors and not typed.get("times") and not until:
            self.add_error("times", "Enter how many times, or the last day")
        if first and until and until < first:
            self.add_error("until", "The last day must not be before the first")
        if {"starts", "ends"} <= typed.keys() and typed["starts"] >= typed["ends"]:
            self.add_error("ends", "It must end after it starts")
        return typed

    def rule(self):
        return Rule(**{name: self.cleaned_data[name] for name in Rule.__dataclass_fields__})


class DatesForm(forms.Form):
    """Which of the dates are made."""

    days = forms.MultipleChoiceField(
        label="Which dates shall we make?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose one date or more",
            "invalid_choice": "One of these dates can’t be made. Look at the list again.",
            "invalid_list": "Choose one date or more",
        },
    )

    def __init__(self, *args, dates, **options):
        super().__init__(*args, **options)
        self.known = {each.day.isoformat(): each for each in dates if not each.problem}
        self.fields["days"].choices = [(key, _named(each)) for key, each in self.known.items()]
        self.fields["days"].initial = [
            key for key, each in self.known.items() if not each.is_better_left_out
        ]

    def chosen(self):
        return [self.known[key] for key in sorted(set(self.cleaned_data["days"]))]


def _named(planned):
    said = f"{planned.day:%A} {planned.day.day} {planned.day:%B %Y}"
    return ". ".join([said, *planned.notes])


class CopyForm(SessionForm):
    """Another session of the same workshop, all but its date filled in."""

    def __init__(self, *args, session, **options):
        starts, ends = localtime(session.starts_at), localtime(session.ends_at)
        known = {name: getattr(session, name) for name in (*COPIED, "workshop")}
        known |= {"starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
        super().__init__(*args, initial=known, **options)
