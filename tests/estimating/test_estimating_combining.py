"""Replicates, strata and linkage draws. Source of the rule: verdata (HRDAG 2023); Rubin 1987."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from accounted.estimating import (
    ChaoLowerBound,
    DecomposableGraphs,
    InvalidLists,
    LatentClassModel,
    add_strata,
    combine_draws,
    combine_log_t,
    documented_over_replicates,
    estimate_strata,
    tables_by,
    tables_of_linkage,
)
from accounted.estimating.combining import from_moments


def test_the_published_replicates_combine_to_1593(tables):
    """verdata: 1266 / 1593 / 2148 from 20 replicates. The point follows exactly from the published means.

    The draws themselves are not in the tables: the moments of the log are taken from published quantiles, so
    the ends are met within two per cent.
    """
    with (tables / "verdata_shipped_posteriors_summary.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    observed = [int(row["n_obs"]) for row in rows]
    unlisted = [float(row["mean"]) - n for row, n in zip(rows, observed, strict=True)]
    moments = []
    for row, n in zip(rows, observed, strict=True):
        low, middle, high = (np.log(float(row[q]) - n) for q in ("q025", "q500", "q975"))
        moments.append((middle, ((high - low) / 3.92) ** 2))
    bda3, rubin = (from_moments(observed, unlisted, moments, df=df) for df in ("bda3", "rubin"))
    assert round(bda3.total.point) == 1593
    assert (bda3.total.low, bda3.total.high) == pytest.approx((1266, 2148), rel=0.02)
    assert (rubin.total.low, rubin.total.high) == pytest.approx((1275, 2111), rel=0.02)
    assert bda3.freedom == pytest.approx(24, abs=2)  # verdata's against Rubin's 211
    assert rubin.freedom > 100


def test_the_rule_by_hand():
    """Two replicates of two draws each: W, B, T, and t with their degrees of freedom, written out."""
    draws = [[10 + np.exp(1.0), 10 + np.exp(3.0)], [10 + np.exp(2.0), 10 + np.exp(4.0)]]
    found = combine_log_t([10, 10], draws)
    assert found.within == pytest.approx(2.0)
    assert found.between == pytest.approx(0.5)
    assert found.freedom == pytest.approx((1 + 2.0 / (3 * 0.5)) ** 2)
    assert found.total.point == pytest.approx(10 + np.mean(np.exp([1, 3, 2, 4])))
    assert combine_log_t([10, 10], draws, df="rubin").freedom == pytest.approx((1 + 4.0 / 1.5) ** 2)


def test_one_replicate_is_refused_and_few_are_warned_of():
    with pytest.raises(ValueError, match="at least two"):
        combine_log_t([10], [[12.0, 13.0]])
    assert combine_draws([[12.0, 13.0], [14.0, 15.0]]).warnings


def test_documented_counts_over_replicates_never_fall_below_what_was_seen():
    found = documented_over_replicates([100, 110, 90], floor=95)
    assert found.point == 100
    assert found.low == 95
    assert found.high == pytest.approx(100 + 1.959964 * np.sqrt(4 / 3 * 100))


def test_a_sum_over_strata_is_narrower_than_the_sum_of_intervals():
    random = np.random.default_rng(1)
    parts = [random.normal(1000, 100, 20_000) for _ in range(4)]
    total = add_strata(parts)
    assert total.point == pytest.approx(4000, rel=0.005)
    assert total.high - total.low == pytest.approx(2 * 1.96 * 200, rel=0.03)  # not 4 · 392


def people(place, year, counts):
    return [
        {"place": place, "year": year, **{name: p >> j & 1 for j, name in enumerate("ABC")}}
        for p, c in counts.items()
        for _ in range(c)
    ]


GOOD = {1: 40, 2: 30, 4: 35, 3: 9, 5: 8, 6: 7, 7: 3}


def test_strata_are_estimated_each_and_the_rest_is_a_floor():
    records = people("north", 1, GOOD) + people("south", 1, {1: 9, 2: 8}) + people("south", 2, GOOD)
    tables = tables_by(records, ["A", "B", "C"], ["place", "year"])
    model = LatentClassModel(4, budget=20_000, effective=100)
    found = estimate_strata(tables, model)
    south = next(one for one in found.strata if dict(one.labels) == {"place": "south", "year": "1"})
    assert south.total is None
    assert south.documented == 17
    assert "fewer than three" in south.reason
    assert found.documented == 132 + 17 + 132
    assert any("too low" in words for words in found.warnings)
    assert found.overall.low >= found.documented


def test_more_processes_give_the_same_strata():
    records = people("north", 1, GOOD) + people("south", 1, GOOD)
    tables = tables_by(records, ["A", "B", "C"], ["place"])
    one, two = (estimate_strata(tables, DecomposableGraphs(), workers=workers) for workers in (1, 2))
    assert one.as_dict() == two.as_dict()


def test_a_record_without_its_stratum_is_refused_by_number():
    with pytest.raises(InvalidLists, match="record 2: no field 'place'"):
        tables_by([{"place": "x", "A": 1}, {"A": 1}], ["A"], ["place"])


def test_uncertain_linkage_becomes_replicates():
    """Two records that may be one person: in one draw they are, in the other not."""
    rest = [
        [(name, f"{name}{p}{k}") for j, name in enumerate("ABC") if p >> j & 1]
        for p, c in GOOD.items()
        for k in range(c)
    ]
    apart, together = [[("A", "x")], [("B", "y")]], [[("A", "x"), ("B", "y")]]
    tables = tables_of_linkage([rest + apart, rest + together], lists=["A", "B", "C"])
    assert [one.replicate for one in tables] == [1, 2]
    assert tables[0].observed == tables[1].observed + 1
    totals = [ChaoLowerBound().fit(one).total.point for one in tables]
    assert totals[0] > totals[1]  # a missed match raises the estimate
    found = estimate_strata(tables, LatentClassModel(3, budget=20_000, effective=100), combine="log-t")
    assert found.strata[0].combined.replicates == 2
