"""Which records are one person: the one way from lists to pairs and persons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from accounted.linking import columns, kin
from accounted.linking.blocking import Plan
from accounted.linking.clusters import Constraints, clusters, parts
from accounted.linking.people import CannotLink, LinkRecord, People
from accounted.linking.scoring import Model, Scored, Session, score
from accounted.linking.settings import Decision, Settings

if TYPE_CHECKING:
    import numpy as np

# Rows that are the same in all that is compared are compared for so many of them.
_ALIKE = 2
_LARGEST_PART = 150
LARGEST_LISTED = 60
# Components are looked at whole from this far below the threshold, in bits.
_AROUND = 2.0
_CERTAIN = 40.0


@dataclass(frozen=True, slots=True)
class Linkage:
    """What linking proposes.

    Attributes:
        people: the records.
        a, b: rows of the records of each scored pair.
        weight: of each pair, in bits; its probability follows (`probability`).
        levels: for each comparison the level of each pair, 0 the best, -1 where it says nothing.
        person: the number of its person for each record.
        kin: for each pair, whether it is kept apart as two people of one family.
        model: the model, trained on these lists.
        plan: which pairs were brought together at all.
        decisions: those that were followed.
        warnings: what a user must know of this run.
        versions: of what made it, for a later run to the same answer.
    """

    people: People
    a: np.ndarray
    b: np.ndarray
    weight: np.ndarray
    levels: Mapping[str, np.ndarray]
    person: np.ndarray
    kin: np.ndarray
    model: Model
    plan: Plan
    settings: Settings
    decisions: tuple[Decision, ...]
    constraints: Constraints = field(repr=False)
    warnings: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def probability(self) -> np.ndarray:
        """How likely each pair is one person."""
        import numpy as np

        likely: np.ndarray = 1.0 / (1.0 + np.exp2(-np.clip(self.weight, -1000, 1000)))
        return likely

    @property
    def persons(self) -> int:
        """How many persons the records are, as proposed."""
        import numpy as np

        return len(np.unique(self.person))

    def proposed(self) -> np.ndarray:
        """The places of the scored pairs that are one person, as proposed."""
        import numpy as np

        return np.flatnonzero(self.person[self.a] == self.person[self.b])

    def pairs(self) -> list[dict[str, Any]]:
        """Every two records that are one person, as proposed: ids, probability and weight.

        Two records of a person that were not compared with each other (copies of one row, members of a very
        large group) have the least weight their person is held together by. Of a person of more than
        `LARGEST_LISTED` records only the compared pairs are listed, and each copy with the first record.
        """
        chosen = self.proposed()
        told = list(
            zip(self.a[chosen].tolist(), self.b[chosen].tolist(), self.weight[chosen].tolist(), strict=True)
        )
        told += self._not_compared(chosen)
        told.sort()
        ids = self.people.ids
        return [
            {
                "a": ids[a], "b": ids[b], "weight": round(w, 3),
                "probability": round(1.0 / (1.0 + 2.0 ** -max(w, -60.0)), 6),
            }
            for a, b, w in told
        ]  # fmt: skip

    def _not_compared(self, chosen: np.ndarray) -> list[tuple[int, int, float]]:
        """Pairs within a person that were not compared, by rows."""
        import numpy as np

        sizes = np.bincount(self.person, minlength=len(self.person))
        there = np.bincount(self.person[self.a[chosen]], minlength=len(self.person))
        short = there < sizes * (sizes - 1) // 2
        if not short.any():
            return []
        known: dict[int, dict[tuple[int, int], float]] = {}
        for place in chosen[short[self.person[self.a[chosen]]]].tolist():
            pair = int(self.a[place]), int(self.b[place])
            known.setdefault(int(self.person[pair[0]]), {})[pair] = float(self.weight[place])
        lists = self.people.list_of
        within = self.model.link_type == "dedupe_only"
        made: list[tuple[int, int, float]] = []
        for rows in self.groups():
            if not short[self.person[rows[0]]]:
                continue
            here = known.get(int(self.person[rows[0]]), {})
            weight = min((one for one in here.values() if one > 0), default=0.0)
            pairs = (
                combinations(rows, 2) if len(rows) <= LARGEST_LISTED else ((rows[0], row) for row in rows[1:])
            )
            made += [
                (x, y, weight) for x, y in pairs if (x, y) not in here and (within or lists[x] != lists[y])
            ]
        return made

    def groups(self) -> list[list[int]]:
        """The rows of each person of more than one record."""
        from accounted.linking.draws import groups_of

        return groups_of(self.person)

    def clusters(self) -> list[list[str]]:
        """The ids of each person of more than one record."""
        ids = self.people.ids
        return [[ids[row] for row in rows] for rows in self.groups()]

    def draws(self, count: int, seed: int) -> list[list[list[str]]]:
        """Other answers the evidence allows; see `accounted.linking.draws`."""
        from accounted.linking.draws import draws

        return draws(self, count, seed)


def link(
    lists: People | Mapping[str, Iterable[LinkRecord]],
    settings: Settings | None = None,
    decisions: Sequence[Decision] = (),
    *,
    on_plan: Callable[[Plan], None] | None = None,
) -> Linkage:
    """Link the records of one list, or of several.

    The same lists, settings and decisions give the same answer. `on_plan` is told which pairs will be
    compared, and how many, before any is.

    Raises:
        CannotLink: nothing can be compared, or decisions contradict one another or name unknown records.
    """
    import numpy as np

    settings = settings or Settings()
    people = lists if isinstance(lists, People) else People.of(lists)
    if len(people) < 2:
        raise CannotLink("there is one record; linking needs two at least")
    within = len(people.lists) == 1 if settings.within is None else settings.within
    made = columns.made(people, settings.gazetteer)
    say = list(made.warnings)
    rows, twins = _without_copies(made.table, say)
    table = made.table
    if len(rows) < len(people):
        table = table.take(rows).set_column(0, "rec", [np.arange(len(rows), dtype=np.int64)])
    scored, model, plan, session = score(
        table, within=within, settings=settings, say=say, on_plan=on_plan
    )  # fmt: skip
    try:
        scored, model = _weighed(scored, model, session, table, settings)
    finally:
        session.close()
    if len(rows) < len(people):
        scored = replace(scored, a=rows[scored.a], b=rows[scored.b])
    constraints = _constraints(people, settings, decisions, twins)
    relatives = kin.apart(scored, model)
    weight = np.where(relatives, np.minimum(scored.weight, -_CERTAIN), scored.weight)
    constraints = replace(constraints, apart=constraints.apart | _kin_pairs(scored, relatives, constraints))
    person = clusters(len(people), scored.a, scored.b, weight, constraints, least=bits(settings.threshold))
    return Linkage(
        people, scored.a, scored.b, weight, scored.levels, person, relatives, model, plan, settings,
        tuple(decisions), constraints, tuple(say), _versions(),
    )  # fmt: skip


def _kin_pairs(scored: Scored, relatives: np.ndarray, constraints: Constraints) -> set[tuple[int, int]]:
    """The pairs kept apart as kin, but for those that decisions join: a person knows better."""
    joined: dict[int, int] = {}

    def root(x: int) -> int:
        while joined.get(x, x) != x:
            x = joined[x]
        return x

    for x, y in constraints.together:
        joined[root(x)] = root(y)
    pairs = zip(scored.a[relatives].tolist(), scored.b[relatives].tolist(), strict=True)
    return {(x, y) for x, y in pairs if not joined or root(x) != root(y)}


def bits(probability: float) -> float:
    """A probability as a weight."""
    import math

    probability = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log2(probability / (1 - probability))


def _without_copies(table: Any, say: list[str]) -> tuple[np.ndarray, dict[int, tuple[int, int]]]:
    """The rows to compare: of rows the same in everything, two; the others go with the first two."""
    import numpy as np

    rows = len(table)
    key = np.zeros(rows, dtype=np.int64)
    for name in table.column_names:
        if name == "rec" or name.endswith("_key"):
            continue
        column = table[name].combine_chunks().dictionary_encode()
        codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64) + 1
        size = len(column.dictionary) + 1
        if int(key.max(initial=0)) > (1 << 62) // size:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
        key = key * size + codes
    order = np.argsort(key, kind="stable")
    new = np.append(True, np.diff(key[order]) != 0)
    start = np.maximum.accumulate(np.where(new, np.arange(rows), 0))
    place = np.arange(rows) - start
    kept = np.sort(order[place < _ALIKE])
    twins = {
        int(order[at]): (int(order[start[at]]), int(order[start[at] + 1]))
        for at in np.flatnonzero(place >= _ALIKE)
    }
    if len(twins) > 20:
        say.append(
            f"{len(twins):,} rows are copies, in all that is compared, of at least two others; "
            "they go with those"
        )
    return kept, twins


def _weighed(
    scored: Scored, model: Model, session: Session, table: Any, settings: Settings
) -> tuple[Scored, Model]:
    """With the prior the pairs themselves speak for, and every pair of a component weighed."""
    import numpy as np

    least = bits(settings.threshold)
    shift = _prior_shift(scored.weight, model, session.possible)
    part = parts(
        len(table), scored.a, scored.b, scored.weight + shift, least=least - _AROUND, most=_LARGEST_PART
    )
    if (part >= 0).any():
        whole = session.within_parts(model, part)
        outside = ~((part[scored.a] == part[scored.b]) & (part[scored.a] >= 0))
        scored = Scored(
            np.concatenate([scored.a[outside], whole.a]), np.concatenate([scored.b[outside], whole.b]),
            np.concatenate([scored.weight[outside], whole.weight]),
            {name: np.concatenate([one[outside], whole.levels[name]]) for name, one in scored.levels.items()},
        )  # fmt: skip
        shift = _prior_shift(scored.weight, model, session.possible)
    prior = 1 / (1 + 2.0 ** -(bits(model.prior) + shift))
    return replace(scored, weight=scored.weight + shift), replace(model, prior=prior)


def _prior_shift(weight: np.ndarray, model: Model, possible: float) -> float:
    """How far all weights move, in bits, if as many pairs are one person as the weights themselves say."""
    import numpy as np

    start = bits(model.prior)
    shift = 0.0
    for _ in range(8):
        found = float((1.0 / (1.0 + np.exp2(-np.clip(weight + shift, -60, 60)))).sum())
        new = bits(max(found, 0.5) / max(possible, 1.0)) - start
        # Weights are never quite right; the prior follows them within bounds, those of no training only down.
        new = min(max(new, -4.0), 5.0 if model.trained else 0.0)
        if abs(new - shift) < 0.01:
            break
        shift = new
    return shift


def _constraints(
    people: People, settings: Settings, decisions: Sequence[Decision], copies: Mapping[int, tuple[int, int]]
) -> Constraints:
    import numpy as np

    together: list[tuple[int, int]] = []
    apart: set[tuple[int, int]] = set()
    if decisions:
        row_of: dict[str, int] = {}
        for row, id_ in enumerate(people.ids):
            row_of.setdefault(id_, row)
        for one in decisions:
            if one.a not in row_of or one.b not in row_of:
                missing = one.a if one.a not in row_of else one.b
                raise CannotLink(f"a decision names record {missing!r}, which stands on no list given")
            low, high = sorted((row_of[one.a], row_of[one.b]))
            if low == high:
                continue
            if one.same:
                together.append((low, high))
            else:
                apart.add((low, high))
    clean = None
    if settings.one_to_one:
        clean = np.asarray(people.list_of, dtype=np.int64)
    elif any(people.no_duplicates):
        flags = np.asarray(people.no_duplicates)
        lists = np.asarray(people.list_of, dtype=np.int64)
        clean = np.where(flags[lists], lists, -1)
    # What a person decided of a copy holds for it alone.
    decided = {row for pair in (*together, *apart) for row in pair}
    free = {row: others for row, others in copies.items() if row not in decided and clean is None}
    return Constraints(tuple(together), frozenset(apart), clean, free)


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    from accounted import __version__
    from accounted.names.keys import VERSION

    return {
        "accounted": __version__, "splink": version("splink"), "duckdb": version("duckdb"),
        "keys of names": VERSION,
    }  # fmt: skip
