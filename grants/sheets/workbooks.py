"""Rows as a workbook (XLSX): days are days, amounts are numbers, and text is only ever text."""

import tempfile
from datetime import date
from decimal import Decimal

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575  # below the headings; a sheet has no more
MOST_LETTERS = 32_767  # of one cell
CUT = " … (cut here: a cell holds no more; the CSV file has all of it)"
OPTIONS = {
    "constant_memory": True,  # each row goes to disk as soon as the next one begins
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook_of(headings, rows, most_rows=MOST_ROWS):
    """An open file with the workbook, at its start; it goes away when it is closed."""
    import xlsxwriter  # noqa: PLC0415 - large, and only for who asks for a workbook

    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    workbook = xlsxwriter.Workbook(file, OPTIONS)
    day, bold = workbook.add_format({"num_format": "yyyy-mm-dd"}), workbook.add_format({"bold": 1})
    sheet, line = None, most_rows
    for row in rows:
        if line == most_rows:
            sheet, line = _new_sheet(workbook, headings, bold), 0
        line += 1
        for column, cell in enumerate(row):
            _write(sheet, line, column, cell, day)
    if sheet is None:
        _new_sheet(workbook, headings, bold)
    workbook.close()
    file.seek(0)
    return file


def _new_sheet(workbook, headings, bold):
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 20)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, _fitting(heading), bold)
    return sheet


def _write(sheet, line, column, cell, day):
    if cell is None or cell == "":
        return
    if isinstance(cell, date):
        sheet.write_datetime(line, column, cell, day)
    elif isinstance(cell, int | Decimal):
        sheet.write_number(line, column, cell)
    else:
        sheet.write_string(line, column, _fitting(cell))


def _fitting(text):
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - len(CUT)] + CUT
