"""Where: places, burial sites, other sites, and who held a place when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import Stated, enter, must_be_claims, must_exist
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, applies
from accounted.record.terms import bounds, check_code

if TYPE_CHECKING:
    from accounted.record.archive import Archive


def record_place(archive: Archive, *, name: str, kind: str, by: Reviewer, reason: str, **columns: Any) -> str:
    """Put a place on record with its codes in each system; `columns` as in the data dictionary."""
    return enter(archive, "Place", by=by, reason=reason, frame={"name": name, "kind": kind, **columns})


def state_control(
    archive: Archive,
    place: str,
    control: str,
    *,
    interval: str,
    claims: Sequence[str],
    by: Reviewer,
    reason: str,
    by_actor: str | None = None,
) -> str:
    """Who held a place over an interval (rule D-24).

    Occupied and later retaken are two statements, no conflict.
    """
    must_be_a_person(by, "stating who held a place")
    reason = must_have_reason(reason, "stating who held a place")
    check_code("territory_control", control)
    bounds(interval)
    if not claims:
        raise DecisionRefused("control of a place: names no claim; every value names the claims it rests on")
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist("Place", place)
        if by_actor is not None:
            must_exist("Actor", by_actor)
        must_be_claims(claims, where="control of a place")
        decision = docket.decide(
            "state_control",
            {
                "place": place,
                "control": control,
                "interval": interval,
                "claims": list(claims),
                "actor": by_actor,
            },
            by=by.pseudonym,
            reason=reason,
            subject=("Place", place),
        )
    return decision.id


@applies("state_control")
def _controlled(decision: Application) -> None:
    from accounted.record.models import Control

    content = decision.content
    earliest, latest = bounds(content["interval"])
    row = decision.new(
        Control,
        place_id=content["place"],
        control=content["control"],
        by_actor_id=content["actor"],
        interval=content["interval"],
        earliest=earliest,
        latest=latest,
    )
    decision.rows.link(row, "claims", content["claims"])


def record_burial_site(
    archive: Archive,
    *,
    by: Reviewer,
    reason: str,
    values: Mapping[str, Stated] | None = None,
    frame: Mapping[str, Any] | None = None,
    tallies: Sequence[str] = (),
    links: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Put a place where the dead were put on record.

    A mass grave holds two or more and has a reason for inquiry.

    Raises:
        DecisionRefused: a mass grave without `remains_min` of at least 2 or without `reason_for_inquiry`.
    """
    given, told = dict(values or {}), dict(frame or {})
    if "type" in given and given["type"].value == "mass_grave":
        least = given["remains_min"].value if "remains_min" in given else None
        if least is None or least < 2:
            raise DecisionRefused(
                "burial site: a mass grave holds two or more: state remains_min with the claim it rests "
                "on, or take "
                "mass_burial_site for a site of single graves"
            )
        if not (told.get("reason_for_inquiry") or "").strip():
            raise DecisionRefused(
                "burial site: a mass grave needs a reason_for_inquiry (Bournemouth Protocol)"
            )
    named = {"tallies": tallies, **(links or {})}
    return enter(archive, "BurialSite", by=by, reason=reason, frame=told, values=given, links=named)


def record_site(
    archive: Archive,
    *,
    by: Reviewer,
    reason: str,
    unit: str = "single",
    label_as_written: str | None = None,
    values: Mapping[str, Stated] | None = None,
    frame: Mapping[str, Any] | None = None,
) -> str:
    """Put a site on record, alleged until verified.

    A reported group of sites is one row with a count (D-12).
    """
    given = dict(values or {})
    if unit == "group_reported" and "count_quantifier" not in given:
        raise DecisionRefused(
            "site: a reported group is one row with a count; state count_quantifier (rule D-12)"
        )
    if unit != "group_reported" and any(name.startswith("count_") for name in given):
        raise DecisionRefused("site: a single site is not counted; give unit='group_reported' (rule D-12)")
    told = {"unit": unit, "label_as_written": label_as_written, **(frame or {})}
    return enter(archive, "Site", by=by, reason=reason, frame=told, values=given)
