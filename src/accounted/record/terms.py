"""Codes and dates as the record accepts them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from accounted.vocabulary import UnknownTerm, vocabulary

EXAMINED = ("autopsy", "external_exam")  # levels of examination at which an examiner may judge (rule D-20)
PROVEN = (
    "reasonable_grounds",
    "substantial_grounds",
    "balance",
    "beyond_doubt",
)  # enough to verify (rule D-06)


@cache
def codes(name: str) -> frozenset[str]:
    """The codes of a vocabulary."""
    return frozenset(term.code for term in vocabulary(name))


def check_code(name: str, code: str | None) -> None:
    """Refuse a code the vocabulary does not have.

    Raises:
        UnknownTerm: naming the near ones.
    """
    if code is not None and code not in codes(name):
        vocabulary(name)[code]
        raise UnknownTerm(f"{name}: there is no term {code!r}")


def check_codes(name: str, given: Iterable[str]) -> None:
    """Refuse any code the vocabulary does not have."""
    for code in given:
        check_code(name, code)


@cache
def bounds(edtf: str | None) -> tuple[date | None, date | None]:
    """Earliest and latest day of a date; None is open or unknown.

    Raises:
        InvalidDate: the text is not a date.
    """
    if edtf is None:
        return None, None
    from accounted.dates import parse

    partial = parse(edtf)
    return partial.earliest, partial.latest


def spread(prefix: str, edtf: str | None) -> dict[str, Any]:
    """The two bounds of a date as columns `<prefix>_earliest` and `<prefix>_latest`."""
    earliest, latest = bounds(edtf)
    return {f"{prefix}_earliest": earliest, f"{prefix}_latest": latest}
