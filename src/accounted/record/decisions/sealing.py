"""Identities kept under seal (rule D-29), and names taken out of the record for good."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, NotOnRecord, applies

if TYPE_CHECKING:
    from accounted.record.archive import Archive

NONCE = 12
PERSONAL = (
    "original_name",
    "original_path",
    "obtained_by",
    "obtained_from",
    "obtained_on",
    "obtained_how",
    "url",
    "html_source",
    "full_page_capture",
    "machine",
    "clock_note",
    "note",
    "found",
    "modified",
    "title",
    "author",
)


def seal(archive: Archive, identity: Mapping[str, Any], *, key: bytes, by: Reviewer, reason: str) -> str:
    """Put an identity under seal; returns the code by which the rest of the record knows the person.

    The sealed bytes are in a table of their own. The log holds their SHA-256 only, so that they can be
    destroyed. `key` is 32 bytes, kept outside the archive by whoever may open the seal.

    Raises:
        DecisionRefused: not by a named person, no reason, or a key of another length.
    """
    from accounted.record.models import SealedIdentity

    must_be_a_person(by, "sealing an identity")
    reason = must_have_reason(reason, "sealing an identity")
    code = f"S-{secrets.token_hex(4).upper()}"
    sealed = _encrypt(key, json.dumps(identity, ensure_ascii=False, sort_keys=True).encode(), code)
    with archive.deciding() as docket:
        decision = docket.decide(
            "seal",
            {"code": code, "sealed_sha256": sha256(sealed).hexdigest()},
            by=by.pseudonym,
            reason=reason,
            event="seal",
            subject=("SealedIdentity", code),
        )
        docket.rows.flush()
        SealedIdentity.objects.filter(code=code).update(sealed=sealed)
    return str(decision.content["code"])


def unseal(archive: Archive, code: str, *, key: bytes, by: Reviewer, reason: str) -> dict[str, Any]:
    """Open a seal. Who opened it, when and why is logged before the identity is shown.

    Raises:
        DecisionRefused: the key does not fit, or the sealed bytes were altered.
        NotOnRecord: no such code, or the identity was destroyed.
    """
    must_be_a_person(by, "opening a seal")
    reason = must_have_reason(reason, "opening a seal")
    with archive.deciding() as docket:
        docket.rows.flush()
        sealed = _sealed(code)
        identity: dict[str, Any] = json.loads(_decrypt(key, sealed, code))
        docket.decide(
            "unseal",
            {"code": code},
            by=by.pseudonym,
            reason=reason,
            event="unseal",
            subject=("SealedIdentity", code),
        )
    return identity


def destroy_seal(archive: Archive, code: str, *, by: Reviewer, reason: str) -> None:
    """Destroy a sealed identity for good. The code stays; nobody can be found from it any more."""
    must_be_a_person(by, "destroying a sealed identity")
    reason = must_have_reason(reason, "destroying a sealed identity")
    with archive.deciding() as docket:
        docket.rows.flush()
        _sealed(code)
        docket.decide(
            "destroy_seal",
            {"code": code},
            by=by.pseudonym,
            reason=reason,
            event="decide",
            subject=("SealedIdentity", code),
        )


def _sealed(code: str) -> bytes:
    from accounted.record.models import SealedIdentity

    row = SealedIdentity.objects.filter(code=code).first()
    if row is None:
        raise NotOnRecord(f"{code}: there is no sealed identity of that code")
    if row.sealed is None:
        raise NotOnRecord(
            f"{code}: this identity was destroyed, or its database was lost; the log never held it"
        )
    return bytes(row.sealed)


@applies("seal")
def _seal(decision: Application) -> None:
    from accounted.record.models import SealedIdentity

    content = decision.content
    decision.new(SealedIdentity, code=content["code"], sealed_sha256=content["sealed_sha256"])


@applies("unseal")
def _unseal(decision: Application) -> None:
    """Opening a seal changes no row; the decision itself is the trace."""


@applies("destroy_seal")
def _destroy_seal(decision: Application) -> None:
    from accounted.record.models import SealedIdentity

    decision.rows.flush()
    SealedIdentity.objects.filter(code=decision.content["code"]).update(sealed=None)


def _encrypt(key: bytes, plain: bytes, code: str) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + bytes(_cipher(key).encrypt(nonce, plain, code.encode()))


def _decrypt(key: bytes, sealed: bytes, code: str) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        return bytes(_cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], code.encode()))
    except InvalidTag:
        raise DecisionRefused(
            f"{code}: the key does not open this seal, or the sealed bytes were altered"
        ) from None


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if len(key) != 32:
        raise DecisionRefused(f"the key of a seal has 32 bytes, this one has {len(key)}")
    return ChaCha20Poly1305(key)


def withhold_facts(archive: Archive, number: str, *, by: Reviewer, reason: str) -> None:
    """Take the facts of one intake (names, paths, addresses) out of log and record for good.

    The log line stays, and says that its detail was erased; the item stays. What is left is written down
    first, so that the record can still be rebuilt.

    Raises:
        NotOnRecord: no intake of that number.
    """
    from accounted.record.models import Intake

    must_be_a_person(by, "withholding the facts of an intake")
    reason = must_have_reason(reason, "withholding the facts of an intake")
    archive.must_be_open()
    row = Intake.objects.filter(number=number).select_related("decision").first()
    if row is None:
        raise NotOnRecord(f"{number}: there is no intake of that number")
    _withhold(archive, row.decision.seq, PERSONAL, by=by, reason=reason, subject=("Intake", row.id))


def withhold_name(archive: Archive, pseudonym: str, *, by: Reviewer, reason: str) -> None:
    """Take the name behind a pseudonym out of log and record for good. What they decided stays."""
    from accounted.record.models import Agent

    must_be_a_person(by, "withholding a name")
    reason = must_have_reason(reason, "withholding a name")
    archive.must_be_open()
    row = Agent.objects.filter(pseudonym=pseudonym).select_related("decision").first()
    if row is None:
        raise NotOnRecord(f"{pseudonym}: nobody of that pseudonym is known to this archive")
    _withhold(archive, row.decision.seq, ("name",), by=by, reason=reason, subject=("Agent", row.id))


def _withhold(
    archive: Archive, seq: int, names: tuple[str, ...], *, by: Reviewer, reason: str, subject: tuple[str, str]
) -> None:
    detail = archive.store.detail(seq)
    if detail is None:
        raise DecisionRefused(f"log entry {seq}: its detail was erased already")
    decision = detail["decision"]
    content = {key: None if key in names else value for key, value in decision["content"].items()}
    left = {**decision, "content": content}
    left.pop("reason", None)
    with archive.deciding() as docket:
        docket.decide(
            "withhold_facts", {"of": seq, "left": left}, by=by.pseudonym, reason=reason, subject=subject
        )
    archive.store.erase_detail(seq, agent=by.pseudonym, reason=reason)
    archive.catch_up()


@applies("withhold_facts")
def _withheld(decision: Application) -> None:
    from accounted.record import models

    content = decision.content
    assert decision.subject is not None
    kind, identifier = decision.subject
    decision.rows.flush()
    table = getattr(models, kind)
    names = {field.name for field in table._meta.fields}
    left = content["left"]["content"]
    gone = {name: None for name, value in left.items() if value is None and name in names}
    table.objects.filter(pk=identifier).update(**gone)
    kept = {} if content["left"]["kind"] == "take_in" else left
    models.Decision.objects.filter(seq=content["of"]).update(reason=None, content=kept, erased=True)
