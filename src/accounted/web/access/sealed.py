"""Who may see an identity under seal, and with which key: neither is in the record's database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from accounted.record.docket import DecisionRefused

if TYPE_CHECKING:
    from accounted.record.archive import Archive

KEY_BYTES = 32


def key_file(archive: Archive) -> Path:
    """Where the key of the archive's seals is: in the configuration directory, outside the archive."""
    from accounted.record.configuration import config_dir

    return config_dir() / "seals" / f"{archive.id}.key"


def key_of(archive: Archive) -> bytes:
    """The key of the archive's seals.

    Raises:
        DecisionRefused: there is none on this machine, or the file holds no key.
    """
    path = key_file(archive)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        raise DecisionRefused(
            "this machine has no key for seals; whoever runs it makes one, or puts the one there is in its "
            f"place: accounted seal key {path}"
        ) from None
    except (OSError, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise DecisionRefused(f"{path} holds no key of a seal; put the right one in its place")
    return key


def is_named(user: Any, code: str) -> bool:
    """Whether the person is named to see this identity, by itself or with all of the archive."""
    from accounted.web.models import SealReader

    return bool(SealReader.objects.filter(user=user, code__in=("", code)).exists())


def name_reader(user: Any, code: str, *, by: Any, by_who: str, reason: str, now: Any) -> Any:
    """Name somebody who may see an identity, or all of them (no code). Nobody names themselves.

    Raises:
        DecisionRefused: oneself, no reason, or somebody whose role does not let them ask.
    """
    from accounted.web.access.roles import may
    from accounted.web.models import SealReader

    if user.pk == by.pk:
        raise DecisionRefused("nobody names themselves; another person who administers does it")
    if not user.is_active or not may(user.role, "see_protected"):
        raise DecisionRefused("this person's role does not see protected identities; change the role first")
    if not reason.strip():
        raise DecisionRefused("naming somebody needs a reason; write down why")
    row, _ = SealReader.objects.update_or_create(
        user=user, code=code, defaults={"by": by_who, "at": now, "reason": reason.strip()[:500]}
    )
    return row
