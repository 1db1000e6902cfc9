"""Two people judge each claim apart; a third settles what they differ on; a claim can be split."""

import json

import pytest
from quarry_case import tell
from test_record_reviewing import claim, corrected, vars_of

from accounted.record import decisions, queries
from accounted.record.decisions import DecisionRefused
from accounted.record.queries import agreement, review_queue


@pytest.fixture
def vera(archive):
    return archive.reviewer("Vera Reviewer")


@pytest.fixture
def two(told, anna):
    """Two people judge each claim from here on."""
    decisions.ask_for_reviewers(told.archive, 2, by=anna, reason="our method")
    return told


def waiting(told, reviewer, **filters):
    return review_queue.waiting_claims(told.archive, reviewer.pseudonym, limit=50, **filters)


def parts(told):
    """The first tally read as two: the bodies, and the same words as a site."""
    whole = corrected(told)
    site = {"kind": "site", "excerpt": vars_of(told.of("tally")[0]), "what": ["burial"]}
    return [whole, site]


def test_how_many_judge_is_a_decision_and_leaves_the_rest_of_the_method_as_it_was(told, anna):
    decisions.set_methodology(
        told.archive, "1", by=anna, reason="so", minimum_sources=3, scope={"time": "2022"}
    )
    decisions.ask_for_reviewers(told.archive, 2, by=anna, reason="two see more")
    from accounted.record.models import Methodology

    newest = Methodology.objects.order_by("at").last()
    assert (newest.minimum_sources, newest.scope) == (3, {"time": "2022"})
    with pytest.raises(DecisionRefused, match="already"):
        decisions.ask_for_reviewers(told.archive, 2, by=anna, reason="again")
    with pytest.raises(DecisionRefused, match="1, or 2"):
        decisions.ask_for_reviewers(told.archive, 3, by=anna, reason="more")


def test_a_claim_is_settled_when_the_second_says_the_same(two, anna, borys):
    one = claim(two)
    assert decisions.judge(two.archive, one, "accepted", by=anna, reason="yes").outcome is None
    assert queries.claim(two.archive, one).status == "unreviewed"
    assert decisions.judge(two.archive, one, "accepted", by=borys, reason="so it says").outcome == "accepted"
    assert queries.claim(two.archive, one).status == "accepted"
    seen = review_queue.judging_seen(two.archive, one, borys.pseudonym)
    assert [(j.outcome, j.name) for j in seen.shown] == [
        ("accepted", "Anna Reviewer"),
        ("accepted", "Borys Reviewer"),
    ]


def test_what_one_has_judged_is_nowhere_to_be_read_for_who_has_still_to_judge(two, anna, borys):
    """Not in the claim, not in the queue, not in the decisions about it, and no new claim tells it."""
    one = claim(two)
    before = [c.id for c in queries.claims(two.archive, include_old=True)]
    decisions.correct(two.archive, one, corrected(two), by=anna, reason="SECRET: he said about forty")
    assert one in waiting(two, borys) and one not in waiting(two, anna)
    seen = queries.claim(two.archive, one)
    assert (seen.status, seen.reviews, seen.corrected_by) == ("unreviewed", (), ())
    assert [c.id for c in queries.claims(two.archive, include_old=True)] == before
    judging = review_queue.judging_seen(two.archive, one, borys.pseudonym)
    assert (judging.mine, judging.others, judging.shown) == (None, 0, ())
    assert agreement.reviewers_agree(two.archive).claims == 0
    from accounted.record.models import Decision

    rows = Decision.objects.filter(subject_id=one).values("kind", "reason", "content")
    assert "SECRET" not in json.dumps(list(rows)) and "corrected" not in json.dumps(list(rows))
    assert review_queue.judging_seen(two.archive, one, anna.pseudonym).mine == "corrected"


def test_nobody_judges_a_claim_twice(two, anna):
    one = claim(two)
    decisions.accept(two.archive, one, by=anna, reason="yes")
    with pytest.raises(DecisionRefused, match="another person judges next"):
        decisions.reject(two.archive, one, by=anna, reason="on second thought")


def test_where_two_differ_a_third_settles_it(two, anna, borys, vera):
    one = claim(two)
    decisions.accept(two.archive, one, by=anna, reason="yes")
    assert decisions.judge(two.archive, one, "rejected", by=borys, reason="a headline").disputed
    assert queries.claim(two.archive, one).status == "unreviewed"
    for nobody in (anna, borys, vera):
        assert one not in waiting(two, nobody)
    assert review_queue.disagreements(two.archive, anna.pseudonym) == []
    (listed,) = review_queue.disagreements(two.archive, vera.pseudonym)
    assert (listed.claim, listed.item) == (one, "ACC-000001")
    judging = review_queue.judging_seen(two.archive, one, vera.pseudonym)
    assert judging.disputed and [(j.outcome, j.name) for j in judging.shown] == [
        ("accepted", None),
        ("rejected", None),
    ]
    with pytest.raises(DecisionRefused, match="another person"):
        decisions.accept(two.archive, one, by=borys, reason="I give in")
    assert decisions.judge(two.archive, one, "rejected", by=vera, reason="it is one").outcome == "rejected"
    assert queries.claim(two.archive, one).status == "rejected"
    assert review_queue.disagreements(two.archive) == []


def test_two_corrections_agree_when_they_read_the_same_whatever_their_keys(two, anna, borys):
    one = claim(two)
    first = {**corrected(two), "rule": "by eye", "party": None, "dates": []}
    decisions.correct(two.archive, one, first, by=anna, reason="about")
    new = decisions.correct(two.archive, one, corrected(two), by=borys, reason="he said about")
    assert queries.claim(two.archive, new).corrects == one
    assert new not in waiting(two, anna)


def test_two_corrections_that_read_otherwise_are_a_disagreement(two, anna, borys):
    one = claim(two)
    decisions.correct(two.archive, one, corrected(two), by=anna, reason="about")
    judged = decisions.judge(
        two.archive, one, "corrected", by=borys, reason="more", corrected=[corrected(two, best=41)]
    )
    assert judged.disputed and judged.claims == ()


def test_what_was_made_by_hand_waits_for_one_other(two, anna, borys):
    words = vars_of(two.of("tally")[0])
    made = decisions.state(
        two.archive,
        two.document,
        {"kind": "site", "excerpt": words, "what": ["burial"]},
        by=anna,
        reason="a grave",
    )
    assert made in waiting(two, borys) and made not in waiting(two, anna)
    assert review_queue.judging_seen(two.archive, made, borys.pseudonym).shown[0].name == "Anna Reviewer"
    decisions.accept(two.archive, made, by=borys, reason="yes")
    assert queries.claim(two.archive, made).status == "accepted"


def test_what_was_made_by_hand_does_not_wait_where_one_person_is_enough(told, anna, borys):
    words = vars_of(told.of("tally")[0])
    made = decisions.state(
        told.archive,
        told.document,
        {"kind": "site", "excerpt": words, "what": ["burial"]},
        by=anna,
        reason="a grave",
    )
    assert made not in waiting(told, borys)


def test_a_claim_is_split_into_the_claims_that_its_words_make(told, anna):
    one = claim(told)
    made = decisions.split(told.archive, one, parts(told), by=anna, reason="two things in one")
    old = queries.claim(told.archive, one)
    assert (old.status, set(old.corrected_by), old.current) == ("corrected", set(made), False)
    kinds = [queries.claim(told.archive, new).claim.kind for new in made]
    assert kinds == ["tally", "site"]
    assert [queries.claim(told.archive, new).corrects for new in made] == [one, one]
    assert len(old.reviews) == 1
    with pytest.raises(DecisionRefused, match="was corrected"):
        decisions.accept(told.archive, one, by=anna, reason="yes")


def test_a_split_has_two_parts_that_differ(told, anna):
    one = claim(told)
    with pytest.raises(DecisionRefused, match="two claims or more"):
        decisions.split(told.archive, one, parts(told)[:1], by=anna, reason="so")
    with pytest.raises(DecisionRefused, match="the same claim"):
        decisions.split(told.archive, one, [corrected(told)] * 2, by=anna, reason="so")
    wrong = corrected(told)
    wrong["excerpt"] = {**wrong["excerpt"], "exact": "41 bodies were found"}
    with pytest.raises(DecisionRefused, match="D-01"):
        decisions.split(told.archive, one, [wrong, corrected(told)], by=anna, reason="so")


def test_the_queue_goes_through_the_text_and_both_ways(told, tmp_path, anna, borys):
    tell(told.archive, tmp_path, "Officer Danylo said 3 bodies were found in the wood.\n", "other.txt")
    order = [c.id for c in queries.claims(told.archive)]
    assert waiting(told, anna) == order
    queue = lambda **place: review_queue.waiting_claims(told.archive, anna.pseudonym, **place)  # noqa: E731
    assert queue(after=order[3]) == [order[4]] and queue(before=order[4]) == [order[3]]
    assert queue(before=order[2], limit=9) == [order[1], order[0]]
    assert waiting(told, anna, kind="act") == [told.of("act")[0].id]
    assert waiting(told, anna, document=told.document) == order[:4]
    decisions.reject(told.archive, order[1], by=borys, reason="no")
    assert waiting(told, anna) == [order[0], *order[2:]]
    assert review_queue.count_waiting(told.archive, anna.pseudonym).number == 4


def test_a_newer_reading_replaces_what_waits(told, anna):
    from accounted.claims import ReaderIdentity, Reading
    from accounted.record.decisions.material import RecordedDocument

    (row,) = queries.documents(told.archive)
    document = queries.text_of(told.archive, row)
    (item,) = queries.items(told.archive)
    recorded = RecordedDocument(
        row.id, item.id, item.number, item.sha256, row.text_sha256, row.structure_sha256, document
    )
    decisions.record_reading(told.archive, recorded, Reading(document, ReaderIdentity("simple", "2", "none")))
    assert waiting(told, anna) == []
    assert review_queue.count_waiting(told.archive, anna.pseudonym).number == 0


def test_what_a_person_may_not_see_does_not_wait_for_them(told, tmp_path, anna):
    from accounted.record.sight import Sight

    (tmp_path / "closed.txt").write_text("Officer Danylo said 3 bodies were found.\n")
    from accounted.record.intake import IntakeFacts

    told.archive.add([tmp_path / "closed.txt"], facts=IntakeFacts(confidentiality="confidential"))
    sight = Sight(confidentiality=("public", "internal"))
    assert len(waiting(told, anna)) == 5
    assert len(waiting(told, anna, sight=sight)) == 4
    assert review_queue.count_waiting(told.archive, anna.pseudonym, sight=sight).number == 4


def test_agreement_is_counted_by_kind_and_by_pair_from_what_was_judged_apart(two, anna, borys, vera):
    tally, part, act = claim(two), claim(two, n=1), claim(two, "act")
    for one, mine, other in ((tally, "accepted", "accepted"), (part, "rejected", "rejected"),
                             (act, "accepted", "rejected")):  # fmt: skip
        decisions.judge(two.archive, one, mine, by=anna, reason="so")
        decisions.judge(two.archive, one, other, by=borys, reason="so")
    decisions.judge(two.archive, act, "rejected", by=vera, reason="no act")
    found = agreement.reviewers_agree(two.archive)
    assert found.claims == 3
    assert {(k.kind, k.claims) for k in found.by_kind} == {(None, 3), ("tally", 2), ("act", 1)}
    all_kinds = next(p for p in found.by_pair if p.kind is None)
    assert {*all_kinds.names} == {"Anna Reviewer", "Borys Reviewer"}
    assert all_kinds.kappa.value == pytest.approx(0.4)
    assert len(found.by_pair) == 3  # the third saw what the first two said, and is no pair with them


def test_the_record_made_anew_holds_the_same_judgements(two, anna, borys, vera):
    decisions.judge(two.archive, claim(two), "split", by=anna, reason="two", corrected=parts(two))
    decisions.judge(two.archive, claim(two), "accepted", by=borys, reason="one")
    decisions.accept(two.archive, claim(two, "act"), by=anna, reason="so")
    decisions.judge(two.archive, claim(two), "split", by=vera, reason="two", corrected=parts(two))
    assert two.archive.verify_record().ok


def test_of_a_document_destroyed_by_order_no_judgement_keeps_the_words(two, anna, borys):
    one = claim(two)
    decisions.correct(two.archive, one, corrected(two), by=anna, reason="40 bodies, he said")
    order = decisions.Order("the court", "12/2022")
    decisions.destroy(two.archive, ["ACC-000001"], order=order, by=anna, second=borys, reason="ordered")
    from accounted.record.models import Judgement, Reading

    (row,) = Judgement.objects.all()
    assert "40 bodies" not in json.dumps(row.corrected) + row.reason
    assert not Reading.objects.filter(waiting__gt=0).exists()
    assert waiting(two, borys) == []
    assert two.archive.verify_record().ok
