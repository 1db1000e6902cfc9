"""The tutorial is executed: every command succeeds, and what is shown under it is what it says."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from commands import run

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "tutorial" / "burial-site.md"


def steps(page):
    """Each block of commands with the lines that the page shows under it."""
    blocks = re.findall(r"```(sh|text)\n(.*?)```", page, flags=re.S)
    found = []
    for kind, text in blocks:
        if kind == "sh":
            found.append((text.strip().splitlines(), []))
        else:
            found[-1][1].extend(text.strip().splitlines())
    return found


def squeezed(text):
    return " ".join(text.split())


@pytest.mark.slow
def test_every_command_of_the_tutorial_says_what_the_page_shows(tmp_path):
    shown = 0
    for commands, lines in steps(PAGE.read_text(encoding="utf-8")):
        out = ""
        for command in commands:
            words = shlex.split(command)
            assert words[0] == "accounted"
            environment = {**os.environ, "ACCOUNTED_CONFIG": str(tmp_path / "config")}
            done = run(*words[1:], cwd=tmp_path, env=environment)
            assert done.returncode == 0, (command, done.stderr)
            out += done.stdout
        for line in lines:
            assert squeezed(line) in squeezed(out), (commands[-1], line, out)
            shown += 1
    assert shown > 25
    assert "PM-0009" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert '"PM-0009": "AM-061"' in (tmp_path / "site" / "truth.json").read_text(encoding="utf-8")
