"""A claim as a form that a person fills in, and back into the form of the reading contract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from accounted.reading.contract import claim_to_contract
from accounted.record.docket import DecisionRefused
from accounted.web.local_terms import labels_of
from accounted.web.reading_order import SIGN, TURNING

KINDS = ("tally", "site", "finding", "act", "denial", "investigation", "testimony")
# Which vocabularies the terms of a claim come from, by its kind.
TERMS = {
    "site": ("site_type", "grave_type"),
    "finding": ("finding_type",),
    "act": ("act_type",),
}


def fields(told: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """What the form shows for a claim, by the name of the input."""
    tally, date = told.get("tally") or {}, told.get("date") or {}
    shown = {
        "kind": told.get("kind") or "tally",
        "words": told["excerpt"]["exact"] if told.get("excerpt") else "",
        "start": told["excerpt"]["start"] if told.get("excerpt") else "",
        "modality": told.get("modality") or "asserts",
        "speaker": (told.get("speaker") or {}).get("text"),
        "place": (told.get("place") or {}).get("text"),
        "party": (told.get("party") or {}).get("text"),
        "date": date.get("edtf"),
        "date_role": date.get("role"),
        "what": ", ".join(told.get("what") or ()),
        "basis": tally.get("basis"),
        "quantifier": tally.get("quantifier"),
        "low": tally.get("low"),
        "best": tally.get("best"),
        "high": tally.get("high"),
        "group": ", ".join(tally.get("group") or ()),
        "as_of": tally.get("as_of"),
    }
    return {f"{prefix}{name}": "" if value is None else str(value) for name, value in shown.items()}


def choices() -> dict[str, list[tuple[str, str]]]:
    """The codes that can be chosen, with their labels in the language of the page."""
    what = [identifier for several in TERMS.values() for identifier in several]
    return {
        "modality": labelled("statement_modality"),
        "date_role": labelled("date_role"),
        "basis": labelled("count_basis"),
        "quantifier": labelled("quantifier"),
        "what": [pair for identifier in what for pair in labelled(identifier)],
    }


def labelled(identifier: str) -> list[tuple[str, str]]:
    """The terms of a vocabulary: code and label in the language of the page."""
    return labels_of(identifier, get_language() or "en")


def contract_of(claim: Any) -> dict[str, Any]:
    """A claim on record in the form of the contract."""
    told: dict[str, Any] = claim_to_contract(claim)
    told.pop("id")
    return told


def claim_from(
    posted: Mapping[str, str], text: str, *, old: Mapping[str, Any] | None = None, prefix: str = ""
) -> dict[str, Any]:
    """The claim that a form states. What it does not ask for stays as in `old`.

    Raises:
        DecisionRefused: the words are not in the document, or stand in it several times and none was chosen;
            a number that is none.
    """
    given = {name: (posted.get(f"{prefix}{name}") or "").strip() for name in fields({})}
    old = dict(old or {})
    shown = {name: value.strip() for name, value in fields(old).items()} if old else {}
    kind = given["kind"]
    if kind not in KINDS:
        raise DecisionRefused(f"{kind!r} is no kind of claim; they are {', '.join(KINDS)}")
    told = {key: value for key, value in old.items() if key not in ("id", "rule", "tally")}
    told["kind"] = kind
    told["excerpt"] = excerpt_of(posted.get(f"{prefix}words") or "", text, near=given["start"])
    told["modality"] = given["modality"] or "asserts"
    for name in ("speaker", "place", "party"):
        if not old or given[name] != shown[name]:
            told[name] = _named(name, given[name], text, told["excerpt"]["start"])
    if not old or (given["date"], given["date_role"]) != (shown["date"], shown["date_role"]):
        role = given["date_role"] or "act"
        told["date"] = {"text": given["date"], "edtf": given["date"], "role": role} if given["date"] else None
    told["what"] = _codes(given["what"])
    if kind != "tally":
        return told
    if not given["basis"]:
        raise DecisionRefused("a tally without what was counted; choose what the number is a number of")
    tally = dict(old.get("tally") or {})
    tally |= {
        "basis": given["basis"],
        "quantifier": given["quantifier"] or "exact",
        "group": _codes(given["group"]),
        "as_of": given["as_of"] or None,
        **{name: _number(name, given[name]) for name in ("low", "best", "high")},
    }
    return {**told, "tally": tally}


def excerpt_of(words: str, text: str, *, near: str = "") -> dict[str, Any]:
    """Where words stand in a text: at `near`, or where they stand nearest to it; by themselves only once.

    Line breaks and runs of blanks in what was typed fit any in the text.

    Raises:
        DecisionRefused: they are not there, or stand several times and nothing says which is meant.
    """
    start = int(near) if near.isdecimal() and len(near) < 12 else None
    words = words.replace("\r\n", "\n")
    if start is not None and words and text[start : start + len(words)] == words:
        return {"start": start, "end": start + len(words), "exact": words}
    pieces = words.split()  # of what was shown, in which a sign stands for each turn of the order of reading
    if not pieces:
        raise DecisionRefused("no words are given; select them in the document, or copy them from it")
    told = r"\s+".join(re.escape(piece).replace(SIGN, f"[{SIGN}{TURNING}]") for piece in pieces)
    found = list(re.finditer(told, text))
    if not found:
        raise DecisionRefused(
            f"the words {' '.join(pieces)[:60]!r} do not stand in the document (rule D-01); copy them from it"
        )
    if start is None and len(found) > 1:
        raise DecisionRefused(
            f"the words {' '.join(pieces)[:60]!r} stand in the document {len(found)} times; "
            "take more of the sentence, so that it is clear which is meant"
        )
    best = min(found, key=lambda one: abs(one.start() - (start or 0)))
    return {"start": best.start(), "end": best.end(), "exact": best.group()}


def _named(name: str, words: str, text: str, near: int) -> dict[str, Any] | None:
    """Who speaks, where, or who did it, as written; with the place of the words where they are there."""
    if not words:
        return None
    found = [one.start() for one in re.finditer(re.escape(words), text)]
    told: dict[str, Any] = {"text": words}
    if found:
        start = min(found, key=lambda one: abs(one - near))
        told |= {"start": start, "end": start + len(words)}
    return told | ({"name": words} if name in ("speaker", "place") else {})


def _codes(written: str) -> list[str]:
    return [code for code in re.split(r"[\s,;]+", written) if code]


def _number(name: str, written: str) -> int | None:
    if not written:
        return None
    plain = re.sub(r"[\s,.\u00a0\u202f']", "", written)
    if not plain.isdecimal() or len(plain) > 12:
        raise DecisionRefused(f"{name}: {written!r} is no whole number")
    return int(plain)
