"""Identifiers: the same decision gives out the same ones again, in order, and no two alike."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accounted.record.identifiers import PREFIXES, Identifiers, ulid

moments = st.datetimes(min_value=datetime(1980, 1, 1), max_value=datetime(2200, 1, 1)).map(
    lambda d: d.replace(tzinfo=UTC)
)
seeds = st.text(alphabet="0123456789abcdef", min_size=32, max_size=32)


@given(moments, seeds, st.integers(1, 50))
def test_the_same_time_and_seed_give_the_same_identifiers(at, seed, count):
    first, again = Identifiers(at, seed), Identifiers(at, seed)
    assert [first.take("Claim") for _ in range(count)] == [again.take("Claim") for _ in range(count)]


@given(moments, seeds, st.integers(2, 200))
def test_later_ones_sort_after_earlier_ones_and_none_is_given_twice(at, seed, count):
    identifiers = Identifiers(at, seed)
    given_out = [identifiers.take("Claim") for _ in range(count)]
    assert given_out == sorted(set(given_out))


@given(moments, seeds, seeds)
def test_another_seed_gives_others(at, one, other):
    if one != other:
        assert Identifiers(at, one).take("Claim") != Identifiers(at, other).take("Claim")


@given(moments, seeds)
def test_a_later_decision_gives_later_identifiers(at, seed):
    later = Identifiers(at + timedelta(seconds=1), "0" * 32).take("Claim")
    assert Identifiers(at, seed).take("Claim") < later


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**80 - 1))
def test_an_identifier_is_a_ulid(milliseconds, chance):
    """Decoded by the plainest reading of the specification."""
    written = ulid(milliseconds, chance)
    assert re.fullmatch(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", written)
    number = 0
    for letter in written:
        number = number * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
    assert number == milliseconds << 80 | chance


def test_every_kind_of_record_has_a_prefix_of_its_own():
    assert len(set(PREFIXES.values())) == len(PREFIXES)
