"""A claim in the words of a table: who, what, how many, which exact words, where."""

from __future__ import annotations

from collections.abc import Sequence

from accounted.claims import Claim


def claim_row(said: Claim) -> tuple[str, ...]:
    """One row: speaker, what, how many, of whom, exact words, offsets, place."""
    return (
        speaker_words(said),
        what_words(said),
        count_words(said),
        ", ".join(said.tally.group) if said.tally else "",
        f"“{' '.join(said.excerpt.exact.split())}”",
        f"{said.excerpt.start}–{said.excerpt.end}",
        place_words(said),
    )


def side_by_side(rules: Sequence[Claim], model: Sequence[Claim]) -> list[tuple[str, ...]]:
    """The claims of two readers in the order of the text, each said once, with who read it."""
    from accounted.reading.model import compare

    agreement = compare(rules, model)
    pairs = {pair.rules: pair for pair in agreement.agree}
    alone = set(agreement.only_model)
    rows = []
    for said in sorted((*rules, *(one for one in model if one.id in alone)), key=_in_the_text):
        standing = "only_model" if said.id in alone else "agree" if said.id in pairs else "only_rules"
        differs = pairs[said.id].differs if said.id in pairs else ()
        rows.append((standing_words(standing, differs), *claim_row(said)))
    return rows


def standing_words(standing: str | None, differs: Sequence[str]) -> str:
    """Which readers have a claim, and in what they read it otherwise."""
    if standing == "agree":
        return f"both, differing in {', '.join(differs)}" if differs else "both"
    return {"only_rules": "only the rules", "only_model": "only the model"}.get(standing or "", "a person")


def _in_the_text(said: Claim) -> tuple[int, int]:
    return said.excerpt.start, said.excerpt.end


def speaker_words(said: Claim) -> str:
    """Whom the text credits, who relayed it, and whether it was carried over from an earlier sentence."""
    if said.speaker is None:
        return "(the document)"
    words = said.speaker.text + (" (carried over)" if said.speaker.inferred else "")
    return words + "".join(f", via {relay.text}" for relay in said.speaker.via)


def what_words(said: Claim) -> str:
    """The kind of claim and its terms."""
    terms = ([said.tally.basis] if said.tally else []) + list(said.what)
    modality = "" if said.modality == "asserts" else f" ({said.modality})"
    return f"{said.kind}{modality}: {', '.join(terms)}" if terms else f"{said.kind}{modality}"


def count_words(said: Claim) -> str:
    """The number with its bounds, as the words allow it."""
    if said.tally is None:
        return ""
    count = said.tally.count
    if count.low is not None and count.low == count.high:
        words = f"{count.low}"
    elif count.low is None and count.high is None:
        words = f"about {count.best}" if count.best is not None else "unstated"
    else:
        words = f"{'?' if count.low is None else count.low}–{'' if count.high is None else count.high}"
    if said.tally.readings:
        words = " or ".join(
            f"{one.quantifier} {one.low}–{'' if one.high is None else one.high}"
            for one in said.tally.readings
        )
    return words + (" more" if said.tally.incremental else "")


def place_words(said: Claim) -> str:
    """The place as written, and what it was taken for where that differs."""
    if said.place is None:
        return ""
    place = said.place
    words = place.text if not place.name or place.name == place.text else f"{place.text} → {place.name}"
    return words + (" (typo)" if place.match == "typo" else "")
