"""What people type to book, to wait for a place, and to say who comes along."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.timezone import make_aware

from workshops.sessions.fields import DayField

from .actions import MOST_PEOPLE, Person

MYSELF = "myself"
OTHERS = range(2, MOST_PEOPLE + 1)
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
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": f"Choose a number from 1 to {MOST_PEOPLE}"},
    )


class PeopleForm(forms.Form):
    """Names and addresses of people, each pair optional; `number` says which."""

    def add_person(self, number, *, name="", email=""):
        self.fields[f"name_{number}"] = _name(
            f"Name of person {number}", required=False, initial=name, error_messages=NAME
        )
        self.fields[f"email_{number}"] = _email(f"Email of person {number}")
        self.fields[f"email_{number}"].initial = email

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
    group = forms.CharField(
        label="Are you a group? Give it a nickname",
        help_text="You need not be a co-op yet. Leave it empty if you come for yourself.",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"max_length": "The nickname must be 120 characters or fewer"},
    )
    number = _number("How many of you are coming, with you?")

    def __init__(self, *args, organisations, chosen=None, **options):
        """chosen: the one that is filled in; nobody is taken to come for themselves."""
        super().__init__(*args, **options)
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
        names = ("name", "email", "phone", "organisation", "group", "number", "accepts")
        names += ("straight_in_until", "what", "words", "remember")
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
    """Who of a party comes; people can be swapped until the start."""

    def __init__(self, *args, places, **options):
        super().__init__(*args, **options)
        self.places = places
        for number, place in enumerate(places, 1):
            self.add_person(number, name=place.name, email=place.email)

    def clean(self):
        typed = super().clean()
        for number, _place in enumerate(self.places, 1):
            self.check_address(number)
        return typed

    def people(self):
        """By the keys of their places."""
        return {place.pk: self.person(number) for number, place in enumerate(self.places, 1)}


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
