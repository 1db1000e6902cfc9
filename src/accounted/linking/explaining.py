"""Why two records are proposed as one person, or not: every weight as a waterfall, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounted.linking.linkage import Linkage


def explain(linkage: Linkage, one: str, other: str) -> dict[str, Any] | None:
    """What speaks for and against two records, by their ids; None where they were not brought together.

    {"probability", "weight", "steps": [{"what", "words", "weight"}], "words": [sentences]}

    Raises:
        KeyError: there is no such record.
    """
    import numpy as np

    row = {id_: place for place, id_ in enumerate(linkage.people.ids)}
    a, b = sorted((row[one], row[other]))
    found = np.flatnonzero((linkage.a == a) & (linkage.b == b))
    if not len(found):
        return None
    place = int(found[0])
    return told_of_pair(pair_at(linkage, place, float(linkage.probability[place])), described(linkage))


def pair_at(linkage: Linkage, place: int, probability: float) -> dict[str, Any]:
    """A scored pair as it is kept: ids, probability, weight, the level of each comparison."""
    a, b = int(linkage.a[place]), int(linkage.b[place])
    told: dict[str, Any] = {
        "a": linkage.people.ids[a],
        "b": linkage.people.ids[b],
        "probability": round(probability, 6),
        "weight": round(float(linkage.weight[place]), 3),
        "levels": [int(linkage.levels[one.name][place]) for one in linkage.model.compared],
    }
    if linkage.person[a] == linkage.person[b]:
        told["together"] = True
    if linkage.kin[place]:
        told["kin"] = True
    return told


def described(linkage: Linkage) -> dict[str, Any]:
    """What the model makes of each comparison, so that a pair can be explained without training it again."""
    from accounted.linking.linkage import bits

    model = linkage.model
    return {
        "start": round(bits(model.prior), 3),
        "comparisons": [
            {
                "name": one.name,
                "levels": [
                    {"words": level.words, "weight": round(model.weight(one.name, place), 3)}
                    for place, level in enumerate(one.levels)
                ],
            }
            for one in model.compared
        ],
    }


def told_of_pair(pair: Mapping[str, Any], model: Mapping[str, Any]) -> dict[str, Any]:
    """A pair of a run explained: probability, weight, the waterfall as steps and as sentences."""
    steps = _steps(pair, model)
    told = {"probability": pair["probability"], "weight": pair["weight"]}
    return {**told, "steps": steps, "words": _words(pair, steps)}


def _steps(pair: Mapping[str, Any], model: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The waterfall: from where every pair starts, by what each comparison says, to where this one stands."""
    steps = [{"what": "start", "words": "any two records of these lists", "weight": model["start"]}]
    for comparison, level in zip(model["comparisons"], pair["levels"], strict=True):
        if level >= 0:
            steps.append({"what": comparison["name"], **comparison["levels"][level]})
    if not pair.get("kin"):
        rest = round(pair["weight"] - sum(step["weight"] for step in steps), 3)
        if abs(rest) >= 0.05:
            steps.append({"what": "rarity", "words": "how rare what they share is", "weight": rest})
    return steps


def _words(pair: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> list[str]:
    said = []
    for step in steps:
        times = 2.0 ** abs(step["weight"])
        shown = f"{times:,.0f}" if times >= 10 else f"{times:.1f}"
        if step["what"] == "start":
            said.append(f"Of {shown} pairs of records taken blindly, one is one person.")
            continue
        way = "for" if step["weight"] >= 0 else "against"
        what = step["what"].replace("_", " ")
        said.append(f"{what}: {step['words']}; {shown} times {way} it ({step['weight']:+.1f}).")
    if pair.get("kin"):
        said.append("They are kept apart as two people of one family: brothers, or parent and child.")
    said.append(f"Together: probability {pair['probability']:.3f} ({pair['weight']:+.1f}).")
    if pair["probability"] >= 0.5 and not pair.get("together"):
        said.append("They are not proposed as one person all the same: others of the group speak against it.")
    return said
