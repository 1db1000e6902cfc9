"""`accounted identify`: compare remains with the families of the missing. It proposes; people identify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from accounted.cli import identify_archive, show
from accounted.cli.identify_archive import Bodies, Families, OfArchive, Who, Why
from accounted.cli.identify_cases import (
    CaseFile,
    GoOn,
    WithFiles,
    convert,
    fail_if_left_out,
    read_files,
    simulate,
)
from accounted.cli.options import JsonOption

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    result_callback=fail_if_left_out,
    help="Compare remains with the families of the missing. What comes out is a proposal: an identification "
    "takes two named reviewers and all other evidence.",
)

CaseOrArchive = Annotated[
    Path | None,
    typer.Argument(
        help="The case: a case file (JSON), or CODIS CMF, Familias, NIEM, LINKAGE, CSV, XLSX; or --archive."
    ),
]
Listed = Annotated[
    float, typer.Option(help="The prior probability that a body's family is among those of the case.")
]
Convention = Annotated[
    str,
    typer.Option(help="Which untyped parents count: pedprobr (all) or familias (those of several children)."),
]
PROPOSAL = (
    "These are proposals from genes alone. An identification takes two named reviewers and a "
    "reconciliation of all "
    "evidence; nobody is told anything on the strength of this list."
)


@app.command()
def joint(
    case: CaseOrArchive = None,
    further: WithFiles = None,
    prior: Annotated[
        str,
        typer.Option(
            help="flat: every assignment alike; present: each missing person is there with --listed."
        ),
    ] = "flat",
    listed: Listed = 0.5,
    cutoff: Annotated[
        float, typer.Option(help="Leave out pairs whose own likelihood ratio is below this.")
    ] = 0.0,
    pruning: Convention = "pedprobr",
    go_on: GoOn = False,
    as_json: JsonOption = False,
    archive: OfArchive = None,
    by: Who = None,
    reason: Why = "",
    body: Bodies = None,
    family: Families = None,
) -> None:
    """Solve all bodies and all missing together: posteriors, and what the genes cannot tell apart."""
    from accounted.identifying.case_files import answer_as_data
    from accounted.identifying.joint import AssignmentPrior

    _one_of(prior, ("flat", "present"), "--prior")
    _one_of(pruning, ("pedprobr", "familias"), "--pruning")
    if not 0.0 < listed < 1.0:
        raise typer.BadParameter("give a probability between 0 and 1.", param_hint="--listed")
    if case is None or archive is not None:
        identify_archive.compare(
            archive, "joint", case=case, by=by, reason=reason, bodies=body, families=family, as_json=as_json,
            prior=prior, listed=listed, cutoff=cutoff, pruning=pruning,
        )  # fmt: skip
        return
    read = read_files(case, further, go_on)
    problem = read.problem(pruning=pruning, cutoff=cutoff)  # type: ignore[arg-type]
    answer = problem.solve(prior=AssignmentPrior(prior, listed))  # type: ignore[arg-type]
    data = answer_as_data(read, problem, answer)
    if as_json:
        show.as_json(data)
        return
    rows = []
    for n, body in enumerate(data["victims"]):
        likely = sorted(zip(data["columns"], data["posteriors"][n], strict=True), key=lambda one: -one[1])[:3]
        rows.append((body, data["best"][body], *(f"{name}: {_share(value)}" for name, value in likely)))
    show.table(("body", "best", "likeliest", "next", "then"), rows)
    if len(data["equally_good"]) > 1:
        typer.echo(
            f"{len(data['equally_good'])} assignments are equally good: the genes cannot tell them apart."
        )
        for one in data["equally_good"][:10]:
            typer.echo("  " + ", ".join(f"{body} = {missing}" for body, missing in one.items()))
    typer.echo(f"Prior: {data['prior']}. {PROPOSAL}")


@app.command()
def screen(
    case: CaseOrArchive = None,
    further: WithFiles = None,
    top: Annotated[int, typer.Option(min=1, help="How many families to show for each body.")] = 5,
    listed: Listed = 0.5,
    workers: Annotated[int, typer.Option(min=1, help="How many threads to use.")] = 1,
    pruning: Convention = "pedprobr",
    go_on: GoOn = False,
    as_json: JsonOption = False,
    archive: OfArchive = None,
    by: Who = None,
    reason: Why = "",
    body: Bodies = None,
    family: Families = None,
) -> None:
    """Compare every body with every missing person by themselves; “none of them” is always a candidate."""
    from accounted.identifying.family_tables import Family
    from accounted.identifying.screening import Prior, ScreeningTables
    from accounted.identifying.screening import screen as screened

    _one_of(pruning, ("pedprobr", "familias"), "--pruning")
    if case is None or archive is not None:
        identify_archive.compare(
            archive, "screen", case=case, by=by, reason=reason, bodies=body, families=family, as_json=as_json,
            workers=workers, top=top, listed=listed, pruning=pruning,
        )  # fmt: skip
        return
    read = read_files(case, further, go_on)
    tables = ScreeningTables(read.loci, pruning=pruning)  # type: ignore[arg-type]
    missing = [(f, m) for f in read.families for m in f.missing]
    tables.add([Family(f.pedigree, f.references, m) for f, m in missing], workers=workers)
    found = screened(tables, read.bodies, prior=Prior(listed), top=top, workers=workers)
    data = [
        {
            "body": one.body,
            "loci": one.loci,
            "compared": one.compared,
            "excluded": one.excluded,
            "not_listed": one.not_listed,
            "candidates": [
                {
                    "family": missing[c.family][0].pedigree.id,
                    "missing": missing[c.family][1],
                    "log10_lr": c.log10_ratio,
                    "posterior": c.posterior,
                }
                for c in one.candidates
            ],
        }
        for one in found
    ]
    if as_json:
        show.as_json(data)
        return
    show.table(
        ("body", "family", "missing", "log10 LR", "posterior"),
        (
            (one["body"], c["family"], c["missing"], f"{c['log10_lr']:.2f}", _share(c["posterior"]))
            for one in data
            for c in one["candidates"]  # type: ignore[attr-defined]
        ),
    )
    typer.echo(
        f"Prior: a body's family is listed with probability {listed:g}, each missing person alike. {PROPOSAL}"
    )


@app.command()
def power(
    case: CaseFile,
    further: WithFiles = None,
    pruning: Convention = "pedprobr",
    go_on: GoOn = False,
    as_json: JsonOption = False,
) -> None:
    """Say what each family can tell, before any body is looked at."""
    from accounted.identifying.family_tables import Family
    from accounted.identifying.power import power as power_of

    _one_of(pruning, ("pedprobr", "familias"), "--pruning")
    read = read_files(case, further, go_on)
    data = []
    for family in read.families:
        for missing in family.missing:
            one = power_of(Family(family.pedigree, family.references, missing), read.loci, pruning=pruning)  # type: ignore[arg-type]
            data.append(
                {
                    "family": family.pedigree.id,
                    "missing": missing,
                    "exclusion": one.exclusion,
                    "exclusion_by_locus": dict(one.exclusion_by_locus),
                    "expected_mismatches": one.expected_mismatches,
                    "expected_log10_lr": one.mean_if_missing,
                    "reaches": {f"{t:g}": share for t, share in one.identification.items()},
                }
            )
    if as_json:
        show.as_json(data)
        return
    show.table(
        ("family", "missing", "excludes a stranger", "expected log10 LR", "reaches 10⁴", "reaches 10⁶"),
        (
            (
                one["family"],
                one["missing"],
                f"{one['exclusion']:.6f}",
                f"{one['expected_log10_lr']:.2f}",
                _share(one["reaches"]["10000"]),  # type: ignore[index]
                _share(one["reaches"]["1e+06"]),  # type: ignore[index]
            )
            for one in data
        ),
    )


def _one_of(value: str, known: tuple[str, ...], option: str) -> None:
    if value not in known:
        raise typer.BadParameter(f"{value!r}: choose {' or '.join(known)}.", param_hint=option)


def _share(value: Any) -> str:
    """A probability in per cent, never rounded to certainty."""
    if value > 0.9999:
        return "> 99.99 %"
    return f"{100 * value:.2f} %" if value >= 0.0001 or value == 0.0 else "< 0.01 %"


app.command()(convert)
app.command()(simulate)
identify_archive.register(app)
