"""Linking the lists of an archive: rows in, decisions as constraints, the proposal on record.

The engine (`accounted.linking`) knows no archive. It is handed the rows of lists, and what people decided of
pairs; what comes back is put on record as a proposal, after a look that no decided pair was moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from accounted.linking.evaluation import LOOSE, STRICT
from accounted.linking.explaining import described, pair_at, told_of_pair
from accounted.linking.settings import Decision, Settings
from accounted.record.decisions.linking import Proposed, record_linkage
from accounted.record.docket import DecisionRefused, NotOnRecord
from accounted.record.queries.linking import (
    ListOnRecord,
    RunOnRecord,
    current_run,
    judgements_on_pairs,
    listed_people,
    person_lists,
    result_of,
    rows_of,
)

if TYPE_CHECKING:
    from accounted.linking import Linkage, People
    from accounted.record.archive import Archive

DRAWS = 20
NAMED = frozenset({"name", "given", "family", "alias", "id_number"})
NOT_COMPARED = frozenset({"id", "list", "note", "status"})
PACKED = 50_000  # rows
LEAST = 0.01  # pairs less probable are not kept: there are millions


@dataclass(frozen=True, slots=True)
class LinkedLists:
    """A run of linking that is on record, and the engine's whole result while it is at hand."""

    run: RunOnRecord
    linkage: Linkage


def link_lists(
    archive: Archive,
    *,
    lists: Sequence[str] = (),
    settings: Settings | None = None,
    on_progress: Callable[[str], None] | None = None,
) -> LinkedLists:
    """Link lists on record: all, or those named by identifier, title or item; record the result.

    Rows that name nobody and give no number are not linked: an unknown man of thirty is like too many. They
    stay on record, and widen the range of how many people there are.

    Every decision on a pair that holds is a constraint: "same" stays together, "different" stays apart.

    Raises:
        NotOnRecord: no such list. DecisionRefused: nobody is on the lists, or the run moved a decided pair.
        CannotLink: the engine cannot compare them.
    """
    from accounted.linking import link

    chosen = _chosen(archive, lists)
    settings = settings or Settings()
    if settings.within is None and not settings.one_to_one:
        # A list that is not known to be free of duplicates is searched for them too.
        settings = replace(settings, within=not all(one.no_duplicates for one in chosen))
    judged = [one for one in judgements_on_pairs(archive) if one.verdict in ("same", "different")]
    people, nameless, there = _people(
        archive, chosen, {end for one in judged for end in (one.one, one.other)}
    )
    decided = tuple(
        Decision(one.one, one.other, one.verdict == "same")
        for one in judged
        if one.one in there and one.other in there
    )
    if on_progress is not None:
        on_progress(f"{len(people):,} records of {len(chosen)} lists")
    linkage = link(people, settings, decided, on_plan=_saying(on_progress))
    outcomes = dict(_bases(archive, chosen))
    proposed = _proposed(linkage, chosen, settings, outcomes, len(decided), nameless)
    record_linkage(archive, proposed)
    run = current_run(archive)
    assert run is not None
    return LinkedLists(run, linkage)


def _saying(report: Callable[[str], None] | None) -> Callable[[object], None] | None:
    return None if report is None else lambda plan: report(str(plan))


def hand_on(linked: LinkedLists, *, draws: int = DRAWS, seed: int = 1) -> dict[str, Any]:
    """A run for estimating: whose record is on which list, the groups, and draws of how it may be otherwise.

    {"records": {record: list}, "clusters": [[…]], "draws": [[[…]], …]}; records alone stand in no group.
    """
    from accounted.linking.draws import handed_on

    return handed_on(linked.linkage, draws, seed)


def _chosen(archive: Archive, asked: Sequence[str]) -> list[ListOnRecord]:
    there = [one for one in person_lists(archive) if one.kind == "person"]
    if not asked:
        return there
    found = []
    for name in asked:
        of = [one for one in there if name in (one.id, one.title, one.item)]
        if not of:
            raise NotOnRecord(
                f"{name}: there is no such list; there are: {', '.join(one.title for one in there) or 'none'}"
            )
        found += [one for one in of if one not in found]
    return found


def _names(lists: Sequence[ListOnRecord]) -> dict[str, str]:
    """What each list is called; two of one title are told apart by their item."""
    titles = [one.title for one in lists]
    alone = {title for title in titles if titles.count(title) == 1}
    return {
        one.id: one.title if one.title in alone else f"{one.title} ({one.item}, {one.sheet or one.id})"
        for one in lists
    }


def _bases(archive: Archive, lists: Sequence[ListOnRecord]) -> Iterator[tuple[str, str]]:
    """Under which basis each listed person is counted, where their list says what became of them."""
    from accounted.record.models import Person
    from accounted.record.queries.judgements import BASIS_OF_OUTCOME

    people = Person.objects.filter(list_rows__list_id__in=[one.id for one in lists], outcome__isnull=False)
    for person, outcome in people.values_list("id", "outcome").iterator(2_000):
        basis = BASIS_OF_OUTCOME.get(outcome)
        if basis is not None:
            yield person, basis


def _people(archive: Archive, lists: Sequence[ListOnRecord], asked: set[str]) -> tuple[People, int, set[str]]:
    """The named rows of lists as columns, how many name nobody, and which of `asked` are among the named.

    Rows are packed as they are read: a million of them as objects would take more than the engine does.

    Raises:
        DecisionRefused: nobody is named.
    """
    import pyarrow as pa

    from accounted.linking import People
    from accounted.linking.tables.headings import fields

    names = _names(lists)
    free = {one.id for one in lists if one.no_duplicates}
    ids: list[str] = []
    list_of: list[int] = []
    known: dict[str, int] = {}
    clean: list[bool] = []
    packed: dict[str, list[Any]] = {name: [] for name in fields() if name not in NOT_COMPARED}
    waiting: list[Mapping[str, Any]] = []
    nameless = 0

    def pack() -> None:
        for name, parts in packed.items():
            parts.append(pa.array([_text(one.get(name)) for one in waiting], pa.string()))
        waiting.clear()

    for person, of, values in listed_people(archive, [one.id for one in lists]):
        if not NAMED & values.keys():
            nameless += 1
            continue
        part = values.get("list")
        name = f"{names[of]}: {part}" if part else names[of]
        if name not in known:
            known[name] = len(known)
            clean.append(of in free)
        ids.append(person)
        list_of.append(known[name])
        waiting.append(values)
        if len(waiting) == PACKED:
            pack()
    if not ids:
        raise DecisionRefused("nobody is named on these lists; import a list first (accounted import)")
    pack()
    columns = {name: pa.concat_arrays(parts) for name, parts in packed.items()}
    columns = {name: column for name, column in columns.items() if column.null_count < len(column)}
    people = People(ids, list_of, tuple(known), columns, no_duplicates=tuple(clean))
    return people, nameless, asked.intersection(ids)


def _text(value: Any) -> str | None:
    """A value as linking takes it; an age of two bounds as `30-35`."""
    if isinstance(value, list):
        return "-".join("" if part is None else str(part) for part in value)
    return value or None


def _proposed(
    linkage: Linkage,
    lists: Sequence[ListOnRecord],
    settings: Settings,
    outcomes: Mapping[str, str],
    decided: int,
    nameless: int,
) -> Proposed:
    groups = linkage.clusters()
    records = len(linkage.people)
    best = records - sum(len(one) - 1 for one in groups) + nameless
    less, more = _sensitivity(linkage)
    # Who is not named may be somebody who is, or nobody else.
    low, high = max(1, best - less - nameless), min(records + nameless, best + more)
    content: dict[str, Any] = {
        "model": described(linkage),
        "pairs": list(_pairs(linkage)),
        "clusters": groups,
    }
    return Proposed(
        content=content,
        lists=[one.id for one in lists],
        engine=settings.engine,
        versions=dict(linkage.versions),
        parameters={
            **settings.parameters(),
            "decisions": decided,
            "people_by_basis": _by_basis(groups, outcomes, best - low, high - best),
        },
        records=records + nameless,
        pairs=len(content["pairs"]),
        low=low,
        best=best,
        high=high,
        basis=(
            f"linking of {records:,} rows by {settings.engine}: at least, where records are taken for one "
            f"person from a probability of {LOOSE} on; at most, only from {STRICT} on; the decisions on "
            f"{decided:,} pairs hold in both"
            + (
                f"; {nameless:,} row{'s' if nameless > 1 else ''} without a name may be any of them, or "
                "others"
                if nameless
                else ""
            )
        ),
        warnings=list(linkage.warnings),
    )


def _sensitivity(linkage: Linkage) -> tuple[int, int]:
    """How many people fewer there are when pairs are joined readily, how many more when warily.

    The differences are taken, since rows that are copies of others are people of their own in these counts.
    """
    from accounted.linking.evaluation import persons_at

    here = persons_at(linkage, linkage.settings.threshold)
    return max(0, here - persons_at(linkage, LOOSE)), max(0, persons_at(linkage, STRICT) - here)


def _by_basis(
    groups: Sequence[Sequence[str]], outcomes: Mapping[str, str], less: int, more: int
) -> dict[str, list[int]]:
    """How many people under each basis of counting: somebody dead on one list and missing on another is both.

    The whole width of the number of people is allowed to each basis, so that each range holds by itself.
    """
    from collections import Counter

    rows = Counter(outcomes.values())
    joined: Counter[str] = Counter()
    for group in groups:
        for basis, many in Counter(outcomes[one] for one in group if one in outcomes).items():
            joined[basis] += many - 1
    counted = {}
    for basis in sorted(rows):
        best = rows[basis] - joined[basis]
        counted[basis] = [max(1, best - less), best, min(rows[basis], best + more)]
    return counted


def _pairs(linkage: Linkage) -> Iterator[dict[str, Any]]:
    """Every pair that is worth a look: proposed, or not improbable, or kept apart as kin."""
    import numpy as np

    person, probability = linkage.person, linkage.probability
    chosen = np.flatnonzero((probability >= LEAST) | (person[linkage.a] == person[linkage.b]) | linkage.kin)
    for place in chosen.tolist():
        yield pair_at(linkage, place, float(probability[place]))


def explain_pair(archive: Archive, one: str, other: str) -> dict[str, Any]:
    """What speaks for and against two records being one person, as the current run has it.

    {"a", "b", "probability", "weight", "steps": [{"what", "words", "weight"}], "words": [sentences],
    "decisions": [what was decided of the pair]}; probability and weight are None where the run did not bring
    the two together.

    Raises:
        NotOnRecord: one of them is no record from a list, or the lists have not been linked.
    """
    run = current_run(archive)
    if run is None:
        raise NotOnRecord("the lists have not been linked; run accounted link --archive first")
    rows = rows_of(archive, [one, other])
    for identifier in (one, other):
        if identifier not in rows:
            raise NotOnRecord(f"{identifier}: is no record from a list")
    result = result_of(archive, run)
    asked = {one, other}
    pair = next((told for told in result["pairs"] if {told["a"], told["b"]} == asked), None)
    decided = [
        {"id": held.id, "verdict": held.verdict, "reason": held.reason, "by": held.by, "at": held.at}
        for held in judgements_on_pairs(archive)
        if {held.one, held.other} == asked
    ]
    if pair is None:
        words = ["Nothing brought these two records together, or next to nothing speaks for them."]
        return {
            "a": one, "b": other, "probability": None, "weight": None, "steps": [], "words": words,
            "decisions": decided,
        }  # fmt: skip
    return {"a": one, "b": other, **told_of_pair(pair, result["model"]), "decisions": decided}
