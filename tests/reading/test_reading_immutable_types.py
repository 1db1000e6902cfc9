"""Types that are filled directly are the immutable dataclasses that they were."""

from __future__ import annotations

import inspect
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from accounted.claims import Claim, Excerpt
from accounted.immutable import filled_directly


@dataclass(frozen=True, slots=True)
class Plain:
    first: int
    second: str = "two"
    third: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.first < 0:
            raise ValueError("negative")


@filled_directly
@dataclass(frozen=True, slots=True)
class Direct:
    first: int
    second: str = "two"
    third: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.first < 0:
            raise ValueError("negative")


def test_what_is_given_and_what_is_left_out_fill_the_fields_as_before() -> None:
    for given in ((1,), (1, "b"), (1, "b", {"c": 3})):
        plain, direct = Plain(*given), Direct(*given)
        assert [getattr(plain, f.name) for f in fields(Plain)] == [
            getattr(direct, f.name) for f in fields(Direct)
        ]
    assert Direct(second="b", first=1) == Direct(1, "b")
    assert Direct(1).third is not Direct(1).third


def test_a_field_that_is_missing_or_unknown_is_refused() -> None:
    with pytest.raises(TypeError):
        Direct()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Direct(1, fourth=4)  # type: ignore[call-arg]


def test_what_holds_of_the_fields_together_is_still_looked_at() -> None:
    with pytest.raises(ValueError, match="negative"):
        Direct(-1)
    with pytest.raises(ValueError, match="carries a count"):
        Claim("c1", "tally", Excerpt(0, 1, "a"))


def test_nothing_can_be_changed_afterwards() -> None:
    with pytest.raises(FrozenInstanceError):
        Direct(1).first = 2  # type: ignore[misc]
    assert replace(Direct(1), first=2) == Direct(2)


def test_the_signature_is_that_of_the_dataclass() -> None:
    assert [*inspect.signature(Direct).parameters] == [*inspect.signature(Plain).parameters]
