"""What waits for a person today, and how far the archive is."""

from datetime import timedelta

import pytest
from quarry_case import tell
from test_record_reviewing import claim

from accounted.record import decisions
from accounted.record.queries import waiting
from accounted.record.sight import Sight


def of(told, reviewer, **options):
    return waiting.today(told.archive, reviewer.pseudonym, **options)


def test_claims_wait_until_they_are_decided_about(told, anna):
    assert of(told, anna).claims.number == 4
    decisions.accept(told.archive, claim(told), by=anna, reason="yes")
    assert of(told, anna).claims.number == 3


def test_what_two_differ_on_waits_for_the_third_only(told, anna, borys, archive):
    decisions.ask_for_reviewers(archive, 2, by=anna, reason="so")
    decisions.accept(archive, claim(told), by=anna, reason="yes")
    decisions.reject(archive, claim(told), by=borys, reason="no")
    vera = archive.reviewer("Vera Reviewer")
    assert [of(told, person).claims.disagreements for person in (anna, borys, vera)] == [0, 0, 1]
    assert [of(told, person).claims.number for person in (anna, borys, vera)] == [3, 3, 3]


def test_a_file_that_was_refused_is_told_with_the_reason(told, anna, tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of a page")
    told.archive.add([tmp_path / "broken.pdf", tmp_path / "not there.txt"])
    found = of(told, anna)
    assert found.trouble_count == 2
    assert any("not there" in one.why for one in found.troubles)
    assert any(one.item == "ACC-000002" for one in found.troubles)
    assert of(told, anna, sight=Sight(("public",))).trouble_count >= 1


def test_consent_taken_back_is_told_for_a_month(told, anna):
    from accounted.record.decisions import ConsentGiven, Risk

    archive = told.archive
    testimony = decisions.record_testimony(
        archive, consent=ConsentGiven("given", scopes={"internal_analysis": True}), risk=Risk("low"), by=anna,
        depth="first_account", reason="she told us",
    )  # fmt: skip
    assert of(told, anna).consents == ()
    decisions.change_consent(
        archive,
        testimony,
        ConsentGiven("withdrawn", withdrawn_on="2026-11-22"),
        by=anna,
        reason="she said no",
    )
    (gone,) = of(told, anna).consents
    assert (gone.testimony, gone.state) == (testimony, "withdrawn")
    assert of(told, anna, now=archive.now() + timedelta(days=31)).consents == ()


def test_a_checkpoint_is_overdue_a_week_after_something_was_logged_unsigned(told, anna):
    assert not of(told, anna).checkpoint.overdue
    later = of(told, anna, now=told.archive.now() + timedelta(days=8)).checkpoint
    assert later.overdue and later.lines == told.archive.store.size


def test_progress_counts_what_is_on_record_and_grows_by_day(told, tmp_path):
    tell(told.archive, tmp_path, "Officer Danylo said 3 bodies were found in the wood.\n", "other.txt")
    waiting._kept.clear()
    found = waiting.progress(told.archive)
    assert (found.documents, found.claims, found.judged) == (2, 5, 0)
    assert found.days == (("2026-11-22", 2, 5),)


@pytest.mark.parametrize(("days", "points"), [(0, 0), (1, 1), (60, 60), (61, 31), (600, 60)])
def test_the_chart_ends_with_the_newest_day(days, points):
    found = waiting._accumulated([(f"day {n:03d}", 1, 2) for n in range(days)])
    assert len(found) == points
    if days:
        assert found[-1] == (f"day {days - 1:03d}", days, 2 * days)


def test_today_takes_a_fixed_number_of_queries(told, anna):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        of(told, anna, proposals=True)
    assert len(asked) <= 14, [q["sql"][:80] for q in asked.captured_queries]
