"""What of an archive can be compared, chosen and opened for the engine.

Only what is on record goes in: remains, and families who look for somebody missing. There is no way in for a
profile from elsewhere, so nothing here can search for anyone outside the archive's missing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.samples import allows
from accounted.record.docket import DecisionRefused, NotOnRecord
from accounted.record.genetics.forms import digest, loci_of, profile_of

if TYPE_CHECKING:
    from accounted.identifying.joint import FamilyCase
    from accounted.identifying.loci import Locus
    from accounted.identifying.profiles import Profile
    from accounted.record.archive import Archive
    from accounted.record.genetics.vault import Vault

PURPOSE = "identify_missing"
IDENTIFIED = "identified already"
NOT_AGREED = "the donor did not agree to this purpose"


@dataclass(frozen=True)
class Chosen:
    """Which samples, families and missing members go into a comparison, by their codes.

    `moved` are samples of remains that were identified, and the member each is: from then on it tells of the
    family like a relative's. It takes no part as remains.
    """

    samples: tuple[str, ...]
    families: tuple[str, ...]
    missing: tuple[str, ...]  # F-…/3
    moved: Mapping[str, str] = field(default_factory=dict)  # sample → F-…/3
    set_aside: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Gathered:
    """What was chosen, opened: ready for the engine."""

    loci: tuple[Locus, ...]
    bodies: tuple[Profile, ...]
    families: tuple[FamilyCase, ...]
    remains: Mapping[str, str]  # number → identifier
    missing: Mapping[str, str]  # F-…/3 → identifier of the relative
    samples: tuple[Mapping[str, str], ...]
    pedigrees: tuple[Mapping[str, str], ...]


def choose(
    archive: Archive,
    *,
    bodies: Collection[str] | None = None,
    families: Collection[str] | None = None,
    purpose: str = PURPOSE,
    identified_too: bool = False,
) -> Chosen:
    """What can be compared now: remains and families with samples held, of those named if any are.

    Remains and missing people identified already are set aside, unless `identified_too`, and so are samples
    whose donors do not agree to the purpose any more.

    Raises:
        NotOnRecord: remains or a family that were named have no sample here.
    """
    from accounted.record.models import Family, Identification, Sample

    archive.must_be_open()
    standing = Identification.objects.filter(withdrawn=False, conclusion="established")
    if identified_too:
        standing = standing.none()
    identified = dict(standing.values_list("remains_id", "person_id"))
    found = set(identified.values())
    aside: list[Mapping[str, str]] = []
    samples: list[str] = []
    held: Any = Sample.objects.filter(withdrawn_at__isnull=True)
    best: dict[str, Any] = {}
    for row in held.filter(remains__isnull=False).select_related("remains").order_by("at", "id"):
        number = row.remains.number or row.remains_id
        if number not in best or row.loci >= best[number].loci:
            best[number] = row
    of_person: dict[str, Any] = {}
    for number in sorted(best):
        row = best[number]
        person = identified.get(row.remains_id)
        if person is not None and (person not in of_person or row.loci > of_person[person].loci):
            of_person[person] = row
        if bodies is not None and number not in bodies:
            continue
        if person is not None:
            aside.append({"code": number, "reason": IDENTIFIED})
        else:
            samples.append(row.code)
    if bodies is not None and (unknown := sorted(set(bodies) - set(best))):
        raise NotOnRecord(f"{unknown[0]}: no remains of that number have a sample in this archive")
    chosen, missing = [], []
    rows: Any = Family.objects.order_by("code")
    if families is not None:
        rows = rows.filter(code__in=list(families))
    of_relatives = held.filter(relative__family__in=rows.order_by().values("id"))
    donors: dict[str, Any] = {}
    for row in of_relatives.select_related("consent").order_by("at", "id"):
        if not allows(row.consent.state, row.consent.basis, row.consent.purposes, purpose):
            aside.append({"code": row.code, "reason": NOT_AGREED})
        elif row.relative_id not in donors or row.loci >= donors[row.relative_id].loci:
            donors[row.relative_id] = row
    by_family = relatives_by_family()
    moved: dict[str, str] = {}
    for family in rows:
        relatives = by_family.get(family.id, [])
        looked_for = [r for r in relatives if r.missing and r.person_id not in found]
        gave = [donors[r.id].code for r in relatives if r.id in donors]
        returned = {
            of_person[r.person_id].code: f"{family.code}/{r.member}"
            for r in relatives
            if r.missing and r.person_id in of_person
        }
        if not looked_for:
            aside.append({"code": family.code, "reason": IDENTIFIED})
        elif gave or returned:
            chosen.append(family.code)
            missing += [f"{family.code}/{one.member}" for one in looked_for]
            moved |= returned
            samples += [*gave, *(code for code in returned if code not in samples)]
    if families is not None and (unknown := sorted(set(families) - {one.code for one in rows})):
        raise NotOnRecord(f"{unknown[0]}: there is no family of that code in this archive")
    return Chosen(tuple(samples), tuple(chosen), tuple(missing), moved, tuple(aside))


def relatives_by_family() -> dict[str, list[Any]]:
    """Everybody on record of each family, by its identifier; in one question, however many there are."""
    from accounted.record.models import Relative

    found: dict[str, list[Any]] = {}
    every: Any = Relative.objects.order_by("id")
    for one in every.iterator(2_000):
        found.setdefault(one.family_id, []).append(one)
    return found


def gather(
    archive: Archive, vault: Vault, chosen: Chosen, frequencies: Any, minimum: float, *, both: bool = True
) -> Gathered:
    """Open what was chosen and put it together for the engine. Without `both`, families alone will do.

    Raises:
        NotOnRecord: a sample was withdrawn. Damaged, KeyProblem: sealed data cannot be opened.
        DecisionRefused: no remains or no family can be compared.
    """
    from accounted.identifying.joint import FamilyCase
    from accounted.record.models import Family, Sample

    wanted = set(chosen.samples)
    # All that is held is looked through: a database takes only so many codes in one question.
    rows: Any = Sample.objects.filter(withdrawn_at__isnull=True).select_related("remains", "relative__family")
    held: dict[str, Any] = {row.code: row for row in rows.iterator(2_000) if row.code in wanted}
    if gone := [code for code in chosen.samples if code not in held]:
        raise NotOnRecord(f"{gone[0]}: was withdrawn, or is not on record; what rested on it cannot be run")
    bodies: list[Profile] = []
    remains: dict[str, str] = {}
    references: dict[str, dict[str, Profile]] = {}
    opened = []
    for code in chosen.samples:
        row = held[code]
        sealed = vault.get(code, row.sealed_sha256)
        opened.append({"code": code, "sha256": row.sealed_sha256})
        if code in chosen.moved:
            name = chosen.moved[code]
            references.setdefault(name.partition("/")[0], {})[name] = profile_of(sealed, name)
        elif row.remains is not None:
            name = row.remains.number or row.remains_id
            remains[name] = row.remains_id
            bodies.append(profile_of(sealed, name))
        else:
            family = row.relative.family.code
            name = f"{family}/{row.relative.member}"
            references.setdefault(family, {})[name] = profile_of(sealed, name)
    families, pedigrees = [], []
    looked_for: dict[str, str] = {}
    on_record: dict[str, Any] = {one.code: one for one in Family.objects.all()}
    by_family = relatives_by_family()
    of_family: dict[str, list[str]] = {}
    for name in chosen.missing:
        of_family.setdefault(name.partition("/")[0], []).append(name)
    for code in chosen.families:
        family_row, wanted_here = on_record[code], of_family.get(code, [])
        ids = {f"{code}/{one.member}": one.id for one in by_family.get(family_row.id, ())}
        looked_for |= {name: ids[name] for name in wanted_here}
        families.append(
            FamilyCase(_pedigree(code, family_row.pedigree), references.get(code, {}), tuple(wanted_here))
        )
        pedigrees.append({"code": code, "sha256": digest(family_row.pedigree)})
    if not families or (both and not bodies):
        raise DecisionRefused(
            f"{len(bodies)} remains and {len(families)} families can be compared; import samples of both "
            "first: accounted identify import"
        )
    loci = loci_of(vault.get(frequencies.code, frequencies.sealed_sha256))
    everybody = [*bodies, *(p for of_one in references.values() for p in of_one.values())]
    known, loci = _with_all_alleles(loci, everybody, minimum)
    return Gathered(
        loci,
        tuple(_only(profile, known) for profile in bodies),
        tuple(
            replace(one, references={k: _only(p, known) for k, p in one.references.items()})
            for one in families
        ),
        remains,
        looked_for,
        tuple(opened),
        tuple(pedigrees),
    )


def _pedigree(code: str, members: Sequence[Mapping[str, Any]]) -> Any:
    """The pedigree of a family, its members known by the family's code too: they are told apart among all."""
    from accounted.identifying.pedigrees import Member, Pedigree

    def name(member: str | None) -> str | None:
        return None if member is None else f"{code}/{member}"

    made = tuple(
        Member(
            f"{code}/{one['id']}",
            name(one.get("father")),
            name(one.get("mother")),
            one.get("sex"),
            one.get("born"),
            name(one.get("twin_of")),
        )
        for one in members
    )
    return Pedigree(code, made)


def _only(profile: Profile, known: Collection[str]) -> Profile:
    """A profile without the loci whose frequencies are not known."""
    return replace(profile, calls={name: call for name, call in profile.calls.items() if name in known})


def _with_all_alleles(
    loci: Sequence[Locus], profiles: Sequence[Profile], minimum: float
) -> tuple[frozenset[str], tuple[Locus, ...]]:
    """The loci with every allele that was seen; those new to the frequency set at the minimum frequency."""
    from accounted.identifying.profiles import ANY

    seen: dict[str, set[str]] = {}
    for profile in profiles:
        for name, call in profile.calls.items():
            alleles = {*call.alleles, *(a for one in call.replicates for a in one)} - {ANY}
            seen.setdefault(name, set()).update(alleles)
    made = []
    for locus in loci:
        new = seen.get(locus.name, set()) - set(locus.alleles)
        if new and locus.mutations is not None and locus.mutations.male.kind == "custom":
            raise DecisionRefused(
                f"{locus.name}: a profile has an allele that the frequency set does not hold, and its "
                "mutation matrix has no row for it; import the frequencies with that allele"
            )
        made.append(locus.with_alleles(new, minimum) if new else locus)
    return frozenset(locus.name for locus in loci), tuple(made)
