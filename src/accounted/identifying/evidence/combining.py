"""Several kinds of evidence together, only where somebody says why they may be multiplied."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from accounted.identifying.evidence.weighing import InvalidEvidence, Weighed

GENES = "genes"


@dataclass(frozen=True, slots=True)
class Independence:
    """The statement that some kinds of evidence are independent given who the person is, and who says why.

    `of` names the kinds (`genes`, `sex`, `age` …). Without it nothing is multiplied.
    """

    of: tuple[str, ...]
    because: str

    def __post_init__(self) -> None:
        if len(self.of) < 2:
            raise InvalidEvidence("independence: name at least two kinds of evidence")
        if not self.because.strip():
            raise InvalidEvidence(
                f"independence of {', '.join(self.of)}: say why they are independent given the person"
            )


@dataclass(frozen=True, slots=True)
class Combined:
    """A product with the assumption it rests on. `parts` are the kinds with the log10 of each."""

    log10: float
    parts: tuple[tuple[str, float], ...]
    assumption: str

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {"log10_lr": self.log10, "parts": dict(self.parts), "assumption": self.assumption}


def combine(
    genetic: float,
    others: Sequence[Weighed],
    independence: Independence | None,
    *,
    filtered: Collection[str] = (),
    in_prior: Collection[str] = (),
) -> Combined:
    """The log10 ratio of the genes and of other evidence together.

    Arguments:
        genetic: log10 likelihood ratio of the genes.
        others: what goes in; all of it must be named by the statement.
        filtered: topics by which pairs were already left out (`sex`, where other sexes were not compared).
        in_prior: topics that the prior already holds (`place`, `date`, `age` of a catalogue of the site).

    Raises:
        InvalidEvidence: no statement, a kind it does not name, or one thing counted twice; says which.
    """
    kinds = [GENES, *(one.kind for one in others)]
    if independence is None:
        raise InvalidEvidence(
            f"{', '.join(kinds)} are not multiplied: nobody stated that they are independent given the "
            "person; state it with the reason, or report each by itself"
        )
    unnamed = [kind for kind in kinds if kind not in independence.of]
    if unnamed:
        raise InvalidEvidence(
            f"{', '.join(unnamed)}: the statement of independence names {', '.join(independence.of)} only"
        )
    taken: dict[str, str] = {}
    for one in others:
        for topic in sorted(one.topics):
            if topic in taken:
                raise InvalidEvidence(
                    f"{one.kind} and {taken[topic]} both speak of {topic}: it would count twice; keep the "
                    "better one, or give a joint table"
                )
            if topic in filtered:
                raise InvalidEvidence(
                    f"{one.kind}: pairs were already left out by {topic}, so that it would count twice; "
                    "compare without that filter, or leave it out here"
                )
            if topic in in_prior:
                raise InvalidEvidence(f"{one.kind}: {topic} is in the prior already and would count twice")
            taken[topic] = one.kind
    if "sex" in taken:
        for one in others:
            if "stature" in one.topics and "sex" not in one.given:
                raise InvalidEvidence(
                    "stature beside sex: men are taller, so that sex would count twice; weigh the stature "
                    "among people of the body's sex"
                )
    parts = ((GENES, genetic), *((one.kind, one.log10) for one in others))
    return Combined(
        sum(value for _, value in parts),
        parts,
        f"assumes that {', '.join(kinds[:-1])} and {kinds[-1]} are independent given who the person is: "
        f"{independence.because.strip()}",
    )
