"""`accounted items`: what is kept, and what was refused and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.options import HERE, ArchiveOption, JsonOption

app = typer.Typer(rich_markup_mode=None, add_completion=False)

STATES = ("kept", "documented", "no_text", "refused", "destroyed")


@app.command()
def items(
    archive: ArchiveOption = HERE,
    item: Annotated[str | None, typer.Option(help="One item, with its intakes and its custody.")] = None,
    state: Annotated[str | None, typer.Option(help=f"Only in this state: {', '.join(STATES)}.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List what is kept, and what was refused and why."""
    from accounted.record import queries
    from accounted.record.archive import Archive

    if state is not None and state not in STATES:
        raise typer.BadParameter(f"there is no state {state!r}; the states are {', '.join(STATES)}.")
    with Archive.open(archive, to_read=True) as opened:
        found = [queries.item(opened, item)] if item else queries.items(opened, state=state)
        refused = [] if item or state else queries.refusals(opened)
        trail = queries.custody(opened, found[0].number, details=True) if item else []
    if as_json:
        show.as_json(
            {
                "items": [plain(one) for one in found],
                "refused": [plain(one) for one in refused],
                **({"custody": [plain(line) for line in trail]} if item else {}),
            }
        )
        return
    show.table(
        ("item", "name", "type", "size", "state", "sha256"),
        [(one.number, one.name, one.media_type, one.size, one.state, one.sha256[:16]) for one in found],
        note="" if found else "Nothing is kept yet: accounted add FILES.",
    )
    for one in found:
        if one.destroyed:
            tomb = one.destroyed
            whose = f"{show.printable(tomb.ordered_by)} ({show.printable(tomb.order)})"
            typer.echo(
                f"  {one.number}: destroyed on {tomb.at:%Y-%m-%d} by order of {whose}, seen to by {tomb.by} "
                f"and {tomb.second}"
            )
        if one.trouble:
            typer.echo(f"  {one.number}: {show.printable(one.trouble)}")
    if trail:
        show.table(
            ("entry", "time (UTC)", "event", "who", "tool", "reason"),
            [
                (line.seq, line.time, line.event, line.agent_name or line.agent, line.tool, line.reason)
                for line in trail
            ],
        )
    for one in refused:
        typer.echo(f"  refused: {show.printable(one.path or one.name)}: {show.printable(one.refused)}")


def plain(one: Any) -> dict[str, Any]:
    """A record as JSON can hold it: times in ISO 8601."""
    return {
        key: value.isoformat()
        if hasattr(value, "isoformat")
        else [_inner(v) for v in value]
        if isinstance(value, (tuple, list))
        else _inner(value)
        for key, value in asdict(one).items()
    }


def _inner(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: inner.isoformat() if hasattr(inner, "isoformat") else inner for key, inner in value.items()
        }
    return value
