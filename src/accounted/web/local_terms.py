"""The team's own labels for terms of the vocabularies, as templates show them.

They are looked up for every label on a page, so a process keeps them and asks again after half a minute.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

SECONDS = 30.0

_held: tuple[Any, float, dict[tuple[str, str, str], str]] | None = None


def local_label(vocabulary: str, code: str, language: str) -> str | None:
    """The team's label for a term in that language; None where it has none of its own."""
    from accounted.web import workspace

    global _held
    served = workspace.served()
    if served is None:
        return None
    if _held is None or _held[0] != served or monotonic() - _held[1] > SECONDS:
        _held = (served, monotonic(), _all())
    return _held[2].get((vocabulary, code, language))


def labels_of(identifier: str, language: str) -> list[tuple[str, str]]:
    """The terms of a vocabulary in its order: code, and the team's own label or the vocabulary's."""
    from accounted.vocabulary import vocabulary

    return [
        (term.code, local_label(identifier, term.code, language) or term.label_in(language))
        for term in vocabulary(identifier)
    ]


def forget() -> None:
    """A label was changed: ask again."""
    global _held
    _held = None


def _all() -> dict[tuple[str, str, str], str]:
    from accounted.web.models import LocalTerm

    rows = LocalTerm.objects.values_list("vocabulary", "code", "language", "label")
    return {(vocabulary, code, language): label for vocabulary, code, language, label in rows}
