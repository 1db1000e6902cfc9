"""What a careful recorder would remark on in the places of a reading."""

from __future__ import annotations

from collections.abc import Sequence

from accounted.claims import Claim, ReadingWarning
from accounted.reading.passages import Passage
from accounted.reading.placing import PlaceReader


def place_warnings(passage: Passage, places: PlaceReader, claims: Sequence[Claim]) -> list[ReadingWarning]:
    """Misspelt names (D-25), levels that the gazetteer does not confirm (D-26), changes of control (D-24)."""
    out: list[ReadingWarning] = []
    for written, resolution in places.resolutions.items():
        about = tuple(c.id for c in claims if c.place is not None and c.place.text == written)
        for warning in resolution.warnings:
            rule, _, message = warning.partition(": ")
            out.append(ReadingWarning(rule, message, about))
    for sentence in passage.sentences:
        states = {str(m.entry.get("state")) for m in sentence.of("control")}
        if {"occupied", "retaken"} <= states:
            start, end = passage.span(sentence.first, sentence.last)
            about = tuple(c.id for c in claims if start <= c.excerpt.start < end)
            out.append(
                ReadingWarning(
                    "D-24",
                    "the text calls the place both occupied and retaken: two intervals of control, not an error",
                    about,
                )
            )
    return out
