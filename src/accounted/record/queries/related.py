"""What stands beside an entry: remains of a burial site, victims of an incident, names of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accounted.record.queries.browsing import Cell
from accounted.record.queries.dictionary import SLUGS, kind_of
from accounted.record.queries.entries import Ground, grounds
from accounted.record.queries.titles import Reference, references
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

MOST = 50


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing that stands beside an entry: another entry, or only what is said of it."""

    other: Reference | None
    cells: tuple[Cell, ...] = ()
    grounds: tuple[Ground, ...] = ()
    id: str | None = None  # of what it is itself: a judgement, an examination


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one sort that stand beside an entry, the first of them; `total` is how many there are."""

    code: str
    rows: tuple[Beside, ...]
    total: int


@dataclass
class _Found:
    """A section before its references are looked up."""

    code: str
    model: str | None
    rows: list[tuple[str | None, tuple[Cell, ...], tuple[str, ...], str | None]] = field(default_factory=list)
    more: bool = False


def related(
    archive: Archive, slug: str, identifier: str, *, sight: Sight = EVERYTHING
) -> tuple[Section, ...]:
    """What stands beside an entry that the person may see. Sections without anything in them are left out."""
    archive.must_be_open()
    kind = kind_of(slug)
    found = [one for look in _LOOKS[kind.model] for one in [look(identifier, sight)] if one.rows]
    others = references(
        ((one.model, other) for one in found if one.model for other, *_ in one.rows if other), sight
    )
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


_Look = Callable[[str, Sight], _Found]


def _cell(name: str, value: Any, form: str = "text", vocabulary: str | None = None) -> Cell:
    return Cell(name, form, value, vocabulary)


def _term(name: str, code: str | None, vocabulary: str) -> Cell:
    return Cell(name, "code", code, vocabulary)


def _claims_of(model: Any, rows: Iterable[Any], column: str = "claims") -> dict[str, list[str]]:
    """The claims of each of these rows, in one question."""
    relation = model._meta.get_field(column)
    here, there = relation.m2m_field_name() + "_id", relation.m2m_reverse_field_name() + "_id"
    links = relation.remote_field.through.objects.filter(**{f"{here}__in": [row.pk for row in rows]})
    found: dict[str, list[str]] = {}
    for one, claim in links.order_by("id").values_list(here, there):
        found.setdefault(one, []).append(claim)
    return found


def _entries(code: str, model: str, column: str, cells: Sequence[str] = ()) -> _Look:
    """Entries of another kind that point here by a column."""

    def look(identifier: str, sight: Sight) -> _Found:
        from accounted.record import models

        table = getattr(models, model)
        rows = list(sight.entries(table.objects.filter(**{column: identifier})).order_by("id")[: MOST + 1])
        found = _Found(code, model)
        kind = kind_of(SLUGS[model]) if model in SLUGS else None
        for row in rows:
            told = []
            for name in cells:
                of = kind.field(name) if kind else None
                vocabulary = of.vocabulary if of else getattr(table._meta.get_field(name), "vocabulary", None)
                told.append(Cell(name, of.form if of else "code", getattr(row, name), vocabulary))
            found.rows.append((row.pk, tuple(told), (), row.pk))
        return found

    return look


def _names(identifier: str, sight: Sight) -> _Found:
    from accounted.record.models import PersonName

    found = _Found("names", None)
    rows = list(PersonName.objects.filter(person=identifier).order_by("id")[:MOST])
    claims = _claims_of(PersonName, rows)
    for row in rows:
        cells = (
            _cell("as_written", sight.name(row.as_written, identifier), "line"),
            _term("type", row.type, "name_type"),
            _cell("script", row.script, "line"),
        )
        found.rows.append((None, cells, tuple(claims.get(row.pk, ())), row.pk))
    return found


def _also(identifier: str, sight: Sight) -> _Found:
    """Records that were decided to be the same person."""
    from django.db.models import Q

    from accounted.record.models import PairJudgement

    found = _Found("judgements", "Person")
    held: Any = PairJudgement.objects.filter(Q(one=identifier) | Q(other=identifier), current=True)
    for row in held.order_by("at", "id")[:MOST]:
        other = row.other_id if row.one_id == identifier else row.one_id
        cells = (
            _cell("verdict", row.verdict, "choice"),
            _cell("reason", row.reason if sight.names else None),
            _cell("at", row.at, "time"),
        )
        found.rows.append((other, cells, (), row.pk))
    return found


def _list_rows(column: str) -> _Look:
    def look(identifier: str, sight: Sight) -> _Found:
        from accounted.record.models import Item, ListRow

        found = _Found("list_rows", None)
        rows: Any = ListRow.objects.filter(**{column: identifier}).select_related("list", "list__item")
        listed = list(rows.order_by("id")[:MOST])
        items = sight.items(Item.objects.filter(pk__in={row.list.item_id for row in listed}))
        seen = set(items.values_list("pk", flat=True))
        for row in listed:
            if row.list.item_id not in seen:
                continue
            cells = (
                _cell("list", row.list.title or row.list_id, "line"),
                _cell("item", row.list.item.number, "item"),
                _cell("row", row.number, "whole"),
                _cell("given_id", row.given_id if sight.names else None, "line"),
            )
            found.rows.append((None, cells, (), row.pk))
        return found

    return look


def _incidents_of(identifier: str, sight: Sight) -> _Found:
    from accounted.record.models import IncidentPerson

    found = _Found("incidents", "Incident")
    rows = list(IncidentPerson.objects.filter(person=identifier).order_by("id")[:MOST])
    claims = _claims_of(IncidentPerson, rows)
    for row in rows:
        cells = (_term("role", row.role, "participant_role"),)
        found.rows.append((_id(row, "incident"), cells, tuple(claims.get(row.pk, ())), row.pk))
    return found


def _persons_of(identifier: str, sight: Sight) -> _Found:
    from accounted.record.models import IncidentPerson

    found = _Found("persons", "Person")
    rows = list(IncidentPerson.objects.filter(incident=identifier).order_by("id")[: MOST * 4])
    claims = _claims_of(IncidentPerson, rows)
    for row in rows:
        cells = (_term("role", row.role, "participant_role"),)
        found.rows.append((_id(row, "person"), cells, tuple(claims.get(row.pk, ())), row.pk))
    return found


def _id(row: Any, column: str) -> str | None:
    found: str | None = getattr(row, f"{column}_id")
    return found


def _acts(column: str, other: str, model: str) -> _Look:
    def look(identifier: str, sight: Sight) -> _Found:
        from accounted.record.models import Act

        found = _Found("acts", model)
        rows = list(sight.entries(Act.objects.filter(**{column: identifier})).order_by("id")[:MOST])
        claims = _claims_of(Act, rows)
        for row in rows:
            cells = (
                _term("type", row.type, "act_type"),
                _cell("start", row.start, "date"),
                _term("verification", row.verification, "verification_status"),
            )
            found.rows.append((_id(row, other), cells, tuple(claims.get(row.pk, ())), row.pk))
        return found

    return look


def _involvements(identifier: str, sight: Sight) -> _Found:
    from accounted.record.models import Act, Involvement

    found = _Found("involvements", "Incident")
    seen = sight.entries(Act.objects.all())
    rows: Any = Involvement.objects.filter(actor=identifier, withdrawn=False, act__in=seen)
    for row in rows.select_related("act").order_by("id")[:MOST]:
        cells = (
            _term("type", row.act.type, "act_type"),
            _term("degree", row.degree, "involvement_degree"),
            _term("standard", row.standard, "standard_of_proof"),
        )
        found.rows.append((row.act.incident_id, cells, (row.naming_claim_id,), row.pk))
    return found


def _identifications(column: str, other: str, model: str) -> _Look:
    def look(identifier: str, sight: Sight) -> _Found:
        from accounted.record.models import Identification

        found = _Found("identifications", model)
        rows = sight.entries(Identification.objects.filter(**{column: identifier}))
        for row in rows.order_by("id")[:MOST]:
            cells = (
                _term("conclusion", row.conclusion, "ident_conclusion"),
                _cell("withdrawn", row.withdrawn, "yes_no"),
                _cell("decided_on", row.decided_on, "date"),
            )
            found.rows.append((_id(row, other), cells, (), row.pk))
        return found

    return look


def _examinations(identifier: str, sight: Sight) -> _Found:
    from accounted.record.models import Examination

    found = _Found("examinations", "Document")
    for row in Examination.objects.filter(remains=identifier).order_by("id")[:MOST]:
        cells = (
            _term("level", row.level, "exam_level"),
            _cell("examiner", sight.name(row.examiner) if row.examiner else None, "line"),
            _cell("start", row.start, "date"),
        )
        found.rows.append((_id(row, "report"), cells, (), row.pk))
    return found


def _findings(column: str) -> _Look:
    def look(identifier: str, sight: Sight) -> _Found:
        from accounted.record.models import Finding

        found = _Found("findings", None)
        for row in sight.entries(Finding.objects.filter(**{column: identifier})).order_by("id")[:MOST]:
            cells = (
                _term("type", row.type, "finding_type"),
                _term("region", row.region, "body_region"),
                _term("timing", row.timing, "perimortem"),
                _term("consistency", row.consistency, "degree_consistency"),
            )
            found.rows.append((None, cells, (), row.pk))
        return found

    return look


def _tallies(model: str) -> _Look:
    def look(identifier: str, sight: Sight) -> _Found:
        from accounted.record import models

        found = _Found("tallies", None)
        rows = getattr(models, model).tallies.through.objects.filter(**{f"{model.lower()}_id": identifier})
        tallies = models.Tally.objects.filter(pk__in=rows.values("tally_id"))
        for row in sight.claims(tallies, prefix="claim__").order_by("id")[:MOST]:
            cells = (
                _term("basis", row.basis, "count_basis"),
                _term("quantifier", row.quantifier, "quantifier"),
                _cell("low", row.low, "whole"),
                _cell("high", row.high, "whole"),
                _cell("as_of", row.as_of, "date"),
            )
            found.rows.append((None, cells, (row.claim_id,), row.pk))
        return found

    return look


def _incident_relations(identifier: str, sight: Sight) -> _Found:
    from django.db.models import Q

    from accounted.record.models import IncidentRelation

    found = _Found("relations", "Incident")
    for row in IncidentRelation.objects.filter(Q(one=identifier) | Q(other=identifier)).order_by("id")[:MOST]:
        one, other = _id(row, "one"), _id(row, "other")
        cells = (
            _term("relation", row.relation, "event_relation"),
            _cell("ground", row.ground if sight.names else None),
        )
        found.rows.append((other if one == identifier else one, cells, (), row.pk))
    return found


def _statements(identifier: str, sight: Sight) -> _Found:
    from accounted.record.models import Investigation

    found = _Found("statements", None)
    links = Investigation.statements.through.objects.filter(investigation_id=identifier).order_by("id")
    for claim in links.values_list("claim_id", flat=True)[:MOST]:
        found.rows.append((None, (), (claim,), None))
    return found


def _consents(identifier: str, sight: Sight) -> _Found:
    """The answers of a witness, the newest last; the newest counts."""
    from django.db.models import Q

    from accounted.record.models import Consent, Decision, Testimony

    found = _Found("consents", None)
    entered: Any = Testimony.objects.filter(pk=identifier).values("decision_id")
    changed = Decision.objects.filter(subject_id=identifier, kind="change_consent").values("id")
    for row in Consent.objects.filter(Q(decision__in=entered) | Q(decision__in=changed)).order_by("at", "id"):
        cells = (
            _term("answer", row.state, "consent_state"),
            _term("basis", row.basis, "legal_basis"),
            Cell("scopes", "scopes", dict(row.scopes), "consent_scope"),
            _cell("date", row.date, "date"),
            _cell("asked_by", sight.name(row.asked_by) if row.asked_by else None, "line"),
            _cell("withdrawn_on", row.withdrawn_on, "date"),
            _cell("at", row.at, "time"),
        )
        found.rows.append((None, cells, (), row.pk))
    return found


def _recordings(identifier: str, sight: Sight) -> _Found:
    from accounted.record.models import Testimony

    found = _Found("recordings", "Document")
    links = Testimony.recordings.through.objects.filter(testimony_id=identifier).order_by("id")
    for document in links.values_list("document_id", flat=True)[:MOST]:
        found.rows.append((document, (), (), None))
    return found


def _upstream(code: str, here: str, there: str) -> _Look:
    def look(identifier: str, sight: Sight) -> _Found:
        from accounted.record.models import Upstream

        found = _Found(code, "Source")
        for row in Upstream.objects.filter(**{here: identifier}).order_by("id")[:MOST]:
            cells = (_cell("ground", row.ground if sight.names else None),)
            found.rows.append((_id(row, there), cells, (), row.pk))
        return found

    return look


def _said_by(identifier: str, sight: Sight) -> _Found:
    from accounted.record.models import Attribution

    found = _Found("claims", None)
    rows = Attribution.objects.filter(source=identifier, current=True).order_by("-id")
    for row in sight.claims(rows, prefix="claim__")[:MOST]:
        found.rows.append(
            (None, (_term("proximity", row.proximity, "source_proximity"),), (row.claim_id,), None)
        )
    return found


_LOOKS: dict[str, tuple[_Look, ...]] = {
    "Person": (
        _names,
        _also,
        _entries("also_recorded_as", "Person", "same_as", ("sex", "age_group")),
        _identifications("person", "remains", "Remains"),
        _incidents_of,
        _acts("victim", "incident", "Incident"),
        _findings("person"),
        _entries("testimonies", "Testimony", "witness", ("depth", "date")),
        _entries("speaks_as", "Source", "person", ("kind", "reliability")),
        _list_rows("person"),
    ),
    "Remains": (
        _examinations,
        _identifications("remains", "person", "Person"),
        _findings("remains"),
        _entries("parts", "Remains", "part_of", ("unit", "disposition")),
        _entries("reassociations", "Remains", "reassociated_with", ("unit", "disposition")),
        _list_rows("remains"),
    ),
    "BurialSite": (
        _entries("remains", "Remains", "burial_site", ("unit", "sex", "disposition")),
        _entries("graves", "BurialSite", "parent", ("type", "status")),
        _tallies("BurialSite"),
    ),
    "Site": (
        _entries("burial_sites", "BurialSite", "site", ("type", "status")),
        _acts("site", "incident", "Incident"),
        _findings("site"),
    ),
    "Incident": (
        _persons_of,
        _acts("incident", "victim", "Person"),
        _tallies("Incident"),
        _incident_relations,
    ),
    "Actor": (
        _entries("parts", "Actor", "parent", ("type",)),
        _involvements,
        _entries("sites_operated", "Site", "operator", ("type",)),
        _entries("investigations", "Investigation", "body", ("type", "status")),
        _entries("speaks_through", "Source", "actor", ("kind", "reliability")),
    ),
    "Investigation": (_statements, _entries("parts", "Investigation", "parent", ("type", "status"))),
    "Testimony": (_consents, _recordings),
    "Source": (
        _upstream("told_by", "source", "told_by"),
        _upstream("tells", "told_by", "source"),
        _said_by,
    ),
}
