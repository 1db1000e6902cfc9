"""A reckoned figure in the Word document: what holds its range, what contradicts it, and all the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounted.reporting.exports.docx_writing import Writer


def answer(writer: Writer, made: Mapping[str, Any]) -> None:
    """Everything that the page shows of a reckoned figure, the charts as their numbers."""
    if made["binding"]:
        writer.small("What holds the range:")
        for row in made["binding"]:
            hidden = row["withheld"]
            tail = f"{row['side']}: {row['says']}" + (f", {row['item']}" if row["item"] else "")
            writer.quotation(
                None if hidden else row["exact"], tail, None if hidden else row["key"], row.get("language")
            )
    for one in made["contradictions"]:
        writer.note(one["rule"], one["sentence"])
    if made["set_aside"]:
        knots = [[" and ".join(_named(way)) for way in one["ways"]] for one in made["set_aside"]]
        sets = [", or ".join(ways) for ways in knots]
        writer.small(
            "The fewest to set aside so that the rest can all be true: "
            f"{'; '.join(sets)}. Nothing is deleted."
        )
    for one in made["copy_warnings"]:
        writer.note("D-04", one["sentence"])
    if made["superseded"]:
        replaced = [f"{_words(row)} ({row['reason']})" for row in made["superseded"]]
        writer.small(f"Replaced by a later count: {'; '.join(replaced)}.")
    if made["denials"]:
        writer.small(f"Denied by {', '.join(one['by'] for one in made['denials'])}.")
    documented = made["documented"]
    if documented and documented["count"]:
        writer.small(f"Recorded one by one: {documented['count']}, verified {documented['verified']}.")
    _tables(writer, made)
    if made["origins"]:
        origins = [f"{one['name']} ({len(one['statements'])})" for one in made["origins"]]
        writer.small(f"Independent origins: {'; '.join(origins)}.")
    for one in made["choices"]:
        readings = "; ".join(f"{reading['reading']} {reading['words']}" for reading in one["readings"])
        writer.note("left open", f"{one['about']}: {readings}")
    for one in made["remarks"]:
        writer.note(one["rule"], one["text"])
    for one in made["refused"]:
        writer.note(one["rule"], one["sentence"])
    for one in made["not_compared"]:
        writer.note(one["rule"], one["reason"])


def _tables(writer: Writer, made: Mapping[str, Any]) -> None:
    if len(made["series"]) > 1:
        writer.small("As known over time:")
        writer.table(
            ("Known on", "How many", "Origins", "New that day"),
            [
                (
                    step["known_on"] or "",
                    step["words"] + (" [contradicted]" if step["contested"] else ""),
                    str(step["origins"]),
                    ", ".join(_named(step["updated_by"])),
                )
                for step in made["series"]
            ],
        )
    if made["policies"]:
        writer.small("By other rules:")
        writer.table(
            ("Rule", "How many", "Why"),
            [(one["title"], one["words"], one["note"]) for one in made["policies"]],
        )


def _named(links: Iterable[Mapping[str, Any]]) -> list[str]:
    return [
        f"{link['words'] or 'a statement'}" + (f" ({link['item']})" if link["item"] else "") for link in links
    ]


def _words(row: Mapping[str, Any]) -> str:
    return str(row.get("words") or "") if row["withheld"] else f"‘{row['exact']}’"
