"""`accounted claims`: who says what, in which exact words, where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.claim_words import claim_row, standing_words
from accounted.cli.model_options import READERS
from accounted.cli.options import HERE, ArchiveOption, JsonOption, known

if TYPE_CHECKING:
    from accounted.record.queries import Beside, ClaimOnRecord

app = typer.Typer(rich_markup_mode=None, add_completion=False)

STATUSES = ("unreviewed", "accepted", "rejected", "corrected")
KINDS = ("tally", "site", "finding", "act", "denial", "investigation", "testimony")


@app.command()
def claims(
    archive: ArchiveOption = HERE,
    item: Annotated[str | None, typer.Option(help="Only from this item, for instance ACC-000001.")] = None,
    document: Annotated[str | None, typer.Option(help="Only from this document.")] = None,
    kind: Annotated[str | None, typer.Option(help=f"Only this kind: {', '.join(KINDS)}.")] = None,
    basis: Annotated[
        str | None, typer.Option(help="Only tallies of this count basis: bodies_found, graves …")
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="Only by speakers whose name holds this.")] = None,
    place: Annotated[str | None, typer.Option(help="Only of places whose name holds this.")] = None,
    words: Annotated[str | None, typer.Option(help="Only where the exact words hold this.")] = None,
    status: Annotated[str | None, typer.Option(help="unreviewed, accepted, rejected or corrected.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    reader: Annotated[
        str,
        typer.Option(help="rules; llm: what a language model read; both: side by side, saying which agree."),
    ] = "rules",
    as_json: JsonOption = False,
) -> None:
    """List who says what, in which exact words, where.

    A claim is what a source says, not what is so. --json prints a list of claims (docs: reference/json).
    """
    from accounted.record import queries
    from accounted.record.archive import Archive

    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"there is no kind {kind!r}; the kinds are {', '.join(KINDS)}.")
    if basis is not None:
        known("count_basis", basis, "--basis")
    if reader not in READERS:
        raise typer.BadParameter(f"there is no reader {reader!r}; choose {', '.join(READERS)}.")
    if status is not None and status not in STATUSES:
        raise typer.BadParameter(f"there is no status {status!r}; choose {', '.join(STATUSES)}.")
    with Archive.open(archive, to_read=True) as opened:
        if item is not None:
            queries.item(opened, item)  # a mistyped number is not an answer
        if document is not None:
            queries.document(opened, document)
        filters: dict[str, Any] = {
            "item": item, "document": document, "kind": kind, "basis": basis, "speaker": speaker,
            "place": place, "words": words, "status": status,
        }  # fmt: skip
        if reader == "both":
            beside = queries.beside_each_other(opened, limit=limit, **filters)
        else:
            found = queries.claims(opened, second=reader == "llm", limit=limit, **filters)
            beside = [queries.Beside(one, None) for one in found]
    if as_json:
        show.as_json([plain(one.claim, one) for one in beside])
        return
    columns: tuple[str, ...] = ("item", "says", "what", "how many", "of whom", "exact words", "at", "place")
    rows = [(one.claim.item, *claim_row(one.claim.claim)) for one in beside]
    if reader == "both":
        columns = ("read by", "status", *columns)
        rows = [
            (standing_words(one.standing, one.differs), one.claim.status, *row)
            for one, row in zip(beside, rows, strict=True)
            if one.standing != "agree" or one.claim.reader != "llm"  # what both read is shown once
        ]
    show.table(columns, rows, note=f"{len(rows)} claims." if rows else "No such claims.")


def plain(one: ClaimOnRecord, beside: Beside | None = None) -> dict[str, Any]:
    """A claim on record with the keys of the reading contract, and where it stands in the archive."""
    from accounted.reading.contract import claim_to_contract

    standing = (
        {}
        if beside is None or beside.standing is None
        else {"agreement": beside.standing, "agrees_with": beside.other, "differs": list(beside.differs)}
    )
    return {
        **claim_to_contract(one.claim),
        "document": one.document,
        "item": one.item,
        "title": one.document_title,
        "publisher": one.publisher,
        "published": one.published,
        "status": one.status,
        "origin": one.origin,
        "version": one.version,
        "corrects": one.corrects,
        "denied_by": list(one.denied_by),
        "admiralty": one.reliability + one.credibility,
        "confidentiality": one.confidentiality,
        "reader": one.reader,
        **standing,
    }
