"""Which loci a case is compared at: those of its files, or of the one database chosen."""

from __future__ import annotations

from collections.abc import Sequence

from accounted.identifying.errors import InvalidLocus
from accounted.identifying.formats.gathering import Gathered
from accounted.identifying.formats.locus_names import key
from accounted.identifying.loci import FrequencyDatabase, Locus


def chosen_loci(gathered: Gathered, population: str | None, notes: list[str]) -> tuple[list[Locus], str]:
    """The loci, and the name of their database; what was left out is added to `notes`.

    Raises:
        InvalidLocus: several populations and none chosen, or no such population.
    """
    databases = gathered.databases
    if not databases:
        return _one_lineage(gathered.loci, notes), ""
    chosen = databases
    if population is not None:
        chosen = [d for d in databases if population in (d.population, d.name)]
        if not chosen:
            known = ", ".join(sorted({d.population for d in databases}))
            raise InvalidLocus(f"there is no population {population!r}; choose one of {known}")
    populations = {d.population for d in chosen}
    if len(populations) > 1:
        raise InvalidLocus(
            f"frequencies of several populations ({', '.join(sorted(populations))}): choose one, and "
            "compute with the others too; the least of the results is the one to report"
        )
    loci = {key(locus.name): locus for locus in gathered.loci}
    for database in chosen:
        for locus in database.loci.values():
            loci.setdefault(key(locus.name), locus)
    first: FrequencyDatabase = chosen[0]
    return _one_lineage(list(loci.values()), notes), f"{first.name} {first.version}".strip()


def _one_lineage(loci: Sequence[Locus], notes: list[str]) -> list[Locus]:
    """Loci of one lineage are handed down together: their frequencies must not be multiplied."""
    left_out: set[str] = set()
    for inheritance, words in (("y", "the Y chromosome"), ("mitochondrial", "mitochondrial DNA")):
        together = [locus.name for locus in loci if locus.inheritance == inheritance]
        if len(together) > 1:
            left_out |= set(together)
            notes.append(
                f"{len(together)} loci of {words} are left out: they are handed down as one; give the "
                "haplotype as one locus, with the frequencies of haplotypes"
            )
    if sum(locus.inheritance == "x" for locus in loci) > 1:
        notes.append("loci of the X chromosome are computed as if they were not linked")
    return [locus for locus in loci if locus.name not in left_out]
