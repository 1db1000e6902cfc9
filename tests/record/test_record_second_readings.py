"""A language model's reading is kept beside the rules' one; its claims count once a person accepted them."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from accounted.claims import Document, ReaderIdentity, Reading
from accounted.reading import read
from accounted.reading.model import Model, NoAnswer, read_with_model
from accounted.record import decisions, queries
from accounted.record.intake import IntakeFacts
from accounted.record.reading_again import read_again
from accounted.reporting.material import gather

# what tests share lies beside them; the folders are no packages
sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))

import model_answers as answers

SMALL = Model("small", "http://127.0.0.1:8080")


@dataclass
class Told:
    """A model that gives these claims of every document."""

    claims: tuple = (*answers.GOOD, answers.claim("He named no one"))
    elsewhere: str | None = None
    model: Model = SMALL
    asked: list[str] = field(default_factory=list)
    down: bool = False

    def identity(self, lexicon: str) -> ReaderIdentity:
        return self.model.identity(lexicon)

    def read(self, document: Document, gazetteer) -> Reading:
        self.asked.append(document.text)
        if self.down:
            raise NoAnswer("nobody answers there")
        body = answers.answer(*self.claims)
        return read_with_model(document, model=self.model, ask=lambda _: body, gazetteer=gazetteer)


@pytest.fixture
def press(archive, tmp_path: Path):
    path = tmp_path / "press.txt"
    path.write_text(answers.STATEMENT, encoding="utf-8")
    assert archive.add([path], facts=IntakeFacts(published="2022-09-13")).claims
    return path


def words(found) -> list[str]:
    return [one.claim.excerpt.exact for one in found]


def test_a_model_s_reading_is_kept_and_the_rules_one_stays_current(archive, press):
    before = words(queries.claims(archive))
    found = read_again(archive, rules=False, second=Told())
    assert (found.read, found.changed, found.claims, found.failed) == (1, 1, 4, [])
    document = queries.documents(archive)[0]
    assert queries.reading(archive, document.id).reader.name == "rules"
    (second,) = queries.second_readings(archive, document.id)
    assert (second.reader.name, second.reader.parameters["model"], second.claims) == ("llm", "small", 4)
    assert words(queries.claims(archive)) == before
    assert words(queries.claims(archive, second=True)) == [
        "At least 41 bodies", "57 bodies", "20 were women", "He named no one"
    ]  # fmt: skip
    assert archive.verify_record().ok


def test_the_record_is_made_anew_without_asking_the_model_again(archive, press):
    told = Told()
    read_again(archive, rules=False, second=told)
    before = words(queries.claims(archive, second=True))
    archive.rebuild()
    assert len(told.asked) == 1
    assert words(queries.claims(archive, second=True)) == before
    assert archive.verify_record().ok


def test_the_same_model_is_not_asked_twice_unless_all_are_to_be_read(archive, press):
    told = Told()
    read_again(archive, rules=False, second=told)
    assert read_again(archive, rules=False, second=told).read == 0
    again = read_again(archive, every=True, rules=False, second=told)
    assert (again.read, again.changed) == (1, 0)
    other = read_again(archive, rules=False, second=Told(model=Model("large", "http://127.0.0.1:8080")))
    assert other.changed == 1
    assert len(queries.second_readings(archive, queries.documents(archive)[0].id)) == 2


def test_a_newer_reading_by_the_rules_leaves_the_model_s_where_it_is(archive, press, monkeypatch):
    read_again(archive, rules=False, second=Told())

    def newer(document: Document, **given) -> Reading:
        found = read(document, **given)
        return replace(found, reader=replace(found.reader, version="9.9.9"))

    monkeypatch.setattr("accounted.reading.read", newer)
    assert read_again(archive, every=True).changed == 1
    document = queries.documents(archive)[0]
    assert queries.reading(archive, document.id).reader.version == "9.9.9"
    assert len(queries.second_readings(archive, document.id)) == 1
    assert archive.verify_record().ok


def test_the_review_list_says_which_claims_agree(archive, press):
    read_again(archive, rules=False, second=Told())
    beside = queries.beside_each_other(archive)
    standing = {(one.claim.claim.excerpt.exact, one.claim.reader): one.standing for one in beside}
    assert standing["57 bodies", "llm"] == "agree"
    assert standing["He named no one", "llm"] == "only_model"
    assert "only_rules" in standing.values()
    by_id = {one.claim.id: one for one in beside}
    for one in beside:
        if one.standing == "agree":
            assert by_id[one.other].other == one.claim.id
    tallies = queries.beside_each_other(archive, kind="tally", limit=2)
    assert len(tallies) == 2 and all(one.claim.claim.kind == "tally" for one in tallies)


def test_a_claim_that_only_the_model_read_counts_once_a_person_accepted_it(archive, press, anna):
    read_again(archive, rules=False, second=Told())
    alone = next(one.claim for one in queries.beside_each_other(archive) if one.standing == "only_model")
    assert alone.id not in {one.id for one in queries.claims(archive)}
    decisions.accept(archive, alone.id, by=anna, reason="it says so")
    assert alone.id in {one.id for one in queries.claims(archive)}
    assert queries.claim(archive, alone.id).current
    assert "He named no one" in {c.excerpt.exact for d in gather(archive).documents for c in d.claims}
    decisions.reject(archive, alone.id, by=anna, reason="it does not, on second thought")
    assert alone.id not in {one.id for one in queries.claims(archive)}
    assert archive.verify_record().ok


def test_what_both_read_is_accepted_once_as_the_rules_read_it(archive, press, anna):
    read_again(archive, rules=False, second=Told())
    both = next(
        o for o in queries.beside_each_other(archive) if o.standing == "agree" and o.claim.reader == "llm"
    )
    with pytest.raises(decisions.DecisionRefused, match=both.other):
        decisions.accept(archive, both.claim.id, by=anna, reason="yes")
    decisions.accept(archive, both.other, by=anna, reason="yes")


def test_confidential_documents_are_not_sent_to_another_machine_and_what_is_sent_is_logged(archive, tmp_path):
    for name, level in (("open.txt", "public"), ("secret.txt", "ex_parte")):
        path = tmp_path / name
        path.write_text(answers.STATEMENT + name, encoding="utf-8")
        archive.add([path], facts=IntakeFacts(confidentiality=level))
    told = Told(elsewhere="https://model.example:443")
    found = read_again(archive, rules=False, second=told)
    assert found.apart == ["ACC-000002"]
    assert [text.endswith("open.txt") for text in told.asked] == [True]
    sent = [line for line in queries.custody(archive, "ACC-000001", details=True) if line.event == "export"]
    assert [line.detail["recipient"] for line in sent] == ["https://model.example:443"]


def test_a_model_that_cannot_be_reached_ends_the_work_and_loses_nothing(archive, press, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(answers.STATEMENT + "!", encoding="utf-8")
    archive.add([other])
    told = Told(down=True)
    found = read_again(archive, rules=False, second=told)
    assert len(told.asked) == 1 and found.changed == 0
    assert "nobody answers there" in found.failed[0][1]
    assert archive.verify_record().ok
