"""Remains of an archive against its families: compared, proposed, and run again.

What is kept of a comparison is enough to run it again: which sealed samples and pedigrees went in, by their
digests, the frequency set, the parameters, the version of the engine, and a digest of what came out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.proposing import Compared, open_profiles, propose, refuse_comparison
from accounted.record.docket import DecisionRefused, NotOnRecord
from accounted.record.genetics.forms import digest
from accounted.record.genetics.gathering import NOT_AGREED, PURPOSE, Chosen, Gathered, choose, gather
from accounted.record.genetics.running import Outcome, Parameters, run

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.decisions.reviewers import Reviewer
    from accounted.record.genetics.vault import Vault


def compare(
    archive: Archive,
    vault: Vault,
    parameters: Parameters,
    *,
    by: Reviewer,
    reason: str,
    purpose: str = PURPOSE,
    frequencies: str | None = None,
    bodies: Collection[str] | None = None,
    families: Collection[str] | None = None,
    workers: int = 1,
) -> str:
    """Compare remains with families and put the proposals on record; the identifier of the comparison.

    Raises:
        DecisionRefused: for another purpose than looking for the donors' own missing; that it was asked for
            is logged. Or nothing can be compared.
    """
    must_be_for_the_missing(archive, purpose, by=by)
    chosen = choose(archive, bodies=bodies, families=families)
    if refused := [one["code"] for one in chosen.set_aside if one["reason"] == NOT_AGREED]:
        refuse_comparison(archive, purpose, refused, by=by, reason=NOT_AGREED)
    held = frequency_set(archive, frequencies)
    gathered = gather(archive, vault, chosen, held, parameters.minimum)
    outcome = run(gathered, parameters, workers=workers)
    compared = Compared(
        method=parameters.method,
        purpose=purpose,
        engine=engine(),
        frequencies=held.id,
        parameters={**asdict(parameters), "missing": list(chosen.missing), "moved": dict(chosen.moved)},
        samples=gathered.samples,
        families=gathered.pedigrees,
        inputs_sha256=inputs_digest(gathered, held, parameters, chosen),
        result_sha256=outcome.sha256,
        set_aside=(*chosen.set_aside, *outcome.set_aside),
    )
    return propose(archive, compared, outcome.proposed, by=by, reason=reason)


def must_be_for_the_missing(archive: Archive, purpose: str, *, by: Reviewer) -> None:
    """Refuse, and log, a comparison of remains with families for anything but finding their own missing."""
    from accounted.record.terms import check_code

    check_code("comparison_purpose", purpose)
    if purpose != PURPOSE:
        refuse_comparison(
            archive, purpose, (), by=by, reason="not what remains and families are compared for"
        )
        raise DecisionRefused(
            f"purpose {purpose}: remains and families are compared for {PURPOSE} only; that this was asked "
            "for is logged"
        )


def engine() -> str:
    """The engine and its version, as it is put on record."""
    from accounted import __version__

    return f"accounted.identifying {__version__}"


def inputs_digest(gathered: Gathered, held: Any, parameters: Parameters, chosen: Chosen) -> str:
    """One digest of everything that went in."""
    return digest(
        {
            "samples": list(gathered.samples),
            "families": list(gathered.pedigrees),
            "missing": list(chosen.missing),
            "moved": dict(chosen.moved),
            "frequencies": held.sealed_sha256,
            "parameters": asdict(parameters),
        }
    )


def frequency_set(archive: Archive, name: str | None) -> Any:
    """A set of frequencies by code or name; the newest where none is named."""
    from django.db.models import Q

    from accounted.record.models import FrequencySet

    archive.must_be_open()
    rows = FrequencySet.objects.order_by("at", "id")
    row = (rows if name is None else rows.filter(Q(code=name) | Q(name=name))).last()
    if row is None:
        raise NotOnRecord(
            f"{name or 'frequencies'}: no such set of allele frequencies is in this archive; import a case "
            "that has them: accounted identify import"
        )
    return row


@dataclass(frozen=True, slots=True)
class RunAgain:
    """What running a comparison again gave: whether it is the same, and where it differs."""

    comparison: str
    same: bool
    differences: tuple[str, ...]
    engine_then: str
    engine_now: str


def run_again(
    archive: Archive, vault: Vault, comparison: str, *, by: Reviewer, reason: str, tolerance: float = 1e-6
) -> RunAgain:
    """Run a comparison again from what it was made of, and hold the outcome against the proposals on record.

    That its profiles are opened again is logged first.

    `tolerance` is for another machine or another version of the compiled libraries: on the same one the
    digests are equal.

    Raises:
        NotOnRecord: no such comparison, or a sample of it was withdrawn.
    """
    from accounted.record.models import Comparison

    archive.must_be_open()
    row = Comparison.objects.select_related("frequencies").filter(pk=comparison).first()
    if row is None:
        raise NotOnRecord(f"{comparison}: there is no such comparison on record")
    if row.withdrawn_at is not None:
        raise NotOnRecord(
            f"{comparison}: a sample of it was withdrawn on {row.withdrawn_at:%Y-%m-%d}; it cannot be run "
            "again"
        )
    given = {name: value for name, value in row.parameters.items() if name not in ("missing", "moved")}
    parameters = Parameters(**given)
    chosen = Chosen(
        tuple(one["code"] for one in row.samples),
        tuple(one["code"] for one in row.families),
        tuple(row.parameters["missing"]),
        row.parameters["moved"],
    )
    open_profiles(archive, row.purpose, chosen.samples, by=by, reason=reason)
    gathered = gather(archive, vault, chosen, row.frequencies, parameters.minimum)
    differences = []
    if inputs_digest(gathered, row.frequencies, parameters, chosen) != row.inputs_sha256:
        differences.append("what went in is not what was recorded")
    outcome = run(gathered, parameters)
    if outcome.sha256 != row.result_sha256:
        differences += _differences(row, outcome, tolerance)
    return RunAgain(comparison, not differences, tuple(differences), row.engine, engine())


def _differences(row: Any, outcome: Outcome, tolerance: float) -> list[str]:
    before = {(one.remains_id, one.missing_id): one for one in row.proposals.select_related("remains").all()}
    after = {(one.remains, one.missing): one for one in outcome.proposed}
    found = []
    for pair in sorted(set(before) ^ set(after)):
        found.append(f"{pair[0]} and {pair[1]}: proposed {'then' if pair in before else 'now'} only")
    for pair in sorted(set(before) & set(after)):
        for name in ("posterior", "not_listed", "log10_ratio", "log10_generalised"):
            then, now = getattr(before[pair], name), getattr(after[pair], name)
            if then is None or now is None:
                differs = then is not now
            else:
                differs = abs(then - now) > tolerance * max(1.0, abs(then))
            if differs:
                found.append(f"{before[pair].remains.number}: {name} was {then}, is {now}")
    return found
