"""Time stamps: asked for, judged at their own time, kept whole; a bad authority spoils nothing."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local_authority import LocalAuthority, openssl, unreachable
from small_archive import small_archive

from accounted.evidence import EvidenceError, Store
from accounted.evidence.note import Signer
from accounted.evidence.stamp import LARGEST_RESPONSE, StampRefused, Trust, judge
from accounted.evidence.stamping import (
    Authority,
    AuthorityUnreachable,
    request_stamp,
    stamp,
    stamp_newest,
    stamps,
    verify_stamps,
    waiting,
)
from accounted.evidence.verification import verify

AGENT = "p:4b1d0c7e92aa"
DATA = b"accounted/kharkiv-7f3a\n9\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[tuple[Store, Signer]]:
    store, signer = small_archive(tmp_path)
    store.checkpoint(signer)
    yield store, signer
    store.close()


@pytest.fixture(scope="module")
def response(local_authority: LocalAuthority) -> bytes:
    return request_stamp(DATA, local_authority.authority, local_authority.fetch)[0]


def answering(data: bytes) -> Callable[..., io.BytesIO]:
    return lambda url, body, headers: io.BytesIO(data)


# ── a stamp is kept whole, logged, and covered by what comes after ──


def test_the_whole_response_is_kept_with_the_certificates_of_the_day(archive, local_authority):
    store, _ = archive
    (attempt,) = stamp_newest(store, [local_authority.authority], local_authority.fetch, agent=AGENT)
    assert attempt.problem is None
    kept = (store.root / attempt.stamp.response).read_bytes()
    assert sha256(kept).hexdigest() == attempt.judgement.sha256
    certificates = (store.root / attempt.stamp.certificates).read_bytes()
    assert local_authority.root_pem.strip() in certificates
    assert certificates.count(b"BEGIN CERTIFICATE") == 2  # the root, and the one that came with the response


def test_the_digest_of_each_response_is_a_log_entry(archive, local_authority):
    store, _ = archive
    (attempt,) = stamp_newest(store, [local_authority.authority], local_authority.fetch, agent=AGENT)
    entry = [e for e in store.entries() if e.event == "timestamp"][-1]
    assert (entry.sha256, entry.file) == (attempt.judgement.sha256, attempt.stamp.response)
    detail = store.detail(entry.seq)
    assert detail["verdicts"] == {"rfc3161-client": "valid", "openssl": "valid"}
    assert detail["url"] == local_authority.authority.url


def test_an_archive_with_stamps_verifies_and_one_flipped_bit_in_a_stamp_is_found(archive, local_authority):
    store, signer = archive
    (attempt,) = stamp_newest(store, [local_authority.authority], local_authority.fetch, agent=AGENT)
    store.checkpoint(signer)
    whole = verify(store.root)
    assert whole.ok and whole.stamps == 1
    for name in (attempt.stamp.response, attempt.stamp.certificates):
        path = store.root / name
        good = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(good[:-3] + bytes([good[-3] ^ 1]) + good[-2:])
        assert not verify(store.root).ok
        path.write_bytes(good)


def test_openssl_alone_verifies_what_was_kept(archive, local_authority):
    store, _ = archive
    (attempt,) = stamp_newest(store, [local_authority.authority], local_authority.fetch, agent=AGENT)
    done = openssl(
        *(
            "ts",
            "-verify",
            "-in",
            attempt.stamp.response,
            "-CAfile",
            str(local_authority.folder / "root.pem"),
        ),
        *("-data", f"log/checkpoints/{attempt.stamp.checkpoint_size:010d}"),
        cwd=store.root,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_several_authorities_stamp_the_same_checkpoint_side_by_side(archive, local_authority, make_authority):
    store, _ = archive
    other = make_authority("other")
    answers = {a.authority.url: a for a in (local_authority, other)}

    def fetch(url, body, headers):
        return answers[url].fetch(url, body, headers)

    stamp_newest(store, [local_authority.authority, other.authority], fetch, agent=AGENT)
    assert [(s.authority, Path(s.response).name) for s in stamps(store.root)] == [
        ("local", "0000000008.tsr"),
        ("other", "0000000008.2.tsr"),
    ]
    report = verify_stamps(store.root, store.latest_checkpoint())
    assert (report.stamps, report.problems) == (2, ())
    assert verify(store.root).ok


# ── the queue ──


def test_there_is_no_authority_by_default(archive):
    assert stamp_newest(archive[0], [], unreachable, agent=AGENT) == []


def test_an_unreachable_authority_never_blocks_and_the_checkpoint_waits(archive, local_authority):
    store, _ = archive
    before = store.size
    (attempt,) = stamp_newest(store, [local_authority.authority], unreachable, agent=AGENT)
    assert "cannot be reached" in attempt.problem and "waits" in attempt.problem
    assert store.size == before and list(stamps(store.root)) == []
    (late,) = waiting(store, [local_authority.authority])
    assert (late.authority, late.checkpoint_size) == ("local", before)
    assert late.since == store.entry(before - 1).t


def test_a_later_attempt_stamps_what_waited_and_is_not_repeated(archive, local_authority):
    store, _ = archive
    stamp_newest(store, [local_authority.authority], unreachable, agent=AGENT)
    stamp_newest(store, [local_authority.authority], local_authority.fetch, agent=AGENT)
    assert waiting(store, [local_authority.authority]) == []
    asked = local_authority.asked
    assert stamp_newest(store, [local_authority.authority], local_authority.fetch, agent=AGENT) == []
    assert local_authority.asked == asked


def test_one_bad_authority_does_not_keep_the_next_from_being_asked(archive, local_authority, make_authority):
    store, _ = archive
    silent = Authority("silent", "http://silent.invalid/", Trust(local_authority.root_pem))

    def fetch(url, body, headers):
        if "silent" in url:
            raise TimeoutError("timed out")
        return local_authority.fetch(url, body, headers)

    first, second = stamp_newest(store, [silent, local_authority.authority], fetch, agent=AGENT)
    assert first.stamp is None and second.stamp is not None


# ── bad answers are refused, told clearly, and kept out ──


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "empty"),
        (b"<html>404 not found</html>", "time stamp"),
        (bytes.fromhex("30053003020102"), "authority refused"),
        (b"\x30\x80" + b"\x30" * 5000, "time stamp"),
        (b"\x30" * 200_000, "time stamp"),
    ],
    ids=["empty", "html", "only-a-status", "endless-length", "deeply-nested"],
)
def test_garbage_is_refused_and_kept_out(archive, local_authority, answer, said):
    store, _ = archive
    before = store.size
    (attempt,) = stamp_newest(store, [local_authority.authority], answering(answer), agent=AGENT)
    assert attempt.stamp is None and said in attempt.problem
    assert store.size == before and list(stamps(store.root)) == []


def test_an_endless_answer_is_read_no_further_than_the_limit(archive, local_authority):
    store, _ = archive
    read = []

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            assert size > 0, "a transport must not be read to its end"
            read.append(min(size, 65536))
            return b"\x30" * min(size, 65536)

    (attempt,) = stamp_newest(store, [local_authority.authority], lambda *_: Endless(), agent=AGENT)
    assert "larger than" in attempt.problem
    assert sum(read) == LARGEST_RESPONSE + 1
    assert list(stamps(store.root)) == []


def test_an_answer_to_another_request_is_refused_by_its_nonce(local_authority, response):
    with pytest.raises(StampRefused, match="nonce"):
        request_stamp(DATA, local_authority.authority, answering(response))


def test_a_stamp_of_other_bytes_is_refused_by_its_imprint(local_authority, response):
    with pytest.raises(StampRefused, match="imprint"):
        judge(response, DATA + b" ", Trust(local_authority.root_pem))


def test_a_stamp_by_an_authority_that_was_not_chosen_is_refused(local_authority, make_authority, response):
    with pytest.raises(StampRefused, match="no verifier accepts"):
        judge(response, DATA, Trust(make_authority("stranger").root_pem))


def test_a_rejection_by_the_authority_is_told_as_such(local_authority, tmp_path):
    """This one takes SHA-256 and SHA-512 only, and answers a request for SHA-384 with a rejection."""
    (tmp_path / "data").write_bytes(DATA)
    openssl("ts", "-query", "-data", "data", "-sha384", "-out", "query", cwd=tmp_path)
    rejection = local_authority.answer((tmp_path / "query").read_bytes())
    with pytest.raises(StampRefused, match=r"authority refused \(status 2\)"):
        judge(rejection, DATA, Trust(local_authority.root_pem))


def test_a_digest_other_than_sha256_is_refused(local_authority, tmp_path):
    (tmp_path / "data").write_bytes(DATA)
    openssl("ts", "-query", "-data", "data", "-sha512", "-cert", "-out", "query", cwd=tmp_path)
    other = local_authority.answer((tmp_path / "query").read_bytes())
    with pytest.raises(StampRefused, match="SHA-256"):
        judge(other, DATA, Trust(local_authority.root_pem))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_response_is_never_valid_unless_it_says_the_same(local_authority, response, data):
    """Bytes outside of what is signed may differ; the time, the imprint and the signer never."""
    at = data.draw(st.integers(0, len(response) - 1))
    bit = data.draw(st.integers(0, 7))
    damaged = response[:at] + bytes([response[at] ^ 1 << bit]) + response[at + 1 :]
    trust = Trust(local_authority.root_pem)
    try:
        found = judge(damaged, DATA, trust, openssl=None)
    except StampRefused:
        return
    good = judge(response, DATA, trust, openssl=None)
    assert (found.time, found.serial, found.policy) == (good.time, good.serial, good.policy)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_crash_the_judge(local_authority, garbage):
    with pytest.raises(StampRefused):
        judge(garbage, DATA, Trust(local_authority.root_pem), openssl=None)


# ── two verifiers ──


def test_a_response_that_only_one_verifier_takes_is_kept_and_the_disagreement_recorded(
    archive, local_authority
):
    """openssl puts a chain into the response in an order that rfc3161-client refuses to read."""
    store, _ = archive
    with_chain = ("-chain", "root.pem")

    def fetch(url, body, headers):
        return io.BytesIO(local_authority.answer(body, *with_chain))

    (attempt,) = stamp_newest(store, [local_authority.authority], fetch, agent=AGENT)
    assert attempt.judgement is not None and not attempt.judgement.agreed
    assert attempt.judgement.verdicts["openssl"] == "valid"
    assert attempt.judgement.verdicts["rfc3161-client"].startswith("refused: ")
    entry = [e for e in store.entries() if e.event == "timestamp"][-1]
    assert store.detail(entry.seq)["verifiers_agree"] is False
    report = verify_stamps(store.root, store.latest_checkpoint())
    assert report.problems == () and any("disagree" in note for note in report.notes)


def test_without_openssl_the_library_judges_alone_and_it_is_said(local_authority, response):
    found = judge(response, DATA, Trust(local_authority.root_pem), openssl=None)
    assert found.verdicts == {"rfc3161-client": "valid", "openssl": "not installed"} and found.agreed


# ── at its own time ──


@pytest.mark.slow
def test_a_stamp_outlives_the_certificate_of_its_authority(make_authority):
    """Made while the certificate was good, verified after it ran out: valid, by every verifier."""
    for patience in (4, 12, 40):
        ends = datetime.now(UTC) + timedelta(seconds=patience)
        authority = make_authority(f"short{patience}", ends=ends)
        try:
            response, _ = request_stamp(DATA, authority.authority, authority.fetch)
            break
        except StampRefused:  # this machine took longer than the certificate lived
            continue
    else:
        pytest.fail("no stamp was made within the life of a certificate")
    while datetime.now(UTC) <= ends + timedelta(seconds=1):
        time.sleep(0.2)
    folder = authority.folder
    (folder / "kept").write_bytes(response)
    (folder / "data").write_bytes(DATA)
    plain = ("ts", "-verify", "-in", "kept", "-data", "data", "-CAfile", "root.pem")
    assert openssl(*plain, cwd=folder, check=False).returncode != 0, "the certificate should have run out"
    found = judge(response, DATA, Trust(authority.root_pem))
    assert found.verdicts == {"rfc3161-client": "valid", "openssl": "valid"}
    at_its_time = ("-attime", str(int(found.time.timestamp())))
    assert openssl(*plain, *at_its_time, cwd=folder).returncode == 0


def test_a_stamp_made_outside_the_life_of_the_certificate_is_refused(make_authority):
    late = make_authority("late", ends=datetime(2021, 1, 1, tzinfo=UTC))
    with pytest.raises((StampRefused, AuthorityUnreachable)):
        request_stamp(DATA, late.authority, late.fetch)


def test_a_certificate_revoked_before_the_stamp_makes_it_worthless(make_authority):
    authority = make_authority("revoked")
    crl = authority.revoke()
    time.sleep(1.1)  # revocation dates are whole seconds
    with_list = Authority("revoked", "http://revoked.invalid/", Trust(authority.root_pem + crl))
    with pytest.raises(StampRefused, match="revoked on"):
        request_stamp(DATA, with_list, authority.fetch)


def test_a_certificate_superseded_after_the_stamp_leaves_it_good_but_a_leaked_key_does_not(make_authority):
    superseded, leaked = make_authority("superseded"), make_authority("leaked")
    good = request_stamp(DATA, superseded.authority, superseded.fetch)[0]
    bad = request_stamp(DATA, leaked.authority, leaked.fetch)[0]
    time.sleep(1.1)
    judge(good, DATA, Trust(superseded.root_pem + superseded.revoke("superseded")))
    with pytest.raises(StampRefused, match="keyCompromise"):
        judge(bad, DATA, Trust(leaked.root_pem + leaked.revoke("keyCompromise")))


def test_the_revocation_lists_that_the_certificates_name_are_kept_and_missing_ones_are_told(
    archive, make_authority
):
    store, _ = archive
    points = "crlDistributionPoints = URI:http://here.invalid/crl, URI:http://gone.invalid/crl"
    authority = make_authority("listed", leaf=points)
    crl = openssl(
        *("ca", "-config", "cnf", "-name", "ca", "-gencrl", "-crldays", "9"),
        *("-cert", "root.pem", "-keyfile", "root.key"),
        cwd=authority.folder,
    ).stdout

    def fetch(url, body, headers):
        if body is not None:
            return authority.fetch(url, body, headers)
        if "gone" in url:
            raise ConnectionResetError("gone")
        return io.BytesIO(crl)

    held, _ = stamp(store, store.latest_checkpoint(), authority.authority, fetch, agent=AGENT)
    assert b"BEGIN X509 CRL" in (store.root / held.certificates).read_bytes()
    entry = [e for e in store.entries() if e.event == "timestamp"][-1]
    assert store.detail(entry.seq)["revocation_lists_missing"] == ["http://gone.invalid/crl"]


# ── settings of the user ──


def test_an_authority_needs_a_root_certificate_a_name_and_an_address(tmp_path, local_authority):
    trust = Trust(local_authority.root_pem)
    with pytest.raises(EvidenceError, match="no root"):
        Trust(b"")
    with pytest.raises(EvidenceError, match="no root"):
        Trust((local_authority.folder / "tsa.pem").read_bytes())
    with pytest.raises(EvidenceError, match="cannot be read"):
        Trust(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with pytest.raises(EvidenceError, match="short name"):
        Authority("../evil", "http://a.invalid", trust)
    with pytest.raises(EvidenceError, match="address"):
        Authority("a", "file:///etc/passwd", trust)
    with pytest.raises(EvidenceError, match="cannot be read from"):
        Authority.load("a", "http://a.invalid", tmp_path / "missing.pem")
