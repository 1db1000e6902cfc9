"""Numbers far below the whole of their own document are presumed parts of it, never rivals."""

from __future__ import annotations

from accounted.claims import Claim, Count, Document, Excerpt, ReaderIdentity, Reading, Tally
from accounted.reporting.figures import Figures, figures
from accounted.reporting.material import Material


def counted(*numbers: int) -> Figures:
    text = " ".join(f"{n} bodies" for n in numbers)
    claims = []
    for n in numbers:
        start = text.index(f"{n} bodies")
        excerpt = Excerpt.of(text, start, start + len(str(n)))
        tally = Tally("bodies_found", Count("exact", n, n, n))
        claims.append(Claim(f"c{n}", "tally", excerpt, tally=tally))
    reading = Reading(Document(text), ReaderIdentity("test", "1", "none"), claims=tuple(claims))
    return figures(Material.from_readings([reading]))


def test_two_small_numbers_beside_a_whole_do_not_contradict_one_another() -> None:
    found = counted(201, 11, 9)
    assert not [note for note in found.contradictions if note.rule == "D-03"]
    whole, *parts = found.figures
    assert whole.best == 201
    assert {f.best for f in parts} == {11, 9}
    assert all(f.within == (whole.key,) for f in parts)


def test_two_totals_of_like_size_still_contradict_one_another() -> None:
    assert [note for note in counted(201, 194).contradictions if note.rule == "D-03"]
