"""Everything that is checked in a case before bodies and families are compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from accounted.identifying.identity import Compared, IdentityRatio, Typing
from accounted.identifying.joint import FamilyCase
from accounted.identifying.loci import Locus
from accounted.identifying.profiles import Profile
from accounted.identifying.quality.findings import Finding
from accounted.identifying.quality.relationships import check_family, swaps

if TYPE_CHECKING:
    from accounted.identifying.cases import Case

SAME = 6.0  # log10 against unrelated people from which two profiles are taken for one person's
SAME_NOT_SIBLINGS = 2.0  # and against two full siblings
TOUCHED = 4.0  # log10 from which a body's profile is held against staff
FEWEST = 8  # loci below which a profile is called short
RARE = 1e-3  # the probability of as many homozygotes below which drop-out is likely


@dataclass(frozen=True)
class Checked:
    """What was found, and how it was looked for."""

    findings: tuple[Finding, ...]
    families: int
    profiles: int
    typing: Typing

    def of_kind(self, kind: str) -> tuple[Finding, ...]:
        """The findings of one kind."""
        return tuple(one for one in self.findings if one.kind == kind)

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "families": self.families,
            "profiles": self.profiles,
            "same_person_log10": SAME,
            "same_not_siblings_log10": SAME_NOT_SIBLINGS,
            "dropout": self.typing.dropout,
            "dropin": self.typing.dropin,
            "findings": [one.as_data() for one in self.findings],
        }


@dataclass(frozen=True, slots=True)
class _Whose:
    profile: Profile
    role: str  # body, reference, staff, other
    family: FamilyCase | None = None

    @property
    def words(self) -> str:
        if self.family is not None:
            return f"reference {self.profile.id} of family {self.family.pedigree.id}"
        return f"{self.role} {self.profile.id}"


def check(
    case: Case, *, typing: Typing | None = None, on_progress: Callable[[str], None] | None = None
) -> Checked:
    """Check a case: what was set aside, claimed relationships first, then profiles against one another.

    A finding accuses nobody; it says what to look at.
    """
    typing = typing or Typing()
    findings = [
        Finding(
            "set aside", (one.what,) if one.what else (), None, one.words(), "it was left out; mend the file"
        )
        for one in case.set_aside
    ]
    suspects: list[tuple[str, str]] = []
    for family in case.families:
        found = check_family(family, case.loci)
        findings += found
        suspects += [(family.pedigree.id, who) for one in found for who in one.who]
        if on_progress is not None:
            on_progress(family.pedigree.id)
    if suspects:
        findings += swaps(case.families, list(dict.fromkeys(suspects)), case.loci)
    everybody = _everybody(case)
    findings += _alike(everybody, case.loci, typing)
    for one in everybody:
        findings += _of_profile(one, case.loci)
    return Checked(tuple(findings), len(case.families), len(everybody), typing)


def _everybody(case: Case) -> list[_Whose]:
    made = [
        _Whose(profile, "reference", family)
        for family in case.families
        for profile in family.references.values()
    ]
    made += [_Whose(one, "body") for one in case.bodies]
    made += [_Whose(one, "staff") for one in case.staff]
    return [*made, *(_Whose(one, "profile") for one in case.others)]


def _alike(everybody: Sequence[_Whose], loci: Sequence[Locus], typing: Typing) -> list[Finding]:
    """Profiles that look like one person's, where they should be two people's."""
    compared = Compared([one.profile for one in everybody], loci, typing=typing)
    if not everybody:
        return []
    ratios, _ = compared.all_pairs()
    found = []
    for i, j in np.argwhere(np.triu(ratios >= TOUCHED, 1)).tolist():
        one, other = everybody[i], everybody[j]
        roles = {one.role, other.role}
        if roles == {"body"} or roles == {"staff"} or "profile" in roles:
            # Bodies alike are parts of one person; a sample of one's own is looked for among the bodies.
            continue
        pair = compared.pair(i, j)
        if "staff" in roles:
            if pair.sibling >= 0.0:
                found.append(_contamination(one, other, pair))
        elif pair.unrelated >= SAME and pair.sibling >= SAME_NOT_SIBLINGS:
            found.append(_duplicate(one, other, pair))
    found += _twins_that_differ(everybody, compared, ratios)
    return found


def _contamination(one: _Whose, other: _Whose, pair: IdentityRatio) -> Finding:
    touched, staff = (other, one) if one.role == "staff" else (one, other)
    return Finding(
        "contamination",
        (touched.profile.id, staff.profile.id),
        None if touched.family is None else touched.family.pedigree.id,
        f"{touched.words} looks like {staff.words} at {pair.loci} loci",
        "leave the profile out, clean up, and type a fresh sample; note who touched it",
        pair.unrelated,
        "one person",
    )


def _duplicate(one: _Whose, other: _Whose, pair: IdentityRatio) -> Finding:
    same_family = one.family is not None and one.family is other.family
    who = (one.profile.id, other.profile.id)
    what = f"{one.words} and {other.words} look like one person's at {pair.loci} loci"
    if same_family:
        assert one.family is not None
        a, b = (one.family.pedigree.member(x) for x in who)
        if a.twin_of == b.id or b.twin_of == a.id:
            return Finding(
                "twins", who, one.family.pedigree.id, f"{what}, as claimed: identical twins",
                "nothing to do: they count as one genotype", pair.unrelated, "one person",
            )  # fmt: skip
        brothers = a.father is not None and (a.father, a.mother) == (b.father, b.mother)
        if brothers and (a.sex is None or b.sex is None or a.sex == b.sex):
            return Finding(
                "twins", who, one.family.pedigree.id, f"{what}: identical twins, or one sample typed twice",
                "ask whether they are twins; if so say twin_of in the pedigree, if not find the sample that "
                "is "
                "missing", pair.unrelated, "one person",
            )  # fmt: skip
    if "body" in (one.role, other.role):
        return Finding(
            "duplicate", who, None, what,
            "a body has the profile of somebody who gave a sample: look for swapped or contaminated samples, "
            "or a relative who has died since", pair.unrelated, "one person",
        )  # fmt: skip
    return Finding(
        "duplicate", who, None if one.family is None else one.family.pedigree.id, what,
        "one sample under two labels, or one person in two families: keep one, and trace the other back",
        pair.unrelated, "one person",
    )  # fmt: skip


def _twins_that_differ(everybody: Sequence[_Whose], compared: Compared, ratios: Any) -> list[Finding]:
    place = {(one.family.pedigree.id, one.profile.id): n for n, one in enumerate(everybody) if one.family}
    found = []
    for one in everybody:
        if one.family is None:
            continue
        name = one.family.pedigree.id
        twin = one.family.pedigree.member(one.profile.id).twin_of
        j = None if twin is None else place.get((name, twin))
        if j is not None and compared.pair(place[name, one.profile.id], j).sibling < 0.0:
            found.append(
                Finding(
                    "twins", (one.profile.id, str(twin)), name,
                    f"{one.profile.id} and {twin} are claimed to be identical twins, but their profiles "
                    "differ",
                    "take twin_of out, or find the sample that is another's", None, "two siblings", True,
                )
            )  # fmt: skip
    return found


def _of_profile(whose: _Whose, loci: Sequence[Locus]) -> list[Finding]:
    typed = [x for x in loci if x.name in whose.profile.calls and x.inheritance == "autosomal"]
    found = []
    name = None if whose.family is None else whose.family.pedigree.id
    if len(typed) < min(FEWEST, len(loci)):
        found.append(
            Finding(
                "few loci", (whose.profile.id,), name, f"{whose.words}: {len(typed)} loci are typed",
                "type another sample; until then expect chance hits",
            )
        )  # fmt: skip
    exact = [x for x in typed if whose.profile.calls[x.name].exact]
    alike = sum(len(set(whose.profile.calls[x.name].alleles)) == 1 for x in exact)
    if exact and _at_least(alike, [float((x.p**2).sum()) for x in exact]) < RARE:
        expected = sum(float((x.p**2).sum()) for x in exact)
        found.append(
            Finding(
                "drop-out likely", (whose.profile.id,), name,
                f"{whose.words}: one allele only at {alike} of {len(exact)} loci, where about {expected:.0f} "
                "are expected",
                "alleles have probably dropped out: type the sample again, or give its calls a drop-out "
                "probability; related parents can also be a reason",
            )
        )  # fmt: skip
    return found


def _at_least(count: int, chances: Sequence[float]) -> float:
    """P(at least so many of independent events)."""
    shares = np.ones(1)
    for chance in chances:
        shares = np.convolve(shares, [1.0 - chance, chance])
    return float(shares[count:].sum())
