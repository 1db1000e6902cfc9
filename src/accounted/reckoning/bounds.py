"""The least and the greatest total that the statements allow, and which of them hold it there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounted.reckoning.answer import Binding
from accounted.reckoning.conflict import Conflicts
from accounted.reckoning.growth import Growth
from accounted.reckoning.ledger import Ledger
from accounted.reckoning.programme import Bound, Programme
from accounted.reckoning.selecting import Selection
from accounted.reckoning.voices import Voice
from accounted.reckoning.wording import as_stated


@dataclass(frozen=True, slots=True)
class Range:
    """The answer's two ends. With several equally cheap sets to set aside, the widest that any gives."""

    low: int
    high: int | None
    low_held: tuple[tuple[Voice, int], ...]
    high_held: tuple[tuple[Voice, int], ...]
    exact: bool


def consistent(ledger: Ledger, selection: Selection, conflicts: Conflicts) -> Range:
    """The range that is left whichever of the cheapest sets is set aside."""
    sets = conflicts.sets if conflicts.widest is None else [conflicts.widest]
    ranges = [_without(ledger, selection, conflicts, aside) for aside in sets]
    low = min(ranges, key=lambda r: r.low)
    high = max(ranges, key=lambda r: (r.high is None, r.high or 0))
    return Range(
        low.low, high.high, low.low_held, high.high_held,
        conflicts.widest is None and conflicts.cheapest_known and all(r.exact for r in ranges),
    )  # fmt: skip


def _without(ledger: Ledger, selection: Selection, conflicts: Conflicts, aside: frozenset[Voice]) -> Range:
    if conflicts.plain:
        growth = Growth(ledger.tree, selection.voices, selection.at, asked=selection.key, without=aside)
        low = growth.least[selection.node][growth.asked]
        high, held = growth.highest(selection.node)
        held_low = growth.explain(selection.node, growth.asked) if low else []
        return Range(low, high, _signed(held_low, 1), _held(held), True)
    if aside in conflicts.solved:
        programme, least = conflicts.solved[aside]
    else:
        growth = Growth(ledger.tree, selection.voices, selection.at, asked=selection.key, without=aside)
        programme = Programme(
            ledger.tree, growth.live, selection.at, asked=selection.key, node=selection.node,
            everything=selection.everything, growth=growth,
        )  # fmt: skip
        least = programme.least()
    greatest = programme.greatest()
    return Range(
        least.number or 0, greatest.number, least.voices, greatest.voices, least.exact and greatest.exact
    )


def of_voices(ledger: Ledger, selection: Selection, voices: list[Voice]) -> tuple[Bound, Bound]:
    """Both ends for other voices in place of the selection's, which must not contradict one another."""
    programme = Programme(
        ledger.tree, voices, selection.at, asked=selection.key, node=selection.node,
        everything=selection.everything,
    )  # fmt: skip
    return programme.least(), programme.greatest()


def _signed(voices: Iterable[Voice], weight: int) -> tuple[tuple[Voice, int], ...]:
    return tuple((v, weight) for v in voices)


def _held(voices: list[Voice]) -> tuple[tuple[Voice, int], ...]:
    """The first voice states the most; what the others count beside the place is taken off it."""
    return (*_signed(voices[:1], 1), *_signed(voices[1:], -1))


def bindings(ledger: Ledger, found: Range) -> tuple[Binding, ...]:
    """The statements that hold either end, each once a side, in the order of their ids."""
    made: dict[tuple[str, str], Binding] = {}
    for side, held in (("low", found.low_held), ("high", found.high_held)):
        for voice, weight in held:
            for key in voice.ids[:1] if voice.record else voice.ids:
                says = voice.recorded if voice.record else as_stated(ledger.ready[key], ledger)
                made[key, side] = Binding(key, "low" if side == "low" else "high", says, weight)
    return tuple(made[key] for key in sorted(made, key=lambda k: (k[1] != "low", k[0])))
