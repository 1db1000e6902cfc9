"""What lies outside a declared scope, surely or perhaps, of figures that say where, when and what."""

from __future__ import annotations

import pytest

from accounted.claims import PlaceMention
from accounted.reporting.scope import Scope, names_in

REGION = PlaceMention(
    text="Kharkiv region", name="Kharkiv region", kind="region", iso3166_2="UA-63", country="UA"
)
SCOPE = Scope(
    "1", "2022-02-24/2022-12", (REGION,), ("killed", "bodies_found"),
    enclosing={"iso:UA-63": ("country:UA",), "gn:707292": ("iso:UA-63", "country:UA")},
)  # fmt: skip


def judged(**told):
    asked = {"basis": "killed", "place": "gn:707292", "place_name": "Izium", "period": "2022-09"} | told
    return {one.what: one.sure for one in SCOPE.beyond(**asked)}


@pytest.mark.parametrize(
    ("told", "beyond"),
    [
        ({}, {}),
        ({"period": None, "place": None}, {}),  # what is not said is not outside
        ({"period": "2021"}, {"time": True}),
        ({"period": "2022"}, {"time": False}),
        ({"period": "2022-03~"}, {"time": False}),  # about March may have been before it
        ({"place": "iso:UA-63"}, {}),
        ({"place": "country:UA"}, {"wider": False}),
        ({"place": "gn:1"}, {"place": True}),
        ({"place": "text:somewhere"}, {"unplaced": False}),
        ({"basis": "missing"}, {"harm": True}),
        (
            {"basis": "missing", "period": "1999", "place": "gn:1"},
            {"harm": True, "time": True, "place": True},
        ),
    ],
)
def test_what_lies_outside_a_scope_is_told_with_whether_it_surely_does(told, beyond):
    assert judged(**told) == beyond


def test_a_scope_that_names_nothing_leaves_nothing_out():
    assert not Scope("1").bounds
    assert Scope("1").beyond(basis="missing", place="gn:1", place_name="x", period="1999") == ()


def test_places_of_a_scope_are_parted_by_commas_semicolons_and_lines():
    assert names_in(" Izium, Kharkiv region; Balakliia\nBucha ") == [
        "Izium",
        "Kharkiv region",
        "Balakliia",
        "Bucha",
    ]
