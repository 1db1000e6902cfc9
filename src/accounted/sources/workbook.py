"""Spreadsheets (XLSX, XLSB, XLS, ODS) through calamine: each sheet a table, each cell with its place."""

from __future__ import annotations

import datetime
import math
import re
from importlib.metadata import version as version_of
from typing import Any

from accounted.sources import media_types as kinds
from accounted.sources.extraction import RefusedFile
from accounted.sources.grid import looks_like_header
from accounted.sources.job import Job, Outcome
from accounted.sources.manuscript import Manuscript
from accounted.sources.packages import opened, parse_xml
from accounted.sources.published import edtf_of

NAME = "workbook"
VERSION = f"1.0 (python-calamine {version_of('python-calamine')})"
_MOST_SHEETS = 2000


def read(job: Job) -> Outcome:
    """Every sheet of a workbook, hidden ones included and said.

    Cells are written as their values: numbers without padding, dates in ISO 8601; how a cell was formatted on
    screen is not known to the format's data.

    Raises:
        RefusedFile: `encrypted`, `damaged`, `too-many-cells`, `expands-too-far`.
    """
    manuscript = Manuscript(job.limits)
    warnings: list[str] = []
    if job.media_type != kinds.XLS:
        _check_package(job, manuscript)
    workbook = _open(job)
    sheets = workbook.sheets_metadata
    if len(sheets) > _MOST_SHEETS:
        raise RefusedFile(
            "too-many-cells", f"{len(sheets):,} sheets, more than {_MOST_SHEETS:,}", "split the file"
        )
    hidden = []
    for index, about in enumerate(sheets):
        rows = _rows(workbook, index, job, warnings)
        if rows is None or not any(any(row) for row in rows):
            continue
        if "visible" not in str(about.visible).lower() or "hidden" in str(about.visible).lower():
            hidden.append(about.name)
        if len(sheets) > 1:
            manuscript.paragraph(about.name, "header")
        filled = [row for row in rows if any(row)]
        manuscript.table(filled, name=about.name, has_header=looks_like_header(filled), gap="\n")
    if hidden:
        warnings.append(f"hidden sheets are in the text too: {', '.join(hidden)[:200]}")
    manuscript.metadata["sheets"] = ", ".join(about.name for about in sheets)[:1000]
    return Outcome(NAME, VERSION, manuscript, warnings)


def _open(job: Job) -> Any:
    import python_calamine

    try:
        return python_calamine.CalamineWorkbook.from_path(str(job.path))
    except python_calamine.PasswordError as error:
        raise RefusedFile(
            "encrypted",
            "the workbook is protected with a password",
            "open it with the password, save it without one, and add that copy beside this one",
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise RefusedFile(
            "damaged",
            f"this is not a whole workbook ({str(error)[:120]})",
            "open it and save it again as XLSX",
        ) from error


def _rows(workbook: Any, index: int, job: Job, warnings: list[str]) -> list[list[str]] | None:
    import python_calamine

    try:
        sheet = workbook.get_sheet_by_index(index)
        cells = sheet.width * sheet.height
        if cells > 4 * job.limits.cells:
            raise RefusedFile(
                "too-many-cells",
                f"sheet {index + 1} spans {sheet.height:,} rows and {sheet.width:,} columns",
                "delete stray cells far from the table, or raise the limit `cells`",
            )
        return [[shown(value) for value in row] for row in sheet.iter_rows()]
    except python_calamine.CalamineError as error:
        warnings.append(f"sheet {index + 1} could not be read ({str(error)[:120]})")
        return None


def shown(value: Any) -> str:
    """A cell's value as text: 447 not 447.0, dates in ISO 8601, TRUE and FALSE, nothing for an empty cell."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if math.isfinite(value) and value == int(value) and abs(value) < 1e15:
            return str(int(value))
        return f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return str(value)
    return str(value)


_DIMENSION = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


def _check_package(job: Job, manuscript: Manuscript) -> None:
    """Refuse bombs before the parser, which would make room for every cell between two far corners."""
    with opened(job) as package:
        for name in sorted(package.names):
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml|xl/sharedStrings\.xml|content\.xml", name):
                data = package.part(name) or b""
                if b"<!ENTITY" in data[: 1 << 20]:
                    parse_xml(data, name)  # refuses it
                if name.startswith("xl/worksheets/"):
                    _check_span(data, job)
        core = package.xml("docProps/core.xml") if "docProps/core.xml" in package.names else None
        if core is not None:
            for element in core:
                key = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
                if key and (element.text or "").strip():
                    manuscript.metadata[f"core:{key}"] = (element.text or "").strip()
            manuscript.title = manuscript.metadata.get("core:title")
            manuscript.author = manuscript.metadata.get("core:creator")
            manuscript.published = edtf_of(
                manuscript.metadata.get("core:modified") or manuscript.metadata.get("core:created")
            )
            manuscript.published_inferred = manuscript.published is not None


def _check_span(data: bytes, job: Job) -> None:
    first_row = first_column = 1 << 60
    last_row = last_column = 0
    for match in _DIMENSION.finditer(data):
        column = 0
        for letter in match.group(1):
            column = column * 26 + letter - 64
        row = int(match.group(2))
        first_row, last_row = min(first_row, row), max(last_row, row)
        first_column, last_column = min(first_column, column), max(last_column, column)
    if last_row and (last_row - first_row + 1) * (last_column - first_column + 1) > 4 * job.limits.cells:
        raise RefusedFile(
            "too-many-cells",
            f"a sheet spans rows {first_row:,}–{last_row:,} and {last_column - first_column + 1:,} columns",
            "delete stray cells far from the table, or raise the limit `cells`",
        )
