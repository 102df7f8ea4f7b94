"""What officers fill in to run a session."""

from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils.timezone import now

from .fields import ClockField, DayField
from .history import COUNTED
from .models import CLOSES_BEFORE, Workshop
from .seen import SeenForm

MOST_PLACES = 500
OPENS = time(9)  # when people are awake, and colleagues are there
LINK = "Enter a link like https://meet.example.org/room"
PLACES = {
    "required": "Enter how many places there are",
    "invalid": "Enter the number of places in figures, like 24",
    "min_value": "There must be at least 1 place",
    "max_value": f"There can be at most {MOST_PLACES} places",
}


def link_field():
    """Only those who have a place ever see it."""
    return forms.URLField(
        label="Link to join online",
        help_text=(
            "It can come later. Only those who have a place see it, on their booking page, from a "
            "day before the start."
        ),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": LINK, "max_length": LINK},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )


def ring_in_field():
    """For those without the internet."""
    return forms.CharField(
        label="How to ring in",
        help_text=(
            "A number and a code, for those who take part by phone. It is shown where the link is, "
            "and to nobody else. For example: 01632 960 123, code 4567#"
        ),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "Use 200 characters or fewer"},
    )


def chosen_by_field():
    """Where it is filled in, people ask for a place, and colleagues choose."""
    return forms.CharField(
        label="Do you choose who comes? Then say how",
        help_text=(
            "Leave it empty, and whoever books first has a place. Otherwise people ask for one and "
            "you answer each. Everybody reads this. For example: Groups from Tanyard come first."
        ),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Use 500 characters or fewer"},
    )


class WhenForm(forms.Form):
    """A day and two times of it."""

    on = DayField(label="Date", help_text="For example, 27 3 2027")
    starts = ClockField(
        label="Starts at",
        help_text="For example, 6pm or 18:30",
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

    def clean(self):
        facts = super().clean()
        if {"on", "starts", "ends"} <= facts.keys():
            day, starts, ends = facts["on"], facts["starts"], facts["ends"]
            facts["starts_at"] = self._moment("starts", day, starts)
            facts["ends_at"] = self._moment("ends", day, ends)
            if facts["starts_at"] and facts["starts_at"] <= now():
                self.add_error("on", "The session must be in the future")
            if starts >= ends:
                self.add_error("ends", "It must end after it starts")
        return facts

    def _moment(self, name, day, clock):
        """An instant on the day; a time that the clocks skip or repeat is refused."""
        try:
            return from_current_timezone(datetime.combine(day, clock))
        except ValidationError:
            self.add_error(name, "The clocks change at this time. Choose another one.")
            return None

    def moments(self):
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at")}


class WhereForm(forms.Form):
    """A place, and how people get in there."""

    place = forms.CharField(
        label="Where",
        help_text="For example, Tanyard Library, Mill Street. Or: Online.",
        max_length=120,
        error_messages={
            "required": "Enter where it is",
            "max_length": "The place must be 120 characters or fewer",
        },
    )
    access = forms.CharField(
        label="Getting in and around",
        help_text="Steps, lift, toilet, hearing loop, captions, crèche.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Use 500 characters or fewer"},
    )


def _count(label, help_text="", *, least=0, **options):
    """A number of places that may be left empty."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=least,
        max_value=MOST_PLACES,
        error_messages={
            "invalid": "Enter a number in figures, like 12",
            "min_value": f"Enter {least} or more",
            "max_value": f"Enter {MOST_PLACES} or fewer",
        },
        **options,
    )


class PlacesForm(forms.Form):
    """How many places there are, in each way of coming, and which are held back."""

    capacity = forms.IntegerField(
        label="Places", min_value=1, max_value=MOST_PLACES, error_messages=PLACES
    )
    online_capacity = _count(
        "Places online, besides those in the room",
        "Only if people can come either way. They are counted apart, with a waiting list each.",
    )
    held_back = _count(
        "Of the places, how many do you hold back?",
        "Nobody can book them. You give them out yourself, one by one; whoever brings a helper "
        "may take one.",
    )
    online_held_back = _count("And of the places online?")
    held_because = forms.CharField(
        label="For whom, or for what?",
        help_text="For example: For people who bring a helper. Colleagues read it.",
        required=False,
        max_length=300,
        error_messages={"max_length": "Use 300 characters or fewer"},
    )
    room_size = _count("How many people does the room hold?", least=1)
    most_waiting = _count(
        "How many people may wait?",
        "On each waiting list. Leave it empty, and everybody may.",
        least=1,
    )

    def clean(self):
        typed = super().clean()
        for name in ("online_capacity", "held_back", "online_held_back"):
            if name in typed:
                typed[name] = typed[name] or 0
        held = [(name, typed.get(name)) for name in ("held_back", "online_held_back")]
        of = {"held_back": "capacity", "online_held_back": "online_capacity"}
        for name, number in held:
            if number and of[name] in typed and number > typed[of[name]]:
                self.add_error(name, "You can’t hold back more places than there are")
        if any(number for _name, number in held) and not typed.get("held_because"):
            self.add_error("held_because", "Say for whom or for what you hold places back")
        if typed.get("is_online") and typed.get("online_capacity"):
            self.add_error(
                "online_capacity", "It is only online: write all its places under Places"
            )
        return typed

    def counts(self):
        return {name: self.cleaned_data[name] for name in (*COUNTED, "held_because")}


class CountsForm(SeenForm, PlacesForm):
    """The same for a session that is there: colleagues may change it at the same time."""

    def counts(self):
        return super().counts() | {"seen": self.cleaned_data["seen"]}


class SessionForm(PlacesForm, WhenForm, WhereForm):
    workshop = forms.ModelChoiceField(
        label="Which workshop?",
        queryset=Workshop.objects.order_by("title"),
        empty_label="Choose a workshop",
        error_messages={
            "required": "Choose a workshop",
            "invalid_choice": "Choose a workshop from the list",
        },
    )
    is_online = forms.BooleanField(
        label="It is only online",
        help_text="Booking ends 2 hours before the start, and for an online session at its start.",
        required=False,
    )
    join_link = link_field()
    ring_in = ring_in_field()
    opens_on = DayField(
        label="Booking opens on",
        help_text="At 9 in the morning. Leave it empty, and people can book once you publish it.",
        required=False,
    )
    chosen_by = chosen_by_field()
    field_order = (
        "workshop",
        "on",
        "starts",
        "ends",
        "place",
        "is_online",
        "join_link",
        "ring_in",
        "access",
        "opens_on",
        "capacity",
        "online_capacity",
        "chosen_by",
        "held_back",
        "online_held_back",
        "held_because",
        "room_size",
        "most_waiting",
    )

    def clean(self):
        typed = super().clean()
        typed["opens_at"] = None
        if day := typed.get("opens_on"):
            typed["opens_at"] = self._moment("opens_on", day, OPENS)
            starts = typed.get("starts_at")
            if starts and typed["opens_at"] >= starts - CLOSES_BEFORE:
                self.add_error("opens_on", "Booking must open before the day of the session")
        if typed.get("chosen_by") and typed.get("most_waiting"):
            self.add_error(
                "most_waiting", "Where you choose who comes, nobody waits. Leave it empty."
            )
        return typed

    def facts(self):
        """What the session is, without the parts that its moments were made of."""
        names = (
            "workshop",
            "starts_at",
            "ends_at",
            "place",
            "is_online",
            "join_link",
            "ring_in",
            "access",
            "opens_at",
            "chosen_by",
        )
        return {name: self.cleaned_data[name] for name in names} | self.counts()


class TagsForm(forms.Form):
    """A box for the tag of each workshop."""

    def __init__(self, *args, workshops, **options):
        super().__init__(*args, **options)
        for workshop in workshops:
            self.fields[f"w{workshop.pk}"] = forms.CharField(
                label=workshop.title,
                required=False,
                max_length=40,
                initial=workshop.tag,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
                error_messages={"max_length": "A tag must be 40 characters or fewer"},
            )

    def tags(self):
        """By the key of its workshop; a tag is the same in capitals and in small letters."""
        return {
            int(name.removeprefix("w")): " ".join(tag.split()).lower()
            for name, tag in self.cleaned_data.items()
        }
