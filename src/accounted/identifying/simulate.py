"""A simulated burial site: families, people missing together, bodies with drop-out, parts that lie mixed.

For tutorials, training and tests. The loci are called SIM01 … and their frequencies are drawn at random: no
population has them, and nothing computed with them is true of anybody. The same seed gives the same site.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from accounted.identifying.cases import Case
from accounted.identifying.errors import IdentifyingError
from accounted.identifying.formats.frequencies import as_files as frequency_files
from accounted.identifying.formats.json_cases import case_as_json
from accounted.identifying.formats.tables import as_files as table_files
from accounted.identifying.joint import FamilyCase
from accounted.identifying.loci import Locus
from accounted.identifying.mutations import MutationModel, Mutations
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.profiles import Call, Profile, Sex

POPULATION = "simulated"
NOTICE = (
    "Simulated. The loci and their frequencies are invented, the people never lived; nothing here is true of "
    "any population or anybody."
)
YEAR = 2010  # in which the simulated people went missing
DROPOUT, DROPIN = 0.1, 0.01

Genes = tuple[str, str]


@dataclass(frozen=True)
class Plan:
    """How large a site is made. Shares are probabilities for each body, part or person."""

    families: int = 12
    strangers: int = 3
    loci: int = 20
    absent: float = 0.15
    partial: float = 0.4
    lost: float = 0.35
    commingled: float = 0.25

    def __post_init__(self) -> None:
        if not (1 <= self.families <= 5_000 and 0 <= self.strangers <= 5_000 and 4 <= self.loci <= 60):
            raise IdentifyingError(
                "a simulated site has 1 to 5,000 families, up to 5,000 strangers and 4 to 60 loci"
            )
        for name in ("absent", "partial", "lost", "commingled"):
            if not 0.0 <= getattr(self, name) < 1.0:
                raise IdentifyingError(f"{name} is {getattr(self, name)}; give a share from 0 to below 1")


@dataclass(frozen=True)
class Site:
    """A simulated site. `truth` says of each body or part who it was (None: of no family here).

    `parts` is the case as the laboratory first has it, each sample by itself; in `case` samples of one body
    are one body. `absent` are the missing who do not lie in the grave.
    """

    case: Case
    parts: Case
    truth: Mapping[str, str | None]
    absent: tuple[str, ...]
    seed: int


# family shape: (members as id, father, mother, sex, born), missing, typed
_Shape = tuple[Sequence[tuple[str, str | None, str | None, Sex, int]], tuple[str, ...], tuple[str, ...]]
SHAPES: Mapping[str, _Shape] = {
    "son, both parents": (
        [("father", None, None, "male", 1955), ("mother", None, None, "female", 1958),
         ("son", "father", "mother", "male", 1985)],
        ("son",), ("father", "mother"),
    ),
    "brothers": (
        [("father", None, None, "male", 1950), ("mother", None, None, "female", 1952),
         ("brother1", "father", "mother", "male", 1978), ("brother2", "father", "mother", "male", 1981),
         ("sister", "father", "mother", "female", 1984)],
        ("brother1", "brother2"), ("mother", "sister"),
    ),
    "husband": (
        [("husband", None, None, "male", 1972), ("wife", None, None, "female", 1974),
         ("daughter", "husband", "wife", "female", 1996), ("child", "husband", "wife", "male", 1999)],
        ("husband",), ("wife", "daughter", "child"),
    ),
    "father and son": (
        [("grandmother", None, None, "female", 1932), ("grandfather", None, None, "male", 1930),
         ("father", "grandfather", "grandmother", "male", 1957),
         ("uncle", "grandfather", "grandmother", "male", 1960), ("mother", None, None, "female", 1959),
         ("son", "father", "mother", "male", 1986)],
        ("father", "son"), ("uncle", "mother"),
    ),
    "sister": (
        [("father", None, None, "male", 1948), ("mother", None, None, "female", 1951),
         ("sister", "father", "mother", "female", 1980), ("brother", "father", "mother", "male", 1983)],
        ("sister",), ("mother", "brother"),
    ),
    "nephew's aunt": (
        [("grandfather", None, None, "male", 1935), ("grandmother", None, None, "female", 1937),
         ("parent", "grandfather", "grandmother", "male", 1960),
         ("aunt", "grandfather", "grandmother", "female", 1963), ("other", None, None, "female", 1962),
         ("nephew", "parent", "other", "male", 1988)],
        ("nephew",), ("aunt",),
    ),
}  # fmt: skip


def simulated_loci(count: int, seed: int) -> tuple[Locus, ...]:
    """Invented loci with invented frequencies and a mutation model of plausible rates."""
    random = np.random.default_rng([seed, 1])
    mutations = Mutations(MutationModel("equal", 0.002), MutationModel("equal", 0.0005))
    made = []
    for n in range(1, count + 1):
        alleles = tuple(str(a) for a in range(8, 8 + int(random.integers(7, 14))))
        shares = np.maximum(random.dirichlet(np.full(len(alleles), 2.0)), 0.002)
        shares = np.round(shares / shares.sum(), 4)
        shares[int(np.argmax(shares))] += 1.0 - shares.sum()
        frequencies = tuple(round(float(x), 4) for x in shares)
        made.append(Locus(f"SIM{n:02d}", alleles, frequencies, mutations))
    return tuple(made)


def simulated_site(seed: int = 1, plan: Plan | None = None) -> Site:
    """A burial site with families, deterministic for a seed.

    Raises:
        IdentifyingError: the plan makes no sense.
    """
    return _Simulation(seed, plan or Plan()).site()


@dataclass
class _Simulation:
    seed: int
    plan: Plan
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    evidence: dict[str, dict[str, Any]] = field(default_factory=dict)

    def site(self) -> Site:
        plan = self.plan
        self.random = np.random.default_rng([self.seed, 2])
        self.loci = simulated_loci(plan.loci, self.seed)
        families: list[FamilyCase] = []
        dead: list[tuple[str | None, list[Genes], Member]] = []
        shapes = list(SHAPES.items())
        absent: list[str] = []
        for n in range(plan.families):
            family, lost = self._family(f"F{n + 1:02d}", shapes[n % len(shapes)][1])
            families.append(family)
            name: str | None
            for name, genes, member in lost:
                # The first missing of the first families always lie in the grave: there is something to find.
                if n > 1 and self.random.random() < plan.absent:
                    absent.append(member.id)
                else:
                    dead.append((name, genes, member))
        for n in range(plan.strangers):
            sex: Sex = "male" if self.random.random() < 0.8 else "female"
            born = int(self.random.integers(1940, 1992))
            dead.append((None, self._unrelated(), Member(f"stranger{n + 1}", sex=sex, born=born)))
        order = self.random.permutation(len(dead))
        bodies: list[Profile] = []
        samples: list[Profile] = []
        truth: dict[str, str | None] = {}
        for number, k in enumerate(order, start=1):
            name, genes, member = dead[int(k)]
            identifier = f"PM-{number:04d}"
            truth[identifier] = name
            parts = self._parts(identifier, genes, member.sex)
            samples += parts
            truth |= {part.id: name for part in parts}
            bodies.append(_best(identifier, parts))
            self._examined(identifier, member)
        samples.append(self._touched(samples))
        truth[samples[-1].id] = None
        staff = (Profile("staff-1", self._typed(self.staff_genes), "female"),)
        case = Case(
            "simulated site", self.loci, tuple(bodies), tuple(families), staff=staff,
            notes=(NOTICE,), database="simulated frequencies", beside=self._beside(),
        )  # fmt: skip
        parts_case = replace(
            case, name="simulated site, samples", bodies=tuple(samples),
            beside={k: v for k, v in case.beside.items() if k != "evidence"},
        )  # fmt: skip
        return Site(case, parts_case, truth, tuple(absent), self.seed)

    # ---- genes

    def _allele(self, locus: Locus) -> str:
        return str(self.random.choice(np.array(locus.alleles), p=locus.p))

    def _unrelated(self) -> list[Genes]:
        return [(self._allele(locus), self._allele(locus)) for locus in self.loci]

    def _handed_down(self, parent: list[Genes], by: int) -> list[str]:
        made = []
        for locus, genes in zip(self.loci, parent, strict=True):
            source = genes[int(self.random.integers(2))]
            row = locus.transmission[by, locus.place[source]]
            made.append(str(self.random.choice(np.array(locus.alleles), p=row / row.sum())))
        return made

    def _family(self, name: str, shape: _Shape) -> tuple[FamilyCase, list[tuple[str, list[Genes], Member]]]:
        people, lost, typed = shape
        genes: dict[str, list[Genes]] = {}
        members = []
        # Who is missing gets a number of the AM form; everyone else a code without a name.
        names = {one: f"AM-{name[1:]}{n}" for n, one in enumerate(lost, start=1)} | {
            one[0]: f"{name}-{one[0]}" for one in people if one[0] not in lost
        }
        for person, father, mother, sex, born in people:
            if father is None or mother is None:
                genes[person] = self._unrelated()
            else:
                pairs = zip(
                    self._handed_down(genes[father], 0), self._handed_down(genes[mother], 1), strict=True
                )
                genes[person] = list(pairs)
            members.append(
                Member(
                    names[person],
                    names[father] if father else None,
                    names[mother] if mother else None,
                    sex,
                    born,
                )
            )
        sexes = {one[0]: one[3] for one in people}
        references = {names[one]: Profile(names[one], self._typed(genes[one]), sexes[one]) for one in typed}
        family = FamilyCase(Pedigree(name, tuple(members)), references, tuple(names[one] for one in lost))
        by_name = {member.id: member for member in members}
        for one in lost:
            self._told(name, by_name[names[one]])
        return family, [(names[one], genes[one], by_name[names[one]]) for one in lost]

    # ---- what the laboratory sees

    def _typed(self, genes: list[Genes]) -> dict[str, Call]:
        return {
            locus.name: Call(tuple(sorted(set(pair), key=float)))
            for locus, pair in zip(self.loci, genes, strict=True)
        }

    def _parts(self, identifier: str, genes: list[Genes], sex: Sex | None) -> list[Profile]:
        mixed = self.random.random() < self.plan.commingled
        count = int(self.random.integers(2, 4)) if mixed else 1
        made = []
        for n in range(1, count + 1):
            name = f"{identifier}/{n}" if count > 1 else identifier
            partial = self.random.random() < self.plan.partial
            calls = self._old_bone(genes) if partial else self._typed(genes)
            made.append(Profile(name, calls, sex, quality="partial" if partial else "full"))
        return made

    def _old_bone(self, genes: list[Genes]) -> dict[str, Call]:
        """A partial profile: loci are missing, and alleles have dropped out."""
        calls = {}
        for locus, pair in zip(self.loci, genes, strict=True):
            if self.random.random() < self.plan.lost:
                continue
            kept = [a for a in sorted(set(pair), key=float) if self.random.random() >= DROPOUT]
            if kept:
                calls[locus.name] = Call(tuple(kept), dropout=DROPOUT, dropin=DROPIN)
        if not calls:
            locus, pair = self.loci[0], genes[0]
            calls[locus.name] = Call((min(pair, key=float),), dropout=DROPOUT, dropin=DROPIN)
        return calls

    def _touched(self, samples: list[Profile]) -> Profile:
        """One more sample that turns out to be of somebody of the laboratory."""
        self.staff_genes = self._unrelated()
        last = max(int(one.id[3:7]) for one in samples)
        return Profile(f"PM-{last + 1:04d}", self._typed(self.staff_genes), "female", quality="full")

    # ---- beside the genes

    def _told(self, family: str, member: Member) -> None:
        height = 176.0 if member.sex == "male" else 163.0
        self.stature = getattr(self, "stature", {})
        self.stature[member.id] = float(self.random.normal(height, 6.5))
        self.told.setdefault(family, {})[member.id] = {
            "age": {"years": YEAR - (member.born or YEAR), "margin": 0},
            "stature": {
                "value": round(self.stature[member.id] + float(self.random.normal(0.0, 2.0))),
                "error": 3,
            },
        }

    def _examined(self, body: str, member: Member) -> None:
        years = YEAR - (member.born or YEAR)
        height = self.stature.get(member.id, 176.0 if member.sex == "male" else 163.0)
        middle = years + int(self.random.integers(-4, 5))
        self.evidence[body] = {
            "sex": {"seen": member.sex, "error": 0.05, "method": "morphology"},
            "age": {"low": max(0, middle - 8), "high": middle + 8, "coverage": 0.9},
            "stature": {"value": round(height + float(self.random.normal(0.0, 3.5))), "error": 3.5},
        }

    def _beside(self) -> dict[str, Any]:
        population = {
            "sex": {"male": 0.85, "female": 0.15},
            "ages": {"15-24": 12, "25-39": 20, "40-59": 14, "60+": 4},
            "stature": {
                "male": {"mean": 176, "deviation": 6.5}, "female": {"mean": 163, "deviation": 6.5},
            },
        }  # fmt: skip
        return {"population": population, "evidence": self.evidence, "told": self.told}


def _best(identifier: str, parts: Sequence[Profile]) -> Profile:
    """The body as it is once its parts are known to be one: at each locus the call that shows most."""
    calls: dict[str, Call] = {}
    for part in parts:
        for name, call in part.calls.items():
            if name not in calls or len(call.alleles) > len(calls[name].alleles) or call.exact:
                calls[name] = call
    quality = "full" if any(part.quality == "full" for part in parts) else "partial"
    return Profile(identifier, calls, parts[0].sex, quality=quality)


def site_files(site: Site) -> dict[str, bytes]:
    """The files of a site, by name: what a laboratory would hand over, and the truth beside it."""
    truth = {
        "notice": NOTICE,
        "seed": site.seed,
        "bodies": dict(site.truth),
        "not_in_the_grave": list(site.absent),
    }
    return {
        "README.txt": _README.encode(),
        "site.json": case_as_json(site.case).encode(),
        "samples.json": case_as_json(site.parts).encode(),
        "people.csv": table_files(site.case)[".csv"],
        "frequencies.csv": frequency_files(site.case)[".csv"],
        "truth.json": (json.dumps(truth, indent=1) + "\n").encode(),
    }


_README = f"""\
{NOTICE}

site.json        the case: loci, bodies, families, and what is known beside the genes
samples.json     the same with every sample by itself, before parts are put together
people.csv       people and profiles as a table, without drop-out weights
frequencies.csv  the invented frequencies
truth.json       who each body was; look at it last
"""
