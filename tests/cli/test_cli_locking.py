"""`accounted lock` and `accounted unlock`: an archive without a workspace, too, changes no more."""

from __future__ import annotations

from typing import Any


def test_a_locked_archive_takes_nothing_in_until_it_is_unlocked_with_a_reason(
    accounted: Any, archive: Any, statement: Any
) -> None:
    locked = accounted("lock", "--archive", archive, "--reason", "the office is being searched")
    assert locked.code == 0, locked.err
    assert "accounted unlock" in locked.out
    refused = accounted("add", statement, "--archive", archive)
    assert refused.code == 1
    assert "the archive is locked (read only)" in refused.err
    assert accounted("unlock", "--archive", archive).code == 2  # no reason
    unlocked = accounted("unlock", "--archive", archive, "--reason", "they have left")
    assert unlocked.code == 0, unlocked.err
    assert accounted("add", statement, "--archive", archive).code == 0
    logged = accounted("log", "--archive", archive, "--json").json
    assert [one["event"] for one in logged].count("restrict") == 2
    assert accounted("verify", archive).code == 0
    assert (
        accounted("unlock", "--archive", archive, "--reason", "again").out == "The archive is not locked.\n"
    )


def test_what_is_no_archive_is_not_locked(accounted: Any) -> None:
    assert accounted("lock", accounted.directory).code == 1
    assert not (accounted.directory / "workspace.lock").exists()
