"""A table to fill in, as one form field: it has a spare line or two, so that it needs no script."""

from decimal import Decimal
from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt

from grants.fields import DaysFormField, PoundsFormField

from .tables import KINDS_OF_NUMBER, cell_kind, filled

LONGEST_CELL = 300
SPARE = 2  # empty lines below those that are filled
MORE = 4  # that many more when somebody asks
NUMBER_PAD = flatatt({"inputmode": "decimal", "spellcheck": "false", "autocomplete": "off"})


class TableWidget(forms.Widget):
    """Boxes in lines and columns, named like q14-0-what."""

    template_name = "django/forms/widgets/table.html"
    use_fieldset = True

    def __init__(self, columns, rows, attrs=None):
        self.columns, self.rows, self.spare = columns, rows, SPARE
        self.bad = []  # (line from 0, column) of each cell that the last check refused
        super().__init__(attrs)

    def id_for_label(self, id_):
        """The first cell that needs a look: where the error summary’s link goes."""
        line, column = self.bad[0] if self.bad else (0, self.columns[0].name)
        return f"{id_}-{line}-{column}"

    def value_from_datadict(self, data, files, name):
        return [
            {column.name: data.get(f"{name}-{line}-{column.name}", "") for column in self.columns}
            for line in range(self.rows)
        ]

    def value_omitted_from_data(self, data, files, name):
        return False

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        last = max((number for number, _line in filled(value)), default=0)
        shown = min(self.rows, last + self.spare)
        values = list(value or []) + [{}] * self.rows
        widget = context["widget"]
        widget |= {"columns": self.columns, "rows": self.rows, "has_more": shown < self.rows}
        widget["lines"] = [
            [self._cell(widget, line, column, values[line]) for column in self.columns]
            for line in range(shown)
        ]
        return context

    def _cell(self, widget, line, column, values):
        is_bad = (line, column.name) in self.bad
        return {
            "column": column,
            "number": line + 1,
            "name": f"{widget['name']}-{line}-{column.name}",
            "id": f"{widget['attrs'].get('id', widget['name'])}-{line}-{column.name}",
            "value": values.get(column.name, ""),
            "typing": NUMBER_PAD if column.kind in KINDS_OF_NUMBER else "",
            "problem": flatatt(self._says_wrong(widget)) if is_bad else "",
        }

    def _says_wrong(self, widget):
        problem_id = f"{widget['attrs'].get('id', widget['name'])}_error"
        return {"aria-invalid": "true", "aria-describedby": problem_id}


class TableField(forms.Field):
    """The lines of a table, as typed. Empty lines do not count."""

    default_error_messages = {"required": "Fill in at least one line"}

    def __init__(self, *, columns, rows, is_budget=False, **options):
        self.columns, self.is_budget = columns, is_budget
        options.setdefault("widget", TableWidget(columns, rows))
        super().__init__(**options)

    def clean(self, value):
        lines = filled(value)
        self.widget.bad, problems = [], []
        if self.required and not lines:
            self.widget.bad = [(0, column.name) for column in self.columns]
            raise ValidationError(self.error_messages["required"], "required")
        for number, line in lines:
            for column in self.columns:
                try:
                    self._check_cell(column, line)
                except ValidationError as problem:
                    self.widget.bad.append((number - 1, column.name))
                    problems.append(self._sentence(number, column, problem.messages[0]))
        if problems:
            raise ValidationError(problems)
        return [line for _number, line in lines]

    def _check_cell(self, column, line):
        kind = cell_kind(column, line, is_budget=self.is_budget)
        least = self.is_budget and column.name == "amount"
        cell_field(kind, column, is_above_nothing=least).clean(line.get(column.name, ""))

    def _sentence(self, number, column, message):
        """Line 2: enter an amount in pounds, like 1,200."""
        alike = [other for other in self.columns if other.kind == column.kind]
        is_named = column.kind in KINDS_OF_NUMBER and len(alike) > 1
        where = f"Line {number}, {column.asks}" if is_named else f"Line {number}"
        return f"{where}: {message[:1].lower()}{message[1:]}"


class NumberField(PoundsFormField):
    """A number of anything: people, jobs, hours."""

    units = ()
    default_error_messages = {
        "required": "Enter a number, like 12",
        "invalid": "Enter a number, like 12 or 12.5",
        "pennies": "Use no more than 2 numbers after the point",
    }

    def too_low(self):
        return "Enter a number above 0" if self.minimum else "Enter 0 or more"

    def too_high(self):
        return "Enter a smaller number"


NUMBER_FIELDS = {  # by kind: the field, the least that one can ask for, the most
    "money": (PoundsFormField, Decimal("0.01"), Decimal(9_999_999)),
    "days": (DaysFormField, Decimal("0.25"), Decimal(1000)),
    "number": (NumberField, Decimal("0.01"), Decimal(9_999_999)),
}


@lru_cache(maxsize=512)
def cell_field(kind, column, *, is_above_nothing=False):
    """The field that checks one cell. It keeps nothing of a check, so one serves all lines."""
    required = column.is_required
    if kind in NUMBER_FIELDS:
        field, least, most = NUMBER_FIELDS[kind]
        return field(
            minimum=least if is_above_nothing else Decimal(0), maximum=most, required=required
        )
    if kind == "choice":
        wanted = f"Choose an answer for “{column.label}”"
        messages = {"required": wanted, "invalid_choice": wanted}
        return forms.ChoiceField(choices=column.options, required=required, error_messages=messages)
    return forms.CharField(
        max_length=LONGEST_CELL,
        required=required,
        error_messages={
            "required": f"Enter {column.asks}",
            "max_length": f"Use {LONGEST_CELL} letters or fewer for “{column.label}”",
        },
    )
