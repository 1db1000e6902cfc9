"""Log-linear models against the published results. Sources: Chan, Silverman & Vincent 2021 (Statistics in
Medicine 40) for the stepwise totals and BCa; Ball et al. 2002 for Kosovo; Silverman, Chan & Vincent 2024
(JRSS A 187) for BIC; Fienberg & Rinaldo 2012 for existence."""

from __future__ import annotations

import numpy as np
import pytest

from accounted.estimating import ListOverlap, LogLinear, NotEstimable
from accounted.estimating.loglinear_fit import Cells, existence, hierarchical
from accounted.estimating.model_search import by_bic, hierarchical_models


def cells_of(lists: ListOverlap) -> Cells:
    return Cells.of(len(lists.names), lists.patterns, lists.counts)


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("sparsemse_UKdat", 11_417.99),
        ("sparsemse_UKdat_5", 11_312.99),
        ("sparsemse_Ned", 111_139.37),
        ("sparsemse_Ned_5", 121_521.61),
        ("sparsemse_NewOrl", 1_183.69),
        ("sparsemse_NewOrl_5", 1_034.15),
        ("sparsemse_Western", 2_483.38),
        ("kosovo_1999", 14_341.66),
        ("msest_Korea", 268.7778),
    ],
)
def test_stepwise_totals_are_those_published(table, name, total):
    """Chan, Silverman & Vincent 2021, tables 1–3."""
    assert LogLinear("stepwise").fit(table(name)).total.point == pytest.approx(total, abs=0.006)


def test_kosovo_has_the_model_of_the_tribunal_report(table):
    """Ball et al. 2002: 10,356 [9,002–12,122]; minimum BIC of 113 models, 203.03; profile as in Rcapture."""
    model = LogLinear("bic", interval="profile").fit(table("kosovo_1999"))
    assert model.total.point == pytest.approx(10_356.52, abs=0.01)
    assert model.diagnostics["bic"] == pytest.approx(203.03, abs=0.005)
    terms = {frozenset(term) for term in model.diagnostics["terms"]}
    assert {frozenset(("EXH", "ABA", "OSCE")), frozenset(("EXH", "HRW")), frozenset(("OSCE", "HRW"))} <= terms
    assert model.total.low == pytest.approx(8_994, abs=2)
    assert model.total.high == pytest.approx(12_110, abs=3)


def test_a_named_model_is_fitted_with_everything_inside_it(table):
    terms = [["EXH", "ABA", "OSCE"], ["EXH", "HRW"], ["OSCE", "HRW"]]
    assert LogLinear(terms).fit(table("kosovo_1999")).total.point == pytest.approx(10_356.52, abs=0.01)


def test_there_are_113_hierarchical_models_of_four_lists_and_none_saturated():
    models = hierarchical_models(4)
    assert len(models) == 113
    assert not any(0b1111 in terms for terms in models)


def test_korea_by_bic(table):
    """Silverman, Chan & Vincent 2024, table 6: 157."""
    assert LogLinear("bic").fit(table("msest_Korea")).total.point == pytest.approx(157.1667, abs=1e-4)


@pytest.mark.slow
def test_the_uk_by_bic(table):
    """Silverman, Chan & Vincent 2024: 25,311 over all models, 22,991 with pairs only."""
    lists = table("sparsemse_UKdat_5")
    assert LogLinear("bic").fit(lists).total.point == pytest.approx(25_311.29, abs=0.01)
    assert LogLinear("bic", order=2).fit(lists).total.point == pytest.approx(22_991.33, abs=0.01)


@pytest.mark.parametrize(("pairs", "code"), [((3, 5, 6), 2), ((3,), 1), ((5, 6), 0)])
def test_existence_codes_of_the_artificial_table(table, pairs, code):
    """Chan, Silverman & Vincent 2021, their artificial table: [12,13,23] 2, [12,3] 1, [13,23] 0."""
    assert existence(hierarchical(pairs, 3), cells_of(table("sparsemse_Artificial_3"))).code == code


def test_a_model_without_an_estimate_gives_the_reason_and_no_number():
    lists = ListOverlap.from_counts("ABC", {1: 5, 2: 1, 3: 6, 6: 3})
    with pytest.raises(NotEstimable, match="code 1"):
        LogLinear([["A", "B"]]).fit(lists)


def test_the_saturated_model_is_refused(table):
    with pytest.raises(NotEstimable, match="says nothing of the unlisted"):
        LogLinear([["EXH", "ABA", "OSCE", "HRW"]]).fit(table("kosovo_1999"))


@pytest.mark.parametrize(
    ("name", "acceleration"), [("sparsemse_UKdat_5", -0.0122), ("sparsemse_Western", -0.0950)]
)
def test_the_acceleration_of_bca_is_the_published_one(table, name, acceleration):
    model = LogLinear("stepwise", interval="bca", resamples=20).fit(table(name))
    assert model.diagnostics["acceleration"] == pytest.approx(acceleration, abs=0.00006)


@pytest.mark.slow
def test_bca_of_new_orleans_within_monte_carlo_error(table):
    """Chan, Silverman & Vincent 2021: 1,034 [589–1,703]; the upper end moves by a tenth between seeds."""
    total = (
        LogLinear("stepwise", interval="bca", resamples=1000, seed=3).fit(table("sparsemse_NewOrl_5")).total
    )
    assert total.low == pytest.approx(589, rel=0.12)
    assert total.high == pytest.approx(1703, rel=0.15)


def test_a_seed_gives_the_same_interval(table):
    lists = table("msest_Korea")
    first, second = (LogLinear(interval="bca", resamples=50, seed=4).fit(lists) for _ in range(2))
    assert first.to_json() == second.to_json()


def test_independent_lists_are_estimated_without_bias():
    """Main effects on the expected counts of independent lists give the total exactly."""
    chance, people = (0.3, 0.4, 0.5), 100_000
    counts = {}
    for pattern in range(1, 8):
        share = np.prod([p if pattern >> j & 1 else 1 - p for j, p in enumerate(chance)])
        counts[pattern] = round(people * share)
    model = LogLinear("independence").fit(ListOverlap.from_counts("ABC", counts))
    assert model.total.point == pytest.approx(people, rel=1e-4)


def test_a_chosen_model_with_a_simple_interval_is_warned_of(table):
    assert any("too narrow" in words for words in LogLinear().fit(table("kosovo_1999")).warnings)


def test_the_best_models_are_in_order_of_bic(table):
    ranked = by_bic(cells_of(table("kosovo_1999")), best=5)
    assert [row[0] for row in ranked] == sorted(row[0] for row in ranked)
