"""What somebody may ask the list of workshops for. Whatever makes no sense is left out."""

from django import forms
from django.utils.timezone import localdate

from workshops.sessions.models import Workshop

from .months import ONLINE, ROOM, month_key, months_ahead


def _choice(label):
    return forms.ChoiceField(
        label=label,
        required=False,
        error_messages={"invalid_choice": "Choose from the list"},
    )


class FindForm(forms.Form):
    """Sent with GET, so that an address can be kept and shared."""

    where = forms.ChoiceField(
        label="In a room or online?",
        required=False,
        choices=[("", "Both"), (ROOM, "In a room"), (ONLINE, "Online")],
        error_messages={"invalid_choice": "Choose from the list"},
    )
    about = _choice("About")
    who = _choice("Who it is for")
    month = _choice("Month")
    free = forms.BooleanField(label="Only with a place left", required=False)

    def __init__(self, typed):
        """One query finds what there is to choose from."""
        sent = {name: typed.get(name, "") for name in self.base_fields}
        super().__init__(sent | {"free": "on" if sent["free"] == "on" else ""})
        rows = list(Workshop.objects.values_list("tag", "who_for"))
        for name, values in (
            ("about", {tag for tag, _ in rows}),
            ("who", {who for _, who in rows}),
        ):
            known = sorted(values - {""})
            self.fields[name].choices = [("", "All"), *[(each, each) for each in known]]
        months = [(month_key(day), f"{day:%B %Y}") for day in months_ahead(localdate())]
        self.fields["month"].choices = [("", "All"), *months]
        self.is_valid()
        self.asked = {name: value for name, value in self.cleaned_data.items() if value}
        self.data = {**self.asked}  # what made no sense is not shown as if it counted
