"""Pairs of records that may be one person: which to look at next, and two of them side by side."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Any

from accounted.record.docket import NotOnRecord
from accounted.record.queries.linking import JudgementOnRecord, RowOnRecord, current_run, rows_of
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

SEEN_AT_ONCE = 500
KEPT_AT_HAND = 20_000  # pairs of a run: nobody reviews more before the next run


@dataclass(frozen=True, slots=True)
class OpenPair:
    """A pair nobody has decided. `unsure`: somebody looked and could not tell."""

    one: str
    other: str
    probability: float
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """What each of two records says in one field; `same` where the two read alike."""

    field: str
    one: str | None
    other: str | None
    same: bool


@dataclass(frozen=True, slots=True)
class PairOnRecord:
    """Two records side by side.

    Attributes:
        steps: the waterfall: from where every pair starts, by what each comparison says. Empty where the
            current run did not bring the two together.
        words: the same in sentences.
        judgement: the decision that holds; `judgements` are all there ever were, oldest first.
        others: the records that would become one person with these if they are the same.
    """

    one: str
    other: str
    probability: float | None
    weight: float | None
    steps: tuple[Mapping[str, Any], ...]
    words: tuple[str, ...]
    fields: tuple[Compared, ...]
    rows: Mapping[str, RowOnRecord]
    judgement: JudgementOnRecord | None
    judgements: tuple[JudgementOnRecord, ...]
    others: tuple[str, ...]


def open_pairs(
    archive: Archive, *, sight: Sight = EVERYTHING, start: int = 0, size: int = 50
) -> tuple[tuple[OpenPair, ...], int]:
    """Pairs of the current run that nobody decided, nearest to indecision first, and how many there are.

    A pair that somebody was unsure of stands behind the others. Pairs of which the person may not see both
    records are not among them, nor counted.
    """
    from accounted.record.models import PairJudgement

    archive.must_be_open()
    run = current_run(archive)
    if run is None:
        return (), 0
    ranked = [(*ends, told["probability"]) for ends, told in _ranked(archive, run.sha256).pairs.items()]
    held = PairJudgement.objects.filter(current=True).values_list("one_id", "other_id", "verdict")
    judged = {(one, other): verdict for one, other, verdict in held}
    waiting = [(*pair, False) for pair in ranked if pair[:2] not in judged]
    waiting += [(*pair, True) for pair in ranked if judged.get(pair[:2]) == "unsure"]
    if sight.hides_by_group or not sight.sees_all_levels:
        seen = _seen({end for one, other, *_ in waiting for end in (one, other)}, sight)
        waiting = [pair for pair in waiting if pair[0] in seen and pair[1] in seen]
    page = waiting[start : start + size]
    return tuple(OpenPair(*pair) for pair in page), len(waiting)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """What is kept at hand of a run: the pairs nearest to indecision as they were told, and the model."""

    pairs: Mapping[tuple[str, str], Mapping[str, Any]]
    model: Mapping[str, Any]


_runs: dict[str, _Ranked] = {}


def _ranked(archive: Archive, sha256: str) -> _Ranked:
    """The pairs of a run, nearest to indecision first. What is kept never changes, so this is done once."""
    if (known := _runs.get(sha256)) is not None:
        return known
    result = json.loads(archive.load(sha256))
    nearest = nsmallest(KEPT_AT_HAND, result["pairs"], key=_from_indecision)
    found = _Ranked({_ends(told): told for told in nearest}, result["model"])
    _runs.clear()
    _runs[sha256] = found
    return found


def _from_indecision(told: Mapping[str, Any]) -> tuple[float, tuple[str, str]]:
    return abs(told["probability"] - 0.5), _ends(told)


def _ends(told: Mapping[str, Any]) -> tuple[str, str]:
    first, second = sorted((told["a"], told["b"]))
    return first, second


def pair(archive: Archive, one: str, other: str, *, sight: Sight = EVERYTHING) -> PairOnRecord:
    """Two records side by side, what speaks for and against one person, and what was decided.

    Raises:
        NotOnRecord: one of them is not on record, or the person may not see it.
    """
    from django.db.models import Q

    from accounted.record.models import PairJudgement

    archive.must_be_open()
    first, second = sorted((one, other))
    seen = _seen({first, second}, sight)
    for identifier in (first, second):
        if identifier not in seen:
            raise NotOnRecord(f"{identifier}: there is no such person on record")
    rows = rows_of(archive, [first, second])
    held = _judgements(PairJudgement.objects.filter(one=first, other=second))
    told = explained(archive, first, second)
    joined = Q(one__in=(first, second)) | Q(other__in=(first, second))
    beside = PairJudgement.objects.filter(joined, current=True, verdict="same")
    others = {end for ends in beside.values_list("one_id", "other_id") for end in ends}
    return PairOnRecord(
        one=first,
        other=second,
        probability=told["probability"],
        weight=told["weight"],
        steps=tuple(told["steps"]),
        words=tuple(told["words"]),
        fields=_side_by_side(first, second, rows, sight),
        rows=rows,
        judgement=next((one for one in held if one.current), None),
        judgements=held,
        others=tuple(sorted(_seen(others - {first, second}, sight))),
    )


def explained(archive: Archive, one: str, other: str) -> Mapping[str, Any]:
    """What speaks for and against two records; nothing where no run brought them together."""
    from accounted.linking.explaining import told_of_pair
    from accounted.record.linking import explain_pair

    run = current_run(archive)
    ranked = _ranked(archive, run.sha256) if run is not None else None
    if ranked is not None and (known := ranked.pairs.get((one, other))) is not None:
        return told_of_pair(known, ranked.model)
    try:
        return explain_pair(archive, one, other)
    except NotOnRecord:
        return {"probability": None, "weight": None, "steps": [], "words": []}


def _seen(identifiers: Collection[str], sight: Sight) -> set[str]:
    from accounted.record.models import Person

    found: set[str] = set()
    listed = sorted(identifiers)
    for start in range(0, len(listed), SEEN_AT_ONCE):
        rows = sight.entries(Person.objects.filter(pk__in=listed[start : start + SEEN_AT_ONCE]))
        found |= set(rows.values_list("pk", flat=True))
    return found


def _judgements(rows: Any) -> tuple[JudgementOnRecord, ...]:
    return tuple(
        JudgementOnRecord(
            row.id, row.one_id, row.other_id, row.verdict, row.reason, row.by, row.at.isoformat(),
            row.current, row.probability,
        )
        for row in rows.order_by("at", "id")
    )  # fmt: skip


def _side_by_side(
    one: str, other: str, rows: Mapping[str, RowOnRecord], sight: Sight
) -> tuple[Compared, ...]:
    """Field by field what the rows of the lists say, or for who is on no list, what the record does."""
    said = _on_record({one, other} - set(rows), sight)
    for identifier, row in rows.items():
        said[identifier] = {cell.field: cell.written for cell in row.cells}
    names = dict.fromkeys(name for told in (said[one], said[other]) for name in told)
    return tuple(
        Compared(name, here, there, bool(here) and _folded(here) == _folded(there))
        for name in names
        for here, there in [(said[one].get(name), said[other].get(name))]
    )


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _on_record(identifiers: Collection[str], sight: Sight) -> dict[str, dict[str, str]]:
    from accounted.record.models import Person, PersonName, Value

    if not identifiers:
        return {}
    said: dict[str, dict[str, str]] = {identifier: {} for identifier in identifiers}
    names = PersonName.objects.filter(person_id__in=identifiers).order_by("id")
    for person, written in names.values_list("person_id", "as_written"):
        told = said[person]
        told["name"] = f"{told['name']}; {written}" if "name" in told else sight.name(written, person)
    columns = ("sex", "age_min", "age_max", "nationality", "occupation", "outcome")
    for person, *values in Person.objects.filter(pk__in=identifiers).values_list("pk", *columns):
        filled = zip(columns, values, strict=True)
        said[person] |= {name: str(value) for name, value in filled if value not in (None, "")}
    dates = Value.objects.filter(subject_id__in=identifiers, field__startswith="date:", value__isnull=False)
    for person, name, value in dates.order_by("decided_at", "id").values_list("subject_id", "field", "value"):
        said[person][name.removeprefix("date:")] = str(value)
    return said
