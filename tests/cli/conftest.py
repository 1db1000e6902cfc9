"""The command as a person runs it: a process of its own, with its own configuration."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from commands import ACCOUNTED, run

STATEMENT = """\
Police: bodies recovered near Zelenyi Hai

At least 41 bodies were exhumed at a burial site near Poltava, the regional police said on Tuesday.

Out of 57 bodies, 20 were women and three were children, said Ihor Malenko, the head of the investigators.

The occupation administration denied the accusations and called the allegations "fiction".
"""


@dataclass(frozen=True)
class Outcome:
    """What a run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Command:
    """Runs `accounted` in a directory, with keys and settings of its own."""

    home: Path
    directory: Path
    before: tuple[str, ...] = ()

    def behind(self, *before: str) -> Command:
        """The same command started by another."""
        return replace(self, before=before)

    def __call__(self, *arguments: object, input: str | None = None, **environment: str) -> Outcome:
        keep = {k: v for k, v in os.environ.items() if not k.startswith("ACCOUNTED_") and k != "DATABASE_URL"}
        environment = {**keep, "ACCOUNTED_CONFIG": str(self.home), **environment}
        if not self.before:
            done = run(*arguments, cwd=self.directory, env=environment, input=input)
            return Outcome(done.returncode, done.stdout, done.stderr)
        done = subprocess.run(
            [*self.before, ACCOUNTED, *map(str, arguments)],
            cwd=self.directory,
            env=environment,
            input=input,
            stdin=subprocess.DEVNULL if input is None else None,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def accounted(tmp_path: Path) -> Command:
    """The command, in an empty directory."""
    work = tmp_path / "work"
    work.mkdir()
    return Command(tmp_path / "config", work)


@pytest.fixture
def archive(accounted: Command) -> Path:
    """A new archive."""
    assert accounted("init", "archive", "--title", "Poltava").code == 0
    return accounted.directory / "archive"


@pytest.fixture
def statement(accounted: Command) -> Path:
    """A police statement, invented."""
    path = accounted.directory / "statement.txt"
    path.write_text(STATEMENT, encoding="utf-8")
    return path
