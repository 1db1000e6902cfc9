"""The files of a case: read for every verb of `accounted identify`, converted, simulated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click
import typer

from accounted.cli.outputs import write_private

if TYPE_CHECKING:
    from accounted.identifying.cases import Case, Needed
    from accounted.identifying.formats.settling import Choices

CaseFile = Annotated[
    Path,
    typer.Argument(help="The case: a case file (JSON), or CODIS CMF, Familias, NIEM, LINKAGE, CSV, XLSX."),
]
WithFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--with",
        metavar="FILE",
        help="A further file of the same case: frequencies, pedigrees or profiles; may be repeated.",
    ),
]
GoOn = Annotated[
    bool,
    typer.Option(
        "--set-aside", help="What cannot be used is meant to be left out: say so, and end with code 0."
    ),
]
_LEFT_OUT = "accounted.identify.set_aside"
_SHOWN = 20


def read_files(
    case: Path,
    further: list[Path] | None = None,
    go_on: bool = False,
    *,
    ready: bool = True,
    needed: tuple[Needed, ...] = (),
) -> Case:
    """Read a case; say on standard error what was left out and why, and end with code 1 for it.

    With `go_on` it is said as well, but nothing is wrong. Without `ready`, a part of a case will do: bodies
    alone, or families; `needed` says which parts do not go without.
    """
    from accounted.identifying.case_files import read_case

    read = read_case(case, *(further or ()), set_aside=True)
    _say(read)
    if read.set_aside and not go_on:
        click.get_current_context().meta[_LEFT_OUT] = True
    return read.ready(*needed) if ready else read


def fail_if_left_out(*_: Any, **__: Any) -> None:
    """After a verb: the answer stands, but it is of a case from which something was left out."""
    if click.get_current_context().meta.get(_LEFT_OUT):
        typer.echo(
            "accounted: the answer is without what was set aside; correct it, or add --set-aside", err=True
        )
        raise typer.Exit(1)


def _say(case: Case) -> None:
    for one in case.set_aside[:_SHOWN]:
        typer.echo(f"set aside: {one.words()}", err=True)
    if len(case.set_aside) > _SHOWN:
        typer.echo(
            f"set aside: {len(case.set_aside) - _SHOWN} more; --json or convert lists them all", err=True
        )
    for note in case.notes:
        typer.echo(f"note: {note}", err=True)


def convert(
    source: Annotated[Path, typer.Argument(help="The file to read.")],
    target: Annotated[Path, typer.Argument(help="The file to write; its ending says the format.")],
    further: WithFiles = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--to", help="case, cmf-3.2, cmf-3.3, niem, familias, linkage, csv, xlsx or frequencies."
        ),
    ] = None,
    minimum: Annotated[
        float | None,
        typer.Option(
            "--minimum-frequency", help="Alleles that the frequency database lacks get this frequency."
        ),
    ] = None,
    population: Annotated[
        str | None, typer.Option(help="Which population of a database of several is used.")
    ] = None,
    missing: Annotated[
        list[str] | None,
        typer.Option(
            "--missing",
            metavar="PERSON",
            help="Who is missing, where the files cannot say it: PERSON or FAMILY:PERSON; may be repeated.",
        ),
    ] = None,
    go_on: GoOn = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Read a case in one format and write it in another; what cannot be used or held is said."""
    from accounted.identifying.case_files import read_case
    from accounted.identifying.formats.settling import Choices
    from accounted.identifying.formats.writing import target_of, written

    if minimum is not None and not 0.0 < minimum < 0.5:
        raise typer.BadParameter("give a frequency above 0 and below 0.5.", param_hint="--minimum-frequency")
    if not target.absolute().parent.is_dir():
        raise typer.BadParameter(
            f"there is no directory {target.parent}; make it first.", param_hint="TARGET"
        )
    form_of = target_of(target, form)
    choices: Choices = Choices(minimum, population, tuple(missing or ()))
    read = read_case(source, *(further or ()), choices=choices, set_aside=True)
    files = written(read, target, form)
    there = [path for path in files if path.exists()]
    if there and not force:
        raise typer.BadParameter(f"{there[0]} is there already; add --force to write over it.")
    for path, content in files.items():
        write_private(path, content)
    _say(read)
    people = sum(len(f.pedigree.members) for f in read.families)
    typer.echo(
        f"{', '.join(map(str, files))}: {form_of.title}; {len(read.loci)} loci, {len(read.bodies)} bodies, "
        f"{len(read.families)} families with {people} people."
    )
    if form_of.losses:
        typer.echo(f"Not held by this format: {'; '.join(form_of.losses)}.")
    if read.set_aside and not go_on:
        click.get_current_context().meta[_LEFT_OUT] = True


def simulate(
    directory: Annotated[Path, typer.Argument(help="Where to put it: a new or empty directory.")],
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same site.")] = 1,
    families: Annotated[int, typer.Option(min=1, help="How many families gave samples.")] = 12,
    strangers: Annotated[int, typer.Option(min=0, help="How many bodies belong to none of them.")] = 3,
    loci: Annotated[int, typer.Option(min=4, help="How many loci are typed.")] = 20,
) -> None:
    """Make a burial site that never was, to learn and to test with: loci and frequencies are invented."""
    from accounted.identifying.simulate import NOTICE, Plan, simulated_site, site_files

    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise typer.BadParameter(f"{directory} is not an empty directory; name a new one.", param_hint="DIR")
    site = simulated_site(seed, Plan(families=families, strangers=strangers, loci=loci))
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in site_files(site).items():
        write_private(directory / name, content)
    typer.echo(
        f"{directory}: {len(site.case.families)} families with {len(site.case.missing)} missing, "
        f"{len(site.case.bodies)} bodies, {len(site.parts.bodies)} samples. {NOTICE}"
    )
