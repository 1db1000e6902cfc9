"""What people told. Consent and risk come first; without them there is no record of an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import Stated, enter, enter_rows, entered, must_exist
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, applies
from accounted.record.terms import bounds, check_code, check_codes

if TYPE_CHECKING:
    from accounted.record.archive import Archive

GIVEN = frozenset({"given", "by_guardian", "assent_child"})


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """What a person agreed to and how they were asked. `scopes` maps consent_scope terms to yes or no."""

    state: str
    basis: str | None = None
    scopes: Mapping[str, bool] = field(default_factory=dict)
    asked_by: str | None = None
    language: str | None = None
    text_version: str | None = None
    information_given: Sequence[str] = ()
    date: str | None = None
    guardian: str | None = None
    withdrawn_on: str | None = None
    purposes: Sequence[str] = ()  # what a genetic sample may be compared for
    evidence: str | None = None  # the document that shows it: a signed form, a recording


@dataclass(frozen=True, slots=True)
class Risk:
    """What could happen to the person, and what is done against it."""

    level: str  # low, medium, high, extreme, unknown
    factors: Sequence[str] = ()
    measures: Sequence[str] = ()
    safe_contact: str | None = None
    do_not_contact: bool = False


def record_testimony(
    archive: Archive,
    *,
    consent: ConsentGiven,
    risk: Risk,
    depth: str,
    by: Reviewer,
    reason: str,
    unit: str = "single",
    witness: str | None = None,
    sexual_violence: bool = False,
    child: bool = False,
    values: Mapping[str, Stated] | None = None,
    frame: Mapping[str, Any] | None = None,
    links: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Put an account on record, after consent and risk.

    On sexual violence it is ex parte, of a child confidential, unless the frame says otherwise (rule D-30).
    Testimonies that a report speaks of are one row, `unit="group_reported"`; their consent is not known to
    us.

    Raises:
        DecisionRefused: consent refused or not asked of somebody who told us the account; a child without a
            guardian.
    """
    check_first(consent, risk, unit=unit, depth=depth, child=child)
    told = {
        "unit": unit,
        "depth": depth,
        "witness": witness,
        "sexual_violence": sexual_violence,
        "child": child,
        "risk_level": risk.level,
        "risk_factors": list(risk.factors),
        "measures": list(risk.measures),
        "safe_contact": risk.safe_contact,
        "do_not_contact": risk.do_not_contact,
        **(frame or {}),
    }
    if sexual_violence:
        told.setdefault("confidentiality", "ex_parte")
    elif child:
        told.setdefault("confidentiality", "confidential")
    given = _with_default_group(unit, dict(values or {}))
    return enter(
        archive,
        "Testimony",
        by=by,
        reason=reason,
        frame=told,
        values=given,
        links=links,
        kind="record_testimony",
        also={"consent": consent_told(consent)},
    )


def check_first(consent: ConsentGiven, risk: Risk, *, unit: str, depth: str, child: bool) -> None:
    """What has to be settled before anything of an account is asked: consent and risk.

    Raises:
        DecisionRefused: as for `record_testimony`.
    """
    check_consent(consent)
    if risk.level not in ("low", "medium", "high", "extreme", "unknown"):
        raise DecisionRefused(f"testimony: risk {risk.level!r}; it is low, medium, high, extreme or unknown")
    check_codes("protection_measure", risk.measures)
    first_hand = unit == "single" and depth != "relayed"
    if first_hand and consent.state in ("refused", "withdrawn", "not_asked", "unknown"):
        raise DecisionRefused(
            f"testimony: consent is {consent.state}; an account is put on record only after consent was "
            "asked and given"
        )
    if child and first_hand and consent.state not in ("by_guardian", "assent_child"):
        raise DecisionRefused("testimony: for a child a guardian consents, or the child assents; say which")


def _with_default_group(unit: str, values: dict[str, Stated]) -> dict[str, Stated]:
    if unit == "group_reported" and "count_quantifier" not in values:
        raise DecisionRefused(
            "testimony: a reported group is one row with a count; state count_quantifier (rule D-12)"
        )
    return values


def check_consent(consent: ConsentGiven) -> None:
    check_code("consent_state", consent.state)
    check_code("legal_basis", consent.basis)
    check_codes("consent_scope", consent.scopes)
    check_codes("comparison_purpose", consent.purposes)
    bounds(consent.date)
    bounds(consent.withdrawn_on)
    if consent.state == "by_guardian" and not consent.guardian:
        raise DecisionRefused("consent: by a guardian, but no guardian is named")
    if consent.state == "withdrawn" and not consent.withdrawn_on:
        raise DecisionRefused("consent: withdrawn, but not when")
    if consent.evidence is not None:
        must_exist("Document", consent.evidence)


def consent_told(consent: ConsentGiven) -> dict[str, Any]:
    told = asdict(consent)
    lists = {name: list(told[name]) for name in ("information_given", "purposes")}
    return {**told, "scopes": dict(told["scopes"]), **lists}


@applies("record_testimony")
def _testimony(decision: Application) -> None:
    consent = consent_row(decision, decision.content["consent"])
    frame = {**decision.content["frame"], "consent": consent}
    decision.content = {**decision.content, "frame": frame}
    enter_rows(decision)


def consent_row(decision: Application, told: Mapping[str, Any]) -> str:
    from accounted.record.models import Consent

    columns = {("evidence_id" if name == "evidence" else name): value for name, value in told.items()}
    identifier: str = decision.new(Consent, by=decision.by, at=decision.at, **columns).id
    return identifier


def change_consent(
    archive: Archive, testimony: str, consent: ConsentGiven, *, by: Reviewer, reason: str
) -> str:
    """A new answer of the person. The earlier answers stay; the newest counts from now on (rule D-28)."""
    must_be_a_person(by, "changing consent")
    reason = must_have_reason(reason, "changing consent")
    check_consent(consent)
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist("Testimony", testimony)
        decision = docket.decide(
            "change_consent",
            {"testimony": testimony, "consent": consent_told(consent)},
            by=by.pseudonym,
            reason=reason,
            subject=("Testimony", testimony),
        )
    return decision.id


@applies("change_consent")
def _consent_changed(decision: Application) -> None:
    from django.db.models import F

    from accounted.record.models import Testimony

    content = decision.content
    consent = consent_row(decision, content["consent"])
    decision.change(
        Testimony,
        content["testimony"],
        consent_id=consent,
        version=F("version") + 1,
        updated_at=decision.at,
        updated_by=decision.by,
    )


def may_be_used(archive: Archive, testimony: str, scope: str) -> bool:
    """Whether the person agreed to this use of the account (rule D-28). Not asked is no."""
    check_code("consent_scope", scope)
    archive.must_be_open()
    consent = must_exist("Testimony", testimony).consent
    return consent.state in GIVEN and consent.scopes.get(scope) is True


__all__ = ["ConsentGiven", "Risk", "change_consent", "entered", "may_be_used", "record_testimony"]
