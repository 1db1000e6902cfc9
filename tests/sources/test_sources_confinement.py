"""The process that reads a file can do little else, and nothing it does harms the caller."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from accounted.sources import Extractor, Hints, Limits, RefusedFile, Request, wire
from accounted.sources.extraction import Workspace

GOOD = "The police said that forty bodies were found."
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux offers this")


def confined(script: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Run a script in a process confined as a reader is, with `directory` to write in."""
    lead = f"""
        import os, sys
        sys.path[:0] = {[str(Path(p).resolve()) for p in sys.path if p]!r}
        from pathlib import Path
        from accounted.sources import Limits, confinement
        offline = confinement.leave_the_network()
        confinement.give_up_privileges()
        import socket
        hidden = confinement.see_only(confinement.program_paths(None), Path({str(directory)!r}))
        confinement.set_limits(Limits(cpu_seconds=2, memory_bytes=300 * 2**20, expanded_bytes=2**20))
    """
    code = textwrap.dedent(lead) + textwrap.dedent(script)
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )


@linux
def test_a_reader_cannot_open_other_files_where_the_kernel_can_hide_them(tmp_path):
    secret = Path.home() / ".accounted-test-secret"
    secret.write_text("secret")
    try:
        done = confined(f"""
            if not hidden: print("cannot hide"); sys.exit()
            for path, mode in (("{secret}", "r"), ("/etc/passwd", "r"), ("{tmp_path.parent}/x", "w")):
                try: open(path, mode); print("opened", path)
                except PermissionError: pass
            (Path("{tmp_path}") / "own").write_text("words"); print("done")
        """, tmp_path)  # fmt: skip
    finally:
        secret.unlink()
    if "cannot hide" in done.stdout:
        pytest.skip("this kernel has no Landlock")
    assert done.stdout.split() == ["done"], done.stderr


@linux
def test_a_reader_has_no_network_where_that_is_permitted(tmp_path):
    done = confined("""
        if not offline: print("permitted"); sys.exit()
        try: socket.create_connection(("127.0.0.1", 9), 1)
        except OSError as error: print(error.errno)
    """, tmp_path)  # fmt: skip
    if "permitted" in done.stdout:
        pytest.skip("this system does not let a process leave the network")
    assert int(done.stdout) in (101, 13, 99), done.stderr  # unreachable, refused by the kernel, no address


def test_a_reader_that_asks_for_too_much_memory_gets_an_error(tmp_path):
    if sys.platform == "darwin":
        pytest.skip("macOS does not limit address space")
    done = confined("""
        try: bytearray(400 * 2**20)
        except MemoryError: print("no")
    """, tmp_path)  # fmt: skip
    assert done.stdout.split() == ["no"], done.stderr


def test_a_reader_that_computes_forever_is_ended(tmp_path):
    assert confined("while True: pass", tmp_path).returncode in (-signal.SIGXCPU, -signal.SIGKILL)


def test_a_reader_inherits_no_environment_and_no_files(tmp_path, monkeypatch):
    """Seen from outside, through /proc, in the process that forks the readers."""
    if not Path("/proc/self/environ").exists():
        pytest.skip("no /proc")
    monkeypatch.setenv("ACCOUNTED_PASSPHRASE", "not to be handed on")
    good = tmp_path / "good.txt"
    good.write_text(GOOD)
    with (tmp_path / "open").open("w"), Extractor() as extractor:
        extractor.extract(good)
        process = nursery(extractor)
        # The process is not dumpable, so that only root may look at it: what was given to it is what counts.
        environment = given_environment(process.pid)
        if environment is None:
            pytest.skip("not permitted to look")
        assert b"not to be handed on" not in environment


def nursery(extractor: Extractor) -> subprocess.Popen[bytes]:
    (one,) = extractor._idle.queue
    assert one._process is not None
    return one._process


def given_environment(pid: int) -> bytes | None:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except PermissionError:
        return None


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.txt"
    path.write_text(GOOD, "utf-8")
    return path


def test_many_files_share_one_process_and_a_lost_one_is_replaced(good):
    with Extractor() as extractor:
        assert extractor.extract(good).document.text == GOOD
        first = nursery(extractor).pid
        assert extractor.extract(good).document.text == GOOD
        assert nursery(extractor).pid == first
        os.kill(first, signal.SIGKILL)
        nursery(extractor).wait()
        assert extractor.extract(good).document.text == GOOD
        second = nursery(extractor)
        assert second.pid != first
    assert second.poll() is not None, "it ends with the extractor"


def test_too_much_processor_time_is_a_refusal_and_the_next_file_is_read(good, tmp_path):
    with Extractor(limits=Limits(cpu_seconds=1)) as extractor:
        with pytest.raises(RefusedFile) as refused:
            extractor.extract(tmp_path / heavy_page(tmp_path))
        assert refused.value.code == "too-slow"
        assert "1 seconds of processor time" in str(refused.value)
        assert extractor.extract(good).document.text == GOOD


def heavy_page(tmp_path: Path) -> str:
    (tmp_path / "heavy.html").write_bytes(
        b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(60_000)) + b">x"
    )
    return "heavy.html"


def test_too_much_time_on_the_clock_is_a_refusal_and_the_next_file_is_read(good, tmp_path):
    name = heavy_page(tmp_path)
    with Extractor(limits=Limits(wall_seconds=0.5, ocr_pages=0)) as extractor:
        with pytest.raises(RefusedFile) as refused:
            extractor.extract(tmp_path / name)
        assert refused.value.code == "too-slow"
        extractor.limits = Limits(ocr_pages=0)
        assert extractor.extract(good).document.text == GOOD


def test_several_threads_may_ask_at_once(good):
    texts = []
    with Extractor(workers=2) as extractor:
        threads = [
            threading.Thread(target=lambda: texts.append(extractor.extract(good).document.text))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert texts == [GOOD] * 8


def test_results_come_in_the_order_of_the_requests(tmp_path):
    requests = []
    for number in range(30):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"Number {number}.")
        requests.append(Request(path, hints=Hints(title=f"title {number}")))
    with Extractor(workers=2) as extractor:
        results = list(extractor.extract_many(iter(requests)))
    assert [request for request, _ in results] == requests
    assert [result.document.title for _, result in results] == [f"title {n}" for n in range(30)]


# What comes back is not believed before it is checked.

DOCUMENT = {
    "text": "forty bodies", "sha256": None, "media_type": "text/plain", "language": None, "title": None,
    "author": None,
    "publisher": None, "published": None, "published_inferred": False, "url": None, "metadata": {},
    "segments": [[0, 5, "body", None, None, None]], "tables": [],
}  # fmt: skip
RESULT = {"extractor": "x", "version": "1", "warnings": [], "document": DOCUMENT, "children": []}


def believed(result: object, workspace: Workspace | None = None) -> object:
    return wire.extraction_from_wire(
        json.dumps(result).encode(), media_type="text/plain", depth=0, workspace=workspace
    )


def test_a_sound_result_is_believed():
    assert believed(RESULT).document.segments[0].end == 5


@pytest.mark.parametrize("change", [
    {"segments": [[0, 99, "body", None, None, None]]},
    {"segments": [[3, 3, "body", None, None, None]]},
    {"segments": [[-1, 3, "body", None, None, None]]},
    {"segments": [[0, 3, "verdict", None, None, None]]},
    {"segments": [[0, 3]]},
    {"segments": [[True, 3, "body", None, None, None]]},
    {"tables": [{"name": None, "header": True, "page": None, "rows": [[0, 4, 400]]}]},
    {"tables": [{"name": None, "header": True, "page": None, "rows": [[0, -4]]}]},
    {"text": 7}, {"text": "\ud800"}, {"title": 7}, {"metadata": {"a": 1}}, {"metadata": []},
])  # fmt: skip
def test_a_result_that_does_not_fit_together_is_not(change):
    with pytest.raises(wire.Distrusted):
        believed(RESULT | {"document": DOCUMENT | change})


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b"[" * 100_000, b"\xff", b'{"refused": 7}', b'{"refused": {}}']
)
def test_a_result_that_is_no_result_is_not_believed(raw):
    with pytest.raises(wire.Distrusted):
        wire.extraction_from_wire(raw, media_type="text/plain", depth=0, workspace=None)


@pytest.mark.parametrize(
    "file", ["../../etc/passwd", "/etc/passwd", "000001.bin/../x", "link.bin", "000002.bin", ""]
)
def test_an_item_must_be_a_plain_numbered_file_in_the_given_directory(file):
    workspace = Workspace()
    (workspace.path / "000002.bin").symlink_to("/etc/passwd")
    child = {
        "file": file,
        "name": "a",
        "path": "a",
        "media_type": "x",
        "url": None,
        "captured": None,
        "metadata": {},
    }
    with pytest.raises(wire.Distrusted):
        believed(RESULT | {"children": [child]}, workspace)
    workspace.close()
