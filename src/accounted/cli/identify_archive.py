"""`accounted identify` on an archive: samples in, proposals out, and what people conclude of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accounted.cli import identify_conclude, show
from accounted.cli.identify_cases import GoOn, WithFiles
from accounted.cli.identify_conclude import (
    NOT_YET,
    ReasonOption,
    as_data,
    person,
    proposals_table,
    share,
)
from accounted.cli.options import HERE, ArchiveOption, JsonOption, NamedOption, SureOption, edtf, make_sure

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.genetics.vault import Vault

OfArchive = Annotated[
    Path | None,
    typer.Option("--archive", help="Work on what is in this archive, instead of a case file."),
]
Who = Annotated[
    str | None,
    typer.Option("--by", envvar="ACCOUNTED_OPERATOR", help="With --archive: who does this, a person's name."),
]
Why = Annotated[str, typer.Option("--reason", help="With --archive: why. It stays on record.")]
Bodies = Annotated[
    list[str] | None, typer.Option("--body", help="With --archive: these remains only; may be repeated.")
]
Families = Annotated[
    list[str] | None,
    typer.Option("--family", help="With --archive: these families only, by code; may be repeated."),
]
Role = Annotated[
    list[str] | None,
    typer.Option("--role", help="The role you work in, such as geneticist; it goes on record."),
]


def vault_of(opened: Archive, *, make: bool = False) -> Vault:
    """The sealed data of an archive, unlocked with this user's key; `make` a key where there is none yet."""
    from accounted.cli.settings import config_dir
    from accounted.evidence.data_keys import PASSPHRASE, DataKeyRing
    from accounted.record.genetics.vault import Vault

    ring = DataKeyRing(config_dir())
    given = os.environ.get(PASSPHRASE)
    if make and not ring.exists(opened.id) and not (opened.path / "genetics").exists():
        if given is None and sys.stdin.isatty():
            given = typer.prompt(
                "Passphrase for the key of the genetic data (empty: keep it unprotected)",
                default="", show_default=False, hide_input=True, confirmation_prompt=True, err=True,
            )  # fmt: skip
        keys = ring.create(opened.id, given or None)
        typer.echo(
            f"Made the key of the genetic data in {ring.directory(opened.id)}. It is no part of the archive: "
            "keep a copy of that folder safe and apart.",
            err=True,
        )
        if not keys.protected:
            typer.echo("It has no passphrase: whoever can read your files can open the profiles.", err=True)
    else:
        if given is None and sys.stdin.isatty() and ring.exists(opened.id) and ring.protected(opened.id):
            given = typer.prompt("Passphrase of the key of the genetic data", hide_input=True, err=True)
        keys = ring.load(opened.id, given)
    vault = Vault(opened, keys)
    vault.settle()
    return vault


def compare(
    archive: Path | None,
    method: str,
    *,
    by: str | None,
    reason: str,
    bodies: list[str] | None,
    families: list[str] | None,
    as_json: bool,
    case: Path | None = None,
    workers: int = 1,
    **parameters: Any,
) -> None:
    """Compare what is in an archive and put the proposals on record."""
    if archive is None:
        raise typer.BadParameter("give a case file, or --archive.")
    if case is not None:
        raise typer.BadParameter("give a case file or --archive, not both; import takes a case into it.")
    from accounted.cli.checkpoint import sign
    from accounted.record import queries
    from accounted.record.archive import Archive
    from accounted.record.genetics.comparing import compare as compared
    from accounted.record.genetics.running import Parameters

    who = _named(by, reason)
    with Archive.open(archive, agent=who) as opened:
        comparison = compared(
            opened,
            vault_of(opened),
            Parameters(method=method, **parameters),
            by=person(opened, who, None),
            reason=reason,
            bodies=bodies,
            families=families,
            workers=workers,
        )
        found = queries.proposals(opened, comparison=comparison)
        aside = queries.comparison(opened, comparison).set_aside
        sign(opened)
    if as_json:
        show.as_json(
            {"comparison": comparison, "proposals": [as_data(one) for one in found], "set_aside": aside}
        )
        return
    proposals_table(found)
    for one in aside:
        typer.echo(f"{one['code']}: {one['reason']}.")
    typer.echo(f"Comparison {comparison}: {len(found)} proposals. {NOT_YET}")


def explain(
    archive: Path,
    body: str,
    missing: str,
    *,
    by: str | None,
    reason: str,
    role: list[str] | None,
    as_json: bool,
) -> None:
    """Say what the genes tell of remains and a missing person of an archive, as far as the role allows."""
    from accounted.record.archive import Archive
    from accounted.record.genetics.looking_into import explain_pair

    who = _named(by, reason)
    with Archive.open(archive, agent=who) as opened:
        told = explain_pair(
            opened, vault_of(opened), body, missing, by=person(opened, who, role), reason=reason
        )
    if as_json:
        show.as_json(told)
        return
    value = told["log10_lr"]
    ratio = "impossible without a mutation" if value is None else f"log10 LR {value:.2f}"
    typer.echo(f"{body} and {missing}: {ratio}, over {told['loci_compared']} loci.")
    for one in told["proposals"]:
        typer.echo(f"Proposed on {one['on']} ({one['method']}): {share(one['posterior'])}; {one['state']}.")
    if "loci" in told:
        show.table(
            ("locus", "log10 LR", "in words"),
            (
                (one["locus"], "" if one["log10_lr"] is None else f"{one['log10_lr']:.2f}", one["words"])
                for one in told["loci"]
            ),
        )
    else:
        typer.echo("What each locus says is shown in the role geneticist.")
    typer.echo(NOT_YET)


def check(
    archive: Path,
    *,
    by: str | None,
    reason: str,
    role: list[str] | None,
    families: list[str] | None,
    as_json: bool,
) -> None:
    """Say whether families of an archive are as they say, as far as the role allows."""
    from accounted.record.archive import Archive
    from accounted.record.genetics.looking_into import check_families

    who = _named(by, reason)
    with Archive.open(archive, agent=who) as opened:
        findings = check_families(
            opened, vault_of(opened), by=person(opened, who, role), reason=reason, families=families
        )
    if as_json:
        show.as_json({"findings": findings})
        return
    for one in findings:
        where = "" if one["family"] is None else f"family {one['family']}: "
        typer.echo(f"{one['kind']}: {where}{show.printable(one['words'])}")
        typer.echo(f"    {one['advice']}")
    typer.echo(f"{len(findings)} findings.")


def _named(by: str | None, reason: str) -> str:
    if not by:
        raise typer.BadParameter("say who does this.", param_hint="--by")
    if not reason.strip():
        raise typer.BadParameter("say why; it stays on record.", param_hint="--reason")
    return by


def import_case(
    case: Annotated[Path, typer.Argument(help="A case: bodies, families and allele frequencies.")],
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
    further: WithFiles = None,
    consents: Annotated[
        Path | None,
        typer.Option(
            help="Who agreed to what: CSV or JSON with family, person, state, purposes, date.", exists=True
        ),
    ] = None,
    consented: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Every relative agreed on this day (to what --purpose says)."),
    ] = None,
    purpose: Annotated[
        list[str] | None,
        typer.Option(help="With --consented: what they agreed to; may be repeated."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="What the allele frequencies are called.")] = None,
    version: Annotated[str, typer.Option(help="Their version.")] = "1",
    source: Annotated[str | None, typer.Option(help="Where they are published.")] = None,
    population: Annotated[str | None, typer.Option(help="Of which population they are.")] = None,
    who: Annotated[
        list[str] | None,
        typer.Option(
            "--person", metavar="MISSING=RECORD", help="A missing member who is on record; may be repeated."
        ),
    ] = None,
    go_on: GoOn = False,
    as_json: JsonOption = False,
) -> None:
    """Take bodies, families and profiles into an archive. Profiles are sealed; relatives must have agreed."""
    from accounted.cli.checkpoint import sign
    from accounted.cli.identify_cases import read_files
    from accounted.record.archive import Archive
    from accounted.record.decisions.testimonies import ConsentGiven
    from accounted.record.genetics.consents import read_consents
    from accounted.record.genetics.taking_in import Consents, Database, take_in_case

    if consented is not None and consents is not None:
        raise typer.BadParameter("give --consents or --consented, not both.")
    given = Consents() if consents is None else read_consents(consents)
    if consented is not None:
        day = edtf(consented, "--consented")
        purposes = tuple(purpose or ("identify_missing", "check_relations"))
        agreed = ConsentGiven("given", "consent", {"dna_use": True}, date=day, purposes=purposes)
        given = Consents(for_all=agreed)
    people = {}
    for one in who or ():
        member, _, record = one.partition("=")
        if not record:
            raise typer.BadParameter(f"{one!r}: write MISSING=RECORD.", param_hint="--person")
        people[member] = record
    read = read_files(case, further, go_on, ready=False)
    database = Database(name or read.name, version, source, population)
    with Archive.open(archive, agent=by) as opened:
        done = take_in_case(
            opened,
            vault_of(opened, make=True),
            read,
            consents=given,
            database=database,
            by=person(opened, by, None),
            reason=reason,
            people=people,
        )
        sign(opened)
    if as_json:
        show.as_json(
            {
                "bodies": done.bodies,
                "families": done.families,
                "samples": done.samples,
                "held_already": done.known,
                "refused": [{"family": f, "person": p, "why": why} for f, p, why in done.refused],
                "codes": done.codes,
                "frequencies": done.frequencies,
            }
        )
        return
    for family, member, why in done.refused:
        typer.echo(f"{family}, {member}: not kept. {why}.")
    show.table(("in the file", "on record"), done.codes.items())
    typer.echo(
        f"{done.bodies} bodies and {done.families} families are new on record, {done.samples} samples are "
        f"sealed, {done.known} were held already, {len(done.refused)} relatives' profiles were not kept."
    )
    typer.echo(
        "The list of codes is on this screen and sealed in the archive, nowhere else: it tells who is who."
    )


def samples(
    archive: ArchiveOption = HERE,
    family: Annotated[str | None, typer.Option(help="Of this family only, by code.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List samples by their codes, with what the donors agreed to."""
    from accounted.record import queries
    from accounted.record.archive import Archive

    with Archive.open(archive, to_read=True) as opened:
        found = queries.samples(opened, family=family)
    if as_json:
        show.as_json([one.as_data() for one in found])
        return
    show.table(
        ("sample", "of", "loci", "consent", "purposes", "withdrawn"),
        ((s.code, s.of, s.loci, s.consent, ", ".join(s.purposes), s.withdrawn_on) for s in found),
    )


def withdraw(
    codes: Annotated[list[str], typer.Argument(metavar="SAMPLE…", help="Codes of samples.")],
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day the donor withdrew.")] = None,
    yes: SureOption = False,
) -> None:
    """Withdraw samples: profile and key are destroyed, what was computed from them is withdrawn."""
    from accounted.cli.checkpoint import sign
    from accounted.record import decisions
    from accounted.record.archive import Archive

    make_sure(f"Destroy the profiles of {', '.join(codes)} for good?", yes)
    with Archive.open(archive, agent=by) as opened:
        vault = vault_of(opened)
        gone = decisions.withdraw_samples(
            opened, codes, by=person(opened, by, None), reason=reason, on=edtf(on, "--on")
        )
        vault.settle()
        sign(opened)
    typer.echo(
        f"{len(gone.samples)} samples: withdrawn; no copy of their sealed data can be opened any more. "
        f"{len(gone.comparisons)} comparisons and {len(gone.proposals)} proposals are withdrawn with them."
    )
    for one in gone.identifications:
        typer.echo(f"{one}: stands, but rested on this; look at it again.")


def run_again(
    comparison: Annotated[str, typer.Argument(help="The comparison, from accounted identify proposals.")],
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Run a comparison again from what it was made of, and say whether it gives the same."""
    from dataclasses import asdict

    from accounted.cli.application import FAILED
    from accounted.record.archive import Archive
    from accounted.record.genetics.comparing import run_again as again

    with Archive.open(archive, agent=by) as opened:
        found = again(opened, vault_of(opened), comparison, by=person(opened, by, None), reason=reason)
    if as_json:
        show.as_json(asdict(found))
    else:
        typer.echo(f"{comparison}: {'the same' if found.same else 'not the same'} ({found.engine_now}).")
        for line in found.differences:
            typer.echo(f"  {line}")
    raise typer.Exit(0 if found.same else FAILED)


def key(
    archive: ArchiveOption = HERE,
    change: Annotated[
        bool, typer.Option("--change-passphrase", help="Keep the key under another passphrase.")
    ] = False,
) -> None:
    """Say where the key of the genetic data is, or change its passphrase.

    The new passphrase is asked for, or taken from ACCOUNTED_NEW_PASSPHRASE.
    """
    from accounted.cli.settings import config_dir
    from accounted.evidence.data_keys import PASSPHRASE, DataKeyRing
    from accounted.record.archive import Archive

    with Archive.open(archive, to_read=True) as opened:
        identity = opened.id
    ring = DataKeyRing(config_dir())
    protected = ring.protected(identity)
    if change:
        old = os.environ.get(PASSPHRASE)
        if old is None and protected and sys.stdin.isatty():
            old = typer.prompt("Passphrase of the key of the genetic data", hide_input=True, err=True)
        new = os.environ.get("ACCOUNTED_NEW_PASSPHRASE")
        if new is None:
            if not sys.stdin.isatty():
                raise typer.BadParameter("give the new passphrase in ACCOUNTED_NEW_PASSPHRASE.")
            new = typer.prompt(
                "New passphrase (empty: keep the key unprotected)",
                default="", show_default=False, hide_input=True, confirmation_prompt=True, err=True,
            )  # fmt: skip
        protected = ring.change_passphrase(identity, old, new or None).protected
    words = "under a passphrase" if protected else "without a passphrase: whoever reads your files can use it"
    typer.echo(f"{ring.directory(identity)}: the key of the genetic data, {words}.")
    typer.echo("Keep a copy of this folder apart from the archive. Without it no profile can be opened.")


def register(app: typer.Typer) -> None:
    """Add the verbs that work on an archive."""
    app.command("import")(import_case)
    for verb in (samples, withdraw, key):
        app.command()(verb)
    app.command("run-again")(run_again)
    identify_conclude.register(app)
