"""`accounted link`: who is the same person on lists, in files or on record."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from accounted.cli.options import JsonOption

if TYPE_CHECKING:
    from accounted.linking import Linkage, Settings

_NEEDED = ("splink", "duckdb", "numpy", "scipy", "pyarrow")
_LINK = "lists"


class Verbs(TyperGroup):
    """`accounted link FILE …` links; `accounted link review` and the like are about what it proposed."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The verbs about pairs, by their names."""
        return [name for name in self._about_pairs().commands if name != _LINK]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A verb about pairs, imported now, or linking itself."""
        if cmd_name == _LINK:
            return self.commands[_LINK]
        return self._about_pairs().commands.get(cmd_name)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What names no verb about pairs is linking."""
        if not args or args[0] not in self.list_commands(ctx):
            args = [_LINK, *args]
        return super().parse_args(ctx, args)

    @staticmethod
    def _about_pairs() -> Any:
        from accounted.cli import link_review

        return typer.main.get_group(link_review.app)


app = typer.Typer(cls=Verbs, rich_markup_mode=None, add_completion=False)


@app.callback()
def _link() -> None:
    """Say who is the same person on lists; people decide."""


@app.command(name=_LINK)
def link(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="One list, to find who stands on it twice; or several, to find who stands on more than one. "
            "CSV, XLSX, ODS, Parquet, FollowTheMoney. Without a file, the lists of the archive.",
        ),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="A mapping file: which column says what. Else it is guessed.")
    ] = None,
    id_column: Annotated[
        str | None, typer.Option("--id", help="The column that names a row: else uid, unique_id or id.")
    ] = None,
    one_to_one: Annotated[
        bool, typer.Option("--one-to-one", help="No list has duplicates of its own.")
    ] = False,
    within: Annotated[
        bool, typer.Option("--within", help="Several lists: look for duplicates within each too.")
    ] = False,
    archive: Annotated[
        Path | None,
        typer.Option("--archive", envvar="ACCOUNTED_ARCHIVE", help="Link the lists of this archive."),
    ] = None,
    lists: Annotated[
        str | None, typer.Option("--lists", help="Only these lists of the archive, with commas between.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="Also write the records, persons and draws, for accounted estimate --linked."
        ),
    ] = None,
    draws: Annotated[int, typer.Option(min=1, help="With --out: how many draws.")] = 20,
    engine: Annotated[str, typer.Option(help="duckdb, or spark for many machines.")] = "duckdb",
    threshold: Annotated[
        float, typer.Option(min=0.01, max=0.999, help="From which probability two records are one person.")
    ] = 0.5,
    most_pairs: Annotated[
        int | None, typer.Option(min=1000, help="The most pairs to compare.", show_default="8 a record")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same answer.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Propose who is the same person, with a probability. People decide: accounted link review."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise typer.BadParameter(
            f"linking needs {', '.join(missing)}; install with pip install 'accounted[linking]'."
        )
    if engine not in ("duckdb", "spark"):
        raise typer.BadParameter(f"{engine!r}: the engine is duckdb or spark.", param_hint="--engine")
    from accounted.cli.place_names import load_gazetteer
    from accounted.linking import Settings

    settings = Settings(
        engine="spark" if engine == "spark" else "duckdb", threshold=threshold,
        one_to_one=one_to_one, seed=seed,
        within=True if within else None, most_pairs=most_pairs, gazetteer=load_gazetteer(),
    )  # fmt: skip
    if files:
        if lists:
            raise typer.BadParameter("--lists names lists of an archive; give either files or an archive.")
        _files(files, mapping, id_column, settings, out, draws, as_json)
        return
    if mapping or id_column:
        raise typer.BadParameter("--mapping and --id are for files; lists on record have theirs.")
    _archive(archive or Path(), lists, settings, out, draws, as_json)


def _files(
    files: list[Path], mapping: Path | None, id_column: str | None, settings: Settings, out: Path | None,
    draws: int, as_json: bool,
) -> None:  # fmt: skip
    from accounted.linking import People, link

    people = People.read(files, mapping=mapping, id_column=id_column)
    linkage = link(people, settings, on_plan=lambda plan: typer.echo(str(plan), err=True))
    for warning in linkage.warnings:
        typer.echo(f"note: {warning}", err=True)
    if len(set(people.ids)) < len(people):
        typer.echo("note: lists share identifiers; a is of the earlier list, b of the later", err=True)
    if out is not None:
        from accounted.linking.draws import handed_on

        _write(out, handed_on(linkage, draws, settings.seed))
    if as_json:
        json.dump({"pairs": linkage.pairs(), "clusters": linkage.clusters()}, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
        return
    _tell(linkage)


def _archive(
    archive: Path, lists: str | None, settings: Settings, out: Path | None, draws: int, as_json: bool
) -> None:
    from accounted.record.archive import Archive
    from accounted.record.linking import hand_on, link_lists

    asked = [one.strip() for one in (lists or "").split(",") if one.strip()]
    with Archive.open(archive) as opened:
        linked = link_lists(
            opened, lists=asked, settings=settings, on_progress=lambda said: typer.echo(said, err=True)
        )
    for warning in linked.linkage.warnings:
        typer.echo(f"note: {warning}", err=True)
    if out is not None:
        _write(out, hand_on(linked, draws=draws, seed=settings.seed))
    if as_json:
        told = {"pairs": linked.linkage.pairs(), "clusters": linked.linkage.clusters()}
        json.dump(told, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
        return
    _tell(linked.linkage)
    run = linked.run
    typer.echo(
        f"{run.records:,} rows on record are between {run.low:,} and {run.high:,} people: {run.basis}."
    )
    typer.echo("The proposal is on record. Decide the pairs nearest to indecision: accounted link review")


def _write(out: Path, told: dict[str, Any]) -> None:
    from accounted.cli.outputs import write_private

    write_private(out, json.dumps(told, ensure_ascii=False).encode())


def _tell(linkage: Linkage) -> None:
    from accounted.linking.evaluation import estimated_quality, sensitivity

    people = linkage.people
    found = linkage.groups()
    low, high = sensitivity(linkage)
    quality = estimated_quality(linkage)
    typer.echo(f"{len(people):,} records of {len(people.lists)} list{'s' if len(people.lists) > 1 else ''}")
    rules = len(linkage.plan.rules)
    typer.echo(
        f"{linkage.plan.pairs:,} pairs at most brought together, by {rules} rule{'s' if rules != 1 else ''}"
    )
    typer.echo(
        f"{linkage.persons:,} persons as proposed, between {low:,} and {high:,} by where the line is drawn; "
        f"{len(found):,} of them by more than one record"
    )
    typer.echo(
        f"by the model itself, {quality.precision:.1%} of the proposed pairs are right and "
        f"{quality.recall:.1%} "
        "of those brought together are found; only decided pairs can tell for sure"
    )
    typer.echo("Use --json for the pairs and persons.")
