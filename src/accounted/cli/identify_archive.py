"""`accounted identify` on an archive: samples in, proposals out, and what people conclude of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.identify_cases import GoOn, WithFiles
from accounted.cli.options import HERE, ArchiveOption, JsonOption, NamedOption, SureOption, edtf, make_sure

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.decisions.reviewers import Reviewer
    from accounted.record.genetics.vault import Vault

OfArchive = Annotated[
    Path | None,
    typer.Option("--archive", help="Compare what is in this archive, and put the proposals on record."),
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
ReasonOption = Annotated[str, typer.Option(help="Why. It stays on record: name nobody in it.")]
ProposalArgument = Annotated[str, typer.Argument(help="The proposal, from accounted identify proposals.")]
NOT_YET = "Nothing here identifies anybody, and nobody is told anything: two named people judge, apart."


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


def person(opened: Archive, by: str, role: list[str] | None) -> Reviewer:
    """The person who acts, in the roles named."""
    return opened.reviewer(by, roles=role or ("reviewer",))


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

    if not by:
        raise typer.BadParameter("say who compares.", param_hint="--by")
    if not reason.strip():
        raise typer.BadParameter("say why; it stays on record.", param_hint="--reason")
    with Archive.open(archive, agent=by) as opened:
        comparison = compared(
            opened,
            vault_of(opened),
            Parameters(method=method, **parameters),
            by=person(opened, by, None),
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
            {"comparison": comparison, "proposals": [_as_data(one) for one in found], "set_aside": aside}
        )
        return
    _table(found)
    for one in aside:
        typer.echo(f"{one['code']}: not compared, {one['reason']}.")
    typer.echo(f"Comparison {comparison}: {len(found)} proposals. {NOT_YET}")


def _as_data(one: Any) -> dict[str, Any]:
    return {
        "proposal": one.id,
        "body": one.body,
        "missing": one.missing,
        "person": one.person,
        "state": one.state,
        "rank": one.rank,
        "log10_lr": one.log10_ratio,
        "log10_glr": one.log10_generalised,
        "posterior": one.posterior,
        "not_listed": one.not_listed,
        "cannot_be_told_from": list(one.alternatives),
        "judged_by": one.judged,
        "comparison": one.comparison,
        "method": one.method,
        "on": one.on,
    }


def _table(found: Any) -> None:
    from accounted.cli.identify import _share

    show.table(
        ("proposal", "body", "missing", "log10 LR", "posterior", "nobody listed", "as likely", "judged", ""),
        (
            (
                one.id,
                one.body,
                one.missing,
                "" if one.log10_ratio is None else f"{one.log10_ratio:.2f}",
                _share(one.posterior),
                _share(one.not_listed),
                ", ".join(one.alternatives),
                one.judged,
                one.state,
            )
            for one in found
        ),
    )


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


def proposals(
    archive: ArchiveOption = HERE,
    state: Annotated[str | None, typer.Option(help="open, decided, reversed or withdrawn.")] = None,
    body: Annotated[str | None, typer.Option(help="Of these remains only.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List what was proposed, and how many people have judged it."""
    from accounted.record import queries
    from accounted.record.archive import Archive

    if state is not None and state not in queries.identifying.STATES:
        raise typer.BadParameter(f"{state!r}: choose {', '.join(queries.identifying.STATES)}.")
    with Archive.open(archive, to_read=True) as opened:
        found = queries.proposals(opened, state=state, body=body)
        if as_json:
            show.as_json([_as_data(one) for one in found])
        else:
            _table(found)
            typer.echo(NOT_YET)


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


def review(
    proposal: ProposalArgument,
    conclusion: Annotated[str, typer.Argument(metavar="established|probable|possible|insufficient|excluded")],
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
) -> None:
    """Judge a proposal, by yourself: what others concluded is shown to nobody before they judged."""
    from accounted.record import decisions, queries
    from accounted.record.archive import Archive

    with Archive.open(archive, agent=by) as opened:
        who = person(opened, by, None)
        decisions.review_proposal(opened, proposal, conclusion, by=who, reason=reason)
        seen = queries.reviews_of(opened, proposal, seen_by=who)
    typer.echo(f"{proposal}: {by} concludes {conclusion}.")
    others = [one for one in seen.shown if one.reviewer != by]
    for one in others:
        typer.echo(f"{one.reviewer} concluded {one.conclusion} on {one.on}: {one.reason}")
    if not others:
        typer.echo("Another person judges next, without seeing this.")


def reconcile(
    proposal: ProposalArgument,
    evidence: Annotated[
        Path | None, typer.Argument(help="JSON with agrees, conflicts and missing; - for standard input.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", envvar="ACCOUNTED_OPERATOR", help="Who reconciles: a person's name."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why. It stays on record: name nobody in it.")] = "",
    template: Annotated[
        bool, typer.Option("--template", help="Print what is to be filled in, and stop.")
    ] = False,
    archive: ArchiveOption = HERE,
) -> None:
    """Put all evidence side by side: what agrees, what conflicts, what is missing."""
    import json

    from accounted.record import decisions, queries
    from accounted.record.archive import Archive
    from accounted.record.decisions.concluding import TO_BE_ANSWERED

    if template:
        with Archive.open(archive, to_read=True) as opened:
            conflicts = queries.conflicts_of(opened, proposal)
        spoken = {method for method, _ in conflicts}
        show.as_json(
            {
                "agrees": [],
                "conflicts": [{"method": m, "what": what, "explained": ""} for m, what in conflicts],
                "missing": [{"method": m, "what": ""} for m in TO_BE_ANSWERED if m not in spoken],
            }
        )
        return
    if evidence is None or not by:
        raise typer.BadParameter("give a file of the evidence and --by; --template prints an empty one.")
    try:
        told = json.loads(sys.stdin.read() if str(evidence) == "-" else evidence.read_text(encoding="utf-8"))
        lists = {name: list(told.get(name, ())) for name in ("agrees", "conflicts", "missing")}
    except (AttributeError, TypeError, ValueError):
        raise typer.BadParameter(
            f"{evidence} is no JSON object of lists; print one to fill in with --template."
        ) from None
    with Archive.open(archive, agent=by) as opened:
        made = decisions.reconcile(opened, proposal, by=person(opened, by, None), reason=reason, **lists)
    counts = ", ".join(f"{len(entries)} {name}" for name, entries in lists.items())
    typer.echo(f"{proposal}: reconciled ({counts}); {made}.")


def decide(
    proposal: ProposalArgument,
    conclusion: Annotated[str, typer.Argument(metavar="established|probable|possible|insufficient|excluded")],
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day the board decided.")] = None,
    certificate: Annotated[str | None, typer.Option(help="The number of the certificate.")] = None,
) -> None:
    """Conclude whose remains these are, from two people's judgements and the reconciled evidence."""
    from accounted.cli.checkpoint import sign
    from accounted.record import decisions
    from accounted.record.archive import Archive

    with Archive.open(archive, agent=by) as opened:
        made = decisions.decide_identification(
            opened,
            proposal,
            conclusion,
            by=person(opened, by, None),
            reason=reason,
            decided_on=edtf(on, "--on"),
            certificate=certificate,
        )
        sign(opened)
    typer.echo(f"{made}: {conclusion}. It can be reversed: accounted identify reverse {made}")
    typer.echo("Nobody was told anything. How a family is spoken to is decided by people, with the family.")


def reverse(
    identification: Annotated[str, typer.Argument(help="The identification.")],
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
) -> None:
    """Take an identification back. It stays on record, with who took it back and why."""
    from accounted.cli.checkpoint import sign
    from accounted.record import decisions
    from accounted.record.archive import Archive

    with Archive.open(archive, agent=by) as opened:
        decisions.reverse_identification(opened, identification, by=person(opened, by, None), reason=reason)
        sign(opened)
    typer.echo(f"{identification}: reversed. The remains are unidentified again.")


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
    archive: ArchiveOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Run a comparison again from what it was made of, and say whether it gives the same."""
    from dataclasses import asdict

    from accounted.cli.application import FAILED
    from accounted.record.archive import Archive
    from accounted.record.genetics.comparing import run_again as again

    with Archive.open(archive) as opened:
        found = again(opened, vault_of(opened), comparison)
    if as_json:
        show.as_json(asdict(found))
    else:
        typer.echo(f"{comparison}: {'the same' if found.same else 'not the same'} ({found.engine_now}).")
        for line in found.differences:
            typer.echo(f"  {line}")
    raise typer.Exit(0 if found.same else FAILED)


def register(app: typer.Typer) -> None:
    """Add the verbs that work on an archive."""
    app.command("import")(import_case)
    for verb in (proposals, samples, review, reconcile, decide, reverse, withdraw):
        app.command()(verb)
    app.command("run-again")(run_again)
