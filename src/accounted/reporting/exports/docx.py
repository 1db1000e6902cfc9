"""The report as a Word document: the same numbers, words, sources and appendix, to be edited and cited.

Made from the structure of the report, part by part as the page has them. Each quotation is a link to the
same words in their document, highlighted there.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounted.reporting.exports import docx_appendix, docx_reckoned
from accounted.reporting.exports.content import MINIMUM, POLICY, Content
from accounted.reporting.exports.docx_writing import Writer
from accounted.reporting.exports.missing import needed
from accounted.reporting.exports.target import Made, Target

LOSSES = (
    "The map and the charts: their numbers are tables.",
    "Tables within documents are shown as their text, cells apart by tabs.",
)
TARGET = Target("docx", "The report (DOCX)", ".docx", (), LOSSES)

EDITION = {
    "public": "Public edition. What could put people at risk is withheld; each place where it was is marked.",
    "internal": "INTERNAL. Not for publication: this copy shows accounts, names and places that may "
    "put people at "
    "risk.",
}  # fmt: skip
Rows = Sequence[Mapping[str, Any]]


def make(content: Content) -> Made:
    """The document."""
    docx = needed("docx", "a DOCX")
    report = content.report
    made = datetime.fromisoformat(content.generated.replace("Z", "+00:00")).replace(tzinfo=None)
    writer = Writer(
        docx, f"What the sources say: {report['archive']['title']}", made, report["software"] or "accounted"
    )
    writer.footer("Public edition" if report["audience"] == "public" else "INTERNAL. Not for publication")
    _head(writer, report)
    _figures(writer, content)
    _tallies(writer, report)
    _also_said(writer, report["also_said"])
    _identifying(writer, report["identifying"])
    _doubts(writer, report)
    _denials(writer, report)
    _speakers_and_places(writer, report)
    docx_appendix.not_counted(writer, report)
    docx_appendix.documents(writer, content)
    docx_appendix.verification(writer, report)
    return Made(TARGET, {"": _without_clock(writer.saved())})


def _without_clock(data: bytes) -> bytes:
    """The same package with the times of its parts taken out: the same report gives the same bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            entry = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(info))
    return out.getvalue()


def _head(writer: Writer, report: Mapping[str, Any]) -> None:
    totals, checkpoint = report["totals"], report["checkpoint"]
    writer.strong(EDITION[report["audience"]])
    writer.small(report["archive"]["title"])
    writer.title("What the sources say")
    writer.paragraph(
        "Every number below is a statement by someone, quoted in the words in which it stands. A "
        "number here is a "
        f"{MINIMUM}: what could be found and kept, not all that happened."
    )
    withheld = f", of which {totals['withheld']} withheld" if totals["withheld"] else ""
    log = f"{checkpoint['size']} entries, signed state" if checkpoint else "no checkpoint"
    writer.table(
        (),
        [
            ("Documents", f"{totals['documents']}{withheld}"),
            ("Claims read in them", f"{totals['claims']}, of which {totals['tallies']} numbers"),
            ("Contents as of", report["as_of_words"] or "not stated"),
            ("Report made", report["generated_words"]),
            ("Methodology", report["methodology"]),
            ("Custody log", log),
        ],
    )


def _figures(writer: Writer, content: Content) -> None:
    report = content.report
    writer.heading("At a glance")
    writer.paragraph(
        "Numbers of one kind at one place stand together. They are never added to one another, and a "
        "part is never "
        "added to its whole. Each links to the sentence it was read in."
    )
    policies = {figure["key"]: figure["policy"] for figure in content.figures}
    for section in report["sections"]:
        writer.heading(section["title"], 2)
        if section["counts_bodies"]:
            writer.small(
                "A number of bodies is not a number of people killed: how each person died is "
                "another question, and "
                "stays open until someone with knowledge of it says so (D-14)."
            )
        for figure in (*section["figures"], *section["further"]):
            _figure(writer, figure, policies.get(figure["key"], POLICY))
    if not report["sections"]:
        writer.paragraph("No number of people, bodies or places was read in these documents.")


def _figure(writer: Writer, figure: Mapping[str, Any], policy: str) -> None:
    counts = figure["basis_label"]
    if figure["what"]:
        counts += f" ({', '.join(figure['what']).lower()})"
    if figure["group"]:
        counts += f": {', '.join(figure['group']).lower()}"
    if figure["modality"]:
        counts += f", {figure['modality_label']}"
    place = figure["place"] or ("place withheld" if figure["place_hidden"] else "place not stated")
    writer.number(figure["words"], figure["key"], depth=figure["depth"])
    writer.strong(f"{counts} — {place}")
    if figure["status_label"]:
        writer.warning(figure["status_label"])
    for row in figure["statements"]:
        tail = f"{_speaker(row)}, {row['item']}"
        if row["as_of_words"]:
            tail += f", {row['as_of_words']}"
        if row["standing_label"]:
            tail += f" [{row['standing_label']}]"
        writer.quotation(_words(row), tail, _link(row), row["language"])
    for breakdown in figure["breakdowns"]:
        parts = [f"{part['words']} {', '.join(part['group'])}".strip() for part in breakdown["parts"]]
        parts += [f"{part['words']} {part['basis_label'].lower()}" for part in breakdown["others"]]
        rest = breakdown["remainder"]
        if rest and rest["high"] != 0:
            parts.append(f"{rest['words']} not described")
        writer.small(f"Of {breakdown['total']} in {breakdown['item']}: {'; '.join(parts)}")
    answer = figure.get("reckoned")
    for note in figure["notes"]:
        if answer is None or note["rule"] not in ("D-03", "D-27"):  # the answer says these in its own words
            writer.note(note["rule"], note["text"])
    if answer is not None:
        docx_reckoned.answer(writer, answer)
    minimum = figure["minimum"]
    writer.small(
        f"Documented minimum: {minimum if minimum is not None else 'none can be given'}. "
        f"Basis: {figure['basis']}. Place: {place}. "
        f"Period: {figure['period_words'] or 'not stated'}. As of: {figure['as_of_words'] or 'not known'}. "
        f"Sources: {figure['sources'] or 'none that stands by itself'}, documents: {figure['documents']}. "
        f"Methodology: {figure['methodology']}, by {', '.join(figure['rules'])}. Policy: {policy}."
    )


def _words(row: Mapping[str, Any]) -> str | None:
    return None if row["withheld"] else row["exact"]


def _link(row: Mapping[str, Any]) -> str | None:
    return None if row["withheld"] else row["key"]


def _speaker(row: Mapping[str, Any]) -> str:
    if row["withheld"]:
        return str(row["document"])
    who = row["speaker"] or row["publisher"] or "the document itself"
    via = "".join(f" via {relay}" for relay in row["via"])
    return f"{who}{' (carried over)' if row['speaker'] and row['inferred'] else ''}{via}"


def _tallies(writer: Writer, report: Mapping[str, Any]) -> None:
    writer.heading("Every number")
    writer.paragraph(
        "Each number as the document has it: the exact words, who said it, and the place in the text "
        "(characters "
        "counted from 0, end exclusive). Repeats are listed and marked."
    )
    rows = []
    for row in report["tallies"]:
        words = "words withheld" if row["withheld"] else f"‘{row['exact']}’"
        counts = row["basis_label"] + (f": {', '.join(row['group'])}" if row["group"] else "")
        rows.append(
            (
                words + (" [repeat]" if row["same_as"] else ""),
                row["words"],
                counts + ("" if row["victims"] else " [not victims]"),
                row["place"] or ("withheld" if row["withheld"] else "not stated"),
                _speaker(row),
                row["item"],
                "withheld" if row["withheld"] else f"{row['start']}–{row['end']}",
            )
        )
    writer.table(("Exact words", "Read as", "Counts", "Place", "Said by", "Document", "Offsets"), rows)


def _also_said(writer: Writer, groups: Rows) -> None:
    if not groups:
        return
    writer.heading("What else is said")
    writer.paragraph(
        "Statements without a number. A word such as “torture” is the speaker's; what it is in law "
        "is for others to "
        "decide (D-19). A sign seen on “some” bodies is not multiplied (D-13)."
    )
    for group in groups:
        writer.heading(group["title"], 2)
        writer.table(
            ("Exact words", "Kept as", "Place", "Said by", "Accused by the speaker", "Document"),
            [
                (
                    f"‘{row['exact']}’",
                    ", ".join(row["what"]) + (f" [{row['extent']}]" if row["extent"] else ""),
                    row["place"] or "–",
                    _speaker(row),
                    row["party"] or "–",
                    row["item"],
                )
                for row in group["rows"]
            ],
        )
        if group["withheld"]:
            writer.small(f"And {group['withheld']} in documents that are withheld.")


def _identifying(writer: Writer, told: Mapping[str, Any] | None) -> None:
    if told is None:
        return
    writer.heading("Identification")
    writer.paragraph(told["method"])
    writer.table(("What", "How many"), [(row["what"], str(row["number"])) for row in told["counts"]])
    if told["identifications"]:
        writer.heading("Conclusions", 2)
        writer.table(
            ("Remains", "Person on record", "Conclusion", "Decided", "Taken back"),
            [
                (one["body"], one["person"], one["conclusion"], one["on"], one["reversed_for"] or "–")
                for one in told["identifications"]
            ],
        )


def _doubts(writer: Writer, report: Mapping[str, Any]) -> None:
    writer.heading("Contradictions and warnings")
    writer.paragraph("Where sources disagree, both stay. Nothing is averaged and nothing is chosen.")
    for note in report["contradictions"]:
        writer.note(
            note["rule"], f"{note['text']} {', '.join(link['item'] for link in note['items'])}".strip()
        )
    for warning in report["warnings"]:
        writer.note(
            warning["rule"], f"{warning['item']}: {warning['message'] or 'about a withheld document'}"
        )
    if not report["contradictions"] and not report["warnings"]:
        writer.paragraph("None were found. That is not a finding that the sources agree with what happened.")


def _denials(writer: Writer, report: Mapping[str, Any]) -> None:
    writer.heading("Denials beside what they deny")
    writer.paragraph(
        "A denial is a statement like any other. It removes nothing, and nothing removes it (D-17)."
    )
    titles = {"named": "What is denied", "general": "Whatever is alleged"}
    rows = []
    for pair in report["denials"]:
        denied = [f"‘{row['exact']}’ {_speaker(row)}, {row['item']}" for row in pair["denials"]]
        against = [f"‘{row['exact']}’ {_speaker(row)}, {row['item']}" for row in pair["against"]]
        if pair["more"]:
            against.append(f"and {pair['more']} more in every number.")
        head = titles.get(pair["scope"], "Said by others of the same place")
        rows.append(("\n".join(denied), "\n".join([f"{head}:", *(against or ["No single statement."])])))
    if rows:
        writer.table(("Denied", "Beside it"), rows)
    else:
        writer.paragraph("No denial was read in these documents.")
    if report["totals"]["denials_withheld"]:
        writer.small(f"{report['totals']['denials_withheld']} more in documents that are withheld.")


def _speakers_and_places(writer: Writer, report: Mapping[str, Any]) -> None:
    writer.heading("Who spoke")
    writer.paragraph("As the documents name them. Speakers who may be one source are counted as one (D-04).")
    writer.table(
        ("Speaker", "Also written", "Statements", "Documents", "Counted as one source with"),
        [
            (
                voice["name"] + (f" ({voice['role']})" if voice["role"] else ""),
                "; ".join(voice["as_written"]) or "–",
                str(len(voice["claims"])),
                " ".join(voice["documents"]),
                voice["counted_with"] or "–",
            )
            for voice in report["speakers"]
        ],
    )
    writer.heading("Places")
    public = report["audience"] == "public"
    writer.paragraph(
        "Coordinates are those of the gazetteer, "
        + (
            "rounded: to about a kilometre for a settlement, to about ten where graves are spoken of (D-31)."
            if public
            else "not of a site."
        )
    )
    writer.table(
        ("Place", "Also written", "Kind", "Coordinates"),
        [
            (
                place["name"] or "",
                "; ".join((*place["as_written"], *place["match"])) or "–",
                " ".join(filter(None, (place["kind"] or "not in the gazetteer", place["iso3166_2"]))),
                f"{place['lat']}, {place['lon']}" if place["lat"] is not None else "unknown",
            )
            for place in report["places"]
        ],
    )
