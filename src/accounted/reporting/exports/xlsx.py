"""The tables of an archive as one XLSX workbook. No cell is a formula, whatever a source wrote."""

from __future__ import annotations

import io
from datetime import datetime

from accounted.reporting.exports.content import Content
from accounted.reporting.exports.missing import needed
from accounted.reporting.exports.tables import FIELDS, LOSSES, TABLES, rows_of
from accounted.reporting.exports.target import Made, Target, looks_like_a_formula

LONGEST = 32_767  # characters that a cell can hold
CUT = " … cut here: a cell holds no more"
TARGET = Target(
    "xlsx",
    "Tables of figures, answers, claims, tallies and sources (XLSX)",
    ".xlsx",
    FIELDS,
    (
        *LOSSES,
        f"A cell holds {LONGEST:,} characters; what is longer is cut and says so. The CSV form is whole.",
    ),
)
_WIDE = {"exact_words": 60, "remarks": 60, "number": 24, "title": 40, "sha256": 20, "claims": 24}


def make(content: Content) -> Made:
    """The workbook: a sheet for each table and one with the notes."""
    xlsxwriter = needed("xlsxwriter", "an XLSX workbook")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    # Made when the export says, not when the program ran: the same content gives the same bytes.
    made = datetime.fromisoformat(content.generated.replace("Z", "+00:00")).replace(tzinfo=None)
    book.set_properties({"title": f"Tables of {content.report['archive']['title']}", "created": made})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    # As if an apostrophe had been typed before it: the cell stays text when it is edited, and reads as it is.
    quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    for name, fields in TABLES:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for column, field in enumerate(fields):
            sheet.set_column(column, column, _WIDE.get(field.name, 16))
            sheet.write_string(0, column, field.name, head)
            sheet.write_comment(0, column, field.meaning)
        last = 0
        for last, row in enumerate(rows_of(content, name), start=1):
            for column, field in enumerate(fields):
                value = row.get(field.name)
                if isinstance(value, (int, float)):
                    sheet.write_number(last, column, value, plain)
                elif value:
                    text = value if len(value) <= LONGEST else value[: LONGEST - len(CUT)] + CUT
                    sheet.write_string(last, column, text, quoted if looks_like_a_formula(text) else plain)
        sheet.autofilter(0, 0, max(last, 1), len(fields) - 1)
    sheet = book.add_worksheet("notes")
    sheet.set_column(0, 0, 110)
    for number, line in enumerate(Made(TARGET, {}).notes(content, "this workbook").splitlines()):
        sheet.write_string(number, 0, line, quoted if looks_like_a_formula(line) else plain)
    book.close()
    return Made(TARGET, {"": buffer.getvalue()})
