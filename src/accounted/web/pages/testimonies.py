"""Testimonies: consent and risk come first, and without consent the form goes no further.

A witness at risk is known by a code; who it is goes under seal and is not carried from one step to another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounted.record import decisions
from accounted.record.decisions import ConsentGiven, DecisionRefused, Risk
from accounted.record.decisions.testimonies import check_first
from accounted.record.queries.choosing import chosen
from accounted.record.queries.dictionary import CHOICES, KINDS
from accounted.record.queries.entries import entry
from accounted.vocabulary import UnknownTerm, vocabulary
from accounted.web.entry_forms import blank, read
from accounted.web.entry_forms.inputs import with_errors
from accounted.web.entry_forms.reading import refused
from accounted.web.entry_forms.sealing import seal_key
from accounted.web.pages.entries import register_entries
from accounted.web.pages.entry_forms import asks_for_more, chooser, put_places, shown_form
from accounted.web.paging import Shown, act, page, redirect

KIND = KINDS["testimonies"]
TEMPLATE = "entries/testimony.html"
FIRST = ("consent", "risk")  # groups that the first step asks for
ASKED_FIRST = frozenset(
    {
        "unit",
        "child",
        "sexual_violence",
        "depth",
        "risk_level",
        "risk_factors",
        "measures",
        "do_not_contact",
        "safe_contact",
        "referral",
    }
)
PLAIN = (
    "unit", "depth", "consent", "legal_basis", "consent_date", "asked_by", "guardian", "consent_language",
    "text_version", "information_given", "evidence", "risk_level", "risk_factors", "safe_contact",
    "do_not_contact", "referral", "child", "sexual_violence",
)  # fmt: skip


@page("testimonies/new/", name="testimonies.new", may="edit_record", template=TEMPLATE)
def new(request: Any) -> Mapping[str, Any]:
    """The first step: consent and risk."""
    return _first(request, {"unit": "single", "depth": "full_statement"})


@act("testimonies/enter/", name="testimonies.enter", may="edit_record")
def enter(request: Any) -> Any:
    """The first step sent, or the second."""
    form = request.POST
    given = _given(form)
    if form.get("step") == "1":
        return Shown(TEMPLATE, _first(request, given))
    try:
        consent, risk = _consent(request, given), _risk(given)
        check_first(consent, risk, unit=given["unit"], depth=given["depth"], child=bool(given["child"]))
    except (DecisionRefused, UnknownTerm, ValueError) as error:
        return Shown(TEMPLATE, _first(request, given, problems=_about(str(error))), status=422)
    if "step" not in form and not asks_for_more(form):
        return Shown(TEMPLATE, _second(request, given, _inputs()))
    return _record(request, given, consent, risk)


def _record(request: Any, given: dict[str, Any], consent: ConsentGiven, risk: Risk) -> Any:
    form = request.POST
    typed = read(form, _inputs(), choose=chooser(request))
    if asks_for_more(form):
        return Shown(TEMPLATE, _second(request, given, typed.inputs))
    problems = dict(typed.errors)
    if not form.get("reason", "").strip():
        problems["reason"] = _("Say why.")
    identity = {name: form.get(f"sealed.{name}", "").strip() for name in ("name", "contact", "note")}
    if not problems:
        by = request.reviewer()  # before deciding: a refusal must not undo that they are known
        try:
            with request.archive.deciding():
                put_places(request, typed, by, form["reason"])
                made = decisions.record_account(
                    request.archive, consent=consent, risk=risk, by=by, reason=form["reason"],
                    frame={**typed.frame, "unit": given["unit"], "depth": given["depth"],
                           "child": bool(given["child"]), "sexual_violence": bool(given["sexual_violence"]),
                           "referral": given["referral"] or "none"},
                    values=typed.values, identity=identity, key=seal_key(request.archive), links=typed.links,
                )  # fmt: skip
        except (DecisionRefused, UnknownTerm) as error:
            problems = dict(refused(str(error), typed.inputs)) or {"": str(error)}
        else:
            request.audit("entered", entry=made, sealed=any(identity.values()))
            return _shown_to(request, made)
    inputs = with_errors(typed.inputs, problems)
    return Shown(TEMPLATE, _second(request, given, inputs, problems=problems, identity=identity), status=422)


def _shown_to(request: Any, made: str) -> Any:
    """On to the page of the testimony; to the list for who may not see what they entered."""
    from accounted.record.docket import NotOnRecord

    try:
        entry(request.archive, "testimonies", made, sight=request.sight)
    except NotOnRecord:
        return redirect("testimonies")
    return redirect("testimonies.entry", identifier=made)


@page("testimonies/<str:identifier>/consent/", name="testimonies.consent", may="edit_record",
      template="entries/consent.html")  # fmt: skip
def consent(request: Any, identifier: str) -> Mapping[str, Any]:
    """A new answer of the witness."""
    entry(request.archive, "testimonies", identifier, sight=request.sight)
    return {**_asked(), "identifier": identifier, "given": {"scopes": {}}, "problems": {}}


@act("testimonies/<str:identifier>/answer/", name="testimonies.answer", may="edit_record")
def answer(request: Any, identifier: str) -> Any:
    """A new answer of the witness; the earlier ones stay, the newest counts."""
    entry(request.archive, "testimonies", identifier, sight=request.sight)
    given = _given(request.POST)
    try:
        made = decisions.change_consent(
            request.archive, identifier, _consent(request, given), by=request.reviewer(),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except (DecisionRefused, UnknownTerm, ValueError) as error:
        told = {**_asked(), "identifier": identifier, "given": given, "problems": {"": str(error)}}
        return Shown("entries/consent.html", told, status=422)
    request.audit("consent_changed", entry=identifier, decision=made)
    return redirect("testimonies.entry", identifier=identifier)


def _given(form: Any) -> dict[str, Any]:
    given: dict[str, Any] = {name: form.get(name, "").strip() for name in PLAIN}
    given["withdrawn_on"] = form.get("withdrawn_on", "").strip()
    given["measures"] = form.getlist("measures")
    given["scopes"] = {
        name.removeprefix("scope."): value
        for name, value in form.items()
        if name.startswith("scope.") and value in ("yes", "no")
    }
    return given


def _consent(request: Any, given: Mapping[str, Any]) -> ConsentGiven:
    if not given["consent"]:
        raise DecisionRefused(_("consent: say whether it was asked and given"))
    return ConsentGiven(
        state=given["consent"],
        basis=given["legal_basis"] or None,
        scopes={name: value == "yes" for name, value in given["scopes"].items()},
        asked_by=given["asked_by"] or None,
        date=given["consent_date"] or None,
        guardian=given["guardian"] or None,
        withdrawn_on=given["withdrawn_on"] or None,
        language=given["consent_language"] or None,
        text_version=given["text_version"] or None,
        information_given=_lines(given["information_given"]),
        evidence=_evidence(request, given["evidence"]),
    )


def _evidence(request: Any, typed: str) -> str | None:
    """The document that shows the consent, by the number of its item or its identifier."""
    if not typed:
        return None
    found = chosen(request.archive, "Document", typed, sight=request.sight)
    if len(found) != 1:
        raise DecisionRefused(_("consent: evidence: no document on record is called “%s”") % typed)
    return found[0].id


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _risk(given: Mapping[str, Any]) -> Risk:
    return Risk(
        given["risk_level"],
        factors=_lines(given["risk_factors"]),
        measures=given["measures"],
        safe_contact=given["safe_contact"] or None,
        do_not_contact=bool(given["do_not_contact"]),
    )


def _about(message: str) -> dict[str, str]:
    about = (
        ("evidence", "evidence"),
        ("risk", "risk_level"),
        ("guardian", "guardian"),
        ("consent", "consent"),
    )
    for word, name in about:
        if word in message:
            return {name: message}
    return {"": message}


def _asked() -> dict[str, Any]:
    return {
        "list": "/testimonies/",
        "kind": "testimonies",
        "states": [term.code for term in vocabulary("consent_state")],
        "bases": [term.code for term in vocabulary("legal_basis")],
        "scopes": [term.code for term in vocabulary("consent_scope")],
    }


def _first(
    request: Any, given: Mapping[str, Any], *, problems: Mapping[str, str] | None = None
) -> dict[str, Any]:
    return {
        **_asked(),
        "step": 1,
        "action": "/testimonies/enter/",
        "given": {"scopes": {}, "measures": [], **given},
        "problems": dict(problems or {}),
        "units": CHOICES["Testimony.unit"],
        "depths": CHOICES["Testimony.depth"],
        "risks": CHOICES["Testimony.risk_level"],
        "referrals": CHOICES["Testimony.referral"],
        "measures": [term.code for term in vocabulary("protection_measure")],
    }


def _second(
    request: Any,
    given: Mapping[str, Any],
    inputs: Any,
    *,
    problems: Mapping[str, str] | None = None,
    identity: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    sealed = decisions.must_be_sealed(given["risk_level"], given["measures"])
    shown = [one for one in inputs if one.field.name not in ASKED_FIRST]
    if given["unit"] != "group_reported":
        shown = [one for one in shown if not one.field.name.startswith("count_")]
    if sealed or given["unit"] == "group_reported":
        shown = [one for one in shown if one.field.name != "witness"]
    told = shown_form(request, KIND, tuple(shown), form=request.POST, problems=problems, without=FIRST)
    return {
        **told,
        "action": "/testimonies/enter/",
        "step": 2,
        "given": given,
        "sealed": sealed,
        "has_key": seal_key(request.archive) is not None,
        "identity": dict(identity or {}),
        "carried": _carried(given),
    }


def _carried(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the first step said, to be sent again with the second."""
    carried = [(name, given[name]) for name in PLAIN if given[name]]
    carried += [("measures", measure) for measure in given["measures"]]
    carried += [(f"scope.{name}", value) for name, value in given["scopes"].items()]
    return carried


def _inputs() -> tuple[Any, ...]:
    return tuple(one for one in blank(KIND) if one.field.name not in ASKED_FIRST)


register_entries()
