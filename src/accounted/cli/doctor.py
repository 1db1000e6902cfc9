"""`accounted doctor`: what is right and what is wrong with a deployment."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from accounted.cli import show
from accounted.cli.application import FAILED
from accounted.cli.options import HERE, ArchiveOption, DirectoryArgument, JsonOption

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def doctor(
    directory: DirectoryArgument = None,
    archive: ArchiveOption = HERE,
    before_start: Annotated[
        bool, typer.Option("--before-start", help="Bring the workspace's tables up to date first.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Look at everything the workspace needs to run for a team, and say what to do where it is not right.

    Changes nothing but what --before-start asks for. Exit code 1 when something is wrong;
    with --before-start, when the workspace cannot be served.
    """
    from accounted.cli.settings import config_dir

    try:
        from accounted.web.doctor import WRONG, examine
    except ImportError as missing:
        raise typer.BadParameter(
            f"the workspace is not installed ({missing.name} is missing); run: pip install 'accounted[web]'"
        ) from None
    findings = examine(directory or archive, config=config_dir(), before_start=before_start)
    if as_json:
        show.as_json([asdict(one) for one in findings])
    else:
        rows = [(one.state, one.about, one.told, one.remedy) for one in findings]
        show.table(("", "what", "how it stands", "what to do"), rows)
    failed = any(one.stops if before_start else one.state == WRONG for one in findings)
    raise typer.Exit(FAILED if failed else 0)
