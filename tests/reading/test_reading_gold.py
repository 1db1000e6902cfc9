"""The annotated documents: what the reader reaches on them is kept, so that no change loses it unseen."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from accounted.claims import Document
from accounted.places import Gazetteer
from accounted.reading import languages, read, to_contract

# A little below what is reached, so that a change of a word does not fail the suite and a loss does.
FLOORS = {
    "en": {
        "f1": 0.96, "strict_f1": 0.95, "basis": 0.97, "range": 0.98, "group": 0.94, "part_of": 0.90,
        "place": 0.95, "speaker": 0.88, "party": 0.90, "date": 0.88, "site_f1": 0.85, "finding_f1": 0.87,
        "act_f1": 0.80, "denial_f1": 0.92, "investigation_f1": 0.80,
    },
    "uk": {
        "f1": 0.95, "strict_f1": 0.95, "basis": 0.95, "range": 0.95, "group": 0.80, "part_of": 0.80,
        "place": 0.80, "speaker": 0.78, "party": 0.90, "site_f1": 0.90, "finding_f1": 0.75,
        "act_f1": 0.90, "investigation_f1": 0.95,
    },
    "ru": {
        "f1": 0.95, "strict_f1": 0.95, "basis": 0.95, "range": 0.95, "group": 0.95, "part_of": 0.95,
        "place": 0.85, "speaker": 0.85, "party": 0.90, "site_f1": 0.80, "act_f1": 0.80,
        "denial_f1": 0.95, "investigation_f1": 0.95,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def table(shared: Path, gazetteer: Gazetteer) -> dict[str, dict[str, Any]]:
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)

    def run(folder: str, reader: str) -> tuple[list[str], dict[str, Any], dict[str, Any]]:
        texts = sorted(Path(folder).glob("*.txt"))
        names = [t.stem for t in texts]
        gold = {t.stem: json.loads(t.with_suffix(".json").read_text(encoding="utf-8")) for t in texts}
        readings = {}
        for path in texts:
            about = gold[path.stem]["document"]
            published = None if about["published"] == "unknown" else about["published"]
            text = path.read_bytes().decode("utf-8")
            document = Document(text, language=about["lang"], published=published)
            readings[path.stem] = to_contract(read(document, gazetteer=gazetteer), str(path))
        return names, gold, readings

    scorer.run = run  # type: ignore[attr-defined]
    found: dict[str, dict[str, Any]] = scorer.score(str(shared / "gold" / "dev"), "")[0]
    return found


@pytest.mark.parametrize("language", sorted(FLOORS))
def test_the_reader_keeps_what_it_reached(table: dict[str, dict[str, Any]], language: str) -> None:
    reached = {k: table[language][k] for k in FLOORS[language]}
    below = {k: (reached[k], floor) for k, floor in FLOORS[language].items() if reached[k] < floor}
    assert not below, "reached, floor"


def test_every_excerpt_is_grounded(table: dict[str, dict[str, Any]]) -> None:
    assert {row["grounded"] for row in table.values()} == {1.0}


def test_every_language_with_a_lexicon_has_a_floor(table: dict[str, dict[str, Any]]) -> None:
    assert set(languages()) & set(table) == set(FLOORS)
