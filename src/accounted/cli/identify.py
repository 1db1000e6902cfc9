"""`accounted identify`: compare remains with the families of the missing. It proposes; people identify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from accounted.cli import identify_archive, show
from accounted.cli.identify_archive import Bodies, Families, OfArchive, Who, Why
from accounted.cli.identify_cases import (
    GoOn,
    WithFiles,
    convert,
    fail_if_left_out,
    read_files,
    simulate,
)
from accounted.cli.identify_evidence import check, compare, explain, may_draw, parts
from accounted.cli.identify_planning import power
from accounted.cli.identify_settling import matched, settled, show_matched, show_settled
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
MOST_PRECISE = 5_000  # families whose tables are kept in double precision
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
        float, typer.Option(min=0.0, help="Leave out pairs whose own likelihood ratio is below this.")
    ] = 0.0,
    pruning: Convention = "pedprobr",
    undisputed: Annotated[
        float | None,
        typer.Option(
            metavar="RATIO",
            help="Settle pairs first that reach this ratio and that many times any other's; such as 10000.",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Undisputed only where no other pair of either reaches 1.")
    ] = False,
    most_exclusions: Annotated[
        int | None,
        typer.Option(
            "--exclusions",
            min=0,
            help="With --undisputed: leave out pairs that more loci than this exclude.",
        ),
    ] = None,
    linear: Annotated[
        bool,
        typer.Option("--linear", help="The best assignment alone, for thousands of one-person families."),
    ] = False,
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Draw the posteriors into this file: .svg or .pdf.")
    ] = None,
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
            prior=prior, listed=listed, cutoff=cutoff or 1e-4, pruning=pruning,
        )  # fmt: skip
        return
    may_draw(chart)
    read = read_files(case, further, go_on)
    if linear:
        data = matched(read, listed=listed, pruning=pruning)  # type: ignore[arg-type]
        show.as_json(data) if as_json else show_matched(data)
        return
    assumed = AssignmentPrior(prior, listed)  # type: ignore[arg-type]
    if undisputed is not None:
        data = settled(
            read, undisputed, strict=strict, most_exclusions=most_exclusions,
            pruning=pruning, cutoff=cutoff, prior=assumed,  # type: ignore[arg-type]
        )  # fmt: skip
        show.as_json(data) if as_json else show_settled(data)
        return
    problem = read.problem(pruning=pruning, cutoff=cutoff)  # type: ignore[arg-type]
    answer = problem.solve(prior=assumed)
    data = answer_as_data(read, problem, answer)
    if chart is not None:
        from accounted.identifying import figures

        figures.save(figures.posterior_matrix(answer), chart)
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
    engine: Annotated[
        str, typer.Option(help="local, or spark: share the families out among the machines of a cluster.")
    ] = "local",
    master: Annotated[
        str, typer.Option(help="With --engine spark: the address of the cluster, or local[n] for n cores.")
    ] = "local[*]",
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
    _one_of(engine, ("local", "spark"), "--engine")
    if case is None or archive is not None:
        if engine == "spark":
            raise typer.BadParameter("takes case files, not an archive.", param_hint="--engine spark")
        identify_archive.compare(
            archive, "screen", case=case, by=by, reason=reason, bodies=body, families=family, as_json=as_json,
            workers=workers, top=top, listed=listed, pruning=pruning,
        )  # fmt: skip
        return
    read = read_files(case, further, go_on)
    missing = [(f, m) for f in read.families for m in f.missing]
    families = [Family(f.pedigree, f.references, m) for f, m in missing]
    if engine == "spark":
        from accounted.identifying.on_spark import screen_on_spark, session

        found = screen_on_spark(
            session(master), read.loci, families, read.bodies,
            prior=Prior(listed), top=top, pruning=pruning, exclusions=True,  # type: ignore[arg-type]
        )  # fmt: skip
    else:
        precise = len(families) <= MOST_PRECISE
        tables = ScreeningTables(read.loci, pruning=pruning, exclusions=True, precise=precise)  # type: ignore[arg-type]
        tables.add(families, workers=workers)
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
                    "exclusions": c.exclusions,
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
        ("body", "family", "missing", "log10 LR", "posterior", "excluding loci"),
        (
            (
                one["body"],
                c["family"],
                c["missing"],
                f"{c['log10_lr']:.2f}",
                _share(c["posterior"]),
                str(c["exclusions"]),
            )
            for one in data
            for c in one["candidates"]  # type: ignore[attr-defined]
        ),
    )
    typer.echo(
        f"Prior: a body's family is listed with probability {listed:g}, each missing person alike. {PROPOSAL}"
    )


def _one_of(value: str, known: tuple[str, ...], option: str) -> None:
    if value not in known:
        raise typer.BadParameter(f"{value!r}: choose {' or '.join(known)}.", param_hint=option)


def _share(value: Any) -> str:
    """A probability in per cent, never rounded to certainty."""
    if value > 0.9999:
        return "> 99.99 %"
    return f"{100 * value:.2f} %" if value >= 0.0001 or value == 0.0 else "< 0.01 %"


for verb in (power, check, parts, explain, compare):
    app.command()(verb)
app.command()(convert)
app.command()(simulate)
identify_archive.register(app)
