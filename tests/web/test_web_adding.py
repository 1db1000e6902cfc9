"""Adding: in pieces that go on where they were, checked against the digest of the browser."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import time

import pytest
from django.test import override_settings

from accounted.record import queries
from accounted.record.docket import DecisionRefused, NotOnRecord
from accounted.web import uploads

TEXT = b"Officer Lysenko said 41 bodies were found at the old quarry near Kharkiv on 3 October 2022.\n"


@pytest.fixture
def batch(workspace):
    by = workspace.reviewer("intake").pseudonym
    return uploads.begin(workspace.archive, owner=7, by=by, facts={"publisher": "The Paper"})


def sent(archive, batch, name, data, piece=32, *, sha256=None):
    """A file sent in pieces."""
    (one,) = uploads.announce(archive, batch, [(name, len(data))])
    for at in range(one.received, len(data), piece):
        uploads.receive(archive, batch, one.number, at, data[at : at + piece])
    if sha256:
        uploads.say_digest(archive, batch, one.number, sha256)
    return one


def taken_in(archive, batch):
    uploads.close(archive, batch)
    uploads.wait(archive)
    return uploads.batch(archive, batch.id, batch.owner)


def test_a_file_that_came_in_pieces_is_kept_whole_with_its_facts_and_digest(workspace, batch):
    digest = hashlib.sha256(TEXT).hexdigest()
    sent(workspace.archive, batch, "folder/said.txt", TEXT, sha256=digest)
    done = taken_in(workspace.archive, batch)
    (one,) = done.became
    assert (one.name, one.outcome, one.same_digest) == ("folder/said.txt", "kept", True)
    assert queries.document(workspace.archive, one.document).publisher == "The Paper"
    intake = queries.item(workspace.archive, one.item).intakes[0]
    assert (intake.path, intake.name) == ("folder/said.txt", "said.txt")
    assert intake.by == batch.by
    left = {path.name for path in (workspace.path / uploads.FOLDER / batch.id).iterdir()}
    assert left == {"batch.json", "lock"}


def test_what_arrived_otherwise_than_it_was_sent_is_refused_and_never_kept(workspace, batch):
    before = queries.items(workspace.archive)
    sent(workspace.archive, batch, "said.txt", TEXT, sha256="0" * 64)
    (one,) = taken_in(workspace.archive, batch).became
    assert one.outcome == "refused" and "digests differ" in one.why and one.same_digest is False
    assert len(queries.items(workspace.archive)) == len(before)


def test_an_upload_goes_on_after_the_server_was_killed_between_bytes(workspace, batch):
    """What was written and not acknowledged does not count, and is overwritten."""
    archive = workspace.archive
    (one,) = uploads.announce(archive, batch, [("said.txt", len(TEXT))])
    uploads.receive(archive, batch, one.number, 0, TEXT[:40])
    with (workspace.path / uploads.FOLDER / batch.id / "0.part").open("ab") as file:
        file.write(b"half of a piece that")  # and then the power went
    (again,) = uploads.announce(archive, batch, [("said.txt", len(TEXT))])
    assert (again.number, again.received) == (one.number, 40)
    sent(archive, batch, "said.txt", TEXT, sha256=hashlib.sha256(TEXT).hexdigest())
    assert taken_in(archive, batch).became[0].outcome == "kept"


def test_a_piece_out_of_place_is_told_where_to_go_on(workspace, batch):
    (one,) = uploads.announce(workspace.archive, batch, [("said.txt", len(TEXT))])
    uploads.receive(workspace.archive, batch, one.number, 0, TEXT[:10])
    with pytest.raises(uploads.OutOfPlace) as told:
        uploads.receive(workspace.archive, batch, one.number, 40, TEXT[40:])
    assert told.value.received == 10
    with pytest.raises(DecisionRefused, match="longer"):
        uploads.receive(workspace.archive, batch, one.number, 10, TEXT)


def test_what_is_not_whole_is_not_taken_in(workspace, batch):
    uploads.announce(workspace.archive, batch, [("said.txt", len(TEXT))])
    with pytest.raises(DecisionRefused, match="send the rest first"):
        uploads.close(workspace.archive, batch)
    assert uploads.batch(workspace.archive, batch.id, 7).arriving


def test_an_intake_that_was_stopped_is_done_again_when_the_server_is_back(workspace, batch):
    sent(workspace.archive, batch, "said.txt", TEXT)
    folder = workspace.path / uploads.FOLDER / batch.id
    told = json.loads((folder / "batch.json").read_text())
    (folder / "batch.json").write_text(json.dumps({**told, "state": "working"}))
    uploads.wake(workspace.archive)
    uploads.wait(workspace.archive)
    done = uploads.batch(workspace.archive, batch.id, 7)
    assert done.finished and done.became[0].outcome == "kept"


def test_a_batch_is_for_who_began_it(workspace, batch):
    for identifier, owner in ((batch.id, 8), ("../../log", 7), ("0" * 24, 7)):
        with pytest.raises(NotOnRecord):
            uploads.batch(workspace.archive, identifier, owner)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "etc/passwd"), ("/root/x", "root/x"), ("a\\b\\c.txt", "a/b/c.txt"),
        ("..", "unnamed"), ("x\0y\n.pdf", "x_y_.pdf"), ("й" * 300 + ".pdf", None), ("a/./b//c", "a/b/c"),
    ],
)  # fmt: skip
def test_a_name_leads_nowhere_else(given, kept):
    cleaned = uploads.clean_name(given)
    if kept is not None:
        assert cleaned == kept
    assert all(len(part.encode()) <= 200 for part in cleaned.split("/")) and ".." not in cleaned.split("/")
    assert given[-4:] != ".pdf" or cleaned.endswith(".pdf")


def test_the_folder_is_for_nobody_else_on_the_machine(workspace, batch):
    assert (workspace.path / uploads.FOLDER).stat().st_mode & 0o077 == 0


def test_a_plain_form_takes_files_and_pasted_text(workspace, client_as):
    client = client_as("intake")
    file = io.BytesIO(TEXT)
    file.name = "said.txt"
    answer = client.post(
        "/add/send", {"files": [file], "text": "A page\r\nthat was pasted.", "title": "Pasted"}
    )
    assert answer.status_code == 303
    uploads.wait(workspace.archive)
    page = client.get(answer.headers["Location"]).content.decode()
    told = json.loads(client.get(answer.headers["Location"].rstrip("/") + ".json").content)
    assert sorted(one["name"] for one in told["batch"]["became"]) == ["Pasted.txt", "said.txt"]
    assert {one["outcome"] for one in told["batch"]["became"]} == {"kept"} and "ACC-" in page
    item = queries.item(workspace.archive, told["batch"]["became"][0]["item"])
    assert item.intakes[0].obtained_by == "Iryna Intake"


def test_the_same_over_http_in_pieces(workspace, client_as):
    client = client_as("intake")
    begun = json.loads(client.post("/add/begin", {"publisher": "The Paper"}).content)
    address = f"/add/{begun['batch']}/files"
    files = client.post(address, json.dumps([{"name": "said.txt", "size": len(TEXT)}]), "application/json")
    number = json.loads(files.content)["files"][0]["number"]
    piece = lambda at, data: client.post(  # noqa: E731
        f"{address}/{number}/piece?offset={at}", data, "application/octet-stream"
    )
    assert json.loads(piece(0, TEXT[:50]).content) == {"received": 50}
    out_of_place = piece(10, TEXT[10:])
    assert (out_of_place.status_code, json.loads(out_of_place.content)) == (409, {"received": 50})
    assert json.loads(client.get(f"{address}/{number}.json").content)["file"]["received"] == 50
    piece(50, TEXT[50:])
    client.post(f"{address}/{number}/digest", {"sha256": hashlib.sha256(TEXT).hexdigest()})
    assert client.post(f"/add/{begun['batch']}/close").status_code == 303
    uploads.wait(workspace.archive)
    assert "as computed in the browser" in client.get(f"/add/{begun['batch']}/").content.decode()
    assert client_as("analyst").get(f"/add/{begun['batch']}/").status_code == 404


def test_a_form_with_nothing_in_it_or_a_date_that_is_none_is_refused(workspace, client_as):
    client = client_as("intake")
    assert client.post("/add/send", {"text": " "}).status_code == 422
    assert client.post("/add/send", {"text": "words", "published": "soon"}).status_code == 422
    assert list((workspace.path / uploads.FOLDER).glob("*/batch.json")) == []


def test_who_may_not_add_cannot(client_as):
    for role in ("reviewer", "auditor", "data_viewer"):
        client = client_as(role)
        assert client.get("/add/").status_code == 403
        assert client.post("/add/begin").status_code == 403


def test_what_does_not_fit_is_refused_before_anything_is_sent(workspace, client_as, monkeypatch):
    from accounted.web.uploads import room

    client = client_as("intake")
    begun = json.loads(client.post("/add/begin").content)["batch"]
    monkeypatch.setattr(
        room.shutil, "disk_usage", lambda _: type("Disk", (), {"free": room.RESERVE + 1_000_000})
    )
    told = json.dumps([{"name": "film.mp4", "size": 600_000}])
    answer = client.post(f"/add/{begun}/files", told, "application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (507, "application/problem+json")
    assert "1.2 MB are needed and 1.0 MB are free" in answer.json()["detail"]
    assert client.get(f"/add/{begun}.json").json()["batch"]["files"] == []
    fits = client.post(f"/add/{begun}/files", told.replace("600000", "400000"), "application/json")
    assert fits.status_code == 200


def test_nobody_has_more_on_the_way_than_the_quota(workspace, client_as):
    client, other = client_as("intake"), client_as("analyst")
    with override_settings(ACCOUNTED_UPLOAD_GIGABYTES=1):
        for who, size, status in (
            (client, 700_000_000, 200),
            (client, 400_000_000, 507),
            (other, 900_000_000, 200),
        ):
            begun = json.loads(who.post("/add/begin").content)["batch"]
            told = json.dumps([{"name": "film.mp4", "size": size}])
            answer = who.post(f"/add/{begun}/files", told, "application/json")
            assert answer.status_code == status, answer.content
        assert (
            "1.1 GB would be on their way"
            in client.post(
                f"/add/{json.loads(client.post('/add/begin').content)['batch']}/files",
                json.dumps([{"name": "more.mp4", "size": 400_000_000}]),
                "application/json",
            ).content.decode()
        )


def test_a_disk_that_fills_up_in_the_middle_keeps_no_half_of_a_piece(
    workspace, batch, client_as, monkeypatch
):
    from accounted.web.uploads import arriving

    archive = workspace.archive
    (one,) = uploads.announce(archive, batch, [("said.txt", len(TEXT))])
    uploads.receive(archive, batch, one.number, 0, TEXT[:40])

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as away:
        away.setattr(arriving.os, "fsync", full)
        with pytest.raises(uploads.NoRoom, match="goes on when there is room"):
            uploads.receive(archive, batch, one.number, 40, TEXT[40:])
    part = workspace.path / uploads.FOLDER / batch.id / f"{one.number}.part"
    assert part.stat().st_size == 40
    assert uploads.file_of(uploads.batch(archive, batch.id, 7), one.number).received == 40
    sent(archive, batch, "said.txt", TEXT, sha256=hashlib.sha256(TEXT).hexdigest())
    assert taken_in(archive, batch).became[0].outcome == "kept"


def test_a_form_that_meets_a_full_disk_is_told_and_leaves_nothing(workspace, client_as, monkeypatch):
    from accounted.web.uploads import arriving

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    client = client_as("intake")
    monkeypatch.setattr(arriving.shutil, "copyfileobj", full)
    answer = client.post("/add/send", {"text": "Some words."})
    assert answer.status_code == 507
    assert "the disk of the archive is full" in answer.content.decode()
    assert list((workspace.path / uploads.FOLDER).glob("*/batch.json")) == []


def test_what_a_form_sends_lies_in_the_archive_and_never_in_a_common_folder(
    workspace, client_as, monkeypatch
):
    seen = []
    put = uploads.put

    def noting(archive, batch, name, data, size, **more):
        seen.append(data.name)
        return put(archive, batch, name, data, size, **more)

    monkeypatch.setattr(uploads, "put", noting)
    file = io.BytesIO(b"x" * (5 << 20))
    file.name = "large.bin"
    assert client_as("intake").post("/add/send", {"files": [file]}).status_code == 303
    uploads.wait(workspace.archive)
    sending = workspace.path / uploads.FOLDER / "sending"
    assert [path.startswith(f"{sending}/") for path in seen] == [True]
    assert list(sending.iterdir()) == []
    assert sending.stat().st_mode & 0o077 == 0 or sending.parent.stat().st_mode & 0o077 == 0


def test_the_source_of_a_saved_page_is_pasted_with_its_address(workspace, client_as):
    client = client_as("intake")
    source = "<!doctype html><html><body><p>41 bodies were found near Kharkiv, police said.</p></body></html>"
    told = {"text": source, "url": "https://paper.example/a", "title": "41 bodies found"}
    answer = client.post("/add/send", told)
    uploads.wait(workspace.archive)
    (one,) = client.get(answer.headers["Location"].rstrip("/") + ".json").json()["batch"]["became"]
    assert (one["name"], one["outcome"]) == ("41 bodies found.html", "kept")
    assert queries.item(workspace.archive, one["item"]).intakes[0].url == "https://paper.example/a"


def test_what_was_being_taken_in_when_the_archive_was_locked_waits_and_is_not_lost(
    workspace, batch, monkeypatch
):
    from accounted.record.locking import READ_ONLY, Lock, lift_lock, set_lock
    from accounted.web.uploads import taking_in

    monkeypatch.setattr(taking_in, "AGAIN_AFTER", 0.05)
    sent(workspace.archive, batch, "said.txt", TEXT)
    set_lock(workspace.path, Lock(READ_ONLY, "2026-11-23T00:00:00Z", "p:0", "a search of the office"))
    uploads.close(workspace.archive, batch)
    while not (told := uploads.batch(workspace.archive, batch.id, 7)).trouble:
        time.sleep(0.02)
    assert (told.state, "locked" in told.trouble) == ("waiting", True)
    lift_lock(workspace.path)
    uploads.wait(workspace.archive)
    assert uploads.batch(workspace.archive, batch.id, 7).became[0].outcome == "kept"
