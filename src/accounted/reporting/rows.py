"""One claim as a row of a report: its words, speaker, place and offsets, or that they are withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from accounted.claims import Claim, PlaceMention
from accounted.reporting.counts import worded
from accounted.reporting.disclosure import Disclosed
from accounted.reporting.material import Material, ReportedDocument, Told, claim_key
from accounted.reporting.remarks import Note
from accounted.reporting.roots import own_voice, speaker_name
from accounted.reporting.statements import Statement, first_mention, segment_kind
from accounted.reporting.wording import STANDINGS, date_words, group_words, label, month_of, tally_words


def document_key(item: str) -> str:
    """The name of a document's place in the page."""
    return "doc-" + "".join(c if c.isalnum() else "-" for c in item.casefold())


def place_name(place: PlaceMention | None) -> str | None:
    """A place as the gazetteer names it, else as written."""
    return None if place is None else (place.name or place.text)


@dataclass
class Rows:
    """Makes the rows of one report for one audience."""

    material: Material
    seen: Disclosed
    _items: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._items = {told.key: told.source.item for told in self.material.told()}

    def hides(self, told: Told) -> bool:
        """Whether the words of a claim are withheld."""
        return told.source.item in self.seen.withheld or told.key in self.seen.held_back

    def claim(self, told: Told) -> Claim:
        """A claim with what must be covered covered. Not for withheld documents."""
        return self.seen.documents[told.source.item].by_id[told.claim.id]

    def href(self, item: str, key: str) -> str:
        """Where a claim stands in the page: its words, or its document where they are withheld."""
        hidden = item in self.seen.withheld or key in self.seen.held_back
        return f"#{document_key(item)}" if hidden else f"#{key}"

    def links(self, keys: tuple[str, ...]) -> list[dict[str, str]]:
        """Where claims stand."""
        found = [(key, self._items[key]) for key in dict.fromkeys(keys) if key in self._items]
        return [{"key": key, "item": item, "href": self.href(item, key)} for key, item in found]

    def note(self, note: Note) -> dict[str, Any]:
        """A remark with where its claims stand."""
        links = self.links(note.claims)
        first = {link["item"]: link for link in reversed(links)}
        return {
            "rule": note.rule,
            "text": note.text,
            "claims": links,
            "items": [first[item] for item in dict.fromkeys(link["item"] for link in links)],
        }

    def row(self, told: Told) -> dict[str, Any]:
        """What every listing shows of a claim; no words, names or dates where they are withheld."""
        item = told.source.item
        held = self.hides(told)
        row: dict[str, Any] = {
            "key": told.key,
            "claim": told.claim.id,
            "record": told.source.on_record.get(told.claim.id),
            "item": item,
            "document_key": document_key(item),
            "href": self.href(item, told.key),
            "kind": told.claim.kind,
            "modality": told.claim.modality,
            "modality_label": label("statement_modality", told.claim.modality),
            "withheld": held,
        }
        nothing = dict.fromkeys(
            ("exact", "start", "end", "speaker", "speaker_as_written", "publisher", "place",
             "place_as_written", "date", "date_role", "party", "language", "segment"),
        )  # fmt: skip
        if held:
            title = self.withheld_title(told.source)
            return row | nothing | {"document": title, "via": [], "inferred": False, "place_inferred": False}
        shown, claim = self.seen.documents[item], self.claim(told)
        speaker, place, date = claim.speaker, claim.place, claim.date
        return row | {
            "document": shown.title,
            "exact": claim.excerpt.exact,
            "start": claim.excerpt.start,
            "end": claim.excerpt.end,
            "speaker": speaker_name(speaker) if speaker else None,
            "speaker_as_written": speaker.text if speaker else None,
            "via": [relay.text for relay in speaker.via] if speaker else [],
            "inferred": bool(speaker and speaker.inferred),
            "publisher": own_voice(shown),
            "place": place_name(place),
            "place_as_written": place.text if place else None,
            "place_inferred": bool(place and place.inferred),
            "date": date.edtf if date else None,
            "date_role": label("date_role", date.role) if date else None,
            "party": claim.party.text if claim.party else None,
            "language": shown.document.language,
            "segment": segment_kind(told),
        }

    def tally_row(self, told: Told) -> dict[str, Any]:
        """A number's row."""
        tally = told.claim.tally
        assert tally is not None
        origin = first_mention(told)
        return self.row(told) | {
            "basis": tally.basis,
            "basis_label": label("count_basis", tally.basis),
            "words": tally_words(told.claim),
            "quantifier": tally.count.quantifier,
            "low": tally.count.low,
            "best": tally.count.best,
            "high": tally.count.high,
            "readings": [worded(r) for r in tally.readings],
            "group": group_words(tally.group),
            "incremental": tally.incremental,
            "victims": tally.victims,
            "partition_of": claim_key(told.source.item, tally.partition_of) if tally.partition_of else None,
            "same_as": origin.key if origin.key != told.key else None,
        }

    def statement(self, statement: Statement) -> dict[str, Any]:
        """A number's row with how it stands among those of its figure."""
        row = self.tally_row(statement.told)
        as_of = month_of(statement.as_of) if row["withheld"] else statement.as_of
        return row | {
            "standing": statement.standing,
            "standing_label": STANDINGS[statement.standing],
            "as_of": as_of,
            "as_of_words": date_words(as_of),
            "as_of_inferred": statement.as_of_inferred,
            "repeats": statement.repeats,
            "superseded_by": statement.superseded_by,
        }

    def withheld_title(self, source: ReportedDocument) -> str:
        """What a withheld document is called."""
        kind = label("document_type", source.document_type).lower() or "document"
        return f"{kind}, withheld"
