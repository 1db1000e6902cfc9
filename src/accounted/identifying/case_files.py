"""Cases read from files, and the answer to them as data: matrices with a row for each body."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from accounted.identifying.cases import Case, SetAside
from accounted.identifying.family_tables import Family, family_table, loci_of, possible_body
from accounted.identifying.formats.json_cases import gather_data
from accounted.identifying.formats.reading import gather_files
from accounted.identifying.formats.settling import Choices, settle
from accounted.identifying.joint import NOBODY, JointAnswer, JointProblem
from accounted.identifying.undisputed import sets_as_data

__all__ = ["Case", "SetAside", "answer_as_data", "case_from_json", "exclusions", "read_case"]


def read_case(path: Path, *further: Path, choices: Choices | None = None, set_aside: bool = False) -> Case:
    """Read a case from its file, in any format that is known, with further files of the same case.

    Arguments:
        further: files that add to the first: frequencies, pedigrees, profiles.
        set_aside: leave out what cannot be used; the case's own `set_aside` says what, where and why.

    Raises:
        IdentifyingError: a file cannot be read at all; or, without `set_aside`, something in it is wrong:
            names the file and what in it, and says what to do.
    """
    case = settle(gather_files(path, *further), choices)
    if case.set_aside and not set_aside:
        first = case.set_aside[0]
        where = first.where or str(path)
        raise replace(first, where=where).error()
    return case


def case_from_json(data: Any, *, default_name: str = "case", set_aside: bool = False) -> Case:
    """A case from the data of a case file.

    Raises:
        IdentifyingError: something is missing or wrong.
    """
    case = settle(gather_data(data, default_name))
    if case.set_aside and not set_aside:
        raise case.set_aside[0].error()
    return case


def exclusions(case: Case, problem: JointProblem) -> list[list[int | None]]:
    """For each body and missing person, at how many loci they exclude one another, were there no mutation."""
    strict = [replace(locus, mutations=None) for locus in case.loci]
    counts: list[list[int | None]] = [[] for _ in case.bodies]
    for family in case.families:
        for missing in family.missing:
            tables = {}
            for locus in strict:
                kin = {k: p for k, p in family.references.items() if locus.name in p.calls}
                own = Family(family.pedigree, kin, missing)
                if loci_of(own, [locus]):
                    tables[locus.name] = family_table(own, locus)
            for n, body in enumerate(case.bodies):
                if missing not in problem.partners(n):
                    counts[n].append(None)
                    continue
                count = 0
                for locus in strict:
                    if locus.name in body.calls:
                        table = tables.get(locus.name)
                        count += table is None or table.excludes(possible_body(body, locus))
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
            [number(answer.ratios[b.id][m]) if (b.id, m) in considered else None for m in case.missing]
            for b in case.bodies
        ],
        "best": dict(answer.best[0].of),
        "best_log_likelihood": answer.best[0].log_likelihood,
        "equally_good": [dict(one.of) for one in answer.best],
        "all_equally_good_listed": answer.best_is_all,
        "log_sum": answer.log_sum,
        "sets": sets_as_data(answer),
        "left_out": answer.left_out,
        "prior": answer.prior.words(),
        "components": [list(one) for one in answer.components],
        "pruning": problem.pruning,
        "set_aside": [one.words() for one in case.set_aside],
        "notes": list(case.notes),
    }
