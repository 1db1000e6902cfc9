"""Entering and amending records: every value names the claims it rests on.

What a source says is a `Stated` value: the value, the claims, and where it is empty which of the four kinds
of nothing it is. What is the recorder's own frame (a title, a note, a level of confidentiality) is given
plainly. Both end as columns; each stated value also as a `Value` row, which stays when a later one replaces
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, NewRow, NotOnRecord, applies
from accounted.record.terms import bounds, check_code, check_codes, spread

if TYPE_CHECKING:
    from accounted.record.archive import Archive

NOT_STATED = "not_stated"
UNDETERMINABLE = "undeterminable"
NOT_APPLICABLE = "not_applicable"
WITHHELD = "withheld"
ABSENCES = (NOT_STATED, UNDETERMINABLE, NOT_APPLICABLE, WITHHELD)

# Columns that only a decision of their own may set.
RESERVED = {
    "Source": {"reliability", "sealed_identity"},
    "Person": {"verification", "standard", "sealed_identity", "same_as"},
    "Remains": {"identification"},
    "Site": {"verification", "standard", "alleged"},
    "Incident": {"verification", "standard", "grade"},
    "Act": {"verification", "standard"},
    "Finding": {"consistency", "consistency_by", "icd10", "icd10_by"},
    "Testimony": {"consent"},
    "Document": {"item", "text_sha256", "structure_sha256", "characters", "extractor", "extractor_version"},
}
KEPT_BY_THE_SYSTEM = {
    "id",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "version",
    "absences",
    "decision",
    "origin",
    "machine",
}


@dataclass(frozen=True, slots=True)
class Stated:
    """A value on a record and the claims it rests on.

    Attributes:
        value: the value; None only together with `absent`.
        claims: identifiers of the claims it rests on.
        absent: not_stated, undeterminable, not_applicable or withheld, where there is no value.
        as_of: when the value held, EDTF.
        ground: why, in words, where the claims alone do not say it.
        rule: the rule that made it, where it was derived (rule D-37).
        row: identifier of the row of a list it stands in, where it rests on that instead of claims.
    """

    value: Any = None
    claims: tuple[str, ...] = ()
    absent: str | None = None
    as_of: str | None = None
    ground: str | None = None
    rule: str | None = None
    row: str | None = None


class Conflict(DecisionRefused):
    """Somebody else changed the entry meanwhile. Nothing was written; both versions are told.

    Attributes:
        model, id: the entry.
        expected: the version the person had before them.
        now: the version it has.
    """

    def __init__(self, model: str, identifier: str, expected: int, now: int) -> None:
        super().__init__(
            f"{identifier}: you amended version {expected}, and it is now version {now}: somebody changed it "
            "meanwhile; look at both and decide again"
        )
        self.model, self.id, self.expected, self.now = model, identifier, expected, now


def stated(value: Any, *claims: str, as_of: str | None = None, ground: str | None = None) -> Stated:
    """A value resting on these claims."""
    return Stated(value, tuple(claims), as_of=as_of, ground=ground)


def absent(kind: str, *claims: str, ground: str | None = None) -> Stated:
    """That there is no value, and which of the four kinds of nothing that is."""
    return Stated(None, tuple(claims), absent=kind, ground=ground)


def enter(
    archive: Archive,
    model: str,
    *,
    by: Reviewer,
    reason: str,
    frame: Mapping[str, Any] | None = None,
    values: Mapping[str, Stated] | None = None,
    links: Mapping[str, Sequence[str]] | None = None,
    also: Mapping[str, Any] | None = None,
    kind: str = "enter",
) -> str:
    """Put a new record of a family on record; returns its identifier.

    `also` is further content for the decision's own applier, where `kind` is another than `enter`.

    Raises:
        DecisionRefused: a value without claims, a column that is set elsewhere, a rule broken.
        UnknownTerm: a code the vocabularies do not have.
    """
    must_be_a_person(by, f"entering a {_words(model)}")
    with archive.deciding() as docket:
        docket.rows.flush()
        content = _content(model, frame or {}, values or {}, links or {})
        decision = docket.decide(
            kind,
            {**content, **(also or {})},
            by=by.pseudonym,
            reason=must_have_reason(reason, f"entering a {_words(model)}"),
            subject=None,
        )
        _flush(docket.rows, model)
    return entered(decision, model)


def amend(
    archive: Archive,
    model: str,
    identifier: str,
    *,
    by: Reviewer,
    reason: str,
    frame: Mapping[str, Any] | None = None,
    values: Mapping[str, Stated] | None = None,
    links: Mapping[str, Sequence[str]] | None = None,
    expected_version: int | None = None,
) -> str:
    """Change a record; what was there before stays in its history. Returns the decision's identifier.

    `expected_version` is the version whoever amends had before them.

    Raises:
        DecisionRefused, UnknownTerm: as for `enter`. NotOnRecord: there is no such record.
        Conflict: it has another version by now.
    """
    must_be_a_person(by, f"amending a {_words(model)}")
    with archive.deciding() as docket:
        docket.rows.flush()
        held = must_exist(model, identifier)
        if expected_version is not None and held.version != expected_version:
            raise Conflict(model, identifier, expected_version, held.version)
        content = _content(model, frame or {}, values or {}, links or {})
        decision = docket.decide(
            "amend",
            {**content, "id": identifier},
            by=by.pseudonym,
            reason=must_have_reason(reason, f"amending a {_words(model)}"),
            subject=(model, identifier),
        )
        _flush(docket.rows, model)
    return decision.id


def entered(decision: Application, model: str) -> str:
    """The identifier of the record a decision enters."""
    from accounted.record.identifiers import PREFIXES

    return f"{PREFIXES[model]}_{decision.id.removeprefix('dec_')}"


def must_exist(model: str, identifier: str | None) -> Any:
    """The row, or NotOnRecord."""
    from accounted.record import models

    row = getattr(models, model).objects.filter(pk=identifier).first()
    if row is None:
        raise NotOnRecord(f"{identifier}: there is no such {_words(model)} on record")
    return row


def must_be_claims(identifiers: Iterable[str], *, where: str) -> None:
    """Refuse claims that are not on record."""
    from accounted.record.models import Claim

    asked = set(identifiers)
    if asked:
        known = set(Claim.objects.filter(pk__in=asked).values_list("id", flat=True))
        if missing := sorted(asked - known):
            raise DecisionRefused(f"{where}: {missing[0]} is no claim on record")


def _content(
    model: str, frame: Mapping[str, Any], values: Mapping[str, Stated], links: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """What a decision says about a record, checked."""
    from accounted.record import models

    table = getattr(models, model)
    columns = {f.name: f for f in table._meta.get_fields() if hasattr(f, "column") or f.many_to_many}
    reserved = RESERVED.get(model, set()) | KEPT_BY_THE_SYSTEM
    for name in [*frame, *values, *links]:
        if name.startswith("date:"):
            continue
        if name in reserved:
            raise DecisionRefused(f"{_words(model)}: {name} is set by a decision of its own, not by hand")
        if name not in columns:
            raise DecisionRefused(f"{_words(model)}: there is no field {name!r}; see the data dictionary")
    for name, value in frame.items():
        if name not in table.FRAME:
            raise DecisionRefused(
                f"{_words(model)}: {name} is something a source says; give it with the claims it rests on"
            )
        _check_value(model, columns[name], value)
    for name, one in values.items():
        _check_stated(model, name, one, columns.get(name))
    must_be_claims((c for one in values.values() for c in one.claims), where=_words(model))
    _check_counts(model, frame, values)
    for name, identifiers in links.items():
        if not getattr(columns.get(name), "many_to_many", False):
            raise DecisionRefused(f"{_words(model)}: {name} names no several entries; give it as a value")
        target = columns[name].related_model
        known = set(target.objects.filter(pk__in=list(identifiers)).values_list("pk", flat=True))
        if missing := sorted(set(identifiers) - known):
            raise DecisionRefused(f"{_words(model)}: {name}: {missing[0]} is not on record")
    return {
        "model": model,
        "frame": dict(frame),
        "values": {name: _told(one) for name, one in values.items()},
        "links": {name: list(identifiers) for name, identifiers in links.items()},
    }


def _told(one: Stated) -> dict[str, Any]:
    told = {
        "value": one.value,
        "claims": list(one.claims),
        "absent": one.absent,
        "as_of": one.as_of,
        "ground": one.ground,
        "rule": one.rule,
        "row": one.row,
    }
    return {key: value for key, value in told.items() if value not in (None, [])}


def _check_stated(model: str, name: str, one: Stated, column: Any) -> None:
    where = f"{_words(model)}: {name}"
    if one.absent is not None:
        if one.absent not in ABSENCES:
            raise DecisionRefused(
                f"{where}: {one.absent!r}; there are four kinds of nothing: {', '.join(ABSENCES)}"
            )
        if one.value is not None:
            raise DecisionRefused(f"{where}: both a value and {one.absent}; give one of them")
        if one.absent == UNDETERMINABLE and not one.claims and not one.ground:
            raise DecisionRefused(f"{where}: undeterminable by whom? give the claim or the ground")
        return
    if one.value is None:
        raise DecisionRefused(f"{where}: no value; say which kind of nothing it is: {', '.join(ABSENCES)}")
    if one.row is not None:
        must_exist("ListRow", one.row)
    elif not one.claims:
        raise DecisionRefused(
            f"{where}: names no claim; every value on a record names the claims it rests on"
        )
    if one.as_of is not None:
        _check_date(one.as_of, where)
    if name.startswith("date:"):
        check_code("date_role", name.removeprefix("date:"))
        _check_date(one.value, where)
    else:
        _check_value(model, column, one.value)


def _check_value(model: str, column: Any, value: Any) -> None:
    from accounted.record.models.fields import CodeField, CodesField, EdtfField

    if value is None:
        return
    where = f"{_words(model)}: {column.name}"
    if isinstance(column, CodeField):
        check_code(column.vocabulary, value)
    elif isinstance(column, CodesField):
        check_codes(column.vocabulary, value)
    elif isinstance(column, EdtfField):
        _check_date(value, where)
    elif column.many_to_one and not column.related_model.objects.filter(pk=value).exists():
        raise DecisionRefused(f"{where}: {value} is not on record")


def _check_date(value: Any, where: str) -> None:
    try:
        bounds(value)
    except ValueError as error:
        raise DecisionRefused(f"{where}: {error}") from None


def _check_counts(model: str, frame: Mapping[str, Any], values: Mapping[str, Stated]) -> None:
    """Every count low ≤ best ≤ high (rule D-02), where all of it is given at once."""
    given = {**frame, **{name: one.value for name, one in values.items()}}
    for prefix in ("group_", "count_", "extent_"):
        numbers = [given.get(f"{prefix}{bound}") for bound in ("low", "best", "high")]
        stated_numbers = [n for n in numbers if n is not None]
        if stated_numbers != sorted(stated_numbers) or (stated_numbers and stated_numbers[0] < 0):
            raise DecisionRefused(
                f"{_words(model)}: low {numbers[0]}, best {numbers[1]}, high {numbers[2]} are not in order "
                "(rule D-02)"
            )
    low, high = given.get("age_min"), given.get("age_max")
    if low is not None and high is not None and low > high:
        raise DecisionRefused(f"{_words(model)}: age_min {low} is above age_max {high}; correct one of them")


def _flush(rows: Any, model: str) -> None:
    """Write now, so that a constraint that is broken is told of here."""
    from django.db import IntegrityError

    try:
        rows.flush()
    except IntegrityError as error:
        said = str(error).strip().splitlines()[0]
        raise DecisionRefused(f"{_words(model)}: the record does not take it: {said}") from error


def _words(model: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in model).strip()


@applies("enter")
def enter_rows(decision: Application) -> None:
    """The row of a new record, its values and links."""
    from accounted.record import models

    content = decision.content
    table = getattr(models, content["model"])
    identifier = entered(decision, content["model"])
    row = decision.new(
        table,
        id=identifier,
        created_at=decision.at,
        created_by=decision.by,
        updated_at=decision.at,
        updated_by=decision.by,
        absences=_absences({}, content["values"]),
        **_columns(table, content),
    )
    _value_rows(decision, content["model"], identifier, content["values"])
    for name, identifiers in content["links"].items():
        decision.rows.link(row, name, identifiers)
        if table._meta.get_field(name).remote_field.symmetrical:  # each of two names the other
            for other in dict.fromkeys(identifiers):
                decision.rows.link(NewRow(table, other), name, [identifier])


@applies("amend")
def _amend(decision: Application) -> None:
    from django.db.models import F

    from accounted.record import models

    content = decision.content
    table = getattr(models, content["model"])
    decision.rows.flush()
    row = table.objects.only("id", "absences").get(pk=content["id"])
    decision.change(
        table,
        content["id"],
        updated_at=decision.at,
        updated_by=decision.by,
        version=F("version") + 1,
        absences=_absences(row.absences, content["values"]),
        **_columns(table, content),
    )
    _value_rows(decision, content["model"], content["id"], content["values"])
    for name, identifiers in content["links"].items():
        getattr(row, name).set(identifiers)


def _columns(table: Any, content: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(content["frame"])
    told |= {
        name: one.get("value") for name, one in content["values"].items() if not name.startswith("date:")
    }
    columns = {}
    for name, value in told.items():
        column = table._meta.get_field(name)
        # A column that may not be empty goes back to its default: "unknown" is how it says that it has no
        # value.
        empty = value is None and not column.null
        columns[column.attname] = column.get_default() if empty else value
        if any(f.name == f"{name}_earliest" for f in table._meta.fields):
            columns |= spread(name, value)
    return columns


def _absences(before: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    after = {name: kind for name, kind in before.items() if name not in values}
    return after | {name: one["absent"] for name, one in values.items() if one.get("absent")}


def _value_rows(decision: Application, model: str, identifier: str, values: Mapping[str, Any]) -> None:
    for name, one in values.items():
        value_row(decision, model, identifier, name, one)


def value_row(decision: Application, model: str, identifier: str, name: str, one: Mapping[str, Any]) -> None:
    """One value in the history of a record."""
    from accounted.record.models import Value

    value = one.get("value")
    earliest, latest = bounds(value) if name.startswith("date:") and value else (None, None)
    row = decision.new(
        Value,
        subject_kind=model,
        subject_id=identifier,
        field=name,
        value=value,
        absent=one.get("absent"),
        as_of=one.get("as_of"),
        ground=one.get("ground"),
        rule=one.get("rule"),
        row_id=one.get("row"),
        earliest=earliest,
        latest=latest,
        decided_by=decision.by,
        decided_at=decision.at,
    )
    decision.rows.link(row, "claims", one.get("claims", []))
