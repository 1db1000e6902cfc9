"""Readers for the tests of this room: confined as in life, with limits low enough to be met."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from accounted.sources import Extractor, Limits

# The builders of files are shared with bench/fuzz_sources.py and lie beside the tests as plain modules.
for _name in ("hostile", "wholesome"):
    _spec = importlib.util.spec_from_file_location(_name, Path(__file__).with_name(f"{_name}.py"))
    assert _spec is not None and _spec.loader is not None
    _module: ModuleType = importlib.util.module_from_spec(_spec)
    sys.modules.setdefault(_name, _module)
    if sys.modules[_name] is _module:
        _spec.loader.exec_module(_module)


LOW = Limits(
    members=2_000,
    cells=200_000,
    segments=50_000,
    expanded_bytes=128 * 1024 * 1024,
    cpu_seconds=12,
    wall_seconds=60.0,
    memory_bytes=1024 * 1024 * 1024,
    ocr_pages=0,
)


@pytest.fixture(scope="session")
def extractor() -> Iterator[Extractor]:
    with Extractor(limits=LOW) as opened:
        yield opened
