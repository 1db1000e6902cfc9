"""The gazetteer for tests that need places, and one that knows none for those that do not."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from accounted.places import Gazetteer, Mention, Resolution

ROOT = Path(__file__).resolve().parents[2]


class NoPlaces:
    """A gazetteer that holds nothing: names stay as written, without coordinates."""

    def mentions_in(self, text: str) -> list[Mention]:
        return []

    def resolve(self, mentions: Sequence[Any], **_: Any) -> Mapping[str, Resolution]:
        return {}

    def find(self, name: str, **_: Any) -> list[Any]:
        return []


@pytest.fixture(scope="session")
def no_places() -> NoPlaces:
    return NoPlaces()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts, which are others' words and are no part of the project."""
    folder = Path(os.environ.get("ACCOUNTED_SHARED", ROOT.parent / "shared"))
    if not (folder / "sources" / "press-report.txt").exists():
        pytest.skip(f"no real texts at {folder}; set ACCOUNTED_SHARED to the folder that holds them")
    return folder
