"""The figures as a CSV file that no spreadsheet takes for formulas."""

import csv
import io
import re

HIDDEN = "hidden"
MARK = "\ufeff"  # tells a spreadsheet that the text is UTF-8
looks_like_a_formula = re.compile(r"\s*[=+\-@]").match


def safe(text):
    """A formula is shown as words, with a quote before it."""
    return f"'{text}" if looks_like_a_formula(text) else text


def sheet_of(figures):
    """One line for each row of each table."""
    file = io.StringIO()
    file.write(MARK)
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(["Year from April", "Table", "Row", "Number", "Of what"])
    for each in figures.tables:
        for name, count in [*each.rows, ("All", each.total)]:
            number = HIDDEN if count is None else count
            writer.writerow([figures.year, safe(each.heading), safe(name), number, each.unit])
    for each in figures.filled:
        for row in each.rows:
            number = HIDDEN if row.percent is None else row.percent
            writer.writerow(
                [figures.year, safe(each.heading), safe(row.name), number, "Per cent of places"]
            )
    return file.getvalue()
