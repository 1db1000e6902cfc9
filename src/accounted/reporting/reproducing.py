"""A report made again from the preserved bytes, and compared with what it said.

Sources → texts and readings (made again) → decisions (from the log, as far as it went when the report was
made) → figures. Whatever differs is named with both values and the reason, as far as it can be told.
"""

from __future__ import annotations

import html
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accounted.reporting.disclosure import AUDIENCES
from accounted.reporting.material import Material, gather
from accounted.reporting.page import FORMAT, VERSION, abridged, report

if TYPE_CHECKING:
    from accounted.places import Gazetteer
    from accounted.record.archive import Archive
    from accounted.record.recomputing import Recomputed

# What a report says of itself rather than of the archive, and the state of the signatures, which goes on.
_NOT_COMPARED = frozenset({"generated", "generated_words", "software", "checkpoint"})


class NotReproducible(ValueError):
    """A file that is no report, or a report of another archive; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not what the report says. `where` leads to it; it rests on the documents `items`."""

    where: str
    reported: Any
    recomputed: Any
    items: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What came of making a report again."""

    figures: int
    figures_same: int
    values: int  # single values compared
    differences: tuple[Difference, ...]
    documents: tuple[Recomputed, ...]
    notes: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether every value came out as reported, from bytes that still give the same readings."""
        return not self.differences and not any(one.differs for one in self.documents)


def reported_data(text: str, name: str) -> dict[str, Any]:
    """The data of a report: its JSON form, or the JSON that its page carries.

    Raises:
        NotReproducible: it is neither.
    """
    found = re.search(r'<template id="report-data">(.*?)</template>', text, re.DOTALL)
    try:
        data = json.loads(html.unescape(found[1]) if found else text)
    except ValueError:
        raise NotReproducible(
            f"{name}: neither a report in JSON nor a page with its data; make one with: accounted report"
        ) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise NotReproducible(f"{name}: not a report of accounted; give the file that accounted report wrote")
    if data.get("version") != VERSION:
        raise NotReproducible(
            f"{name}: a report of format version {data.get('version')}; this program makes {VERSION}, "
            f"install {data.get('software', 'the version that made it')} to reproduce it"
        )
    archive, entries = data.get("archive"), data.get("log_entries")
    whole = (
        data.get("audience") in AUDIENCES
        and isinstance(data.get("generated"), str)
        and isinstance(archive, dict)
        and isinstance(archive.get("id"), str)
        and isinstance(entries, int)
        and entries >= 0
    )
    if not whole:
        raise NotReproducible(
            f"{name}: it does not say for whom, when, of which archive and from which state of its log it "
            "was made; give the report as accounted report wrote it"
        )
    return data


def reproduce(
    reported: Mapping[str, Any],
    archive: Archive,
    *,
    gazetteer: Gazetteer,
    on_progress: Callable[[str], None] | None = None,
) -> Reproduction:
    """Make a report again and compare.

    Raises:
        NotReproducible: the report is of another archive, or of a longer log than this one.
    """
    from accounted.record import database
    from accounted.record.rebuilding import REBUILT, rebuild_into
    from accounted.record.recomputing import recompute

    entries = int(reported["log_entries"])
    if reported["archive"]["id"] != archive.id:
        raise NotReproducible(
            f"the report is of the archive {reported['archive']['id']}, this is {archive.id}; name that one"
        )
    if entries > archive.store.size:
        raise NotReproducible(
            f"the report was made from a log of {entries} entries, this one has {archive.store.size}: it was "
            "cut, or is an older copy"
        )
    with tempfile.TemporaryDirectory(prefix="accounted-reproduce-") as aside:
        try:
            rebuild_into(archive, database.sqlite(Path(aside) / "record.sqlite3"), end=entries)
            with database.writing_into(REBUILT):
                material = gather(archive, gazetteer=gazetteer)
                material = replace(
                    material,
                    as_of=archive.store.entry(entries - 1).t if entries else None,
                    log_entries=entries,
                )
                documents = tuple(recompute(archive, gazetteer=gazetteer, on_progress=on_progress))
        finally:
            database.disconnect(REBUILT)
    again = report(
        material,
        generated=reported["generated"],
        audience=reported["audience"],
        estimates=reported.get("estimates"),  # given with the report, not made from the archive: see the note
    )
    if reported.get("abridged"):
        again = abridged(again)
    return _compared(reported, _as_json(again), documents, _notes(reported, archive, material))


def _as_json(made: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(made, ensure_ascii=False, sort_keys=True))
    return found


def _notes(reported: Mapping[str, Any], archive: Archive, material: Material) -> tuple[str, ...]:
    notes = []
    if "estimates" in reported:
        notes.append(
            "The estimates of people on no list were given with the report and are not made again here: run "
            "accounted estimate on the lists whose data has sha256 "
            f"{reported['estimates']['data_sha256'][:16]}… with the parameters beside each method."
        )
    checkpoint = reported.get("checkpoint")
    if checkpoint is None:
        notes.append(
            "The report names no signed state of the log, so nothing shows that the log is the same."
        )
    else:
        held = {one.size: one.root.hex() for one in archive.store.checkpoints()}
        if held.get(checkpoint["size"]) == checkpoint["root"]:
            notes.append(f"The log holds the signed state of the report ({checkpoint['size']} entries).")
        else:
            notes.append(
                f"The signed state of the report ({checkpoint['size']} entries, root {checkpoint['root']}) "
                "is not among those of this archive: its log may be another."
            )
    if reported.get("software") != material.software:
        notes.append(f"Made by {reported.get('software')}, made again by {material.software}.")
    return tuple(notes)


def _compared(
    reported: Mapping[str, Any],
    again: Mapping[str, Any],
    documents: tuple[Recomputed, ...],
    notes: tuple[str, ...],
) -> Reproduction:
    differing = {one.item: one for one in documents if one.differs}
    pairs = [pair for pair in _walk(reported, again, "") if pair[0].split(".")[0] not in _NOT_COMPARED]
    differences = []
    for where, before, now, items in pairs:
        if before != now:
            differences.append(Difference(where, before, now, items, _why(items, differing, reported, again)))
    keys = {figure["key"] for figure in _figures(reported)} | {figure["key"] for figure in _figures(again)}
    wrong = {key for key in keys if any(f"[{key}]" in one.where for one in differences)}
    return Reproduction(len(keys), len(keys) - len(wrong), len(pairs), tuple(differences), documents, notes)


def _why(
    items: tuple[str, ...],
    differing: Mapping[str, Recomputed],
    reported: Mapping[str, Any],
    again: Mapping[str, Any],
) -> str:
    if reported.get("methodology") != again.get("methodology"):
        return f"the methodology was {reported.get('methodology')}, now it is {again.get('methodology')}"
    if reported.get("software") != again.get("software"):
        return f"made by {reported.get('software')}, not by {again.get('software')}"
    rests_on = [one for one in items if one in differing]
    if rests_on:
        return f"{rests_on[0]}: {differing[rests_on[0]].why}"
    return (
        "the same bytes, decisions and program give another value: the report was changed after it was made"
    )


def _figures(structure: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for section in structure.get("sections", ()):
        yield from section.get("figures", ())
        yield from section.get("further", ())


def _walk(
    before: Any, now: Any, where: str, items: tuple[str, ...] = ()
) -> Iterator[tuple[str, Any, Any, tuple[str, ...]]]:
    """Every single value of two structures side by side, with the way to it and the documents around it."""
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        inside = (*items, *_items_in(before))
        for key in sorted({*before, *now}):
            yield from _walk(before.get(key), now.get(key), f"{where}.{key}" if where else key, inside)
    elif isinstance(before, list) and isinstance(now, list):
        names = [_name(one) for one in (*before, *now)]
        if all(names) and len(set(names[: len(before)])) == len(before):
            ours = {_name(one): one for one in before}
            theirs = {_name(one): one for one in now}
            for name in dict.fromkeys(names):
                yield from _walk(ours.get(name), theirs.get(name), f"{where}[{name}]", items)
            return
        for n in range(max(len(before), len(now))):
            one = before[n] if n < len(before) else None
            other = now[n] if n < len(now) else None
            yield from _walk(one, other, f"{where}[{n}]", items)
    else:
        yield where, before, now, tuple(dict.fromkeys(items))


def _name(one: Any) -> str | None:
    return str(one["key"]) if isinstance(one, Mapping) and isinstance(one.get("key"), str) else None


def _items_in(structure: Mapping[str, Any]) -> tuple[str, ...]:
    """The documents named by a structure and by what is directly inside it."""
    found = [structure["item"]] if isinstance(structure.get("item"), str) else []
    for value in structure.values():
        if isinstance(value, list):
            found += [v["item"] for v in value if isinstance(v, Mapping) and isinstance(v.get("item"), str)]
    return tuple(found)
