"""What stands beside an entry: remains of a burial site, victims of an incident, names of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounted.record.queries.beside import (
    MOST,
    Beside,
    Found,
    Look,
    Section,
    cell,
    claims_of,
    pointed,
    pointing_here,
    term,
)
from accounted.record.queries.browsing import Cell
from accounted.record.queries.dictionary import Kind, kind_of, table
from accounted.record.queries.entries import grounds
from accounted.record.queries.happening_beside import (
    acts,
    examinations,
    findings,
    identifications,
    incident_relations,
    incidents_of,
    involved_in,
    involvements_of,
    involvements_of_actor,
    media_of,
    persons_of,
    proposals_of,
    qualifications,
)
from accounted.record.queries.titles import references
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive


def related(
    archive: Archive, slug: str, identifier: str, *, sight: Sight = EVERYTHING
) -> tuple[Section, ...]:
    """What stands beside an entry that the person may see. Sections without anything in them are left out."""
    archive.must_be_open()
    kind = kind_of(slug)
    found = [one for look in _to_look(kind, identifier) for one in [look(identifier, sight)] if one.rows]
    known = {other: title for one in found for other, title in one.known.items()}
    wanted = ((one.model, other) for one in found if one.model for other, *_ in one.rows if other)
    others = references((pair for pair in wanted if pair[1] not in known), sight) | known
    said = grounds((claim for one in found for _, _, claims, _ in one.rows for claim in claims), sight)
    sections = []
    for one in found:
        rows = tuple(
            Beside(others.get(other or ""), cells, tuple(said[c] for c in claims if c in said), own)
            for other, cells, claims, own in one.rows
            # What points to an entry that may not be seen is not told either.
            if one.model is None or other is None or other in others
        )
        if rows:
            sections.append(Section(one.code, rows[:MOST], len(rows)))
    return tuple(sections)


def _to_look(kind: Kind, identifier: str) -> list[Look]:
    """The looks that will find something, by one question for all of them."""
    from django.db.models import Exists, Q

    from accounted.record import models

    asked = {}
    for number, (_, model, columns) in enumerate(_LOOKS[kind.model]):
        here = Q()
        for column in columns:
            here |= Q(**{column: identifier})
        asked[f"look_{number}"] = Exists(getattr(models, model).objects.filter(here))
    if not asked:
        return []
    there = table(kind).objects.filter(pk=identifier).values(**asked).first() or {}
    return [look for number, (look, *_) in enumerate(_LOOKS[kind.model]) if there.get(f"look_{number}")]


def _names(identifier: str, sight: Sight) -> Found:
    from accounted.record.models import PersonName

    found = Found("names", None)
    rows = list(PersonName.objects.filter(person=identifier).order_by("id")[:MOST])
    claims = claims_of(PersonName, rows)
    for row in rows:
        cells = (
            cell("as_written", sight.name(row.as_written, identifier), "line"),
            term("type", row.type, "name_type"),
            cell("script", row.script, "line"),
        )
        found.rows.append((None, cells, tuple(claims.get(row.pk, ())), row.pk))
    return found


def _also(identifier: str, sight: Sight) -> Found:
    """Records that were decided to be the same person."""
    from django.db.models import Q

    from accounted.record.models import PairJudgement

    found = Found("judgements", "Person")
    held: Any = PairJudgement.objects.filter(Q(one=identifier) | Q(other=identifier), current=True)
    for row in held.order_by("at", "id")[:MOST]:
        other = row.other_id if row.one_id == identifier else row.one_id
        cells = (
            cell("verdict", row.verdict, "choice"),
            cell("reason", row.reason if sight.names else None),
            cell("at", row.at, "time"),
        )
        found.rows.append((other, cells, (), row.pk))
    return found


def _list_rows(column: str) -> Look:
    def look(identifier: str, sight: Sight) -> Found:
        from accounted.record.models import Item, ListRow

        found = Found("list_rows", None)
        rows: Any = ListRow.objects.filter(**{column: identifier}).select_related("list", "list__item")
        listed = list(rows.order_by("id")[:MOST])
        items = sight.items(Item.objects.filter(pk__in={row.list.item_id for row in listed}))
        seen = set(items.values_list("pk", flat=True))
        for row in listed:
            if row.list.item_id not in seen:
                continue
            cells = (
                cell("list", row.list.title or row.list_id, "line"),
                cell("item", row.list.item.number, "item"),
                cell("row", row.number, "whole"),
                cell("given_id", row.given_id if sight.names else None, "line"),
            )
            found.rows.append((None, cells, (), row.pk))
        return found

    return look


def _tallies(model: str) -> Look:
    def look(identifier: str, sight: Sight) -> Found:
        from accounted.record import models

        found = Found("tallies", None)
        rows = getattr(models, model).tallies.through.objects.filter(**{f"{model.lower()}_id": identifier})
        tallies = models.Tally.objects.filter(pk__in=rows.values("tally_id"))
        for row in sight.claims(tallies, prefix="claim__").order_by("id")[:MOST]:
            cells = (
                term("basis", row.basis, "count_basis"),
                term("quantifier", row.quantifier, "quantifier"),
                cell("low", row.low, "whole"),
                cell("high", row.high, "whole"),
                cell("as_of", row.as_of, "date"),
            )
            found.rows.append((None, cells, (row.claim_id,), row.pk))
        return found

    return look


def _statements(identifier: str, sight: Sight) -> Found:
    from accounted.record.models import Investigation

    found = Found("statements", None)
    links = Investigation.statements.through.objects.filter(investigation_id=identifier).order_by("id")
    for claim in links.values_list("claim_id", flat=True)[:MOST]:
        found.rows.append((None, (), (claim,), None))
    return found


def _consents(identifier: str, sight: Sight) -> Found:
    """The answers of a witness, the newest last; the newest counts."""
    from django.db.models import Q

    from accounted.record.models import Consent, Decision, Testimony

    found = Found("consents", None)
    entered: Any = Testimony.objects.filter(pk=identifier).values("decision_id")
    changed = Decision.objects.filter(subject_id=identifier, kind="change_consent").values("id")
    for row in Consent.objects.filter(Q(decision__in=entered) | Q(decision__in=changed)).order_by("at", "id"):
        cells = (
            term("answer", row.state, "consent_state"),
            term("basis", row.basis, "legal_basis"),
            Cell("scopes", "scopes", dict(row.scopes), "consent_scope"),
            cell("date", row.date, "date"),
            cell("asked_by", sight.name(row.asked_by) if row.asked_by else None, "line"),
            cell("withdrawn_on", row.withdrawn_on, "date"),
            cell("at", row.at, "time"),
        )
        found.rows.append((None, cells, (), row.pk))
    return found


def _recordings(identifier: str, sight: Sight) -> Found:
    from accounted.record.models import Testimony

    found = Found("recordings", "Document")
    links = Testimony.recordings.through.objects.filter(testimony_id=identifier).order_by("id")
    for document in links.values_list("document_id", flat=True)[:MOST]:
        found.rows.append((document, (), (), None))
    return found


def _upstream(code: str, here: str, there: str) -> Look:
    def look(identifier: str, sight: Sight) -> Found:
        from accounted.record.models import Upstream

        found = Found(code, "Source")
        for row in Upstream.objects.filter(**{here: identifier}).order_by("id")[:MOST]:
            cells = (cell("ground", row.ground if sight.names else None),)
            found.rows.append((pointed(row, there), cells, (), row.pk))
        return found

    return look


def _said_by(identifier: str, sight: Sight) -> Found:
    from accounted.record.models import Attribution

    found = Found("claims", None)
    rows = Attribution.objects.filter(source=identifier, current=True).order_by("-id")
    for row in sight.claims(rows, prefix="claim__")[:MOST]:
        found.rows.append(
            (None, (term("proximity", row.proximity, "source_proximity"),), (row.claim_id,), None)
        )
    return found


# A look, and where to see whether there is anything to look at: a model and its columns that point here.
_At = tuple[Look, str, tuple[str, ...]]


def _by(code: str, model: str, column: str, *cells: str) -> _At:
    return pointing_here(code, model, column, cells), model, (column,)


_LOOKS: dict[str, tuple[_At, ...]] = {
    "Person": (
        (_names, "PersonName", ("person",)),
        (_also, "PairJudgement", ("one", "other")),
        _by("also_recorded_as", "Person", "same_as", "sex", "age_group"),
        (identifications("person", "remains", "Remains"), "Identification", ("person",)),
        (incidents_of, "IncidentPerson", ("person",)),
        (acts("victim", "incident", "Incident"), "Act", ("victim",)),
        (involved_in("person", "act", "Act"), "Involvement", ("person",)),
        (findings("person"), "Finding", ("person",)),
        (media_of, "Media", ("persons_shown",)),
        (proposals_of("missing__person", "remains", "Remains"), "Proposal", ("missing__person",)),
        _by("testimonies", "Testimony", "witness", "depth", "date"),
        _by("speaks_as", "Source", "person", "kind", "reliability"),
        (_list_rows("person"), "ListRow", ("person",)),
    ),
    "Remains": (
        (examinations, "Examination", ("remains",)),
        (identifications("remains", "person", "Person"), "Identification", ("remains",)),
        (proposals_of("remains", "missing", "Person"), "Proposal", ("remains",)),
        (findings("remains"), "Finding", ("remains",)),
        _by("parts", "Remains", "part_of", "unit", "disposition"),
        _by("reassociations", "Remains", "reassociated_with", "unit", "disposition"),
        (_list_rows("remains"), "ListRow", ("remains",)),
    ),
    "BurialSite": (
        _by("remains", "Remains", "burial_site", "unit", "sex", "disposition"),
        _by("graves", "BurialSite", "parent", "type", "status"),
        (_tallies("BurialSite"), "Tally", ("burial_sites",)),
    ),
    "Site": (
        _by("burial_sites", "BurialSite", "site", "type", "status"),
        (acts("site", "incident", "Incident"), "Act", ("site",)),
        (findings("site"), "Finding", ("site",)),
    ),
    "Incident": (
        (persons_of, "IncidentPerson", ("incident",)),
        (acts("incident", "victim", "Person"), "Act", ("incident",)),
        (_tallies("Incident"), "Tally", ("incidents",)),
        (incident_relations, "IncidentRelation", ("one", "other")),
    ),
    "Act": (
        (involvements_of, "Involvement", ("act",)),
        (involved_in("act", "person", "Person"), "Involvement", ("act",)),
        (qualifications, "LegalQualification", ("act",)),
        _by("findings", "Finding", "alleged_cause", "type", "region"),
    ),
    "Finding": (),
    "Media": ((findings("media"), "Finding", ("media",)),),
    "Actor": (
        _by("parts", "Actor", "parent", "type"),
        (involvements_of_actor, "Involvement", ("actor",)),
        _by("sites_operated", "Site", "operator", "type"),
        _by("investigations", "Investigation", "body", "type", "status"),
        _by("speaks_through", "Source", "actor", "kind", "reliability"),
    ),
    "Investigation": (
        (_statements, "Investigation", ("pk",)),
        _by("parts", "Investigation", "parent", "type", "status"),
    ),
    "Testimony": ((_consents, "Testimony", ("pk",)), (_recordings, "Document", ("testimonies",))),
    "Source": (
        (_upstream("told_by", "source", "told_by"), "Upstream", ("source",)),
        (_upstream("tells", "told_by", "source"), "Upstream", ("told_by",)),
        (_said_by, "Attribution", ("source",)),
    ),
}
