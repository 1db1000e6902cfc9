"""`accounted claims`: who says what, in which exact words, where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.claim_words import claim_row
from accounted.cli.options import HERE, ArchiveOption, JsonOption, known

if TYPE_CHECKING:
    from accounted.record.queries import ClaimOnRecord

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
    if status is not None and status not in STATUSES:
        raise typer.BadParameter(f"there is no status {status!r}; choose {', '.join(STATUSES)}.")
    with Archive.open(archive, to_read=True) as opened:
        if item is not None:
            queries.item(opened, item)  # a mistyped number is not an answer
        if document is not None:
            queries.document(opened, document)
        found = queries.claims(
            opened, item=item, document=document, kind=kind, basis=basis, speaker=speaker, place=place,
            words=words, status=status, limit=limit,
        )  # fmt: skip
    found.sort(key=lambda one: (one.item, one.claim.excerpt.start, one.claim.excerpt.end))
    if as_json:
        show.as_json([plain(one) for one in found])
        return
    show.table(
        ("item", "says", "what", "how many", "of whom", "exact words", "at", "place"),
        [(one.item, *claim_row(one.claim)) for one in found],
        note=f"{len(found)} claims." if found else "No such claims.",
    )


def plain(one: ClaimOnRecord) -> dict[str, Any]:
    """A claim on record with the keys of the reading contract, and where it stands in the archive."""
    from accounted.reading.contract import claim_to_contract

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
    }
