"""`accounted estimate`: how many nobody listed, from lists that overlap."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accounted.cli import estimate_results as results
from accounted.cli import show
from accounted.cli.options import JsonOption

if TYPE_CHECKING:
    from accounted.estimating import ListOverlap, Method, Progress

app = typer.Typer(rich_markup_mode=None, add_completion=False)

METHODS = ("latent", "graphs", "loglinear", "chao", "coverage")
PRIORS = ("published", "many-kinds")
_NEEDED = ("numpy", "scipy", "numba", "matplotlib")


@app.command()
def estimate(
    lists: Annotated[
        Path | None,
        typer.Option("--lists", help="A table: one column of 0 and 1 for each list, last column count."),
    ] = None,
    archive: Annotated[
        Path | None,
        typer.Option(
            "--archive", help="Take the lists from the people on record: a list is whom one publisher names."
        ),
    ] = None,
    linked: Annotated[
        Path | None,
        typer.Option(
            "--linked",
            help="Take the lists from a linking result (JSON, as `accounted link --out` writes it), with its "
            "draws of who is the same person.",
        ),
    ] = None,
    strata: Annotated[
        str | None,
        typer.Option(
            help="Estimate each stratum by itself: columns of the table, or of the record place, year, sex, "
            "age_group, outcome; with commas between."
        ),
    ] = None,
    method: Annotated[str, typer.Option(help=f"{', '.join(METHODS)}, or all.")] = "all",
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same numbers.")] = 1,
    classes: Annotated[int, typer.Option(min=2, help="latent: the most kinds of people.")] = 10,
    budget: Annotated[int, typer.Option(min=1000, help="latent: sweeps of each chain at most.")] = 1_000_000,
    bound: Annotated[
        int | None,
        typer.Option(help="latent: the prior's bound on the total.", show_default="100 times documented"),
    ] = None,
    prior: Annotated[
        str,
        typer.Option(
            help="latent: published, as published figures were made; or many-kinds, whose intervals hold the "
            "truth where people differ in more than two ways."
        ),
    ] = "published",
    resamples: Annotated[
        int, typer.Option(min=100, help="loglinear: resamples of the bootstrap interval.")
    ] = 1000,
    saturated: Annotated[
        bool, typer.Option("--saturated", help="graphs: average over the graph that joins all lists too.")
    ] = False,
    figures: Annotated[
        Path | None, typer.Option(help="Also write each method's figure (SVG) and its numbers here.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Also write the section of a report as one HTML page.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Strata at once; the numbers do not change.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Estimate how many are on none of several overlapping lists.

    Every estimate rests on an assumption, which is shown with it. Where the chains of the latent class model
    do not agree, its modes are shown and no number. With --json the same is printed as data.
    """
    if method != "all" and method not in METHODS:
        raise typer.BadParameter(f"there is no method {method!r}; choose {', '.join(METHODS)} or all.")
    if sum(one is not None for one in (lists, archive, linked)) != 1:
        raise typer.BadParameter("give one of --lists, --archive and --linked.", param_hint="--lists")
    if prior not in PRIORS:
        raise typer.BadParameter(f"there is no prior {prior!r}; choose {' or '.join(PRIORS)}.")
    absent = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if absent:
        typer.echo(
            f"accounted: estimating needs {', '.join(absent)}; install what is missing with "
            "pip install 'accounted[estimating]'.",
            err=True,
        )
        raise typer.Exit(1)
    by = tuple(field.strip() for field in strata.split(",") if field.strip()) if strata else ()
    if figures is not None and by:
        raise typer.BadParameter("figures are of one table; leave out --strata.", param_hint="--figures")
    if linked is not None and (by or figures is not None):
        raise typer.BadParameter("a linking result has no strata and no figures.", param_hint="--linked")
    chosen = METHODS if method == "all" else (method,)
    with show.progress("sweeps") as tell:

        def watch(now: Progress) -> bool:
            tell(f"{now.sweeps:,} of {now.budget:,}{' (tempering)' if now.tempering else ''}")
            return True

        made = _methods(seed, classes, budget, bound, prior, resamples, saturated)
        asked = {name: made[name] for name in chosen}
        if linked is not None:
            result = results.of_linked(linked, asked, workers)
        else:
            tables = _from_archive(archive, by) if archive is not None else _from_file(lists or Path(), by)
            if by:
                result = results.of_strata(tables, asked, workers)
            else:
                made["latent"].progress = watch  # type: ignore[attr-defined]
                result = results.of_one(tables[0], asked)
                if figures is not None:
                    _draw(figures, tables[0], asked, result)
    if report is not None:
        from accounted.reporting.estimates import estimates_html

        report.write_text(estimates_html(result), encoding="utf-8")
    if as_json:
        show.as_json(result)
    else:
        _print(result)
    if all(
        "reason" in one for part in [result, *result.get("strata", ())] for one in part["methods"].values()
    ):
        raise typer.Exit(1)


def _from_file(path: Path, by: tuple[str, ...]) -> tuple[ListOverlap, ...]:
    from accounted.estimating import ListOverlap, read_strata

    return read_strata(path, by) if by else (ListOverlap.read_csv(path),)


def _from_archive(path: Path, by: tuple[str, ...]) -> tuple[ListOverlap, ...]:
    """Tables of the people on record. Which records are one person is decided there, not here."""
    from accounted.estimating import InvalidLists, tables_by
    from accounted.record.archive import Archive
    from accounted.record.queries.listings import STRATA, listings

    unknown = [field for field in by if field not in STRATA]
    if unknown:
        raise typer.BadParameter(
            f"the record has no {unknown[0]!r}; choose from {', '.join(STRATA)}.", param_hint="--strata"
        )
    with Archive.open(path, to_read=True) as opened:
        people = listings(opened)
    names = sorted(set().union(*(one.lists for one in people)))
    if len(names) < 3:
        raise InvalidLists(
            f"{path}: {len(people)} people on record are named by {len(names)} publishers; estimating needs "
            "three lists that overlap. Put people on record with names from each list that has them, so that "
            "one person is one record, or give a table with --lists."
        )
    rows = [{**dict.fromkeys(one.lists, True), **one.strata} for one in people]
    clash = [name for name in names if name in STRATA]
    if clash:
        raise InvalidLists(f"{path}: a publisher is called {clash[0]!r}, as a stratum is; give a table.")
    return tables_by(rows, names, by)


def _methods(
    seed: int,
    classes: int,
    budget: int,
    bound: int | None,
    prior: str,
    resamples: int,
    saturated: bool,
) -> dict[str, Method]:
    from accounted.estimating import (
        MANY_KINDS,
        ChaoLowerBound,
        DecomposableGraphs,
        LatentClassModel,
        LogLinear,
        SampleCoverage,
    )

    latent = LatentClassModel(classes, budget=budget, bound=bound, seed=seed)
    if prior == "many-kinds":
        latent = LatentClassModel(classes, budget=budget, bound=bound, seed=seed, **MANY_KINDS)
    return {
        "latent": latent,
        "graphs": DecomposableGraphs(saturated=saturated),
        "loglinear": LogLinear("stepwise", interval="bca", resamples=resamples, seed=seed),
        "chao": ChaoLowerBound(),
        "coverage": SampleCoverage(seed=seed),
    }


def _draw(figures: Path, table: ListOverlap, methods: dict[str, Method], result: dict[str, Any]) -> None:
    from accounted.estimating import save, upset

    figures.mkdir(parents=True, exist_ok=True)
    for name, method in methods.items():
        if "reason" not in result["methods"][name]:
            save(method.plot(), figures / f"{name}.svg")
    save(upset(table), figures / "overlaps.svg")


def _print(result: dict[str, Any]) -> None:
    parts = [*result.get("strata", ()), result]
    rows = []
    for part in parts:
        of = ", ".join(part.get("stratum", {}).values()) or ("all strata" if len(parts) > 1 else "")
        for name, one in part["methods"].items():
            total = one["total"]
            heaps = "; ".join(f"{m['point']:,.0f} [{m['low']:,.0f}–{m['high']:,.0f}]" for m in one["modes"])
            if total["point"] is None:
                number = f"no single number: {heaps}" if heaps else one.get("said", "not estimable")
                rows.append((of, f"{part['documented']:,}", name, number, "", ""))
            else:
                ends = [f"{total[end]:,.0f}" if total[end] is not None else "open" for end in ("low", "high")]
                level = f"{total['level']:.0%}"
                point = f"{total['point']:,.0f}"
                rows.append((of, f"{part['documented']:,}", name, point, f"{ends[0]}–{ends[1]}", level))
    columns = ("stratum", "documented", "method", "total", "interval", "level")
    first = 0 if len(parts) > 1 else 1
    show.table(
        columns[first:],
        [row[first:] for row in rows],
        note=f"{result['documented']:,} documented on {len(result['lists'])} lists; "
        f"data {result['data_sha256'][:16]}",
    )
    for name, one in result["methods"].items():
        typer.echo(f"{name} holds if {one['assumption']}.")
    for part in reversed(parts):
        of = ", ".join(part.get("stratum", {}).values())
        for name, one in part["methods"].items():
            for warning in one["warnings"]:
                typer.echo(f"  warning: {of + ', ' if of else ''}{name}: {warning}")
