"""What an organisation runs: a backup that can be restored, and a doctor that says what is not right."""

from __future__ import annotations

import importlib.util
import os
import re
import sqlite3
from pathlib import Path

import pytest

from accounted.record.archive import Archive
from accounted.web import workspace as serving_now
from accounted.web.doctor import examine

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def backup():
    told = importlib.util.spec_from_file_location("backup", ROOT / "deploy" / "backup.py")
    module = importlib.util.module_from_spec(told)
    told.loader.exec_module(module)
    return module


@pytest.fixture
def config(tmp_path):
    folder = tmp_path / "config"
    folder.mkdir(mode=0o700)
    return folder


def about(findings, name):
    return [(one.state, one.told) for one in findings if one.about == name]


def test_a_restored_backup_is_the_archive_as_it_was(backup, workspace, tmp_path):
    from accounted.record import queries

    claims = [one.id for one in queries.claims(workspace.archive)]
    path = workspace.path
    serving_now.close()
    made = backup.make(path, tmp_path / "backups", keep=3)
    assert backup.check(made) > 20
    restored = tmp_path / "restored"
    backup.restore(made, restored)
    with Archive.open(restored, to_read=True) as archive:
        assert [one.id for one in queries.claims(archive)] == claims
        assert archive.store.verify().ok
    people = sqlite3.connect(restored / "workspace.sqlite3")
    assert people.execute("SELECT count(*) FROM web_user").fetchone() == (7,)


def test_a_backup_taken_while_people_work_is_brought_up_to_its_log(backup, workspace, tmp_path, monkeypatch):
    from accounted.record import decisions, queries

    claim = next(one for one in queries.claims(workspace.archive) if one.status == "unreviewed")
    databases = backup._database

    def then_somebody_decides(archive, made, name, dump):
        databases(archive, made, name, dump)
        if name != backup.RECORD:
            return
        decisions.accept(workspace.archive, claim.id, by=workspace.reviewer("lead"), reason="it says so")

    monkeypatch.setattr(backup, "_database", then_somebody_decides)
    made = backup.make(workspace.path, tmp_path / "backups", keep=3)
    serving_now.close()
    backup.restore(made, tmp_path / "restored")
    with Archive.open(tmp_path / "restored", agent="Olena Owner") as archive:
        assert queries.claim(archive, claim.id).status == "accepted"


def test_objects_of_the_backup_before_are_linked_and_the_oldest_backup_goes(
    backup, workspace, tmp_path, monkeypatch
):
    serving_now.close()
    folder = tmp_path / "backups"
    made = []
    for day in range(1, 4):
        moment = backup.datetime(2026, 11, day, tzinfo=backup.UTC)
        monkeypatch.setattr(
            backup, "datetime", type("Then", (), {"now": staticmethod(lambda _, m=moment: m)})
        )
        made.append(backup.make(workspace.path, folder, keep=2))
        monkeypatch.undo()
    assert not made[0].exists()
    held = next(one for one in (made[2] / "objects").rglob("*") if one.is_file())
    assert os.stat(held).st_nlink == 2


def test_a_damaged_backup_is_refused_and_nothing_is_written_over(backup, workspace, tmp_path):
    serving_now.close()
    made = backup.make(workspace.path, tmp_path / "backups", keep=3)
    with pytest.raises(backup.Failed, match="not empty"):
        backup.restore(made, workspace.path)
    entries = made / "log" / "entries.jsonl"
    entries.chmod(0o600)
    entries.write_bytes(entries.read_bytes() + b" ")
    with pytest.raises(backup.Failed, match=r"log/entries\.jsonl: changed"):
        backup.restore(made, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_a_failed_backup_leaves_nothing_half_made(backup, workspace, tmp_path, monkeypatch):
    serving_now.close()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_write_list", full)
    with pytest.raises(OSError, match="No space"):
        backup.make(workspace.path, tmp_path / "backups", keep=3)
    assert list((tmp_path / "backups").iterdir()) == []


def test_the_doctor_finds_a_sound_archive_sound(workspace, config):
    findings = examine(workspace.path, config=config)
    assert [one for one in findings if one.state == "wrong"] == []
    assert about(findings, "accounts") == [("good", "7 people, 1 of them owner")]
    assert about(findings, "audit trail")[0][0] == "good"


def test_the_doctor_names_what_others_can_read(workspace, config):
    workspace.path.chmod(0o755)
    findings = examine(workspace.path, config=config)
    (found,) = [one for one in findings if one.about == "archive directory"]
    assert (found.state, found.remedy) == ("wrong", f"run: chmod 700 {workspace.path}")


def test_the_doctor_notices_a_changed_audit_trail(workspace, config):
    from django.db import connections

    from accounted.web.access import audit

    for n in range(3):
        audit.append("p:1", "search", {"n": n}, at=workspace.archive.now())
    with connections["workspace"].cursor() as cursor:
        cursor.execute("DROP TRIGGER web_audit_guard_update")
        cursor.execute("UPDATE web_auditentry SET who = 'p:2' WHERE seq = 1")
    (told,) = about(examine(workspace.path, config=config), "audit trail")
    assert told[0] == "wrong"
    assert "line 1 is not the one that was written" in told[1]


def test_the_doctor_says_that_there_is_no_archive(tmp_path, config):
    serving_now.close()
    (tmp_path / "nothing").mkdir(mode=0o700)
    findings = examine(tmp_path / "nothing", config=config)
    assert (findings[-1].about, findings[-1].state) == ("archive", "wrong")


def test_a_setting_that_does_not_exist_is_named(workspace):
    from accounted.web.settings import SettingsInvalid, options_of

    (workspace.path / "workspace.toml").write_text('host = "example.org"\n')
    with pytest.raises(SettingsInvalid, match="there is no setting 'host'"):
        options_of(workspace.path)
    (workspace.path / "workspace.toml").write_text('https = "yes"\n')
    with pytest.raises(SettingsInvalid, match="https is 'yes'; write a bool"):
        options_of(workspace.path)


@pytest.mark.postgres
def test_a_backup_of_postgresql_is_restored_with_record_people_and_trail(
    backup, postgresql, workspace_on_postgresql, tmp_path, monkeypatch
):
    from accounted.record import queries
    from accounted.web.access import anchoring, audit

    there = workspace_on_postgresql
    claims = [one.id for one in queries.claims(there.archive)]
    audit.append("p:1", "search", {"n": 1}, at=there.archive.now())
    copied = backup._copy

    def while_somebody_looks(source, *rest):
        if source.name == "log":  # the trail grows and is anchored after the record was copied
            audit.append("p:1", "search", {"n": 2}, at=there.archive.now())
            anchoring.anchor(there.archive, agent="p:1")
        copied(source, *rest)

    monkeypatch.setattr(backup, "_copy", while_somebody_looks)
    made = backup.make(there.path, tmp_path / "backups", keep=3)
    monkeypatch.undo()
    serving_now.close()
    monkeypatch.setenv("DATABASE_URL", postgresql.new_database())
    restored = tmp_path / "restored"
    assert backup.restore(made, restored) == backup.check(made)
    serving_now.configure(restored, secret="of-the-tests" * 5)
    archive = serving_now.archive()
    assert [one.id for one in queries.claims(archive)] == claims
    assert archive.store.verify().ok
    from accounted.web.models import User

    assert User.objects.count() == 7
    assert [*audit.broken(), *anchoring.anchored_wrongly(archive)] == []


def test_a_backup_taken_while_the_trail_is_anchored_is_not_called_cut_short(
    backup, workspace, tmp_path, monkeypatch
):
    from accounted.web.access import anchoring, audit

    copied = backup._copy

    def while_somebody_looks(source, *rest):
        if source.name == "log":
            audit.append("p:1", "search", {"n": 2}, at=workspace.archive.now())
            anchoring.anchor(workspace.archive, agent="p:1")
        copied(source, *rest)

    monkeypatch.setattr(backup, "_copy", while_somebody_looks)
    made = backup.make(workspace.path, tmp_path / "backups", keep=3)
    monkeypatch.undo()
    serving_now.close()
    backup.restore(made, tmp_path / "restored")
    serving_now.configure(tmp_path / "restored", secret="of-the-tests" * 5)
    assert [*audit.broken(), *anchoring.anchored_wrongly(serving_now.archive())] == []


def test_what_is_taken_in_during_a_backup_does_not_break_it(backup, workspace, tmp_path, monkeypatch):
    on_its_way = workspace.path / "incoming" / ("0" * 24)
    on_its_way.mkdir(parents=True)
    (on_its_way / "0.part").write_bytes(b"half")
    copy = backup.shutil.copy2

    def gone_meanwhile(source, target):
        if source.name == "0.part":
            source.unlink()
        return copy(source, target)

    serving_now.close()
    monkeypatch.setattr(backup.shutil, "copy2", gone_meanwhile)
    assert backup.check(backup.make(workspace.path, tmp_path / "backups", keep=1)) > 20


def test_before_the_first_start_nobody_is_owner_and_that_stops_nothing(tmp_path, config, monkeypatch):
    from typer.testing import CliRunner

    from accounted.cli import doctor, serve

    monkeypatch.setenv("ACCOUNTED_CONFIG", str(config))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    archive = tmp_path / "new"
    serving_now.close()
    Archive.create(archive, title="New", agent="Olena Owner").close()
    archive.chmod(0o700)
    (archive / "workspace.toml").write_text('hosts = ["casualties.example.org"]\nhttps = true\n')
    started = CliRunner().invoke(doctor.app, [str(archive), "--before-start"])
    assert started.exit_code == 0, started.output
    assert "nobody is owner" in started.output
    looked = CliRunner().invoke(doctor.app, [str(archive)])
    assert looked.exit_code == 1
    link = CliRunner().invoke(serve.app, [str(archive), "--link", "--by", "Olena Owner"])
    assert link.output.startswith("https://casualties.example.org/enter/")
    assert CliRunner().invoke(doctor.app, [str(archive), "--json"]).output.count('"wrong"') == 0
    serving_now.close()
    missing = CliRunner().invoke(doctor.app, [str(tmp_path / "none"), "--before-start"])
    assert missing.exit_code == 1


def test_the_files_of_the_service_name_what_the_steps_put_there():
    steps = (ROOT / "deploy" / "README.md").read_text()
    for name in ("accounted.service", "accounted-backup.service"):
        unit = (ROOT / "deploy" / name).read_text()
        for path in re.findall(r"/(?:opt/accounted/deploy|etc/accounted|var/backups)/[\w.]+", unit):
            assert path in steps, f"{name} needs {path}"
    files = {one.name for one in (ROOT / "deploy").iterdir() if one.name != "README.md"}
    assert {one for one in files if f"`{one}`" not in steps} == set()


def test_the_image_is_made_of_files_that_are_there_and_no_more():
    """Docker is not there to build it; what its lines name is looked at one by one."""
    import fnmatch
    import tomllib

    deploy, lines = ROOT / "deploy", (ROOT / "deploy" / "Dockerfile").read_text()
    ignored = [one for one in (ROOT / ".dockerignore").read_text().splitlines() if one and one[0] != "#"]
    assert ignored[0] == "*"
    sent = [one[1:] for one in ignored if one.startswith("!")]
    named = {one for told in re.findall(r"^COPY (?!--)(.+)$", lines, re.M) for one in told.split()[:-1]}
    for one in named - {"."}:
        assert (ROOT / one).exists(), one
        assert any(one == here or one.startswith(f"{here}/") for here in sent), f"{one} is not sent"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {"pyproject.toml", "hatch_build.py", project["readme"], *project["license-files"], "src"}
    assert needed <= set(sent)
    assert not [one for one in sent if not (ROOT / one).exists()]
    for secret in ("archive", "demonstration-archive.keys", ".venv", ".git", "a.sqlite3"):
        assert not any(fnmatch.fnmatch(secret, one) for one in sent)
    for told in (lines, (deploy / "README.md").read_text()):
        for extras in re.findall(r"\[([a-z,]+)\]' gunicorn", told):
            assert set(extras.split(",")) <= set(project["optional-dependencies"])
    assert "chmod -R a+rX /opt/accounted/cache" in lines  # the index of places is its maker's alone


@pytest.mark.slow
def test_a_container_makes_its_archive_serves_it_and_is_healthy(tmp_path):
    """What the image starts, with its environment: an empty volume, a socket for the proxy, no rights."""
    import os
    import signal
    import subprocess
    import sys
    import time

    archive, config, socket = tmp_path / "archive", tmp_path / "config", tmp_path / "s"
    archive.mkdir(mode=0o700)
    config.mkdir(mode=0o700)
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": os.environ["HOME"],
        "PYTHONPATH": str(ROOT / "src"), "ACCOUNTED_ARCHIVE": str(archive), "ACCOUNTED_CONFIG": str(config),
        "BIND": f"unix:{socket}", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    log = tmp_path / "log"

    def healthy():
        told = [sys.executable, str(ROOT / "deploy" / "healthy.py")]
        return subprocess.run(told, env=environment, capture_output=True).returncode == 0

    with log.open("wb") as told:
        server = subprocess.Popen(
            ["sh", str(ROOT / "deploy" / "start.sh")], env=environment, cwd=archive, stdout=told,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        until = time.monotonic() + 240
        while not healthy():
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(1)
        assert (archive / "archive.toml").exists()
        (archive / "workspace.toml").write_text('hosts = ["casualties.example.org"]\nhttps = true\n')
        os.killpg(
            server.pid, signal.SIGHUP
        )  # as a proxy's name is set later; the check of health still answers
        time.sleep(1)
        assert healthy() or healthy()
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=90)
