"""An invented burial site: four bodies, three families, five loci with alleles that stand nowhere else."""

from __future__ import annotations

from typing import Any

from accounted.identifying.case_files import Case, case_from_json
from accounted.record.decisions import ConsentGiven
from accounted.record.genetics.taking_in import Consents, Database

ALLELES = ("101.7", "102.7", "103.7", "104.7", "105.7", "106.7")  # so that a trace of one can be searched for
FREQUENCIES = (0.1, 0.2, 0.2, 0.2, 0.2, 0.1)
LOCI = tuple(f"LX{n}" for n in range(1, 13))
AGREED = ConsentGiven(
    state="given",
    basis="consent",
    scopes={"dna_use": True},
    purposes=("identify_missing", "check_relations"),
    date="2026-10-01",
    language="uk",
)
DATABASE = Database("simulated", "1", source="made for the tests", population="nobody")


def genotypes(*pairs: str) -> dict[str, list[str]]:
    """`"12"` at a locus is its first and second allele; the pairs are repeated over the loci."""
    return {locus: [ALLELES[int(a) - 1] for a in pairs[n % len(pairs)]] for n, locus in enumerate(LOCI)}


def matrix() -> dict[str, Any]:
    """A mutation rate of one in a thousand, alike to all alleles."""
    n = len(ALLELES)
    rows = [[0.999 if i == j else 0.001 / (n - 1) for j in range(n)] for i in range(n)]
    return {"male": {"matrix": rows}, "female": {"matrix": rows}}


def case_data() -> dict[str, Any]:
    """A son of each of two families, two brothers of a third whom their mother looks for, and a stranger."""
    return {
        "name": "burial",
        "loci": [
            {"name": one, "alleles": list(ALLELES), "freqs": list(FREQUENCIES), "mutation": matrix()}
            for one in LOCI
        ],
        "pm": [
            {"id": "B-001", "sex": 1, "genotypes": genotypes("13", "25", "34")},
            {"id": "B-002", "sex": 1, "genotypes": genotypes("46", "12", "16")},
            {"id": "B-003", "sex": 2, "genotypes": genotypes("66", "66", "11")},
        ],
        "families": [
            {
                "family": "Kovalenko",
                "members": [
                    {"id": "Father K", "father": "0", "mother": "0", "sex": 1},
                    {"id": "Mother K", "father": "0", "mother": "0", "sex": 2},
                    {"id": "Son K", "father": "Father K", "mother": "Mother K", "sex": 1},
                ],
                "genotypes": {
                    "Father K": genotypes("12", "25", "33"),
                    "Mother K": genotypes("34", "55", "44"),
                },
                "missing": ["Son K"],
            },
            {
                "family": "Melnyk",
                "members": [
                    {"id": "Father M", "father": "0", "mother": "0", "sex": 1},
                    {"id": "Mother M", "father": "0", "mother": "0", "sex": 2},
                    {"id": "Elder M", "father": "Father M", "mother": "Mother M", "sex": 1},
                    {"id": "Younger M", "father": "Father M", "mother": "Mother M", "sex": 1},
                ],
                "genotypes": {
                    "Father M": genotypes("44", "13", "12"),
                    "Mother M": genotypes("66", "24", "66"),
                },
                "missing": ["Elder M", "Younger M"],
            },
        ],
    }


def case() -> Case:
    """The case."""
    return case_from_json(case_data())


def all_agreed() -> Consents:
    """Every relative agreed."""
    return Consents(for_all=AGREED)
