"""Evidence beside the genes: every ratio is a ratio of two probabilities, and nothing counts twice."""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.identifying.conftest import shared

from accounted.identifying.evidence import age, birth_date, place_and_date, sex, stature, teeth
from accounted.identifying.evidence.combining import Independence, combine
from accounted.identifying.evidence.marks_and_effects import Effect, Mark
from accounted.identifying.evidence.traits import Trait
from accounted.identifying.evidence.weighing import InvalidEvidence, shares

share = st.floats(0.01, 0.99)


def sums_to_one(outcomes):
    """Both probabilities sum to one over everything that could have been seen, so the mean ratio is 1."""
    assert math.fsum(one.if_missing for one in outcomes) == pytest.approx(1.0, abs=1e-9)
    assert math.fsum(one.if_other for one in outcomes) == pytest.approx(1.0, abs=1e-9)
    assert math.fsum(one.if_other * one.ratio for one in outcomes) == pytest.approx(1.0, abs=1e-9)


# ---- sex


def test_sex_weighs_as_mispitools_says():
    peer = shared("peer_expected/nongenetic_mispitools.json")["sex"]
    half = {"female": 0.5, "male": 0.5}
    match = sex.weigh("female", "female", half, error=peer["eps"])
    assert match.ratio == pytest.approx(peer["LR_match"])
    assert sex.weigh("male", "female", half, error=peer["eps"]).ratio == pytest.approx(peer["LR_mismatch"])


def test_shares_of_the_sexes_belong_to_their_names_not_to_a_position():
    # The defect: with P(F) = .2, P(M) = .8 and a missing man, women were drawn with probability .8.
    mostly_men = {"female": 0.2, "male": 0.8}
    man = sex.weigh("male", "male", mostly_men, error=0.05)
    assert man.if_other == pytest.approx(0.95 * 0.8 + 0.05 * 0.2)
    assert sex.weigh("female", "male", mostly_men, error=0.05).if_other == pytest.approx(
        0.95 * 0.2 + 0.05 * 0.8
    )
    assert man.ratio < 2.0 < sex.weigh("female", "female", mostly_men, error=0.05).ratio


@given(share, share, st.sampled_from(["male", "female"]))
def test_sex_sums_to_one(men, error, missing):
    population = {"male": men, "female": 1.0 - men}
    sums_to_one([sex.weigh(seen, missing, population, error=error) for seen in ("male", "female")])


# ---- age


def test_a_window_of_thirteen_ages_has_thirteen_ages():
    # The defect: 12 of 80 years for 34 to 46, so that the mean ratio of strangers was 1.092.
    peer = shared("peer_expected/nongenetic_mispitools.json")["age"]
    missing = np.zeros(age.OLDEST + 1)
    inside = [y for y in range(1, 81) if abs(y - peer["MPa"]) <= peer["MPr"]]
    outside = [y for y in range(1, 81) if y not in inside]
    assert len(inside) == 13
    missing[inside] = (1.0 - peer["epa"]) / len(inside)
    missing[outside] = peer["epa"] / len(outside)
    everybody = age.uniform(1, 80)
    ratios = {y: age.weigh(age.AgeInterval(y, y, 1.0), missing, everybody).ratio for y in range(1, 81)}
    assert ratios[40] == pytest.approx(0.95 / (13 / 80))
    assert ratios[40] < peer["LR_T1_inside"]
    assert ratios[60] == pytest.approx(0.05 / (67 / 80))
    assert sum(ratios.values()) / 80 == pytest.approx(1.0)
    theirs = (peer["LR_T1_inside"] * 13 + peer["LR_T0_outside"] * 67) / 80
    assert theirs > 1.07  # what the test above would have shown


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 60), st.floats(0.05, 1.0), st.integers(0, 90), st.floats(0, 10), st.floats(0, 5),
    st.dictionaries(st.sampled_from(["0-17", "18-29", "30-59", "60+"]), st.integers(2, 50), min_size=1),
)  # fmt: skip
def test_age_intervals_sum_to_one(width, coverage, years, margin, later, bands):
    missing = age.of_missing(years, margin=margin, later=later)
    population = age.of_bands(bands)
    assert missing.sum() == pytest.approx(1.0) and population.sum() == pytest.approx(1.0)
    assert population.min() > 0.0
    intervals = [age.AgeInterval(low, low + width, coverage) for low in range(age.OLDEST + 1 - width)]
    sums_to_one([age.weigh(one, missing, population) for one in intervals])


def test_most_of_an_interval_at_the_edge_still_holds_its_coverage():
    newborn = sum(
        age.AgeInterval(low, low + 9, 0.9).likelihood()[0]
        for low in range(age.OLDEST + 1 - 9)
        if low <= 0 <= low + 9
    )
    assert newborn == pytest.approx(0.9)


def test_an_age_estimate_integrates_to_one():
    missing, population = age.of_missing(34, margin=1), age.of_bands({"18-29": 40, "30-59": 60})
    grid = np.arange(-60.0, 180.0, 0.05)
    both = [age.weigh(age.AgeEstimate(float(x), 5.0), missing, population) for x in grid[::20]]
    assert sum(one.if_missing for one in both) == pytest.approx(1.0, abs=1e-6)
    assert sum(one.if_other for one in both) == pytest.approx(1.0, abs=1e-6)


def test_an_age_that_does_not_fit_is_unlikely_but_not_impossible():
    far = age.weigh(age.AgeInterval(60, 70, 0.95), age.of_missing(20), age.of_bands({"18-29": 90, "60+": 10}))
    assert 0.0 < far.ratio < 0.5


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: age.AgeInterval(45, 30),
        lambda: age.AgeInterval(10, 300),
        lambda: age.AgeInterval(20, 30, 1.2),
        lambda: age.AgeEstimate(30, 0.0),
        lambda: age.of_bands({"young": 3}),
        lambda: age.of_missing(-3),
    ],
)
def test_ages_that_cannot_be_are_refused(wrong):
    with pytest.raises(InvalidEvidence):
        wrong()


# ---- stature


def test_stature_integrates_to_one_and_a_wide_error_says_little():
    missing, dead = stature.Estimate(168, 3.0), stature.Estimate(176, 7.0)
    seen = [stature.weigh(stature.Estimate(float(x), 4.0), missing, dead) for x in np.arange(100.0, 260.0)]
    assert sum(one.if_missing for one in seen) == pytest.approx(1.0, abs=1e-9)
    assert sum(one.if_other for one in seen) == pytest.approx(1.0, abs=1e-9)
    sharp = stature.weigh(stature.Estimate(168, 2.0), missing, dead).log10
    vague = stature.weigh(stature.Estimate(168, 15.0), missing, dead).log10
    assert sharp > vague > 0.0


def test_a_regression_on_bone_is_turned_round():
    # Simulated: statures, bones from them, and the regression of stature on bone that a table would give.
    rng = np.random.default_rng(4)
    true = rng.normal(172.0, 7.0, 200_000)
    bone = 5.0 + 0.25 * true + rng.normal(0.0, 1.0, len(true))
    slope, intercept = np.polyfit(bone, true, 1)
    estimated = intercept + slope * bone
    error = float(np.std(true - estimated))
    short = (true > 156.5) & (true < 157.5)
    assert estimated[short].mean() > 160.0  # short people come out too tall
    turned = stature.unshrunk(stature.Estimate(float(estimated[short].mean()), error), mean=172, deviation=7)
    assert turned.value == pytest.approx(157.0, abs=0.2)
    direct = stature.from_bone(float(bone[short].mean()), intercept=5.0, slope=0.25, error=1.0)
    assert turned.value == pytest.approx(direct.value, abs=0.2)
    assert turned.error == pytest.approx(direct.error, rel=0.02)


def test_a_bone_that_says_nothing_of_stature_is_refused():
    with pytest.raises(InvalidEvidence, match="leave the stature out"):
        stature.unshrunk(stature.Estimate(170, 8.0), mean=172, deviation=7)


# ---- traits


def test_hair_weighs_as_mispitools_says():
    peer = shared("peer_expected/nongenetic_mispitools.json")["hair"]
    colours = [str(n + 1) for n in range(5)]
    confusion = {
        true: dict(zip(colours, (x / sum(row) for x in row), strict=True))
        for true, row in zip(colours, peer["error_matrix_default"], strict=True)
    }
    hair = Trait("hair", dict(zip(colours, peer["Pc"], strict=True)), confusion, "seen")
    ours = [hair.weigh(seen, str(peer["MPc"])).ratio for seen in colours]
    assert ours == pytest.approx(peer["LR_by_observed_colour"], rel=1e-6)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6), share, st.sampled_from(["true", "seen"]))
def test_traits_sum_to_one(counts, error, of):
    counts[0] += 2  # 0 and 1 alone would be read as proportions
    names = [f"c{n}" for n in range(len(counts))]
    trait = Trait.with_error("eyes", dict(zip(names, counts, strict=True)), error, frequencies_of=of)
    for missing in names:
        sums_to_one([trait.weigh(seen, missing) for seen in names])


def test_a_category_that_no_one_in_a_sample_had_gives_no_infinite_ratio():
    assert shares("hair", {"red": 0, "brown": 50})["red"] == pytest.approx(0.5 / 51)
    with pytest.raises(InvalidEvidence, match="infinite"):
        shares("hair", {"red": 0.0, "brown": 1.0})
    with pytest.raises(InvalidEvidence, match="sum to"):
        shares("hair", {"red": 0.4, "brown": 0.4})


# ---- marks, effects


@given(share, share, share, st.booleans())
def test_marks_sum_to_one(common, there, stray, has):
    mark = Mark("scar, left forearm", common, there, stray)
    sums_to_one([mark.weigh(seen=seen, missing_has=has) for seen in (True, False)])


@given(share, share)
def test_effects_sum_to_one(common, kept):
    sums_to_one([Effect("wedding ring", common, kept).weigh(found=found) for found in (True, False)])


def test_a_thing_that_is_not_found_says_less_than_one_that_is():
    ring = Effect("wedding ring", 0.05, 0.5)
    assert ring.weigh(found=True).log10 > 1.0
    assert -0.4 < ring.weigh(found=False).log10 < 0.0


# ---- teeth


@st.composite
def charts(draw, least=1):
    numbers = draw(st.lists(st.sampled_from(["16", "26", "36", "46", "11"]), min_size=least, unique=True))
    states = st.sampled_from(["sound", "filled", "lost", "crowned"])
    return teeth.Chart.of({number: draw(states) for number in numbers})


@settings(max_examples=40, deadline=None)
@given(charts(), st.lists(charts(), min_size=30, max_size=40))
def test_charts_sum_to_one_over_every_outcome(body, reference):
    # Every chart from life of these teeth, grouped by outcome: each outcome is weighed once.
    seen = {}
    numbers = list(body.states)
    every = itertools.product(["sound", "filled", "lost", "crowned"], repeat=len(numbers))
    for states in itertools.islice(every, 1024):
        life = teeth.Chart.of(dict(zip(numbers, states, strict=True)))
        found = teeth.compare(body, life)
        key = None if found.unexplained else len(found.unusual)
        seen[key] = teeth.weigh(body, life, reference)
    treated = sum(state != "sound" for state in body.states.values())
    if set(seen) == {None, *range(treated + 1)}:
        sums_to_one(list(seen.values()))
    else:  # nothing can be unexplained where every tooth of the body is lost
        assert math.fsum(one.if_missing for one in seen.values()) <= 1.0 + 1e-9


def test_a_lost_tooth_that_is_there_again_is_not_explained():
    body = teeth.Chart.of({"16": "filled", "26": "lost", "36": "sound"})
    life = teeth.Chart.of({"16": "sound", "26": "filled", "36": "lost"})
    found = teeth.compare(body, life)
    assert found.explained == ("16", "26") and found.unexplained == ("36",)


@pytest.mark.parametrize("number", ["9", "19", "56", "0", "A"])
def test_a_tooth_that_is_not_in_fdi_is_named(number):
    with pytest.raises(InvalidEvidence, match="FDI"):
        teeth.tooth(number)


def test_no_ratio_of_teeth_without_reference_charts_and_none_of_an_examiner_without_a_calibration():
    chart = teeth.Chart.of({"16": "filled"})
    with pytest.raises(InvalidEvidence, match="at least 30"):
        teeth.weigh(chart, chart, [chart] * 5)
    assert teeth.examined("probable") is None
    study = {
        "same": {"established": 60, "probable": 30, "possible": 10},
        "other": {"possible": 20, "insufficient": 30, "excluded": 50},
    }
    names = ("established", "probable", "possible", "insufficient", "excluded")
    sums_to_one([teeth.examined(one, study) for one in names])


# ---- birth dates, place and date


def test_birth_dates_sum_to_one_over_their_classes():
    given_date, births = date(1980, 6, 15), {1979: 10, 1980: 30, 1981: 12}
    days = (-200, -60, 0, 60, 200, 300, 500)  # one in each class
    weighed = [birth_date.weigh(given_date + timedelta(d), given_date, births) for d in days]
    sums_to_one(weighed)
    assert weighed[2].ratio > 5.0 and weighed[0].ratio < 0.1
    learnt = birth_date.weigh(given_date, given_date, births, seen=(0, 0, 900, 0, 0, 0, 0))
    assert learnt.ratio > weighed[2].ratio


def test_place_and_date_are_weights_of_the_prior_and_nothing_is_impossible():
    grave = place_and_date.Seen(49.2, 37.3, date(2022, 4, 1), date(2022, 9, 10))
    near = place_and_date.Seen(49.21, 37.26, date(2022, 3, 20), date(2022, 3, 25))
    far = place_and_date.Seen(46.6, 32.6, date(2022, 3, 20), date(2022, 3, 25))
    after = place_and_date.Seen(49.21, 37.26, date(2023, 1, 1), date(2023, 1, 2))
    weights = place_and_date.prior_weights(grave, [near, far, after, None])
    assert sum(weights) == pytest.approx(4.0)
    assert weights[0] > 10 * weights[1] > 0.0 and weights[2] == pytest.approx(weights[1])
    assert weights[1] < weights[3] < weights[0]
    assert place_and_date.kilometres(grave, grave) == 0.0
    assert place_and_date.kilometres(near, far) == pytest.approx(453, abs=10)


# ---- together

HALF = {"female": 0.5, "male": 0.5}
SEX = sex.weigh("male", "male", HALF)
AMELOGENIN = sex.weigh("male", "male", HALF, method="amelogenin")
STATURE = stature.weigh(stature.Estimate(176, 4), stature.Estimate(175, 3), stature.Estimate(172, 8))
ALL = Independence(("genes", "sex", "stature", "hair", "eyes", "age"), "different methods on different parts")


def test_nothing_is_multiplied_unless_somebody_states_why():
    with pytest.raises(InvalidEvidence, match="nobody stated"):
        combine(3.0, [SEX], None)
    with pytest.raises(InvalidEvidence, match="say why"):
        Independence(("genes", "sex"), " ")
    with pytest.raises(InvalidEvidence, match="names genes, sex only"):
        combine(3.0, [SEX, STATURE], Independence(("genes", "sex"), "stated"))


def test_the_product_names_its_assumption():
    both = combine(3.0, [SEX], ALL)
    assert both.log10 == pytest.approx(3.0 + math.log10(1.9))
    assert "genes and sex are independent" in both.assumption and "different methods" in both.assumption


def test_sex_by_amelogenin_and_by_morphology_is_not_counted_twice():
    with pytest.raises(InvalidEvidence, match="both speak of sex"):
        combine(3.0, [SEX, AMELOGENIN], ALL)


def test_sex_that_was_a_filter_is_not_counted_again():
    with pytest.raises(InvalidEvidence, match="left out by sex"):
        combine(3.0, [SEX], ALL, filtered=["sex"])


def test_what_is_in_the_prior_is_not_counted_again():
    old = age.weigh(age.AgeInterval(30, 40), age.of_missing(35), age.uniform(0, 90))
    with pytest.raises(InvalidEvidence, match="prior already"):
        combine(3.0, [old], ALL, in_prior=["age"])


def test_hair_and_eyes_are_not_two_factors():
    hair = Trait.with_error("hair", {"dark": 70, "fair": 30}, 0.05, frozenset({"hair"}))
    eyes = Trait.with_error("eyes", {"brown": 60, "blue": 40}, 0.05, frozenset({"eyes"}))
    with pytest.raises(InvalidEvidence, match="pigmentation"):
        combine(1.0, [hair.weigh("dark", "dark"), eyes.weigh("brown", "brown")], ALL)


def test_stature_beside_sex_is_weighed_among_the_same_sex():
    with pytest.raises(InvalidEvidence, match="stature beside sex"):
        combine(1.0, [SEX, STATURE], ALL)
    of_men = stature.weigh(
        stature.Estimate(176, 4), stature.Estimate(175, 3), stature.Estimate(177, 7), given_sex=True
    )
    assert combine(1.0, [SEX, of_men], ALL).log10 == pytest.approx(1.0 + SEX.log10 + of_men.log10)
