"""`accounted log`: the custody log, readable."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.options import HERE, ArchiveOption, JsonOption

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def log(
    archive: ArchiveOption = HERE,
    item: Annotated[
        str | None, typer.Option(help="Only the events of this item, for instance ACC-000001.")
    ] = None,
    start: Annotated[int, typer.Option("--from", min=0, help="Start with this entry.")] = 0,
    details: Annotated[bool, typer.Option("--details", help="Show names, paths and reasons too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show the custody log: what happened to which bytes, in order.

    Times are claims of the clock that was used; the order is proved. Details can name people: they are shown
    only when asked for.
    """
    from datetime import UTC, datetime

    from accounted.evidence import Store

    with Store.open(archive, clock=lambda: datetime.now(UTC)) as store:
        entries = [entry for entry in store.entries(start) if item is None or entry.item == item]
        rows: list[dict[str, Any]] = []
        for entry in entries:
            row: dict[str, Any] = {
                "seq": entry.seq, "time": entry.t, "event": entry.event, "item": entry.item,
                "sha256": entry.sha256, "size": entry.size, "agent": entry.agent, "tool": entry.tool,
                "derived_from": entry.derived_from,
            }  # fmt: skip
            if details:
                row["detail"] = store.detail(entry.seq) if entry.commit else None
            rows.append(row)
    if as_json:
        show.as_json(rows)
        return
    show.table(
        ("entry", "time (UTC)", "event", "item", "sha256", "who", *(("detail",) if details else ())),
        [
            (
                row["seq"], row["time"], row["event"], row["item"], (row["sha256"] or "")[:12], row["agent"],
                *((row["detail"] or "",) if details else ()),
            )
            for row in rows
        ],
        note="" if rows else "No such entries.",
    )  # fmt: skip
