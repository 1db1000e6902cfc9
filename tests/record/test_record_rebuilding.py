"""The rows are a copy of the log: made anew they are equal, and whatever is not equal is found and named."""

import sqlite3

import pytest
from quarry_case import row, tell

from accounted.evidence import StorageFailed
from accounted.record import decisions, queries
from accounted.record.archive import Archive
from accounted.record.decisions import stated


@pytest.fixture
def full(told, anna, borys, doctor, jurist, tmp_path):
    """An archive with decisions of every family."""
    archive = told.archive
    one, other, act, denial = (claim.id for claim in told.claims)
    words = told.claims[0].claim.excerpt
    decisions.accept(archive, one, by=anna, reason="rightly read")
    decisions.reject(archive, one, by=borys, reason="on second thought")
    decisions.correct(
        archive,
        other,
        {
            "kind": "tally",
            "excerpt": {"start": words.start, "end": words.end, "exact": words.exact},
            "tally": {"basis": "bodies_found", "quantifier": "about", "best": 40, "partition_of": one},
        },
        by=anna,
        reason="about",
    )
    decisions.answer(archive, denial, [act], response="01.02", by=anna, reason="the shooting")
    decisions.relate_tallies(archive, one, other, "overlap", by=anna, ground="may overlap")
    police = decisions.record_source(
        archive, kind="official_police", name="Lysenko", by=anna, reason="speaks"
    )
    agency = decisions.record_source(archive, kind="agency_photo", name="Agency", by=anna, reason="copied")
    decisions.state_upstream(archive, police, agency, by=anna, ground="copy")
    decisions.attribute(archive, [one, act], police, by=anna, ground="named")
    decisions.grade_source(archive, police, "B", by=anna, ground="right before")
    decisions.grade_claim(archive, one, "3", by=anna, ground="fits")
    place = decisions.record_place(
        archive, name="Quarry", kind="settlement", by=anna, reason="named", country="UA"
    )
    decisions.state_control(
        archive, place, "occupied", interval="2022-03/..", claims=[one], by=anna, reason="told"
    )
    person = decisions.record_person(
        archive,
        by=anna,
        reason="named",
        names=[("Koval", [act])],
        values={"sex": stated("female", one), "birth_place": stated(place, one)},
    )
    decisions.amend(
        archive,
        "Person",
        person,
        by=borys,
        reason="x",
        values={"sex": decisions.absent("undeterminable", one)},
    )
    body = decisions.record_remains(archive, unit="body", number="Q-1", by=anna, reason="recovered")
    decisions.examine(archive, body, level="autopsy", by=anna, reason="report", start="2022-10-01")
    found = decisions.identify(
        archive,
        body,
        person,
        conclusion="established",
        first=anna,
        second=borys,
        reason="DNA",
        lines=[{"method": "dna", "result": "match", "claims": [one]}],
    )
    decisions.withdraw_identification(archive, found, by=borys, reason="mixed up")
    decisions.record_burial_site(
        archive,
        by=anna,
        reason="named",
        frame={"reason_for_inquiry": "signs"},
        tallies=[row("Tally").first().id],
        values={"type": stated("mass_grave", one), "remains_min": stated(2, one)},
    )
    site = decisions.record_site(archive, by=anna, reason="named", label_as_written="chamber")
    incident = decisions.record_incident(archive, title="Quarry", by=anna, reason="told")
    second = decisions.record_incident(archive, title="Wood", by=anna, reason="told")
    decisions.relate_incidents(archive, incident, second, "similar", by=anna, ground="alike")
    decisions.take_part(archive, incident, person, "victim", claims=[act], by=anna, reason="named")
    brigade = decisions.record_actor(
        archive, name="Third Brigade", type="state_forces", by=anna, reason="named"
    )
    shooting = decisions.record_act(
        archive,
        incident=incident,
        type=stated("execution_summary", act),
        victim=person,
        by=anna,
        reason="alleged",
        values={"start": stated("2022-05~", act)},
    )
    decisions.involve(
        archive,
        shooting,
        degree="direct",
        actor=brigade,
        naming_claim=act,
        further_claims=[one],
        by=anna,
        ground="x",
    )
    wound = decisions.record_finding(
        archive,
        remains=body,
        type=stated("gunshot", one),
        exam_level=stated("autopsy", one),
        by=anna,
        reason="seen",
    )
    decisions.assess_consistency(archive, wound, "consistent", by=doctor, reason="as seen")
    decisions.qualify(archive, shooting, "RS 8", by=jurist, ground="elements")
    testimony = decisions.record_testimony(
        archive,
        consent=decisions.ConsentGiven("given", scopes={"archive": True}),
        risk=decisions.Risk("high"),
        depth="first_account",
        by=anna,
        reason="heard",
        witness=person,
    )
    decisions.change_consent(
        archive,
        testimony,
        decisions.ConsentGiven("withdrawn", withdrawn_on="2026-11"),
        by=anna,
        reason="called",
    )
    decisions.set_methodology(archive, "1", minimum_sources=1, by=anna, reason="start")
    decisions.assess(
        archive,
        "Site",
        site,
        question="?",
        status="verified",
        standard="reasonable_grounds",
        claims=[one],
        first=anna,
        second=borys,
        reason="one is enough here",
    )
    decisions.suppose(archive, "Who?", "They", by=anna, ground="x", supporting=[act], contradicting=[denial])
    decisions.record_media(archive, held=False, by=anna, reason="caption", frame={"caption": "At the quarry"})
    decisions.record_investigation(archive, type="coi", by=anna, reason="told", statements=[act])
    decisions.seal(archive, {"name": "M"}, key=bytes(32), by=anna, reason="risk")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    archive.add([tmp_path / "broken.pdf", tmp_path / "nowhere"])
    decisions.withhold_facts(archive, "ACC-000002", by=anna, reason="risk")
    return archive


def everything():
    """Every row of every table."""
    from django.apps import apps

    tables = {}
    for model in apps.get_app_config("record").get_models(include_auto_created=True):
        names = [
            f.attname
            for f in model._meta.concrete_fields
            if not (model._meta.auto_created and f.name == "id")
        ]
        tables[model._meta.db_table] = sorted(map(repr, model.objects.values_list(*names)))
    return tables


def test_a_database_made_anew_from_the_log_is_equal_in_every_row(full):
    before = everything()
    full.rebuild()
    after = everything()
    assert {t: r for t, r in after.items() if r != before[t]} == {}


def test_nearly_every_table_takes_part_in_that_comparison(full):
    tables = everything()
    empty = {table for table, rows in tables.items() if not rows}
    assert len(tables) - len(empty) >= 50, sorted(empty)


def test_an_archive_with_every_kind_of_decision_verifies(full):
    found = full.verify_record()
    assert [str(p) for p in found.problems] == []
    assert found.claims == 5 and found.excerpts >= 4
    assert full.verify_record(quick=True).ok


def test_a_lost_database_comes_back_from_the_log_when_the_archive_is_opened(full, clock, database_url):
    if database_url is not None:
        pytest.skip("a PostgreSQL database does not vanish with a file; rebuild is tested above")
    before = everything()
    full.close()
    for path in full.path.glob("accounted.sqlite3*"):
        path.unlink()
    with Archive.open(full.path, agent="Olena Recorder", clock=clock) as again:
        after = everything()
        differing = {t for t in before if after[t] != before[t]}
        assert differing == {"record_sealedidentity"}, "identities under seal are in no log and need a backup"
        assert again.verify_record().ok


# ---- log and database, when only one of them was written


def test_when_the_log_cannot_be_written_no_row_is_left(told, anna, monkeypatch):
    def full_disk(*_):
        raise StorageFailed("the disk is full")

    size = told.archive.store.size
    with monkeypatch.context() as broken:
        broken.setattr(told.archive.store, "append", full_disk)
        with pytest.raises(StorageFailed):
            decisions.accept(told.archive, told.claims[0].id, by=anna, reason="yes")
    assert told.archive.store.size == size
    assert queries.claim(told.archive, told.claims[0].id).status == "unreviewed"
    assert told.archive.verify_record().ok


def test_when_it_stops_between_log_and_database_the_decision_is_found_and_carried_out(
    told, anna, clock, monkeypatch
):
    one = told.claims[0].id

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("accounted.record.projection.record_lines", killed)
        with pytest.raises(KeyboardInterrupt):
            decisions.accept(told.archive, one, by=anna, reason="yes")
    assert queries.claim(told.archive, one).status == "unreviewed"
    (problem,) = told.archive.verify_record().problems
    assert problem.code == "not_carried_out"
    assert "review" in problem.message and "Nothing is lost" in problem.meaning
    told.archive.close()
    with Archive.open(told.archive.path, agent="Olena Recorder", clock=clock) as again:
        assert queries.claim(again, one).status == "accepted"
        assert again.verify_record().ok


def test_a_line_of_the_log_that_decides_nothing_is_no_problem_before_its_row_is_there(told, anna):
    told.archive.store.note("export", agent=anna.pseudonym)
    assert told.archive.verify_record().ok
    assert told.archive.verify_record(quick=True).ok


def test_the_next_decision_carries_out_what_an_earlier_one_left(told, anna, borys, monkeypatch):
    one, other = told.claims[0].id, told.claims[1].id

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("accounted.record.projection.record_lines", killed)
        with pytest.raises(KeyboardInterrupt):
            decisions.accept(told.archive, one, by=anna, reason="yes")
    decisions.accept(told.archive, other, by=borys, reason="yes")
    assert queries.claim(told.archive, one).status == "accepted"
    assert told.archive.verify_record().ok


def test_a_group_of_decisions_stands_together_or_not_at_all(told, anna):
    one, other = told.claims[0].id, told.claims[1].id
    size = told.archive.store.size
    with pytest.raises(decisions.NotOnRecord), told.archive.deciding():
        decisions.accept(told.archive, one, by=anna, reason="yes")
        decisions.accept(told.archive, "clm_nowhere", by=anna, reason="yes")
    assert told.archive.store.size == size
    with told.archive.deciding():
        decisions.accept(told.archive, one, by=anna, reason="yes")
        decisions.accept(told.archive, other, by=anna, reason="yes")
    assert {queries.claim(told.archive, c).status for c in (one, other)} == {"accepted"}


# ---- tampering


def problems(archive, *, quick=False):
    return {(p.code, p.where.split()[0]) for p in archive.verify_record(quick=quick).problems}


def test_a_row_that_was_changed_past_the_log_is_found(told):
    row("Document").update(publisher="Another Paper")
    assert problems(told.archive) == {("row_altered", "record_document")}


def test_a_row_that_was_put_in_past_the_log_is_found(told, anna):
    from django.utils import timezone

    from accounted.record.models import Review

    Review.objects.create(
        id="rev_forged",
        claim_id=told.claims[0].id,
        outcome="accepted",
        by=anna.pseudonym,
        at=timezone.now(),
        reason="forged",
        decision_id=row("Decision").first().id,
    )
    assert problems(told.archive) == {("row_extra", "record_review")}


def test_a_row_that_was_taken_out_past_the_log_is_found(told, anna):
    decisions.accept(told.archive, told.claims[0].id, by=anna, reason="yes")
    row("Review").delete()
    assert problems(told.archive) == {("row_missing", "record_review")}


def test_a_claim_that_was_changed_in_spite_of_the_guard_is_found(told):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER record_excerpt_written_once"
            + (" ON record_excerpt" if connection.vendor == "postgresql" else "")
        )
        cursor.execute("UPDATE record_excerpt SET exact = '41 bodies were found' WHERE exact LIKE '40%'")
    found = told.archive.verify_record()
    assert {p.code for p in found.problems} == {"excerpt_moved", "row_altered"}
    assert all(p.meaning for p in found.problems)
    assert {p.code for p in told.archive.verify_record(quick=True).problems} == {"excerpt_moved"}


def test_a_text_that_is_no_longer_kept_is_found(told):
    (document,) = queries.documents(told.archive)
    told.archive.store.object_path(document.text_sha256).unlink()
    assert {code for code, _ in problems(told.archive)} == {"object_missing", "not_rebuildable"}


def test_a_reading_whose_bytes_were_changed_is_found(told):
    path = told.archive.store.object_path(queries.reading(told.archive, told.document).sha256)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b'"best":40', b'"best":41'))
    assert ("object_altered", "reading") in problems(told.archive)


def test_a_log_that_was_cut_is_found(told, anna, clock):
    log = told.archive.path / "log"
    saved = {path: path.read_bytes() for path in (log / "entries.jsonl", log / "head")}
    details = {path: path.read_bytes() for path in (log / "details").iterdir()}
    decisions.accept(told.archive, told.claims[0].id, by=anna, reason="yes")
    for path, data in {**saved, **details}.items():
        path.write_bytes(data)
    assert ("log_behind", "record_custodyevent") in problems(told.archive)
    assert ("log_behind", "record_decision") in problems(told.archive)
    assert ("row_missing", "record_custodyevent") not in problems(told.archive, quick=True)


def test_a_sealed_identity_that_was_exchanged_is_found(told, anna):
    decisions.seal(told.archive, {"name": "M"}, key=bytes(32), by=anna, reason="risk")
    row("SealedIdentity").update(sealed=b"something else")
    assert {code for code, _ in problems(told.archive)} == {"seal_altered"}


def test_rebuilding_undoes_what_was_done_past_the_log(told):
    row("Document").update(publisher="Another Paper")
    told.archive.rebuild()
    assert queries.documents(told.archive)[0].publisher is None
    assert told.archive.verify_record().ok


def test_rebuilding_leaves_the_old_database_when_the_log_cannot_be_read(told):
    (document,) = queries.documents(told.archive)
    told.archive.store.object_path(document.text_sha256).unlink()
    with pytest.raises(Exception, match="object"):
        told.archive.rebuild()
    assert len(queries.claims(told.archive)) == 4


def test_item_numbers_go_on_after_the_highest_when_the_database_is_new(told, tmp_path):
    told.archive.rebuild()
    assert tell(told.archive, tmp_path, "8 bodies", "later.txt").claims[0].item == "ACC-000002"


def test_the_rows_of_a_rebuilt_sqlite_database_are_in_one_file(told, database_url):
    if database_url is not None:
        pytest.skip("SQLite only")
    told.archive.rebuild()
    told.archive.close()
    with sqlite3.connect(told.archive.path / "accounted.sqlite3") as plain:
        assert plain.execute("SELECT count(*) FROM record_claim").fetchone() == (4,)
    assert not list(told.archive.path.glob("*.new*"))
