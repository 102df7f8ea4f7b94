"""What a co-op types about the workshop."""

from django import forms

from grants.applications.forms import reason_field

from .models import WorkshopWaiver

Kind = WorkshopWaiver.Kind
MISSING = {
    Kind.EQUAL: "Say which course it was, who held it and when",
    Kind.COULD_NOT: "Say why you could not come",
}


class WaiverForm(forms.Form):
    """A course like it elsewhere, or why the people who are asked for can’t come."""

    kind = forms.ChoiceField(
        label="What do you want to tell us?",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what you want to tell us",
            "invalid_choice": "Choose one of the two on the page",
        },
    )
    reason = reason_field(
        "Tell us more",
        MISSING[Kind.COULD_NOT],
        help_text="A few words are enough. For a course: what it was, who held it and when. "
        "Otherwise: why you could not come. An officer reads this. "
        "It does not count against your application.",
    )

    def clean(self):
        facts = super().clean()
        if self.has_error("reason", "required"):
            kind = facts.get("kind")
            self.errors["reason"] = self.error_class([MISSING.get(kind, "Tell us a little more")])
        return facts
