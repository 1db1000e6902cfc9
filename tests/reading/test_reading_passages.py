"""Passages as recorders meet them, in each language, read as a careful recorder would. All are invented."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from accounted.claims import Claim, Document
from accounted.reading import load_lexicon, read

FOLDER = Path(__file__).parent / "passages"
LANGUAGES = {"en": "english", "uk": "ukrainian", "ru": "russian"}
PASSAGES = [
    (language, number, passage)
    for language, name in LANGUAGES.items()
    for number, passage in enumerate(
        tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["passage"], 1
    )
]


def counted(claim: Claim) -> str:
    """ "killed at_least 12": basis, quantifier unless exact, bounds."""
    assert claim.tally is not None
    count = claim.tally.count
    bounds = dict.fromkeys(n for n in (count.low, count.best, count.high) if n is not None)
    words = [claim.tally.basis, "" if count.quantifier == "exact" else count.quantifier, *map(str, bounds)]
    return " ".join(w for w in words if w)


def differs(stated: str, claim: Claim, order: dict[str, int]) -> list[str]:
    """In what a tally is not as stated."""
    count, *facts = (part.strip() for part in stated.split(";"))
    tally, speaker = claim.tally, claim.speaker
    assert tally is not None
    out = [] if counted(claim) == count else [f"{counted(claim)} for {count}"]
    for fact in facts:
        key, _, value = fact.partition(" ")
        held: Any
        match key:
            case "of":
                held = set(tally.group)
                right = not held if value == "-" else value in held
            case "by":
                held = " ".join(speaker.text.split()) if speaker else "-"
                right = held == value
            case "via":
                held = [" ".join(relay.text.split()) for relay in speaker.via] if speaker else []
                right = value in held
            case "part" | "same":
                held = order.get((tally.partition_of if key == "part" else tally.same_as) or "", 0)
                right = held == int(value.removeprefix("of ").removeprefix("as "))
            case "modality":
                held, right = claim.modality, claim.modality == value
            case "more":
                held, right = tally.incremental, tally.incremental or bool(tally.readings)
            case _:
                raise ValueError(f"{key} means nothing here")
        if not right:
            out.append(f"{fact}: {held}")
    return out


def problems(language: str, passage: dict[str, Any], no_places: object) -> list[str]:
    """Everything that is read otherwise than stated."""
    document = Document(passage["text"].strip(), language=language, published="2024-05-20")
    reading = read(document, lexicon=load_lexicon(language), gazetteer=no_places)  # type: ignore[arg-type]
    tallies = [c for c in reading.claims if c.tally is not None and c.tally.victims]
    found = [counted(c) for c in tallies]
    wanted = passage["reads"]
    if len(found) != len(wanted):
        return [f"read {found}, not {[w.split(';')[0] for w in wanted]}"]
    order = {c.id: n for n, c in enumerate(tallies, 1)}
    return [
        f"{c.excerpt.exact!r}: {d}"
        for stated, c in zip(wanted, tallies, strict=True)
        for d in differs(stated, c, order)
    ]


@pytest.mark.parametrize(
    ("language", "passage"), [(lang, p) for lang, _, p in PASSAGES],
    ids=[f"{lang} {number} {' '.join(p['text'].split())[:40]}" for lang, number, p in PASSAGES],
)  # fmt: skip
def test_a_passage_is_read_as_a_recorder_would(
    language: str, passage: dict[str, Any], no_places: object
) -> None:
    assert problems(language, passage, no_places) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_passages_enough_in_every_language(language: str) -> None:
    assert sum(lang == language for lang, _, _ in PASSAGES) >= 60
