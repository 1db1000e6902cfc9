"""Backup and restore of an archive: database, workspace, objects, log. Needs Python and nothing else.

    python3 backup.py make ARCHIVE FOLDER [--keep 14]   a backup of today under FOLDER, while people work
    python3 backup.py check BACKUP                      every byte against the backup's own list
    python3 backup.py restore BACKUP ARCHIVE            into an empty directory

The order makes it consistent without stopping anybody: first the record, then the log, then the workspace and
the objects. The record is a copy of the log, so one that is a little older than its log is brought up to it
when the archive is opened. The log anchors the audit trail of the workspace, and names objects: both were
there before its lines. Objects never change: those the backup before this one has are linked, not copied.

SQLite databases are copied by SQLite's own online backup, PostgreSQL (DATABASE_URL) by pg_dump and
pg_restore. Keys are not in a backup: they are outside the archive, and are to be kept elsewhere.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

RECORD, WORKSPACE = "accounted.sqlite3", "workspace.sqlite3"
DATABASES = (RECORD, WORKSPACE)
DUMPS = {"postgresql.dump": "--exclude-schema=workspace", "postgresql-workspace.dump": "--schema=workspace"}
LIST = "SHA256SUMS"
LEFT_OUT = ("tmp", "exports")
ON_ITS_WAY = "incoming"  # uploads: what is taken in meanwhile is gone from there, and among the objects
UNFINISHED = ".unfinished"


class Failed(Exception):
    """What went wrong, and what to do."""


def make(archive: Path, folder: Path, keep: int) -> Path:
    """A new backup; the oldest beyond `keep` go once it is whole."""
    if not (archive / "archive.toml").exists():
        raise Failed(f"{archive}: no archive there (no archive.toml)")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = sorted(one for one in folder.iterdir() if (one / LIST).exists())
    name = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    made = folder / (name + UNFINISHED)
    made.mkdir(mode=0o700)
    try:
        _database(archive, made, RECORD, "postgresql.dump")
        _copy(archive / "log", made / "log", archive, None)
        _database(archive, made, WORKSPACE, "postgresql-workspace.dump")
        for one in sorted(archive.iterdir()):
            if one.name == "objects" or one.name == "log" or one.name in LEFT_OUT or _is_database(one):
                continue
            _copy(one, made / one.name, archive, None)
        _copy(archive / "objects", made / "objects", archive, before[-1] if before else None)
        _write_list(made)
        whole = folder / name
        made.rename(whole)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    for old in before[: max(0, len(before) + 1 - keep)]:
        shutil.rmtree(old)
    return whole


def _is_database(path: Path) -> bool:
    return any(path.name == name or path.name.startswith(f"{name}-") for name in DATABASES)


def _database(archive: Path, made: Path, name: str, dump: str) -> None:
    if (archive / name).exists():
        held, copy = sqlite3.connect(archive / name), sqlite3.connect(made / name)
        with held, copy:
            held.backup(copy)
        held.close()
        copy.close()
    if "postgresql" in (archive / "archive.toml").read_text(encoding="utf-8"):
        part = DUMPS[dump]
        _run("pg_dump", "--format=custom", part, f"--file={made / dump}", f"--dbname={_address()}")


def _address() -> str:
    if not os.environ.get("DATABASE_URL"):
        raise Failed("the record of this archive is in PostgreSQL: set DATABASE_URL to its address")
    return os.environ["DATABASE_URL"]


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own
    except FileNotFoundError:
        raise Failed(f"{command[0]} is not installed (apt-get install postgresql-client)") from None
    if done.returncode:
        raise Failed(f"{command[0]} failed: {done.stderr.strip() or done.returncode}")


def _copy(source: Path, target: Path, archive: Path, before: Path | None) -> None:
    try:
        _copy_one(source, target, archive, before)
    except FileNotFoundError:
        if source.relative_to(archive).parts[0] != ON_ITS_WAY:
            raise


def _copy_one(source: Path, target: Path, archive: Path, before: Path | None) -> None:
    if source.is_dir():
        target.mkdir(mode=0o700, exist_ok=True)
        for one in sorted(source.iterdir()):
            _copy(one, target / one.name, archive, before)
        return
    if not source.is_file() or source.is_symlink():
        return
    known = before / source.relative_to(archive) if before else None
    if known is not None and known.exists() and known.stat().st_size == source.stat().st_size:
        try:
            os.link(known, target)
            return
        except OSError:
            pass  # another disk
    shutil.copy2(source, target)


def _write_list(made: Path) -> None:
    lines = []
    for path in sorted(made.rglob("*")):
        if path.is_file():
            lines.append(f"{_sha256(path)}  {path.relative_to(made).as_posix()}\n")
    (made / LIST).write_text("".join(lines), encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(backup: Path) -> int:
    """How many files are as they were when the backup was made; Failed when one is not."""
    if not (backup / LIST).exists():
        raise Failed(f"{backup}: no backup, or not a whole one (no {LIST})")
    wrong, count = [], 0
    for line in (backup / LIST).read_text(encoding="utf-8").splitlines():
        sha256, name = line.split("  ", 1)
        path = backup / name
        count += 1
        if not path.is_file():
            wrong.append(f"{name}: missing")
        elif _sha256(path) != sha256:
            wrong.append(f"{name}: changed")
    if wrong:
        raise Failed(f"{backup}: " + "; ".join(wrong[:10]) + ("; …" if len(wrong) > 10 else ""))
    return count


def restore(backup: Path, archive: Path) -> int:
    """The archive as it was, in an empty directory; how many files."""
    count = check(backup)
    if archive.exists() and any(archive.iterdir()):
        raise Failed(f"{archive}: not empty; restore into a new directory, nothing is written over")
    archive.mkdir(parents=True, exist_ok=True, mode=0o700)
    for one in sorted(backup.iterdir()):
        if one.name not in (LIST, *DUMPS):
            _copy(one, archive / one.name, backup, None)
    for name in LEFT_OUT:
        (archive / name).mkdir(mode=0o700, exist_ok=True)
    for dump in DUMPS:
        if (backup / dump).exists():
            _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={_address()}", str(backup / dump))
    return count


def main() -> int:
    """Do what was asked for; 1 when it could not be done."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_subparsers(dest="what", required=True)
    one = what.add_parser("make")
    one.add_argument("archive", type=Path)
    one.add_argument("folder", type=Path)
    one.add_argument("--keep", type=int, default=14)
    one = what.add_parser("check")
    one.add_argument("backup", type=Path)
    one = what.add_parser("restore")
    one.add_argument("backup", type=Path)
    one.add_argument("archive", type=Path)
    asked = parser.parse_args()
    try:
        if asked.what == "make":
            print(make(asked.archive, asked.folder, max(1, asked.keep)))
        elif asked.what == "check":
            print(f"{check(asked.backup)} files are as they were")
        else:
            print(f"{restore(asked.backup, asked.archive)} files restored; now run: accounted verify")
    except (Failed, OSError, sqlite3.Error) as trouble:
        print(f"backup: {trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
