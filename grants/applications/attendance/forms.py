"""What a co-op types about the workshop."""

from django import forms

from grants.applications.forms import reason_field


class WaiverForm(forms.Form):
    """Why nobody of the co-op can come."""

    reason = reason_field(
        "Why could nobody of you come?",
        "Say why nobody of you could come",
        help_text="A few words are enough. An officer reads this. "
        "It does not count against your application.",
    )
