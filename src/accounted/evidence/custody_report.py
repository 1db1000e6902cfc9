"""A readable custody report of one item: every event the log has of it, in order, and the gaps between them.

The report is for people; what proves it are the log lines it names by number (Berkeley Protocol ¶167;
Minnesota Protocol: each item uniquely referenced, gaps shown). Details that were not disclosed, or were
erased, are said to be so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import Any

from accounted.evidence.entry import Entry

GAP = timedelta(days=30)
_EVENTS = {
    "collection": "Collected",
    "receipt": "Received from a person",
    "ingest": "Taken into the archive",
    "hash": "Digest computed",
    "fixity": "Digest checked",
    "timestamp": "Time stamp received",
    "virus_check": "Checked for malware",
    "format_id": "Format identified",
    "extract_meta": "Metadata read",
    "copy": "Copied",
    "derive": "Derivative made",
    "redact": "Redacted version made",
    "view": "Viewed",
    "export": "Exported",
    "transfer": "Transferred to another custodian",
    "seal": "Sealed in an export",
    "unseal": "Opened",
    "storage_move": "Moved in storage",
    "restrict": "Access changed",
    "hold": "Legal hold set or lifted",
    "return": "Returned to the provider",
    "destroy": "Destroyed on order",
    "correct": "Record corrected",
    "refuse": "Intake refused",
    "decide": "Decision about the record",
    "read": "Claims read from it",
    "erase": "Details erased",
    "create": "Archive created",
    "key_change": "Signing key changed",
    "checkpoint": "Log signed",
}
_STYLE = """
body { font: 16px/1.5 Georgia, serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }
h1 { font-size: 1.5rem } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #ccc }
code { font: .8rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere }
.gap td { background: #fff3cd } .quiet { color: #555 } dt { font-weight: bold } dd { margin: 0 0 .4rem }
@media print { body { margin: 0; font-size: 11pt } tr { break-inside: avoid } }
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One log entry about the item. `detail` is what may be shown; `withheld` says why there is none."""

    entry: Entry
    detail: Mapping[str, Any] | None = None
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Dating:
    """A time stamp that covers the log up to `size` entries, with the time the authority gives."""

    size: int
    authority: str
    time: str


def custody_report(
    item: str,
    events: Sequence[Event],
    *,
    origin: str,
    size: int,
    datings: Sequence[Dating] = (),
    gap: timedelta = GAP,
) -> str:
    """The report of one item as a self-contained HTML page.

    `events` are in the order of the log; `origin` and `size` name the log and the checkpoint that covers
    them. Any interval longer than `gap` in which nothing was recorded is shown as a gap.
    """
    rows = []
    before: Entry | None = None
    for event in events:
        rows += _interval(before, event.entry, gap)
        rows.append(_row(event))
        before = event.entry
    objects = sorted(
        {(e.entry.sha256, e.entry.size) for e in events if e.entry.keeps_object and e.entry.item == item}
    )
    held = "".join(f"<dd><code>{digest}</code> ({length:,} bytes)</dd>" for digest, length in objects)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>Custody of {escape(item)}</title><style>{_STYLE}</style></head><body>\n"
        f"<h1>Custody of {escape(item)}</h1>\n<dl>"
        f"<dt>SHA-256 of the bytes held</dt>{held or '<dd>none: no bytes were taken in</dd>'}"
        f"<dt>Log</dt><dd><code>{escape(origin)}</code>, {size:,} entries at the signed checkpoint</dd>"
        f"<dt>Latest possible time of intake</dt>{_dated(events, datings)}</dl>\n"
        "<p>Times are those of the custodian's clock; the order is that of the log. What happened to the "
        "item before its first entry here is not covered by this log.</p>\n"
        "<table><thead><tr><th>Entry</th><th>Time (UTC)</th><th>Event</th><th>By</th><th>Details</th></tr>"
        f"</thead><tbody>\n{''.join(rows)}</tbody></table>\n"
        '<p class="quiet">Each row is the log entry of that number, which VERIFY.md shows how to check. This '
        "page is made from them and proves nothing by itself.</p>\n</body></html>\n"
    )


def _dated(events: Sequence[Event], datings: Sequence[Dating]) -> str:
    first = next((event.entry.seq for event in events if event.entry.keeps_object), None)
    covering = [dating for dating in datings if first is not None and first < dating.size]
    if not covering:
        return "<dd>no time stamp covers it: it is dated by the custodian's own clock alone</dd>"
    return "".join(f"<dd>{escape(one.time)}, stamped by {escape(one.authority)}</dd>" for one in covering)


def _row(event: Event) -> str:
    entry = event.entry
    what = _EVENTS.get(entry.event, entry.event.replace("_", " "))
    if entry.item is None:
        what += " (the whole archive)"
    facts = [f"digest <code>{entry.sha256}</code>"] if entry.sha256 else []
    facts += [f"made from <code>{entry.derived_from}</code>"] if entry.derived_from else []
    facts += [f"with {escape(entry.tool)}"] if entry.tool else []
    facts += [f"of entry {entry.of}"] if entry.of is not None else []
    if event.detail is not None:
        shown = "".join(f"<dt>{escape(k)}</dt><dd>{escape(_plain(v))}</dd>" for k, v in event.detail.items())
        facts.append(f"<dl>{shown}</dl>")
    elif event.withheld:
        facts.append(f'<span class="quiet">{escape(event.withheld)}</span>')
    cells = (
        str(entry.seq),
        escape(entry.t),
        escape(what),
        f"<code>{escape(entry.agent)}</code>",
        "; ".join(facts),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_plain(inner)}" for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(inner) for inner in value)
    return "" if value is None else str(value)


def _interval(before: Entry | None, entry: Entry, gap: timedelta) -> list[str]:
    if before is None:
        return []
    passed = entry.time - before.time
    if passed < timedelta(0):
        said = (
            f"Clock: entry {entry.seq} follows entry {before.seq}, though its clock showed an earlier time."
        )
    elif passed > gap:
        said = (
            f"Gap: nothing is recorded of this item for {passed.days} days, "
            f"from {before.t} (entry {before.seq}) to {entry.t} (entry {entry.seq})."
        )
    else:
        return []
    return [f'<tr class="gap"><td colspan="5">{said}</td></tr>\n']
