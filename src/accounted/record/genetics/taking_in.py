"""Taking a case into an archive: bodies, families and frequencies; genotypes sealed, names left out.

Bodies keep the numbers they have. Members of a family become numbers behind the family's code; what the file
calls them is sealed, so that a later file of the same family finds them again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accounted.record.decisions import kinship, samples
from accounted.record.decisions.people import record_person, record_remains
from accounted.record.docket import DecisionRefused
from accounted.record.genetics.forms import mutation_words, plain

if TYPE_CHECKING:
    from accounted.identifying.case_files import Case
    from accounted.identifying.joint import FamilyCase
    from accounted.identifying.profiles import Profile
    from accounted.record.archive import Archive
    from accounted.record.decisions.reviewers import Reviewer
    from accounted.record.decisions.testimonies import ConsentGiven
    from accounted.record.genetics.vault import Vault


@dataclass(frozen=True)
class Consents:
    """Who agreed to what: by (family, member) as the case names them, or one answer for all of them."""

    of: Mapping[tuple[str, str], ConsentGiven] = field(default_factory=dict)
    for_all: ConsentGiven | None = None

    def get(self, family: str, member: str) -> ConsentGiven | None:
        """The answer of one relative; None where nothing is known of it."""
        return self.of.get((family, member), self.for_all)


@dataclass(frozen=True, slots=True)
class Database:
    """How the frequencies of a case are called on record."""

    name: str
    version: str
    source: str | None = None
    population: str | None = None


@dataclass
class TakenIn:
    """What an import put on record. `codes` gives, for what the file calls them, the codes on record.

    `refused` are relatives of whom nothing was kept, and why; `known` samples that were held already.
    """

    bodies: int = 0
    families: int = 0
    samples: int = 0
    known: int = 0
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    frequencies: str | None = None


def take_in_case(
    archive: Archive,
    vault: Vault,
    case: Case,
    *,
    consents: Consents,
    database: Database,
    by: Reviewer,
    reason: str,
    people: Mapping[str, str] | None = None,
) -> TakenIn:
    """Put the bodies, families and frequencies of a case on record, all of it or nothing.

    `people` names, for a missing member as the case calls them, the person on record; others become new
    people known by a code alone. A relative whose consent does not allow it is left out, and that is logged.

    Raises:
        DecisionRefused: the pedigree of a family on record differs from the one in the file.
    """
    work = _Import(archive, vault, consents, dict(people or {}), by, reason)
    try:
        with archive.deciding():
            work.frequencies(case, database)
            for body in case.bodies:
                work.body(body)
            known = work.families_on_record()
            for family in case.families:
                work.family(family, known.get(family.pedigree.id))
            vault.sync()  # before the log says that it is there
    except BaseException:
        vault.destroy(work.sealed)  # nothing of it stands: nothing of it is kept
        raise
    return work.done


class _Import:
    def __init__(
        self,
        archive: Archive,
        vault: Vault,
        consents: Consents,
        people: dict[str, str],
        by: Reviewer,
        reason: str,
    ) -> None:
        self.archive = archive
        self.vault = vault
        self.consents = consents
        self.people = people
        self.by = by
        self.reason = reason
        self.done = TakenIn()
        self.sealed: list[str] = []

    def _seal(self, kind: str, value: Any) -> tuple[str, str]:
        code = self.vault.new_code(kind)
        self.sealed.append(code)
        return code, self.vault.put(code, value, sync=False)

    def frequencies(self, case: Case, database: Database) -> None:
        """The allele frequencies of the case, unless the same are held."""
        from accounted.record.models import FrequencySet

        if not case.loci:
            return
        told = plain(case.loci)
        for row in FrequencySet.objects.filter(loci=len(case.loci)):
            if self.vault.get(row.code, row.sealed_sha256) == told:
                self.done.frequencies = row.code
                return
        code, sha256 = self._seal("Q", told)
        kinship.keep_frequencies(
            self.archive,
            code,
            name=database.name,
            version=database.version,
            source=database.source,
            population=database.population,
            mutation=mutation_words(case.loci),
            loci=len(case.loci),
            sealed_sha256=sha256,
            by=self.by,
            reason=self.reason,
        )
        self.done.frequencies = code

    def body(self, profile: Profile) -> None:
        """A body under its number, and its sample."""
        from accounted.record.models import Remains

        row = Remains.objects.filter(number=profile.id).first()
        if row is None:
            remains = record_remains(
                self.archive, unit="body", number=profile.id, by=self.by, reason=self.reason
            )
            self.done.bodies += 1
        else:
            remains = row.id
        self._sample(profile, new=row is None, remains=remains)

    def families_on_record(self) -> dict[str, Any]:
        """The families on record by what files call them: (row, its sealed names)."""
        from accounted.record.models import Family

        known = {}
        for row in Family.objects.all():
            names = self.vault.get(row.code, row.sealed_sha256)
            known[names["family"]] = (row, names["members"])
        return known

    def family(self, case: FamilyCase, known: Any) -> None:
        """A family, who of it is missing, and the samples of those who agreed."""
        name = case.pedigree.id
        allowed: dict[str, Any] = {}
        refused: list[tuple[str, str]] = []
        for member in case.references:
            consent = self.consents.get(name, member)
            try:
                samples.must_allow(member, consent)
                allowed[member] = consent
            except ValueError as error:
                refused.append((member, str(error)))
        if known is None:
            code, numbers, relatives = self._new_family(case, allowed)
        else:
            code, numbers, relatives = self._same_family(case, known, allowed)
        self.done.codes[name] = code
        self.done.codes |= {
            f"{name}/{member}": f"{code}/{number}"
            for member, number in numbers.items()
            if member in allowed or member in case.missing
        }
        for member, consent in allowed.items():
            self._sample(
                case.references[member],
                new=known is None,
                relative=relatives[numbers[member]],
                consent=consent,
            )
        for member, why in refused:
            number = numbers[member]
            self.done.refused.append((name, member, why))
            samples.refuse_sample(
                self.archive, code, number, by=self.by, reason="no consent to identify_missing"
            )

    def _new_family(
        self, case: FamilyCase, allowed: Mapping[str, Any]
    ) -> tuple[str, dict[str, str], dict[str, str]]:
        numbers = {one.id: str(n) for n, one in enumerate(case.pedigree.members, start=1)}
        code, sha256 = self._seal("F", {"family": case.pedigree.id, "members": numbers})
        people = {}
        for member in dict.fromkeys((*case.missing, *allowed)):
            people[numbers[member]] = self._person(member, f"{code}/{numbers[member]}")
        family = kinship.record_family(
            self.archive,
            code,
            _members(case, numbers),
            people=people,
            missing=[numbers[one] for one in case.missing],
            sealed_sha256=sha256,
            by=self.by,
            reason=self.reason,
        )
        self.done.families += 1
        return code, numbers, self._relatives(family)

    def _same_family(
        self, case: FamilyCase, known: Any, allowed: Mapping[str, Any]
    ) -> tuple[str, dict[str, str], dict[str, str]]:
        row, numbers = known
        if any(one.id not in numbers for one in case.pedigree.members) or row.pedigree != _members(
            case, numbers
        ):
            raise DecisionRefused(
                f"family {case.pedigree.id}: is on record as {row.code} with another pedigree; correct the "
                "file, or import it under another name and withdraw the samples of the first"
            )
        relatives = {one.member: one.id for one in row.relatives.all()}
        for member in allowed:
            number = numbers[member]
            if number not in relatives:
                person = self._person(member, f"{row.code}/{number}")
                relatives[number] = kinship.add_relative(
                    self.archive, row.id, number, person, by=self.by, reason=self.reason
                )
        return row.code, numbers, relatives

    def _relatives(self, family: str) -> dict[str, str]:
        from accounted.record.models import Relative

        with self.archive.deciding() as docket:
            docket.rows.flush()
        return dict(Relative.objects.filter(family_id=family).values_list("member", "id"))

    def _person(self, member: str, code: str) -> str:
        if member in self.people:
            return self.people[member]
        return record_person(
            self.archive,
            by=self.by,
            reason=self.reason,
            frame={"alias_code": code, "confidentiality": "confidential"},
        )

    def _sample(
        self,
        profile: Profile,
        *,
        new: bool,
        remains: str | None = None,
        relative: str | None = None,
        consent: ConsentGiven | None = None,
    ) -> None:
        from accounted.record.models import Sample

        told = plain(profile)
        held: Any = Sample.objects.filter(remains_id=remains, relative_id=relative, withdrawn_at=None)
        for row in held.none() if new else held:
            if self.vault.get(row.code, row.sealed_sha256)["calls"] == told["calls"]:
                self.done.known += 1
                return
        code, sha256 = self._seal("G", told)
        samples.take_sample(
            self.archive,
            code,
            loci=len(profile.calls),
            sealed_sha256=sha256,
            remains=remains,
            relative=relative,
            consent=consent,
            kit=profile.kit,
            by=self.by,
            reason=self.reason,
        )
        self.done.samples += 1


def _members(case: FamilyCase, numbers: Mapping[str, str]) -> list[dict[str, Any]]:
    """The pedigree by numbers."""

    def number(member: str | None) -> str | None:
        return None if member is None else numbers[member]

    return [
        {
            "id": numbers[one.id],
            "father": number(one.father),
            "mother": number(one.mother),
            "sex": one.sex,
            "born": one.born,
            "twin_of": number(one.twin_of),
        }
        for one in case.pedigree.members
    ]
