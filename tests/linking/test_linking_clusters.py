"""Persons from pairs: no chain of weak links, no way round what must stay apart."""

import numpy as np
import pytest

from accounted.linking.clusters import Constraints, clusters
from accounted.linking.people import CannotLink

NONE = Constraints()


def _persons(rows, links, constraints=NONE):
    a, b, weight = (np.array(column) for column in zip(*links, strict=True))
    return clusters(rows, a, b, weight.astype(float), constraints).tolist()


def test_a_pair_above_the_line_is_one_person_and_one_below_is_not():
    assert _persons(4, [(0, 1, 3.0), (2, 3, -3.0)]) == [0, 0, 2, 3]


def test_a_chain_of_weak_links_does_not_join_its_ends():
    chain = [(i, i + 1, 1.0) for i in range(5)] + [(i, j, -20.0) for i in range(6) for j in range(i + 2, 6)]
    persons = _persons(6, chain)
    assert persons[0] != persons[5]
    assert max(persons.count(one) for one in persons) <= 2


def test_what_is_apart_is_never_joined_by_a_third():
    apart = Constraints(apart=frozenset({(0, 2)}))
    persons = _persons(3, [(0, 1, 20.0), (1, 2, 19.0)], apart)
    assert persons[0] == persons[1] != persons[2]


def test_what_is_together_stays_whatever_the_weights_say():
    together = Constraints(together=((0, 1),))
    assert _persons(3, [(0, 1, -30.0), (1, 2, -5.0)], together)[:2] == [0, 0]


def test_a_list_without_duplicates_has_a_person_once():
    clean = Constraints(clean=np.array([0, 0, 1]))
    persons = _persons(3, [(0, 2, 9.0), (1, 2, 8.0), (0, 1, 9.0)], clean)
    assert persons == [0, 1, 0]


def test_decisions_that_contradict_one_another_are_refused():
    both = Constraints(together=((0, 1), (1, 2)), apart=frozenset({(0, 2)}))
    with pytest.raises(CannotLink, match="contradict"):
        _persons(3, [(0, 1, 1.0)], both)
