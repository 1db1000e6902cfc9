"""Putting an entry of any kind on record, by the decision that holds the rules of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import Stated, enter, must_exist
from accounted.record.decisions.findings import SUBJECTS, record_finding
from accounted.record.decisions.happenings import (
    record_act,
    record_actor,
    record_incident,
    record_investigation,
    record_media,
)
from accounted.record.decisions.people import record_person, record_remains
from accounted.record.decisions.places import record_burial_site, record_place, record_site
from accounted.record.decisions.protecting import must_be_sealed, protect_person
from accounted.record.decisions.reviewers import Reviewer
from accounted.record.decisions.testimonies import ConsentGiven, Risk, record_testimony
from accounted.record.docket import DecisionRefused

if TYPE_CHECKING:
    from accounted.record.archive import Archive

Names = Sequence[tuple[str, Sequence[str]]]


def record_entry(
    archive: Archive,
    model: str,
    *,
    by: Reviewer,
    reason: str,
    frame: Mapping[str, Any] | None = None,
    values: Mapping[str, Stated] | None = None,
    names: Names = (),
    links: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Put an entry on record; the rules are those of its kind's own decision. Returns its identifier.

    `names` are those of a person, as written, each with its claims; `links` are the entries that a field of
    several names. Testimonies are recorded by `record_account`, since consent and risk come first.

    Raises:
        DecisionRefused, UnknownTerm: as the decision of the kind says.
    """
    told = {name: value for name, value in (frame or {}).items() if value not in (None, "")}
    given: dict[str, Any] = {"by": by, "reason": reason, "values": dict(values or {})}
    if links:
        given["links"] = dict(links)
    recorder = _RECORDERS.get(model)
    if recorder is None:
        raise DecisionRefused(f"{model}: is not entered like this; see the decisions of the record")
    return recorder(archive, told, given, names)


def known_place(archive: Archive, geonames: int, *, by: Reviewer, reason: str) -> str:
    """The place of this GeoNames number on record, put there with what it lies in if it is not yet.

    Raises:
        DecisionRefused: the gazetteer has no such place.
    """
    from accounted.places import Gazetteer
    from accounted.record.models import Place

    gazetteer = Gazetteer.load()
    place = gazetteer.by_geonames(geonames)
    if place is None:
        raise DecisionRefused(f"gn:{geonames}: the gazetteer has no such place")
    above: str | None = None
    with archive.deciding() as docket:
        for one in (*reversed(gazetteer.parents(place)), place):
            docket.rows.flush()
            if one.geonames is None:
                continue
            held = Place.objects.filter(geonames=one.geonames).values_list("pk", flat=True).first()
            above = held or record_place(
                archive, name=one.name, kind=one.kind, by=by, reason=reason, geonames=one.geonames,
                country=one.country, iso3166_2=one.iso3166_2 or None, pcode=one.pcode or None, lat=one.lat,
                lon=one.lon, parent=above,
            )  # fmt: skip
    assert above is not None
    return above


def record_account(
    archive: Archive,
    *,
    consent: ConsentGiven,
    risk: Risk,
    by: Reviewer,
    reason: str,
    frame: Mapping[str, Any],
    values: Mapping[str, Stated] | None = None,
    identity: Mapping[str, Any] | None = None,
    key: bytes | None = None,
    links: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Put a testimony on record. A witness at risk is known by a code; who it is goes under seal (rule D-29).

    `identity` is who the witness is; it is sealed with `key`, and written down nowhere else.

    Raises:
        DecisionRefused: no consent, a witness at risk who is named in the clear, an identity without a key.
    """
    told = {name: value for name, value in frame.items() if value not in (None, "")}
    sealed = {name: value for name, value in (identity or {}).items() if value}
    witness = told.pop("witness", None)
    plain = {name: told.pop(name, None) for name in ("unit", "depth", "sexual_violence", "child")}
    if sealed and witness:
        raise DecisionRefused("testimony: both a witness on record and an identity to seal; give one of them")
    if sealed and key is None:
        raise DecisionRefused(
            "testimony: this archive has no key for seals, so the identity was written down nowhere; "
            "an owner sets one up first"
        )
    with archive.deciding() as docket:
        docket.rows.flush()
        if witness and must_be_sealed(risk.level, risk.measures):
            person = must_exist("Person", witness)
            if person.sealed_identity_id is None and person.names.exists():
                raise DecisionRefused(
                    f"testimony: the risk is {risk.level}, and {witness} is on record by name; a witness at "
                    "risk is known by a code, and who it is goes under seal (rule D-29)"
                )
        if sealed:
            assert key is not None
            witness = protect_person(archive, sealed, key=key, by=by, reason=reason)
        return record_testimony(
            archive,
            consent=consent,
            risk=risk,
            depth=plain["depth"] or "",
            unit=plain["unit"] or "single",
            sexual_violence=bool(plain["sexual_violence"]),
            child=bool(plain["child"]),
            witness=witness,
            by=by,
            reason=reason,
            values=values,
            frame=told,
            links=links,
        )


def _person(archive: Archive, frame: dict[str, Any], given: dict[str, Any], names: Names) -> str:
    unit = frame.pop("counting_unit", "individual")
    return record_person(archive, counting_unit=unit, names=names, frame=frame, **given)


def _remains(archive: Archive, frame: dict[str, Any], given: dict[str, Any], _: Names) -> str:
    unit = frame.pop("unit", None)
    if unit is None:
        raise DecisionRefused("remains: unit: say whether it is a body, a part or a reported group")
    return record_remains(archive, unit=unit, number=frame.pop("number", None), frame=frame, **given)


def _burial_site(archive: Archive, frame: dict[str, Any], given: dict[str, Any], _: Names) -> str:
    return record_burial_site(archive, frame=frame, **given)


def _site(archive: Archive, frame: dict[str, Any], given: dict[str, Any], _: Names) -> str:
    unit, label = frame.pop("unit", "single"), frame.pop("label_as_written", None)
    return record_site(archive, unit=unit, label_as_written=label, frame=frame, **given)


def _incident(archive: Archive, frame: dict[str, Any], given: dict[str, Any], _: Names) -> str:
    title, kind = frame.pop("title", ""), frame.pop("kind", "event")
    return record_incident(archive, title=title, kind=kind, frame=frame, **given)


def _actor(archive: Archive, frame: dict[str, Any], given: dict[str, Any], _: Names) -> str:
    name, kind = frame.pop("name", ""), frame.pop("type", "unknown")
    if not name.strip():
        raise DecisionRefused("actor: name: needs a name")
    return record_actor(archive, name=name, type=kind, aliases=frame.pop("aliases", ()), frame=frame, **given)


def _investigation(archive: Archive, frame: dict[str, Any], given: dict[str, Any], _: Names) -> str:
    kind = frame.pop("type", None)
    if kind is None:
        raise DecisionRefused("investigation: type: say what kind of inquiry it is")
    body, title = frame.pop("body", None), frame.pop("title", None)
    return record_investigation(archive, type=kind, body=body, title=title, frame=frame, **given)


def _source(archive: Archive, frame: dict[str, Any], given: dict[str, Any], _: Names) -> str:
    frame.setdefault("kind", "unknown")
    return enter(archive, "Source", frame=frame, **given)


def _act(archive: Archive, frame: dict[str, Any], given: dict[str, Any], _: Names) -> str:
    incident, of = frame.pop("incident", None), given["values"].pop("type", None)
    if incident is None:
        raise DecisionRefused("act: incident: say in which incident it happened")
    if of is None:
        raise DecisionRefused("act: type: say what was done")
    return record_act(archive, incident=incident, type=of, frame=frame, **given)


def _finding(archive: Archive, frame: dict[str, Any], given: dict[str, Any], _: Names) -> str:
    of, level = (given["values"].pop(name, None) for name in ("type", "exam_level"))
    if of is None:
        raise DecisionRefused("finding: type: say what sign was seen")
    if level is None:
        raise DecisionRefused("finding: exam_level: say how it was seen: reported, or at which examination")
    on = {name: frame.pop(name, None) for name in SUBJECTS}
    return record_finding(archive, type=of, exam_level=level, frame=frame, **on, **given)


def _media(archive: Archive, frame: dict[str, Any], given: dict[str, Any], _: Names) -> str:
    return record_media(archive, held=bool(frame.pop("held", False)), frame=frame, **given)


_RECORDERS: dict[str, Callable[[Archive, dict[str, Any], dict[str, Any], Names], str]] = {
    "Person": _person,
    "Remains": _remains,
    "BurialSite": _burial_site,
    "Site": _site,
    "Incident": _incident,
    "Actor": _actor,
    "Investigation": _investigation,
    "Source": _source,
    "Act": _act,
    "Finding": _finding,
    "Media": _media,
}
