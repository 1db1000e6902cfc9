"""A reckoned figure as plain data: the range, then everything a reader must be shown beside it.

One structure for the page, its JSON twin and the command line: each statement that the answer names is a row
with its exact words (or that they are withheld), so that every sentence of the engine can be traced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from accounted.dates import parse
from accounted.reckoning import POLICIES, Answer, KnownOn, Question, Reckoner, Statement, World
from accounted.reckoning.answer import CopyWarning
from accounted.reporting.charts import Rung, Step, known_over_time, ladder
from accounted.reporting.disclosure import cover, sensitive_stretches
from accounted.reporting.material import Material, Told
from accounted.reporting.rows import Rows
from accounted.reporting.wording import date_words, group_words, label, what_words

_CITED = re.compile(r"\[([\w:-]+(?:, [\w:-]+)*)\]")
_MOST_CITED = 4
LADDER = 40  # rungs that one chart shows
DOCUMENTED_MINIMUM = "documented minimum"

POLICY_TITLES: Mapping[str, str] = {
    "consistent": "What all comparable statements allow",
    "range": "Lowest to highest stated",
    "hierarchy": "The highest-ranked source",
    "majority": "Most independent origins",
    "documented_minimum": "Verified records only",
}


@dataclass(frozen=True)
class Reckoned:
    """An answer with how it came to be known, ready to be shown to an audience."""

    answer: Answer
    series: tuple[KnownOn, ...]
    key: str


class Reckonings:
    """Reckons with a material, and shows what came of it as an audience may see it."""

    def __init__(self, material: Material, world: World, rows: Rows) -> None:
        self._material = material
        self._rows = rows
        self._told: Mapping[str, Told] = {told.key: told for told in material.told()}
        self.reckoner = Reckoner(world)

    def ask(
        self,
        question: Question,
        *,
        key: str = "answer",
        series: bool = True,
        days: Sequence[str] | None = None,
    ) -> Reckoned:
        """The answer to a question, with how it grew: on the `days` given, else on every day of publication.

        Raises:
            WrongQuestion: it cannot be answered as asked; the message says what to do.
        """
        answer = self.reckoner.answer(question)
        grown = self.reckoner.as_known(question, days) if series else ()
        if question.known_on is not None:  # what came out later was not known then, in the chart neither
            last = parse(question.known_on).latest_possible
            until = last.isoformat() if last is not None else "9999"
            grown = tuple(step for step in grown if step.known_on[:10] <= until)
        return Reckoned(answer, tuple(grown), key)

    def shown(self, made: Reckoned) -> dict[str, Any]:
        """Everything a reader is shown of a reckoned figure."""
        answer = made.answer
        question = answer.question
        return {
            "key": made.key,
            "basis": question.basis,
            "basis_label": label("count_basis", question.basis),
            "group": group_words(question.group),
            "what": what_words(question.basis, question.finding),
            "place": self._safe(answer.place_name, ()),
            "period": question.period,
            "period_words": date_words(question.period) or "at any time",
            "as_of": answer.as_of,
            "as_of_words": date_words(answer.as_of),
            "as_of_chosen": answer.as_of_chosen,
            "known_on": question.known_on,
            "policy": question.policy,
            "seed": question.seed,
            "methodology": f"{answer.methodology_version}; {self._material.methodology}",
            "documented_minimum": DOCUMENTED_MINIMUM,
            "low": answer.low,
            "best": answer.best,
            "high": answer.high,
            "words": range_words(answer.low, answer.high, answer.best),
            "exact": answer.exact,
            "conventional": answer.conventional,
            "contested": answer.contested,
            "policies": [
                {
                    "policy": one.policy,
                    "title": POLICY_TITLES.get(one.policy, one.policy),
                    "about": POLICIES.get(one.policy, ""),
                    "low": one.low,
                    "best": one.best,
                    "high": one.high,
                    "words": range_words(one.low, one.high, one.best),
                    "note": self._safe(one.note, one.because),
                    "because": self._links(one.because),
                }
                for one in answer.policies
            ],
            "binding": [
                self._row(one.id)
                | {"side": one.side, "says": self._safe(one.says, (one.id,)), "weight": one.weight}
                for one in answer.binding
            ],
            "contradictions": [
                {
                    "rule": one.rule,
                    "kind": one.kind,
                    "as_of": one.as_of,
                    "sentence": self._safe(one.sentence, one.statements),
                    "statements": [self._row(key) for key in one.statements],
                }
                for one in answer.contradictions
            ],
            "set_aside": [
                {
                    "cost": one.cost,
                    "ways": [self._links(way) for way in one.ways],
                    "statements": self._links(one.statements),
                }
                for one in answer.set_aside
            ],
            "superseded": [
                self._row(one.id)
                | {"by": self._links((one.by,)), "reason": self._safe(one.reason, (one.id, one.by))}
                for one in answer.superseded
            ],
            "not_compared": [
                {
                    "rule": one.rule,
                    "reason": self._safe(one.reason, one.statements),
                    "statements": self._links(one.statements),
                }
                for one in answer.not_compared
            ],
            "origins": [
                {"name": self._safe(one.name, one.statements), "statements": self._links(one.statements)}
                for one in answer.origins
            ],
            "copy_warnings": [
                {
                    "sentence": self._safe(one.sentence, one.statements),
                    "statements": self._links(one.statements),
                }
                for one in _once_each(answer.copy_warnings)
            ],
            "denials": [
                {
                    "by": self._safe(one.by, (one.id,)),
                    "denial": self._links((one.id,)),
                    "statements": self._links(one.statements),
                }
                for one in answer.denials
            ],
            "documented": None
            if answer.documented is None
            else {
                "count": answer.documented.count,
                "verified": answer.documented.verified,
                "gap_low": answer.documented.gap_low,
                "gap_high": answer.documented.gap_high,
            },
            "rests": [
                {
                    "whole": self._links((one.whole,)),
                    "parts": self._links(one.parts),
                    "low": one.low,
                    "high": one.high,
                    "words": range_words(one.low, one.high),
                    "rule": "D-08",
                }
                for one in answer.rests
            ],
            "choices": [
                {
                    "statement": self._links((one.statement,)),
                    "about": self._safe(one.about, (one.statement,)),
                    "readings": [
                        {"reading": reading, "words": range_words(*bounds)}
                        for reading, bounds in zip(one.readings, one.answers, strict=False)
                    ],
                    "chosen": one.chosen,
                }
                for one in answer.choices
            ],
            "refused": [
                {
                    "rule": "D-14",
                    "sentence": self._safe(one.sentence, one.statements),
                    "statements": self._links(one.statements),
                }
                for one in answer.refused
            ],
            "remarks": [
                {
                    "rule": one.rule,
                    "text": self._safe(one.text, one.statements),
                    "statements": self._links(one.statements),
                }
                for one in answer.remarks
            ],
            "text": [self._safe(line, tuple(answer.statements)) for line in answer.text],
            "rules": list(answer.rules),
            "series": [
                {
                    "known_on": step.known_on,
                    "low": step.low,
                    "best": step.best,
                    "high": step.high,
                    "words": range_words(step.low, step.high, step.best),
                    "contested": step.contested,
                    "updated_by": self._links(step.updated_by),
                    "origins": step.origins,
                }
                for step in made.series
            ],
        }

    # ---- charts

    def chart_known(self, made: Reckoned, *, standalone: bool = False) -> str:
        """How the figure grew as statements were published, as SVG."""
        steps = [Step(s.known_on[:10], s.low, s.high, s.contested) for s in made.series if s.known_on]
        steps = [step for step in steps if len(step.day) == 10]
        title = f"{self._title(made)}, as known over time"
        return known_over_time(steps, title=title, key=f"{made.key}-known", standalone=standalone)

    def chart_ladder(self, made: Reckoned, rungs: Sequence[Rung], *, standalone: bool = False) -> str:
        """Each of the `rungs` of an answer as the interval it states, as SVG."""
        if standalone:
            rungs = [replace(one, href=None) for one in rungs]
        title = f"{self._title(made)}, claim by claim"
        return ladder(rungs, title=title, key=f"{made.key}-ladder", standalone=standalone)

    def rungs(self, made: Reckoned) -> list[Rung]:
        """The comparable claims of an answer in the order of their days, at most `LADDER` of them."""
        answer = made.answer
        aside = {key for one in answer.set_aside for key in one.statements}
        binds = {one.id for one in answer.binding}
        named = [
            answer.statements[key]
            for key in sorted({*binds, *aside, *(k for o in answer.origins for k in o.statements)})
            if key in answer.statements and answer.statements[key].kind == "tally"
        ]
        rungs = [
            Rung(
                self._label(one),
                self._note(one),
                one.low,
                one.high,
                one.id in binds,
                one.id in aside,
                self._href(one.id),
            )
            for one in sorted(named, key=lambda s: (s.as_of or "", s.id))
            if one.low is not None or one.high is not None
        ]
        return rungs[:LADDER]

    def _title(self, made: Reckoned) -> str:
        answer = made.answer
        counted = label("count_basis", answer.question.basis)
        return self._safe(f"{counted}, {answer.place_name}", ())

    def _label(self, one: Statement) -> str:
        told = self._told.get(one.id)
        if told is None:
            return "record"
        if self._rows.hides(told):
            return self._rows.withheld_title(told.source)
        return self._safe(one.speaker or one.counter or one.source or told.source.item, (one.id,))

    def _note(self, one: Statement) -> str:
        told = self._told.get(one.id)
        words = [*group_words(one.group)]
        if told is not None and not self._rows.hides(told):
            day = date_words(one.as_of)
            words += [f"as of {day}"] if day else []
        return ", ".join([*(w for w in words if w), told.source.item if told else one.id])

    # ---- what an audience may see

    def _row(self, key: str) -> dict[str, Any]:
        told = self._told.get(key)
        if told is not None and told.claim.tally is not None:
            return self._rows.tally_row(told)
        if told is not None:
            return self._rows.row(told)
        return {"key": key, "item": None, "href": None, "withheld": True, "document": "record"}

    def _links(self, keys: Iterable[str]) -> list[dict[str, Any]]:
        found = []
        for key in dict.fromkeys(keys):
            told = self._told.get(key)
            if told is None:
                found.append({"key": key, "item": None, "href": None, "words": "record"})
                continue
            row = self._row(key)
            found.append(
                {"key": key, "item": told.source.item, "href": row["href"], "words": row.get("words")}
            )
        return found

    def _href(self, key: str) -> str | None:
        told = self._told.get(key)
        return None if told is None else self._rows.href(told.source.item, key)

    def _safe(self, sentence: str, statements: Sequence[str]) -> str:
        """A sentence of the engine as the audience may read it: no withheld source, no protected name.

        For the identifiers it cites stand the numbers of the documents: links to the words stand beside it.
        """
        sentence = _CITED.sub(self._cited, sentence)
        if self._rows.seen.audience == "internal":
            return sentence
        hidden = [key for key in statements if key in self._told and self._rows.hides(self._told[key])]
        if hidden:
            for key in hidden:
                told = self._told[key]
                for name in self._names(told):
                    sentence = sentence.replace(name, "a withheld source")
        return cover(sentence, sensitive_stretches(sentence, self._material.protected_names))

    def _cited(self, found: re.Match[str]) -> str:
        keys = found[1].split(", ")
        items = [self._told[key].source.item if key in self._told else key for key in keys]
        named = list(dict.fromkeys(items))
        more = f" and {len(named) - _MOST_CITED} more" if len(named) > _MOST_CITED else ""
        return f"[{', '.join(named[:_MOST_CITED])}{more}]"

    def _names(self, told: Told) -> list[str]:
        """Ways of naming who is behind a withheld statement, the longest first."""
        speaker, document = told.claim.speaker, told.source.document
        ways = [document.publisher, document.title, told.source.name, document.author]
        if speaker is not None:
            ways += [speaker.name, speaker.text, speaker.role, speaker.organisation]
        return sorted({way for way in ways if way}, key=lambda way: (-len(way), way))


_TWO_BASES = re.compile(r"number, (.*?), is told once of (.*?) and once of (.*?):")


def _once_each(warnings: Sequence[CopyWarning]) -> list[CopyWarning]:
    """One warning for one number told under the same two bases, however many statements repeat it."""
    first: dict[object, CopyWarning] = {}
    for one in warnings:
        found = _TWO_BASES.search(one.sentence)
        key = (found[1], frozenset(found.groups()[1:])) if found else one.sentence
        known = first.get(key)
        keys = (*known.statements, *one.statements) if known else one.statements
        first[key] = replace(known or one, statements=tuple(dict.fromkeys(keys)))
    return list(first.values())


def range_words(low: int | None, high: int | None, best: int | None = None) -> str:
    """A range as one says it: an open top is “at least”; a number without bounds is “about”."""
    if not low and high is None:
        return "no number" if best is None else f"about {best:,}"
    if high is None:
        return f"at least {low:,}"
    if low is None or low == 0:
        return "none" if high == 0 else f"up to {high:,}"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"
