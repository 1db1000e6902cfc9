"""Sources: who had it from whom, letters and digits, and names under seal."""

import pytest
from quarry_case import row, tell

from accounted.record import decisions, queries
from accounted.record.decisions import DecisionRefused, NotOnRecord, stated


def source(told, anna, name, kind="official_police"):
    return decisions.record_source(
        told.archive, kind=kind, name=name, by=anna, reason="speaks in the statement"
    )


def test_letter_and_digit_are_set_in_separate_acts_and_default_to_f_and_6(told, anna):
    one = told.of("tally")[0].id
    assert (queries.claim(told.archive, one).reliability, queries.claim(told.archive, one).credibility) == (
        "F",
        "6",
    )
    police = source(told, anna, "Officer Lysenko")
    decisions.attribute(told.archive, [one], police, by=anna, ground="named as the speaker")
    decisions.grade_source(told.archive, police, "B", by=anna, ground="right in earlier statements")
    seen = queries.claim(told.archive, one)
    assert (seen.reliability, seen.credibility) == ("B", "6")
    decisions.grade_claim(told.archive, one, "3", by=anna, ground="fits, not confirmed")
    seen = queries.claim(told.archive, one)
    assert (seen.reliability, seen.credibility) == ("B", "3")


def test_the_letters_that_were_given_before_stay(told, anna, borys):
    police = source(told, anna, "Officer Lysenko")
    decisions.grade_source(told.archive, police, "B", by=anna, ground="reliable so far")
    decisions.grade_source(told.archive, police, "D", by=borys, ground="contradicted twice")
    assert [(v.value, v.decided_by) for v in row("Value").filter(field="reliability")] == [
        ("B", anna.pseudonym),
        ("D", borys.pseudonym),
    ]


def test_confirmed_needs_a_claim_of_an_independent_source(told, anna, tmp_path):
    one = told.of("tally")[0].id
    other = (
        tell(told.archive, tmp_path, "Officer Danylo said 40 bodies were found.\n", "other.txt").claims[0].id
    )
    with pytest.raises(DecisionRefused, match="name that claim"):
        decisions.grade_claim(told.archive, one, "1", by=anna, ground="sure")
    with pytest.raises(DecisionRefused, match="D-04"):
        decisions.grade_claim(told.archive, one, "1", corroborated_by=other, by=anna, ground="two of them")
    lysenko, danylo = source(told, anna, "Lysenko"), source(told, anna, "Danylo")
    decisions.attribute(told.archive, [one], lysenko, by=anna, ground="named")
    decisions.attribute(told.archive, [other], danylo, by=anna, ground="named")
    decisions.grade_claim(
        told.archive, one, "1", corroborated_by=other, by=anna, ground="two officers saw it"
    )
    assert queries.claim(told.archive, one).credibility == "1"


def test_two_who_have_it_from_one_are_one_source(told, anna):
    a, b, c = (one.id for one in told.claims[:3])
    agency, paper, radio, witness = (
        source(told, anna, name) for name in ("agency", "paper", "radio", "witness")
    )
    decisions.attribute(told.archive, [a], paper, by=anna, ground="printed")
    decisions.attribute(told.archive, [b], radio, by=anna, ground="sent")
    decisions.attribute(told.archive, [c], witness, by=anna, ground="told us")
    assert len(decisions.independent_roots([a, b, c])) == 3
    decisions.state_upstream(told.archive, paper, agency, by=anna, ground="agency copy")
    decisions.state_upstream(told.archive, radio, agency, by=anna, ground="agency copy")
    roots = decisions.independent_roots([a, b, c])
    assert set(roots) == {agency, witness}
    assert roots[agency] == (a, b)


def test_a_claim_nobody_attributed_counts_as_no_source(told):
    assert decisions.independent_roots([one.id for one in told.claims]) == {}


def test_nobody_is_their_own_source(told, anna):
    paper, agency = source(told, anna, "paper"), source(told, anna, "agency")
    decisions.state_upstream(told.archive, paper, agency, by=anna, ground="copy")
    with pytest.raises(DecisionRefused, match="D-04"):
        decisions.state_upstream(told.archive, agency, paper, by=anna, ground="round")


def test_a_later_attribution_counts(told, anna):
    one = told.of("tally")[0].id
    first, second = source(told, anna, "first"), source(told, anna, "second")
    decisions.attribute(told.archive, [one], first, by=anna, ground="by the name")
    decisions.attribute(told.archive, [one], second, by=anna, ground="by the rank")
    assert queries.claim(told.archive, one).source == second
    assert row("Attribution").filter(claim_id=one).count() == 2


def test_what_a_source_is_said_to_be_names_its_claims(told, anna):
    one = told.of("tally")[0].id
    made = decisions.record_source(
        told.archive,
        kind="official_police",
        name="Lysenko",
        by=anna,
        reason="speaker",
        values={"capacity": stated("officer", one)},
    )
    (value,) = row("Value").filter(subject_id=made)
    assert [c.id for c in value.claims.all()] == [one]


KEY = bytes(range(32))


def test_a_sealed_identity_is_nowhere_in_the_log_or_readable_in_the_database(told, anna):
    code = decisions.seal(told.archive, {"name": "Maria Petrenko"}, key=KEY, by=anna, reason="at risk")
    root = told.archive.path
    kept = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert b"Petrenko" not in kept
    assert b"Petrenko" not in bytes(row("SealedIdentity").get(code=code).sealed)


def test_opening_a_seal_is_logged_with_who_and_why(told, anna, borys):
    code = decisions.seal(told.archive, {"name": "Maria Petrenko"}, key=KEY, by=anna, reason="at risk")
    assert decisions.unseal(told.archive, code, key=KEY, by=borys, reason="to warn her") == {
        "name": "Maria Petrenko"
    }
    last = list(told.archive.store.entries())[-1]
    assert (last.event, last.agent) == ("unseal", borys.pseudonym)
    assert told.archive.store.detail(last.seq)["decision"]["reason"] == "to warn her"


def test_another_key_does_not_open_a_seal(told, anna):
    code = decisions.seal(told.archive, {"name": "Maria Petrenko"}, key=KEY, by=anna, reason="at risk")
    with pytest.raises(DecisionRefused, match="does not open"):
        decisions.unseal(told.archive, code, key=bytes(32), by=anna, reason="try")


def test_a_destroyed_identity_is_gone_and_does_not_come_back(told, anna):
    code = decisions.seal(told.archive, {"name": "Maria Petrenko"}, key=KEY, by=anna, reason="at risk")
    decisions.destroy_seal(told.archive, code, by=anna, reason="she asked for it")
    told.archive.rebuild()
    with pytest.raises(NotOnRecord, match="destroyed"):
        decisions.unseal(told.archive, code, key=KEY, by=anna, reason="again")


def test_a_rebuilt_database_keeps_what_is_under_seal(told, anna):
    code = decisions.seal(told.archive, {"name": "Maria Petrenko"}, key=KEY, by=anna, reason="at risk")
    told.archive.rebuild()
    assert decisions.unseal(told.archive, code, key=KEY, by=anna, reason="check")["name"] == "Maria Petrenko"


def test_facts_of_an_intake_can_be_taken_out_for_good_and_the_log_still_holds(told, anna):
    decisions.withhold_facts(told.archive, "ACC-000001", by=anna, reason="the giver is in danger")
    intake = queries.item(told.archive, "ACC-000001").intakes[0]
    assert intake.name is None and intake.path is None
    details = b"".join(p.read_bytes() for p in (told.archive.path / "log/details").iterdir())
    assert b"statement.txt" not in details
    assert told.archive.verify_record().ok
    told.archive.rebuild()
    assert queries.item(told.archive, "ACC-000001").intakes[0].name is None
    assert len(queries.claims(told.archive)) == 4


def test_a_name_behind_a_pseudonym_can_be_taken_out_and_its_decisions_stay(told, anna, borys):
    one = told.claims[0].id
    decisions.accept(told.archive, one, by=anna, reason="yes")
    decisions.withhold_name(told.archive, anna.pseudonym, by=borys, reason="in danger")
    (review,) = queries.claim(told.archive, one).reviews
    assert review.by == anna.pseudonym and review.name is None
    assert told.archive.verify_record().ok
