"""Which records are compared at all: rules of agreement, each counted before it is used.

Comparing all with all is out of the question beyond a few thousand records. A rule brings together the
records that agree on some columns. Rules are tried from the most telling to the least; one that would bring
together more pairs than are left of the cap is left out, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

ALL_WITH_ALL = 1_500
Rule = tuple[str, ...]
# What stands beside a name or a day to tell people apart, most telling first.
_ANCHORS = (
    "birth", "place_key", "event", "patronymic_key", "postcode", "birth_place_key", "residence_1_key",
    "residence_2_key", "mother_key", "third_key", "born_year", "occupation_key", "region_key",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountedRule:
    """A rule and how many pairs agree by it (those another rule brings too are counted again)."""

    rule: Rule
    pairs: int

    def __str__(self) -> str:
        if not self.rule:
            return f"all with all: {self.pairs:,} pairs"
        columns = " and ".join(name.removesuffix("_key").replace("_", " ") for name in self.rule)
        return f"{columns}: {self.pairs:,} pairs"


@dataclass(frozen=True, slots=True)
class Plan:
    """The rules of a run, how many pairs they bring at most, and the rules that bring too many."""

    rules: tuple[CountedRule, ...]
    left_out: tuple[CountedRule, ...]
    cap: int

    @property
    def pairs(self) -> int:
        """The most pairs that can be compared: a pair of several rules is compared once."""
        return sum(one.pairs for one in self.rules)

    def __str__(self) -> str:
        ways = "one way" if len(self.rules) == 1 else f"{len(self.rules)} ways"
        return f"{self.pairs:,} pairs at most will be compared, by {ways} of bringing records together"


class Counter:
    """Counts pairs that agree on columns, over a table held in Arrow."""

    def __init__(self, table: pa.Table, *, within: bool) -> None:
        import numpy as np

        self.within = within
        self._codes: dict[str, tuple[np.ndarray, int]] = {}
        self._table = table
        self._known: dict[Rule, int] = {}
        self._lists = np.asarray(table["list"].to_numpy(), dtype=np.int64)

    def codes(self, name: str) -> tuple[np.ndarray, int]:
        """The values of a column as numbers; -1 for none."""
        import numpy as np

        if name not in self._codes:
            encoded = self._table[name].combine_chunks().dictionary_encode()
            if hasattr(encoded, "combine_chunks"):
                encoded = encoded.combine_chunks()
            codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
            self._codes[name] = (codes, max(1, len(encoded.dictionary)))
        return self._codes[name]

    def pairs(self, rule: Rule) -> int:
        """How many pairs agree on all columns of a rule."""
        import numpy as np

        rule = tuple(sorted(rule))
        if rule in self._known:
            return self._known[rule]
        keys = np.zeros(len(self._table), dtype=np.int64)
        there = np.ones(len(self._table), dtype=bool)
        for name in rule:
            codes, size = self.codes(name)
            there &= codes >= 0
            if len(keys) and int(keys.max()) > (1 << 62) // size:
                keys = np.unique(keys, return_inverse=True)[1]
            keys = keys * size + codes
        keys = keys[there]
        total = _pairs(np.unique(keys, return_counts=True)[1])
        if not self.within:
            lists = self._lists[there]
            # Pairs within a list are not compared.
            both = np.unique(np.stack([keys, lists]), axis=1, return_counts=True)[1] if len(keys) else keys
            total -= _pairs(both)
        self._known[rule] = total
        return total


def _pairs(counts: np.ndarray) -> int:
    import numpy as np

    counts = counts.astype(np.float64)
    return int((counts * (counts - 1) / 2).sum())


def plan(table: pa.Table, *, within: bool, cap: int, counter: Counter | None = None) -> Plan:
    """The rules for a table of columns."""
    import numpy as np

    rows = len(table)
    counter = counter or Counter(table, within=within)
    every = rows * (rows - 1) // 2
    if not within:
        every -= _pairs(np.unique(table["list"].to_numpy(), return_counts=True)[1])
    if every <= min(cap, ALL_WITH_ALL**2):
        return Plan((CountedRule((), every),), (), cap)
    chosen: list[CountedRule] = []
    left_out: list[CountedRule] = []
    left = cap
    for rule in _candidates(frozenset(table.column_names)):
        if any(set(one.rule) <= set(rule) for one in chosen):
            continue
        count = counter.pairs(rule)
        # No single rule may take what the others need.
        if count > left or count > cap // 3:
            left_out.append(CountedRule(rule, count))
        elif count:
            chosen.append(CountedRule(rule, count))
            left -= count
    return Plan(tuple(chosen), tuple(left_out), cap)


def _candidates(there: frozenset[str]) -> Iterator[Rule]:
    """Rules from the most telling to the least, of the columns there are."""
    anchors = [name for name in _ANCHORS if name in there]
    numbers = sorted(name for name in there if name.startswith("id_number"))
    names = [name for name in ("given_key", "family_key") if name in there]
    yield from ((name,) for name in numbers)
    tries: list[Rule] = [(*names, anchor) for anchor in anchors] if len(names) == 2 else []
    tries += [(name, "birth") for name in names]
    tries += [(name, a) for name in ("family_key", "given_key") for a in ("postcode", "residence_1_key")]
    tries += [
        ("birth", "postcode"),
        ("birth", "place_key"),
        ("birth", "residence_1_key"),
        ("birth", "birth_place_key"),
    ]
    if names == ["family_key"] or names == ["given_key"]:
        tries += [(names[0], anchor) for anchor in anchors]
    tries += [("family_key", "event"), ("family_key", "event", "sex"), ("given_key", "event", "place_key")]
    tries += [("family_key", "place_key", "born_year"), ("family_key", "birth_place_key", "born_year")]
    tries += [
        ("given_key", "birth_place_key", "born_year"),
        ("given_key", "patronymic_key", "place_key", "born_year"),
    ]
    tries += [
        ("given_key", "patronymic_key", "event"),
        ("residence_1_key", "residence_2_key"),
        ("postcode", "residence_1_key"),
    ]
    tries += [
        ("birth", "occupation_key"),
        ("postcode", "occupation_key"),
        ("event", "place_key", "born_year", "sex"),
    ]
    if not names:
        tries += list(combinations(anchors, 2))
        tries += [("event", "place_key"), ("event", "sex", "born_year"), *((a,) for a in anchors)]
    given: set[Rule] = set()
    for rule in tries:
        if rule not in given and set(rule) <= there:
            given.add(rule)
            yield rule


def sql(rule: Rule) -> str:
    """A rule as Splink takes it."""
    return " and ".join(f"l.{name} = r.{name}" for name in rule) or "1=1"


def training_rules(counter: Counter, there: frozenset[str], compared: Sequence[str]) -> list[Rule]:
    """Rules to train by: each comparison must be free of the columns of one of them.

    Each holds a given name, a day of birth or a person's own number. Agreement on a family name, an address
    and a day of death alone brings families together, and training would take kin for the same person.
    """
    tries: list[Rule] = [
        *((name, ) for name in sorted(there) if name.startswith("id_number")),
        ("given_key", "birth"), ("family_key", "birth"), ("given_key", "family_key"), ("birth", "place_key"),
        ("postcode", "birth"), ("birth", "residence_1_key"), ("given_key", "event", "place_key"),
        ("postcode", "given_key"), ("residence_1_key", "given_key"), ("given_key", "family_key", "place_key"),
        ("given_key", "family_key", "sex"), ("given_key", "born_year"), ("given_key", "place_key"),
        ("given_key",), ("birth",),
    ]  # fmt: skip
    chosen: list[Rule] = []
    trained: dict[str, int] = dict.fromkeys(compared, 0)
    for rule in tries:
        if not set(rule) <= there or not 200 <= counter.pairs(rule) <= 20_000_000:
            continue
        bound = {name.removesuffix("_key") for name in rule}
        bound |= {"born"} if bound & {"born_year"} else set()
        helps = [name for name in trained if name not in bound and trained[name] == 0]
        if helps:
            chosen.append(rule)
            for name in trained:
                trained[name] += name not in bound
    return chosen
