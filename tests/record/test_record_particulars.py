"""What a claim says beside its terms is on record as read: methods, victims, who investigates, how near."""

from dataclasses import replace

import pytest
from quarry_case import read_simply

from accounted.claims import Words
from accounted.record import queries


def reading_with(**particulars):
    """A reader whose first act says more than its terms."""

    def read(document, **rest):
        made = read_simply(document, **rest)
        claims = list(made.claims)
        claims[0] = replace(claims[0], **particulars)
        return replace(made, claims=tuple(claims))

    return read


@pytest.mark.parametrize("rebuilt", [False, True])
def test_what_was_read_of_an_act_comes_back_and_survives_a_rebuild(archive, tmp_path, monkeypatch, rebuilt):
    victims = Words("Two prisoners", 34, 47)
    told = {"methods": ("01.02",), "victims": victims, "scope": Words("Police", 0, 6)}
    monkeypatch.setattr("accounted.reading.read", reading_with(**told))
    path = tmp_path / "a.txt"
    path.write_text("Police said 12 bodies were found. Two prisoners were beaten there.\n", encoding="utf-8")
    archive.add([path])
    if rebuilt:
        archive.rebuild()
    first = min(queries.claims(archive), key=lambda one: one.local_id)
    assert first.claim.methods == ("01.02",)
    assert (first.claim.victims, first.claim.scope) == (victims, told["scope"])
    assert first.claim.body is None and first.claim.status is None


def test_a_method_that_the_vocabulary_does_not_have_is_refused(archive, tmp_path, monkeypatch):
    monkeypatch.setattr("accounted.reading.read", reading_with(methods=("magic",)))
    path = tmp_path / "a.txt"
    path.write_text("Police said 12 bodies were found.\n", encoding="utf-8")
    (kept,) = archive.add([path]).troubled
    assert "method_of_violence" in kept.trouble
    assert queries.claims(archive) == []
