"""For every test: no deadlines, Django set up once with the workspace in it, long files first.

Timings are for `bench/`; in CI the examples are the same on every run.
"""

from __future__ import annotations

import compileall
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


@pytest.fixture(scope="module")
def quick_java() -> Iterator[None]:
    """Java for small work: what runs once is compiled lightly. A JVM reads this when it starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        yield


# Playwright's loop runs in the thread of the test, which Django would take for code that must not wait.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser, one in a process: a second would not start beside it. Skipped loudly without one."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium is not installed: run `make system` (apt-get install chromium)")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


# What a test of that mark takes, roughly, where one without a mark takes one.
WEIGHTS = {"browser": 60, "slow": 40, "postgres": 6}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the files that take longest first where files are shared out: none is begun last and ends alone."""
    if not hasattr(config, "workerinput"):
        return
    weight: Counter[Path] = Counter()
    for item in items:
        weight[item.path] += max((WEIGHTS.get(mark.name, 1) for mark in item.iter_markers()), default=1)
    items.sort(key=lambda item: (-weight[item.path], item.path))
