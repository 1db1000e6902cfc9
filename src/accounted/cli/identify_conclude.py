"""`accounted identify` on an archive: from proposals to what people conclude of them, and back."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.options import HERE, ArchiveOption, JsonOption, NamedOption, edtf

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.decisions.reviewers import Reviewer
    from accounted.record.queries import ProposalOnRecord

ReasonOption = Annotated[str, typer.Option(help="Why. It stays on record: name nobody in it.")]
ProposalArgument = Annotated[str, typer.Argument(help="The proposal, from accounted identify proposals.")]
NOT_YET = "Nothing here identifies anybody, and nobody is told anything: two named people judge, apart."


def person(opened: Archive, by: str, role: list[str] | None) -> Reviewer:
    """The person who acts, in the roles named."""
    return opened.reviewer(by, roles=role or ("reviewer",))


def share(value: float) -> str:
    """A probability in per cent, never rounded to certainty."""
    if value > 0.9999:
        return "> 99.99 %"
    return f"{100 * value:.2f} %" if value >= 0.0001 or value == 0.0 else "< 0.01 %"


def as_data(one: ProposalOnRecord) -> dict[str, Any]:
    """A proposal for JSON."""
    return {
        "proposal": one.id,
        "body": one.body,
        "missing": one.missing,
        "person": one.person,
        "state": one.state,
        "rank": one.rank,
        "log10_lr": one.log10_ratio,
        "log10_glr": one.log10_generalised,
        "posterior": one.posterior,
        "not_listed": one.not_listed,
        "cannot_be_told_from": list(one.alternatives),
        "judged_by": one.judged,
        "comparison": one.comparison,
        "method": one.method,
        "on": one.on,
    }


def proposals_table(found: Iterable[ProposalOnRecord]) -> None:
    """Show proposals."""
    show.table(
        ("proposal", "body", "missing", "log10 LR", "posterior", "nobody listed", "as likely", "judged", ""),
        (
            (
                one.id,
                one.body,
                one.missing,
                "" if one.log10_ratio is None else f"{one.log10_ratio:.2f}",
                share(one.posterior),
                share(one.not_listed),
                ", ".join(one.alternatives),
                one.judged,
                one.state,
            )
            for one in found
        ),
    )


def proposals(
    archive: ArchiveOption = HERE,
    state: Annotated[str | None, typer.Option(help="open, decided, reversed or withdrawn.")] = None,
    body: Annotated[str | None, typer.Option(help="Of these remains only.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List what was proposed, and how many people have judged it."""
    from accounted.record import queries
    from accounted.record.archive import Archive

    if state is not None and state not in queries.identifying.STATES:
        raise typer.BadParameter(f"{state!r}: choose {', '.join(queries.identifying.STATES)}.")
    with Archive.open(archive, to_read=True) as opened:
        found = queries.proposals(opened, state=state, body=body)
        if as_json:
            show.as_json([as_data(one) for one in found])
        else:
            proposals_table(found)
            typer.echo(NOT_YET)


def review(
    proposal: ProposalArgument,
    conclusion: Annotated[str, typer.Argument(metavar="established|probable|possible|insufficient|excluded")],
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
) -> None:
    """Judge a proposal, by yourself: what others concluded is shown to nobody before they judged."""
    from accounted.record import decisions, queries
    from accounted.record.archive import Archive

    with Archive.open(archive, agent=by) as opened:
        who = person(opened, by, None)
        decisions.review_proposal(opened, proposal, conclusion, by=who, reason=reason)
        seen = queries.reviews_of(opened, proposal, seen_by=who)
    typer.echo(f"{proposal}: {by} concludes {conclusion}.")
    others = [one for one in seen.shown if one.reviewer != by]
    for one in others:
        typer.echo(f"{one.reviewer} concluded {one.conclusion} on {one.on}: {one.reason}")
    if not others:
        typer.echo("Another person judges next, without seeing this.")


def reconcile(
    proposal: ProposalArgument,
    evidence: Annotated[
        Path | None, typer.Argument(help="JSON with agrees, conflicts and missing; - for standard input.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", envvar="ACCOUNTED_OPERATOR", help="Who reconciles: a person's name."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why. It stays on record: name nobody in it.")] = "",
    template: Annotated[
        bool, typer.Option("--template", help="Print what is to be filled in, and stop.")
    ] = False,
    archive: ArchiveOption = HERE,
) -> None:
    """Put all evidence side by side: what agrees, what conflicts, what is missing."""
    import json

    from accounted.record import decisions, queries
    from accounted.record.archive import Archive
    from accounted.record.decisions.concluding import TO_BE_ANSWERED

    if template:
        with Archive.open(archive, to_read=True) as opened:
            conflicts = queries.conflicts_of(opened, proposal)
        spoken = {method for method, _ in conflicts}
        show.as_json(
            {
                "agrees": [],
                "conflicts": [{"method": m, "what": what, "explained": ""} for m, what in conflicts],
                "missing": [{"method": m, "what": ""} for m in TO_BE_ANSWERED if m not in spoken],
            }
        )
        return
    if evidence is None or not by:
        raise typer.BadParameter("give a file of the evidence and --by; --template prints an empty one.")
    try:
        told = json.loads(sys.stdin.read() if str(evidence) == "-" else evidence.read_text(encoding="utf-8"))
        lists = {name: list(told.get(name, ())) for name in ("agrees", "conflicts", "missing")}
    except (AttributeError, TypeError, ValueError):
        raise typer.BadParameter(
            f"{evidence} is no JSON object of lists; print one to fill in with --template."
        ) from None
    with Archive.open(archive, agent=by) as opened:
        made = decisions.reconcile(opened, proposal, by=person(opened, by, None), reason=reason, **lists)
    counts = ", ".join(f"{len(entries)} {name}" for name, entries in lists.items())
    typer.echo(f"{proposal}: reconciled ({counts}); {made}.")


def decide(
    proposal: ProposalArgument,
    conclusion: Annotated[str, typer.Argument(metavar="established|probable|possible|insufficient|excluded")],
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day the board decided.")] = None,
    certificate: Annotated[str | None, typer.Option(help="The number of the certificate.")] = None,
) -> None:
    """Conclude whose remains these are, from two people's judgements and the reconciled evidence."""
    from accounted.cli.checkpoint import sign
    from accounted.record import decisions
    from accounted.record.archive import Archive

    with Archive.open(archive, agent=by) as opened:
        made = decisions.decide_identification(
            opened,
            proposal,
            conclusion,
            by=person(opened, by, None),
            reason=reason,
            decided_on=edtf(on, "--on"),
            certificate=certificate,
        )
        sign(opened)
    typer.echo(f"{made}: {conclusion}. It can be reversed: accounted identify reverse {made}")
    typer.echo("Nobody was told anything. How a family is spoken to is decided by people, with the family.")


def reverse(
    identification: Annotated[str, typer.Argument(help="The identification.")],
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
) -> None:
    """Take an identification back. It stays on record, with who took it back and why."""
    from accounted.cli.checkpoint import sign
    from accounted.record import decisions
    from accounted.record.archive import Archive

    with Archive.open(archive, agent=by) as opened:
        decisions.reverse_identification(opened, identification, by=person(opened, by, None), reason=reason)
        sign(opened)
    typer.echo(f"{identification}: reversed. The remains are unidentified again.")


def register(app: typer.Typer) -> None:
    """Add the verbs by which people conclude."""
    for verb in (proposals, review, reconcile, decide, reverse):
        app.command()(verb)
