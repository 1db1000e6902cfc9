"""What happened: incidents, acts, who is said to have taken part, actors, investigations, media."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import Stated, enter, must_be_claims, must_exist
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, applies
from accounted.record.terms import check_code

if TYPE_CHECKING:
    from accounted.record.archive import Archive

SEXUAL = frozenset({"rape", "sexual_violence"})
AGAINST_CHILDREN = frozenset({"child_violation"})
Values = Mapping[str, Stated]
Frame = Mapping[str, Any]
Links = Mapping[str, Sequence[str]]


def record_incident(
    archive: Archive,
    *,
    title: str,
    by: Reviewer,
    reason: str,
    kind: str = "event",
    values: Values | None = None,
    frame: Frame | None = None,
    tallies: Sequence[str] = (),
    links: Links | None = None,
) -> str:
    """Put an incident on record: a single event, an ongoing situation, or an umbrella over several."""
    if not title.strip():
        raise DecisionRefused("incident: needs a title")
    return enter(
        archive,
        "Incident",
        by=by,
        reason=reason,
        values=values,
        links={"tallies": tallies, **(links or {})},
        frame={"title": title, "kind": kind, **(frame or {})},
    )


def take_part(
    archive: Archive,
    incident: str,
    person: str,
    role: str,
    *,
    claims: Sequence[str],
    by: Reviewer,
    reason: str,
) -> str:
    """The part a person had in an incident, on the claims that say so."""
    must_be_a_person(by, "placing a person in an incident")
    reason = must_have_reason(reason, "placing a person in an incident")
    check_code("participant_role", role)
    if not claims:
        raise DecisionRefused("incident: the part of a person needs the claims it rests on")
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist("Incident", incident)
        must_exist("Person", person)
        must_be_claims(claims, where="incident")
        decision = docket.decide(
            "take_part",
            {"incident": incident, "person": person, "role": role, "claims": list(claims)},
            by=by.pseudonym,
            reason=reason,
            subject=("Incident", incident),
        )
    return decision.id


@applies("take_part")
def _took_part(decision: Application) -> None:
    from accounted.record.models import IncidentPerson

    content = decision.content
    row = decision.new(
        IncidentPerson, incident_id=content["incident"], person_id=content["person"], role=content["role"]
    )
    decision.rows.link(row, "claims", content["claims"])


def relate_incidents(
    archive: Archive, one: str, other: str, relation: str, *, by: Reviewer, ground: str
) -> str:
    """How two incidents stand to each other, by a named person."""
    must_be_a_person(by, "relating two incidents")
    ground = must_have_reason(ground, "relating two incidents")
    check_code("event_relation", relation)
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist("Incident", one)
        must_exist("Incident", other)
        if one == other:
            raise DecisionRefused(f"{one}: an incident does not stand in a relation to itself")
        decision = docket.decide(
            "relate_incidents",
            {"one": one, "other": other, "relation": relation},
            by=by.pseudonym,
            reason=ground,
            subject=("Incident", one),
        )
    return decision.id


@applies("relate_incidents")
def _incidents_related(decision: Application) -> None:
    from accounted.record.models import IncidentRelation

    content = decision.content
    decision.new(
        IncidentRelation,
        one_id=content["one"],
        other_id=content["other"],
        relation=content["relation"],
        ground=decision.reason,
    )


def record_act(
    archive: Archive,
    *,
    incident: str,
    type: Stated,
    by: Reviewer,
    reason: str,
    victim: str | None = None,
    label_as_written: str | None = None,
    values: Values | None = None,
    frame: Frame | None = None,
    links: Links | None = None,
) -> str:
    """Put an act against a person on record.

    Legal words of the source stay in `label_as_written` (rule D-19).
    An act of sexual violence, or against children, is ex parte unless the frame says otherwise (rule D-30).
    """
    told = {"incident": incident, "victim": victim, "label_as_written": label_as_written, **(frame or {})}
    if type.value in SEXUAL | AGAINST_CHILDREN:
        told.setdefault("confidentiality", "ex_parte")
    named = dict(links or {})
    named["claims"] = list(dict.fromkeys([*type.claims, *named.get("claims", ())]))
    return enter(
        archive, "Act", by=by, reason=reason, frame=told, values={"type": type, **(values or {})}, links=named
    )


def involve(
    archive: Archive,
    act: str,
    *,
    degree: str,
    naming_claim: str,
    by: Reviewer,
    ground: str,
    actor: str | None = None,
    person: str | None = None,
    further_claims: Sequence[str] = (),
    standard: str = "allegation",
) -> str:
    """That an actor had a part in an act, on a claim that names the actor (rule D-21).

    Raises:
        DecisionRefused: the claim is a denial, names nobody, or does not name this actor by a name or alias
            on record. A head of State is not named by a slogan: "X's troops" are the armed forces.
    """
    must_be_a_person(by, "recording an involvement")
    ground = must_have_reason(ground, "recording an involvement")
    check_code("involvement_degree", degree)
    check_code("standard_of_proof", standard)
    if (actor is None) == (person is None):
        raise DecisionRefused("involvement: give an actor or a person, one of them")
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist("Act", act)
        claim = must_exist("Claim", naming_claim)
        if claim.kind == "denial" or claim.modality == "denies":
            raise DecisionRefused(f"{naming_claim}: an involvement is never set from a denial (rule D-21)")
        must_be_claims(further_claims, where="involvement")
        _must_name(claim, actor, person)
        decision = docket.decide(
            "involve",
            {
                "act": act,
                "actor": actor,
                "person": person,
                "degree": degree,
                "standard": standard,
                "naming_claim": naming_claim,
                "further_claims": list(further_claims),
            },
            by=by.pseudonym,
            reason=ground,
            subject=("Act", act),
        )
    return decision.id


def _must_name(claim: Any, actor: str | None, person: str | None) -> None:
    if actor is not None:
        row = must_exist("Actor", actor)
        names = [row.name, *(alias["text"] for alias in row.aliases)]
        said = [claim.party_text, claim.party_actor]
    else:
        row = must_exist("Person", person)
        names = list(row.names.values_list("as_written", flat=True))
        # What stands for a force is not the person whose name the slogan borrows.
        said = [claim.party_text] if claim.party_actor is None else []
    words = " ".join(one.casefold() for one in said if one)
    if not any(name.casefold() in words for name in names if name.strip()):
        whom = row.name if actor is not None else (names[0] if names else person)
        heard = f"it names {claim.party_text!r}" if claim.party_text else "it names nobody"
        raise DecisionRefused(
            f"{claim.id}: does not name {whom} for the act, {heard} (rule D-21); if these are the same, "
            "record the words as an alias first"
        )


@applies("involve")
def _involved(decision: Application) -> None:
    from accounted.record.models import Involvement

    content = decision.content
    row = decision.new(
        Involvement,
        act_id=content["act"],
        actor_id=content["actor"],
        person_id=content["person"],
        degree=content["degree"],
        standard=content["standard"],
        naming_claim_id=content["naming_claim"],
        ground=decision.reason,
    )
    decision.rows.link(row, "further_claims", content["further_claims"])


def record_actor(
    archive: Archive,
    *,
    name: str,
    type: str,
    by: Reviewer,
    reason: str,
    aliases: Sequence[Mapping[str, Any]] = (),
    values: Values | None = None,
    frame: Frame | None = None,
) -> str:
    """Put a force, body or authority on record. Loaded labels go among the aliases, as written."""
    told = {"name": name, "type": type, "aliases": [dict(one) for one in aliases], **(frame or {})}
    return enter(archive, "Actor", by=by, reason=reason, frame=told, values=values)


def record_investigation(
    archive: Archive,
    *,
    type: str,
    by: Reviewer,
    reason: str,
    body: str | None = None,
    title: str | None = None,
    values: Values | None = None,
    frame: Frame | None = None,
    statements: Sequence[str] = (),
    links: Links | None = None,
) -> str:
    """Put an inquiry on record. What it inquires into is not what it found (rule D-18).

    Raises:
        DecisionRefused: a standard of proof from a claim that does not conclude: only a conclusion has one.
    """
    from accounted.record.models import Claim

    given = dict(values or {})
    archive.must_be_open()
    if "standard" in given and given["standard"].value:
        said = Claim.objects.filter(pk__in=given["standard"].claims).exclude(modality="concludes")
        if other := said.first():
            raise DecisionRefused(
                f"investigation: {other.id} {other.modality}; only what concludes has a standard of proof "
                "(rule D-18)"
            )
    told = {"type": type, "body": body, "title": title, **(frame or {})}
    return enter(
        archive,
        "Investigation",
        by=by,
        reason=reason,
        frame=told,
        values=given,
        links={"statements": statements, **(links or {})},
    )


def record_media(
    archive: Archive,
    *,
    by: Reviewer,
    reason: str,
    held: bool,
    values: Values | None = None,
    frame: Frame | None = None,
    links: Links | None = None,
) -> str:
    """Put a picture or recording on record.

    A caption without its picture is a stub: `held=False` (rule D-15).
    """
    told = {"held": held, **(frame or {})}
    if held and not told.get("item"):
        raise DecisionRefused(
            "media: held, but no item; give the item, or held=False for a caption alone (rule D-15)"
        )
    return enter(archive, "Media", by=by, reason=reason, frame=told, values=values, links=links)
