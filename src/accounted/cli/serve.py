"""`accounted serve`: the workspace in the browser."""

from __future__ import annotations

import webbrowser
from typing import Annotated

import typer

from accounted.cli.options import HERE, ArchiveOption, DirectoryArgument, OperatorOption

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def serve(
    directory: DirectoryArgument = None,
    archive: ArchiveOption = HERE,
    port: Annotated[int, typer.Option(help="The port; 0 takes a free one.", min=0, max=65535)] = 8000,
    host: Annotated[
        str, typer.Option(help="The address to listen on. Others can reach it only behind a proxy with TLS.")
    ] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
    link: Annotated[
        bool,
        typer.Option("--link", help="Print a link that lets the owner in, for a server that runs already."),
    ] = False,
    by: OperatorOption = None,
) -> None:
    """Open the archive in the browser: read, review, record, reckon, look.

    The link that is printed lets its holder in once, as the owner. Stop with Ctrl-C.
    """
    from accounted.cli.settings import config_dir
    from accounted.record.archive import operator_name

    try:
        from accounted.web import serving
    except ImportError as missing:
        raise typer.BadParameter(
            f"the workspace is not installed ({missing.name} is missing); run: pip install 'accounted[web]'"
        ) from None
    root = directory or archive
    way_in = serving.prepare(root, operator=by or operator_name(), config=config_dir())
    if link:
        print(f"{serving.public_address(root)}{way_in}")
        return

    def ready(taken: int) -> None:
        address = f"http://{'localhost' if host in ('127.0.0.1', '::1') else host}:{taken}{way_in}"
        print(address, flush=True)
        if not no_browser:
            webbrowser.open(address)

    serving.serve(host=host, port=port, on_ready=ready)
