"""Splink at work: training, and the weight of every pair that the rules bring together."""

from __future__ import annotations

import logging
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accounted.linking.blocking import Counter, Plan, Rule, plan, sql, training_rules
from accounted.linking.model import Compared, comparisons, repaired
from accounted.linking.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

ENOUGH_TO_TRAIN = 400
_SAMPLED = 400_000
_FEW_PAIRS = 2_000
_TRAINING_PAIRS = 400_000
# Pairs below this weight are not kept: they take no part in any decision.
_LEAST_WEIGHT = -6.0


@dataclass(frozen=True, slots=True)
class Model:
    """The trained model: comparisons, m and u of each level, how likely two records are one person."""

    compared: tuple[Compared, ...]
    values: Mapping[str, Sequence[tuple[float, float]]]
    prior: float
    link_type: str
    trained: bool
    settings: Mapping[str, Any] = field(repr=False)

    def weight(self, name: str, level: int) -> float:
        """The weight in bits of a level of a comparison, counted from the best."""
        one = next(one for one in self.compared if one.name == name)
        return one.weight(level, self.values[name])

    def levels_of(self, one: Compared, weights: np.ndarray) -> np.ndarray:
        """Which level gave each weight: 0 is the best, -1 says nothing. Splink hands out weights only."""
        import numpy as np

        known = np.array(
            [0.0] + [one.weight(place, self.values[one.name]) for place in range(len(one.levels))]
        )
        order = np.argsort(known, kind="stable")
        place = np.searchsorted((known[order][1:] + known[order][:-1]) / 2, weights)
        return (order[place] - 1).astype(np.int8)


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of records (by row): weight in bits, and the level of each comparison, 0 the best, -1 silent."""

    a: np.ndarray
    b: np.ndarray
    weight: np.ndarray
    levels: Mapping[str, np.ndarray]


@contextmanager
def quiet() -> Iterator[None]:
    """Splink's own remarks on training are ours to make, in our words."""
    logger = logging.getLogger("splink")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)


def score(
    table: pa.Table, *, within: bool, settings: Settings, say: list[str],
    on_plan: Callable[[Plan], None] | None = None,
) -> tuple[Scored, Model, Plan, Session]:  # fmt: skip
    """Train on a table of columns and score the pairs its blocking rules bring together."""
    counter = Counter(table, within=within)
    chosen = plan(table, within=within, cap=settings.cap(len(table)), counter=counter)
    if on_plan is not None:
        on_plan(chosen)
    compared = comparisons(frozenset(table.column_names))
    session = Session.open(table, within, settings)
    # One way to train: sampling on another engine would give another model.
    teacher = session if settings.engine == "duckdb" else Session.on_duckdb(table, within, settings)
    rules = chosen.rules
    with quiet():
        model = _trained(teacher, table, compared, counter, within, settings, say)
        if teacher is not session:
            teacher.close()
        scored = session.predict(model, [one.rule for one in rules]) if rules else _none(compared)
    if chosen.left_out:
        say.append(
            f"{len(chosen.left_out)} ways of bringing records together would make more pairs than the "
            f"{chosen.cap:,} allowed and are left out; the first: {chosen.left_out[0]}"
        )
    return scored, model, chosen, session


def _taught(linker: Any, rule: Rule) -> bool:
    """Train on the pairs of a rule; whether Splink could."""
    try:
        linker.training.estimate_parameters_using_expectation_maximisation(
            sql(rule), estimate_without_term_frequencies=True, max_pairs=_TRAINING_PAIRS
        )
    except ValueError:
        return False
    return True


def _none(compared: Sequence[Compared]) -> Scored:
    import numpy as np

    none = np.zeros(0, dtype=np.int64)
    return Scored(none, none, np.zeros(0), {one.name: none for one in compared})


# -- training -------------------------------------------------------------------------------------


def _trained(
    session: Session, table: pa.Table, compared: tuple[Compared, ...], counter: Counter, within: bool,
    settings: Settings, say: list[str],
) -> Model:  # fmt: skip
    link_type = "dedupe_only" if within else "link_only"
    first = {one.name: [(level.m, level.u) for level in one.levels] for one in compared}
    exact = exact_agreement(compared, counter, within)
    pairs = _possible(table, within)
    names = [one.name for one in compared]
    rules = (
        training_rules(counter, frozenset(table.column_names), names) if len(table) >= ENOUGH_TO_TRAIN else []
    )
    if not rules:
        say.append(
            f"{len(table):,} records are too few to train on, with what they say; weights are those of other "
            "lists of the kind, and probabilities are rougher than usual"
        )
        # Frequencies of few records say little of how rare a value is.
        compared = tuple(one.without_rarity() for one in compared)
        sure = pairs / (pairs + _FEW_PAIRS)
        exact = {
            key: sure * u + (1 - sure) * first[key[0]][key[1]][1]
            for key, u in exact.items()
            if key[0] != "sex"
        }
        values, _ = repaired(compared, {n: [(None, None)] * len(v) for n, v in first.items()}, exact, 1e6)
        return _model(compared, values, _first_prior(table, within, pairs), link_type, False)
    told = session.train(compared, rules, link_type, settings.seed)
    values, untrained = repaired(compared, told, exact, min(pairs, _SAMPLED))
    if untrained:
        say.append(
            f"no pairs to train on for: {', '.join(n.replace('_', ' ') for n in untrained)}; "
            "first values are kept"
        )
    return _model(compared, values, _first_prior(table, within, pairs), link_type, True)


def _first_prior(table: pa.Table, within: bool, pairs: float) -> float:
    """How likely two records are one person, to begin with: as if three in ten stood twice."""
    return min(0.1, 0.3 * _smaller(table, within) / max(pairs, 1.0))


def _model(
    compared: tuple[Compared, ...], values: dict[str, list[tuple[float, float]]], prior: float,
    link_type: str, trained: bool,
) -> Model:  # fmt: skip
    settings = {
        "link_type": link_type, "unique_id_column_name": "rec",
            "source_dataset_column_name": "source_dataset",
        "probability_two_random_records_match": prior, "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "comparisons": [one.creator(values) for one in compared],
    }  # fmt: skip
    return Model(compared, values, prior, link_type, trained, settings)


def _possible(table: pa.Table, within: bool) -> float:
    import numpy as np

    rows = float(len(table))
    every = rows * (rows - 1) / 2
    if not within:
        each = np.unique(table["list"].to_numpy(), return_counts=True)[1].astype(float)
        every -= float((each * (each - 1) / 2).sum())
    return every


def _smaller(table: pa.Table, within: bool) -> float:
    """About how many links there could be: the rows, or those of the smaller lists."""
    import numpy as np

    if within:
        return float(len(table))
    each = np.unique(table["list"].to_numpy(), return_counts=True)[1]
    return float(len(table) - each.max())


def exact_agreement(
    compared: Sequence[Compared], counter: Counter, within: bool
) -> dict[tuple[str, int], float]:
    """How often two records agree on a value by chance, exactly, where a level is equality of a column."""
    import numpy as np

    made: dict[tuple[str, int], float] = {}
    for one in compared:
        column = one.name
        if one.levels[0].sql == f"{column}_l = {column}_r":
            codes, _ = counter.codes(column)
            there = codes[codes >= 0]
            if len(there) > 1:
                counts = np.bincount(there).astype(float)
                total = float(len(there))
                made[column, 0] = float((counts * (counts - 1)).sum() / (total * (total - 1)))
    return made


# -- the engine -----------------------------------------------------------------------------------


class Session:
    """Splink over one table, on DuckDB; `accounted.linking.spark` has the same on Spark."""

    def __init__(self, api: Any, table: pa.Table, within: bool) -> None:
        import numpy as np

        self.api = api
        self.within = within
        self.spilled: tempfile.TemporaryDirectory[str] | None = None
        self.possible = _possible(table, within)
        self.lists = [int(number) for number in np.unique(table["list"].to_numpy())]
        self._put("every_record", table)
        self.tables = self._registered_lists("every_record", "list")

    @classmethod
    def open(cls, table: pa.Table, within: bool, settings: Settings) -> Session:
        """A session of the engine asked for."""
        if settings.engine == "spark":
            from accounted.linking.spark import OnSpark

            return OnSpark.start(table, within, settings)
        return cls.on_duckdb(table, within, settings)

    @classmethod
    def on_duckdb(cls, table: pa.Table, within: bool, settings: Settings) -> Session:
        """A session on this machine."""
        import duckdb
        from splink import DuckDBAPI

        # what does not fit into memory lies in a folder that is ours alone, and goes with the session
        spilled = tempfile.TemporaryDirectory(prefix="accounted-linking-")
        connection = duckdb.connect(config={
            "memory_limit": settings.memory, "temp_directory": spilled.name,
            "preserve_insertion_order": "false",
            "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
            **({"threads": settings.threads} if settings.threads else {}),
        })  # fmt: skip
        session = cls(DuckDBAPI(connection), table, within)
        session.spilled = spilled
        return session

    def linker(
        self, model_settings: Mapping[str, Any], rules: Sequence[Rule], tables: list[Any] | None = None
    ) -> Any:
        """A Splink linker with these settings, over all lists or other tables of the same columns."""
        from splink import Linker

        told = dict(model_settings)
        told["blocking_rules_to_generate_predictions"] = [{"blocking_rule": sql(rule)} for rule in rules]
        told["comparisons"] = [self._words(one) for one in told["comparisons"]]
        return Linker(tables or self.tables, told, log_level=None, validate_settings=False)

    def _registered_lists(self, table: str, prefix: str) -> list[Any]:
        """The lists of a table, each for itself where only pairs between lists are compared."""
        if self.within:
            rows = self._rows(f"select * from {table}")  # noqa: S608
            return [self.api.register(rows, dataset_display_name=f"{prefix}_all")]
        return [
            self.api.register(
                self._rows(f"select * from {table} where list = {number}"),  # noqa: S608
                dataset_display_name=f"{prefix}_{number}",
            )
            for number in self.lists
        ]

    def _rows(self, query: str) -> Any:
        """A query as the engine's own frame."""
        return self.api.duckdb_con.sql(query)

    def _words(self, comparison: dict[str, Any]) -> dict[str, Any]:
        return comparison

    def train(
        self, compared: Sequence[Compared], rules: Sequence[Rule], link_type: str, seed: int
    ) -> dict[str, list[tuple[float | None, float | None]]]:
        """m and u of every level, None where it was not seen."""
        settings = {
            "link_type": link_type, "unique_id_column_name": "rec",
            "source_dataset_column_name": "source_dataset",
            "comparisons": [_bare(one) for one in compared],
        }  # fmt: skip
        left = list(rules)
        while True:
            linker = self.linker(settings, [rules[0]])
            linker.training.estimate_u_using_random_sampling(max_pairs=_SAMPLED, seed=seed)
            failed = next((rule for rule in left if not _taught(linker, rule)), None)
            if failed is None:
                break
            # A level that no pair of this rule shows fell out of the range of numbers, and Splink stopped in
            # the middle: the others teach alone.
            left.remove(failed)
        told: dict[str, list[tuple[float | None, float | None]]] = {}
        for one in linker.misc.save_model_to_json()["comparisons"]:
            told[one["output_column_name"]] = [
                (level.get("m_probability"), level.get("u_probability"))
                for level in one["comparison_levels"]
                if not level.get("is_null_level")
            ]
        return told

    def predict(self, model: Model, rules: Sequence[Rule]) -> Scored:
        """The pairs that the rules bring together, with their weights."""
        linker = self.linker(model.settings, rules)
        told = linker.inference.predict(threshold_match_weight=_LEAST_WEIGHT, warning_mode="never")
        return self._fetched(told, model)

    def _fetched(self, told: Any, model: Model) -> Scored:
        import numpy as np

        parts = ", ".join(f"mw_{one.name}" for one in model.compared)
        rows = self.fetch(f"select rec_l, rec_r, match_weight, {parts} from {told.physical_name}")  # noqa: S608
        told.drop_table_from_database_and_remove_from_cache()
        return ordered(
            rows["rec_l"], rows["rec_r"], np.asarray(rows["match_weight"], dtype=np.float64),
            {one.name: model.levels_of(one, rows[f"mw_{one.name}"]) for one in model.compared},
        )  # fmt: skip

    def within_parts(self, model: Model, part: np.ndarray) -> Scored:
        """Every pair of records of one part, with its weight, however low."""
        linker = self.linker(model.settings, [("part",)], self._with_parts(part))
        return self._fetched(linker.inference.predict(warning_mode="never"), model)

    def _with_parts(self, part: np.ndarray) -> list[Any]:
        import pyarrow as pa

        rows = pa.array(range(len(part)), pa.int64())
        self._put("parts", pa.table({"rec": rows, "part": pa.array(part, mask=part < 0)}))
        self._make("every_part", "select e.*, p.part from every_record e join parts p using (rec)")
        return self._registered_lists("every_part", "part")

    def _put(self, name: str, table: pa.Table) -> None:
        """A table into the engine."""
        connection = self.api.duckdb_con
        connection.register(f"arrow_{name}", table)
        connection.execute(f"create or replace table {name} as select * from arrow_{name}")  # noqa: S608
        connection.unregister(f"arrow_{name}")

    def _make(self, name: str, query: str) -> None:
        """A table from a query."""
        self.api.duckdb_con.execute(f"create or replace table {name} as {query}")

    def fetch(self, query: str) -> dict[str, np.ndarray]:
        """The columns of an answer."""
        import numpy as np

        rows: dict[str, np.ndarray] = self.api.duckdb_con.sql(query).fetchnumpy()
        return {name: np.asarray(column) for name, column in rows.items()}

    def close(self) -> None:
        """Give the engine's memory back."""
        self.api.duckdb_con.close()
        if self.spilled is not None:
            self.spilled.cleanup()


def _bare(one: Compared) -> dict[str, Any]:
    made = one.creator()
    for level in made["comparison_levels"]:
        for key in ("m_probability", "u_probability", "tf_adjustment_column", "tf_adjustment_weight"):
            level.pop(key, None)
    return made


def ordered(a: np.ndarray, b: np.ndarray, weight: np.ndarray, levels: Mapping[str, np.ndarray]) -> Scored:
    """Pairs in one order whatever order the engine's threads gave them in."""
    import numpy as np

    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((high, low))
    return Scored(low[order], high[order], weight[order], {name: one[order] for name, one in levels.items()})
