"""What people decide about claims."""

import pytest
from quarry_case import tell

from accounted.record import decisions, queries
from accounted.record.decisions import DecisionRefused
from accounted.vocabulary import UnknownTerm


def claim(told, kind="tally", n=0):
    return told.of(kind)[n].id


def corrected(told, **tally):
    text = told.of("tally")[0].claim.excerpt
    return {
        "kind": "tally",
        "excerpt": {"start": text.start, "end": text.end, "exact": text.exact},
        "tally": {"basis": "bodies_found", "quantifier": "about", "best": 40, **tally},
    }


def test_a_claim_is_unreviewed_until_a_named_person_decides(told, anna):
    one = claim(told)
    assert queries.claim(told.archive, one).status == "unreviewed"
    decisions.accept(told.archive, one, by=anna, reason="the words say so")
    seen = queries.claim(told.archive, one)
    assert seen.status == "accepted"
    assert seen.reviews[0].name == "Anna Reviewer"


def test_accepting_does_not_make_a_claim_true(told, anna):
    one = claim(told)
    before = queries.claim(told.archive, one)
    decisions.accept(told.archive, one, by=anna, reason="rightly read")
    after = queries.claim(told.archive, one)
    assert after.claim == before.claim
    assert (after.reliability, after.credibility) == ("F", "6")


def test_a_program_does_not_review(told):
    for nobody in ("software", decisions.Reviewer("software", "reader 1.0")):
        with pytest.raises(DecisionRefused, match="never for a program"):
            decisions.accept(told.archive, claim(told), by=nobody, reason="looks good")


def test_a_review_needs_a_reason(told, anna):
    with pytest.raises(DecisionRefused, match="needs a reason"):
        decisions.reject(told.archive, claim(told), by=anna, reason="  ")


def test_a_later_review_counts_and_the_earlier_one_stays(told, anna, borys):
    one = claim(told)
    decisions.accept(told.archive, one, by=anna, reason="yes")
    decisions.reject(told.archive, one, by=borys, reason="this is a headline, not a statement")
    seen = queries.claim(told.archive, one)
    assert seen.status == "rejected"
    assert [r.outcome for r in seen.reviews] == ["accepted", "rejected"]


def test_a_correction_is_a_new_version_and_both_stay_visible(told, anna):
    old = claim(told)
    new = decisions.correct(
        told.archive, old, corrected(told), by=anna, reason="the officer said about forty"
    )
    first, second = queries.claim(told.archive, old), queries.claim(told.archive, new)
    assert first.claim.tally.count.quantifier == "exact"
    assert first.status == "corrected" and first.corrected_by == (new,)
    assert second.claim.tally.count.quantifier == "about"
    assert (second.version, second.corrects, second.origin) == (2, old, "human")
    listed = {c.id for c in queries.claims(told.archive, kind="tally")}
    assert new in listed and old not in listed
    assert old in {c.id for c in queries.claims(told.archive, kind="tally", include_old=True)}


def test_a_corrected_claim_is_decided_about_in_its_correction(told, anna):
    old = claim(told)
    new = decisions.correct(told.archive, old, corrected(told), by=anna, reason="about")
    with pytest.raises(DecisionRefused, match=new):
        decisions.accept(told.archive, old, by=anna, reason="yes")


def test_a_correction_whose_words_are_not_in_the_document_is_refused(told, anna):
    wrong = corrected(told)
    wrong["excerpt"] = {**wrong["excerpt"], "exact": "41 bodies were found"}
    with pytest.raises(DecisionRefused, match="D-01"):
        decisions.correct(told.archive, claim(told), wrong, by=anna, reason="typing error")


@pytest.mark.parametrize(
    "tally", [{"low": 50}, {"low": -1, "best": None}, {"quantifier": "more_than", "low": 41, "best": 41}]
)
def test_a_count_out_of_order_is_refused(told, anna, tally):
    with pytest.raises(DecisionRefused, match="D-02"):
        decisions.correct(told.archive, claim(told), corrected(told, **tally), by=anna, reason="so")


def test_a_code_that_is_in_no_vocabulary_is_refused_with_the_near_ones(told, anna):
    with pytest.raises(UnknownTerm, match="bodies_found"):
        decisions.correct(
            told.archive, claim(told), corrected(told, basis="bodies_fund"), by=anna, reason="so"
        )


def test_a_claim_that_no_reader_found_can_be_stated_by_a_person(told, anna):
    start = len("Officer Lysenko said 40 bodies were found at ")
    words = {"start": start, "end": start + 10, "exact": "the quarry"}
    site = {"kind": "site", "excerpt": words, "what": ["burial"]}
    new = decisions.state(told.archive, told.document, site, by=anna, reason="named as the place")
    seen = queries.claim(told.archive, new)
    assert seen.reading is None and seen.origin == "human"
    assert seen.claim.what == ("burial",)
    assert new in {c.id for c in queries.claims(told.archive, term="burial")}


def test_a_denial_stands_beside_what_it_denies_and_changes_nothing(told, anna):
    denial, act = claim(told, "denial"), claim(told, "act")
    before = queries.claim(told.archive, act)
    decisions.answer(told.archive, denial, [act], response="01.02", by=anna, reason="speaks of the shooting")
    after = queries.claim(told.archive, act)
    assert after.denied_by == (denial,)
    assert (after.status, after.credibility, after.claim) == (before.status, before.credibility, before.claim)


def test_what_denies_nothing_is_no_answer(told, anna):
    with pytest.raises(DecisionRefused, match="D-17"):
        decisions.answer(
            told.archive, claim(told), [claim(told, "act")], response="01.02", by=anna, reason="x"
        )


def test_two_figures_are_related_only_by_a_person_with_a_ground(told, anna):
    one, part = claim(told), claim(told, n=1)
    with pytest.raises(DecisionRefused, match="needs a reason"):
        decisions.relate_tallies(told.archive, one, part, "subset_stated", by=anna, ground="")
    decisions.relate_tallies(told.archive, part, one, "subset_stated", by=anna, ground="of them")
    decisions.relate_tallies(told.archive, one, part, "overlap", by=anna, ground="on second thought")
    from accounted.record.models import TallyRelation

    assert [(r.relation, r.current) for r in TallyRelation.objects.all()] == [
        ("subset_stated", False),
        ("overlap", True),
    ]


def test_figures_on_different_bases_are_never_equal(told, anna):
    one = claim(told)
    graves = decisions.correct(
        told.archive,
        claim(told, n=1),
        {
            "kind": "tally",
            "excerpt": vars_of(told.of("tally")[1]),
            "tally": {"basis": "graves", "quantifier": "exact", "low": 12, "best": 12, "high": 12},
        },
        by=anna,
        reason="graves, not bodies",
    )
    with pytest.raises(DecisionRefused, match="D-03"):
        decisions.relate_tallies(told.archive, one, graves, "equal", by=anna, ground="same number of dead")
    decisions.relate_tallies(told.archive, one, graves, "unrelated", by=anna, ground="other basis")


def vars_of(on_record):
    excerpt = on_record.claim.excerpt
    return {"start": excerpt.start, "end": excerpt.end, "exact": excerpt.exact}


def test_a_newer_reading_replaces_the_current_one_and_the_old_claims_stay(told, tmp_path):
    from accounted.claims import ReaderIdentity, Reading
    from accounted.record.decisions.material import RecordedDocument

    (row,) = queries.documents(told.archive)
    document = queries.text_of(told.archive, row)
    (item,) = queries.items(told.archive)
    recorded = RecordedDocument(
        row.id, item.id, item.number, item.sha256, row.text_sha256, row.structure_sha256, document
    )
    decisions.record_reading(told.archive, recorded, Reading(document, ReaderIdentity("simple", "2", "none")))
    assert queries.reading(told.archive, row.id).reader.version == "2"
    assert queries.claims(told.archive) == []
    assert len(queries.claims(told.archive, include_old=True)) == 4


def test_claims_can_be_asked_for_by_what_they_say(told, tmp_path):
    tell(told.archive, tmp_path, "Officer Danylo said 3 bodies were found in the wood.\n", "other.txt")
    ask = lambda **filters: [c.claim.excerpt.exact for c in queries.claims(told.archive, **filters)]  # noqa: E731
    assert len(ask()) == 5
    assert ask(document=told.document, kind="act") == [told.of("act")[0].claim.excerpt.exact]
    assert len(ask(basis="bodies_found")) == 3
    assert ask(term="female") == ["12 bodies were of women"]
    assert ask(speaker="danylo") == ["3 bodies were found"]
    assert ask(modality="denies") == ["The ministry denied it"]
    assert len(ask(place="quarry")) == 3
    assert ask(words="SHOT THEM") == [told.of("act")[0].claim.excerpt.exact]
    assert ask(item="ACC-000002") == ["3 bodies were found"]
    assert len(ask(limit=2, offset=1)) == 2
    assert ask(status="accepted") == []
    assert queries.count_claims(told.archive, kind="tally") == 3


def test_claims_between_days_include_what_may_lie_between(told):
    from datetime import date

    found = queries.claims(told.archive, kind="tally", between=(date(2022, 5, 20), None))
    assert len(found) == 2
    assert queries.claims(told.archive, kind="tally", between=(date(2022, 6, 1), date(2022, 7, 1))) == []


def test_one_documents_claims_take_a_fixed_number_of_queries(told, tmp_path, anna):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for one in told.claims:
        decisions.accept(told.archive, one.id, by=anna, reason="yes")
    with CaptureQueriesContext(connection) as few:
        queries.claims(told.archive, document=told.document)
    many = tell(told.archive, tmp_path, "9 bodies\n" * 60, "many.txt")
    for one in many.claims[:20]:
        decisions.accept(told.archive, one.id, by=anna, reason="yes")
    with CaptureQueriesContext(connection) as more:
        assert len(queries.claims(told.archive, document=many.document)) == 60
    assert len(more) <= len(few)
