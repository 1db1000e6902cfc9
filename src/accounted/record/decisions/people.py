"""People, remains, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import Stated, enter, enter_rows, entered, must_be_claims, must_exist
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, NotOnRecord, applies
from accounted.record.terms import bounds, check_code

if TYPE_CHECKING:
    from accounted.record.archive import Archive

CHILDREN = frozenset({"child", "infant", "fetus"})


def record_person(
    archive: Archive,
    *,
    by: Reviewer,
    reason: str,
    names: Sequence[tuple[str, Sequence[str]]] = (),
    counting_unit: str = "individual",
    values: Mapping[str, Stated] | None = None,
    frame: Mapping[str, Any] | None = None,
) -> str:
    """Put a person, or a group known as a number, on record. `names` are (as written, claims).

    A reported group is one row with a count, never empty rows (rule D-12). A child's record is confidential
    unless the frame says otherwise (rule D-30).

    Raises:
        DecisionRefused: a value without claims, an individual with a count, a group without one.
    """
    given = dict(values or {})
    counted = [name for name in given if name in ("group_low", "group_best", "group_high")]
    if counting_unit == "individual" and counted:
        raise DecisionRefused("person: an individual is not counted; give counting_unit='group' (rule D-12)")
    if counting_unit != "individual" and "group_quantifier" not in given:
        raise DecisionRefused(
            "person: a group is one row with a count; state group_quantifier and the bounds (D-12)"
        )
    told = {"counting_unit": counting_unit, **(frame or {})}
    if "age_group" in given and given["age_group"].value in CHILDREN:
        told.setdefault("confidentiality", "confidential")
    for _, claims in names:
        if not claims:
            raise DecisionRefused("person: a name needs the claims it stands in")
    with archive.deciding() as docket:
        docket.rows.flush()
        must_be_claims((c for _, claims in names for c in claims), where="person")
        return enter(
            archive,
            "Person",
            by=by,
            reason=reason,
            frame=told,
            values=given,
            kind="record_person",
            also={"names": [_name(written, claims) for written, claims in names]},
        )


def name_person(archive: Archive, person: str, as_written: str, *, claims: Sequence[str], by: Reviewer,
    reason: str,                 type: str = "as_written") -> str:  # fmt: skip
    """Add a name to a person. The form as written never changes afterwards (rule D-40)."""
    must_be_a_person(by, "naming a person")
    reason = must_have_reason(reason, "naming a person")
    check_code("name_type", type)
    if not claims:
        raise DecisionRefused("person: a name needs the claims it stands in")
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist("Person", person)
        must_be_claims(claims, where="person")
        decision = docket.decide(
            "name_person",
            {"person": person, "names": [{**_name(as_written, claims), "type": type}]},
            by=by.pseudonym,
            reason=reason,
            subject=("Person", person),
        )
    return decision.id


def _name(as_written: str, claims: Sequence[str]) -> dict[str, Any]:
    """A name with what its own letters say of it; parts only where the form decides them."""
    from accounted.names import parse_name

    if not as_written.strip():
        raise DecisionRefused("person: an empty name")
    parsed = parse_name(as_written)
    return {
        "as_written": as_written,
        "type": "as_written",
        "given": getattr(parsed, "given", None),
        "patronymic": getattr(parsed, "patronymic", None),
        "family": getattr(parsed, "family", None),
        "script": getattr(parsed, "script", None),
        "claims": list(claims),
    }


@applies("record_person")
def _person(decision: Application) -> None:
    enter_rows(decision)
    _name_rows(decision, entered(decision, "Person"), decision.content["names"])


@applies("name_person")
def _named(decision: Application) -> None:
    _name_rows(decision, decision.content["person"], decision.content["names"])


def _name_rows(decision: Application, person: str, names: Sequence[Mapping[str, Any]]) -> None:
    from accounted.record.models import PersonName

    for told in names:
        columns = dict(told)
        claims = columns.pop("claims")
        row = decision.new(PersonName, person_id=person, **columns)
        decision.rows.link(row, "claims", claims)


def record_remains(
    archive: Archive,
    *,
    unit: str,
    by: Reviewer,
    reason: str,
    number: str | None = None,
    values: Mapping[str, Stated] | None = None,
    frame: Mapping[str, Any] | None = None,
) -> str:
    """Put remains on record: a body or part under its number, or a group known only from a statement.

    Raises:
        DecisionRefused: a body without a number, a number used before (rule D-38), a group without a count
            (D-12).
    """
    from accounted.record.models import Remains

    given = dict(values or {})
    if unit == "group_reported":
        if "count_quantifier" not in given:
            raise DecisionRefused(
                "remains: a reported group is one row with a count; state count_quantifier (rule D-12)"
            )
    elif not number:
        raise DecisionRefused(
            f"remains: a {unit} needs its number; known only from a statement it is group_reported"
        )
    archive.must_be_open()
    if number and Remains.objects.filter(number=number).exists():
        raise DecisionRefused(
            f"remains: number {number} was given before; a number is never used again (rule D-38)"
        )
    told = {"unit": unit, "number": number, **(frame or {})}
    return enter(archive, "Remains", by=by, reason=reason, frame=told, values=given)


def examine(
    archive: Archive,
    remains: str,
    *,
    level: str,
    by: Reviewer,
    reason: str,
    examiner: str | None = None,
    qualification: str | None = None,
    start: str | None = None,
    end: str | None = None,
    report: str | None = None,
    place: str | None = None,
    present: Sequence[str] = (),
) -> str:
    """Record an examination of remains."""
    must_be_a_person(by, "recording an examination")
    reason = must_have_reason(reason, "recording an examination")
    check_code("exam_level", level)
    for one in (start, end):
        bounds(one)
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist("Remains", remains)
        decision = docket.decide(
            "examine",
            {
                "remains": remains,
                "level": level,
                "examiner": examiner,
                "qualification": qualification,
                "start": start,
                "end": end,
                "report": report,
                "place": place,
                "present": list(present),
            },
            by=by.pseudonym,
            reason=reason,
            subject=("Remains", remains),
        )
    return decision.id


@applies("examine")
def _examined(decision: Application) -> None:
    from accounted.record.models import Examination

    content = dict(decision.content)
    remains, report, place = content.pop("remains"), content.pop("report"), content.pop("place")
    decision.new(Examination, remains_id=remains, report_id=report, place_id=place, **content)


def identify(
    archive: Archive,
    remains: str,
    person: str,
    *,
    conclusion: str,
    lines: Sequence[Mapping[str, Any]],
    first: Reviewer,
    second: Reviewer,
    reason: str,
    decided_on: str | None = None,
    certificate: str | None = None,
) -> str:
    """Two named people conclude whose remains these are. It can be withdrawn; nothing is merged.

    `lines` are lines of evidence: {"method", "result", "examiner", "likelihood_ratio", "claims"}.

    Raises:
        DecisionRefused: not two different people, no line of evidence, an identity established already, or
            "established" on visual recognition, belongings or circumstances alone.
    """
    must_be_a_person(first, "identifying remains")
    must_be_a_person(second, "identifying remains")
    reason = must_have_reason(reason, "identifying remains")
    if first.pseudonym == second.pseudonym:
        raise DecisionRefused("identification: two different people decide whose remains these are")
    with archive.deciding() as docket:
        docket.rows.flush()
        may_be_identified(remains, person, conclusion=conclusion, lines=lines, decided_on=decided_on)
        decision = docket.decide(
            "identify",
            {
                "remains": remains,
                "person": person,
                "conclusion": conclusion,
                "lines": [dict(x) for x in lines],
                "second": second.pseudonym,
                "decided_on": decided_on,
                "certificate": certificate,
            },
            by=first.pseudonym,
            reason=reason,
            subject=("Remains", remains),
        )
    return entered(decision, "Identification")


def may_be_identified(
    remains: str, person: str, *, conclusion: str, lines: Sequence[Mapping[str, Any]], decided_on: str | None
) -> None:
    """Whether two people could conclude this of remains on these lines of evidence.

    Raises:
        DecisionRefused, NotOnRecord: as `identify` says.
    """
    if not lines:
        raise DecisionRefused(
            "identification: no line of evidence; give at least one with its method and result"
        )
    check_code("ident_conclusion", conclusion)
    for line in lines:
        check_code("ident_method", line["method"])
    scientific = {"fingerprint", "dental", "dna", "implant_serial", "medical", "anthropology"}
    if conclusion == "established" and not scientific & {line["method"] for line in lines}:
        raise DecisionRefused(
            "identification: established by sight, belongings or circumstances alone; add a scientific "
            "line of "
            "evidence, or conclude probable or possible"
        )
    bounds(decided_on)
    must_exist("Person", person)
    held = must_exist("Remains", remains)
    if held.unit == "group_reported":
        raise DecisionRefused(f"{remains}: is a group known from a statement; nobody can be identified in it")
    if conclusion == "established" and (
        held.identifications.filter(withdrawn=False, conclusion="established")
    ):
        raise DecisionRefused(f"{remains}: is identified already; withdraw that identification first")
    must_be_claims((c for line in lines for c in line.get("claims", ())), where="identification")


@applies("identify")
def _identified(decision: Application) -> None:
    put_identification(decision, first=decision.by, second=decision.content["second"])


def put_identification(decision: Application, *, first: str, second: str, **more: Any) -> None:
    """Make the rows of an identification by two people; the remains are that person's if it is established.

    `more` are the further columns of a decision that rests on more: its proposal, its reconciliation.
    """
    from accounted.record.models import Identification, IdentificationLine, Remains

    content = decision.content
    identifier = entered(decision, "Identification")
    decision.new(
        Identification,
        id=identifier,
        person_id=content["person"],
        remains_id=content["remains"],
        conclusion=content["conclusion"],
        first_reviewer=first,
        second_reviewer=second,
        decided_on=content["decided_on"],
        certificate=content["certificate"],
        created_at=decision.at,
        created_by=decision.by,
        updated_at=decision.at,
        updated_by=decision.by,
        **more,
    )
    for line in content["lines"]:
        told = dict(line)
        claims = told.pop("claims", [])
        columns = {"id": decision.take("IdentificationLine"), "identification_id": identifier, **told}
        row = decision.rows.add(IdentificationLine, columns)
        decision.rows.link(row, "claims", claims)
    if content["conclusion"] == "established":
        decision.change(Remains, content["remains"], identification_id=identifier)


def withdraw_identification(archive: Archive, identification: str, *, by: Reviewer, reason: str) -> str:
    """Take an identification back. It stays on record as withdrawn; the remains are unidentified again."""
    must_be_a_person(by, "withdrawing an identification")
    reason = must_have_reason(reason, "withdrawing an identification")
    with archive.deciding() as docket:
        docket.rows.flush()
        row = must_exist("Identification", identification)
        if row.withdrawn:
            raise NotOnRecord(f"{identification}: was withdrawn already")
        decision = docket.decide(
            "withdraw_identification",
            {"identification": identification, "remains": row.remains_id},
            by=by.pseudonym,
            reason=reason,
            subject=("Remains", row.remains_id),
        )
    return decision.id


@applies("withdraw_identification")
def take_back_identification(decision: Application) -> None:
    """The rows of an identification that is taken back."""
    from django.db.models import F

    from accounted.record.models import Identification, Remains

    content = decision.content
    decision.change(
        Identification,
        content["identification"],
        withdrawn=True,
        withdrawn_reason=decision.reason,
        updated_at=decision.at,
        updated_by=decision.by,
        version=F("version") + 1,
    )
    Remains.objects.filter(pk=content["remains"], identification_id=content["identification"]).update(
        identification=None
    )
