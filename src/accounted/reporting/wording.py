"""The words of a report: labels of codes, dates and numbers as a reader says them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from accounted.claims import Claim
from accounted.reporting.counts import worded
from accounted.reporting.figures import Figure
from accounted.vocabulary import UnknownTerm, UnknownVocabulary, term

STANDINGS = {
    "stated": "",
    "repeat": "repeats the same number",
    "caption": "in a caption only",
    "superseded": "replaced by a later count",
    "counter_figure": "said by a party that denies",
    "ambiguous": "more than one reading",
}
STATUSES = {
    "stated": "",
    "contested": "The sources contradict one another",
    "ambiguous": "The words have more than one reading",
    "vague": "No exact number is stated",
    "denied_only": "Stated only by a party that denies",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAY = re.compile(r"(\d{4})(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?([~?%]?)")


def label(vocabulary: str, code: str | None) -> str:
    """The words for a code; the code itself where the vocabulary has none."""
    if not code:
        return ""
    try:
        return term(vocabulary, code).label
    except (UnknownTerm, UnknownVocabulary):
        return code.replace("_", " ")


def group_label(code: str) -> str:
    """The words for a term of sex, age or status; a named group as it is."""
    for vocabulary in ("sex", "age_group", "person_status"):
        words = label(vocabulary, code)
        if words != code.replace("_", " "):
            return words
    return code.replace("_", " ")


_PLAIN = {("adult", "female"): "women", ("adult", "male"): "men", ("child", "female"): "girls",
          ("child", "male"): "boys", ("child",): "children", ("civilian",): "civilians"}  # fmt: skip


def group_words(group: Iterable[str]) -> list[str]:
    """Who is counted, in plain words where there are such: an adult female group is “women”."""
    codes = tuple(group)
    plain = _PLAIN.get(tuple(sorted(codes)))
    return [plain] if plain else [group_label(code).lower() for code in codes]


def what_words(basis: str, codes: Iterable[str]) -> list[str]:
    """The words for the kinds of place or sign a number counts, where they add to what its basis says."""
    vocabulary = "site_type" if basis in ("sites", "graves") else "finding_type"
    counted = label("count_basis", basis).casefold()
    return [words for code in codes if (words := label(vocabulary, code)).casefold() not in counted]


def tally_words(claim: Claim) -> str:
    """A number as read: each of its readings where there are several."""
    tally = claim.tally
    assert tally is not None
    if tally.readings:
        said = []
        for n, reading in enumerate(tally.readings):
            additional = tally.incremental and n == 0 and reading.quantifier == "exact"
            said.append(f"{worded(reading)} additional" if additional else worded(reading))
        return ", or ".join(said)
    return f"{worded(tally.count)} additional" if tally.incremental else worded(tally.count)


def figure_words(figure: Figure) -> str:
    """What a figure amounts to, in the words that may be put on it."""
    low, high = figure.low, figure.high
    if figure.status in ("stated", "contested") and low is not None:
        if high is None:
            return f"at least {low:,}" if figure.status == "stated" else f"{low:,} or more"
        if low == high:
            return f"{low:,}"
        return f"up to {high:,}" if low == 0 else f"{low:,}–{high:,}"
    voiced = figure.current() or figure.statements
    return ", ".join(dict.fromkeys(tally_words(s.told.claim) for s in voiced))


def date_words(edtf: str | None) -> str | None:
    """A date as one says it: `2022-10~` is “about October 2022”. What has no plain form stays as written."""
    if edtf is None:
        return None
    if "/" in edtf:
        start, _, end = edtf.partition("/")
        first, last = (
            date_words(start) if start not in ("", "..") else None,
            (date_words(end) if end not in ("", "..") else None),
        )
        if first and last:
            return f"{first} to {last}"
        return f"since {first}" if first else (f"until {last}" if last else edtf)
    found = _DAY.fullmatch(edtf)
    if found is None or (found[2] and found[2] != "XX" and not 1 <= int(found[2]) <= 12):
        return edtf
    year, month, day, mark = found.groups()
    words = year
    if month and month != "XX":
        words = f"{_MONTHS[int(month) - 1]} {year}"
        if day and day != "XX":
            words = f"{int(day)} {words}"
    return {"~": f"about {words}", "?": f"{words} (uncertain)", "%": f"about {words} (uncertain)"}.get(
        mark, words
    )


def time_words(iso: str | None) -> str | None:
    """`2025-07-16T10:05:00Z` is “16 July 2025, 10:05 UTC”; what is no such time stays as written."""
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|\+00:00)?", iso or "")
    if found is None:
        return date_words(iso)
    return f"{date_words(found[1])}, {found[2]}{' UTC' if found[3] else ''}"


def month_of(edtf: str | None) -> str | None:
    """A date no finer than a month, for where its day could point to a person."""
    if edtf is None:
        return None
    found = re.match(r"\d{4}-\d{2}", edtf)
    return found[0] if found else None
