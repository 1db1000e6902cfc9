"""Bringing back what stood in an earlier version: a new decision, nothing is overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import (
    KEPT_BY_THE_SYSTEM,
    NOT_STATED,
    RESERVED,
    Conflict,
    Stated,
    amend,
    must_exist,
)
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import DecisionRefused

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.queries.history import State


def restore(
    archive: Archive,
    model: str,
    identifier: str,
    version: int,
    *,
    by: Reviewer,
    reason: str,
    expected_version: int | None = None,
) -> str:
    """Amend an entry to what it said in an earlier version, on the claims it rested on then.

    What decisions of their own have set since (how far it is verified, consent, who is the same person)
    stays as it is. Returns the decision's identifier.

    Raises:
        NotOnRecord: no such entry, or it never had that version.
        DecisionRefused: nothing differs. Conflict: it has another version than expected by now.
    """
    from accounted.record.queries.history import state_of

    must_be_a_person(by, "restoring an earlier version")
    reason = must_have_reason(reason, "restoring an earlier version")
    with archive.deciding() as docket:
        docket.rows.flush()
        held = must_exist(model, identifier)
        if expected_version is not None and held.version != expected_version:
            raise Conflict(model, identifier, expected_version, held.version)
        then = state_of(archive, model, identifier, version)
        now = state_of(archive, model, identifier, held.version)
        frame, values, links = _differences(type(held), model, then, now)
        if not (frame or values or links):
            raise DecisionRefused(f"{identifier}: says the same now as in version {version}")
        return amend(
            archive, model, identifier, by=by, reason=reason, frame=frame, values=values, links=links
        )


def _differences(
    table: Any, model: str, then: State, now: State
) -> tuple[dict[str, Any], dict[str, Stated], dict[str, tuple[str, ...]]]:
    """What has to be amended so that the entry says what it said then."""
    kept = RESERVED.get(model, set()) | KEPT_BY_THE_SYSTEM
    frame: dict[str, Any] = {}
    values: dict[str, Stated] = {}
    for name in dict.fromkeys([*then.values, *now.values]):
        if name in kept or name in now.links:
            continue
        if name in table.FRAME:
            if then.values.get(name) != now.values.get(name):
                frame[name] = then.values.get(name)
        elif _said(then, name) != _said(now, name):
            values[name] = _stated(then, name)
    links = {
        name: then.links.get(name, ())
        for name in now.links
        if set(then.links.get(name, ())) != set(now.links[name])
    }
    return frame, values, links


def _said(state: State, name: str) -> tuple[Any, ...]:
    return (
        state.values.get(name), state.absent.get(name), state.claims.get(name, ()), state.rows.get(name)
    )  # fmt: skip


def _stated(state: State, name: str) -> Stated:
    claims = state.claims.get(name, ())
    value = state.values.get(name)
    if value is None:
        ground = f"as in version {state.number}"
        return Stated(None, claims, absent=state.absent.get(name) or NOT_STATED, ground=ground)
    return Stated(value, claims, row=state.rows.get(name))
