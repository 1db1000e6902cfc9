"""A witness who must not be found: the identity goes under seal, the record knows a code (rule D-29)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import must_exist
from accounted.record.decisions.people import record_person
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.decisions.sealing import seal
from accounted.record.docket import Application, DecisionRefused, applies

if TYPE_CHECKING:
    from accounted.record.archive import Archive

AT_RISK = frozenset({"high", "extreme"})
CODED = frozenset({"pseudonym"})  # measures that ask for a code in place of a name


def must_be_sealed(risk: str, measures: Iterable[str] = ()) -> bool:
    """Whether a person at this risk, or under these measures, is never named in the clear."""
    return risk in AT_RISK or not CODED.isdisjoint(measures)


def protect_person(
    archive: Archive, identity: Mapping[str, Any], *, key: bytes, by: Reviewer, reason: str
) -> str:
    """Put a protected person on record under a code; who that is goes under seal. Returns the person.

    Nothing of the identity reaches the log or any other table.

    Raises:
        DecisionRefused: no identity, no reason, or a key of another length.
    """
    must_be_a_person(by, "protecting a person")
    reason = must_have_reason(reason, "protecting a person")
    told = {name: value for name, value in identity.items() if value not in (None, "")}
    if not told:
        raise DecisionRefused("protected person: no identity to seal; give at least a name")
    with archive.deciding() as docket:
        code = seal(archive, told, key=key, by=by, reason=reason)
        person = record_person(
            archive,
            by=by,
            reason=reason,
            frame={"alias_code": code, "confidentiality": "confidential", "publication": "withheld"},
        )
        docket.rows.flush()
        must_exist("Person", person)
        docket.decide(
            "protect", {"person": person, "code": code}, by=by.pseudonym, reason=reason,
            subject=("Person", person),
        )  # fmt: skip
    return person


@applies("protect")
def _protected(decision: Application) -> None:
    from accounted.record.models import Person, SealedIdentity

    decision.rows.flush()
    sealed = SealedIdentity.objects.only("id").get(code=decision.content["code"])
    decision.change(Person, decision.content["person"], sealed_identity_id=sealed.id)
