"""The key that signs, from the user's configuration, and the passphrase that unlocks it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer

from accounted.cli.settings import config_dir

if TYPE_CHECKING:
    from accounted.evidence import KeyRing, Store
    from accounted.evidence.note import Signer

PASSPHRASE = "ACCOUNTED_PASSPHRASE"  # noqa: S105 - the name of a variable, not a secret


def key_ring() -> KeyRing:
    """The keys of this user."""
    from accounted.evidence import KeyRing

    return KeyRing(config_dir())


def signer(store: Store) -> Signer:
    """The key that signs this archive's log, unlocked; one is made when the archive has none yet."""
    ring = key_ring()
    if store.active_key() is None and not ring.ids(store.archive_id):
        return ring.signer(store, new_passphrase())
    return ring.signer(store, passphrase(store))


def passphrase(store: Store) -> str | None:
    """What unlocks the archive's present key: from the environment, or asked for where it needs one."""
    ring = key_ring()
    active = store.active_key()
    held = ring.ids(store.archive_id)
    key_id = active.id if active else (held[-1] if held else None)
    given = os.environ.get(PASSPHRASE)
    if given is None and key_id in held and sys.stdin.isatty() and ring.protected(store.archive_id, key_id):
        given = typer.prompt("Passphrase of the signing key", hide_input=True, err=True)
    return given


def new_passphrase() -> str | None:
    """A passphrase for a new key: from the environment, a prompt, or none where there is nobody to ask."""
    if PASSPHRASE in os.environ:
        return os.environ[PASSPHRASE] or None
    if not sys.stdin.isatty():
        return None
    chosen: str = typer.prompt(
        "Passphrase for the new signing key (empty: keep it unprotected)",
        default="", show_default=False, hide_input=True, confirmation_prompt=True, err=True,
    )  # fmt: skip
    return chosen or None


def unprotected_note(protected: bool) -> str:
    """What must be said of a key without a passphrase; empty for one that has one."""
    if protected:
        return ""
    return "The signing key has no passphrase: whoever can read your files can sign in your name."
