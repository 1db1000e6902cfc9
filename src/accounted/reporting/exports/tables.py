"""The plain tables of an archive: figures, answers, claims, tallies, sources; as CSV or one XLSX workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from accounted.reporting.exports.content import Content
from accounted.reporting.exports.target import Cell, Field, Made, Target, csv_bytes

Table = tuple[str, tuple[Field, ...]]

FIGURES = (
    Field("figure", "key of the figure; the report has it under the same key"),
    Field("number", "what may be said, in the words that may be put on it"),
    Field("minimum", "the documented minimum; empty where no words give one"),
    Field("minimum_is", "the words “documented minimum” where that is what it is (D-36)"),
    Field("low", "lowest that current statements allow; empty is open"),
    Field("best", "the one number all exact statements agree on"),
    Field("high", "highest stated; empty is open"),
    Field("basis", "what was counted: a term of count_basis (D-36)"),
    Field("basis_label", "the same in words"),
    Field("what", "kinds of place or sign counted"),
    Field("group", "whom: sex, age, status"),
    Field("modality", "alleged, concluded or under investigation; empty where asserted (D-18)"),
    Field("period", "of what is counted, EDTF; empty where not stated (D-36)"),
    Field("place", "place (D-36)"),
    Field("as_of", "the day the number describes, EDTF (D-36)"),
    Field("methodology", "version of the methodology (D-36)"),
    Field("policy", "how statements were brought together (D-36)"),
    Field(
        "scope", "within the project's declared scope, outside it, or perhaps, and why; empty: none declared"
    ),
    Field("status", "stated, contested, ambiguous, vague or denied only"),
    Field("sources", "independent origins (D-04)"),
    Field("documents", "documents that state it"),
    Field("within", "figures it is presumed to be part of; never add them (D-10)"),
    Field("claims", "keys of the claims it rests on"),
    Field("exact_words", "their words, where they may be shown"),
    Field("remarks", "rules and remarks: contradictions, superseded numbers, doubts"),
)
ANSWERS = (
    Field("figure", "key of the figure in the table of figures"),
    Field("policy", "the rule by which the statements were brought together (D-36)"),
    Field("policy_title", "the same in words"),
    Field("number", "the answer, in words"),
    Field("low", "empty is open"),
    Field("best", "the number last stated, where current statements agree"),
    Field("high", "empty is open"),
    Field("number_is", "documented minimum (D-36)"),
    Field("why", "what the answer rests on, with its documents"),
    Field("contested", "yes where statements that bear on it contradict one another"),
    Field("basis", "what was counted (D-36)"),
    Field("group", "whom"),
    Field("period", "EDTF; empty: at any time (D-36)"),
    Field("place", "place (D-36)"),
    Field("as_of", "the day it holds on (D-36)"),
    Field("methodology", "versions of the methodology (D-36)"),
    Field("origins", "independent origins (D-04)"),
    Field("contradictions", "which statements cannot all be true, and why"),
    Field("denied_by", "who denies statements it rests on (D-17)"),
)
CLAIMS = (
    Field("claim", "key of the claim"),
    Field("record", "identifier in the record"),
    Field("item", "number of the item it stands in"),
    Field("document", "title of the document"),
    Field("sha256", "of the original bytes"),
    Field("kind", "tally, site, finding, act, denial, investigation, testimony"),
    Field("modality", "a term of statement_modality"),
    Field("exact_words", "the words, exactly"),
    Field("start", "first character in the document's text, counted from 0"),
    Field("end", "character after the last"),
    Field("speaker", "whom the text credits"),
    Field("speaker_inferred", "yes where carried over from an earlier sentence (D-07)"),
    Field("via", "who passed it on"),
    Field("publisher", "who speaks where nobody is credited"),
    Field("place", "place, as the gazetteer names it"),
    Field("place_as_written", "as the text writes it"),
    Field("date", "of what is claimed, EDTF"),
    Field("date_role", "what the date is the date of (D-23)"),
    Field("accused_by_the_speaker", "whom the text says did it, as written"),
    Field("what", "terms of site_type, finding_type or act_type"),
    Field("extent", "the words that say on how many (D-13)"),
    Field("rule", "what made the claim (D-37)"),
)
TALLIES = (
    Field("claim", "key of the claim"),
    Field("item", "number of the item it stands in"),
    Field("exact_words", "the words, exactly"),
    Field("read_as", "the number as read"),
    Field("basis", "a term of count_basis"),
    Field("quantifier", "a term of quantifier"),
    Field("low", "empty is open, never zero"),
    Field("best", "the number itself, where one is stated"),
    Field("high", "empty is open"),
    Field("readings", "every reading, where the words have more than one"),
    Field("group", "sex, age, status, as counted"),
    Field("incremental", "yes where the words add to an earlier number"),
    Field("victims", "no where the people counted are not victims"),
    Field("part_of", "claim of the whole it is stated to be part of (D-10)"),
    Field("repeats", "claim whose number it repeats (D-16)"),
    Field("speaker", "whom the text credits"),
    Field("place", "place"),
    Field("date", "EDTF"),
    Field("date_role", "what the date is the date of"),
    Field("start", "first character, counted from 0"),
    Field("end", "character after the last"),
)
SOURCES = (
    Field("item", "number of the item"),
    Field("title", "title; a withheld document has none"),
    Field("type", "a term of document_type"),
    Field("publisher", "who published it"),
    Field("author", "who wrote it"),
    Field("published", "EDTF"),
    Field("published_inferred", "yes where not stated by the document"),
    Field("language", "BCP-47"),
    Field("url", "public address"),
    Field("media_type", "of the original"),
    Field("sha256", "of the original bytes"),
    Field("claims", "claims read in it"),
    Field("confidentiality", "a term of confidentiality"),
    Field("withheld", "why it is not shown, where it is not"),
)
TABLES: tuple[Table, ...] = (
    ("figures", FIGURES),
    ("answers", ANSWERS),
    ("claims", CLAIMS),
    ("tallies", TALLIES),
    ("sources", SOURCES),
)
LOSSES = (
    "Formatting and the text of documents: the words of claims are here, the rest is in the report.",
    "A cell that begins with = + - @ or a control character would be run by a spreadsheet program. In CSV an "
    "apostrophe stands before it; in XLSX the cell is marked as text. Offsets count without the apostrophe.",
)
FIELDS = tuple(Field(f"{name}: {field.name}", field.meaning) for name, fields in TABLES for field in fields)
TARGET = Target("csv", "Tables of figures, answers, claims, tallies and sources (CSV)", "", FIELDS, LOSSES)


def make(content: Content) -> Made:
    """One CSV file for each table."""
    files = {
        f"{name}.csv": csv_bytes(fields, rows_of(content, name), for_spreadsheets=True)
        for name, fields in TABLES
    }
    return Made(TARGET, files)


def rows_of(content: Content, table: str) -> Iterator[dict[str, Cell]]:
    """The rows of one table."""
    if table == "answers":
        for figure in content.figures:
            yield from _answers(figure)
        return
    makers = {"figures": _figure, "claims": _claim, "tallies": _tally, "sources": _source}
    for row in getattr(content, table):
        yield makers[table](row)


def _joined(values: Sequence[Any] | None) -> str:
    return "; ".join(str(value) for value in values or ())


def _yes(value: object) -> str:
    return "yes" if value else "no"


def _figure(row: Mapping[str, Any]) -> dict[str, Cell]:
    shown = [s for s in row.get("statements", ()) if not s.get("withheld")]
    plain = ("minimum", "low", "best", "high", "basis", "basis_label", "period", "place", "as_of",
             "methodology", "policy", "scope", "status", "sources", "documents")  # fmt: skip
    return {name: row.get(name) for name in plain} | {
        "figure": row.get("key"),
        "number": row.get("words"),
        "minimum_is": row["minimum_words"],
        "what": _joined(row.get("what")),
        "group": _joined(row.get("group")),
        "modality": row.get("modality_label") if row.get("modality") else "",
        "within": _joined(row.get("within")),
        "claims": _joined([s["key"] for s in row.get("statements", ())]),
        "exact_words": _joined([f"“{s['exact']}”" for s in shown]),
        "remarks": _joined([f"{note['rule']}: {note['text']}" for note in row.get("notes", ())]),
    }


def _answers(figure: Mapping[str, Any]) -> Iterator[dict[str, Cell]]:
    """What a figure was reckoned to be, a row for each policy."""
    answer = figure.get("reckoned")
    if answer is None:
        return
    for one in answer["policies"]:
        yield {
            "figure": figure["key"],
            "policy": one["policy"],
            "policy_title": one["title"],
            "number": one["words"],
            "low": one["low"],
            "best": one["best"],
            "high": one["high"],
            "number_is": answer["documented_minimum"],
            "why": one["note"],
            "contested": _yes(answer["contested"]),
            "basis": answer["basis"],
            "group": _joined(answer["group"]),
            "period": answer["period"],
            "place": answer["place"],
            "as_of": answer["as_of"],
            "methodology": answer["methodology"],
            "origins": _joined([origin["name"] for origin in answer["origins"]]),
            "contradictions": _joined([clash["sentence"] for clash in answer["contradictions"]]),
            "denied_by": _joined([denial["by"] for denial in answer["denials"]]),
        }


def _claim(row: Mapping[str, Any]) -> dict[str, Cell]:
    plain = ("record", "item", "document", "sha256", "kind", "modality", "start", "end", "speaker",
             "publisher", "place", "place_as_written", "date", "date_role", "extent", "rule")  # fmt: skip
    return {name: row.get(name) for name in plain} | {
        "claim": row["key"],
        "exact_words": row["exact"],
        "speaker_inferred": _yes(row["inferred"]),
        "via": _joined(row["via"]),
        "accused_by_the_speaker": row["party"],
        "what": _joined(row["what"]),
    }


def _tally(row: Mapping[str, Any]) -> dict[str, Cell]:
    plain = ("item", "basis", "quantifier", "low", "best", "high", "speaker", "place", "date", "date_role",
             "start", "end")  # fmt: skip
    return {name: row.get(name) for name in plain} | {
        "claim": row["key"],
        "exact_words": row["exact"],
        "read_as": row["words"],
        "readings": _joined(row["readings"]),
        "group": _joined(row["group"]),
        "incremental": _yes(row["incremental"]),
        "victims": _yes(row["victims"]),
        "part_of": row["partition_of"],
        "repeats": row["same_as"],
    }


def _source(row: Mapping[str, Any]) -> dict[str, Cell]:
    plain = ("item", "type", "publisher", "author", "published", "language", "url", "media_type", "sha256",
             "claims", "confidentiality")  # fmt: skip
    withheld = row["withheld"]
    return {name: row.get(name) for name in plain} | {
        "title": None if withheld else row["title"],
        "published_inferred": _yes(row.get("published_inferred")) if not withheld else None,
        "withheld": withheld["reason"] if withheld else None,
    }
