"""Claimed relationships between references, tested before anything rests on them.

Each two references are compared under what the pedigree claims of them and under other relationships, with
mutation. A claim that is a thousand times less likely than another one is a finding, as is a reference whose
profile is likelier outside the family than in it. What it means (a swapped label, an adoption, a father who
is not) is for people to find out, quietly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from accounted.identifying.joint import FamilyCase
from accounted.identifying.likelihoods import likelihood
from accounted.identifying.loci import Locus
from accounted.identifying.mutations import MutationModel, Mutations
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.profiles import Profile
from accounted.identifying.quality.findings import Finding

RATE = (
    0.002  # of mutation, at loci whose model says nothing: without one a single step would exclude a father
)
ENOUGH = 3.0  # log10: a claim is questioned where another is a thousand times likelier


def _pedigree(*members: Member) -> Pedigree:
    return Pedigree("alternative", members)


_F, _M = Member("F", sex="male"), Member("M", sex="female")
ALTERNATIVES: Mapping[str, Pedigree] = {
    "one person, or identical twins": _pedigree(Member("a", sex="male")),
    "parent and child": _pedigree(Member("a", sex="male"), _M, Member("b", "a", "M", "male")),
    "full siblings": _pedigree(_F, _M, Member("a", "F", "M", "male"), Member("b", "F", "M", "male")),
    "half siblings, grandparent and grandchild, or uncle and nephew": _pedigree(
        _F, _M, Member("N", sex="female"), Member("a", "F", "M", "male"), Member("b", "F", "N", "male")
    ),
    "first cousins": _pedigree(
        _F, _M, Member("U", "F", "M", "male"), Member("V", "F", "M", "male"), Member("X", sex="female"),
        Member("Y", sex="female"), Member("a", "U", "X", "male"), Member("b", "V", "Y", "male"),
    ),
    "unrelated": _pedigree(Member("a", sex="male"), Member("b", sex="male")),
}  # fmt: skip
# Two profiles that are not the same are never one person's; drop-out is looked at elsewhere.
_ONE = "one person, or identical twins"
_SECOND = "half siblings, grandparent and grandchild, or uncle and nephew"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a pedigree claims of two of its members: in words, and which alternative that is."""

    words: str
    alternative: str | None


def claimed(pedigree: Pedigree, a: str, b: str) -> Claim:
    """The closest relationship of two members by the pedigree."""
    one, other = pedigree.member(a), pedigree.member(b)
    if a == other.twin_of or b == one.twin_of:
        return Claim("identical twins", _ONE)
    for child, parent in ((one, other), (other, one)):
        if parent.id == child.father:
            return Claim(f"{parent.id} the father of {child.id}", "parent and child")
        if parent.id == child.mother:
            return Claim(f"{parent.id} the mother of {child.id}", "parent and child")
    mine, theirs = _parents(one), _parents(other)
    if len(mine & theirs) == 2:
        return Claim("full siblings", "full siblings")
    if mine & theirs:
        return Claim("half siblings", _SECOND)
    for young, old in ((one, other), (other, one)):
        parents = [pedigree.member(p) for p in _parents(young)]
        if any(old.id in _parents(p) for p in parents):
            return Claim(f"{old.id} a grandparent of {young.id}", _SECOND)
        if any(len(_parents(p) & _parents(old)) == 2 for p in parents):
            return Claim(f"{old.id} an uncle or aunt of {young.id}", _SECOND)
    above = [[pedigree.member(p) for p in _parents(x)] for x in (one, other)]
    if any(len(_parents(p) & _parents(q)) == 2 for p in above[0] for q in above[1]):
        return Claim("first cousins", "first cousins")
    if _ancestors(pedigree, a) & _ancestors(pedigree, b):
        return Claim("more distant relatives", None)
    return Claim("unrelated", "unrelated")


def _parents(member: Member) -> set[str]:
    return {p for p in (member.father, member.mother) if p is not None}


def _ancestors(pedigree: Pedigree, who: str) -> set[str]:
    found, waiting = set(), [who]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _parents(pedigree.member(name))
    return found


def with_mutation(loci: Sequence[Locus]) -> tuple[Locus, ...]:
    """Autosomal loci, each with a mutation model."""
    assumed = Mutations.same(MutationModel("proportional", RATE))
    return tuple(
        locus if locus.mutations is not None or len(locus.alleles) < 2 else replace(locus, mutations=assumed)
        for locus in loci
        if locus.inheritance == "autosomal"
    )


def log10_likelihood(pedigree: Pedigree, profiles: Mapping[str, Profile], loci: Sequence[Locus]) -> float:
    """log10 P(all profiles of a family), locus by locus."""
    total = 0.0
    for locus in loci:
        typed = {k: p for k, p in profiles.items() if locus.name in p.calls}
        if typed:
            value = likelihood(pedigree, typed, locus)
            total += math.log10(value) if value > 0.0 else -math.inf
    return total


def check_family(family: FamilyCase, loci: Sequence[Locus], *, enough: float = ENOUGH) -> list[Finding]:
    """Each two references against other relationships, then each reference against the rest of the family."""
    loci = with_mutation(loci)
    found = [
        finding
        for a, b in combinations(family.references, 2)
        if (finding := _check_pair(family, a, b, loci, enough)) is not None
    ]
    if len(family.references) > 1:
        found += _check_each(family, loci, enough, {who for one in found for who in one.who})
    return found


def _check_pair(family: FamilyCase, a: str, b: str, loci: Sequence[Locus], enough: float) -> Finding | None:
    profiles = {a: family.references[a], b: family.references[b]}
    shared = [x for x in loci if all(x.name in p.calls for p in profiles.values())]
    if not shared:
        return None
    claim = claimed(family.pedigree, a, b)
    as_claimed = log10_likelihood(family.pedigree, profiles, shared)
    if claim.alternative == _ONE:
        # Identical twins are two nodes of a pedigree that knows nothing of it: they are compared elsewhere.
        return None
    best, best_value = claim.words, as_claimed
    renamed = {"a": profiles[a], "b": profiles[b]}
    for name, alternative in ALTERNATIVES.items():
        if name == claim.alternative or name == _ONE:
            continue
        value = max(log10_likelihood(alternative, one, shared) for one in _both_ways(name, renamed))
        if value > best_value + 1e-9:
            best, best_value = name, value
    gain = best_value - as_claimed
    if not gain >= enough:
        return None
    many = f"10^{gain:.1f} times" if math.isfinite(gain) else "infinitely"
    return Finding(
        "relationship",
        (a, b),
        family.pedigree.id,
        f"claimed: {claim.words}; over {len(shared)} loci “{best}” is {many} likelier",
        "check both labels and samples, type them again, and ask again how they are related before this "
        "family "
        "is compared with any body",
        gain,
        best,
        sensitive=True,
    )


def _both_ways(name: str, profiles: Mapping[str, Profile]) -> list[Mapping[str, Profile]]:
    if name != "parent and child":
        return [profiles]
    # who is the parent matters where the mutation model is not reversible
    return [profiles, {"a": profiles["b"], "b": profiles["a"]}]


def _check_each(family: FamilyCase, loci: Sequence[Locus], enough: float, known: set[str]) -> list[Finding]:
    """References whose profile is likelier to be somebody unrelated's than that of the member they are."""
    together = log10_likelihood(family.pedigree, family.references, loci)
    found = []
    for who, profile in family.references.items():
        if who in known:
            continue
        rest = {k: p for k, p in family.references.items() if k != who}
        alone = log10_likelihood(ALTERNATIVES["unrelated"], {"a": profile}, loci)
        gain = log10_likelihood(family.pedigree, rest, loci) + alone - together
        if gain >= enough:
            many = f"10^{gain:.1f} times" if math.isfinite(gain) else "infinitely"
            found.append(
                Finding(
                    "does not fit",
                    (who,),
                    family.pedigree.id,
                    f"{who} is {many} likelier to be unrelated to the other references than related as "
                    "claimed",
                    "check the label and the sample of this reference, and the relationship",
                    gain,
                    "unrelated",
                    sensitive=True,
                )
            )
    return found


def swaps(
    families: Sequence[FamilyCase],
    suspects: Sequence[tuple[str, str]],
    loci: Sequence[Locus],
    *,
    enough: float = ENOUGH,
) -> list[Finding]:
    """For references under suspicion, the exchange of two profiles that makes both families likelier.

    Arguments:
        suspects: (family, reference); each is exchanged in thought with every other reference of its sex.
    """
    loci = with_mutation(loci)
    of = {one.pedigree.id: one for one in families if one.references}
    best: list[Finding] = []
    gains: dict[frozenset[_Where], float] = {}
    before = {name: log10_likelihood(f.pedigree, f.references, loci) for name, f in of.items()}
    new = set(of)
    while True:
        for first in suspects:
            for second in ((name, who) for name, family in of.items() for who in family.references):
                touched = first[0] in new or second[0] in new
                if touched and first != second and _exchangeable(of, first, second):
                    gains[frozenset((first, second))] = _gain(of, before, first, second, loci)
        key = max(gains, key=lambda one: (gains[one], sorted(one)), default=None)
        if key is None or gains[key] < enough or len(best) == len(suspects):
            return best
        first, second = sorted(key)
        best.append(_swap(first, second, gains[key]))
        # What else would be exchanged is asked with this exchange made.
        changed = _exchanged(of, first, second)
        of.update(changed)
        new = set(changed)
        for name in changed:
            before[name] = log10_likelihood(of[name].pedigree, of[name].references, loci)
        gains = {one: gain for one, gain in gains.items() if not {f for f, _ in one} & new}


_Where = tuple[str, str]


def _gain(
    of: Mapping[str, FamilyCase],
    before: Mapping[str, float],
    first: _Where,
    second: _Where,
    loci: Sequence[Locus],
) -> float:
    changed = _exchanged(of, first, second)
    after = sum(log10_likelihood(f.pedigree, f.references, loci) for f in changed.values())
    old = sum(before[name] for name in changed)
    if old == -math.inf:
        return math.inf if after > -math.inf else 0.0
    return after - old


def _swap(first: _Where, second: _Where, gain: float) -> Finding:
    (fa, a), (fb, b) = first, second
    named = f"{a} and {b} of family {fa}" if fa == fb else f"{a} of family {fa} and {b} of family {fb}"
    many = f"10^{gain:.1f} times" if math.isfinite(gain) else "infinitely"
    return Finding(
        "swap",
        (a, b),
        fa,
        f"if the profiles of {named} were exchanged, all references would be {many} likelier",
        "two labels may have been swapped: trace both samples back to the day they were taken, and type them "
        "again; do not exchange them on the strength of this",
        gain,
        "exchanged",
        sensitive=True,
    )


def _exchangeable(of: Mapping[str, FamilyCase], first: _Where, second: _Where) -> bool:
    one, other = (of[family].pedigree.member(who).sex for family, who in (first, second))
    return one is None or other is None or one == other


def _exchanged(of: Mapping[str, FamilyCase], first: _Where, second: _Where) -> dict[str, FamilyCase]:
    (fa, a), (fb, b) = first, second
    profiles = of[fa].references[a], of[fb].references[b]
    changed = {fa: dict(of[fa].references)}
    changed.setdefault(fb, dict(of[fb].references))
    changed[fa][a], changed[fb][b] = profiles[1], profiles[0]
    return {n: FamilyCase(of[n].pedigree, refs, of[n].missing) for n, refs in changed.items()}
