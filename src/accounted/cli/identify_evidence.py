"""`accounted identify check, parts, explain, compare`: the data, then why, then what a board looks at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accounted.cli import identify_archive, show
from accounted.cli.identify_archive import Families, OfArchive, Role, Who, Why
from accounted.cli.identify_cases import CaseFile, GoOn, WithFiles, read_files
from accounted.cli.options import JsonOption
from accounted.cli.outputs import write_private

if TYPE_CHECKING:
    from accounted.identifying.board import Comparison
    from accounted.identifying.cases import Case
    from accounted.identifying.identity import Typing

Dropout = Annotated[
    float, typer.Option(min=0.0, max=0.9, help="Drop-out of an allele, where the call does not say it.")
]
Dropin = Annotated[
    float, typer.Option(min=0.0, max=0.5, help="Drop-in at a locus, where the call does not say it.")
]
Listed = Annotated[
    float, typer.Option(help="The prior probability that a body is one of the missing of the case.")
]
Chart = Annotated[Path | None, typer.Option("--chart", help="Draw it into this file: .svg or .pdf.")]
Convention = Annotated[
    str,
    typer.Option(help="Which untyped parents count: pedprobr (all) or familias (those of several children)."),
]
SENSITIVE = (
    "Some of this says that somebody is not whose child or brother they are taken for. It is for the "
    "laboratory alone: it is no proof, it is told to nobody, and it stands in no report to a family."
)


def check(
    case: Annotated[Path | None, typer.Argument(help="A case file; or give --archive.")] = None,
    further: WithFiles = None,
    general: Annotated[
        bool, typer.Option("--general", help="For roles that may not know who is not whose child.")
    ] = False,
    dropout: Dropout = 0.05,
    dropin: Dropin = 0.01,
    go_on: GoOn = False,
    as_json: JsonOption = False,
    archive: OfArchive = None,
    by: Who = None,
    reason: Why = "",
    role: Role = None,
    families: Families = None,
) -> None:
    """Check the data before anything is compared: relationships, duplicates, contamination, swaps."""
    if case is None or archive is not None:
        if archive is None or case is not None:
            raise typer.BadParameter("give a case file, or --archive; not both.")
        identify_archive.check(archive, by=by, reason=reason, role=role, families=families, as_json=as_json)
        return
    from accounted.identifying.quality.checks import check as checked
    from accounted.identifying.quality.findings import for_general_roles

    read = read_files(case, further, go_on, needed=("loci",))
    if not read.families:
        read.ready("bodies")
    with show.progress("checking families", len(read.families)) as on_progress:
        found = checked(read, typing=_typing(dropout, dropin), on_progress=on_progress)
    findings = for_general_roles(found.findings) if general else found.findings
    if as_json:
        show.as_json({**found.as_data(), "findings": [one.as_data() for one in findings]})
        return
    for one in findings:
        where = "" if one.family is None else f"family {one.family}: "
        typer.echo(f"{one.kind}: {where}{show.printable(one.words)}")
        typer.echo(f"    {one.advice}")
    nothing = "" if findings else " Nothing was found that would speak against comparing them."
    typer.echo(
        f"{found.families} families and {found.profiles} profiles were checked, {found.typing.words()}; "
        f"{len(findings)} findings.{nothing}"
    )
    if any(one.sensitive for one in findings):
        typer.echo(SENSITIVE)


def parts(
    case: CaseFile,
    further: WithFiles = None,
    same: Annotated[
        float, typer.Option(help="log10 ratio against unrelated people from which two samples match.")
    ] = 6.0,
    siblings: Annotated[float, typer.Option(help="The same against two full siblings.")] = 2.0,
    theta: Annotated[float, typer.Option(help="Relatedness of everybody in the population.")] = 0.0,
    dropout: Dropout = 0.05,
    dropin: Dropin = 0.01,
    go_on: GoOn = False,
    as_json: JsonOption = False,
) -> None:
    """Sort commingled parts: which may be one person's, what conflicts, at least how many people."""
    from accounted.identifying.case_evidence import parts_of
    from accounted.identifying.parts import sort_parts

    read = read_files(case, further, go_on, ready=False)
    if read.bodies:
        read.ready("loci")
    made = sort_parts(
        parts_of((*read.bodies, *read.untyped), read.beside),
        read.loci,
        typing=_typing(dropout, dropin),
        theta=theta,
        same=same,
        same_not_siblings=siblings,
    )
    if as_json:
        show.as_json(made.as_data())
        return
    show.table(
        ("parts", "weakest match", "against siblings", ""),
        (
            (
                ", ".join(one.parts),
                f"10^{one.weakest:.1f}" if len(one.parts) > 1 else "",
                f"10^{one.weakest_sibling:.1f}" if len(one.parts) > 1 else "",
                "disputed" if one.disputed else "",
            )
            for one in made.groups
        ),
    )
    for conflict in [c for one in made.groups for c in one.conflicts] + list(made.chains):
        typer.echo(f"{conflict.kind}: {show.printable(conflict.words)}")
    if made.untyped:
        typer.echo(f"Without a profile: {', '.join(made.untyped)}.")
    typer.echo(f"{made.minimum.words[0].upper()}{made.minimum.words[1:]}.")
    typer.echo(f"Rule: {made.rule}. Groups are proposals; every part keeps its own number.")


def explain(
    case: Annotated[Path, typer.Argument(metavar="[CASE]", help="A case file; left out with --archive.")],
    body: Annotated[str, typer.Argument(help="The body.")],
    family: Annotated[
        str | None, typer.Argument(metavar="FAMILY", help="The family, or the missing person.")
    ] = None,
    further: WithFiles = None,
    missing: Annotated[
        str | None, typer.Option("--missing", help="Who of the family, where several are missing.")
    ] = None,
    listed: Listed = 0.5,
    pruning: Convention = "pedprobr",
    chart: Chart = None,
    go_on: GoOn = False,
    as_json: JsonOption = False,
    archive: OfArchive = None,
    by: Who = None,
    reason: Why = "",
    role: Role = None,
) -> None:
    """Say why a body and a missing person do or do not go together, locus by locus and in words."""
    if archive is not None:
        if family is not None:
            raise typer.BadParameter("with --archive, give the body and the missing person's code alone.")
        # without a case, the first argument is the body, and the second the missing person
        identify_archive.explain(archive, str(case), body, by=by, reason=reason, role=role, as_json=as_json)
        return
    if family is None:
        raise typer.BadParameter("give a case file, the body, and the family.")
    from accounted.identifying.case_evidence import evidence_of
    from accounted.identifying.explaining import explain as explained
    from accounted.identifying.verbal_scale import plain_ratio

    one_of(pruning, ("pedprobr", "familias"), "--pruning")
    may_draw(chart)
    read = read_files(case, further, go_on)
    made = explained(
        read, body, family, missing,
        evidence=evidence_of(read.beside), listed=listed, pruning=pruning,  # type: ignore[arg-type]
    )  # fmt: skip
    if chart is not None:
        _draw_family(read, made.family, made.missing, chart)
    if as_json:
        show.as_json(made.as_data())
        return
    typer.echo(f"Question: {made.hypotheses[0]}; or {made.hypotheses[1]}.\n")
    for sentence in made.words():
        typer.echo(show.printable(sentence))
    typer.echo("")
    show.table(
        ("locus", "body", "log10 LR", "in words"),
        (
            (one.locus, "/".join(one.body), "" if one.log10 is None else f"{one.log10:.2f}", one.words)
            for one in made.loci
        ),
    )
    if made.beside:
        show.table(
            ("beside the genes", "log10 LR", "in words", "formula"),
            ((one.kind, f"{one.log10:.2f}", plain_ratio(one.log10), one.formula) for one in made.beside),
        )
    from accounted.identifying.board import CAUTION

    typer.echo(CAUTION)


def compare(
    case: CaseFile,
    further: WithFiles = None,
    pair: Annotated[
        list[str] | None,
        typer.Option(
            "--pair",
            metavar="BODY=MISSING",
            help="A pair to report on; may be repeated. Without it, the pairs of the best joint assignment.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the report here: .html or .txt.")
    ] = None,
    together: Annotated[
        bool,
        typer.Option("--joint/--no-joint", help="Solve all bodies together, and say what that says of each."),
    ] = True,
    listed: Listed = 0.5,
    pruning: Convention = "pedprobr",
    chart: Chart = None,
    go_on: GoOn = False,
    as_json: JsonOption = False,
) -> None:
    """Write the report a reconciliation board looks at: each pair in words, what agrees, what conflicts."""
    from accounted.identifying import board

    one_of(pruning, ("pedprobr", "familias"), "--pruning")
    may_draw(chart)
    if output is not None:
        if output.suffix not in (".html", ".txt"):
            raise typer.BadParameter(
                f"{output}: name a file that ends in .html or .txt.", param_hint="--output"
            )
        _may_write(output, "--output")
    if not (together or pair):
        raise typer.BadParameter("name pairs with --pair, or leave --joint on.", param_hint="--no-joint")
    read = read_files(case, further, go_on)
    made, picture = _comparisons(read, pair, together, listed, pruning, chart)
    if output is not None:
        text = (
            board.as_html(read.name, made, picture)
            if output.suffix == ".html"
            else board.as_text(read.name, made)
        )
        write_private(output, text.encode())
    if as_json:
        show.as_json(
            {"name": read.name, "caution": board.CAUTION, "comparisons": [one.as_data() for one in made]}
        )
    elif output is not None:
        typer.echo(f"{output}: {len(made)} pairs. {board.CAUTION}")
    else:
        typer.echo(board.as_text(read.name, made))


def _comparisons(
    read: Case, pair: list[str] | None, together: bool, listed: float, pruning: str, chart: Path | None
) -> tuple[list[Comparison], list[str]]:
    from accounted.identifying.board import compared
    from accounted.identifying.case_evidence import evidence_of
    from accounted.identifying.explaining import explain as explained
    from accounted.identifying.joint import NOBODY

    problem = read.problem(pruning=pruning)  # type: ignore[arg-type]
    answer = problem.solve() if together else None
    if pair:
        pairs = [_pair(one) for one in pair]
    else:
        assert answer is not None
        pairs = [(body, who) for body, who in answer.best[0].of.items() if who != NOBODY]
    evidence = evidence_of(read.beside)
    made = [
        compared(explained(read, body, who, evidence=evidence, listed=listed, problem=problem), answer)
        for body, who in pairs
    ]
    pictures = []
    if answer is not None:
        from accounted.identifying import figures

        drawn = figures.posterior_matrix(answer)
        pictures.append(figures.as_svg(drawn))
        if chart is not None:
            figures.save(drawn, chart)
    elif chart is not None:
        raise typer.BadParameter(
            "the chart is of the joint posteriors: leave --joint on.", param_hint="--chart"
        )
    return made, pictures


def _pair(given: str) -> tuple[str, str]:
    body, found, who = given.partition("=")
    if not (found and body and who):
        raise typer.BadParameter(f"{given!r}: write BODY=MISSING, such as V1=M3.", param_hint="--pair")
    return body.strip(), who.strip()


def _draw_family(read: Case, family: str, missing: str, chart: Path) -> None:
    from accounted.identifying import figures

    (one,) = (f for f in read.families if f.pedigree.id == family)
    figures.save(figures.pedigree_drawing(one, read.loci), chart)


def _typing(dropout: float, dropin: float) -> Typing:
    from accounted.identifying.identity import Typing

    return Typing(dropout, dropin)


def may_draw(chart: Path | None) -> None:
    """Refuse a chart that could not be written, before the work."""
    if chart is None:
        return
    if chart.suffix not in (".svg", ".pdf"):
        raise typer.BadParameter(f"{chart}: name a file that ends in .svg or .pdf.", param_hint="--chart")
    _may_write(chart, "--chart")


def _may_write(path: Path, option: str) -> None:
    if path.is_dir():
        raise typer.BadParameter(f"{path} is a directory; name a file in it.", param_hint=option)
    if not path.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no directory {path.parent}; make it first.", param_hint=option)


def one_of(value: str, known: tuple[str, ...], option: str) -> None:
    """Refuse a value that is none of those known."""
    if value not in known:
        raise typer.BadParameter(f"{value!r}: choose {' or '.join(known)}.", param_hint=option)
