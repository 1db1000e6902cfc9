"""Who may see: levels, restrictions to groups; and decisions of several threads at once."""

import threading

import pytest
from quarry_case import tell

from accounted.record import database, decisions
from accounted.record.decisions import DecisionRefused, NotOnRecord
from accounted.record.sight import EVERYTHING, Sight

database.configure()
from accounted.record.models import Claim, Decision, Document, Item, Person, Restriction, Review  # noqa: E402

FIELD = Sight(groups=frozenset({"team-field"}))
NOBODY = Sight(groups=frozenset())


def restrict(told, anna, groups):
    item = Item.objects.get()
    return decisions.restrict(
        told.archive, "Item", item.number, groups, by=anna, reason="a witness can be known by it"
    )


def test_a_restricted_item_its_documents_and_claims_are_seen_by_the_group_only(told, anna):
    restrict(told, anna, ["team-field"])
    for model, seen in ((Item, "items"), (Document, "documents"), (Claim, "claims")):
        everything = model.objects.all()
        assert getattr(FIELD, seen)(everything).count() == everything.count() > 0
        assert getattr(EVERYTHING, seen)(everything).count() == everything.count()
        assert getattr(NOBODY, seen)(everything).count() == 0


def test_a_restriction_to_no_group_is_lifted_and_both_decisions_stay(told, anna):
    restrict(told, anna, ["team-field"])
    restrict(told, anna, [])
    assert not Restriction.objects.exists()
    assert NOBODY.claims(Claim.objects.all()).count() == Claim.objects.count()
    assert [d.content["groups"] for d in Decision.objects.filter(kind="restrict")] == [["team-field"], []]


def test_what_rests_on_a_restricted_item_alone_is_hidden_with_it(told, anna, tmp_path):
    one = told.of("tally")[0].id
    other = tell(told.archive, tmp_path, "Officer Danylo said 40 bodies were found.\n", "other.txt").claims[0]
    alone = decisions.record_person(told.archive, names=[("Anna Field", [one])], by=anna, reason="named")
    both = decisions.record_person(
        told.archive, names=[("Boris Quarry", [other.id])], by=anna, reason="named in both"
    )
    decisions.name_person(told.archive, both, "B. Quarry", claims=[one], by=anna, reason="again")
    item = Claim.objects.get(pk=one).document.item
    decisions.restrict(told.archive, "Item", item.id, ["team-field"], by=anna, reason="protected")
    assert {p.id for p in FIELD.entries(Person.objects.all())} == {alone, both}
    seen = {p.id for p in NOBODY.entries(Person.objects.all())}
    assert both in seen


def test_levels_hide_documents_and_their_claims(told, anna):
    document = Document.objects.first()
    decisions.amend(
        told.archive, "Document", document.id, frame={"confidentiality": "confidential"}, by=anna,
        reason="names a witness",
    )  # fmt: skip
    public = Sight(confidentiality=("public", "internal"))
    assert public.documents(Document.objects.all()).count() == Document.objects.count() - 1
    assert not public.claims(Claim.objects.filter(document=document)).exists()
    assert not public.items(Item.objects.filter(pk=document.item_id)).exists()


def test_a_person_without_names_sees_a_code_that_is_always_the_same():
    blind = Sight(names=False)
    assert blind.name("Anna Field") == blind.name("ANNA FIELD") != "Anna Field"
    assert blind.name("Anna Field", "per_01ABCDEF") == "[ABCDEF]"
    assert EVERYTHING.name("Anna Field") == "Anna Field"


def test_a_group_and_a_subject_must_be_ones(told, anna):
    with pytest.raises(DecisionRefused, match="is no group"):
        restrict(told, anna, ["Team Field!"])
    with pytest.raises(DecisionRefused, match="only items and entries"):
        decisions.restrict(told.archive, "Claim", "clm_1", ["x"], by=anna, reason="?")
    with pytest.raises(NotOnRecord, match="no such Person"):
        decisions.restrict(told.archive, "Person", "per_1", ["x"], by=anna, reason="?")


def test_threads_decide_one_after_the_other(told, anna, borys):
    from django.db import connections

    claims = [claim.id for claim in told.claims][:4]
    troubles = []

    def accept(by):
        try:
            for claim in claims:
                decisions.accept(told.archive, claim, by=by, reason="read it")
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept, args=(by,)) for by in (anna, borys)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert Review.objects.filter(claim__in=claims).count() == 2 * len(claims)


def test_each_thread_acts_as_its_own_person(told, anna, borys):
    seen = {}

    def act(by):
        with told.archive.acting_as(by):
            seen[by.name] = told.archive.agent.name

    threads = [threading.Thread(target=act, args=(by,)) for by in (anna, borys)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {anna.name: anna.name, borys.name: borys.name}
