"""The published tables, where they lie beside the checkout; nothing of them is kept here."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from accounted.estimating import ListOverlap

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("ACCOUNTED_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def tables() -> Path:
    folder = SHARED / "estimating" / "tables"
    if not folder.is_dir():
        pytest.skip("the published tables are not here; set ACCOUNTED_SHARED to their folder")
    return folder


@pytest.fixture(scope="session")
def table(tables: Path) -> Callable[[str], ListOverlap]:
    return lambda name: ListOverlap.read_csv(tables / f"{name}.csv")
