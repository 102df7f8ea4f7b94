"""Form fields that take money, days, dates and text the way people type them."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import get_current_timezone, localtime

from .money import in_pounds

NUMBER = re.compile(r"([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)?|\.[0-9]+")
MINUS_SIGNS = "-\N{MINUS SIGN}\N{EN DASH}"
QUARTER = Decimal("0.25")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
FIRST_YEAR, LAST_YEAR = 1800, 2199  # what a date here can mean; also keeps time zones in range
CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(am|pm)?")
CLOCK_WORDS = {"midday": time(12), "noon": time(12), "midnight": time(0)}
GRACE = 1.1  # a few words over the limit are nobody's loss


class _NumberField(forms.Field):
    """A decimal number that may carry commas, spaces and its unit."""

    units: tuple[str, ...]
    places = 2

    def __init__(self, *, minimum=Decimal(0), maximum, **options):
        self.minimum, self.maximum = minimum, maximum
        super().__init__(**options)

    def to_python(self, value):
        typed = _squeezed(value)
        for unit in self.units:
            typed = typed.replace(unit, "")
        if not typed:
            return None
        sign, typed = (-1, typed[1:]) if typed[0] in MINUS_SIGNS else (1, typed)
        if len(typed) > 30 or not NUMBER.fullmatch(typed):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return sign * Decimal(typed.replace(",", "").removesuffix("."))

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if value < self.minimum:
            raise ValidationError(self.too_low(), "too_low")
        if value > self.maximum:
            raise ValidationError(self.too_high(), "too_high")

    def clean(self, value):
        value = super().clean(value)
        return value if value is None else value.quantize(Decimal("0.01"))


class PoundsFormField(_NumberField):
    """An amount in pounds: “£1,200”, “1200.50” and “1 200” are all understood."""

    units = ("£", "gbp")
    default_error_messages = {
        "required": "Enter an amount in pounds, like 1,200",
        "invalid": "Enter an amount in pounds, like 1,200 or 1,200.50",
        "pennies": "Use pounds and pence, with no more than 2 numbers after the point",
    }

    def __init__(self, *, minimum=Decimal(0), maximum=Decimal("999999999.99"), **options):
        options.setdefault("widget", forms.TextInput(attrs=_number_attrs("data-prefix", "£")))
        super().__init__(minimum=minimum, maximum=maximum, **options)

    def validate(self, value):
        super().validate(value)
        if value is not None and value != round(value, 2):
            raise ValidationError(self.error_messages["pennies"], "pennies")

    def prepare_value(self, value):
        return in_pounds(value).removeprefix("£") if isinstance(value, Decimal) else value

    def too_low(self):
        return f"The amount must be {in_pounds(self.minimum)} or more"

    def too_high(self):
        return f"The amount must be {in_pounds(self.maximum)} or less"


class DaysFormField(_NumberField):
    """Days of an adviser’s time, in quarters: “2”, “2.5” and “2.5 days” are understood."""

    units = ("days", "day")
    default_error_messages = {
        "required": "Enter a number of days, like 2 or 2.5",
        "invalid": "Enter a number of days, like 2 or 2.5",
        "quarters": "Use whole days, halves or quarters, like 2, 2.5 or 2.25",
    }

    def __init__(self, *, minimum=Decimal(0), maximum=Decimal(1000), **options):
        options.setdefault("widget", forms.TextInput(attrs=_number_attrs("data-suffix", "days")))
        super().__init__(minimum=minimum, maximum=maximum, **options)

    def validate(self, value):
        super().validate(value)
        if value is not None and value % QUARTER:
            raise ValidationError(self.error_messages["quarters"], "quarters")

    def prepare_value(self, value):
        return in_days(value) if isinstance(value, Decimal) else value

    def too_low(self):
        return f"The days must be {in_days(self.minimum)} or more"

    def too_high(self):
        return f"The days must be {in_days(self.maximum)} or fewer"


class QuantityFormField(_NumberField):
    """How many of anything, in hundredths at the finest: “2.5” and “1,200” are understood."""

    units = ()
    default_error_messages = {
        "required": "Enter how many, like 2 or 2.5",
        "invalid": "Enter how many in figures, like 2 or 2.5",
        "hundredths": "Use no more than 2 numbers after the point",
    }

    def __init__(self, *, minimum=Decimal(0), maximum=Decimal(99_999), **options):
        attrs = {**_number_attrs("data-width", "5"), "inputmode": "decimal"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(minimum=minimum, maximum=maximum, **options)

    def validate(self, value):
        super().validate(value)
        if value is not None and value != round(value, 2):
            raise ValidationError(self.error_messages["hundredths"], "hundredths")

    def prepare_value(self, value):
        return in_days(value) if isinstance(value, Decimal) else value

    def too_low(self):
        return f"The number must be {self.minimum:,} or more"

    def too_high(self):
        return f"The number must be {self.maximum:,} or less"


class WholeNumberField(_NumberField):
    """A whole number of anything: “1,200” and “1 200” are understood."""

    units = ()
    default_error_messages = {
        "required": "Enter a whole number, like 12",
        "invalid": "Enter a whole number in figures, like 12",
        "parts": "Enter a whole number, without a point, like 12",
    }

    def __init__(self, *, minimum=0, maximum=999_999_999, **options):
        attrs = {**_number_attrs("data-width", "10"), "inputmode": "numeric"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(minimum=minimum, maximum=maximum, **options)

    def validate(self, value):
        super().validate(value)
        if value is not None and value != value.to_integral():
            raise ValidationError(self.error_messages["parts"], "parts")

    def clean(self, value):
        value = super().clean(value)
        return value if value is None else int(value)

    def too_low(self):
        return f"The number must be {self.minimum:,} or more"

    def too_high(self):
        return f"The number must be {self.maximum:,} or less"


class DateInputs(forms.MultiWidget):
    """Three boxes: day, month, year."""

    def __init__(self, attrs=None):
        super().__init__(_date_boxes(), attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None] * 3


class MomentInputs(forms.MultiWidget):
    """Four boxes: day, month, year and time."""

    def __init__(self, attrs=None):
        super().__init__({**_date_boxes(), "time": _box("Time", 5, "text")}, attrs)

    def decompress(self, value):
        if not value:
            return [None] * 4
        value = localtime(value)
        return [value.day, value.month, value.year, f"{value:%H:%M}"]


class DateField3(forms.Field):
    """A date typed as day, month and year. `named` begins each message: “The start date”."""

    widget = DateInputs
    default_error_messages = {"required": "Enter a date"}

    def __init__(self, *, named="The date", earliest=None, latest=None, **options):
        self.named, self.earliest, self.latest = named, earliest, latest
        super().__init__(**options)

    def to_python(self, value):
        return self.date_of(value)

    def date_of(self, parts):
        typed = [_squeezed(part) for part in _list_of(parts, 3)]
        if not any(typed):
            return None
        missing = [
            word for word, part in zip(("day", "month", "year"), typed, strict=True) if not part
        ]
        if missing:
            raise ValidationError(f"{self.named} must include a {' and '.join(missing)}", "missing")
        day, month, year = _whole(typed[0]), _month(typed[1]), _whole(typed[2])
        if len(typed[2]) != 4 or year is None:
            raise ValidationError("Year must include 4 numbers", "year")
        try:
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise ValueError
            return date(year, month or 0, day or 0)
        except ValueError:
            raise ValidationError(f"{self.named} must be a real date", "unreal") from None

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        earliest, latest = _now_or(self.earliest), _now_or(self.latest)
        if earliest is not None and value < earliest:
            raise ValidationError(f"{self.named} must be {_said(earliest)} or later", "early")
        if latest is not None and value > latest:
            raise ValidationError(f"{self.named} must be {_said(latest)} or earlier", "late")


class MomentField(DateField3):
    """A date and a time of day here, such as 5pm.

    A time that the clocks skip or repeat means nothing or two things, so it is refused.
    """

    widget = MomentInputs
    default_error_messages = {"required": "Enter a date and a time"}

    def to_python(self, value):
        parts = _list_of(value, 4)
        clock = _squeezed(parts[3])
        day = self.date_of(parts[:3])
        if day is None and not clock:
            return None
        if day is None:
            raise ValidationError(f"{self.named} must include a day, month and year", "missing")
        if not clock:
            raise ValidationError(f"{self.named} must include a time, like 5pm", "missing")
        return _on_the_clock(day, _time(clock))


class WordsField(forms.CharField):
    """A longer answer with a word limit, counted as the page counts it: by spaces."""

    def __init__(self, *, word_limit=None, rows=5, **options):
        self.word_limit = word_limit
        attrs = {"rows": rows} | ({"data-maxwords": word_limit} if word_limit else {})
        options.setdefault("widget", forms.Textarea(attrs=attrs))
        # No answer of this many words is longer, and nobody can fill the disk.
        self.most_characters = (word_limit or 2000) * 40
        super().__init__(**options)

    def to_python(self, value):
        return super().to_python(value).replace("\x00", "").replace("\r\n", "\n")

    def validate(self, value):
        super().validate(value)
        words = len(value.split())
        if self.word_limit and words > int(self.word_limit * GRACE):
            raise ValidationError(
                f"Use {self.word_limit} words or fewer. You have written {words:,}.", "too_long"
            )
        if len(value) > self.most_characters:
            raise ValidationError(
                f"This is too long. Use {self.most_characters:,} letters or fewer.", "too_long"
            )


def in_days(days):
    """Write a number of days without needless noughts: 2, 2.5 or 10."""
    return f"{days:f}".rstrip("0").rstrip(".") if "." in f"{days:f}" else f"{days:f}"


def _number_attrs(place, unit):
    return {
        place: unit,
        "class": "govuk-input--width-10" if unit == "£" else "govuk-input--width-5",
        "inputmode": "decimal",
        "spellcheck": "false",
        "autocomplete": "off",
    }


def _date_boxes():
    return {
        "day": _box("Day", 2, "numeric"),
        "month": _box("Month", 2, "numeric"),
        "year": _box("Year", 4, "numeric"),
    }


def _box(label, width, mode):
    attrs = {"data-label": label, "class": f"govuk-input--width-{width}", "inputmode": mode}
    return forms.TextInput(attrs=attrs)


def _squeezed(value):
    """What was typed, in lower case and without any spaces, or an empty string."""
    return "".join(str("" if value is None else value).split()).lower()


def _list_of(value, size):
    """A value from several boxes: always a list of this size, whatever was sent."""
    parts = list(value) if isinstance(value, list | tuple) else []
    return (parts + [None] * size)[:size]


def _whole(typed):
    return int(typed) if len(typed) <= 4 and typed.isascii() and typed.isdecimal() else None


def _month(typed):
    """A month as a number or by its English name."""
    if len(typed) >= 3 and typed[:3] in MONTHS:
        return MONTHS.index(typed[:3]) + 1
    return _whole(typed)


def _time(typed):
    if typed in CLOCK_WORDS:
        return CLOCK_WORDS[typed]
    found = CLOCK.fullmatch(typed)
    if found is None:
        raise _not_a_time()
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    # “5” alone could be morning or evening.
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12) or not (half or found[2]):
        raise _not_a_time()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)


def _not_a_time():
    return ValidationError("Enter a time, like 9:30am, 5pm or 17:00", "time")


def _on_the_clock(day, clock):
    zone = get_current_timezone()
    first = datetime.combine(day, clock, tzinfo=zone)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise ValidationError(
            "The clocks go forward that night, so this time does not exist. Choose another time.",
            "skipped",
        )
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        raise ValidationError(
            "The clocks go back that night, so this time happens twice. Choose another time.",
            "repeated",
        )
    return first


def _now_or(bound):
    return bound() if callable(bound) else bound


def _said(bound):
    if isinstance(bound, datetime):
        bound = localtime(bound)
    return f"{bound.day} {bound:%B %Y}"
