"""Lists on record, and who is the same person: rows, pairs to review, decisions, how many people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounted.record.archive import Archive

AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class ListOnRecord:
    """One list: how many rows it has, and what became of them."""

    id: str
    item: str
    sheet: str
    title: str
    publisher: str | None
    kind: str
    as_of: str | None
    no_duplicates: bool
    rows: int
    entered: int
    set_aside: int
    complete: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell of a row says, where it stands, and what was taken from it."""

    field: str
    reference: str
    written: str
    value: Any = None
    unclear: str | None = None


@dataclass(frozen=True, slots=True)
class RowOnRecord:
    """One row of a list as it stands there, and the record it became."""

    id: str
    list: str
    title: str
    item: str
    sheet: str
    number: int
    given_id: str
    person: str | None
    remains: str | None
    cells: tuple[Cell, ...]
    failed: str | None = None

    @property
    def where(self) -> str:
        """The row as a person finds it: list, item, sheet, row."""
        sheet = f", sheet {self.sheet}" if self.sheet else ""
        return f"{self.title} ({self.item}{sheet}), row {self.number}"


@dataclass(frozen=True, slots=True)
class JudgementOnRecord:
    """A decision on a pair: the newest that holds is `current`."""

    id: str
    one: str
    other: str
    verdict: str
    reason: str
    by: str
    at: str
    current: bool
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class RunOnRecord:
    """One run of linking: over which lists, with what, and how many people it makes of the records."""

    id: str
    lists: tuple[str, ...]
    engine: str
    versions: Mapping[str, str]
    parameters: Mapping[str, Any]
    records: int
    pairs: int
    low: int
    best: int
    high: int
    basis: str
    warnings: tuple[str, ...]
    at: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """Two records and how probably they are one person, as the current run has it."""

    a: str
    b: str
    probability: float
    weight: float
    steps: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleOnLists:
    """How many people the rows of lists are of: at least, most probably, at most.

    `lists` are the titles; `rows` how many rows stand for people, `set_aside` those that do not. Without a
    run of linking nothing is known of who is on several lists: at most every row is a person of their own,
    at least those of the longest list that has no duplicates; `run` is None then.
    """

    lists: tuple[str, ...]
    rows: int
    set_aside: int
    low: int
    best: int
    high: int
    basis: str
    run: str | None = None
    outcomes: Mapping[str, int] = field(default_factory=dict)


def person_lists(archive: Archive) -> tuple[ListOnRecord, ...]:
    """Every list on record."""
    from accounted.record.models import PersonList

    archive.must_be_open()
    rows: Any = PersonList.objects.select_related("item").order_by("id")
    return tuple(
        ListOnRecord(
            row.id, row.item.number, row.sheet, row.title or row.id, row.publisher, row.kind, row.as_of,
            row.no_duplicates, row.rows, row.entered, row.set_aside, row.complete,
        )
        for row in rows
    )  # fmt: skip


def listed_people(archive: Archive, lists: Sequence[str]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Every person of these lists: the record, the list, and what the row says by field; in a fixed order."""
    from accounted.record.models import ListRow

    archive.must_be_open()
    rows = ListRow.objects.filter(list_id__in=list(lists), person__isnull=False).order_by("list_id", "number")
    yield from rows.values_list("person_id", "list_id", "values").iterator(AT_ONCE)


def rows_of(archive: Archive, persons: Sequence[str]) -> dict[str, RowOnRecord]:
    """The rows these records came from, by record."""
    from accounted.record.models import ListRow

    archive.must_be_open()
    found: dict[str, RowOnRecord] = {}
    for start in range(0, len(persons), AT_ONCE):
        some = list(persons[start : start + AT_ONCE])
        rows: Any = ListRow.objects.filter(person_id__in=some).select_related("list__item")
        found |= {row.person_id: _row(row) for row in rows}
    return found


def set_aside(archive: Archive, of: str) -> Iterator[RowOnRecord]:
    """The rows of a list that became no record, each with the reason."""
    from accounted.record.models import ListRow

    archive.must_be_open()
    rows: Any = ListRow.objects.filter(list_id=of, failed__isnull=False).select_related("list__item")
    for row in rows.order_by("number").iterator(AT_ONCE):
        yield _row(row)


def _row(row: Any) -> RowOnRecord:
    from accounted.linking.tables.headings import fields

    of = row.list
    cells = []
    for name in fields():
        reference = of.references.get(name)
        if reference is None:
            continue
        written = row.written.get(name)
        value = row.values.get(name)
        if written is None and value is None:
            continue
        cells.append(
            Cell(name, reference, str(value) if written is None else written, value, row.unclear.get(name))
        )
    return RowOnRecord(
        row.id, of.id, of.title or of.id, of.item.number, of.sheet, row.number, row.given_id, row.person_id,
        row.remains_id, tuple(cells), row.failed,
    )  # fmt: skip


def judgements_on_pairs(archive: Archive, *, current: bool = True) -> tuple[JudgementOnRecord, ...]:
    """What people decided of pairs, oldest first; with those undone or replaced where `current` is False."""
    from accounted.record.models import PairJudgement

    archive.must_be_open()
    rows: Any = PairJudgement.objects.order_by("at", "id")
    if current:
        rows = rows.filter(current=True)
    return tuple(
        JudgementOnRecord(
            row.id, row.one_id, row.other_id, row.verdict, row.reason, row.by, row.at.isoformat(),
            row.current, row.probability,
        )
        for row in rows
    )  # fmt: skip


def current_run(archive: Archive) -> RunOnRecord | None:
    """The newest run of linking, or None."""
    from accounted.record.models import LinkageRun

    archive.must_be_open()
    row: Any = LinkageRun.objects.filter(current=True).first()
    if row is None:
        return None
    return RunOnRecord(
        row.id, tuple(row.lists), row.engine, row.versions, row.parameters, row.records, row.pairs,
        row.persons_low, row.persons_best, row.persons_high, row.basis, tuple(row.warnings),
        row.at.isoformat(), row.sha256,
    )  # fmt: skip


def result_of(archive: Archive, run: RunOnRecord) -> Mapping[str, Any]:
    """What a run proposed, as it was kept: pairs, clusters of more than one record, draws, the model."""
    result: Mapping[str, Any] = json.loads(archive.load(run.sha256))
    return result


def pairs_to_review(archive: Archive, *, limit: int | None = None) -> tuple[ProposedPair, ...]:
    """The pairs of the current run that nobody has decided, those nearest to indecision first.

    A pair that somebody was unsure of is among them again, behind the others.
    """
    run = current_run(archive)
    if run is None:
        return ()
    judged = {(one.one, one.other): one.verdict for one in judgements_on_pairs(archive)}
    open_pairs = []
    for told in result_of(archive, run)["pairs"]:
        pair = tuple(sorted((told["a"], told["b"])))
        verdict = judged.get((pair[0], pair[1]))
        if verdict in (None, "unsure"):
            open_pairs.append((verdict == "unsure", abs(told["probability"] - 0.5), pair, told))
    open_pairs.sort(key=lambda one: one[:3])
    return tuple(
        ProposedPair(told["a"], told["b"], told["probability"], told["weight"], tuple(told.get("steps", ())))
        for *_, told in open_pairs[:limit]
    )


def clusters_now(archive: Archive) -> tuple[tuple[str, ...], ...]:
    """The groups of records that are one person: by the current run, and by what was decided since.

    Records alone are not among them. A decision taken after the run counts at once: "same" joins, and a pair
    decided to be different is not left together (the run's group then falls back to what was decided).
    """
    run = current_run(archive)
    proposed = [tuple(one) for one in result_of(archive, run)["clusters"]] if run is not None else []
    judged = judgements_on_pairs(archive)
    same = [(one.one, one.other) for one in judged if one.verdict == "same"]
    apart = [(one.one, one.other) for one in judged if one.verdict == "different"]
    of = {member: number for number, cluster in enumerate(proposed) for member in cluster}
    broken = {of[a] for a, b in apart if a in of and of.get(b) == of[a]}
    head: dict[str, str] = {}

    def find(one: str) -> str:
        while (above := head.get(one, one)) != one:
            one = above
        return one

    def join(one: str, other: str) -> None:
        first, second = sorted((find(one), find(other)))
        head[second] = first
        head.setdefault(first, first)

    for a, b in same:
        join(a, b)
    careful = {member for pair in (*same, *apart) for member in pair}
    for number, cluster in enumerate(proposed):
        if number in broken:
            continue
        plain = careful.isdisjoint(cluster)
        for member in cluster[1:]:
            if plain or not _would_join(apart, find, cluster[0], member):
                join(cluster[0], member)
    groups: dict[str, list[str]] = {}
    for member in sorted({*head, *of}):
        groups.setdefault(find(member), []).append(member)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _would_join(apart: Sequence[tuple[str, str]], find: Callable[[str], str], one: str, other: str) -> bool:
    """Whether joining two records would bring together a pair that was decided to be two people."""
    here, there = find(one), find(other)
    return any({find(a), find(b)} == {here, there} for a, b in apart)


def people_on_lists(archive: Archive) -> PeopleOnLists | None:
    """How many people the lists on record are of, as a range with its basis; None where there is no list."""
    from django.db.models import Count

    from accounted.record.models import Person

    lists = [one for one in person_lists(archive) if one.kind == "person"]
    if not lists:
        return None
    rows = sum(one.entered for one in lists)
    merged = Person.objects.filter(list_rows__isnull=False, same_as__isnull=False).count()
    outcomes: Any = Person.objects.filter(list_rows__isnull=False, same_as__isnull=True).values("outcome")
    told = {one["outcome"] or "unknown": one["many"] for one in outcomes.annotate(many=Count("id"))}
    run = current_run(archive)
    titles = tuple(one.title for one in lists)
    aside = sum(one.set_aside for one in lists)
    most = rows - merged
    if run is None:
        least = max((one.entered for one in lists if one.no_duplicates), default=min(1, rows))
        basis = (
            "the lists have not been linked: at most every row is a person, at least those of the longest "
            "list without duplicates; run accounted link"
        )
        return PeopleOnLists(titles, rows, aside, min(least, most), most, most, basis, None, told)
    outside = rows - run.records
    low, best, high = (min(most, one + outside) for one in (run.low, run.best, run.high))
    return PeopleOnLists(titles, rows, aside, low, best, high, run.basis, run.id, told)
