"""`accounted estimate`: how many nobody listed, from lists that overlap."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.options import JsonOption

if TYPE_CHECKING:
    from accounted.estimating import ListOverlap, Method, Progress

app = typer.Typer(rich_markup_mode=None, add_completion=False)

METHODS = ("latent", "graphs", "loglinear", "chao", "coverage")
_NEEDED = ("numpy", "scipy", "numba", "matplotlib")


@app.command()
def estimate(
    lists: Annotated[
        Path,
        typer.Option("--lists", help="A table: one column of 0 and 1 for each list, last column count."),
    ],
    method: Annotated[str, typer.Option(help=f"{', '.join(METHODS)}, or all.")] = "all",
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same numbers.")] = 1,
    classes: Annotated[int, typer.Option(min=2, help="latent: the most kinds of people.")] = 10,
    budget: Annotated[int, typer.Option(min=1000, help="latent: sweeps of each chain at most.")] = 1_000_000,
    bound: Annotated[
        int | None,
        typer.Option(help="latent: the prior's bound on the total.", show_default="100 times documented"),
    ] = None,
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
    as_json: JsonOption = False,
) -> None:
    """Estimate how many are on none of several overlapping lists.

    Every estimate rests on an assumption, which is shown with it. Where the chains of the latent class model
    do not agree, its modes are shown and no number. With --json the same is printed as data.
    """
    if method != "all" and method not in METHODS:
        raise typer.BadParameter(f"there is no method {method!r}; choose {', '.join(METHODS)} or all.")
    absent = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if absent:
        typer.echo(
            f"accounted: estimating needs {', '.join(absent)}; install what is missing with "
            "pip install 'accounted[estimating]'.",
            err=True,
        )
        raise typer.Exit(1)
    from accounted.estimating import (
        ChaoLowerBound,
        DecomposableGraphs,
        LatentClassModel,
        ListOverlap,
        LogLinear,
        SampleCoverage,
        pairs,
        save,
        upset,
    )

    table = ListOverlap.read_csv(lists)
    chosen = METHODS if method == "all" else (method,)
    found: list[dict[str, Any]] = []
    with show.progress("sweeps") as tell:

        def watch(now: Progress) -> bool:
            tell(f"{now.sweeps:,} of {now.budget:,}{' (tempering)' if now.tempering else ''}")
            return True

        made: dict[str, Method] = {
            "latent": LatentClassModel(classes, budget=budget, bound=bound, seed=seed, progress=watch),
            "graphs": DecomposableGraphs(saturated=saturated),
            "loglinear": LogLinear("stepwise", interval="bca", resamples=resamples, seed=seed),
            "chao": ChaoLowerBound(),
            "coverage": SampleCoverage(seed=seed),
        }
        for name in chosen:
            fitted = _fit(name, made[name], table)
            found.append(fitted)
            if figures is not None and "reason" not in fitted:
                figures.mkdir(parents=True, exist_ok=True)
                save(made[name].plot(), figures / f"{name}.svg")
    if figures is not None:
        save(upset(table), figures / "overlaps.svg")
    result = {
        "documented": table.observed,
        "lists": list(table.names),
        "removed": list(table.removed),
        "data_sha256": table.sha256,
        "obstacles": [one.message for one in table.check()],
        "pairs": [{"lists": [p.first, p.second], "both": p.both, "total": p.total} for p in pairs(table)],
        "methods": {one.pop("name"): one for one in found},
    }
    if report is not None:
        from accounted.reporting.estimates import estimates_html

        report.write_text(estimates_html(result), encoding="utf-8")
    if as_json:
        show.as_json(result)
    else:
        _print(result)
    if all("reason" in one for one in result["methods"].values()):
        raise typer.Exit(1)


def _fit(name: str, method: Method, table: ListOverlap) -> dict[str, Any]:
    """A method's result as data; where there is none, the reason in its place."""
    from accounted.estimating import NotEstimable

    try:
        fitted = method.fit(table).as_dict()
    except NotEstimable as refusal:
        return {
            "name": name,
            "total": {"point": None, "low": None, "high": None, "level": None},
            "assumption": method.assumption,
            "diagnostics": {},
            "warnings": [str(refusal)],
            "modes": [],
            "reason": str(refusal),
        }
    return {"name": name, **{"modes": [], **fitted}}


def _print(result: dict[str, Any]) -> None:
    rows = []
    for name, one in result["methods"].items():
        total = one["total"]
        heaps = "; ".join(f"{m['point']:,.0f} [{m['low']:,.0f}–{m['high']:,.0f}]" for m in one["modes"])
        if total["point"] is None:
            number = f"no single number: {heaps}" if heaps else "not estimable"
            rows.append((name, number, "", ""))
        else:
            ends = [f"{total[end]:,.0f}" if total[end] is not None else "open" for end in ("low", "high")]
            rows.append((name, f"{total['point']:,.0f}", f"{ends[0]}–{ends[1]}", f"{total['level']:.0%}"))
    show.table(
        ("method", "total", "interval", "level"),
        rows,
        note=f"{result['documented']:,} documented on {len(result['lists'])} lists; "
        f"data {result['data_sha256'][:16]}",
    )
    for name, one in result["methods"].items():
        typer.echo(f"{name} holds if {one['assumption']}.")
        for warning in one["warnings"]:
            typer.echo(f"  warning: {warning}")
