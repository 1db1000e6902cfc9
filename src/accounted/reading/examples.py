"""Worked examples: sentences in each language with what the reader is to make of them.

They stand as `examples.toml` beside the word lists of a language; a person without Python can add to them:

    [[example]]
    part = "numbers"       # the part of “How the reader decides” that shows it
    rule = "At least"      # what it shows, in English; the same in every language
    text = "At least 14 bodies were found near Lubny, the police said."
    claims = [
      {tally = "bodies_found", quantifier = "at_least", low = 14, words = "At least 14 bodies"},
    ]

A claim is named by its kind with its first term (`tally = "killed"`, `finding = "fracture"`, `denial = ""`).
What else is given must be so; what is left out may be anything. `claims = []` says that nothing is claimed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from accounted.claims import Claim, ClaimKind, Document, Reading
from accounted.reading.lexicons import DATA, EXAMPLES

PUBLISHED = "2025-03-14"  # a Friday; examples that need another day say so
_KINDS = get_args(ClaimKind)
_EXAMPLE = frozenset(
    {"part", "rule", "note", "text", "published", "claims", "warnings", "passed_over", "only"}
)


class WrongExample(ValueError):
    """An example that cannot be understood; the message says where and what to write."""


@dataclass(frozen=True, slots=True)
class Example:
    """One text and what it is to be read as."""

    language: str
    part: str
    rule: str
    text: str
    published: str = PUBLISHED
    note: str = ""
    claims: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[Mapping[str, str], ...] = ()
    passed_over: tuple[Mapping[str, str], ...] = ()
    only: bool = False  # there is no other claim
    source: str = field(default="", compare=False)

    @property
    def document(self) -> Document:
        """The text as a document, published on the day of the example."""
        return Document(self.text, language=self.language, published=self.published)

    def differences(self, reading: Reading) -> list[str]:
        """What the reading lacks or has otherwise than the example says; empty where it is read as stated."""
        out = []
        left = list(reading.claims)
        said = {c.id: _facts(c, reading) for c in reading.claims}
        for stated in self.claims:
            fit = next((c for c in left if _fits(stated, said[c.id])), None)
            if fit is None:
                out.append(f"not read so: {dict(stated)}; read: {[said[c.id] for c in left]}")
            else:
                left.remove(fit)
        if left and (self.only or not (self.claims or self.warnings)):
            out.append(f"read besides: {[said[c.id] for c in left]}")
        for warning in self.warnings:
            if not any(w.rule == warning["rule"] and warning["says"] in w.message for w in reading.warnings):
                out.append(
                    f"no warning {dict(warning)}; there are {[(w.rule, w.message) for w in reading.warnings]}"
                )
        passed = [(_plain(e.exact), why) for e, why in reading.not_counted]
        for number in self.passed_over:
            if (number["words"], number["why"]) not in passed:
                out.append(f"not passed over: {dict(number)}; passed over are {passed}")
        return out

    def lines(self) -> list[str]:
        """The example as a page shows it: the text, then what is made of it."""
        shown = [f"> {_plain(self.text)}"]
        shown += [_line(stated) for stated in self.claims]
        shown += [f"! {w['rule']} | {w['says']}" for w in self.warnings]
        shown += [f"- {n['words']} | {n['why']}" for n in self.passed_over]
        if not self.claims and not self.warnings:
            shown.insert(1, "(no claims)")
        return shown


def examples(language: str, folder: Path = DATA) -> tuple[Example, ...]:
    """The worked examples of a language, in the order of the file; none where there is no file.

    Raises:
        WrongExample: an example lacks its text or has a key that means nothing.
    """
    path = folder / language / EXAMPLES
    if not path.exists():
        return ()
    with path.open("rb") as f:
        tables = tomllib.load(f).get("example", [])
    return tuple(
        _example(table, language, f"{language}/{EXAMPLES}, example {n}") for n, table in enumerate(tables, 1)
    )


def _example(table: Mapping[str, Any], language: str, source: str) -> Example:
    unknown = set(table) - _EXAMPLE
    missing = {"part", "rule", "text"} - set(table)
    if unknown or missing:
        words = (
            f"no {', '.join(sorted(missing))}" if missing else f"unknown keys {', '.join(sorted(unknown))}"
        )
        raise WrongExample(f"{source}: {words}; an example has {', '.join(sorted(_EXAMPLE))}")
    for claim in table.get("claims", ()):
        if len(set(claim) & set(_KINDS)) != 1:
            raise WrongExample(
                f"{source}: a claim of no kind: {claim}; begin it with one of {', '.join(_KINDS)}"
            )
        if wrong := set(claim) - set(_KINDS) - _FACTS:
            raise WrongExample(
                f"{source}: {', '.join(sorted(wrong))} means nothing; a claim has {', '.join(sorted(_FACTS))}"
            )
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
    return Example(language=language, source=source, **given)


def _plain(text: str) -> str:
    return " ".join(text.split())


_COUNT = ("number", "quantifier", "low", "best", "high")
_FACTS = frozenset(
    {
        *_COUNT, "words", "speaker", "carried_over", "via", "modality", "group", "more", "part_of", "same_as",
        "place", "placed_as", "date", "date_role", "party", "denies", "terms", "regions", "extent",
    }
)  # fmt: skip


def _facts(claim: Claim, reading: Reading) -> dict[str, Any]:
    """A claim as an example would state it."""
    words = {c.id: _plain(c.excerpt.exact) for c in reading.claims}
    terms = [claim.tally.basis] if claim.tally is not None else list(claim.what)
    facts: dict[str, Any] = {
        claim.kind: terms[0] if terms else "",
        "terms": list(claim.what),
        "words": _plain(claim.excerpt.exact),
        "speaker": _plain(claim.speaker.text) if claim.speaker else "",
        "carried_over": bool(claim.speaker and claim.speaker.inferred),
        "via": _plain(claim.speaker.via[0].text) if claim.speaker and claim.speaker.via else "",
        "modality": claim.modality,
        "place": claim.place.text if claim.place else "",
        "placed_as": (claim.place.name or "") if claim.place else "",
        "date": claim.date.edtf if claim.date else "",
        "date_role": claim.date.role if claim.date else "",
        "party": _plain(claim.party.text) if claim.party else "",
        "denies": [words[d] for d in claim.denies],
        "regions": list(claim.body_regions),
        "extent": claim.extent or "",
    }
    if claim.tally is not None:
        tally, count = claim.tally, claim.tally.count
        facts |= {
            "quantifier": count.quantifier, "low": count.low, "best": count.best, "high": count.high,
            "group": list(tally.group), "more": tally.incremental,
            "part_of": words.get(tally.partition_of or "", ""), "same_as": words.get(tally.same_as or "", ""),
        }  # fmt: skip
        if count.quantifier in ("exact", "none"):
            facts["number"] = count.best
    return facts


def _fits(stated: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether a claim is as stated. A group is a set; bounds that are not stated are to be open."""
    for key, value in stated.items():
        held = facts.get(key, None)
        if isinstance(value, list) and isinstance(held, list):
            if set(value) != set(held):
                return False
        elif held != value:
            return False
    if "quantifier" in stated or "low" in stated or "high" in stated:
        return all(stated.get(key) == facts.get(key) for key in ("low", "best", "high"))
    return True


def _line(stated: Mapping[str, Any]) -> str:
    """A stated claim as one line: kind, how many, which words, and what else is stated."""
    (kind,) = set(stated) & set(_KINDS)
    modality = f" ({stated['modality']})" if "modality" in stated else ""
    terms = [t for t in (stated[kind], *(t for t in stated.get("terms", ()) if t != stated[kind])) if t]
    parts = [f"{kind}{modality}: {', '.join(terms)}" if terms else f"{kind}{modality}"]
    if kind == "tally" and (count := _count(stated)):
        parts.append(count)
    if "words" in stated:
        parts.append(f"“{stated['words']}”")
    if "speaker" in stated:
        speaker = stated["speaker"] or "the document"
        speaker += " (carried over)" if stated.get("carried_over") else ""
        parts.append(f"by {speaker}" + (f", via {stated['via']}" if stated.get("via") else ""))
    if "group" in stated:
        parts.append(f"of {', '.join(stated['group'])}" if stated["group"] else "of nobody in particular")
    for key, word in _SHOWN.items():
        if key in stated:
            value = stated[key]
            parts.append(f"{word} {', '.join(value) if isinstance(value, list) else value or '–'}")
    return " | ".join(parts)


_SHOWN = {
    "part_of": "part of", "same_as": "the same as", "party": "accused:", "place": "in",
    "placed_as": "taken for", "date_role": "date of", "date": "on", "denies": "denies",
    "regions": "on the", "extent": "extent",
}  # fmt: skip


def _count(stated: Mapping[str, Any]) -> str:
    more = " more" if stated.get("more") else ""
    if "number" in stated:
        return f"{stated['number']}{more}"
    low, best, high = (stated.get(key) for key in ("low", "best", "high"))
    words = str(stated.get("quantifier", "")).replace("_", " ")
    if low is not None or high is not None:
        words += f": {'?' if low is None else low}–{'' if high is None else high}"
    elif best is not None:
        words += f" {best}"
    return words + more
