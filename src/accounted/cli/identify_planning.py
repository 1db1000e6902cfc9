"""`accounted identify power`: what each family can tell, what chance will do, and whom to sample next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.identify_cases import CaseFile, GoOn, WithFiles, read_files
from accounted.cli.identify_evidence import Chart, Convention, Listed, may_draw, one_of
from accounted.cli.options import JsonOption

if TYPE_CHECKING:
    from accounted.identifying.cases import Case

THRESHOLDS = (1e2, 1e4, 1e6, 1e8)


def power(
    case: CaseFile,
    further: WithFiles = None,
    pruning: Convention = "pedprobr",
    family: Annotated[
        list[str] | None, typer.Option("--family", help="This family only; may be repeated.")
    ] = None,
    sample_next: Annotated[
        bool, typer.Option("--next", help="Also say whom of each family to sample next.")
    ] = False,
    posterior: Annotated[
        float, typer.Option(help="The posterior for which the ratio that is needed is given.")
    ] = 0.9995,
    listed: Listed = 0.5,
    chart: Chart = None,
    go_on: GoOn = False,
    as_json: JsonOption = False,
) -> None:
    """Say what each family can tell before any body is looked at, and how many chance hits to expect."""
    one_of(pruning, ("pedprobr", "familias"), "--pruning")
    may_draw(chart)
    if not 0.0 < posterior < 1.0:
        raise typer.BadParameter("give a probability between 0 and 1.", param_hint="--posterior")
    read = read_files(case, further, go_on, needed=("loci", "families"))
    known = [f.pedigree.id for f in read.families]
    unknown = [name for name in family or () if name not in known]
    if unknown:
        raise typer.BadParameter(f"there is no family {unknown[0]!r}.", param_hint="--family")
    chosen = [f for f in read.families if not family or f.pedigree.id in family]
    if chart is not None and sum(len(f.missing) for f in chosen) != 1:
        raise typer.BadParameter(
            "a chart is of one family with one missing; choose it with --family.", param_hint="--chart"
        )
    data = [
        _of(read, one, missing, pruning, sample_next, posterior, listed)
        for one in chosen
        for missing in one.missing
    ]
    if chart is not None:
        _draw(read, data[0], pruning, chart)
    if as_json:
        show.as_json(data)
        return
    _show(data, len(read.bodies), posterior, listed, len(read.missing))


def _of(
    read: Case, family: Any, missing: str, pruning: Any, sample_next: bool, posterior: float, listed: float
) -> dict[str, Any]:
    from accounted.identifying.family_tables import Family
    from accounted.identifying.next_sample import whom_to_sample_next
    from accounted.identifying.power import power as power_of
    from accounted.identifying.ratio_distributions import expected_false_hits, ratio_needed

    asked = Family(family.pedigree, family.references, missing)
    one = power_of(asked, read.loci, pruning=pruning)
    hits = expected_false_hits([asked], read.bodies, read.loci, THRESHOLDS, pruning=pruning)
    made: dict[str, Any] = {
        "family": family.pedigree.id,
        "missing": missing,
        "exclusion": one.exclusion,
        "exclusion_by_locus": dict(one.exclusion_by_locus),
        "expected_mismatches": one.expected_mismatches,
        "expected_log10_lr": one.mean_if_missing,
        "reaches": {f"{t:g}": share for t, share in one.identification.items()},
        "expected_false_hits": {f"{hit.threshold:g}": hit.expected for hit in hits},
        "false_hits_at_most": {f"{hit.threshold:g}": hit.at_most for hit in hits},
        "bodies_compared": hits[0].pairs,
        "ratio_needed": ratio_needed(len(read.missing), posterior=posterior, listed=listed),
    }
    if sample_next:
        # Who is missing too cannot give a sample.
        there = [
            m.id
            for m in family.pedigree.members
            if m.id not in family.references and m.id not in family.missing
        ]
        made["sample_next"] = [
            {"relative": n.relative, "gain_log10": n.gain, "expected_log10_lr": n.mean_after}
            for n in whom_to_sample_next(asked, read.loci, there, pruning=pruning)
        ]
    return made


def _show(data: list[dict[str, Any]], bodies: int, posterior: float, listed: float, missing: int) -> None:
    show.table(
        ("family", "missing", "excludes a stranger", "expected log10 LR", "reaches 10⁴", "reaches 10⁶",
         "chance hits ≥ 10⁴"),
        (
            (
                one["family"],
                one["missing"],
                f"{one['exclusion']:.6f}",
                f"{one['expected_log10_lr']:.2f}",
                _share(one["reaches"]["10000"]),
                _share(one["reaches"]["1e+06"]),
                f"{one['expected_false_hits']['10000']:.2g}",
            )
            for one in data
        ),
    )  # fmt: skip
    for one in data:
        for relative in one.get("sample_next", [])[:3]:
            typer.echo(
                f"{one['family']}, {one['missing']}: typing {relative['relative']} would add "
                f"{relative['gain_log10']:.2f} to the expected log10 LR"
            )
        if one.get("sample_next") == []:
            typer.echo(f"{one['family']}, {one['missing']}: everybody else of the pedigree is typed")
    total = math.fsum(one["expected_false_hits"]["10000"] for one in data)
    pairs = sum(one["bodies_compared"] for one in data)
    needed = data[0]["ratio_needed"] if data else 0.0
    if bodies:
        typer.echo(
            f"If none of the {bodies} bodies belonged here, {total:.2g} of {pairs:,} pairs would reach 10⁴ "
            f"by chance (at most {pairs / 1e4:.2g})."
        )
    typer.echo(
        f"With {missing} missing and a prior of {listed:g} that a body is one of them, a pair alone needs a "
        f"ratio of {needed:,.0f} for a posterior of {posterior:g}."
    )


def _draw(read: Case, one: dict[str, Any], pruning: Any, chart: Any) -> None:
    from accounted.identifying import figures
    from accounted.identifying.family_tables import Family
    from accounted.identifying.ratio_distributions import spread

    (family,) = (f for f in read.families if f.pedigree.id == one["family"])
    found = spread(Family(family.pedigree, family.references, one["missing"]), read.loci, pruning=pruning)
    drawn = figures.ratio_distributions(
        found, f"{one['family']}, {one['missing']}", threshold=math.log10(one["ratio_needed"])
    )
    figures.save(drawn, chart)


def _share(value: float) -> str:
    """A probability in per cent, never rounded to certainty."""
    if value > 0.9999:
        return "> 99.99 %"
    return f"{100 * value:.2f} %" if value >= 0.0001 or value == 0.0 else "< 0.01 %"
