"""One line of the custody log: its grammar, strictly read and written (FORMAT.md, “Log line”).

The bytes of the line are what the tree commits to. Only one spelling of an event is valid, so a reader never
has to put a line into canonical form, and a regular expression is the whole parser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from accounted import __version__
from accounted.evidence.details import write_detail
from accounted.evidence.errors import Damaged, EvidenceError, NewerFormat

VERSION = 1
TOOL = f"accounted {__version__}"

_HEX = rb"[0-9a-f]{64}"
_COUNT = rb"0|[1-9][0-9]{0,15}"
_DAY = rb"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = _DAY + rb"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
_SHAPES = {
    "agent": rb"[A-Za-z0-9._:@/-]{1,80}",
    "commit": _HEX,
    "derived_from": _HEX,
    "event": rb"[a-z][a-z_]{0,39}",
    "file": rb"[A-Za-z0-9._/-]{1,120}",
    "item": rb"[A-Za-z0-9._:@/-]{1,120}",
    "of": _COUNT,
    "seq": _COUNT,
    "sha256": _HEX,
    "size": _COUNT,
    "t": _TIME,
    "tool": rb"[ !#-\[\]-~]{1,120}",
}
_NUMBERS = frozenset({"of", "seq", "size"})
_REQUIRED = frozenset({"agent", "event", "seq", "t"})


def _grammar() -> bytes:
    parts = []
    for key, shape in _SHAPES.items():
        name = key.encode()
        value = b"(?P<%s>%s)" % (name, shape)
        part = b'"%s":%s,' % (name, value if key in _NUMBERS else b'"%s"' % value)
        parts.append(part if key in _REQUIRED else b"(?:%s)?" % part)
    return rb"\{" + b"".join(parts) + rb'"v":1\}'


#: Groups: agent, commit, derived_from, event, file, item, of, seq, sha256, size, t, tool.
LINE = re.compile(_grammar())
_VERSION = re.compile(rb'"v":([0-9]{1,9})\}\Z')
_CHECKS = {key: re.compile(shape.decode()) for key, shape in _SHAPES.items()}
_MEANING = {
    "agent": "a pseudonym of letters, digits and . _ : @ / - (names belong in the detail)",
    "event": "a custody event code in lower case",
    "item": "an item number of letters, digits and . _ : @ / -",
    "tool": 'printable ASCII without " and \\',
    "sha256": "64 hexadecimal digits in lower case",
    "derived_from": "64 hexadecimal digits in lower case",
    "file": "a path relative to the archive, in ASCII",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One custody event as it stands in the log. `line` is the leaf; everything else is read from it."""

    seq: int
    t: str
    event: str
    agent: str
    item: str | None = None
    sha256: str | None = None
    size: int | None = None
    commit: str | None = None
    derived_from: str | None = None
    tool: str | None = None
    file: str | None = None
    of: int | None = None
    line: bytes = field(default=b"", repr=False)

    @property
    def time(self) -> datetime:
        """The writer's clock at the event: a claim. The order of events is `seq`."""
        return datetime.strptime(self.t, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)

    @property
    def keeps_object(self) -> bool:
        """Whether this event took bytes into the store."""
        return self.sha256 is not None and self.size is not None and self.file is None


def read_entry(line: bytes, seq: int) -> Entry:
    """The entry in `line` (without its newline), which must be number `seq`.

    Raises Damaged when the line is not in the one valid form, NewerFormat when it is of a later version.
    """
    match = LINE.fullmatch(line)
    if match is None:
        raise _not_a_line(line, seq)
    values = {key: None if value is None else value.decode() for key, value in match.groupdict().items()}
    number, size, of = (
        None if values[key] is None else int(values[key] or 0) for key in ("seq", "size", "of")
    )
    if number != seq:
        raise Damaged(f"log entry {seq} says that it is number {number}; the log was altered")
    entry = Entry(
        seq=seq,
        t=values["t"] or "",
        event=values["event"] or "",
        agent=values["agent"] or "",
        item=values["item"],
        sha256=values["sha256"],
        size=size,
        commit=values["commit"],
        derived_from=values["derived_from"],
        tool=values["tool"],
        file=values["file"],
        of=of,
        line=line,
    )
    try:
        entry.time  # noqa: B018  (30 February passes the grammar)
    except ValueError:
        raise Damaged(f"log entry {seq}: {entry.t} is not a date; the log was altered") from None
    return entry


def _not_a_line(line: bytes, seq: int) -> EvidenceError:
    version = _VERSION.search(line)
    if version and int(version[1]) > VERSION:
        return NewerFormat(
            f"log entry {seq} is of version {int(version[1])}, this software knows up to {VERSION}; "
            "use a newer version of accounted"
        )
    return Damaged(f"log entry {seq} is not a valid line: {line[:80]!r}; the log was altered or damaged")


@dataclass(slots=True)
class Draft:
    """An event that is about to be logged; number, time and commitment are given when it is written."""

    event: str
    agent: str
    item: str | None = None
    sha256: str | None = None
    size: int | None = None
    derived_from: str | None = None
    tool: str | None = None
    file: str | None = None
    of: int | None = None
    detail: bytes | None = None

    def check(self) -> None:
        """Raise EvidenceError when a value cannot stand in a log line."""
        for key in ("agent", "event", "tool", "item", "sha256", "derived_from", "file"):
            value = getattr(self, key)
            if value is not None and not _fits(key, value):
                raise EvidenceError(f"custody event: {key} {value!r} cannot be logged; use {_MEANING[key]}")

    def line(self, seq: int, t: str, commit: str | None) -> bytes:
        """The line of this event as entry `seq` at time `t`, without the newline."""
        parts = [f'{{"agent":"{self.agent}"']
        if commit is not None:
            parts.append(f'"commit":"{commit}"')
        if self.derived_from is not None:
            parts.append(f'"derived_from":"{self.derived_from}"')
        parts.append(f'"event":"{self.event}"')
        if self.file is not None:
            parts.append(f'"file":"{self.file}"')
        if self.item is not None:
            parts.append(f'"item":"{self.item}"')
        if self.of is not None:
            parts.append(f'"of":{self.of}')
        parts.append(f'"seq":{seq}')
        if self.sha256 is not None:
            parts.append(f'"sha256":"{self.sha256}"')
        if self.size is not None:
            parts.append(f'"size":{self.size}')
        parts.append(f'"t":"{t}"')
        if self.tool is not None:
            parts.append(f'"tool":"{self.tool}"')
        parts.append('"v":1}')
        return ",".join(parts).encode("ascii")


def draft_of(
    event: str,
    agent: str,
    item: str | None,
    sha256: str | None,
    size: int | None,
    detail: Mapping[str, Any] | None,
    derived_from: str | None,
    tool: str | None,
) -> Draft:
    """A checked draft of an event."""
    draft = Draft(
        event=event,
        agent=agent,
        item=item,
        sha256=sha256,
        size=size,
        derived_from=derived_from,
        tool=tool or TOOL,
        detail=write_detail(detail) if detail else None,
    )
    draft.check()
    return draft


@lru_cache(maxsize=4096)
def _fits(key: str, value: str) -> bool:
    return _CHECKS[key].fullmatch(value) is not None


def utc(moment: datetime) -> str:
    """A moment as it stands in the log: UTC, whole seconds. Raises ValueError without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("the clock gives a time without a zone; pass one that knows its zone (UTC)")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
