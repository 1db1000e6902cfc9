"""Commingled parts: groups that are proposals, conflicts that are shown, and at least how many people."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.identifying.simulated import dropped, invented_loci, nuclear

from accounted.identifying.errors import IdentifyingError
from accounted.identifying.identity import Typing
from accounted.identifying.minimum_number import Part, minimum_number
from accounted.identifying.parts import consensus, sort_parts
from accounted.identifying.profiles import Profile

LOCI = invented_loci()
PEOPLE = dropped(nuclear("F", ("missing", "sister", "brother", "second")), LOCI, 21)
STRANGERS = dropped(nuclear("G", ("missing", "brother")), LOCI, 22)


def seen(profile, seed, *, lost=0.05, loci=15):
    """What a bone shows of a profile: some alleles and loci are gone."""
    rng = np.random.default_rng(seed)
    calls = {}
    for name, call in list(profile.calls.items())[:loci]:
        there = [a for a in call.alleles if rng.random() > lost]
        if there:
            calls[name] = replace(call, alleles=tuple(there))
    return Profile(profile.id, calls)


def part(identifier, who, seed, element="", side="", **rest):
    options = {key: rest.pop(key) for key in ("lost", "loci") if key in rest}
    return Part(identifier, element, side, profile=seen(who, seed, **options), **rest)


def groups(made):
    return {one.parts for one in made.groups}


def test_parts_of_two_brothers_and_a_stranger_are_three_groups():
    parts = [
        part("P1", PEOPLE["brother"], 1, "femur", "left"), part("P2", PEOPLE["brother"], 2, "tibia", "left"),
        part("P3", PEOPLE["second"], 3, "femur", "left"), part("P4", PEOPLE["second"], 4, "skull"),
        part("P5", STRANGERS["missing"], 5, "femur", "left"), part("P6", PEOPLE["brother"], 6, "skull"),
        Part("P7", "rib"),
    ]  # fmt: skip
    made = sort_parts(parts, LOCI)
    assert groups(made) == {("P1", "P2", "P6"), ("P3", "P4"), ("P5",)}
    assert made.untyped == ("P7",) and made.chains == ()
    assert not any(one.disputed for one in made.groups)
    assert made.minimum.together == 3 and made.minimum.element == ("femur", "left", "")
    assert "likelier" in made.rule and "drop-out 0.05" in made.rule


def test_two_left_femora_in_a_group_are_shown_and_not_made_one():
    parts = [
        part("P1", PEOPLE["brother"], 1, "femur", "left"), part("P2", PEOPLE["brother"], 2, "femur", "left"),
    ]  # fmt: skip
    made = sort_parts(parts, LOCI)
    (group,) = made.groups
    assert group.disputed and group.consensus is None
    assert group.conflicts[0].kind == "two of a kind" and "identical twins" in group.conflicts[0].words
    assert made.minimum.together == 2  # the bones say two people, whatever the profiles say


def test_a_sex_and_an_age_that_differ_are_shown():
    parts = [
        part("P1", PEOPLE["brother"], 1, "pelvis", sex="male", adult=True),
        part("P2", PEOPLE["brother"], 2, "skull", sex="female", adult=False),
    ]
    (group,) = sort_parts(parts, LOCI).groups
    assert {one.kind for one in group.conflicts} == {"sex", "age"}


def test_profiles_that_only_a_chain_joins_are_kept_apart_and_the_chain_is_shown():
    whole = PEOPLE["brother"]
    names = [locus.name for locus in LOCI]
    first = Profile("a", {n: whole.calls[n] for n in names[:8]})
    middle = Profile("b", dict(whole.calls))
    last = Profile("c", {n: whole.calls[n] for n in names[8:]})
    made = sort_parts([Part("A", profile=first), Part("B", profile=middle), Part("C", profile=last)], LOCI)
    assert len(made.groups) == 2
    (chain,) = made.chains
    assert chain.kind == "chain" and set(chain.parts) == {"A", "B", "C"} and "kept apart" in chain.words


def test_brothers_with_few_loci_are_not_taken_for_one_person():
    parts = [
        part("P1", PEOPLE["brother"], 1, lost=0.0, loci=6), part("P2", PEOPLE["second"], 2, lost=0.0, loci=6)
    ]  # fmt: skip
    assert len(sort_parts(parts, LOCI).groups) == 2


@pytest.mark.parametrize("seed", range(4))
def test_unrelated_people_are_never_in_one_group(seed):
    people = [dropped(nuclear(str(n), ("brother",)), LOCI, 100 * seed + n)["brother"] for n in range(12)]
    parts = [part(f"P{n}.{k}", who, 7 * n + k) for n, who in enumerate(people) for k in range(3)]
    made = sort_parts(parts, LOCI)
    for group in made.groups:
        assert len({name.split(".")[0] for name in group.parts}) == 1
    assert made.minimum.by_profiles == 12


def test_theta_makes_a_match_weaker():
    parts = [part("P1", PEOPLE["brother"], 1, lost=0.0), part("P2", PEOPLE["brother"], 2, lost=0.0)]
    plain, related = (sort_parts(parts, LOCI, theta=theta).groups[0] for theta in (0.0, 0.03))
    assert related.weakest < plain.weakest


def test_a_part_listed_twice_is_refused():
    with pytest.raises(IdentifyingError, match="listed twice"):
        sort_parts([Part("P1"), Part("P1")], LOCI)


def test_a_consensus_keeps_what_differs_as_replicates():
    brother = PEOPLE["brother"]
    first = next(name for name, call in brother.calls.items() if len(set(call.alleles)) == 2)
    lost = replace(brother.calls[first], alleles=brother.calls[first].alleles[:1])
    other = Profile("x", {**brother.calls, first: lost})
    made = consensus([Part("P1", profile=brother), Part("P2", profile=other)])
    assert made.calls[first].alleles == brother.calls[first].alleles
    assert made.calls[first].replicates == (lost.alleles,) and made.calls[first].dropout > 0.0
    same = next(name for name in brother.calls if name != first)
    assert made.calls[same].exact


def test_without_errors_samples_that_differ_once_are_apart():
    brother = PEOPLE["brother"]
    parts = [Part("P1", profile=brother), part("P2", brother, 2, lost=0.2)]
    assert len(sort_parts(parts, LOCI, typing=Typing(0.0, 0.0)).groups) == 2
    assert len(sort_parts(parts, LOCI, typing=Typing(0.2, 0.01)).groups) == 1


# ---- the least number of people


def test_a_bone_without_its_side_and_a_fragment_without_its_name_are_not_counted():
    parts = [Part("P1", "femur"), Part("P2", "femur"), Part("P3", "", "left"), Part("P4", "skull")]
    assert minimum_number(parts, set()).together == 1


def test_two_pieces_of_a_bone_are_not_two_people_but_a_whole_bone_and_a_piece_are():
    pieces = [Part("P1", "femur", "left", "proximal end"), Part("P2", "femur", "left", "distal end")]
    assert minimum_number(pieces, set()).by_elements == 1
    assert minimum_number([*pieces, Part("P3", "femur", "left")], set()).by_elements == 2


def test_a_child_and_an_adult_are_two():
    parts = [Part("P1", "femur", "left", adult=True), Part("P2", "skull", adult=False)]
    found = minimum_number(parts, set())
    assert (found.by_elements, found.together) == (1, 2) and found.shown_by == ("P1", "P2")


def test_bones_and_profiles_together_show_more_than_either():
    parts = [Part("P1", "femur", "left"), Part("P2", "femur", "left"), Part("P3", "skull")]
    different = {frozenset(("P1", "P3")), frozenset(("P2", "P3"))}
    found = minimum_number(parts, different)
    assert (found.by_elements, found.by_profiles, found.together) == (2, 2, 3)
    assert "at least 3 people" in found.words


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_bound_never_exceeds_the_people_there_are(data):
    count = data.draw(st.integers(1, 5))
    kinds = [("femur", "left"), ("femur", "right"), ("skull", "")]
    parts, owner = [], {}
    for person in range(count):
        for n in data.draw(st.lists(st.integers(0, 2), unique=True)):
            name = f"{person}.{n}"
            parts.append(Part(name, *kinds[n]))
            owner[name] = person
    pairs = [
        frozenset((a.id, b.id))
        for a, b in itertools.combinations(parts, 2)
        if owner[a.id] != owner[b.id] and data.draw(st.booleans())
    ]
    found = minimum_number(parts, set(pairs))
    assert found.together <= len(set(owner.values()))
    assert found.together >= max(found.by_elements, found.by_profiles)
