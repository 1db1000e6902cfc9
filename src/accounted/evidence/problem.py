"""What a verification found wrong, and what each kind of finding means for a person who has to act on it."""

from __future__ import annotations

from dataclasses import dataclass

MEANINGS = {
    "settings": "This file no longer says truly which archive this is; restore it from a copy.",
    "line": "The custody log was altered or damaged at this place; compare it with a copy.",
    "missing_entries": "Events that were recorded are gone from the log; restore it from a copy.",
    "tree": "A line (or the saved tree) was changed, removed, added or moved after it was recorded.",
    "head": "The saved state of the log is not the one that its lines give; compare the log with a copy.",
    "detail": "What was recorded beside this event (names, reasons) is not what was logged, or is gone.",
    "erasure": "This detail was to be erased and is still there; open the archive for writing to finish.",
    "object": "The bytes kept under this name are not those that were taken in; restore them from a copy.",
    "missing_object": "Bytes that the log says were kept are not there; restore them from a copy.",
    "companion": "A file that the log vouches for is missing or was changed; restore it from a copy.",
    "checkpoint": "This signed statement about the log does not hold: it, the log or the key was altered.",
    "forked": "The log is not the one that was signed before: its history was rewritten.",
    "key": "The history of signing keys is broken: signatures after this point prove nothing.",
    "stamp": "This time stamp does not prove that the checkpoint existed at its time.",
    "stray": "Nothing in the log accounts for this file; it may have been put there from outside.",
    "bag": "Nothing of this bag should be taken in as it is; ask its sender for it again.",
    "unreadable": "The disk did not give these bytes; check the disk, then restore them from a copy.",
    "unfinished": "An interrupted write was not cleaned up; open the archive for writing, then verify again.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: its kind, where, and what exactly."""

    code: str
    where: str
    message: str

    @property
    def meaning(self) -> str:
        """What this kind of problem means and what to do."""
        return MEANINGS[self.code]

    def __str__(self) -> str:
        return f"{self.where}: {self.message}. {self.meaning}"
