"""`accounted reproduce`: every figure of a report made again from the preserved bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.options import HERE, ArchiveOption, JsonOption

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def reproduce(
    report: Annotated[Path, typer.Argument(help="A report made by accounted report: the page or its JSON.")],
    archive: ArchiveOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Make every figure of a report again from the preserved bytes, and say which differ and why.

    Texts are extracted and read again from the original bytes; decisions are taken from the log as far as it
    went when the report was made. Nothing is changed. Exit code 1 when something differs.
    """
    from accounted.cli.place_names import load_gazetteer
    from accounted.record.archive import Archive
    from accounted.reporting.reproducing import reported_data
    from accounted.reporting.reproducing import reproduce as make_again

    try:
        text = report.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise typer.BadParameter(
            f"{report} is not text; give the report itself.", param_hint="REPORT"
        ) from None
    reported = reported_data(text, str(report))
    with Archive.open(archive, to_read=True) as opened, show.progress("reading again") as step:
        made = make_again(reported, opened, gazetteer=load_gazetteer(), on_progress=step)
    if as_json:
        show.as_json(_data(made))
    else:
        _print(made)
    if not made.ok:
        raise typer.Exit(1)


def _data(made: Any) -> dict[str, Any]:
    return {
        "ok": made.ok,
        "figures": made.figures,
        "figures_same": made.figures_same,
        "values": made.values,
        "differences": [
            {
                "where": d.where,
                "reported": d.reported,
                "recomputed": d.recomputed,
                "items": list(d.items),
                "why": d.why,
            }
            for d in made.differences
        ],
        "documents": [{"item": d.item, "outcome": d.outcome, "why": d.why} for d in made.documents],
        "notes": list(made.notes),
    }


def _print(made: Any) -> None:
    for note in made.notes:
        typer.echo(note)
    other = [one for one in made.documents if one.outcome != "same"]
    typer.echo(
        f"{len(made.documents)} documents extracted and read again from their bytes, "
        f"{len(made.documents) - len(other)} the same."
    )
    if other:
        show.table(("item", "", "why"), ((one.item, one.outcome, one.why) for one in other))
    if made.differences:
        show.table(
            ("where", "reported", "made again", "why"),
            ((d.where, d.reported, d.recomputed, d.why) for d in made.differences[:200]),
            note=f"{len(made.differences)} of {made.values} values differ.",
        )
    verdict = (
        "The report can be reproduced." if made.ok else "The report could not be reproduced as it stands."
    )
    typer.echo(f"{made.figures_same} of {made.figures} figures came out as reported. {verdict}")
