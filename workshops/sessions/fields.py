"""Form fields for the day and the time of a session, typed the way people write them."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError


class DayInputs(forms.MultiWidget):
    """Three boxes: day, month, year."""

    def __init__(self, attrs=None):
        super().__init__(
            {"day": _box("Day", 2), "month": _box("Month", 2), "year": _box("Year", 4)}, attrs
        )

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]


def _box(label, width):
    return forms.TextInput(
        attrs={
            "data-label": label,
            "class": f"govuk-input--width-{width}",
            "inputmode": "numeric",
        }
    )


class DayField(forms.Field):
    """A date as day, month and year in figures."""

    widget = DayInputs
    default_error_messages = {"required": "Enter the date"}

    def to_python(self, value):
        typed = [str(part or "").strip() for part in value or ()]
        if not any(typed):
            return None
        missing = [
            name for name, part in zip(("day", "month", "year"), typed, strict=True) if not part
        ]
        if missing:
            raise ValidationError(f"The date must include a {' and '.join(missing)}")
        try:
            day, month, year = (int(part) for part in typed if len(part) <= 4)
            if not 2000 <= year <= 2199:
                raise ValueError
            return date(year, month, day)
        except ValueError:
            raise ValidationError("The date must be a real date, like 27 3 2027") from None


class ClockField(forms.TimeField):
    """A time of day: 6pm, 6:30pm, 6.30 pm, 18:30."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-5"})

    def __init__(self, **options):
        formats = ["%H:%M", "%H.%M", "%I%p", "%I:%M%p", "%I.%M%p"]
        super().__init__(input_formats=formats, **options)

    def to_python(self, value):
        return super().to_python("".join(str(value or "").split()))
