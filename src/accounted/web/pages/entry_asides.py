"""Small decisions beside an entry: a further name, somebody in an incident, who told a source."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounted.record import decisions
from accounted.record.decisions import DecisionRefused
from accounted.record.decisions.assessing import VERIFIABLE
from accounted.record.decisions.verifying import VERIFIED
from accounted.record.queries.choosing import chosen
from accounted.record.queries.dictionary import KINDS
from accounted.record.queries.entries import entry
from accounted.web.entry_forms.reading import claims_in
from accounted.web.paging import act, redirect


@act("people/<str:identifier>/name/", name="people.name", may="edit_record")
def name(request: Any, identifier: str) -> Any:
    """A further name of a person, on the claims it stands in."""
    form = _of(request, "people", identifier)
    decisions.name_person(
        request.archive, identifier, form.get("as_written", ""), claims=_claims(form),
        by=request.reviewer(), reason=form.get("reason", ""), type=form.get("type", "as_written"),
    )  # fmt: skip
    return _back(request, "people", identifier, "named")


@act("incidents/<str:identifier>/part/", name="incidents.part", may="edit_record")
def part(request: Any, identifier: str) -> Any:
    """The part somebody had in an incident."""
    form = _of(request, "incidents", identifier)
    person = _meant(request, "Person", form.get("person", ""))
    decisions.take_part(
        request.archive, identifier, person, form.get("role", ""), claims=_claims(form),
        by=request.reviewer(), reason=form.get("reason", ""),
    )  # fmt: skip
    return _back(request, "incidents", identifier, "part_taken")


@act("people/<str:identifier>/take-part/", name="people.part", may="edit_record")
def part_of_person(request: Any, identifier: str) -> Any:
    """The part this person had in an incident."""
    form = _of(request, "people", identifier)
    incident = _meant(request, "Incident", form.get("incident", ""))
    decisions.take_part(
        request.archive, incident, identifier, form.get("role", ""),
        claims=_claims(form), by=request.reviewer(), reason=form.get("reason", ""),
    )  # fmt: skip
    return _back(request, "people", identifier, "part_taken")


@act("incidents/<str:identifier>/relate/", name="incidents.relate", may="edit_record")
def relate(request: Any, identifier: str) -> Any:
    """How an incident stands to another."""
    form = _of(request, "incidents", identifier)
    other = _meant(request, "Incident", form.get("other", ""))
    decisions.relate_incidents(
        request.archive, identifier, other, form.get("relation", ""), by=request.reviewer(),
        ground=form.get("reason", ""),
    )  # fmt: skip
    return _back(request, "incidents", identifier, "incidents_related")


@act("acts/<str:identifier>/involve/", name="acts.involve", may="edit_record")
def involve(request: Any, identifier: str) -> Any:
    """Who is named for an act, on the claim that names them."""
    form = _of(request, "acts", identifier)
    who = form.get("who", "")
    actor = chosen(request.archive, "Actor", who, sight=request.sight)
    named = {"actor": actor[0].id} if len(actor) == 1 else {"person": _meant(request, "Person", who)}
    claims = _claims(form, "naming_claim")
    decisions.involve(
        request.archive, identifier, degree=form.get("degree", ""), by=request.reviewer(),
        naming_claim=claims[0] if claims else "", ground=form.get("reason", ""),
        further_claims=_claims(form, "further_claims"),
        standard=form.get("standard", "") or "allegation", **named,
    )  # fmt: skip
    return _back(request, "acts", identifier, "involved")


@act("findings/<str:identifier>/consistency/", name="findings.consistency", may="edit_record")
def consistency(request: Any, identifier: str) -> Any:
    """How far a finding agrees with the account, as an examiner judges."""
    form = _of(request, "findings", identifier)
    decisions.assess_consistency(
        request.archive, identifier, form.get("degree", ""), by=request.reviewer(),
        reason=form.get("reason", ""),
    )  # fmt: skip
    return _back(request, "findings", identifier, "consistency_assessed")


@act("findings/<str:identifier>/icd10/", name="findings.icd10", may="edit_record")
def icd10(request: Any, identifier: str) -> Any:
    """The ICD-10 code of a finding, as an examiner gives it."""
    form = _of(request, "findings", identifier)
    decisions.assign_icd10(
        request.archive, identifier, form.get("icd", "").strip()[:10], by=request.reviewer(),
        reason=form.get("reason", ""),
    )  # fmt: skip
    return _back(request, "findings", identifier, "icd10_assigned")


@act("sources/<str:identifier>/upstream/", name="sources.upstream", may="edit_record")
def upstream(request: Any, identifier: str) -> Any:
    """Who told a source."""
    form = _of(request, "sources", identifier)
    other = _meant(request, "Source", form.get("told_by", ""))
    decisions.state_upstream(
        request.archive, identifier, other, by=request.reviewer(), ground=form.get("reason", "")
    )
    return _back(request, "sources", identifier, "upstream_stated")


@act("sources/<str:identifier>/grade/", name="sources.grade", may="edit_record")
def grade(request: Any, identifier: str) -> Any:
    """How reliable a source is."""
    form = _of(request, "sources", identifier)
    decisions.grade_source(
        request.archive, identifier, form.get("letter", ""), by=request.reviewer(),
        ground=form.get("reason", ""),
    )  # fmt: skip
    return _back(request, "sources", identifier, "graded")


@act("remains/<str:identifier>/examine/", name="remains.examine", may="edit_record")
def examine(request: Any, identifier: str) -> Any:
    """An examination of remains."""
    form = _of(request, "remains", identifier)
    plain = {
        name: form.get(name, "").strip() or None for name in ("examiner", "qualification", "start", "end")
    }
    pointed = {
        name: _meant(request, model, form[name]) if form.get(name, "").strip() else None
        for name, model in (("place", "Place"), ("report", "Document"))
    }
    decisions.examine(
        request.archive, identifier, level=form.get("level", ""), by=request.reviewer(),
        reason=form.get("reason", ""), **plain, **pointed,
        present=[one.strip() for one in form.get("present", "").split(";") if one.strip()],
    )  # fmt: skip
    return _back(request, "remains", identifier, "examined")


def _register_assessing(slug: str, model: str) -> None:
    @act(f"{slug}/<str:identifier>/assess/", name=f"{slug}.assess", may="edit_record")
    def assess(request: Any, identifier: str) -> Any:
        """How far a thing is established, as one person judges; that it is verified is asked of a second."""
        form = _of(request, slug, identifier)
        if form.get("status") == VERIFIED:
            decisions.ask_to_verify(
                request.archive, model, identifier, question=form.get("question", ""),
                standard=form.get("standard", ""), grade=form.get("grade") or None, claims=_claims(form),
                by=request.reviewer(), reason=form.get("reason", ""),
            )  # fmt: skip
            return _back(request, slug, identifier, "verification_asked")
        decisions.assess(
            request.archive, model, identifier, question=form.get("question", "").strip(),
            status=form.get("status", ""), standard=form.get("standard", ""), grade=form.get("grade") or None,
            claims=_claims(form), first=request.reviewer(),
            reason=form.get("reason", ""),
        )  # fmt: skip
        return _back(request, slug, identifier, "assessed")


for _kind in KINDS.values():
    if _kind.model in VERIFIABLE:
        _register_assessing(_kind.slug, _kind.model)


def _claims(form: Any, name: str = "claims") -> list[str]:
    """The claims of a form: those ticked, and those whose identifiers were typed."""
    return claims_in(" ".join(form.getlist(name)))


def _of(request: Any, slug: str, identifier: str) -> Any:
    """The form, for an entry that the person may see; for others there is no such page."""
    entry(request.archive, slug, identifier, sight=request.sight)
    return request.POST


def _meant(request: Any, model: str, typed: str) -> str:
    found = chosen(request.archive, model, typed, sight=request.sight)
    found = tuple(one for one in found if not one.id.startswith("gn:"))  # what is on record
    if not found:
        raise DecisionRefused(
            _("Nothing on record is called “%s”; enter it first, or give its identifier.") % typed
        )
    if len(found) > 1:
        listed = ", ".join(one.id for one in found)
        raise DecisionRefused(_("Several are called “%(name)s”; give the identifier of one: %(listed)s")
                              % {"name": typed, "listed": listed})  # fmt: skip
    return found[0].id


def _back(request: Any, slug: str, identifier: str, event: str) -> Any:
    request.audit(event, entry=identifier)
    return redirect(f"{slug}.entry", identifier=identifier)
