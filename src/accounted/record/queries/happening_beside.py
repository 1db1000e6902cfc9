"""What happened, beside an entry: acts, findings, parts in incidents, identifications, pictures."""

from __future__ import annotations

from typing import Any

from accounted.record.queries.beside import MOST, Found, Look, called, cell, claims_of, pointed, term
from accounted.record.queries.dictionary import KINDS
from accounted.record.sight import Sight


def incidents_of(identifier: str, sight: Sight) -> Found:
    """Incidents a person had a part in."""
    from accounted.record.models import IncidentPerson

    found = Found("incidents", "Incident")
    rows = list(IncidentPerson.objects.filter(person=identifier).order_by("id")[:MOST])
    claims = claims_of(IncidentPerson, rows)
    for row in rows:
        cells = (term("role", row.role, "participant_role"),)
        found.rows.append((pointed(row, "incident"), cells, tuple(claims.get(row.pk, ())), row.pk))
    return found


def persons_of(identifier: str, sight: Sight) -> Found:
    """People who had a part in an incident."""
    from accounted.record.models import IncidentPerson

    found = Found("persons", "Person")
    rows = list(IncidentPerson.objects.filter(incident=identifier).order_by("id")[: MOST * 4])
    claims = claims_of(IncidentPerson, rows)
    for row in rows:
        cells = (term("role", row.role, "participant_role"),)
        found.rows.append((pointed(row, "person"), cells, tuple(claims.get(row.pk, ())), row.pk))
    return found


def acts(column: str, other: str, model: str) -> Look:
    """Acts that point here by a column, each leading to another thing it points to."""

    def look(identifier: str, sight: Sight) -> Found:
        from accounted.record.models import Act

        found = Found("acts", model)
        rows = list(sight.entries(Act.objects.filter(**{column: identifier})).order_by("id")[:MOST])
        claims = claims_of(Act, rows)
        for row in rows:
            cells = (
                term("type", row.type, "act_type"),
                cell("start", row.start, "date"),
                term("verification", row.verification, "verification_status"),
            )
            found.rows.append((pointed(row, other), cells, tuple(claims.get(row.pk, ())), row.pk))
        return found

    return look


def involvements_of_actor(identifier: str, sight: Sight) -> Found:
    """Acts that an actor is named for, by their incidents."""
    from accounted.record.models import Act, Involvement

    found = Found("involvements", "Incident")
    seen = sight.entries(Act.objects.all())
    rows: Any = Involvement.objects.filter(actor=identifier, withdrawn=False, act__in=seen)
    for row in rows.select_related("act").order_by("id")[:MOST]:
        cells = (
            term("type", row.act.type, "act_type"),
            term("degree", row.degree, "involvement_degree"),
            term("standard", row.standard, "standard_of_proof"),
        )
        found.rows.append((row.act.incident_id, cells, (row.naming_claim_id,), row.pk))
    return found


def identifications(column: str, other: str, model: str) -> Look:
    """Identifications of remains or of a person."""

    def look(identifier: str, sight: Sight) -> Found:
        from accounted.record.models import Identification

        found = Found("identifications", model)
        rows = sight.entries(Identification.objects.filter(**{column: identifier}))
        for row in rows.order_by("id")[:MOST]:
            cells = (
                term("conclusion", row.conclusion, "ident_conclusion"),
                cell("withdrawn", row.withdrawn, "yes_no"),
                cell("decided_on", row.decided_on, "date"),
            )
            found.rows.append((pointed(row, other), cells, (), row.pk))
        return found

    return look


def examinations(identifier: str, sight: Sight) -> Found:
    """Examinations of remains."""
    from accounted.record.models import Examination

    found = Found("examinations", "Document")
    for row in Examination.objects.filter(remains=identifier).order_by("id")[:MOST]:
        cells = (
            term("level", row.level, "exam_level"),
            cell("examiner", sight.name(row.examiner) if row.examiner else None, "line"),
            cell("start", row.start, "date"),
        )
        found.rows.append((pointed(row, "report"), cells, (), row.pk))
    return found


def findings(column: str) -> Look:
    """Signs of violence on what a column points to."""

    def look(identifier: str, sight: Sight) -> Found:
        from accounted.record.models import Finding

        found = Found("findings", "Finding")
        rows = list(sight.entries(Finding.objects.filter(**{column: identifier})).order_by("id")[:MOST])
        found.known = called(KINDS["findings"], rows, sight)
        for row in rows:
            cells = (
                term("type", row.type, "finding_type"),
                term("region", row.region, "body_region"),
                term("timing", row.timing, "perimortem"),
                term("consistency", row.consistency, "degree_consistency"),
            )
            found.rows.append((row.pk, cells, (), row.pk))
        return found

    return look


def incident_relations(identifier: str, sight: Sight) -> Found:
    """Other incidents and how they stand to this one."""
    from django.db.models import Q

    from accounted.record.models import IncidentRelation

    found = Found("relations", "Incident")
    for row in IncidentRelation.objects.filter(Q(one=identifier) | Q(other=identifier)).order_by("id")[:MOST]:
        one, other = pointed(row, "one"), pointed(row, "other")
        cells = (
            term("relation", row.relation, "event_relation"),
            cell("ground", row.ground if sight.names else None),
        )
        found.rows.append((other if one == identifier else one, cells, (), row.pk))
    return found


def involvements_of(identifier: str, sight: Sight) -> Found:
    """Who is named for an act."""
    from accounted.record.models import Involvement

    found = Found("involvements", "Actor")
    rows: Any = Involvement.objects.filter(act=identifier, withdrawn=False, actor__isnull=False)
    for row in rows.order_by("id")[:MOST]:
        cells = (
            term("degree", row.degree, "involvement_degree"),
            term("standard", row.standard, "standard_of_proof"),
            cell("reason", row.ground if sight.names else None),
        )
        found.rows.append((pointed(row, "actor"), cells, (row.naming_claim_id,), row.pk))
    return found


def involved_in(column: str, other: str, model: str) -> Look:
    """People named for an act, or acts that a person is named for."""

    def look(identifier: str, sight: Sight) -> Found:
        from accounted.record.models import Involvement

        found = Found("involvements", model)
        rows: Any = Involvement.objects.filter(**{column: identifier}, withdrawn=False, person__isnull=False)
        for row in rows.order_by("id")[:MOST]:
            cells = (
                term("degree", row.degree, "involvement_degree"),
                term("standard", row.standard, "standard_of_proof"),
            )
            found.rows.append((pointed(row, other), cells, (row.naming_claim_id,), row.pk))
        return found

    return look


def media_of(identifier: str, sight: Sight) -> Found:
    """Pictures and recordings that show a person."""
    from accounted.record.models import Media

    found = Found("media", "Media")
    rows = list(sight.entries(Media.objects.filter(persons_shown=identifier)).order_by("id")[:MOST])
    found.known = called(KINDS["media"], rows, sight)
    for row in rows:
        cells = (cell("kind", row.kind, "choice"), cell("date_created", row.date_created, "date"))
        found.rows.append((row.pk, cells, (), row.pk))
    return found


def proposals_of(column: str, other: str, model: str) -> Look:
    """What comparisons propose of remains or a missing person, and what became of it."""

    def look(identifier: str, sight: Sight) -> Found:
        from accounted.record.models import Proposal

        found = Found("proposals", model)
        rows: Any = Proposal.objects.filter(**{column: identifier}).select_related("missing")
        for row in rows.order_by("rank", "id")[:MOST]:
            whose = row.remains_id if other == "remains" else row.missing.person_id
            cells = (
                cell("state", row.state, "choice"),
                cell("rank", row.rank, "whole"),
                cell("posterior", f"{row.posterior:.4f}", "line"),
            )
            found.rows.append((whose, cells, (), row.pk))
        return found

    return look


def qualifications(identifier: str, sight: Sight) -> Found:
    """What law might call an act."""
    from accounted.record.models import LegalQualification

    found = Found("qualifications", None)
    for row in LegalQualification.objects.filter(act=identifier).order_by("id")[:MOST]:
        cells = (
            cell("article", row.article, "line"),
            cell("state", row.status, "choice"),
            term("standard", row.standard, "standard_of_proof"),
        )
        found.rows.append((None, cells, (), row.pk))
    return found
