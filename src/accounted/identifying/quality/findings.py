"""What a check of the data found: who, what, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal[
    "set aside", "relationship", "does not fit", "duplicate", "twins", "contamination", "swap", "sex",
    "few loci", "drop-out likely",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not look right.

    `log10` is how much likelier the data are under `instead` than as they are claimed. `sensitive`: it says
    that somebody is not whose child or brother they are taken for; that is for the laboratory alone, and
    never in a report to a family.
    """

    kind: Kind
    who: tuple[str, ...]
    family: str | None
    words: str
    advice: str
    log10: float | None = None
    instead: str | None = None
    sensitive: bool = False

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "kind": self.kind,
            "who": list(self.who),
            "family": self.family,
            "words": self.words,
            "advice": self.advice,
            "log10": None if self.log10 is None or abs(self.log10) == float("inf") else self.log10,
            "instead": self.instead,
            "sensitive": self.sensitive,
        }


def for_general_roles(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without what they say of who is whose child; only that something is to be looked at."""
    return tuple(
        one
        if not one.sensitive
        else Finding(
            one.kind, (), one.family, "the references of this family are to be looked at by the laboratory",
            "ask the laboratory; do not tell anybody, least of all the family",
        )
        for one in findings
    )  # fmt: skip
