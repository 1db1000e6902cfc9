"""Who is the same person on several lists: the engine proposes, people decide, and every decision holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from accounted.linking.tables import guess, read_table
from accounted.record import lists
from accounted.record.archive import Archive
from accounted.record.decisions import DecisionRefused, Reviewer, judge_pair, undo_judgement
from accounted.record.docket import NotOnRecord
from accounted.record.queries.linking import (
    clusters_now,
    current_run,
    judgements_on_pairs,
    pairs_to_review,
    people_on_lists,
    result_of,
    rows_of,
)

FAMILIES = ("Гладун", "Сокирко", "Ярчук", "Бережна", "Щербань", "Рибалка", "Дорошенко", "Підлісна", "Кучер")
GIVEN = ("Олександр", "Марія", "Тарас", "Іван", "Лідія", "Григорій", "Оксана", "Євген", "Софія", "Петро")


def _list(seed: int, people: int) -> str:
    """An invented list; two of different seed have people in common, some with another day of birth."""
    lines = ["№;Прізвище;Ім'я;Дата народження;Дата загибелі"]
    for number in range(people):
        family, given = FAMILIES[number % 9], GIVEN[(number // 9 + number) % 10]
        day = 1 + (number * 7 + (seed if number % 5 == 0 else 0)) % 28
        lines.append(f"{number};{family};{given};{day:02}.0{1 + number % 9}.19{50 + number % 40};03.06.2031")
    return "\n".join(lines)


@pytest.fixture
def two_lists(archive: Archive, tmp_path: Path) -> tuple[str, ...]:
    """Two lists of forty on record; the records, list by list."""
    from accounted.record.models import ListRow

    for seed in (0, 1):
        path = tmp_path / f"list {seed}.csv"
        path.write_text(_list(seed, 40), encoding="utf-8")
        mapping = replace(guess(read_table(path)).mapping, no_duplicates=True)
        lists.import_list(archive, path, mapping)
    return tuple(ListRow.objects.order_by("list_id", "number").values_list("person_id", flat=True))


def _stands_for(*persons: str) -> list[str | None]:
    from accounted.record.models import Person

    return [Person.objects.get(pk=one).same_as_id for one in persons]


def test_the_earliest_record_stands_for_those_decided_to_be_one_person(
    archive: Archive, two_lists: tuple[str, ...], anna: Reviewer
) -> None:
    a, b, c = sorted(two_lists)[:3]
    judge_pair(archive, c, b, "same", by=anna, reason="same passport")
    judge_pair(archive, b, a, "same", by=anna, reason="same mother")
    assert _stands_for(a, b, c) == [None, a, a]


def test_undoing_takes_exactly_that_merge_back(
    archive: Archive, two_lists: tuple[str, ...], anna: Reviewer
) -> None:
    a, b, c = sorted(two_lists)[:3]
    judge_pair(archive, c, b, "same", by=anna, reason="same passport")
    second = judge_pair(archive, b, a, "same", by=anna, reason="same mother")
    undo_judgement(archive, second, by=anna, reason="another mother")
    assert _stands_for(a, b, c) == [None, None, b]
    with pytest.raises(NotOnRecord, match="does not hold any more"):
        undo_judgement(archive, second, by=anna, reason="again")
    assert [one.current for one in judgements_on_pairs(archive, current=False)] == [True, False]


def test_decisions_cannot_contradict_one_another(
    archive: Archive, two_lists: tuple[str, ...], anna: Reviewer
) -> None:
    a, b, c = two_lists[:3]
    judge_pair(archive, a, b, "same", by=anna, reason="x")
    judge_pair(archive, b, c, "same", by=anna, reason="x")
    with pytest.raises(DecisionRefused, match="one person through other records"):
        judge_pair(archive, a, c, "different", by=anna, reason="x")
    judge_pair(archive, b, c, "different", by=anna, reason="a second look")
    with pytest.raises(DecisionRefused, match="were decided to be two people"):
        judge_pair(archive, a, c, "same", by=anna, reason="x")


def test_a_decision_needs_a_named_person_and_a_reason(
    archive: Archive, two_lists: tuple[str, ...], anna: Reviewer
) -> None:
    a, b = two_lists[:2]
    with pytest.raises(DecisionRefused, match="reason"):
        judge_pair(archive, a, b, "same", by=anna, reason=" ")
    with pytest.raises(DecisionRefused, match="named person"):
        judge_pair(archive, a, b, "same", by=Reviewer("linking 1.0", None), reason="probability 1")


def test_a_run_that_moves_a_decided_pair_is_not_put_on_record(
    archive: Archive, two_lists: tuple[str, ...], anna: Reviewer
) -> None:
    from accounted.record.decisions.linking import Proposed, record_linkage

    a, b = two_lists[:2]
    judge_pair(archive, a, b, "different", by=anna, reason="brothers")
    with pytest.raises(DecisionRefused, match="does not keep the decision"):
        record_linkage(
            archive,
            Proposed({"pairs": [], "clusters": [[a, b]]}, ["l"], "duckdb", {}, {}, 2, 1, 1, 1, 1, "none"),
        )


def test_what_is_decided_after_a_run_counts_at_once(
    archive: Archive, two_lists: tuple[str, ...], anna: Reviewer
) -> None:
    from accounted.record.decisions.linking import Proposed, record_linkage

    a, b, c, d = sorted(two_lists)[:4]
    record_linkage(
        archive,
        Proposed({"pairs": [], "clusters": [[a, b, c]]}, ["l"], "duckdb", {}, {}, 80, 1, 60, 70, 80, "none"),
    )
    judge_pair(archive, c, d, "same", by=anna, reason="x")
    assert clusters_now(archive) == ((a, b, c, d),)
    judge_pair(archive, a, b, "different", by=anna, reason="x")
    assert clusters_now(archive) == ((c, d),)


@pytest.mark.slow
def test_link_decide_fifty_link_undo_three_link(
    archive: Archive, two_lists: tuple[str, ...], anna: Reviewer
) -> None:
    """The round trip: at each step the record, the log and the counts agree, and no decided pair is moved."""
    pytest.importorskip("splink", reason="linking is not installed: pip install 'accounted[linking]'")
    from accounted.record.linking import explain_pair, link_lists

    def agree() -> None:
        run, people = current_run(archive), people_on_lists(archive)
        assert run is not None and people is not None
        groups = result_of(archive, run)["clusters"]
        assert run.best == len(two_lists) - sum(len(group) - 1 for group in groups)
        assert run.low <= run.best <= run.high and people.low <= people.best <= people.high
        of = {member: number for number, group in enumerate(groups) for member in group}
        for one in judgements_on_pairs(archive):
            together = one.one in of and of[one.one] == of.get(one.other)
            assert together == (one.verdict == "same")
        assert archive.verify_record().ok

    link_lists(archive)
    agree()
    half = len(two_lists) // 2
    pairs = [(two_lists[n], two_lists[half + n]) for n in range(25)]
    pairs += [(two_lists[n], two_lists[half + (n + 1) % half]) for n in range(25)]
    made = [
        judge_pair(archive, a, b, "same" if n < 25 else "different", by=anna, reason=f"pair {n}")
        for n, (a, b) in enumerate(pairs)
    ]
    link_lists(archive)
    agree()
    for judgement in (made[0], made[10], made[30]):
        undo_judgement(archive, judgement, by=anna, reason="a second look")
    link_lists(archive)
    agree()
    assert len(judgements_on_pairs(archive)) == 47
    assert len(judgements_on_pairs(archive, current=False)) == 50
    open_pairs = pairs_to_review(archive)
    nearness = [abs(pair.probability - 0.5) for pair in open_pairs]
    assert nearness == sorted(nearness)
    decided = {(one.one, one.other) for one in judgements_on_pairs(archive)}
    assert not decided & {tuple(sorted((pair.a, pair.b))) for pair in open_pairs}
    told = explain_pair(archive, *pairs[1])
    assert told["decisions"][0]["verdict"] == "same"
    if told["steps"]:
        assert told["steps"][0]["what"] == "start" and "Together: probability" in told["words"][-1]
    before = list(_everything())
    archive.rebuild()
    assert list(_everything()) == before


def _everything() -> list[object]:
    from accounted.record.models import LinkageRun, PairJudgement, Person

    return [list(model.objects.order_by("id").values()) for model in (LinkageRun, PairJudgement, Person)]


def test_rows_of_a_pair_are_shown_with_their_sources(archive: Archive, two_lists: tuple[str, ...]) -> None:
    rows = rows_of(archive, two_lists[:1])
    assert rows[two_lists[0]].where == "list 0.csv (ACC-000001), row 2"


def test_lists_and_runs_reach_reckoning_as_a_range(archive: Archive, two_lists: tuple[str, ...]) -> None:
    from accounted.record.decisions.linking import Proposed, record_linkage
    from accounted.record.queries import judgements

    assert judgements(archive).individuals == () and judgements(archive).listed == ()
    record_linkage(
        archive,
        Proposed(
            {"pairs": [], "clusters": []}, ["l"], "duckdb", {},
            {"people_by_basis": {"died_any": [40, 41, 60]}}, 80, 0, 40, 41, 60, "none",
        ),
    )  # fmt: skip
    (one,) = judgements(archive).listed
    assert (one.basis, one.low, one.best, one.high) == ("died_any", 40, 41, 60)
