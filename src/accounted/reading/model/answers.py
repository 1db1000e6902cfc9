"""What a model answers, taken apart. Everything here comes from outside: nothing is trusted, nothing quoted.

The words of an answer never reach a message: a server could put anything there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounted.reading.model.particulars import SaidParticulars
from accounted.reading.model.schema import LONGEST_EXCERPT, MOST_CLAIMS

LARGEST = 4 << 20  # bytes of one answer
_LONGEST_WORDS = 400  # characters of a speaker, a place, a date
_MOST_LISTED = 20  # terms, relays, references of one claim
_LARGEST_NUMBER = 10**12


class ModelTrouble(Exception):
    """A model, or the server that runs it, did not do its part. The message says which and what to do."""


class NoAnswer(ModelTrouble):
    """The server cannot be used at all: it is down, elsewhere, or does not know the model."""


class BadAnswer(ModelTrouble):
    """One answer cannot be used; others may."""


class CutOff(BadAnswer):
    """The answer was longer than the server gives."""


class NothingRead(ModelTrouble):
    """Of a whole document no answer can be used."""


@dataclass(frozen=True, slots=True)
class Said:
    """One claim as a model put it: words and codes, nothing checked but their shape."""

    id: str
    kind: str
    exact: str
    start: int | None
    modality: str
    speaker: str | None
    via: tuple[str, ...]
    place: str | None
    date: SaidDate | None
    dates: tuple[SaidDate, ...]
    party: str | None
    what: tuple[str, ...]
    denies: tuple[str, ...]
    tally: SaidTally | None
    particulars: SaidParticulars


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A date of a claim as a model put it: its words, and what it is the date of."""

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class SaidTally:
    """The count of a claim as a model put it."""

    basis: str
    quantifier: str
    numbers: tuple[int, ...]
    group: tuple[str, ...]
    incremental: bool
    victims: bool
    partition_of: str | None


def said_in(body: bytes) -> tuple[list[Said], int]:
    """The claims of one answer, and how many of them had no usable shape.

    Raises:
        CutOff: the answer breaks off.
        BadAnswer: it is no chat completion, or what it holds is no JSON of the form that was asked for.
    """
    choice = _choice(body)
    message = choice.get("message")
    content = message.get("content") if isinstance(message, Mapping) else None
    if choice.get("finish_reason") == "length":
        raise CutOff("the answer breaks off: it is longer than the server gives")
    if not isinstance(content, str):
        raise BadAnswer("the answer has no text")
    told = _json(_bare(content), "the model did not answer in JSON")
    claims = told.get("claims") if isinstance(told, Mapping) else None
    if not isinstance(claims, list):
        raise BadAnswer("the model's JSON has no list of claims")
    found = [said for one in claims[:MOST_CLAIMS] if (said := _said(one)) is not None]
    return found, len(claims) - len(found)


def _choice(body: bytes) -> Mapping[str, Any]:
    told = _json(body, "the server did not answer in JSON")
    choices = told.get("choices") if isinstance(told, Mapping) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
        raise BadAnswer("the server's JSON is no chat completion: is this an OpenAI-compatible address?")
    choice: Mapping[str, Any] = choices[0]
    return choice


def _json(written: bytes | str, trouble: str) -> Any:
    try:
        return json.loads(written)
    except (ValueError, RecursionError):  # not JSON, not UTF-8, a number of a million digits, nested too deep
        raise BadAnswer(trouble) from None


def _bare(content: str) -> str:
    """The text without the code fence that models like to put around it."""
    content = content.strip()
    if content.startswith("```") and content.endswith("```") and len(content) > 6:
        return content[3:-3].removeprefix("json").strip()
    return content


def _said(told: Any) -> Said | None:
    """A claim whose parts have the right types and sizes; None for any other."""
    try:
        if not isinstance(told, Mapping):
            return None
        excerpt = told["excerpt"]
        speaker, date, tally = told.get("speaker"), told.get("date"), told.get("tally")
        extent, status, proximity = told.get("extent"), told.get("status"), told.get("proximity")
        return Said(
            id=_words(told.get("id", ""), empty=True),
            kind=_words(told["kind"]),
            exact=_words(excerpt["exact"], LONGEST_EXCERPT),
            start=None if excerpt.get("start") is None else _whole(excerpt["start"]),
            modality=_words(told.get("modality", "asserts")),
            speaker=None if speaker is None else _words(speaker["text"]),
            via=() if speaker is None else tuple(_words(one["text"]) for one in _listed(speaker, "via")),
            place=_text_of(told.get("place")),
            date=None if date is None else _date(date),
            dates=tuple(_date(one) for one in _listed(told, "dates")),
            party=_text_of(told.get("party")),
            what=tuple(_words(one) for one in _listed(told, "what")),
            denies=tuple(_words(one) for one in _listed(told, "denies")),
            tally=None if tally is None else _tally(tally),
            particulars=SaidParticulars(
                body_regions=tuple(_words(one) for one in _listed(told, "body_regions")),
                extent=None if extent is None else _words(extent),
                methods=tuple(_words(one) for one in _listed(told, "methods")),
                victims=_text_of(told.get("victims")),
                body=_text_of(told.get("body")),
                scope=_text_of(told.get("scope")),
                status=None if status is None else _words(status),
                proximity=None if proximity is None else _words(proximity),
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _tally(told: Mapping[str, Any]) -> SaidTally:
    numbers = [_whole(told[name]) for name in ("low", "best", "high") if told.get(name) is not None]
    whole = told.get("partition_of")
    return SaidTally(
        basis=_words(told["basis"]),
        quantifier=_words(told["quantifier"]),
        numbers=tuple(dict.fromkeys(numbers)),
        group=tuple(_words(one) for one in _listed(told, "group")),
        incremental=_truth(told.get("incremental", False)),
        victims=_truth(told.get("victims", True)),
        partition_of=None if whole is None else _words(whole),
    )


def _date(told: Mapping[str, Any]) -> SaidDate:
    return SaidDate(_words(told["text"]), _words(told["role"]))


def _text_of(told: Any) -> str | None:
    return None if told is None else _words(told["text"])


def _words(value: Any, longest: int = _LONGEST_WORDS, *, empty: bool = False) -> str:
    if not isinstance(value, str) or len(value) > longest or not (empty or value.strip()):
        raise ValueError
    return value


def _listed(told: Mapping[str, Any], key: str) -> list[Any]:
    value = told.get(key) or []
    if not isinstance(value, list) or len(value) > _MOST_LISTED:
        raise ValueError
    return value


def _whole(value: Any) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _LARGEST_NUMBER:
        raise ValueError
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value
