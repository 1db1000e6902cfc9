"""What a user may set for a run of linking, and a person's decisions on pairs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from accounted.places import Gazetteer

Engine = Literal["duckdb", "spark"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How to link.

    Attributes:
        engine: `duckdb` for one machine, `spark` for many.
        threshold: the probability from which two records are proposed as one person.
        within: whether pairs within a list are looked for. None: yes for one list, no between several.
        one_to_one: no list has duplicates of its own, so a person stands on each at most once.
        seed: of the sampling in training; the same seed gives the same answer.
        most_pairs: the most pairs that are compared; None: 2,000,000 or eight a record, whichever is more.
        memory: what the engine may hold, as DuckDB writes it.
        threads: None for all of the machine's.
        gazetteer: to compare places on the map too; None compares their names alone.
    """

    engine: Engine = "duckdb"
    threshold: float = 0.5
    within: bool | None = None
    one_to_one: bool = False
    seed: int = 1
    most_pairs: int | None = None
    memory: str = "2GB"
    threads: int | None = None
    gazetteer: Gazetteer | None = None

    def parameters(self) -> dict[str, object]:
        """The settings as they are kept with a result; of the gazetteer, whether there was one."""
        told = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "gazetteer"}
        return told | {"places_on_the_map": self.gazetteer is not None}

    def cap(self, records: int) -> int:
        """The most pairs that are compared among so many records."""
        return self.most_pairs if self.most_pairs is not None else max(2_000_000, 8 * records)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of two records: that they are the same person, or are not."""

    a: str
    b: str
    same: bool
