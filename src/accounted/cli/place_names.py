"""The gazetteer, with a word to the person who waits for it the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from accounted.places import Gazetteer


def load_gazetteer() -> Gazetteer:
    """The gazetteer; its index is compiled at first use, which takes a while and is said."""
    from accounted.places import Gazetteer
    from accounted.places.cache import index_path, user_cache_dir

    if not index_path(user_cache_dir()).exists():
        typer.echo("Compiling the index of places, once; this takes about half a minute.", err=True)
    return Gazetteer.load()
