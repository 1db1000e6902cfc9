"""A report as one plain structure: what the page shows and what the JSON form holds.

Built once from a material, its figures and what the audience may see; `html` only lays it out. Keys are
stable. The same material gives the same structure: the time of making is passed in.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from accounted.reckoning import suggest_syndication
from accounted.reporting.denied import denials_shown
from accounted.reporting.disclosure import Audience, Disclosed, disclose
from accounted.reporting.estimates import accepted
from accounted.reporting.figures import Figures, figures
from accounted.reporting.identifying import identifying_shown
from accounted.reporting.listed import listed_shown
from accounted.reporting.material import Material, ReportedDocument, Told, claim_key
from accounted.reporting.reckoned import Reckonings
from accounted.reporting.roots import roots
from accounted.reporting.rows import Rows, document_key
from accounted.reporting.sections import Sections
from accounted.reporting.voices import places_shown, speakers_shown
from accounted.reporting.wording import (
    date_words,
    label,
    time_words,
)
from accounted.reporting.world import world_of

FORMAT = "accounted-report"
VERSION = 1

# Said of a withheld document too: that nobody looked for claims in it must not look like "nothing there".
_UNREAD = "not read: there is no lexicon for its language, so no claim was looked for"

OTHER_KINDS = (
    ("finding", "Signs seen on bodies and things", "finding_type"),
    ("act", "Acts described", "act_type"),
    ("site", "Places of burial, detention and violence", "site_type"),
    ("investigation", "Investigations", "investigation_type"),
    ("testimony", "Accounts given", "document_type"),
)


def report_json(
    material: Material,
    *,
    generated: str,
    audience: Audience = "public",
    estimates: Mapping[str, Any] | None = None,
) -> str:
    """The report as JSON (UTF-8 text, sorted keys): the same arguments give the same text.

    Arguments:
        material: what to report.
        generated: when, as an ISO 8601 time; nothing here reads a clock.
        audience: `public` (withholds, see `disclosure`) or `internal`.
        estimates: what `accounted estimate --json` printed, to stand beside what is documented.
    """
    structure = report(material, generated=generated, audience=audience, estimates=estimates)
    return json.dumps(structure, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def report(
    material: Material,
    *,
    generated: str,
    audience: Audience = "public",
    estimates: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The report as a plain structure of dicts, lists and strings."""
    return with_estimates(Page.of(material, generated, audience).build(), estimates)


def with_estimates(structure: dict[str, Any], estimates: Mapping[str, Any] | None) -> dict[str, Any]:
    """The structure with what may be shown of estimates; None leaves it as it is."""
    if estimates is None:
        return structure
    return {**structure, "estimates": accepted(estimates, audience=structure["audience"])}


def abridged(structure: Mapping[str, Any]) -> dict[str, Any]:
    """The data that a page carries so that it can be reproduced: all but the documents, which it shows."""
    return {**structure, "documents": [], "abridged": True}


@dataclass
class Page:
    """Puts a report together. One instance makes one report."""

    material: Material
    figures: Figures
    seen: Disclosed
    rows: Rows
    behind: Mapping[str, str | None]
    generated: str
    sections: Sections

    @classmethod
    def of(cls, material: Material, generated: str, audience: Audience, *, reckon: bool = True) -> Page:
        """A page about a material for an audience; without reckoning, of what was stated alone."""
        seen = disclose(material, audience)
        rows = Rows(material, seen)
        counted = figures(material)
        reckonings = Reckonings(material, world_of(material), rows) if reckon else None
        sections = Sections(counted, rows, reckonings)
        return cls(material, counted, seen, rows, roots(material), generated, sections)

    def build(self) -> dict[str, Any]:
        """Everything the report shows."""
        told = list(self.material.told())
        tallies = [t for t in told if t.claim.kind == "tally"]
        return {
            "format": FORMAT,
            "version": VERSION,
            "audience": self.seen.audience,
            "generated": self.generated,
            "generated_words": time_words(self.generated),
            "as_of_words": time_words(self.material.as_of),
            "as_of": self.material.as_of,
            "methodology": self.material.methodology,
            "software": self.material.software,
            "log_entries": self.material.log_entries,
            "archive": {"id": self.material.archive.id, "title": self.material.archive.title},
            "checkpoint": self._checkpoint(),
            "totals": {
                "documents": len(self.material.documents),
                "withheld": len(self.seen.withheld),
                "claims": len(told),
                "tallies": len(tallies),
                "denials": sum(t.claim.kind == "denial" for t in told),
                "denials_withheld": sum(t.claim.kind == "denial" and self.rows.hides(t) for t in told),
            },
            "sections": self.sections.shown(),
            "tallies": [self.rows.tally_row(t) for t in tallies],
            "also_said": self._also_said(told),
            "identifying": identifying_shown(
                self.material.identifying, self.material.identifications, self.seen.audience
            ),
            "listed": listed_shown(self.material.listed, self.seen.audience),
            "contradictions": [self.rows.note(n) for n in self.figures.contradictions],
            "warnings": self._warnings(),
            "denials": denials_shown(self.material, self.rows, self.behind),
            "syndication": self._syndication(),
            "speakers": speakers_shown(told, self.rows, self.seen, self.behind),
            "places": places_shown(told, self.rows, self.seen),
            "not_counted": self._not_counted(),
            "refused": self._refused(),
            "destroyed": [asdict(one) for one in self.material.destroyed],
            "documents": [self._document(s) for s in self.material.documents],
        }

    def _checkpoint(self) -> dict[str, Any] | None:
        state = self.material.checkpoint
        if state is None:
            return None
        return {
            "size": state.size,
            "root": state.root,
            "time": state.time,
            "time_words": time_words(state.time),
            "origin": state.origin,
            "signers": list(state.signers),
            "stamped_by": list(state.stamped_by),
            "key_protected": state.key_protected,
        }

    # ---- what else is said

    def _also_said(self, told: Sequence[Told]) -> list[dict[str, Any]]:
        result = []
        for kind, title, vocabulary in OTHER_KINDS:
            ones = [one for one in told if one.claim.kind == kind]
            rows = [
                self.rows.row(one)
                | {"what": [label(vocabulary, w) for w in one.claim.what], "extent": one.claim.extent}
                for one in ones
                if not self.rows.hides(one)
            ]
            if ones:
                result.append({"kind": kind, "title": title, "rows": rows, "withheld": len(ones) - len(rows)})
        return result

    def _warnings(self) -> list[dict[str, Any]]:
        found = []
        for source in self.material.documents:
            hidden = source.item in self.seen.withheld
            for warning in self.seen.documents[source.item].warnings:
                keys = tuple(claim_key(source.item, c) for c in warning.claims)
                unread = _UNREAD if warning.rule == "D-37" else None
                found.append(
                    {
                        "rule": warning.rule,
                        "item": source.item,
                        "message": unread if hidden else warning.message,
                        "claims": self.rows.links(keys),
                    }
                )
        return found

    def _syndication(self) -> list[dict[str, Any]]:
        """Documents with nearly the same text: one may be copied from the other. A person decides (D-04)."""
        texts = {
            source.item: source.document.text
            for source in self.material.documents
            if source.item not in self.seen.withheld
        }
        return [
            {
                "rule": "D-04",
                "items": [one.one, one.other],
                "documents": [document_key(one.one), document_key(one.other)],
                "similarity": round(one.similarity, 2),
                "percent": round(100 * one.similarity),
            }
            for one in suggest_syndication(texts)
        ]

    def _not_counted(self) -> list[dict[str, Any]]:
        """Numbers seen and left out, together by the reason why."""
        reasons: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for told in self.figures.counted_not_victims:
            reasons["counts people, but not people harmed"].append(self.rows.row(told))
        for item, shown in self.seen.documents.items():
            for number, (excerpt, why) in enumerate(shown.not_counted, start=1):
                if item not in self.seen.withheld:
                    key = claim_key(item, f"n{number}")
                    reasons[why].append(
                        {
                            "key": key,
                            "item": item,
                            "href": f"#{key}",
                            "exact": excerpt.exact,
                            "start": excerpt.start,
                            "end": excerpt.end,
                            "withheld": False,
                            "language": shown.document.language,
                        }
                    )
        found = sorted(reasons.items(), key=lambda reason: (len(reason[1]), reason[0]))
        return [{"why": why, "rows": rows} for why, rows in found]

    def _refused(self) -> dict[str, Any]:
        """Files that could not be taken in; a file's name may say too much for the public."""
        named = self.seen.audience == "internal"
        refused = self.material.refused
        return {
            "number": len(refused),
            "files": [{"name": name, "reason": reason} for name, reason in refused] if named else [],
        }

    # ---- documents

    def _document(self, source: ReportedDocument) -> dict[str, Any]:
        shown = self.seen.documents[source.item]
        held = self.seen.withheld.get(source.item)
        common: dict[str, Any] = {
            "key": document_key(source.item),
            "item": source.item,
            "type": source.document_type,
            "type_label": label("document_type", source.document_type),
            "claims": len(source.claims),
        }
        if held is not None:
            return common | {
                "title": self.rows.withheld_title(source),
                "withheld": {
                    "code": held.code,
                    "reason": held.reason,
                    "label": label("redaction_reason", held.code),
                },
                "text": None,
                "tallies": sum(c.kind == "tally" for c in source.claims),
            }
        document = shown.document
        reader = source.reader
        return common | {
            "title": shown.title,
            "withheld": None,
            "name": shown.name,
            "publisher": document.publisher,
            "author": document.author,
            "published": document.published,
            "published_words": date_words(document.published),
            "published_inferred": document.published_inferred,
            "language": document.language,
            "url": document.url,
            "media_type": document.media_type,
            "sha256": source.sha256,
            "confidentiality": source.confidentiality,
            "obtained": dict(shown.obtained),
            "metadata": dict(document.metadata),
            "covered": [
                {"code": code, "label": label("redaction_reason", code), "number": number}
                for code, number in self.seen.covered.get(source.item, {}).items()
            ],
            "reader": f"{reader.name} {reader.version}, lexicon {reader.lexicon}"
            if reader is not None
            else None,
            "text": document.text,
        }
