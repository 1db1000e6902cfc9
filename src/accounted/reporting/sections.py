"""The figures of a report under their headings, each with its statements and what is reckoned of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from accounted.reckoning import NeedsHiGHS, Question, WrongQuestion
from accounted.reporting.breakdown import BODIES, Part
from accounted.reporting.counts import worded
from accounted.reporting.enclosing import place_key
from accounted.reporting.figures import Figure, Figures
from accounted.reporting.reckoned import Reckoned, Reckonings
from accounted.reporting.remarks import Note
from accounted.reporting.rows import Rows, place_name
from accounted.reporting.wording import (
    STATUSES,
    date_words,
    figure_words,
    group_words,
    label,
    month_of,
    what_words,
)

SECTIONS = (
    ("dead", "The dead", ("killed", "executed", "died_any", *BODIES, "body_parts", "with_sign", "identified",
                          "unidentified")),
    ("harmed", "People harmed, held or missing", ("killed_or_missing", "missing", "casualties", "injured",
     "abducted", "detained", "deported", "displaced", "trapped", "survivors")),
    ("places", "Graves and places", ("graves", "sites")),
    ("other", "Investigations and other numbers", ()),
)  # fmt: skip

# Full cards for the first figures of a section; further ones are rows of a table, with the same particulars.
CARDS = 8


@dataclass
class Sections:
    """Puts the figures of one report under its headings."""

    figures: Figures
    rows: Rows
    reckonings: Reckonings | None  # None: what was stated alone, for shapes that hold no answers
    reckoned: dict[str, Reckoned] = field(default_factory=dict)  # by the key of the figure, as they are made
    not_reckoned: list[tuple[str, str]] = field(default_factory=list)  # key of the figure, why

    def shown(self) -> list[dict[str, Any]]:
        """Figures under their headings, each part right after the figure it is presumed to be within."""
        homes = {basis: key for key, _, bases in SECTIONS for basis in bases}
        shown: dict[str, list[dict[str, Any]]] = defaultdict(list)
        placed: set[str] = set()
        by_key = {figure.key: figure for figure in self.figures.figures}

        def show(figure: Figure, depth: int) -> None:
            if figure.key in placed:
                return
            placed.add(figure.key)
            home = "other" if figure.under_investigation else homes.get(figure.basis, "other")
            shown[home].append(self._figure(figure, depth))
            for inner in self.figures.figures:
                if figure.key in inner.within and not lies_deeper(inner, figure):
                    show(inner, depth + 1)

        def lies_deeper(inner: Figure, outer: Figure) -> bool:
            return any(key != outer.key and outer.key in by_key[key].within for key in inner.within)

        for figure in self.figures.figures:
            if figure.top_level:
                show(figure, 0)
        for figure in self.figures.figures:
            show(figure, 0)
        return [
            {
                "key": key,
                "title": title,
                "counts_bodies": any(f["basis"] in BODIES for f in shown[key]),
                "figures": shown[key][:CARDS],
                "further": shown[key][CARDS:],
            }
            for key, title, _ in SECTIONS
            if shown[key]
        ]

    def _figure(self, figure: Figure, depth: int) -> dict[str, Any]:
        in_view = [s for s in figure.statements if not self.rows.hides(s.told)]
        # A place that only withheld documents name, and that no gazetteer knows, could point to a person.
        hidden = not in_view and (figure.place_key or "").startswith("text:")
        place = next((self.rows.claim(s.told).place for s in in_view if s.told.claim.place is not None), None)
        statements = [self.rows.statement(s) for s in figure.statements]
        reckoned = None if hidden else self._reckoned(figure)
        by_answer = _by_answer(figure, reckoned)  # the answer, whose number it is
        as_of = by_answer["as_of"] if by_answer is not None else figure.as_of
        as_of = as_of if in_view else month_of(as_of)
        return {
            "key": figure.key,
            "depth": depth,
            "basis": figure.basis,
            "basis_label": label("count_basis", figure.basis),
            "what": what_words(figure.basis, figure.what),
            "group": group_words(figure.group),
            "place": None if hidden else (place_name(place) or figure.place),
            "place_hidden": hidden,
            "words": by_answer["words"] if by_answer is not None else figure_words(figure),
            "stated_words": figure_words(figure),
            "reckoned": reckoned,
            "minimum": figure.minimum,
            "low": figure.low,
            "best": figure.best,
            "high": figure.high,
            "status": figure.status,
            "status_label": STATUSES[figure.status],
            "modality": figure.modality,
            "modality_label": {"alleges": "alleged", "investigates": "under investigation"}.get(
                figure.modality, label("statement_modality", figure.modality).lower()
            ),
            "period": figure.period if in_view else month_of(figure.period),
            "period_words": date_words(figure.period if in_view else month_of(figure.period)),
            "as_of": as_of,
            "as_of_words": date_words(as_of),
            "sources": figure.sources,
            "documents": figure.documents,
            "within": list(figure.within),
            "methodology": by_answer["methodology"] if by_answer is not None else figure.methodology,
            "policy": "consistent" if by_answer is not None else "range",
            "statements": statements,
            "repeats": [s["key"] for s in statements if s["standing"] == "repeat"],
            "breakdowns": [self._breakdown(figure, n) for n in range(len(figure.breakdowns))],
            "notes": [self.rows.note(n) for n in figure.notes]
            + [self.rows.note(Note("D-37", why, ())) for key, why in self.not_reckoned if key == figure.key],
            "rules": list(figure.rules),
        }

    def _reckoned(self, figure: Figure) -> dict[str, Any] | None:
        """What the engine makes of everything that bears on a figure; None where no place is known."""
        if figure.place_key is None or self.reckonings is None:
            return None
        question = Question(
            figure.basis,
            figure.place_key,
            group=figure.group,
            finding=figure.what,
            modality=figure.modality or None,
            policy="all",
        )
        if any(made.answer.question == question for made in self.reckoned.values()):
            return None  # a part that the figure before it already takes in
        try:
            made = self.reckonings.ask(question, key=f"reckoned-{figure.key.removeprefix('figure-')}")
        except NeedsHiGHS as error:
            self.not_reckoned.append((figure.key, str(error)))
            return None
        except WrongQuestion:
            return None  # nothing of it can be compared, not even with itself
        self.reckoned[figure.key] = made
        return self.reckonings.shown(made)

    def charts(self, key: str) -> dict[str, Any] | None:
        """The charts of what is reckoned of a figure; None where nothing is."""
        made = self.reckoned.get(key)
        if made is None or self.reckonings is None:
            return None
        rungs = self.reckonings.rungs(made)
        return {
            "known": self.reckonings.chart_known(made),
            "ladder": self.reckonings.chart_ladder(made, rungs),
            "rungs": rungs,
        }

    def _breakdown(self, figure: Figure, number: int) -> dict[str, Any]:
        made = figure.breakdowns[number]
        rest = made.rest
        return {
            "whole": made.whole,
            "item": made.item,
            "total": worded(made.total),
            "overlap": made.overlap,
            "parts": [
                {
                    "key": part.key,
                    "href": self.rows.href(made.item, part.key),
                    "group": group_words(part.group) or self._where_apart(part, figure),
                    "words": worded(part.count),
                }
                for part in made.parts
            ],
            "others": [
                {
                    "key": part.key,
                    "href": self.rows.href(made.item, part.key),
                    "basis_label": label("count_basis", part.basis),
                    "words": worded(part.count),
                }
                for part in made.others
            ],
            "remainder": None
            if rest is None
            else {"low": rest.low, "high": rest.high, "words": worded(rest), "rule": "D-08"},
        }

    def _where_apart(self, part: Part, figure: Figure) -> list[str]:
        """The place of a part that has no group, where it is another than the figure's."""
        if self.rows.hides(part.told) or place_key(part.told.claim.place) in (None, figure.place_key):
            return []
        return [place_name(self.rows.claim(part.told).place) or ""]


def _by_answer(figure: Figure, reckoned: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The answer whose number a figure bears: where statements bind it; else it is as it is worded."""
    if reckoned is not None and reckoned["low"] and figure.status in ("stated", "contested"):
        return reckoned
    return None
