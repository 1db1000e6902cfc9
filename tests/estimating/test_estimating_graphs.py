"""Averaging over decomposable graphs. Sources: Madigan & York 1997 (Biometrika 84); Lum, Price & Banks 2013
(American Statistician 67) and its R package dga, whose posterior means are those below."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import gammaln

from accounted.estimating import DecomposableGraphs, ListOverlap, NotEstimable, decomposable_graphs


@pytest.mark.parametrize(("lists", "count"), [(2, 2), (3, 8), (4, 61), (5, 822), (6, 18_154)])
def test_labelled_chordal_graphs_are_counted_right(lists, count):
    """OEIS A058862."""
    assert len(decomposable_graphs(lists).edges) == count


def test_cliques_less_separators_is_one_for_each_component():
    graphs = decomposable_graphs(4)
    every_list_once = [
        sum(int(row[s]) * (s >> j & 1) for s in range(1, 16)) for row in graphs.balance for j in range(4)
    ]
    assert set(every_list_once) == {1}


@pytest.mark.parametrize(
    ("name", "mean"),
    [
        ("kosovo_1999", 12_749.3),
        ("care1_congenital_massachusetts", 618.9),
        ("sparsemse_UKdat_5", 20_228.5),
    ],
)
def test_posterior_means_are_those_of_dga(table, name, mean):
    """Grid to ten times the documented, saturated graph in, delta = 2**-lists."""
    lists = table(name)
    model = DecomposableGraphs(saturated=True, highest=10 * lists.observed).fit(lists)
    assert model.diagnostics["mean"] == pytest.approx(mean, rel=1e-4)


def test_congenital_anomaly_with_a_heavier_prior(table):
    """Delta 1/2: mean 617.8, mode 614 (dga)."""
    lists = table("care1_congenital_massachusetts")
    model = DecomposableGraphs(delta=0.5, saturated=True).fit(lists)
    assert model.diagnostics["mean"] == pytest.approx(617.8, abs=0.05)
    assert model.diagnostics["mode"] == 614


def test_spina_bifida_as_madigan_and_york_have_it(table):
    """Madigan & York 1997, tables 2–3: best model .37, 731, mode 729; averaged 731, mode 728.

    N ~ Poisson mixed over a gamma of shape 13.14 and scale 55.17; their Bayes estimate is the one of least
    relative squared error.
    """
    lists = table("spina_bifida_madigan_york_1997")
    total = np.arange(lists.observed, lists.observed + 1500)
    a, b = 13.14, 55.17
    prior = np.exp(
        gammaln(total + a) - gammaln(total + 1) - gammaln(a) + total * np.log(b) - (total + a) * np.log1p(b)
    )
    weights = dict(zip(total.tolist(), prior.tolist(), strict=True))
    found = DecomposableGraphs(delta=1.0, saturated=True, prior_weights=weights).fit(lists).diagnostics
    best = found["best_graphs"][0]
    assert round(best["weight"], 2) == 0.37
    assert round(best["relative_loss"]) == 731
    assert best["mode"] == 729
    assert round(found["relative_loss"]) == 731
    assert found["mode"] == 728


def test_the_saturated_graph_is_out_unless_asked_for_and_its_weight_is_said(table):
    """Hepatitis A with the saturated graph in: most of the weight says nothing of the unlisted."""
    lists = table("care1_hav_taiwan_1995")
    inside = DecomposableGraphs(saturated=True).fit(lists)
    outside = DecomposableGraphs().fit(lists)
    assert inside.diagnostics["saturated_weight"] > 0.5
    assert any("mostly the prior" in words for words in inside.warnings)
    assert any("does not rule out" in words for words in outside.warnings)
    assert outside.diagnostics["graphs"] == 7
    assert outside.total.point == pytest.approx(402, abs=2)
    assert (outside.total.low, outside.total.high) == pytest.approx((354, 630), abs=2)


def test_kosovo_with_delta_one_is_swallowed_by_the_saturated_graph(table):
    """Weight .976 and 4,617 [4,408–6,860]: the reason why it is out by default."""
    model = DecomposableGraphs(delta=1.0, saturated=True).fit(table("kosovo_1999"))
    assert model.diagnostics["saturated_weight"] == pytest.approx(0.976, abs=0.002)
    assert model.warnings


def test_a_long_tail_is_followed_where_a_fixed_grid_cuts_it_off(table):
    """Netherlands, five lists: a grid to 10n ends at 55,456; the posterior reaches beyond 200,000."""
    lists = table("sparsemse_Ned_5")
    cut = DecomposableGraphs(highest=10 * lists.observed).fit(lists)
    whole = DecomposableGraphs().fit(lists)
    assert cut.total.high < 60_000 < 200_000 < whole.total.high
    assert whole.diagnostics["tail_mass"] < 1e-6
    assert any("ten times" in words or "tail" in words for words in whole.warnings) or cut.warnings


def test_independent_lists_are_found():
    chance, people = (0.3, 0.4, 0.5, 0.2), 4000
    counts = {}
    for pattern in range(1, 16):
        share = np.prod([p if pattern >> j & 1 else 1 - p for j, p in enumerate(chance)])
        counts[pattern] = round(people * float(share))
    total = DecomposableGraphs().fit(ListOverlap.from_counts("ABCD", counts)).total
    assert total.low < people < total.high
    assert total.point == pytest.approx(people, rel=0.02)


def test_the_names_of_lists_do_not_matter(table):
    lists = table("msest_Korea")
    order = (2, 0, 1)
    turned = {
        sum(1 << k for k, j in enumerate(order) if p >> j & 1): c
        for p, c in zip(lists.patterns.tolist(), lists.counts.tolist(), strict=True)
    }
    again = ListOverlap.from_counts([lists.names[j] for j in order], turned)
    first, second = (DecomposableGraphs().fit(one).diagnostics["mean"] for one in (lists, again))
    assert first == pytest.approx(second, rel=1e-12)


def test_seven_lists_are_too_many_and_it_is_said():
    lists = ListOverlap.from_counts("ABCDEFG", {127: 5, **{1 << j: 9 for j in range(7)}, 3: 4})
    with pytest.raises(NotEstimable, match="7 lists"):
        DecomposableGraphs().fit(lists)
