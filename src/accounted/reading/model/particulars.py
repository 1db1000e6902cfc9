"""What a claim of one kind tells besides its terms: who was harmed and how, who investigates what, how near.

Each kind of claim has its own particulars. Words must stand in the paragraph of the claim, codes in their
vocabulary; what does not, or belongs to another kind, is left out of the claim and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from accounted.claims import Words
from accounted.reading.model.schema import codes

# by kind, what a claim of it may tell
OF_KIND: Final[dict[str, tuple[str, ...]]] = {
    "finding": ("body_regions", "extent"),
    "act": ("methods", "victims"),
    "investigation": ("body", "scope", "status"),
    "denial": ("scope",),
    "testimony": ("proximity",),
}
# the vocabularies of those that are codes
VOCABULARY: Final = {
    "body_regions": "body_region",
    "methods": "method_of_violence",
    "status": "investigation_status",
    "proximity": "source_proximity",
}
WORDS: Final = ("extent", "victims", "body", "scope")


@dataclass(frozen=True, slots=True)
class SaidParticulars:
    """The particulars of a claim as a model put them, nothing checked but their shape."""

    body_regions: tuple[str, ...] = ()
    extent: str | None = None
    methods: tuple[str, ...] = ()
    victims: str | None = None
    body: str | None = None
    scope: str | None = None
    status: str | None = None
    proximity: str | None = None


def believed(
    said: SaidParticulars, kind: str, find: Callable[[str], Words | None], reasons: Counter[str]
) -> dict[str, Any]:
    """The particulars that a claim of a kind keeps, by the name of its field.

    `find` gives the place of words in the paragraph of the claim, or None. What is left out is counted in
    `reasons`.
    """
    kept: dict[str, Any] = {}
    allowed = OF_KIND.get(kind, ())
    for name in (*VOCABULARY, *WORDS):
        value = getattr(said, name)
        if not value:
            continue
        if name not in allowed:
            reasons["misplaced"] += 1
        elif name in WORDS:
            words = find(value)
            if words is None:
                reasons["words_not_found"] += 1
            else:
                kept[name] = words.text if name == "extent" else words
        else:
            known = frozenset(codes(VOCABULARY[name]))
            given = (value,) if isinstance(value, str) else tuple(dict.fromkeys(value))
            terms = tuple(term for term in given if term in known)
            reasons["unknown_term"] += len(given) - len(terms)
            if terms:
                kept[name] = terms[0] if isinstance(value, str) else terms
    return kept
