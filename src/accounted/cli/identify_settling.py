"""`accounted identify joint --undisputed` and `--linear`: what is settled first, and large simple cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from accounted.cli import show

if TYPE_CHECKING:
    from accounted.identifying.assignments import AssignmentPrior
    from accounted.identifying.cases import Case
    from accounted.identifying.plans import Pruning

# Candidates that are kept of each body before they are matched.
KEPT = 50


def settled(
    read: Case,
    threshold: float,
    *,
    strict: bool,
    pruning: Pruning,
    cutoff: float,
    prior: AssignmentPrior,
    most_exclusions: int | None,
) -> dict[str, Any]:
    """The answer with undisputed pairs settled first; their rows have no posterior, because they were."""
    from accounted.identifying.assignments import NOBODY
    from accounted.identifying.case_files import exclusions
    from accounted.identifying.undisputed import as_data, settle

    problem = read.problem(pruning=pruning, cutoff=cutoff)
    counts = exclusions(read, problem)
    by_pair = {
        (body.id, m): count
        for body, row in zip(read.bodies, counts, strict=True)
        for m, count in zip(read.missing, row, strict=True)
        if count is not None
    }
    found = settle(
        read.bodies, read.families, read.loci,
        threshold=threshold, strict=strict, pairings=read.pairings, exclusions=by_pair,
        most_exclusions=most_exclusions, pruning=pruning, cutoff=cutoff, prior=prior,
    )  # fmt: skip
    pairwise = problem.pairwise()
    settled_as = {step.body: step.missing for step in found.steps}
    rest = found.rest
    columns = [*read.missing, NOBODY]
    best = dict(settled_as)
    if rest is not None:
        best |= dict(rest.best[0].of)
    return {
        "name": read.name,
        "victims": [body.id for body in read.bodies],
        "missing": list(read.missing),
        "columns": columns,
        "pairwise": [[_number(pairwise[b.id][m]) for m in read.missing] for b in read.bodies],
        "exclusions": counts,
        "posteriors": [
            None
            if rest is None or body.id not in rest.posteriors
            else [rest.posteriors[body.id].get(c, 0.0) for c in columns]
            for body in read.bodies
        ],
        "best": {body.id: best.get(body.id, NOBODY) for body in read.bodies},
        "prior": prior.words(),
        "pruning": pruning,
        "settled": as_data(found),
    }


def show_settled(data: dict[str, Any]) -> None:
    """The standing of each missing person."""
    show.table(
        ("missing", "family", "body", "conclusion", "log10 LR", "log10 GLR", "in words"),
        (
            (
                one["missing"],
                one["family"],
                " or ".join(one["bodies"]),
                one["conclusion"],
                "" if one["log10_lr"] is None else f"{one['log10_lr']:.2f}",
                "" if one["log10_glr"] is None else f"{one['log10_glr']:.2f}",
                one["words"],
            )
            for one in data["settled"]["standings"]
        ),
    )
    typer.echo(f"Rule: {data['settled']['rule']}.")


def matched(read: Case, *, listed: float, pruning: Pruning, workers: int = 1) -> dict[str, Any]:
    """The best assignment of a case in which every family misses one person.

    Raises:
        IdentifyingError: a family misses several.
    """
    from accounted.identifying.errors import IdentifyingError
    from accounted.identifying.family_tables import Family
    from accounted.identifying.large_matching import match
    from accounted.identifying.screening import Prior, ScreeningTables, screen

    several = next((f for f in read.families if len(f.missing) > 1), None)
    if several is not None:
        raise IdentifyingError(
            f"family {several.pedigree.id}: {', '.join(several.missing)} are missing together, and pairs by "
            "themselves mislead; leave --linear out (with --undisputed 10000 where that is too much)"
        )
    tables = ScreeningTables(read.loci, pruning=pruning)
    missing = [f.missing[0] for f in read.families]
    tables.add([Family(f.pedigree, f.references, f.missing[0]) for f in read.families], workers=workers)
    found = screen(tables, read.bodies, prior=Prior(listed), top=min(KEPT, len(missing)), workers=workers)
    allowed = read.pairings or {}
    scores = {
        (one.body, missing[c.family]): c.log10_ratio
        for one in found
        for c in one.candidates
        if one.body not in allowed or missing[c.family] in allowed[one.body]
    }
    made = match(scores, [body.id for body in read.bodies])
    return {
        "name": read.name,
        "best": dict(made.of),
        "log10_score": made.log10_score,
        "log10_glr": {body: _number(value) for body, value in made.margins.items()},
        "components": made.components,
        "largest_component": made.largest,
        "candidates": made.weighed,
        "kept_per_body": min(KEPT, len(missing)),
        "pruning": pruning,
    }


def show_matched(data: dict[str, Any]) -> None:
    """The best assignment with the margin of each pair."""
    from accounted.identifying.assignments import NOBODY

    show.table(
        ("body", "best", "log10 GLR"),
        (
            (body, who, "" if data["log10_glr"].get(body) is None else f"{data['log10_glr'][body]:.2f}")
            for body, who in data["best"].items()
            if who != NOBODY
        ),
    )
    typer.echo(
        f"The likeliest assignment of all, in {data['components']} groups that do not meet. It has no "
        "posteriors: those cannot be computed at this size; screen gives them body by body."
    )


def _number(value: float) -> float | None:
    return None if value != value else value
