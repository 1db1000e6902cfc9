"""What checkers of security say: bandit of the source, pip-audit of what it needs, Django of a deployment."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
# bandit's number of a check → the linter's number of the same, with which a line says that it was looked at
SAME = {
    "B102": "S102",
    "B301": "S301",
    "B307": "S307",
    "B308": "S308",
    "B608": "S608",
    "B611": "S611",
    "B703": "S308",
}


@pytest.mark.slow
def test_bandit_finds_nothing_grave_and_nothing_middling_that_nobody_looked_at() -> None:
    pytest.importorskip("bandit", reason="bandit is not installed")
    ran = subprocess.run(
        [sys.executable, "-m", "bandit", "-q", "-r", "src/accounted", "-ll", "-f", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(ran.stdout)
    assert found["errors"] == []
    left = [f"{one['filename']}:{one['line_number']} {one['test_id']} {one['issue_text']}"
            for one in found["results"] if not _looked_at(one)]  # fmt: skip
    assert left == []


def _looked_at(one: Any) -> bool:
    """Whether a middling finding stands on a line that gives the linter leave; a grave one never does."""
    if one["issue_severity"] == "HIGH":
        return False
    lines = (ROOT / one["filename"]).read_text(encoding="utf-8").splitlines()
    told = " ".join(lines[number - 1] for number in one["line_range"])
    if one["test_id"] in ("B308", "B703") and 'mark_safe("")' in told:
        return True  # the empty text
    return re.search(rf"noqa:[^#]*\b{SAME.get(one['test_id'], 'none')}\b", told) is not None


def auditing() -> Any:
    """`tools/audit_dependencies.py` as a module."""
    told = importlib.util.spec_from_file_location("audit", ROOT / "tools" / "audit_dependencies.py")
    assert told is not None and told.loader is not None
    module = importlib.util.module_from_spec(told)
    told.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_no_package_that_is_needed_has_a_known_vulnerability() -> None:
    pytest.importorskip("pip_audit", reason="pip-audit is not installed: run `make setup`")
    audit = auditing()
    if not audit.reachable():
        pytest.skip("NOT AUDITED: the service that knows of vulnerabilities cannot be reached from here")
    ran = subprocess.run(
        [sys.executable, "tools/audit_dependencies.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if ran.returncode == audit.NOT_AUDITED:
        pytest.skip(ran.stderr.strip())
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_known_vulnerability_fails_the_audit_and_a_mirror_that_knows_nothing_is_no_audit() -> None:
    audit = auditing()
    known = {"id": "CVE-2026-0001", "fix_versions": ["2.0"]}
    good: dict[str, Any] = {"name": "good", "version": "1.0", "vulns": []}
    assert audit.told([good]) == 0
    assert audit.told([good, {"name": "bad", "version": "1.0", "vulns": [known]}]) == 1
    assert audit.told([{"name": "any", "skip_reason": "not found"}]) == audit.NOT_AUDITED


def test_without_a_connection_the_audit_says_so_and_does_not_wait(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    audit = auditing()
    waited = threading.Event()
    monkeypatch.setattr(audit, "PATIENCE", 0.2)

    def lost(*_: Any, **__: Any) -> Any:
        waited.wait(60)
        raise OSError("no answer")

    monkeypatch.setattr(audit.socket, "create_connection", lost)
    monkeypatch.setattr(audit.subprocess, "run", lambda *_, **__: pytest.fail("it went on"))
    assert audit.main() == audit.NOT_AUDITED
    assert "NOT AUDITED" in capsys.readouterr().err
    waited.set()


def test_a_deployment_behind_tls_passes_djangos_own_check() -> None:
    """In a process of its own: settings are made once in a process."""
    told = """
import secrets, tempfile
from pathlib import Path
import django
from django.conf import settings
from accounted.record.database import sqlite
from accounted.web.settings import Options, settings_for
options = Options(hosts=("casualties.example.org",), https=True, require_mfa=True)
workspace = sqlite(Path(tempfile.mkdtemp()) / "workspace.sqlite3")
settings.configure(**settings_for(workspace, options=options, secret=secrets.token_urlsafe(64)))
django.setup()
from django.core.checks import run_checks
print([str(one) for one in run_checks(include_deployment_checks=True)])
"""
    # tests in a browser set this for themselves
    known = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    ran = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, env=known, capture_output=True, text=True, check=False
    )
    assert ran.stdout.strip().splitlines()[-1:] == ["[]"], ran.stdout + ran.stderr
