"""What is right and what is wrong with a deployment, each with what to do about it. Nothing is changed."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounted.record.archive import Archive
from accounted.web import database, workspace

GOOD, WARNING, WRONG = "good", "warning", "wrong"
LEAST_FREE = 2 << 30


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it stands, and what to do where it is not good."""

    about: str
    state: str
    told: str
    remedy: str = ""

    @property
    def stops(self) -> bool:
        """Whether the workspace cannot be served like this; all else can be mended meanwhile."""
        return self.state == WRONG and self.about in ("archive", "workspace")


def examine(path: Path, *, config: Path, before_start: bool = False) -> list[Finding]:
    """Look at everything a deployment needs. `before_start` brings the workspace's tables up to date first.

    The later looks need the earlier ones: where the archive or its database cannot be opened, that is the
    last finding.
    """
    findings = list(_files(path, config))
    opened, trouble = _opened(path, config, before_start)
    if opened is None:
        return [*findings, trouble]
    findings.append(trouble)
    looks: tuple[Callable[[Archive], Iterator[Finding]], ...] = (
        _log,
        _accounts,
        _audit,
        _lock,
        _tiles,
        _deployed,
    )
    for look in looks:
        try:
            findings.extend(look(opened))
        except Exception as error:  # one look that fails must not hide what the others find
            name = look.__name__.strip("_")
            findings.append(Finding(name, WRONG, f"could not be looked at: {error}", "run: accounted verify"))
    workspace.close()
    return findings


def _opened(path: Path, config: Path, before_start: bool) -> tuple[Archive | None, Finding]:
    from accounted.evidence import EvidenceError
    from accounted.record.database import DatabaseUnusable
    from accounted.web.settings import SettingsInvalid

    try:
        workspace.configure(path, config=config)
        if before_start:
            database.prepare()
        opened = workspace.archive()
        waiting = database.behind()
    except (EvidenceError, DatabaseUnusable, SettingsInvalid) as trouble:
        return None, Finding("archive", WRONG, str(trouble), "mend this first; the rest rests on it")
    except Exception as trouble:
        return None, Finding(
            "workspace", WRONG, f"its database does not answer: {trouble}", "see deploy/README.md"
        )
    if waiting:
        return opened, Finding(
            "workspace",
            WRONG,
            f"its tables are {len(waiting)} steps behind",
            "run: accounted doctor --before-start",
        )
    return opened, Finding("archive", GOOD, f"{opened.title or opened.id}, record in {opened.database}")


def _files(path: Path, config: Path) -> Iterator[Finding]:
    for about, folder in (("archive directory", path), ("keys and settings", config)):
        if not folder.exists():
            yield Finding(
                about, WARNING if folder == config else WRONG, f"{folder}: not there", f"make {folder}"
            )
            continue
        mode = stat.S_IMODE(folder.stat().st_mode)
        if mode & 0o077:
            yield Finding(
                about, WRONG, f"{folder}: others on this machine can look in", f"run: chmod 700 {folder}"
            )
        else:
            yield Finding(about, GOOD, f"{folder}: only its owner can look in")
    open_secrets = [
        one.name
        for one in config.rglob("*")
        if one.is_file() and one.suffix in (".secret", ".key") and stat.S_IMODE(one.stat().st_mode) & 0o077
    ] if config.exists() else []  # fmt: skip
    if open_secrets:
        yield Finding(
            "secrets", WRONG, f"others can read {', '.join(open_secrets[:5])}", "run: chmod 600 on them"
        )
    if path.exists():
        free = shutil.disk_usage(path).free
        told = f"{free / 1e9:.1f} GB free"
        if free < LEAST_FREE:
            yield Finding(
                "disk", WRONG, told, "make room: intake stops cleanly when the disk is full, but it stops"
            )
        else:
            yield Finding("disk", GOOD, told)
        if config.exists() and path.resolve() in config.resolve().parents:
            yield Finding(
                "keys and settings", WRONG, "the keys are inside the archive",
                "move them outside and point ACCOUNTED_CONFIG there: who copies the archive would get them",
            )  # fmt: skip


def _log(archive: Archive) -> Iterator[Finding]:
    from accounted.record.queries.waiting import checkpoint_state

    state = checkpoint_state(archive, archive.now())
    if state.overdue:
        yield Finding(
            "checkpoint", WARNING, "the log has grown since the last one", "run: accounted checkpoint"
        )
    else:
        yield Finding("checkpoint", GOOD, "the newest covers the log")
    newest = None
    for entry in archive.store.entries(max(0, archive.store.size - 1)):
        newest = entry
    if newest is not None and newest.t > archive.now().strftime("%Y-%m-%dT%H:%M:%SZ"):
        yield Finding(
            "clock", WRONG, f"the newest line of the log is of {newest.t}: in the future", "set the clock"
        )
    from accounted.record import searching

    behind = searching.behind(archive).behind
    if behind:
        yield Finding(
            "search",
            WARNING,
            f"{behind} lines of the log are not in its index",
            "the next search takes them in",
        )
    else:
        yield Finding("search", GOOD, "its index goes as far as the log")


def _accounts(archive: Archive) -> Iterator[Finding]:
    from django.conf import settings

    from accounted.web.access.guard import has_second_factor
    from accounted.web.models import User

    people = list(User.objects.filter(is_active=True))
    owners = [one for one in people if one.role == "owner"]
    if not owners:
        yield Finding("accounts", WRONG, "nobody is owner", "run on this machine: accounted serve --link")
    else:
        yield Finding("accounts", GOOD, f"{len(people)} people, {len(owners)} of them owner")
    without = [one for one in people if not has_second_factor(one)]
    if without and len(people) > 1:
        told = f"{len(without)} of {len(people)} people have no second factor"
        required = settings.ACCOUNTED_REQUIRE_MFA
        remedy = (
            "they are led to one when they sign in"
            if required
            else "write require_mfa = true in workspace.toml"
        )
        yield Finding("second factor", WARNING, told, remedy)


def _audit(archive: Archive) -> Iterator[Finding]:
    from accounted.web.access.anchoring import anchored_wrongly
    from accounted.web.access.audit import broken

    wrong = [*broken(), *anchored_wrongly(archive)]
    if wrong:
        yield Finding(
            "audit trail", WRONG, "; ".join(wrong[:3]), "somebody changed it: keep a copy, find out who"
        )
    else:
        yield Finding("audit trail", GOOD, "whole, and as the custody log anchors it")


def _lock(archive: Archive) -> Iterator[Finding]:
    from accounted.record.locking import lock_of

    lock = lock_of(archive.path)
    if lock is not None:
        yield Finding(
            "lock",
            WARNING,
            f"the archive is locked ({lock.mode}) since {lock.at}",
            "accounted unlock lifts it",
        )


def _tiles(archive: Archive) -> Iterator[Finding]:
    """The file of tiles, where the settings name one."""
    from accounted.web.pages import tiles
    from accounted.web.tile_file import TilesUnusable

    try:
        file = tiles.served()
    except TilesUnusable as trouble:
        yield Finding("map", WRONG, str(trouble), "until then the map draws the shipped outlines")
        return
    if file is not None:
        about = file.about
        yield Finding(
            "map", GOOD, f"{about.form} tiles of levels {about.least} to {about.most} from {file.path}"
        )


def _deployed(archive: Archive) -> Iterator[Finding]:
    """Django's own checks for a deployment, where the workspace is reached by others."""
    from django.conf import settings
    from django.core import checks

    if not settings.SESSION_COOKIE_SECURE:
        yield Finding(
            "https", WARNING, "off: good for one person on this machine only",
            "behind a proxy with TLS write https = true and hosts = […] in workspace.toml",
        )  # fmt: skip
        return
    found: list[Any] = [
        one for one in checks.run_checks(include_deployment_checks=True) if one.level >= checks.WARNING
    ]
    for one in found:
        yield Finding("https", WRONG, str(one.msg), str(one.hint or f"Django's check {one.id}"))
    if not found:
        yield Finding("https", GOOD, "cookies, redirects and headers are as they should be")
