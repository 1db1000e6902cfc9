"""Identifying: how exact and how fast, beside a straightforward program and recorded figures of R packages.

    python bench/identifying.py [--full] [--only PART …] [--json]

Kits, families and bodies are made up with fixed seeds (`burial_sites.py`); with ACCOUNTED_SHARED the joint
cases of that folder are solved too. The straightforward program is one elimination for each pair and locus
with NumPy's `einsum`, run here on the same pairs; where both answer, their answers are compared. Figures of
the R packages were measured on another machine of this kind and are only recorded (dvir 3.4, pedprobr,
Familias 2.6.4, forrel). Each part runs in a process of its own: its peak memory is its own. A bar is held
against CPU time, divided by the cores a part may use, since machines are shared; wall time stands beside it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np

import burial_sites as sites

SHARED = (
    Path(os.environ.get("ACCOUNTED_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "identifying"
)
# One likelihood of pedprobr, milliseconds for 23 loci without mutation and with stepwise.
PEDPROBR = {
    "parent_child": (3.1, 5.1), "both_parents": (3.0, 3.4), "child_only": (3.2, 5.4),
    "child_and_spouse": (3.2, 4.0), "full_sib": (4.4, 21.8), "three_sibs": (5.6, 31.6),
    "mother_two_sibs": (5.2, 8.3), "half_sib": (4.7, 7.5), "grandparent": (4.7, 9.5),
    "four_grandparents": (6.2, 10.4), "uncle": (6.2, 548.0), "first_cousin": (8.1, 1118.0),
    "mixed_rich": (7.1, 10.9), "cousin_marriage": (31.6, 80_000.0), "large_9typed": (13.6, 435.0),
    "large_distant": (11.3, 1757.0),
}  # fmt: skip
TIGHTER = {("full_sib", "none"): 5.0, ("large_9typed", "none"): 15.0, ("cousin_marriage", "stepwise"): 60.0}


@dataclass
class Row:
    """A figure with its unit, its bar, and what others need. `more`: more is better."""

    what: str
    value: float
    unit: str
    bar: float | None = None
    peer: float | None = None
    whose: str = ""
    more: bool = False
    note: str = ""

    @property
    def good(self) -> bool | None:
        if self.bar is None:
            return None
        return self.value >= self.bar if self.more else self.value <= self.bar

    @property
    def ratio(self) -> float | None:
        if self.peer is None or not self.value:
            return None
        return self.value / self.peer if self.more else self.peer / self.value


class Clock:
    """CPU and wall seconds of what stands under it."""

    cpu = wall = 0.0


@contextmanager
def timed() -> Iterator[Clock]:
    clock = Clock()
    cpu, wall = time.process_time(), time.perf_counter()
    yield clock
    clock.cpu, clock.wall = time.process_time() - cpu, time.perf_counter() - wall


def best_of(times: int, what: Callable[[], Any]) -> float:
    found = math.inf
    for _ in range(times):
        with timed() as clock:
            what()
        found = min(found, clock.cpu)
    return found


# ---- the straightforward program


def likelihood_by_einsum(pedigree: Any, profiles: Any, locus: Any) -> float:
    """One elimination over dense factors: two variables for each untyped person, one for a typed one; no
    selectors, no plan kept."""
    letters = iter("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    states, genes = {}, {}
    for m in pedigree.members:
        if m.id in profiles and locus.name in profiles[m.id].calls:
            seen = [locus.place[a] for a in profiles[m.id].calls[locus.name].alleles]
            a, b = seen[0], seen[-1]
            states[m.id] = [(a, b)] if a == b else [(a, b), (b, a)]
            genes[m.id] = (next(letters),) * 2
        else:
            genes[m.id] = next(letters), next(letters)
    terms, factors = [], []
    for m in pedigree.members:
        for gene, parent, matrix in ((0, m.father, 0), (1, m.mother, 1)):
            if parent is None:
                factor, axes = locus.p, ""
            else:
                moved = locus.transmission[matrix]
                if parent in states:
                    factor = np.stack([(moved[a] + moved[b]) / 2.0 for a, b in states[parent]])
                    axes = genes[parent][0]
                else:
                    factor, axes = (moved[:, None, :] + moved[None, :, :]) / 2.0, "".join(genes[parent])
            if m.id in states:
                factor = factor[..., [state[gene] for state in states[m.id]]]
            terms.append(axes + genes[m.id][gene])
            factors.append(factor)
    return float(np.einsum(",".join(terms) + "->", *factors, optimize="greedy"))


def pair_by_einsum(family: Any, body: Any, loci: Sequence[Any]) -> float:
    """log10 LR of a pair the straightforward way."""
    total = 0.0
    for locus in loci:
        typed = any(locus.name in p.calls for p in family.references.values())
        if locus.name not in body.calls or not typed:
            continue
        apart = likelihood_by_einsum(family.pedigree, family.references, locus)
        together = likelihood_by_einsum(family.pedigree, {**family.references, family.missing: body}, locus)
        alone = [locus.place[a] for a in body.calls[locus.name].alleles]
        stranger = locus.p[alone[0]] * locus.p[alone[-1]] * (2.0 if len(alone) == 2 else 1.0)
        if together <= 0.0:
            return -math.inf
        total += math.log10(together / (apart * stranger))
    return total


# ---- parts


def tables() -> list[Row]:
    """The table of all genotypes of the missing person, 23 loci: one family at a time."""
    from accounted.identifying.family_tables import Family, family_table

    rows = []
    for column, model in enumerate(("none", "stepwise")):
        loci = sites.kit(model)
        for name in sites.PEDIGREES:
            pedigree, profiles = sites.pedigree_case(name, loci)
            family = Family(pedigree, {k: p for k, p in profiles.items() if k != "MP"}, "MP")

            def all_loci(family: Any = family, loci: Any = loci) -> None:
                for locus in loci:
                    family_table(family, locus)

            all_loci()
            peer = PEDPROBR[name][column]
            bar = min(peer, TIGHTER.get((name, model), peer))
            note = "pedprobr did not finish SE33 in 80 s" if peer == 80_000.0 else ""
            took = 1e3 * best_of(5, all_loci)
            rows.append(Row(f"table, {name}, {model}", took, "ms", bar, peer, "pedprobr, one", note=note))
    return rows


def exactness() -> list[Row]:
    """The tables against one elimination for each genotype, the straightforward way."""
    from accounted.identifying.family_tables import Family, family_table

    loci = [locus for locus in sites.kit("stepwise") if len(locus.alleles) <= 8][:3]
    worst = 0.0
    for name in ("mother_two_sibs", "uncle", "cousin_marriage", "mixed_rich"):
        pedigree, profiles = sites.pedigree_case(name, loci)
        references = {k: p for k, p in profiles.items() if k != "MP"}
        family = Family(pedigree, references, "MP")
        for locus in loci:
            a, b = (locus.place[x] for x in (profiles["MP"].calls[locus.name].alleles * 2)[:2])
            together = likelihood_by_einsum(pedigree, profiles, locus)
            joint = family_table(family, locus).joint
            ours = joint[a, b] + (joint[b, a] if a != b else 0.0)
            worst = max(worst, abs(math.log(ours) - math.log(together)))
    return [Row("largest difference in log-likelihood from the straightforward program", worst, "", 1e-10)]


def straightforward(
    loci: Sequence[Any], bodies: Sequence[Any], families: Sequence[Any]
) -> tuple[float, float]:
    """Pairs a second of the straightforward program, and how far our log10 LRs are from its."""
    from accounted.identifying.screening import ScreeningTables, screen

    few = ScreeningTables(loci, precise=True)
    few.add(families[:3])
    ours = screen(few, bodies[:3], top=3)
    worst, theirs = 0.0, {}
    with timed() as clock:
        for b in range(3):
            for f in range(3):
                theirs[b, f] = pair_by_einsum(families[f], bodies[b], loci)
    for b, one in enumerate(ours):
        for candidate in one.candidates:
            worst = max(worst, abs(candidate.log10_ratio - theirs[b, candidate.family]))
    return 9 / clock.cpu, worst


def screening() -> list[Row]:
    """Pairs a second on one core, tables made before."""
    from accounted.identifying.screening import Screening, ScreeningTables, screen

    loci = sites.kit("equal")
    bodies, families = sites.site(loci, 10_000, 20_000)
    speed, worst = straightforward(loci, bodies, families)
    warm = ScreeningTables(loci)
    warm.add(families[:50])
    screen(warm, bodies[:5])
    made = ScreeningTables(loci)
    with timed() as building:
        made.add(families)
    quickest = best_of(2, lambda: Screening(made, bodies))
    kept = Screening(made, bodies)
    pairs = len(bodies) * len(families)
    with timed() as new:
        kept.add_bodies(bodies[:1])
    with timed() as changed:
        kept.replace_family(5, families[8])
    loud = [Row("largest difference in log10 LR from it", worst, "", 1e-6)]
    dropped, _ = sites.site(loci, 1_000, 3, dropout=0.05, seed=2)
    with timed() as weighed:
        screen(made, dropped)
    return [
        Row("screening, one core", pairs / quickest, "pairs/s", 1e8, 118.0, "dvir, equal", more=True),
        Row(
            "  the straightforward program",
            pairs / quickest,
            "pairs/s",
            None,
            speed,
            "measured here",
            more=True,
        ),
        *loud,
        Row("tables for screening", 1e3 * building.cpu / len(families), "ms/family", 1.0),
        Row(
            "bodies with drop-out, one core", len(dropped) * len(families) / weighed.cpu, "pairs/s", more=True
        ),
        Row("a new body against 20,000 families", 1e3 * new.cpu, "ms", 100.0),
        Row("a changed family against 10,000 bodies", 1e3 * changed.cpu, "ms"),
    ]


def site_of(count: int, families: int, bar: float, pairs_of_dvir: float = 118.0) -> list[Row]:
    """Tables and screening of a whole site, mutation on, two cores."""
    from accounted.identifying.screening import ScreeningTables, screen

    loci = sites.kit("equal")
    bodies, known = sites.site(loci, count, families)
    warm = ScreeningTables(loci)
    warm.add(known[:600], workers=2)
    screen(warm, bodies[:5], workers=2)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with timed() as building:
        made = ScreeningTables(loci)
        made.add(known, workers=2)
    with timed() as looking:
        found = screen(made, bodies, workers=2)
    cpu = building.cpu + looking.cpu
    first = sum(one.candidates[0].family == n for n, one in enumerate(found[: min(count, families)]))
    ratios = [c.log10_ratio for n, one in enumerate(found) for c in one.candidates if c.family != n]
    name = f"{count:,} × {families:,} with mutation, tables and screening"
    words = f"tables {building.wall:.1f} s of wall, screening {looking.wall:.1f} s; CPU {cpu:.1f} s in all"
    hits = sum(r > 4.0 for r in ratios)
    return [
        Row(
            name,
            cpu / 2.0,
            "s (CPU of two cores / 2)",
            bar,
            count * families / pairs_of_dvir,
            "dvir",
            note=words,
        ),
        Row("  its peak memory", _peak(), "MB", 4096.0, note=f"{before:,.0f} MB before the tables"),
        Row("  the true family first", 100.0 * first / min(count, families), "%", 99.5, more=True),
        Row("  wrong pairs above 10⁴", hits, "pairs", count * families / 1e4, note="at most pairs / 10⁴"),
    ]


def site() -> list[Row]:
    """A whole site: tables made, all bodies compared with all families, two cores."""
    return site_of(20_000, 20_000, 20.0)


def largest() -> list[Row]:
    """The largest site."""
    return site_of(30_000, 40_000, 90.0)


def theta() -> list[Row]:
    """Coancestry with mutation and silent alleles, both hypotheses, 23 loci."""
    from accounted.identifying.coancestry import likelihood_with_theta, unrelated

    loci = [locus.with_silent(0.01) for locus in sites.kit("stepwise")]
    rows = []
    for name, peer in (("full_sib", 6856.0), ("half_sib", None), ("uncle", None)):
        pedigree, profiles = sites.pedigree_case(name, loci)
        references = {k: p for k, p in profiles.items() if k != "MP"}

        def both(pedigree: Any = pedigree, profiles: Any = profiles, references: Any = references) -> None:
            for locus in loci:
                likelihood_with_theta([(pedigree, profiles)], locus, 0.01)
                likelihood_with_theta([(pedigree, references), unrelated(profiles["MP"])], locus, 0.01)

        both()
        note = "Familias: 16 loci" if peer else "Familias did not finish"
        took = 1e3 * best_of(2, both)
        rows.append(Row(f"θ, stepwise and silent, {name}", took, "ms", peer, peer, "Familias", note=note))
    return rows


def powers() -> list[Row]:
    """The power of a family, exactly."""
    from accounted.identifying.family_tables import Family
    from accounted.identifying.power import power

    loci = sites.kit()
    pedigree, profiles = sites.pedigree_case("mother_two_sibs", loci)
    family = Family(pedigree, {k: p for k, p in profiles.items() if k != "MP"}, "MP")
    power(family, loci)
    took = 1e3 * best_of(3, lambda: power(family, loci))
    return [Row("power of a family, exactly", took, "ms", 50.0, 2500.0, "forrel, 200 simulations")]


def joint() -> list[Row]:
    """Joint assignment of published cases."""
    from accounted.identifying.case_files import read_case

    rows = []
    bars: dict[str, tuple[float | None, float | None]] = {
        "planecrash": (0.3, 605.8),
        "icmp": (5.0, 107.1),
        "fire": (None, 0.43),
        "KETPchap484": (None, 0.92),
        "grave": (None, None),
    }
    for name, (bar, peer) in bars.items():
        path = SHARED / f"peer_cases/{name}.json"
        if not path.exists():
            print(f"joint: {path} is not there (set ACCOUNTED_SHARED); not solved", file=sys.stderr)
            continue
        case = read_case(path)
        case.problem().solve()
        note = "dvir did not finish" if name == "grave" else ""
        took = best_of(2 if name == "planecrash" else 1, lambda case=case: case.problem().solve())
        rows.append(Row(f"joint, {name}", took, "s", bar, peer, "dviJoint", note=note))
    return rows


PARTS: dict[str, Callable[[], list[Row]]] = {
    "exactness": exactness,
    "tables": tables,
    "screening": screening,
    "site": site,
    "theta": theta,
    "power": powers,
    "joint": joint,
}
FULL: dict[str, Callable[[], list[Row]]] = {"largest": largest}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def told(row: Row) -> str:
    value = f"{row.value:,.0f}" if row.value >= 1000 else f"{row.value:.3g}"
    parts = [f"{row.what:<66} {value:>13} {row.unit}"]
    if row.bar is not None:
        parts.append(f"bar {row.bar:,.10g}: {'held' if row.good else 'MISSED'}")
    if row.ratio is not None:
        parts.append(f"{row.whose} {row.peer:,.4g}: {row.ratio:,.3g} times")
    if row.note:
        parts.append(row.note)
    return "; ".join(parts)


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--full", action="store_true", help="also 30,000 bodies × 40,000 families")
    ask.add_argument("--only", nargs="+", choices=[*PARTS, *FULL], help="these parts")
    ask.add_argument("--json", action="store_true", help="the figures as JSON, one part a line")
    ask.add_argument("--part", help=argparse.SUPPRESS)
    given = ask.parse_args()
    every = PARTS | FULL
    if given.part:
        rows = every[given.part]()
        print(json.dumps([asdict(row) for row in rows]))
        print(f"{_peak():.0f}")
        return 0
    missed = unfinished = 0
    started = time.perf_counter()
    for part in given.only or [*PARTS, *(FULL if given.full else {})]:
        done = subprocess.run(
            [sys.executable, __file__, "--part", part], stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            print(f"{part}: did not finish")
            unfinished += 1
            continue
        *_, data, peak = done.stdout.strip().splitlines()
        rows = [Row(**one) for one in json.loads(data)]
        missed += sum(row.good is False for row in rows)
        if given.json:
            print(json.dumps({"part": part, "peak_mb": float(peak), "rows": [asdict(row) for row in rows]}))
            continue
        print(f"\n{part}: {every[part].__doc__ or ''} (peak memory {float(peak):,.0f} MB)", flush=True)
        for row in rows:
            print("  " + told(row), flush=True)
    if not given.json:
        print(f"\n{time.perf_counter() - started:.0f} s in all; {missed or 'no'} figures below their bars")
    return 1 if unfinished else 0


if __name__ == "__main__":
    sys.exit(main())
