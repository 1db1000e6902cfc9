"""Lower bounds, sample coverage, pairs and the highest-order odds. Sources: Chao 1987; Rcapture (Kosovo
8,591); CARE1 (hepatitis A 407 / 971 / 508); Aleshin-Guendel, Sadinle & Wakefield 2024 for the odds."""

from __future__ import annotations

import pytest

from accounted.estimating import (
    ChaoLowerBound,
    HighestOrderOdds,
    ListOverlap,
    NotEstimable,
    SampleCoverage,
    pairs,
)


def test_chao_of_kosovo_is_that_of_rcapture(table):
    total = ChaoLowerBound().fit(table("kosovo_1999")).total
    assert round(total.point) == 8_591
    assert (total.low, total.high) == pytest.approx((8_189, 9_027), rel=0.003)


def test_chao_of_hepatitis_a(table):
    total = ChaoLowerBound().fit(table("care1_hav_taiwan_1995")).total
    assert total.point == pytest.approx(479, abs=1)
    assert (total.low, total.high) == pytest.approx((405, 579), rel=0.05)


def test_the_forms_of_the_bound_by_hand():
    """f1 = 60, f2 = 20: Mh 2/3 · 3600/40 = 60 more; bias-corrected 60·59/42."""
    lists = ListOverlap.from_counts("ABC", {1: 20, 2: 20, 4: 20, 3: 20, 7: 5})
    assert ChaoLowerBound("mh").fit(lists).total.point == pytest.approx(85 + 60)
    assert ChaoLowerBound("bias_corrected").fit(lists).total.point == pytest.approx(85 + 60 * 59 / 42)
    assert ChaoLowerBound("mt").fit(lists).total.point == pytest.approx(85 + 3 * 400 / 20)


def test_sample_coverage_of_hepatitis_a_is_that_of_care1(table):
    """CARE1: coverage .513, N0 407, N 971, N1 508 [430–623]; with so little coverage N1 is the one given."""
    model = SampleCoverage(resamples=300).fit(table("care1_hav_taiwan_1995"))
    found = model.diagnostics
    assert [round(found[k]) for k in ("independent", "full", "one_step")] == [407, 971, 508]
    assert found["coverage"] == pytest.approx(0.513, abs=0.001)
    assert found["used"] == "one_step"
    assert any("lower bound" in words for words in model.warnings)
    assert (model.total.low, model.total.high) == pytest.approx((430, 623), rel=0.1)


def test_pairs_of_kosovo_differ_widely(table):
    """5,447 to 9,622: these lists are not independent."""
    found = pairs(table("kosovo_1999"))
    assert len(found) == 6
    assert round(found[0].total) == 5_447
    assert round(found[-1].total) == 9_622


def test_the_odds_table_of_kosovo(table):
    """No highest-order interaction 16,942 [9,360–36,116]; odds 1/2 and 2: 29,484 and 10,671."""
    model = HighestOrderOdds().fit(table("kosovo_1999"))
    by_odds = {row["xi"]: row for row in model.diagnostics["by_odds"]}
    assert len(by_odds) == 5
    assert round(model.total.point) == 16_942
    assert (model.total.low, model.total.high) == pytest.approx((9_360, 36_116), rel=2e-4)
    assert [round(by_odds[xi]["point"]) for xi in (0.5, 2.0)] == [29_484, 10_671]
    assert any("every odds ratio" in words for words in model.warnings)


def test_an_empty_cell_has_no_logarithm(table):
    with pytest.raises(NotEstimable, match="hold nobody"):
        HighestOrderOdds().fit(table("sparsemse_Western"))
