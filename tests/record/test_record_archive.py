"""Archives: made, opened, refused; two in one process; SQLite or PostgreSQL."""

import os
import shutil

import pytest
from quarry_case import row, tell

from accounted.evidence import EvidenceError
from accounted.record import database, decisions, queries
from accounted.record.archive import Archive, ArchiveClosed
from accounted.record.database import DatabaseUnusable
from accounted.record.docket import NotOnRecord


def test_an_archive_can_be_made_and_opened_again(archive, clock):
    path, identity = archive.path, archive.id
    archive.close()
    with Archive.open(path, agent="Olena Recorder", clock=clock) as again:
        assert again.id == identity
        assert again.title == "Quarry"
        assert again.agent.name == "Olena Recorder"


def test_the_layout_is_the_one_that_is_documented(archive):
    names = {one.name for one in archive.path.iterdir()}
    assert {"archive.toml", "objects", "log", "tmp", "exports"} <= names
    assert ("accounted.sqlite3" in names) == (archive.database == "sqlite")


def test_whoever_works_with_it_is_a_pseudonym_in_the_log(archive):
    assert archive.agent.pseudonym.startswith("p:")
    assert "Olena" not in (archive.path / "log/entries.jsonl").read_text()
    assert row("Agent").get(pseudonym=archive.agent.pseudonym).name == "Olena Recorder"


def test_the_same_person_keeps_their_pseudonym(archive, clock):
    before = archive.agent.pseudonym
    archive.close()
    with Archive.open(archive.path, agent="Olena  Recorder ", clock=clock) as again:
        assert again.agent.pseudonym == before
    assert "p:" in before


def test_there_is_no_second_archive_in_one_place(archive, clock):
    with pytest.raises((EvidenceError, DatabaseUnusable), match="archive"):
        Archive.create(archive.path, title="Again", agent="Olena", clock=clock)


def test_a_place_without_an_archive_says_how_to_make_one(tmp_path):
    with pytest.raises(EvidenceError, match="accounted init"):
        Archive.open(tmp_path)


def test_two_archives_are_opened_one_after_the_other(tmp_path, clock, reader, monkeypatch, migrated_sqlite):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    first = Archive.create(tmp_path / "a", title="A", agent="Olena", clock=clock)
    tell(first, tmp_path, "3 bodies", "a.txt")
    second = Archive.create(tmp_path / "b", title="B", agent="Petro", clock=clock)
    assert queries.claims(second) == []
    with pytest.raises(ArchiveClosed, match="open it again"):
        queries.claims(first)
    with pytest.raises(ArchiveClosed):
        first.add([tmp_path / "a.txt"])
    second.close()
    with Archive.open(tmp_path / "a", agent="Olena", clock=clock) as again:
        assert len(queries.claims(again)) == 1


def test_a_newer_format_is_refused_with_what_to_do(archive, clock):
    toml = archive.path / "archive.toml"
    archive.close()
    toml.write_text(toml.read_text().replace("format = 1", "format = 99"))
    with pytest.raises(EvidenceError, match="newer"):
        Archive.open(archive.path, clock=clock)


def test_a_newer_record_is_refused_with_what_to_do(archive, clock):
    row("ArchiveIdentity").update(format_version=99)
    archive.close()
    with pytest.raises(DatabaseUnusable, match="pip install --upgrade"):
        Archive.open(archive.path, clock=clock)


def test_a_database_of_a_later_version_is_refused_with_what_to_do(archive, clock):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('record', '9999_later', "
            "CURRENT_TIMESTAMP)"
        )
    archive.close()
    with pytest.raises(DatabaseUnusable, match=r"9999_later.*upgrade"):
        Archive.open(archive.path, clock=clock)


def test_the_database_of_another_archive_is_not_taken_for_this_one(archive, tmp_path, clock, database_url):
    if database_url is None:
        other = Archive.create(tmp_path / "other", title="Other", agent="Olena", clock=clock)
        other.close()
        shutil.copy(tmp_path / "other/accounted.sqlite3", archive.path / "accounted.sqlite3")
        with pytest.raises(DatabaseUnusable, match="belongs to the archive"):
            Archive.open(archive.path, clock=clock)
    else:
        with pytest.raises(DatabaseUnusable, match="another archive"):
            Archive.create(tmp_path / "other", title="Other", agent="Olena", clock=clock)
        assert not (tmp_path / "other").exists(), "nothing is left behind"


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("mysql://u@h/db", "postgresql://"),
        ("postgresql://u@h", "no database name"),
        ("postgresql://u@127.0.0.1:1/nowhere", "check that the server runs"),
    ],
)
def test_a_database_address_that_cannot_be_used_says_what_to_do(tmp_path, clock, url, advice):
    pytest.importorskip("psycopg")
    with pytest.raises(DatabaseUnusable, match=advice):
        Archive.create(tmp_path / "a", title="A", agent="Olena", clock=clock, database_url=url)


def test_an_archive_knows_which_database_is_its_own(archive, clock, monkeypatch, database_url):
    archive.close()
    if database_url is None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://u@127.0.0.1:1/of_another_project")
        with Archive.open(archive.path, agent="Olena Recorder", clock=clock) as again:
            assert again.database == "sqlite"
    else:
        monkeypatch.delenv("DATABASE_URL")
        with pytest.raises(DatabaseUnusable, match="set DATABASE_URL"):
            Archive.open(archive.path, agent="Olena Recorder", clock=clock)
        assert not (archive.path / "accounted.sqlite3").exists()


def test_whoever_makes_an_archive_is_one_pseudonym_from_the_first_line(archive):
    agents = {entry.agent for entry in archive.store.entries()}
    assert agents == {archive.agent.pseudonym}


def test_a_missing_driver_is_a_message_that_names_the_extra(tmp_path, clock, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(DatabaseUnusable, match=r"accounted\[postgres\]"):
        Archive.create(
            tmp_path / "a", title="A", agent="Olena", clock=clock, database_url="postgresql://u@h/db"
        )


def test_the_password_of_the_database_is_in_no_file_of_the_archive(archive, database_url):
    kept = b"".join(p.read_bytes() for p in archive.path.rglob("*") if p.is_file() and p.suffix != ".sqlite3")
    assert b"postgresql://" not in kept


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_directory_that_cannot_be_written_says_so(tmp_path, clock):
    (tmp_path / "shut").mkdir(mode=0o500)
    with pytest.raises((EvidenceError, DatabaseUnusable), match=r"permission|written"):
        Archive.create(tmp_path / "shut/a", title="A", agent="Olena", clock=clock)


# ---- what the database itself refuses


def test_the_database_refuses_to_change_a_claim(told):
    from django.db import DatabaseError

    for model, change in (
        ("Claim", {"modality": "opinion"}),
        ("Excerpt", {"exact": "x"}),
        ("Tally", {"best": 1}),
    ):
        with pytest.raises(DatabaseError, match="written once"):
            row(model).update(**change)


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        ("Item", {"state": "lost"}, "item_in_a_known_state"),
        ("Item", {"state": "refused"}, "item_refused_for_a_reason"),
        (
            "Document",
            {"published_earliest": "2022-05-02", "published_latest": "2022-05-01"},
            "document_dates_in_order",
        ),
        ("ArchiveIdentity", {"id": 2}, "identity_is_one_row"),
    ],
)
def test_the_database_refuses_what_breaks_a_rule(told, model, change, constraint):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match=constraint):
        row(model).update(**change)


def excerpt(told, **columns):
    from accounted.record.models import Excerpt

    return Excerpt(
        id="exc_x", document_id=told.document, **{"start": 0, "end": 7, "exact": "Officer", **columns}
    )


def tally(told, **columns):
    from accounted.record.models import Tally

    return Tally(
        id="tly_x", claim_id=told.of("act")[0].id, basis="bodies_found", **{"quantifier": "exact", **columns}
    )


@pytest.mark.parametrize(
    ("make", "columns"),
    [
        (excerpt, {"start": 7}),
        (excerpt, {"start": -1}),
        (excerpt, {"exact": ""}),
        (tally, {"low": 5, "best": 4}),
        (tally, {"best": 5, "high": 4}),
        (tally, {"low": 5, "high": 4}),
        (tally, {"low": -1}),
        (tally, {"quantifier": "more_than", "low": 5, "best": 5}),
        (tally, {"partition_of_id": "tly_x"}),
    ],
)
def test_the_database_refuses_an_excerpt_or_a_count_out_of_order(told, make, columns):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        make(told, **columns).save(force_insert=True)


def test_the_database_refuses_a_mass_grave_without_a_reason(told, anna):
    made = decisions.record_burial_site(told.archive, by=anna, reason="named")
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="burial_mass_grave_holds_two_and_has_a_reason"):
        row("BurialSite").filter(pk=made).update(type="mass_grave", remains_min=2)


def test_every_constraint_of_the_models_is_in_the_database(archive):
    """That a constraint has a name in the code is no proof that the database knows it."""
    from django.apps import apps
    from django.db import connection

    for model in apps.get_app_config("record").get_models():
        with connection.cursor() as cursor:
            known = set(connection.introspection.get_constraints(cursor, model._meta.db_table))
        missing = {one.name for one in model._meta.constraints} - known
        assert not missing, model.__name__


def test_the_migrations_make_what_the_models_say(tmp_path, monkeypatch):
    """The tables come from the migrations that are checked in, and nothing is left to migrate."""
    from django.core.management import call_command

    database.configure()
    database.connect(database.sqlite(tmp_path / "new.sqlite3"))
    try:
        call_command("makemigrations", "record", check=True, dry_run=True, verbosity=0)
    finally:
        database.disconnect()


def test_something_that_is_not_on_record_is_named(told):
    with pytest.raises(NotOnRecord, match="accounted claims"):
        queries.claim(told.archive, "clm_nowhere")
    with pytest.raises(NotOnRecord, match="accounted items"):
        queries.item(told.archive, "ACC-999999")


def test_the_evidence_of_a_new_archive_verifies_with_what_archive_toml_says(told):
    from accounted.evidence.verification import verify

    assert [str(problem) for problem in verify(told.archive.path).problems] == []
