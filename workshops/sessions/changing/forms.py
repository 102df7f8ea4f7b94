"""What officers fill in when a session must change."""

from django import forms
from django.utils.timezone import localtime

from workshops.sessions.forms import (
    MOST_PLACES,
    PLACES,
    WhenForm,
    WhereForm,
    chosen_by_field,
    link_field,
    ring_in_field,
)
from workshops.sessions.seen import SeenForm

LONGEST = 300


def why_field(*, required, example):
    return forms.CharField(
        label="Why?",
        help_text=f"Everybody whom it concerns reads this, and it stands on the page. {example}",
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Say why, in a sentence that people can read",
            "max_length": f"Use {LONGEST} characters or fewer",
        },
    )


class PostponeForm(forms.Form):
    because = why_field(required=True, example="For example: The heating has failed.")


class CancelForm(forms.Form):
    because = why_field(required=True, example="For example: Our speaker is ill.")


class DateForm(WhenForm, WhereForm):
    """A new time, a new place, or both."""

    because = why_field(required=False, example="For example: The library needs its room.")
    field_order = ("on", "starts", "ends", "place", "access", "because")

    def facts(self):
        words = {name: self.cleaned_data[name] for name in ("place", "access", "because")}
        return self.moments() | words


class OnlineForm(forms.Form):
    """A room turned into a link."""

    join_link = link_field()
    ring_in = ring_in_field()
    access = forms.CharField(
        label="How to take part",
        help_text="Captions, ringing in by phone, an interpreter.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Use 500 characters or fewer"},
    )
    because = why_field(required=False, example="For example: The trains are not running.")


class RoomForm(WhereForm):
    """A room besides the link."""

    capacity = forms.IntegerField(
        label="Places in the room", min_value=1, max_value=MOST_PLACES, error_messages=PLACES
    )


class OnlyRoomForm(RoomForm):
    """A room instead of the link."""

    because = why_field(required=False, example="For example: The room is ready again.")
    field_order = ("place", "access", "capacity", "because")


class CorrectForm(SeenForm, WhereForm):
    """Words that were wrong; nothing that people must plan anew. How we choose who comes stays as
    it is from the day on which people can ask for a place."""

    join_link = link_field()
    ring_in = ring_in_field()
    chosen_by = chosen_by_field()
    field_order = ("place", "access", "join_link", "ring_in", "chosen_by")

    def __init__(self, *args, is_draft=False, initial, **options):
        shown = {name: initial[name] for name in self.field_order}
        super().__init__(*args, initial=shown, **options)
        if not is_draft:
            del self.fields["chosen_by"]


def as_it_is(session):
    """What the forms begin with."""
    starts, ends = localtime(session.starts_at), localtime(session.ends_at)
    return {
        "on": starts.date(),
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "place": session.place,
        "access": session.access,
        "join_link": session.join_link,
        "ring_in": session.ring_in,
        "chosen_by": session.chosen_by,
    }
