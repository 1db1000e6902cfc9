"""`accounted link review, explain, decide, undo, decisions`: what people decide of pairs of records."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.options import HERE, ArchiveOption, JsonOption, NamedOption

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.queries.linking import ProposedPair, RowOnRecord

app = typer.Typer(rich_markup_mode=None, add_completion=False)

KEYS = {"s": "same", "d": "different", "u": "unsure"}
_HELP = "s same person · d different people · u unsure · n next, undecided · b back · q stop"
ReasonOption = Annotated[str, typer.Option(help="Why.")]


@app.command()
def review(
    by: NamedOption,
    archive: ArchiveOption = HERE,
    limit: Annotated[int, typer.Option(min=1, help="How many pairs at most.")] = 50,
    decisions: Annotated[
        Path | None,
        typer.Option(
            help="Take the decisions from this file instead of asking: JSON, on each line an object "
            "{a, b, verdict, reason}; - for standard input."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Decide pairs, those nearest to indecision first, with both rows as they stand in their lists.

    Every decision needs a reason and is kept with your name. It binds every later run, and can be undone.
    With --json the pairs are printed, nothing is asked.
    """
    from accounted.record.archive import Archive
    from accounted.record.queries.linking import pairs_to_review, rows_of

    if as_json or decisions is None:
        with Archive.open(archive, to_read=True) as opened:
            pairs = pairs_to_review(opened, limit=limit)
            rows = rows_of(opened, sorted({end for pair in pairs for end in (pair.a, pair.b)}))
        if as_json:
            show.as_json([_told(pair, rows) for pair in pairs])
            return
        if not pairs:
            typer.echo("No pair is open. Run accounted link --archive first, or again after new lists.")
            return
        if not sys.stdin.isatty():
            raise typer.BadParameter("nobody is at the keyboard; use --json and --decisions, or link decide.")
        with Archive.open(archive, agent=by) as opened:
            _ask(opened, by, pairs, rows)
        return
    given = sys.stdin.read() if str(decisions) == "-" else decisions.read_text(encoding="utf-8")
    with Archive.open(archive, agent=by) as opened:
        made = _take(opened, by, given, str(decisions))
    typer.echo(f"{made} decisions of {by} are on record; link again to see what follows.")


@app.command()
def decide(
    one: Annotated[str, typer.Argument(metavar="P1", help="A record: per_…")],
    other: Annotated[str, typer.Argument(metavar="P2", help="The other.")],
    verdict: Annotated[str, typer.Argument(metavar="same|different|unsure")],
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
) -> None:
    """Decide whether two records are one person. `same` merges them; both rows stay, and it can be undone."""
    from accounted.record.archive import Archive
    from accounted.record.decisions import judge_pair

    if verdict not in KEYS.values():
        raise typer.BadParameter(f"{verdict!r}: say same, different or unsure.")
    with Archive.open(archive, agent=by) as opened:
        person = opened.reviewer(by, roles=("reviewer",))
        made = judge_pair(opened, one, other, verdict, by=person, reason=reason)
    typer.echo(f"{made}: {one} and {other}: {verdict}, by {by}.")


@app.command()
def undo(
    judgement: Annotated[str, typer.Argument(help="The decision: pjd_…, from accounted link decisions.")],
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
) -> None:
    """Take back a decision on a pair. It stays on record; the pair is open again."""
    from accounted.record.archive import Archive
    from accounted.record.decisions import undo_judgement

    with Archive.open(archive, agent=by) as opened:
        person = opened.reviewer(by, roles=("reviewer",))
        undo_judgement(opened, judgement, by=person, reason=reason)
    typer.echo(f"{judgement}: taken back by {by}.")


@app.command()
def decisions(
    person: Annotated[str | None, typer.Argument(help="Only those on this record.")] = None,
    archive: ArchiveOption = HERE,
    everything: Annotated[bool, typer.Option("--all", help="Those undone or replaced too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List what was decided of pairs, by whom and why."""
    from accounted.record.archive import Archive
    from accounted.record.queries.linking import judgements_on_pairs

    with Archive.open(archive, to_read=True) as opened:
        found = judgements_on_pairs(opened, current=not everything)
    chosen = [one for one in found if person is None or person in (one.one, one.other)]
    if as_json:
        show.as_json([asdict(one) for one in chosen])
        return
    show.table(
        ("decision", "one", "other", "verdict", "holds", "reason"),
        [(o.id, o.one, o.other, o.verdict, "yes" if o.current else "no", o.reason) for o in chosen],
        note=f"{len(chosen)} decisions.",
    )


@app.command()
def explain(
    one: Annotated[str, typer.Argument(metavar="P1", help="A record: per_…")],
    other: Annotated[str, typer.Argument(metavar="P2", help="The other.")],
    archive: ArchiveOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Say in words what speaks for and against two records being one person, and how much each weighs."""
    from accounted.record.archive import Archive
    from accounted.record.linking import explain_pair
    from accounted.record.queries.linking import rows_of

    with Archive.open(archive, to_read=True) as opened:
        told = explain_pair(opened, one, other)
        rows = rows_of(opened, [one, other])
    if as_json:
        show.as_json({**told, "rows": {name: _row(row) for name, row in rows.items()}})
        return
    _side_by_side(rows.get(one), rows.get(other))
    for line in told["words"]:
        typer.echo(show.printable(line))
    for decided in told["decisions"]:
        typer.echo(f"Decided {decided['verdict']} ({decided['id']}): {show.printable(decided['reason'])}")


def _ask(opened: Archive, by: str, pairs: tuple[ProposedPair, ...], rows: dict[str, RowOnRecord]) -> None:
    """One pair after the other, at the keyboard."""
    from accounted.record.decisions import DecisionRefused, judge_pair

    person = opened.reviewer(by, roles=("reviewer",))
    place = made = 0
    while place < len(pairs):
        pair = pairs[place]
        typer.echo(f"\n{place + 1} of {len(pairs)}   probability {pair.probability:.2f}")
        _side_by_side(rows.get(pair.a), rows.get(pair.b))
        typer.echo(_HELP)
        key = typer.getchar().casefold()
        if key in ("q", "\x03", "\x04"):
            break
        if key == "b":
            place = max(0, place - 1)
        elif key == "n":
            place += 1
        elif key in KEYS:
            reason = typer.prompt(f"{KEYS[key]}, because", default="", show_default=False).strip()
            if not reason:
                typer.echo("A decision needs a reason; nothing was decided.")
                continue
            try:
                judge_pair(
                    opened, pair.a, pair.b, KEYS[key], by=person, reason=reason, probability=pair.probability
                )
            except DecisionRefused as refused:
                typer.echo(f"accounted: {refused}", err=True)
            else:
                made += 1
            place += 1
    typer.echo(f"{made} decided; {len(pairs) - place} of these pairs are left.")


def _take(opened: Archive, by: str, given: str, where: str) -> int:
    """Decisions from a file: all of them, or none where one is wrong."""
    from accounted.record.decisions import judge_pair

    person = opened.reviewer(by, roles=("reviewer",))
    wanted = []
    for number, line in enumerate(given.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            wanted.append((told["a"], told["b"], told["verdict"], told["reason"]))
        except (ValueError, KeyError, TypeError) as error:
            raise typer.BadParameter(
                f"{where}, line {number}: give an object with a, b, verdict and reason ({error})"
            ) from None
    with opened.deciding():
        for a, b, verdict, reason in wanted:
            judge_pair(opened, a, b, verdict, by=person, reason=reason)
    return len(wanted)


def _side_by_side(one: RowOnRecord | None, other: RowOnRecord | None) -> None:
    cells = [{cell.field: cell for cell in row.cells} if row else {} for row in (one, other)]
    names = list(dict.fromkeys([*cells[0], *cells[1]]))
    show.table(
        ("", *(row.where if row else "not of a list" for row in (one, other))),
        [
            (name, *(f"{c.written}   [{c.reference}]" if (c := of.get(name)) else "" for of in cells))
            for name in names
        ],
    )


def _told(pair: ProposedPair, rows: dict[str, RowOnRecord]) -> dict[str, Any]:
    ends = {"a": pair.a, "b": pair.b}
    return {
        **ends,
        "probability": pair.probability,
        "weight": pair.weight,
        "rows": {end: _row(rows[person]) for end, person in ends.items() if person in rows},
    }


def _row(row: RowOnRecord) -> dict[str, Any]:
    return {
        "list": row.title,
        "item": row.item,
        "sheet": row.sheet,
        "row": row.number,
        "id": row.given_id,
        "cells": [
            {
                "field": c.field,
                "column": c.reference,
                "written": c.written,
                "value": c.value,
                "unclear": c.unclear,
            }
            for c in row.cells
        ],
    }
