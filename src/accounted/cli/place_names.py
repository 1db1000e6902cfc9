"""The gazetteer, with a word to the person who waits for it the first time."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from accounted.places import Gazetteer


def load_gazetteer() -> Gazetteer:
    """The gazetteer; without an index that came along it is compiled at first use, and that is said."""
    from accounted.places import Gazetteer
    from accounted.places.cache import index_path, user_cache_dir
    from accounted.places.material import SHIPPED_INDEX

    shipped = files("accounted.places").joinpath("data", SHIPPED_INDEX).is_file()
    if not shipped and not index_path(user_cache_dir()).exists():
        typer.echo("Compiling the index of places, once; this takes about half a minute.", err=True)
    return Gazetteer.load()
