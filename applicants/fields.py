"""A day typed in three boxes."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate


def _box(label, width):
    return forms.TextInput(
        attrs={
            "data-label": label,
            "class": f"govuk-input--width-{width}",
            "inputmode": "numeric",
        }
    )


class DayInputs(forms.MultiWidget):
    """Three boxes: day, month, year."""

    def __init__(self, attrs=None):
        super().__init__(
            {"day": _box("Day", 2), "month": _box("Month", 2), "year": _box("Year", 4)}, attrs
        )

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]


class PastDayField(forms.Field):
    """A day that has come, as day, month and year in figures."""

    widget = DayInputs
    default_error_messages = {
        "required": "Enter the date",
        "future": "The date must be today or in the past",
        "unreal": "The date must be a real date, like 27 3 2026",
    }

    def to_python(self, value):
        typed = [str(part or "").strip() for part in value or ()]
        if not any(typed):
            return None
        names = ("day", "month", "year")
        missing = [name for name, part in zip(names, typed, strict=True) if not part]
        if missing:
            raise ValidationError(f"The date must include a {' and '.join(missing)}")
        try:
            day, month, year = (int(part) for part in typed if len(part) <= 4)
            found = date(year, month, day)
        except ValueError:
            raise ValidationError(self.error_messages["unreal"]) from None
        if found.year < 1800:
            raise ValidationError(self.error_messages["unreal"])
        if found > localdate():
            raise ValidationError(self.error_messages["future"])
        return found
