"""Pictures: the same data, the same bytes, and every number in a table beside them."""

from __future__ import annotations

import csv
import itertools
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.identifying.conftest import shared
from tests.identifying.simulated import dropped, invented_loci, nuclear

from accounted.identifying.case_files import case_from_json
from accounted.identifying.family_tables import Family
from accounted.identifying.figures import (
    as_svg,
    numbers,
    pedigree_drawing,
    posterior_matrix,
    ratio_distributions,
    save,
)
from accounted.identifying.joint import FamilyCase
from accounted.identifying.pedigree_layout import layout
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.ratio_distributions import spread

LOCI = invented_loci(6, 5)


def a_family():
    pedigree = nuclear("F")
    everybody = dropped(pedigree, LOCI, 1)
    return FamilyCase(pedigree, {k: everybody[k] for k in ("father", "sister")}, ("missing",))


def test_the_pedigree_says_who_is_typed_how_well(tmp_path):
    family = a_family()
    path, table = save(pedigree_drawing(family, LOCI), tmp_path / "family.svg")
    rows = {row["person"]: row for row in csv.DictReader(table.open())}
    assert rows["father"]["loci_typed"] == "6" and rows["missing"]["role"] == "missing"
    assert rows["mother"]["role"] == "not typed"
    again = tmp_path / "again.svg"
    save(pedigree_drawing(family, LOCI), again)
    assert path.read_bytes() == again.read_bytes()


def test_the_spread_sums_to_one_in_its_table():
    family = a_family()
    found = spread(Family(family.pedigree, family.references, "missing"), LOCI)
    rows = numbers(ratio_distributions(found, "F", threshold=2.0)).rows
    for body in ("somebody unrelated", "the missing person"):
        assert sum(row[3] for row in rows if row[0] == body) == pytest.approx(1.0, abs=1e-4)


def test_the_posteriors_of_each_body_sum_to_one_in_the_table():
    answer = case_from_json(shared("peer_cases/planecrash.json")).problem().solve()
    made = posterior_matrix(answer)
    rows = numbers(made).rows
    for body in answer.bodies:
        assert sum(row[2] for row in rows if row[0] == body) == pytest.approx(1.0)
    assert "<svg" in as_svg(made)


def test_a_picture_that_cannot_be_printed_at_any_size_is_refused(tmp_path):
    with pytest.raises(ValueError, match="svg or"):
        save(pedigree_drawing(a_family(), LOCI), tmp_path / "family.png")


def test_nothing_is_drawn_where_nobody_asks_for_it():
    program = (
        "import sys, accounted.identifying.board, accounted.cli.identify; print('matplotlib' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"


@st.composite
def families(draw):
    """Any family: everybody's parents come earlier in the list."""
    members = [Member("p0", sex="male"), Member("p1", sex="female")]
    for n in range(2, draw(st.integers(2, 14))):
        men = [m.id for m in members if m.sex == "male"]
        women = [m.id for m in members if m.sex == "female"]
        father = draw(st.sampled_from([*men, None]))
        mother = draw(st.sampled_from([*women, None]))
        members.append(Member(f"p{n}", father, mother, draw(st.sampled_from(["male", "female"]))))
    return Pedigree("F", tuple(members))


@settings(max_examples=80, deadline=None)
@given(families())
def test_nobody_stands_on_another_and_parents_stand_above_their_children(pedigree):
    places = layout(pedigree)
    assert len(places) == len(pedigree.members)
    for member in pedigree.members:
        for parent in (member.father, member.mother):
            if parent is not None:
                assert places[parent][1] < places[member.id][1]
    by_row = {}
    for x, y in places.values():
        by_row.setdefault(y, []).append(x)
    for row in by_row.values():
        row.sort()
        assert all(b - a >= 1.0 - 1e-9 for a, b in itertools.pairwise(row))
