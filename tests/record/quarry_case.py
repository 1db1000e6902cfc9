"""An invented statement about an invented quarry, and a reader that finds what is known to be in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounted.claims import (
    Claim,
    Count,
    DateMention,
    Document,
    Excerpt,
    Party,
    PlaceMention,
    ReaderIdentity,
    Reading,
    Relay,
    Speaker,
    Tally,
)
from accounted.record import queries
from accounted.record.archive import Archive

TEXT = (
    "Officer Lysenko said 40 bodies were found at the quarry.\n"
    "12 bodies were of women.\n"
    "The Third Brigade shot them, witness Koval said.\n"
    "The ministry denied it.\n"
)


def read_simply(document: Document, *, gazetteer: object = None, lexicon: object = None) -> Reading:
    """A reader without a lexicon: numbers of bodies, who shot, who denied."""
    claims: list[Claim] = []
    for found in re.finditer(
        r"(?:(\w+ \w+) said )?(\d+) bodies(?: were (found|of women|of children))?", document.text
    ):
        start = found.start(2)
        count = int(found[2])
        part = found[3] in ("of women", "of children")
        claims.append(
            Claim(
                id=f"c{len(claims) + 1}",
                kind="tally",
                excerpt=Excerpt.of(document.text, start, found.end()),
                speaker=Speaker(found[1], found.start(1), found.end(1)) if found[1] else None,
                place=PlaceMention(
                    "the quarry", name="Quarry", kind="settlement", country="UA", match="exact"
                ),
                date=DateMention("in May", "2022-05", "discovery", inferred=True),
                tally=Tally(
                    "bodies_found",
                    Count("exact", count, count, count),
                    group=("female",) if found[3] == "of women" else ("child",) if part else (),
                    partition_of="c1" if part and claims else None,
                ),
                segment=0,
                rule="simple",
            )
        )
    for found in re.finditer(r"(The Third Brigade) shot them, witness (\w+) said", document.text):
        claims.append(
            Claim(
                id=f"c{len(claims) + 1}",
                kind="act",
                excerpt=Excerpt.of(document.text, found.start(), found.end()),
                modality="alleges",
                speaker=Speaker(found[2], found.start(2), found.end(2), via=(Relay("the paper"),)),
                party=Party(found[1], found.start(1), found.end(1)),
                what=("execution_summary",),
            )
        )
    for found in re.finditer(r"(The ministry) denied it", document.text):
        claims.append(
            Claim(
                id=f"c{len(claims) + 1}",
                kind="denial",
                excerpt=Excerpt.of(document.text, found.start(), found.end()),
                modality="denies",
                speaker=Speaker(found[1], found.start(1), found.end(1)),
                denies=tuple(c.id for c in claims if c.kind == "act"),
            )
        )
    return Reading(document, ReaderIdentity("simple", "1", "none"), tuple(claims))


@dataclass
class Told:
    """A document on record and its claims by kind, in the order of the text."""

    archive: Archive
    document: str
    claims: list[queries.ClaimOnRecord]

    def of(self, kind: str) -> list[queries.ClaimOnRecord]:
        return [claim for claim in self.claims if claim.claim.kind == kind]


def tell(archive: Archive, folder: Path, text: str, name: str = "statement.txt") -> Told:
    """Take a text in as a file."""
    (folder / name).write_text(text, encoding="utf-8")
    result = archive.add([folder / name])
    assert result.ok, result
    document = result.kept[0].document
    assert document is not None
    return Told(archive, document, queries.claims(archive, document=document))


def row(model: str) -> Any:
    """The rows of a model, for looking behind the queries."""
    from accounted.record import models

    return getattr(models, model).objects.all()
