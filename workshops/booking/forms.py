"""What people type to book, to wait for a place, and to say who comes along."""

import re
from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.timezone import make_aware

from workshops.sessions.fields import DayField
from workshops.states import PlaceState, Way

from .actions import MOST_PEOPLE, OTHERS_COME, Person

NAMED = re.compile(r"(name|email)_\d+")
MYSELF = "myself"
# What whoever waits is told who would come with fewer, by whether it got them something.
FEWER = {
    True: "Thank you. We’re writing to you about the places.",
    False: "Thank you. You are asked when so many places are free.",
}
OTHERS = range(2, MOST_PEOPLE + 1)
# Beside the field for a colleague, who may read who comes; nobody else is told.
TELLS = "You may read who comes, so this page tells you if somebody has a place already."
NAME = {"max_length": "A name must be 120 characters or fewer"}
ADDRESS = "Enter an email address like ama@example.org"


def _name(label, **options):
    return forms.CharField(
        label=label,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "name"}),
        **options,
    )


def _email(label):
    return forms.CharField(
        label=label,
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"max_length": ADDRESS},
    )


def _number(label):
    """One to four, and one where nothing is sent."""
    return forms.ChoiceField(
        label=label,
        choices=[(str(n), str(n)) for n in range(1, MOST_PEOPLE + 1)],
        initial="1",
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={"invalid_choice": f"Choose a number from 1 to {MOST_PEOPLE}"},
    )


def ways_of(session):
    """What can be chosen where there is a room and a link, with how many places each has.

    session: with its places counted.
    """
    if not session.is_hybrid:
        return ()
    free = {Way.ROOM: session.main_free, Way.ONLINE: session.beside_free}
    full = "no place free at the moment" if session.is_by_approval else "full, with a waiting list"
    return [(way, f"{way.label}: {_said_free(free[way], full)}") for way in session.ways]


def _said_free(number, full):
    if number <= 0:
        return full
    return f"{number} {'place' if number == 1 else 'places'} free"


class PeopleForm(forms.Form):
    """Names and addresses of people, each pair optional; `number` says which."""

    def add_person(self, number, *, called=None, name="", email="", tells=False):
        """called: what the labels call them; not said, their number.

        tells: a colleague types it, and is told if they have a place already.
        """
        said = called or number
        self.fields[f"name_{number}"] = _name(
            f"Name of person {said}", required=False, initial=name, error_messages=NAME
        )
        self.fields[f"email_{number}"] = _email(f"Email of person {said}")
        self.fields[f"email_{number}"].initial = email
        if tells:
            self.fields[f"email_{number}"].help_text = TELLS

    def person(self, number):
        typed = self.cleaned_data
        name = " ".join(typed.get(f"name_{number}", "").split())
        return Person(name, typed.get(f"email_{number}", "").strip())

    def check_address(self, number):
        email = self.cleaned_data.get(f"email_{number}", "").strip()
        if email:
            try:
                validate_email(email)
            except ValidationError:
                self.add_error(f"email_{number}", ADDRESS)


class BookingForm(PeopleForm):
    """Who comes: one to four people, and for which co-op."""

    name = _name(
        "Your name, as you’d like it on the list",
        error_messages={
            "required": "Enter your name",
            "max_length": "Your name must be 120 characters or fewer",
        },
    )
    organisation = forms.ChoiceField(
        label="Which co-op or group do you come for?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose for which co-op or group you come, or “I come for myself”",
            "invalid_choice": "Choose one of your co-ops, or “I come for myself”",
        },
    )
    way = forms.ChoiceField(
        label="How do you want to come?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether you come to the room or online",
            "invalid_choice": "Choose “In the room” or “Online”",
        },
    )
    group = forms.CharField(
        label="Are you a group? Give it a nickname",
        help_text="You need not be a co-op yet. Leave it empty if you come for yourself.",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"max_length": "The nickname must be 120 characters or fewer"},
    )
    number = _number("How many of you are coming? Count yourself")

    def __init__(self, *args, organisations, chosen=None, ways=(), **options):
        """chosen: the one that is filled in; nobody is taken to come for themselves.

        ways: (way, words) where people can come in more than one.
        """
        super().__init__(*args, **options)
        if ways:
            self.fields["way"].choices = ways
        else:
            del self.fields["way"]
        for number in OTHERS:
            self.add_person(number)
        if not organisations:
            del self.fields["organisation"]
            return
        self.organisations = {str(each.pk): each for each in organisations}
        field = self.fields["organisation"]
        field.choices = [(key, each.name) for key, each in self.organisations.items()]
        field.choices = [*field.choices, (MYSELF, "None: I come for myself")]
        field.initial = chosen.pk if chosen else None

    @property
    def first_fields(self):
        """Those that everybody fills in."""
        names = ("name", "email", "phone", "organisation", "group", "way", "number", "accepts")
        names += ("straight_in_until", "asks_because", "what", "words", "remember")
        return [self[name] for name in names if name in self.fields]

    @property
    def others(self):
        """The fields about each of those who come along."""
        return [
            {"number": number, "fields": [self[f"name_{number}"], self[f"email_{number}"]]}
            for number in OTHERS
        ]

    @property
    def has_others(self):
        return any(self[f"{part}_{n}"].value() for n in OTHERS for part in ("name", "email"))

    def clean_organisation(self):
        return self.organisations.get(self.cleaned_data["organisation"])

    def clean_group(self):
        return " ".join(self.cleaned_data["group"].split())

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_number(self):
        return int(self.cleaned_data["number"] or 1)

    def clean(self):
        typed = super().clean()
        number = typed.get("number", 1)
        if typed.get("organisation") and typed.get("group"):
            self.add_error("group", "Choose a co-op above or name a new group, not both")
        for other in OTHERS:
            self.check_address(other)
            if other > number and any(self.person(other)):
                self.add_error(
                    "number", f"You named person {other}. Say how many of you are coming."
                )
                break
        return typed

    def chosen_way(self):
        """How they come, where there is a choice."""
        return Way(self.cleaned_data["way"]) if "way" in self.fields else None

    def people(self, email):
        """Everybody who comes, whoever books first; names can come later."""
        others = [self.person(number) for number in OTHERS if number <= self.cleaned_data["number"]]
        return [Person(self.cleaned_data["name"], email), *others]


class ListForm(BookingForm):
    """The same, to wait for a place that comes free."""

    accepts = _number("If there are not places for all of you, how few would you take?")
    straight_in_until = DayField(
        label="Shall we book you without asking, if a place comes free?",
        help_text="Then write the last day on which we may. Leave it empty, and we ask you first.",
        required=False,
    )

    def clean_accepts(self):
        return int(self.cleaned_data["accepts"] or 1)

    def clean(self):
        typed = super().clean()
        number, accepts = typed.get("number", 1), typed.get("accepts", 1)
        if accepts > number:
            self.add_error("accepts", f"You are {number}, so you can’t take {accepts}")
        if day := typed.get("straight_in_until"):
            # The whole of that day counts.
            midnight = datetime.combine(day + timedelta(days=1), time.min)
            typed["straight_in_until"] = make_aware(midnight)
        return typed


class NamesForm(PeopleForm):
    """Who of a party comes; people can be swapped until the start.

    The boxes go by the keys of the places, so that a page from before somebody left names nobody
    on the place of another.
    """

    def __init__(self, *args, places, tells=False, **options):
        super().__init__(*args, **options)
        self.places = places
        for number, place in enumerate(places, 1):
            facts = {"name": place.name, "email": place.email, "tells": tells}
            self.add_person(place.pk, called=number, **facts)
        if self.is_bound:
            self.has_others = {name for name in self.data if NAMED.fullmatch(name)} != set(
                self.fields
            )
            kept = {name: field.initial for name, field in self.fields.items()}
            self.data = kept | self.data.dict()

    def clean(self):
        typed = super().clean()
        for place in self.places:
            self.check_address(place.pk)
        if self.has_others:
            self.add_error(None, OTHERS_COME)
        return typed

    def people(self):
        """By the keys of their places."""
        return {place.pk: self.person(place.pk) for place in self.places}


class GiveBackForm(forms.Form):
    """Which of a party can’t come."""

    places = forms.MultipleChoiceField(
        label="Who can’t come?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick who can’t come",
            "invalid_choice": "One of these places is given back already. Look at the list again.",
            "invalid_list": "Tick who can’t come",
        },
    )

    def __init__(self, *args, places, **options):
        super().__init__(*args, **options)
        self.known = {str(place.pk): place for place in places}
        self.fields["places"].choices = [(key, str(place)) for key, place in self.known.items()]
        if len(self.known) == 1:  # one button, and no box to tick
            self.fields["places"].widget = forms.MultipleHiddenInput()
            self.fields["places"].initial = list(self.known)

    def chosen(self):
        return [self.known[key] for key in self.cleaned_data["places"]]

    def thanks(self):
        """What we say afterwards. Nobody gets in by a request that is taken back."""
        held = any(place.state != PlaceState.REQUESTED for place in self.chosen())
        return "Thank you for telling us." + (" Somebody else can come now." if held else "")


class HeldPlaceForm(PeopleForm):
    """To whom a place goes that was held back, and why."""

    way = BookingForm.base_fields["way"]
    because = forms.CharField(
        label="Why do they get it?",
        help_text="The reason is kept, and colleagues can read it. Please name nobody.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say why they get this place",
            "max_length": "Use 300 characters or fewer",
        },
    )
    phone = forms.CharField(
        label="Their phone number",
        help_text="So that we can ring when something changes. They need give neither.",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"max_length": "A phone number must be 30 characters or fewer"},
    )
    field_order = ("name_1", "email_1", "phone", "way", "because")

    def __init__(self, *args, ways=(), **options):
        super().__init__(*args, **options)
        self.add_person(1, tells=True)
        self.fields["name_1"].label, self.fields["email_1"].label = "Their name", "Their email"
        self.fields["name_1"].required = True
        self.fields["name_1"].error_messages["required"] = "Enter their name"
        self.fields["way"].label = "How do they come?"
        if ways:
            self.fields["way"].choices = ways
        else:
            del self.fields["way"]
        self.order_fields(self.field_order)

    def clean(self):
        typed = super().clean()
        self.check_address(1)
        return typed

    def facts(self):
        typed = self.cleaned_data
        return {"person": self.person(1), "because": typed["because"], "phone": typed["phone"]}


class OutOfTurnForm(forms.Form):
    because = forms.CharField(
        label="Why do they get it before their turn?",
        help_text="The reason is kept, and colleagues can read it.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say why they get a place before their turn",
            "max_length": "Use 300 characters or fewer",
        },
    )
