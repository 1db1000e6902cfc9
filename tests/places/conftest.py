from __future__ import annotations

import pytest

from accounted.places import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The real gazetteer, from the user's cache so that the whole test run builds it once at most."""
    return Gazetteer.load()
