"""The numbers that were reported of Izium in autumn 2022, as facts in our own words, and small builders."""

from __future__ import annotations

import pytest

from accounted.reckoning import Denial, PlaceNode, Statement, World

PLACES = (
    PlaceNode("UA", "Ukraine", kind="country"),
    PlaceNode("UA-63", "Kharkiv oblast", ("UA",), "region"),
    PlaceNode("izium-raion", "Izium raion", ("UA-63", "UA"), "district"),
    PlaceNode("izium", "Izium", ("izium-raion", "UA-63", "UA"), "settlement"),
)


def izium_statements() -> tuple[Statement, ...]:
    def said(key: str, basis: str, low: int | None, high: int | None = None, **more: object) -> Statement:
        more.setdefault("place", "izium")
        more.setdefault("published", more.get("as_of"))
        return Statement(key, basis, low, high, **more)  # type: ignore[arg-type]

    exact = dict[str, object]
    police = exact(origin="Bolvinov", speaker="Bolvinov", counter="regional police")
    officials = exact(origin="regional officials", speaker="Panteleyev", counter="exhumation team")
    soldier, women, men = ("armed_forces", "soldier"), ("female", "adult"), ("male", "adult")
    complete = exact(as_of="2022-09-23", final=True, published="2022-09-23", **officials)
    later = exact(as_of="2022-11-10", published="2022-11-10", origin="press on Bolvinov", speaker="press")
    return (
        said("graves-440", "graves", 436, 444, best=440, quantifier="about", as_of="2022-09-15", **police),
        said("wire-440", "bodies_found", 441, quantifier="more_than", as_of="2022-09-15",
             source="wire copy", origin="Bolvinov"),
        said("263", "bodies_exhumed", 263, 263, as_of="2022-09-21", origin="National Police",
             counter="exhumation team"),
        said("263-children", "bodies_exhumed", 2, 2, as_of="2022-09-21", group=("child",),
             partition_of="263", origin="National Police", counter="exhumation team"),
        said("436", "bodies_exhumed", 436, 436, as_of="2022-09-23", origin="Syniehubov",
             counter="exhumation team"),
        said("436-soldiers", "bodies_exhumed", 21, 21, as_of="2022-09-23", group=soldier,
             partition_of="436", origin="Syniehubov", counter="exhumation team"),
        said("436-undetermined", "bodies_exhumed", 11, 11, as_of="2022-09-23", group=("undetermined",),
             partition_of="436", origin="Syniehubov", counter="exhumation team"),
        said("436-torture", "with_sign", 30, 30, as_of="2022-09-23", finding=("torture_unspecified",),
             partition_of="436", origin="Syniehubov", counter="exhumation team"),
        said("18-places", "sites", 18, 18, as_of="2022-09-23", finding=("torture_site",), place="UA-63",
             origin="Syniehubov"),
        said("447", "bodies_exhumed", 447, 447, supersedes="436", complete=True, **complete),
        said("447-women", "bodies_exhumed", 215, 215, group=women, partition_of="447", **complete),
        said("447-men", "bodies_exhumed", 194, 194, group=men, partition_of="447", **complete),
        said("447-children", "bodies_exhumed", 5, 5, group=("child",), partition_of="447", **complete),
        said("447-soldiers", "bodies_exhumed", 22, 22, group=soldier, partition_of="447", **complete),
        said("447-undetermined", "bodies_exhumed", 11, 11, group=("undetermined",), partition_of="447",
             **complete),
        said("ses-447", "bodies_exhumed", 447, 447, as_of="2022-09-25", origin="State Emergency Service"),
        said("ses-soldiers", "bodies_exhumed", 21, 21, as_of="2022-09-25", group=soldier,
             partition_of="ses-447", origin="State Emergency Service"),
        said("ap-torture", "with_sign", 30, 30, as_of="2022-10-02", finding=("torture_unspecified",),
             origin="prosecutor", speaker="prosecutor", source="AP"),
        said("ap-sites", "sites", 10, 10, as_of="2022-10-02", finding=("torture_site",), origin="AP"),
        said("ap-killed", "killed", 8, 8, as_of="2022-10-02", origin="AP"),
        said("ap-survivors", "witnesses", 15, 15, as_of="2022-10-02", origin="AP"),
        said("534", "bodies_found", 534, 534, as_of="2022-10-07", place="UA-63",
             denied_by=("denial",), **police),
        said("534-women", "bodies_found", 226, 226, as_of="2022-10-07", place="UA-63", group=women,
             partition_of="534", **police),
        said("534-children", "bodies_found", 19, 19, as_of="2022-10-07", place="UA-63", group=("child",),
             partition_of="534", **police),
        said("534-izium", "bodies_found", 447, None, quantifier="at_least", as_of="2022-10-07",
             partition_of="534", **police),
        said("500-civilians", "bodies_found", 501, None, quantifier="more_than", as_of="2022-10-07",
             place="UA-63", group=("civilian",), source="newspaper"),
        said("caption", "bodies_found", 501, None, quantifier="more_than", as_of="2022-10-07",
             place="UA-63", group=("civilian",), source="newspaper", secondary=True),
        said("448", "bodies_exhumed", 448, 448, **later),
        said("448-civilians", "bodies_exhumed", 414, 414, group=("civilian",), partition_of="448", **later),
        said("448-soldiers", "bodies_exhumed", 22, 22, group=soldier, partition_of="448", **later),
        said("448-undetermined", "bodies_exhumed", 11, 11, group=("undetermined",), partition_of="448",
             **later),
    )  # fmt: skip


@pytest.fixture(scope="session")
def izium() -> World:
    return World(
        izium_statements(),
        PLACES,
        told_by={"wire copy": ("Bolvinov",)},
        denials=(Denial("denial", "Russian Federation", "01.02"),),
    )
