"""A report as one plain structure: what the page shows and what the JSON form holds.

Built once from a material, its figures and what the audience may see; `html` only lays it out. Keys are
stable. The same material gives the same structure: the time of making is passed in.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from accounted.reckoning import NeedsHiGHS, Question, WrongQuestion, suggest_syndication
from accounted.reporting.breakdown import BODIES, Part
from accounted.reporting.counts import worded
from accounted.reporting.disclosure import Audience, Disclosed, disclose, public_point
from accounted.reporting.enclosing import place_key
from accounted.reporting.estimates import accepted
from accounted.reporting.figures import Figure, Figures, figures
from accounted.reporting.identifying import identifying_shown
from accounted.reporting.listed import listed_shown
from accounted.reporting.material import Material, ReportedDocument, Told, claim_key
from accounted.reporting.reckoned import Reckoned, Reckonings
from accounted.reporting.remarks import Note
from accounted.reporting.roots import may_be_one, roots, speaker_name
from accounted.reporting.rows import Rows, document_key, place_name
from accounted.reporting.statements import segment_kind
from accounted.reporting.wording import (
    STATUSES,
    date_words,
    figure_words,
    group_words,
    label,
    month_of,
    time_words,
    what_words,
)
from accounted.reporting.world import world_of

FORMAT = "accounted-report"
VERSION = 1

# Said of a withheld document too: that nobody looked for claims in it must not look like "nothing there".
_UNREAD = "not read: there is no lexicon for its language, so no claim was looked for"

SECTIONS = (
    ("dead", "The dead", ("killed", "executed", "died_any", *BODIES, "body_parts", "with_sign", "identified",
                          "unidentified")),
    ("harmed", "People harmed, held or missing", ("killed_or_missing", "missing", "casualties", "injured",
     "abducted", "detained", "deported", "displaced", "trapped", "survivors")),
    ("places", "Graves and places", ("graves", "sites")),
    ("other", "Investigations and other numbers", ()),
)  # fmt: skip

OTHER_KINDS = (
    ("finding", "Signs seen on bodies and things", "finding_type"),
    ("act", "Acts described", "act_type"),
    ("site", "Places of burial, detention and violence", "site_type"),
    ("investigation", "Investigations", "investigation_type"),
    ("testimony", "Accounts given", "document_type"),
)

# Full cards for the first figures of a section; further ones are rows of a table, with the same particulars.
CARDS = 8
BESIDE_A_DENIAL = 5


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
    reckonings: Reckonings
    reckoned: dict[str, Reckoned] = field(default_factory=dict)  # by the key of the figure, as they are made
    not_reckoned: list[tuple[str, str]] = field(default_factory=list)  # key of the figure, why

    @classmethod
    def of(cls, material: Material, generated: str, audience: Audience) -> Page:
        """A page about a material for an audience."""
        seen = disclose(material, audience)
        rows = Rows(material, seen)
        reckonings = Reckonings(material, world_of(material), rows)
        return cls(material, figures(material), seen, rows, roots(material), generated, reckonings)

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
            "sections": self._sections(),
            "tallies": [self.rows.tally_row(t) for t in tallies],
            "also_said": self._also_said(told),
            "identifying": identifying_shown(
                self.material.identifying, self.material.identifications, self.seen.audience
            ),
            "listed": listed_shown(self.material.listed, self.seen.audience),
            "contradictions": [self.rows.note(n) for n in self.figures.contradictions],
            "warnings": self._warnings(),
            "denials": self._denials(),
            "syndication": self._syndication(),
            "speakers": self._speakers(told),
            "places": self._places(told),
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

    # ---- figures

    def _sections(self) -> list[dict[str, Any]]:
        """Figures under their headings, each part right after the figure it is presumed to be within."""
        homes = {basis: key for key, _, bases in SECTIONS for basis in bases}
        shown: dict[str, list[dict[str, Any]]] = defaultdict(list)
        placed: set[str] = set()
        by_key = {figure.key: figure for figure in self.figures.figures}

        def show(figure: Figure, depth: int) -> None:
            if figure.key in placed:
                return
            placed.add(figure.key)
            home = "other" if figure.under_investigation else homes.get(figure.basis, "other")
            shown[home].append(self._figure(figure, depth))
            for inner in self.figures.figures:
                if figure.key in inner.within and not lies_deeper(inner, figure):
                    show(inner, depth + 1)

        def lies_deeper(inner: Figure, outer: Figure) -> bool:
            return any(key != outer.key and outer.key in by_key[key].within for key in inner.within)

        for figure in self.figures.figures:
            if figure.top_level:
                show(figure, 0)
        for figure in self.figures.figures:
            show(figure, 0)
        return [
            {
                "key": key,
                "title": title,
                "counts_bodies": any(f["basis"] in BODIES for f in shown[key]),
                "figures": shown[key][:CARDS],
                "further": shown[key][CARDS:],
            }
            for key, title, _ in SECTIONS
            if shown[key]
        ]

    def _figure(self, figure: Figure, depth: int) -> dict[str, Any]:
        in_view = [s for s in figure.statements if not self.rows.hides(s.told)]
        # A place that only withheld documents name, and that no gazetteer knows, could point to a person.
        hidden = not in_view and (figure.place_key or "").startswith("text:")
        place = next((self.rows.claim(s.told).place for s in in_view if s.told.claim.place is not None), None)
        statements = [self.rows.statement(s) for s in figure.statements]
        reckoned = None if hidden else self._reckoned(figure)
        by_answer = _by_answer(figure, reckoned)  # the answer, whose number it is
        as_of = by_answer["as_of"] if by_answer is not None else figure.as_of
        as_of = as_of if in_view else month_of(as_of)
        return {
            "key": figure.key,
            "depth": depth,
            "basis": figure.basis,
            "basis_label": label("count_basis", figure.basis),
            "what": what_words(figure.basis, figure.what),
            "group": group_words(figure.group),
            "place": None if hidden else (place_name(place) or figure.place),
            "place_hidden": hidden,
            "words": by_answer["words"] if by_answer is not None else figure_words(figure),
            "stated_words": figure_words(figure),
            "reckoned": reckoned,
            "minimum": figure.minimum,
            "low": figure.low,
            "best": figure.best,
            "high": figure.high,
            "status": figure.status,
            "status_label": STATUSES[figure.status],
            "modality": figure.modality,
            "modality_label": {"alleges": "alleged", "investigates": "under investigation"}.get(
                figure.modality, label("statement_modality", figure.modality).lower()
            ),
            "period": figure.period if in_view else month_of(figure.period),
            "period_words": date_words(figure.period if in_view else month_of(figure.period)),
            "as_of": as_of,
            "as_of_words": date_words(as_of),
            "sources": figure.sources,
            "documents": figure.documents,
            "within": list(figure.within),
            "methodology": by_answer["methodology"] if by_answer is not None else figure.methodology,
            "policy": "consistent" if by_answer is not None else "range",
            "statements": statements,
            "repeats": [s["key"] for s in statements if s["standing"] == "repeat"],
            "breakdowns": [self._breakdown(figure, n) for n in range(len(figure.breakdowns))],
            "notes": [self.rows.note(n) for n in figure.notes]
            + [self.rows.note(Note("D-37", why, ())) for key, why in self.not_reckoned if key == figure.key],
            "rules": list(figure.rules),
        }

    def _reckoned(self, figure: Figure) -> dict[str, Any] | None:
        """What the engine makes of everything that bears on a figure; None where no place is known."""
        if figure.place_key is None:
            return None
        question = Question(
            figure.basis,
            figure.place_key,
            group=figure.group,
            finding=figure.what,
            modality=figure.modality or None,
            policy="all",
        )
        if any(made.answer.question == question for made in self.reckoned.values()):
            return None  # a part that the figure before it already takes in
        try:
            made = self.reckonings.ask(question, key=f"reckoned-{figure.key.removeprefix('figure-')}")
        except NeedsHiGHS as error:
            self.not_reckoned.append((figure.key, str(error)))
            return None
        except WrongQuestion:
            return None  # nothing of it can be compared, not even with itself
        self.reckoned[figure.key] = made
        return self.reckonings.shown(made)

    def _breakdown(self, figure: Figure, number: int) -> dict[str, Any]:
        made = figure.breakdowns[number]
        rest = made.rest
        return {
            "whole": made.whole,
            "item": made.item,
            "total": worded(made.total),
            "overlap": made.overlap,
            "parts": [
                {
                    "key": part.key,
                    "href": self.rows.href(made.item, part.key),
                    "group": group_words(part.group) or self._where_apart(part, figure),
                    "words": worded(part.count),
                }
                for part in made.parts
            ],
            "others": [
                {
                    "key": part.key,
                    "href": self.rows.href(made.item, part.key),
                    "basis_label": label("count_basis", part.basis),
                    "words": worded(part.count),
                }
                for part in made.others
            ],
            "remainder": None
            if rest is None
            else {"low": rest.low, "high": rest.high, "words": worded(rest), "rule": "D-08"},
        }

    def _where_apart(self, part: Part, figure: Figure) -> list[str]:
        """The place of a part that has no group, where it is another than the figure's."""
        if self.rows.hides(part.told) or place_key(part.told.claim.place) in (None, figure.place_key):
            return []
        return [place_name(self.rows.claim(part.told).place) or ""]

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

    def _denials(self) -> list[dict[str, Any]]:
        """Denials by one speaker of one thing, with what they deny (D-17).

        That is: the claims a denial names, else what others say of the same place, else nothing.
        """
        keyed = {told.key: told for told in self.material.told()}
        together: dict[tuple[str, str | None, tuple[str, ...]], list[Told]] = defaultdict(list)
        for told in self.material.told("denial"):
            if self.rows.hides(told):
                continue
            here = (claim_key(told.source.item, claim) for claim in told.claim.denies)
            all_named = [keyed[k] for k in (*here, *self.material.denied.get(told.key, ())) if k in keyed]
            # What the denier's own words repeat of an allegation is not the allegation.
            theirs = self.behind.get(told.key) or told.key
            named = tuple(
                one.key
                for one in all_named
                if self.behind.get(one.key) != theirs and not _share_words(told, one)
            )
            place = next((p for p in (told.claim.place, *(one.claim.place for one in all_named)) if p), None)
            together[theirs, place_key(place), named].append(told)
        result = []
        for (who, where, named), denials in together.items():
            against = [keyed[key] for key in named] or self._said_of(where, who)
            in_view = [told for told in against if not self.rows.hides(told)]
            result.append(
                {
                    "denials": [self.rows.row(denial) for denial in denials],
                    "scope": "named" if named else ("general" if where is None else "place"),
                    "against": [self._beside(told) for told in in_view[:BESIDE_A_DENIAL]],
                    "more": max(0, len(against) - BESIDE_A_DENIAL),
                }
            )
        return result

    def _beside(self, told: Told) -> dict[str, Any]:
        return self.rows.tally_row(told) if told.claim.tally is not None else self.rows.row(told)

    def _said_of(self, where: str | None, denier: str) -> list[Told]:
        """What others say that a denial may be about: acts, signs and sites, then numbers.

        Of the same place; of a denial without a place, whatever is said of the denier.
        """
        found = []
        for told in self.material.told("act", "finding", "site", "tally"):
            tally, party = told.claim.tally, told.claim.party
            if where is not None:
                about = place_key(told.claim.place) == where
            else:
                about = party is not None and may_be_one(party.actor or party.text, denier)
            if (
                not about
                or told.claim.modality in ("denies", "alternative", "investigates")
                or self.behind.get(told.key) == denier
                or segment_kind(told) not in ("body", "quote", "list", "table")
            ):
                continue
            if tally is None or (tally.victims and tally.partition_of is None and tally.same_as is None):
                found.append(told)
        found.sort(key=lambda told: told.claim.tally is not None)
        return found

    # ---- who, where, what not

    def _speakers(self, told: Sequence[Told]) -> list[dict[str, Any]]:
        voices: dict[str, dict[str, Any]] = {}
        nameable = self._open_labels(told)
        for one in told:
            speaker = None if self.rows.hides(one) else self.rows.claim(one).speaker
            if speaker is None:
                continue
            name = speaker_name(speaker)
            source = self.behind.get(one.key)
            voice = voices.setdefault(
                " ".join(name.casefold().split()),
                {
                    "name": name,
                    "as_written": [],
                    "role": None,
                    "claims": [],
                    "documents": [],
                    "counted_with": None,
                },
            )
            voice["role"] = voice["role"] or speaker.role or speaker.organisation
            # The label of a source may come from a document whose speakers are not shown.
            if source is not None and source != name and source in nameable:
                voice["counted_with"] = source
            voice["claims"].append({"key": one.key, "href": self.rows.href(one.source.item, one.key)})
            for kept, value in (("as_written", speaker.text), ("documents", one.source.item)):
                if value != name and value not in voice[kept]:
                    voice[kept].append(value)
        return sorted(voices.values(), key=lambda voice: (-len(voice["claims"]), voice["name"]))

    def _open_labels(self, told: Sequence[Told]) -> frozenset[str]:
        shown = (self.rows.claim(one).speaker for one in told if not self.rows.hides(one))
        publishers = (
            d.document.publisher for i, d in self.seen.documents.items() if i not in self.seen.withheld
        )
        return frozenset({speaker_name(s) for s in shown if s is not None} | {p for p in publishers if p})

    def _places(self, told: Sequence[Told]) -> list[dict[str, Any]]:
        places: dict[str, dict[str, Any]] = {}
        for one in told:
            if self.rows.hides(one):
                continue
            claim = self.rows.claim(one)
            place, key = claim.place, place_key(one.claim.place)
            if place is None or key is None:
                continue
            entry = places.setdefault(
                key,
                {
                    "key": f"place-{len(places) + 1}",  # not its name, which may have to be covered
                    "name": place_name(place),
                    "as_written": [],
                    "kind": place.kind,
                    "country": place.country,
                    "geonames": place.geonames,
                    "iso3166_2": place.iso3166_2,
                    "lat": place.lat,
                    "lon": place.lon,
                    "match": [],
                    "graves": False,
                    "claims": [],
                },
            )
            if place.text not in (entry["name"], *entry["as_written"]):
                entry["as_written"].append(place.text)
            how = f"{place.text}: {place.match}"
            if place.match not in (None, "exact", "alternate") and how not in entry["match"]:
                entry["match"].append(how)
            tally = claim.tally
            entry["graves"] |= "burial" in claim.what or (
                tally is not None and tally.basis in ("graves", *BODIES)
            )
            entry["claims"].append({"key": one.key, "href": self.rows.href(one.source.item, one.key)})
        for entry in places.values():
            if entry["lat"] is not None and entry["lon"] is not None and self.seen.audience == "public":
                entry["lat"], entry["lon"] = public_point(entry["lat"], entry["lon"], graves=entry["graves"])
        return sorted(places.values(), key=lambda entry: (-len(entry["claims"]), entry["name"] or ""))

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


def _share_words(one: Told, other: Told) -> bool:
    """Whether two claims quote some of the same words."""
    a, b = one.claim.excerpt, other.claim.excerpt
    return one.source.item == other.source.item and a.start < b.end and b.start < a.end


def _by_answer(figure: Figure, reckoned: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The answer whose number a figure bears: where statements bind it; else it is as it is worded."""
    if reckoned is not None and reckoned["low"] and figure.status in ("stated", "contested"):
        return reckoned
    return None
