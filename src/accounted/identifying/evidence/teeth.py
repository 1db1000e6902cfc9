"""Teeth, numbered as FDI does (ISO 3950): a chart from life against the chart of a body.

Teeth of one mouth are not independent, so no product over teeth is taken. Charts are compared tooth by
tooth: what agrees, what the years between can explain (a sound tooth filled, a filled one lost), and what
nothing explains (a lost tooth that is there again). A ratio comes from how many charts of a reference
sample do as well against the body's, or from an examiner whose categories have been calibrated.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from accounted.identifying.evidence.weighing import InvalidEvidence, Weighed, probability, shares

State = Literal["sound", "decayed", "filled", "crowned", "root_filled", "lost", "unerupted", "unknown"]
# Each state and those that it may turn into in life.
_LATER: Mapping[str, frozenset[str]] = {
    "unerupted": frozenset({"sound", "decayed", "filled", "crowned", "root_filled", "lost"}),
    "sound": frozenset({"decayed", "filled", "crowned", "root_filled", "lost"}),
    "decayed": frozenset({"filled", "crowned", "root_filled", "lost"}),
    "filled": frozenset({"decayed", "crowned", "root_filled", "lost"}),
    "root_filled": frozenset({"crowned", "lost"}),
    "crowned": frozenset({"root_filled", "lost"}),
    "lost": frozenset(),
    "unknown": frozenset(),
}
# What everybody has says nothing of who it is.
_ORDINARY = frozenset({"sound", "unknown"})


def tooth(number: str | int) -> str:
    """An FDI number: quadrant 1 to 4 with tooth 1 to 8, or milk teeth 5 to 8 with 1 to 5.

    Raises:
        InvalidEvidence: there is no such tooth; says what another numbering would be.
    """
    text = str(number).strip()
    if len(text) == 2 and text.isdigit():
        quadrant, place = int(text[0]), int(text[1])
        if (1 <= quadrant <= 4 and 1 <= place <= 8) or (5 <= quadrant <= 8 and 1 <= place <= 5):
            return text
    raise InvalidEvidence(
        f"tooth {text!r}: FDI numbers run from 11 to 18, 21 to 28, 31 to 38, 41 to 48 (milk teeth 51 to 85); "
        "turn a chart numbered 1 to 32 round first"
    )


@dataclass(frozen=True)
class Chart:
    """The state of each tooth that was recorded; teeth that are not in it are not known."""

    states: Mapping[str, State]

    @classmethod
    def of(cls, states: Mapping[str, str]) -> Chart:
        """From tooth → state; raises InvalidEvidence where one is neither."""
        made = {}
        for number, state in states.items():
            if state not in _LATER:
                raise InvalidEvidence(f"tooth {number}: {state!r}; write one of {', '.join(_LATER)}")
            made[tooth(number)] = state
        return cls(made)  # type: ignore[arg-type]

    def only(self, teeth: Collection[str]) -> Chart:
        """The chart of some of the teeth."""
        return Chart({number: state for number, state in self.states.items() if number in teeth})


@dataclass(frozen=True)
class ChartComparison:
    """Tooth by tooth: the same, the same and unusual, explained by the years between, not to be explained."""

    same: tuple[str, ...]
    unusual: tuple[str, ...]
    explained: tuple[str, ...]
    unexplained: tuple[str, ...]

    @property
    def words(self) -> str:
        """In a sentence."""
        said = [f"{len(self.same)} teeth alike, {len(self.unusual)} of them treated or lost"]
        if self.explained:
            said.append(f"{_listed(self.explained)} differ as the years between may explain")
        if self.unexplained:
            said.append(f"{_listed(self.unexplained)} differ as nothing explains")
        return "; ".join(said)


def compare(body: Chart, life: Chart) -> ChartComparison:
    """A chart of a body against one made in life, before."""
    same, unusual, explained, unexplained = [], [], [], []
    for number in sorted(body.states.keys() & life.states.keys()):
        now, then = body.states[number], life.states[number]
        if "unknown" in (now, then):
            continue
        if now == then:
            same.append(number)
            if now not in _ORDINARY:
                unusual.append(number)
        elif now in _LATER[then]:
            explained.append(number)
        else:
            unexplained.append(number)
    return ChartComparison(tuple(same), tuple(unusual), tuple(explained), tuple(unexplained))


def weigh(
    body: Chart,
    life: Chart,
    reference: Sequence[Chart],
    *,
    error: float = 0.05,
    older: float = 0.8,
    least: int = 30,
) -> Weighed:
    """How much likelier the chart from life is if it is the body's own than if it is somebody's.

    What is weighed is one outcome: something is unexplained, or nothing is and j of the u treated or lost
    teeth of the body (those the chart from life records) were so in life. For the same person: e, or
    (1 − e) Binomial(j; u, older). For others: how many of n charts of a reference sample do so against this
    body, (k + ½) / (n + (u + 2) / 2). Both sum to one over all outcomes.

    Arguments:
        reference: charts of other people of the same population and dental care.
        error: how often charts of one person cannot be reconciled: they hold mistakes.
        older: the share of what was done to a body's teeth that the chart from life shows already.
        least: with fewer reference charts no ratio is given.

    Raises:
        InvalidEvidence: too few reference charts.
    """
    probability("teeth: the error", error, above=True)
    probability("teeth: older", older, above=True)
    if len(reference) < least:
        raise InvalidEvidence(
            f"teeth: {len(reference)} reference charts, at least {least} are needed for a ratio; state the "
            "examiner's own conclusion instead"
        )
    recorded = {number for number, state in life.states.items() if state != "unknown"}
    treated = [n for n, state in body.states.items() if n in recorded and state not in _ORDINARY]
    found = compare(body, life)
    outcome = _outcome(found)
    chance = sum(_outcome(compare(body, one.only(recorded))) == outcome for one in reference)
    if outcome is None:
        under_missing = error
    else:
        ways = math.comb(len(treated), outcome)
        under_missing = (1.0 - error) * ways * older**outcome * (1.0 - older) ** (len(treated) - outcome)
    return Weighed(
        "teeth",
        under_missing,
        (chance + 0.5) / (len(reference) + 0.5 * (len(treated) + 2)),
        f"teeth: {found.words}; so do {chance} of {len(reference)} reference charts",
        "(1 − e) Binomial(j; u, older), or e where something is unexplained / (k + ½) / (n + (u + 2) / 2)",
        frozenset({"teeth"}),
    )


def _outcome(found: ChartComparison) -> int | None:
    """How many treated or lost teeth are alike; None: something is unexplained."""
    return None if found.unexplained else len(found.unusual)


Conclusion = Literal["established", "probable", "possible", "insufficient", "excluded"]


def examined(
    conclusion: Conclusion, calibration: Mapping[str, Mapping[str, float]] | None = None
) -> Weighed | None:
    """An examiner's conclusion. Without a calibration it stands as a conclusion and has no ratio.

    Arguments:
        calibration: how often each conclusion is reached where it was the person (`same`) and where it was
            not (`other`): counts of a study, which are smoothed.

    Raises:
        InvalidEvidence: a conclusion that there is not.
    """
    known = ("established", "probable", "possible", "insufficient", "excluded")
    if conclusion not in known:
        raise InvalidEvidence(f"teeth: {conclusion!r} is no conclusion; choose one of {', '.join(known)}")
    if calibration is None:
        return None
    same, other = ({one: float(calibration[of].get(one, 0)) for one in known} for of in ("same", "other"))
    return Weighed(
        "teeth",
        shares("teeth, same person", same)[conclusion],
        shares("teeth, other people", other)[conclusion],
        f"the dental examiner's conclusion is “{conclusion}”",
        "P(conclusion | same person) / P(conclusion | others), from the calibration study",
        frozenset({"teeth"}),
    )


def _listed(numbers: Iterable[str]) -> str:
    return ", ".join(numbers)
