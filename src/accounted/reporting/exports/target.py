"""What every target of an export has: a title, its fields, what it loses, and a function that makes it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounted.reporting.exports.content import MINIMUM, POLICY, Content
from accounted.reporting.exports.notes import notes

# What spreadsheet programs take for the start of a formula or a command (OWASP, “CSV Injection”), in
# full width too; a leading blank is skipped by some of them.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Field:
    """One column or property of a target, and what stands in it."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Target:
    """One form in which an archive can be handed over.

    `suffix` is that of its file; empty where it is a folder of several. `losses` are what the form cannot
    hold, whatever the archive.
    """

    name: str
    title: str
    suffix: str
    fields: tuple[Field, ...]
    losses: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """The files of one export, by name; the one file of a target that has one is called by the empty name.

    `conversions` say what was changed to fit, one by one (rule D-35).
    """

    target: Target
    files: Mapping[str, bytes]
    conversions: tuple[str, ...] = ()

    def notes(self, content: Content, name: str) -> str:
        """The notes that go with the files."""
        return notes(content, name, self.target.title, self.target.losses, self.conversions)


def looks_like_a_formula(value: str) -> bool:
    """Whether a spreadsheet program might run the cell instead of showing it."""
    return value[:1] in FORMULA or value.lstrip(" \u00a0")[:1] in FORMULA if value else False


def harmless(value: Cell) -> Cell:
    """A cell for CSV: text that looks like a formula gets an apostrophe before it; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and looks_like_a_formula(value) else value


def csv_bytes(
    fields: Sequence[Field], rows: Iterable[Mapping[str, Cell]], *, for_spreadsheets: bool
) -> bytes:
    """A table as CSV (RFC 4180): UTF-8, every text quoted, CRLF.

    `for_spreadsheets` puts the byte order mark first, without which some programs misread Cyrillic.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([field.name for field in fields])
    for row in rows:
        writer.writerow([harmless(row.get(field.name)) for field in fields])
    return out.getvalue().encode("utf-8-sig" if for_spreadsheets else "utf-8")


def json_bytes(value: Any) -> bytes:
    """JSON that is the same for the same value: sorted keys, UTF-8, a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def basis_of_number(content: Content, event: Any) -> str:
    """What rule D-36 asks to stand beside a published number, in one line for targets without "
    "columns for it."""
    minimum = f"{MINIMUM}: {event.count.low}" if event.count.low is not None else "no minimum can be given"
    period = event.when.edtf if event.when else "not stated"
    return (
        f"{minimum}; basis: {event.basis}; period: {period}; place: {event.where.name or 'not stated'}; "
        f"as of: {event.as_of or 'not known'}; methodology: {content.material.methodology}; policy: {POLICY}"
    )


def said(event: Any) -> str:
    """The exact words of the statements an event rests on, with who says them and where they stand."""
    parts = []
    for row in event.statements:
        speaker = row["speaker"] or row["publisher"] or "the document itself"
        where = f"{row['item']} {row['start']}–{row['end']}"
        parts.append(f"“{row['exact']}” ({speaker}, {where})")
    return "; ".join(dict.fromkeys(parts))


def denied(event: Any) -> str:
    """Denials of what an event says, beside it (rule D-17)."""
    words = [f"“{row['exact']}” ({row['speaker'] or row['item']})" for row in event.denials]
    return "Denied: " + "; ".join(words) if words else ""
