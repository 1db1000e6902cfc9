"""For every test: no deadlines on property tests, and Django set up once, with the workspace in it.

Timings are for `bench/`; in CI the examples are the same on every run.
"""

from __future__ import annotations

import compileall
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))  # what several rooms share

from django_for_tests import set_up

SOURCE = Path(__file__).parents[1] / "src" / "accounted"

settings.register_profile(
    "accounted",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("accounted")
set_up()


def pytest_configure(config: pytest.Config) -> None:
    """Compile the package once, not in each of the thousand processes that tests start."""
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(str(SOURCE), quiet=2)
