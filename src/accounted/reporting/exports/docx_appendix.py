"""The end of the report as a Word document: sources with hashes, how to verify."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounted.reporting.exports.content import Content
from accounted.reporting.exports.docx_writing import Writer
from accounted.reporting.html import direction


def not_counted(writer: Writer, report: Mapping[str, Any]) -> None:
    """Numbers that were seen and left out, and files that could not be taken in."""
    writer.heading("Numbers seen and not counted")
    writer.table(
        ("Why not", "How many", "Words"),
        [
            (
                reason["why"],
                str(len(reason["rows"])),
                "; ".join(
                    "words withheld" if row["withheld"] else f"‘{row['exact']}’" for row in reason["rows"]
                ),
            )
            for reason in report["not_counted"]
        ],
    )
    refused = report["refused"]
    if refused["number"]:
        writer.paragraph(
            f"{refused['number']} file(s) could not be kept or read; the custody log says which and why."
        )
        for file in refused["files"]:
            writer.note("", f"{file['name']}: {file['reason']}")


def documents(writer: Writer, content: Content) -> None:
    """Every document with its particulars, its hash and its text, claims highlighted."""
    writer.heading("Documents")
    claims: dict[str, list[tuple[int, int, str]]] = {}
    for claim in content.claims:
        claims.setdefault(claim["item"], []).append((claim["start"], claim["end"], claim["key"]))
    for document in content.report["documents"]:
        writer.heading(document["title"], 2)
        if document["withheld"]:
            withheld = document["withheld"]
            writer.small(f"{document['item']}. Not shown here: {withheld['reason']} ({withheld['code']}).")
            continue
        published = document["published_words"] or "on a date not known"
        about = [
            document["item"],
            document["type_label"],
            document["publisher"],
            document["author"],
            f"published {published}{' (inferred)' if document['published_inferred'] else ''}",
            f"language {document['language']}" if document["language"] else "",
            document["url"],
        ]
        writer.small(" · ".join(filter(None, about)))
        if document["sha256"]:
            writer.hash(f"SHA-256 {document['sha256']}")
        for cover in document["covered"]:
            writer.small(f"Covered: {cover['number']} × {cover['label'].lower()}")
        writer.text(
            document["text"] or "",
            claims.get(document["item"], []),
            direction(document["language"]),
            document["language"],
        )
        if document["reader"]:
            writer.small(f"Read by {document['reader']}.")


def verification(writer: Writer, report: Mapping[str, Any]) -> None:
    """What the report rests on, and how to check it."""
    writer.heading("How to verify this")
    state = report["checkpoint"]
    if state is None:
        writer.paragraph(
            "This report was made without a checkpoint of a custody log. Its quotations can be "
            "compared with the "
            "documents, and nothing more can be shown."
        )
    else:
        protected = {
            None: "protection not known to this report",
            True: "kept under a passphrase",
            False: "kept without a passphrase: whoever could read the machine could sign",
        }
        writer.table(
            (),
            [
                ("Entries in the custody log", str(state["size"])),
                ("Signed", f"{_list(state['signers'], 'no')}, {state['time_words'] or 'time not known'}"),
                (
                    "Time stamp of an authority",
                    _list(state["stamped_by"], "none: the time is the archive's own"),
                ),
                ("Signing key", protected[state["key_protected"]]),
            ],
        )
        writer.small("Root of the log's hash tree (SHA-256, RFC 6962):")
        writer.hash(state["root"])
    for number, step in enumerate(
        (
            "Take any document listed above and run sha256sum on the original file. The result must "
            "be the SHA-256 "
            "printed with the document.",
            "Ask the keeper of the archive for an export (accounted export bag). It carries the "
            "custody log, the "
            "signed checkpoint and a script that checks both with standard tools; the root it "
            "computes must be the "
            "one printed here.",
            "With the archive at hand, accounted verify checks every byte, every log entry and every "
            "signature.",
            "Each quotation stands in its document at the offsets given, counted in Unicode "
            "characters from 0.",
        ),
        start=1,
    ):
        writer.paragraph(f"{number}. {step}")
    archive, software = report["archive"], report["software"]
    code = f" ({archive['id']})" if archive["id"] else ""
    made = f"Made {report['generated_words']}" + (f" with {software}" if software else "")
    writer.small(f"{archive['title']}{code}. {made}. Methodology: {report['methodology']}.")


def _list(values: Iterable[str], otherwise: str) -> str:
    return ", ".join(values) or otherwise
