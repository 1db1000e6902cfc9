"""`accounted report`: what the sources say, as one page that opens offline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from accounted.cli.options import HERE, ArchiveOption
from accounted.cli.outputs import must_be_writable, write_private

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def report(
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write; - for the screen.")],
    archive: ArchiveOption = HERE,
    audience: Annotated[
        str, typer.Option(help="public (withholds what could endanger people) or internal (shows all).")
    ] = "public",
    estimates: Annotated[
        Path | None,
        typer.Option(help="Also show these estimates: a file with what accounted estimate --json printed."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write the report as data instead of a page.")
    ] = False,
) -> None:
    """Write the report: one self-contained page, or the same as JSON.

    The public report withholds statements of witnesses and victims, protected names and exact coordinates.
    Read it before you publish it: no program knows who in a text is in danger.
    """
    from datetime import UTC, datetime

    must_be_writable(output, archive)
    if audience not in ("public", "internal"):
        raise typer.BadParameter(f"{audience!r}: choose public or internal.", param_hint="--audience")
    from accounted.cli.place_names import load_gazetteer
    from accounted.record.archive import Archive
    from accounted.reporting import report_html, report_json
    from accounted.reporting.material import gather

    shown = _estimates_in(estimates) if estimates is not None else None
    with Archive.open(archive, to_read=True) as opened:
        material = gather(opened, gazetteer=load_gazetteer())
        generated = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        make = report_json if as_json else report_html
        text = make(material, generated=generated, audience=audience, estimates=shown)
    if str(output) == "-":
        typer.echo(text)
        return
    write_private(output, text.encode())
    typer.echo(f"Wrote {output} ({audience}). It needs no network.")


def _estimates_in(path: Path) -> dict[str, Any]:
    """The estimates in a file, or what is wrong with it."""
    import json

    from accounted.reporting.estimates import IncompleteEstimate, accepted

    try:
        return accepted(json.loads(path.read_text(encoding="utf-8")), audience="internal")
    except (OSError, ValueError) as trouble:
        words = str(trouble) if isinstance(trouble, (OSError, IncompleteEstimate)) else "it is not JSON."
        raise typer.BadParameter(f"{path}: {words}", param_hint="--estimates") from None
