"""Case files: bodies, families and loci in one JSON document, and the answer to them in another.

`loci[] {name, alleles[], freqs[], mutation {male {matrix}, female {matrix}} | null}`, `pm[] {id, sex,
genotypes}`, `families[] {family, members[] {id, father, mother, sex}, references[], genotypes, missing[]}`,
`pairings`. Untyped loci are absent; sex 1 male, 2 female, 0 not known; "0" no parent.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from accounted.identifying.errors import IdentifyingError, InvalidLocus, InvalidPedigree
from accounted.identifying.family_tables import Family, family_table, possible_body
from accounted.identifying.joint import NOBODY, FamilyCase, JointAnswer, JointProblem
from accounted.identifying.loci import Locus
from accounted.identifying.mutations import Mutations
from accounted.identifying.pedigrees import pedigree_from_json
from accounted.identifying.plans import Pruning
from accounted.identifying.profiles import Profile, Sex

_Made = TypeVar("_Made")
_SEX: Mapping[str, Sex | None] = {"1": "male", "2": "female", "0": None}


@dataclass(frozen=True)
class Case:
    """Bodies, families and loci to be compared. `pairings` are those allowed, where the file limits them."""

    name: str
    loci: tuple[Locus, ...]
    bodies: tuple[Profile, ...]
    families: tuple[FamilyCase, ...]
    pairings: Mapping[str, tuple[str, ...]] | None

    @property
    def missing(self) -> tuple[str, ...]:
        """All missing people, family by family."""
        return tuple(m for family in self.families for m in family.missing)

    def problem(self, *, pruning: Pruning = "pedprobr", cutoff: float = 0.0) -> JointProblem:
        """The joint problem of the case."""
        return JointProblem(
            self.bodies, self.families, self.loci, pairings=self.pairings, pruning=pruning, cutoff=cutoff
        )


def read_case(path: Path) -> Case:
    """Read a case file.

    Raises:
        IdentifyingError: names the file and what in it is missing or wrong.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise IdentifyingError(f"{path} is not a JSON file: {error}") from None
    try:
        return case_from_json(data, default_name=path.stem)
    except IdentifyingError as error:
        raise type(error)(f"{path}: {error}") from None


def case_from_json(data: Any, *, default_name: str = "case") -> Case:
    """A case from the data of a case file.

    Raises:
        IdentifyingError: something is missing or wrong.
    """
    if not isinstance(data, Mapping):
        raise IdentifyingError("a case is an object with loci, pm and families")
    for name in ("loci", "pm", "families"):
        if not isinstance(data.get(name), list):
            raise IdentifyingError(
                f"there is no list {name!r}; a case has loci, pm (the bodies) and families"
            )
    loci = tuple(_each(data["loci"], "locus", lambda one, n: _locus(one)))
    bodies = tuple(_each(data["pm"], "body", _body))
    families = tuple(_each(data["families"], "family", _family))
    _check_known(loci, bodies, families)
    pairings = data.get("pairings")
    return Case(
        str(data.get("name") or default_name),
        loci,
        bodies,
        families,
        None if not pairings else {str(k): tuple(map(str, v)) for k, v in pairings.items()},
    )


def _each(entries: Sequence[Any], what: str, make: Callable[[Any, int], _Made]) -> Iterator[_Made]:
    """What each entry of a list describes.

    Raises:
        IdentifyingError: an entry is not of the form of its list: says which.
    """
    for number, entry in enumerate(entries, start=1):
        try:
            yield make(entry, number)
        except IdentifyingError:
            raise
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise IdentifyingError(
                f"{what} {number} is not written as one ({error}); loci, pm and families are lists of objects"
            ) from None


def _locus(one: Mapping[str, Any]) -> Locus:
    try:
        given = one.get("mutation")
        return Locus(
            str(one["name"]),
            tuple(str(a) for a in one["alleles"]),
            tuple(float(p) for p in one["freqs"]),
            Mutations.from_matrices(given) if given else None,
            chromosome=one.get("chrom"),
        )
    except KeyError as missing:
        raise InvalidLocus(f"a locus without {missing}; give name, alleles and freqs") from None


def _body(one: Mapping[str, Any], number: int) -> Profile:
    if "id" not in one:
        raise IdentifyingError(f"body {number} has no id; give each body one")
    return Profile.from_genotypes(str(one["id"]), one.get("genotypes", {}), _SEX.get(str(one.get("sex", 0))))


def _family(one: Mapping[str, Any], number: int) -> FamilyCase:
    name = str(one.get("family", number))
    pedigree = pedigree_from_json(name, one.get("members", []))
    missing = one.get("missing", [])
    missing = (missing,) if isinstance(missing, str) else tuple(str(m) for m in missing)
    if not missing:
        raise InvalidPedigree(f"family {name}: nobody of it is missing; name at least one")
    references = {
        str(k): Profile.from_genotypes(str(k), v, pedigree.member(str(k)).sex)
        for k, v in one.get("genotypes", {}).items()
        if str(k) not in missing
    }
    for person in (*missing, *references):
        pedigree.member(person)
    return FamilyCase(pedigree, references, missing)


def _check_known(loci: Sequence[Locus], bodies: Sequence[Profile], families: Sequence[FamilyCase]) -> None:
    """Every typed locus and allele is known, and said by whom where not."""
    known = {locus.name: locus for locus in loci}
    profiles = [(f"body {body.id}, ", body) for body in bodies]
    profiles += [
        (f"family {f.pedigree.id}, {k}, ", profile) for f in families for k, profile in f.references.items()
    ]
    for where, profile in profiles:
        for name, call in profile.calls.items():
            if name not in known:
                raise InvalidLocus(
                    f"{where}{name}: no such locus among the loci of the case; add its frequencies"
                )
            for allele in call.alleles:
                known[name].index(allele, where)


def exclusions(case: Case, problem: JointProblem) -> list[list[int | None]]:
    """For each body and missing person, at how many loci they exclude one another, were there no mutation."""
    strict = [replace(locus, mutations=None) for locus in case.loci]
    counts: list[list[int | None]] = [[] for _ in case.bodies]
    for family in case.families:
        for missing in family.missing:
            tables = {}
            for locus in strict:
                kin = {k: p for k, p in family.references.items() if locus.name in p.calls}
                tables[locus.name] = family_table(Family(family.pedigree, kin, missing), locus)
            for n, body in enumerate(case.bodies):
                if missing not in problem.partners(n):
                    counts[n].append(None)
                    continue
                count = 0
                for locus in strict:
                    if locus.name in body.calls:
                        table = tables[locus.name]
                        count += all(table.joint[a, b] == 0.0 for a, b, _ in possible_body(body, locus))
                counts[n].append(count)
    return counts


def answer_as_data(case: Case, problem: JointProblem, answer: JointAnswer) -> dict[str, Any]:
    """The answer to a case: matrices with a row for each body; null for a pair that was not considered."""
    pairwise = problem.pairwise()
    columns = [*case.missing, NOBODY]

    def number(value: float) -> float | None:
        return None if math.isnan(value) else value

    considered = {
        (body.id, m) for body in case.bodies for m in case.missing if not math.isnan(pairwise[body.id][m])
    }
    return {
        "name": case.name,
        "victims": [body.id for body in case.bodies],
        "missing": list(case.missing),
        "columns": columns,
        "pairwise": [[number(pairwise[b.id][m]) for m in case.missing] for b in case.bodies],
        "exclusions": exclusions(case, problem),
        "posteriors": [[answer.posteriors[b.id][c] for c in columns] for b in case.bodies],
        "glr": [
            [answer.ratios[b.id][m] if (b.id, m) in considered else None for m in case.missing]
            for b in case.bodies
        ],
        "best": dict(answer.best[0].of),
        "best_log_likelihood": answer.best[0].log_likelihood,
        "equally_good": [dict(one.of) for one in answer.best],
        "all_equally_good_listed": answer.best_is_all,
        "log_sum": answer.log_sum,
        "prior": answer.prior.words(),
        "components": [list(one) for one in answer.components],
        "pruning": problem.pruning,
    }
