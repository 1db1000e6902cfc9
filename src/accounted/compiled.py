"""The parts of Accounted that were compiled to machine code, used where they fit the sources at hand.

`tools/compile_reader.py` makes them, in a folder of their own: `_compiled/<kind of Python>/`, with a list of
the sources they were made from. A module is taken from there only while every one of those sources is still
the same, byte for byte, so that an edited source is never shadowed by what was compiled before. Without that
folder the sources are run as they stand, with the same results, only slower.

With ACCOUNTED_COMPILED=0 in the environment nothing compiled is used.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

HOME = Path(__file__).parent
LIST = "modules.json"
_OURS = "accounted."
_SHARED = "__mypyc"  # how the library that the modules share is called in the end


def folder(home: Path = HOME) -> Path:
    """Where the modules compiled for this Python are."""
    return home / "_compiled" / str(sysconfig.get_config_var("SOABI") or sys.implementation.cache_tag)


def fingerprint(source: Path) -> str:
    """What tells one state of a source from another."""
    return hashlib.sha256(source.read_bytes()).hexdigest()


class CompiledModules(MetaPathFinder):
    """Finds the compiled modules of an installation; none where they do not fit its sources."""

    def __init__(self, home: Path = HOME) -> None:
        self._home = home
        self._found: Mapping[str, Path] | None = None

    def modules(self) -> Mapping[str, Path]:
        """By name, the files of the modules that are used; empty where none are."""
        if self._found is None:
            self._found = self._fitting()
        return self._found

    def _fitting(self) -> Mapping[str, Path]:
        made = folder(self._home)
        if os.environ.get("ACCOUNTED_COMPILED") == "0":
            return {}
        try:
            listed = json.loads((made / LIST).read_bytes())
            modules, sources = listed["modules"], listed["sources"]
            fits = all(fingerprint(self._home / name) == known for name, known in sources.items())
        except (OSError, ValueError, KeyError):
            return {}
        return {name: made / file for name, file in modules.items()} if fits else {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The compiled module of that name, if there is one that fits."""
        if not fullname.startswith(_OURS) and not fullname.endswith(_SHARED):
            return None
        file = self.modules().get(fullname)
        if file is None:
            return None
        from importlib.util import spec_from_file_location

        return spec_from_file_location(fullname, file)


_finder = CompiledModules()


def use() -> None:
    """Take compiled modules, where they fit, before the sources of the same name."""
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)


def in_use() -> bool:
    """Whether the reader runs compiled here."""
    return bool(_finder.modules())
