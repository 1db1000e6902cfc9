"""Whose remains: what comparisons propose, what waits for a second person, and what two people concluded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounted.record import decisions, queries
from accounted.record.decisions import DecisionRefused
from accounted.record.docket import NotOnRecord
from accounted.record.queries.choosing import chosen
from accounted.record.queries.entries import grounds_of
from accounted.record.queries.identified import (
    has_reviewed,
    identified,
    one_identified,
    one_proposed,
    proposed,
)
from accounted.record.queries.titles import references
from accounted.vocabulary import UnknownTerm, vocabulary
from accounted.web import identifying
from accounted.web.paging import NotFound, Shown, act, page, redirect

FORM = "identifications/form.html"
GIVEN = ("remains", "person", "conclusion", "decided_on", "certificate", "reason")
SHOWN = ("open", "decided", "reversed", "withdrawn")


@page("identifications/", name="identifications", may="see_record", template="identifications/list.html")
def identifications(request: Any) -> Mapping[str, Any]:
    """What waits, what comparisons propose, what was concluded."""
    from accounted.web.models import IdentificationAsked

    state = request.GET.get("state", "")
    asked = list(IdentificationAsked.objects.filter(outcome="").select_related("asked_by")[:200])
    return {
        "title": _("Identifications"),
        "waiting": _asked_shown(request, asked),
        "proposals": proposed(request.archive, state=state if state in SHOWN else None, sight=request.sight),
        "states": SHOWN,
        "state": state,
        "identified": identified(request.archive, sight=request.sight),
    }


def _asked_shown(request: Any, rows: list[Any]) -> list[Mapping[str, Any]]:
    """Requests whose remains and person may be seen; what was concluded is told only once both have."""
    wanted = [one for row in rows for one in (("Remains", row.remains), ("Person", row.person))]
    others = references(wanted, request.sight)
    return [
        {
            "number": row.pk,
            "remains": others[row.remains],
            "person": others[row.person],
            "asked_by": row.asked_by.full_name if request.sight.names else row.asked_by.pseudonym,
            "asked_at": row.asked_at,
            "own": row.asked_by_id == request.user.pk,
            "outcome": row.outcome,
        }
        for row in rows
        if row.remains in others and row.person in others
    ]


# ---- asked by one, judged by another


@page("identifications/new/", name="new_identification", may="edit_record", template=FORM)
def new(request: Any) -> Mapping[str, Any]:
    """The form: whose remains, on which lines of evidence."""
    return _form(request, request.GET)


@act("identifications/ask/", name="ask_identification", may="edit_record")
def ask(request: Any) -> Any:
    """Ask a second person to judge the same evidence."""
    form = request.POST
    if form.get("more"):
        return Shown(FORM, _form(request, form, more=True))
    problems: dict[str, str] = {}
    told = {name: form.get(name, "").strip() for name in GIVEN}
    for name, model in (("remains", "Remains"), ("person", "Person")):
        found = chosen(request.archive, model, told[name], sight=request.sight)
        if len(found) == 1:
            told[name] = found[0].id
        else:
            problems[name] = (
                _("Nothing on record is called “%s”; enter it first, or give its identifier.") % told[name]
                if not found
                else _("Several are called so; give the identifier of one.")
            )
    if not problems:
        request.reviewer()  # so that the record knows whoever asks
        try:
            made = identifying.ask(request.archive, request.user, told, identifying.lines_of(form))
        except (DecisionRefused, UnknownTerm, NotOnRecord, ValueError) as error:
            problems[_about(str(error))] = str(error)
        else:
            request.audit("identification_asked", asked=made.pk, remains=made.remains, person=made.person)
            return redirect("asked_identification", number=made.pk)
    return Shown(FORM, _form(request, form, problems=problems), status=422)


def _about(message: str) -> str:
    return next((name for name in ("reason", "conclusion", "decided_on") if f"{name}:" in message), "lines")


def _form(
    request: Any, form: Any, *, problems: Mapping[str, str] | None = None, more: bool = False
) -> dict[str, Any]:
    parts = ("method", "result", "examiner", "ratio", "line_claims")
    rows = [dict(zip(parts, one, strict=False)) for one in zip(*map(form.getlist, parts), strict=False)]
    rows = [row for row in rows if any(row[name].strip() for name in parts[1:])]
    spare = identifying.ROWS if more or not rows else 1
    rows += [dict.fromkeys(parts, "")] * spare
    named = {}
    for name, model in (("remains", "Remains"), ("person", "Person")):
        typed = form.get(name, "")
        known = references([(model, typed)], request.sight).get(typed)
        named[name] = f"{known.title} ({typed})" if known is not None and known.title else typed
    return {
        "title": _("New identification"),
        "given": {name: form.get(name, "") for name in GIVEN} | named,
        "rows": rows,
        "methods": _codes("ident_method"),
        "conclusions": identifying.CONCLUSIONS,
        "problems": dict(problems or {}),
    }


def _codes(name: str) -> tuple[str, ...]:
    return tuple(one.code for one in vocabulary(name))


@page("identifications/asked/<int:number>/", name="asked_identification", may="see_record",
      template="identifications/asked.html")  # fmt: skip
def asked_identification(request: Any, number: int) -> Mapping[str, Any]:
    """What one person asked; what they concluded is shown once the second has concluded too."""
    found = _asked(request, number)
    told = _asked_shown(request, [found])
    if not told:
        raise NotFound(_("there is no such request"))
    own = found.asked_by_id == request.user.pk
    both = bool(found.outcome)
    by_line = {str(at): line.get("claims", ()) for at, line in enumerate(found.lines)}
    said = grounds_of(by_line, request.sight)
    names = request.sight.names
    lines = [
        {
            "method": line["method"],
            "result": line["result"] if names else None,
            "examiner": request.sight.name(line["examiner"]) if line.get("examiner") else None,
            "likelihood_ratio": line.get("likelihood_ratio"),
            "grounds": [said[claim] for claim in line.get("claims", ()) if claim in said],
        }
        for line in found.lines
    ]
    return {
        "title": _("Identification asked for"),
        "asked": told[0],
        "lines": lines,
        "decided_on": found.decided_on,
        "certificate": found.certificate if names else None,
        "first": {"conclusion": found.conclusion, "reason": found.reason if names else None}
        if own or both
        else None,
        "second": {
            "by": found.second.full_name if names else found.second.pseudonym,
            "conclusion": found.second_conclusion,
            "reason": found.second_reason if names else None,
        }
        if found.second is not None
        else None,
        "identification": found.identification,
        "conclusions": identifying.CONCLUSIONS,
    }


@act("identifications/asked/<int:number>/conclude/", name="conclude_identification", may="judge_pairs")
def conclude(request: Any, number: int) -> Any:
    """The second person concludes, without having seen what the first did."""
    found = _asked(request, number)
    if not _asked_shown(request, [found]):
        raise NotFound(_("there is no such request"))
    by = request.reviewer()
    made = identifying.conclude(
        request.archive, found, request.user, request.POST.get("conclusion", ""),
        request.POST.get("reason", ""), by=by,
    )  # fmt: skip
    request.audit("identification_concluded", asked=number, identification=made)
    if made is None:
        return redirect("asked_identification", number=number)
    return redirect("identification", identifier=made)


@act("identifications/asked/<int:number>/take-back/", name="take_back_identification", may="edit_record")
def take_back(request: Any, number: int) -> Any:
    """Whoever asked asks no longer."""
    identifying.take_back(_asked(request, number), request.user)
    request.audit("identification_not_asked", asked=number)
    return redirect("identifications")


def _asked(request: Any, number: int) -> Any:
    from accounted.web.models import IdentificationAsked

    found = IdentificationAsked.objects.select_related("asked_by", "second").filter(pk=number).first()
    if found is None:
        raise NotFound(_("there is no such request"))
    return found


# ---- on record


@page("identifications/<str:identifier>/", name="identification", may="see_record",
      template="identifications/identification.html")  # fmt: skip
def identification(request: Any, identifier: str) -> Mapping[str, Any]:
    """One identification: the two who concluded it, on what, and whether it stands."""
    found = one_identified(request.archive, identifier, sight=request.sight)
    return {"title": _("Identification"), "identified": found}


@act("identifications/<str:identifier>/reverse/", name="reverse_identification", may="edit_record")
def reverse(request: Any, identifier: str) -> Any:
    """Take an identification back, by a new decision."""
    one_identified(request.archive, identifier, sight=request.sight)
    decisions.reverse_identification(
        request.archive, identifier, by=request.reviewer(), reason=request.POST.get("reason", "")
    )
    request.audit("identification_reversed", identification=identifier)
    return redirect("identification", identifier=identifier)


@act("identifications/<str:identifier>/family/", name="tell_family", may="edit_record")
def tell_family(request: Any, identifier: str) -> Any:
    """Write down that the family was told, when and by whom."""
    one_identified(request.archive, identifier, sight=request.sight)
    form = request.POST
    decisions.tell_family(
        request.archive, identifier, told_on=form.get("told_on", ""), told_by=form.get("told_by", ""),
        by=request.reviewer(), reason=form.get("reason", "").strip() or _("the family was told"),
    )  # fmt: skip
    request.audit("family_told", identification=identifier)
    return redirect("identification", identifier=identifier)


# ---- what comparisons propose


@page("identifications/proposals/<str:identifier>/", name="proposal", may="see_record",
      template="identifications/proposal.html")  # fmt: skip
def proposal(request: Any, identifier: str) -> Mapping[str, Any]:
    """A proposal: its figures, who judged it, the evidence side by side, what was decided."""
    found = one_proposed(request.archive, identifier, sight=request.sight)
    pseudonym = request.user.pseudonym
    seen_by = request.reviewer() if pseudonym else None
    reviews = queries.reviews_of(request.archive, identifier, seen_by=seen_by)
    names = request.sight.names
    held = queries.reconciliation_of(request.archive, identifier) or {}
    said = queries.conflicts_of(request.archive, identifier)
    return {
        "title": _("Proposal"),
        "proposed": found,
        "percent": {
            "posterior": _percent(found.proposal.posterior),
            "not_listed": _percent(found.proposal.not_listed),
        },
        "reviews": reviews.shown if names else (),
        "hidden": reviews.hidden,
        "judged": has_reviewed(request.archive, identifier, pseudonym),
        "conflicts": said,
        "reconciliation": {name: held.get(name, ()) for name in identifying.LISTS} if names else {},
        "rows": {name: _rows(held.get(name, ())) for name in identifying.LISTS},
        "methods": _codes("ident_method"),
        "conclusions": identifying.CONCLUSIONS,
    }


def _rows(told: Any) -> list[dict[str, Any]]:
    """The entries of a reconciliation as rows of a form, with empty ones at the end."""
    filled = [{**one, "claims": " ".join(one.get("claims", ()))} for one in told]
    return [*filled, *[{"method": "", "what": "", "explained": "", "claims": ""}] * 2]


def _percent(value: float) -> str:
    """A probability in per cent, never rounded to certainty."""
    if value > 0.9999:
        return "> 99.99 %"
    return f"{100 * value:.2f} %" if value >= 0.0001 or value == 0.0 else "< 0.01 %"


@act("identifications/proposals/<str:identifier>/review/", name="review_proposal", may="judge_pairs")
def review(request: Any, identifier: str) -> Any:
    """What one person concludes of a proposal; judged once, apart from the others."""
    one_proposed(request.archive, identifier, sight=request.sight)
    made = decisions.review_proposal(
        request.archive, identifier, request.POST.get("conclusion", ""), by=request.reviewer(),
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
    request.audit("proposal_reviewed", proposal=identifier, review=made)
    return redirect("proposal", identifier=identifier)


@act("identifications/proposals/<str:identifier>/reconcile/", name="reconcile_proposal", may="edit_record")
def reconcile(request: Any, identifier: str) -> Any:
    """All evidence side by side: what agrees, what conflicts, what is missing."""
    one_proposed(request.archive, identifier, sight=request.sight)
    told = {name: identifying.entries_of(request.POST, name) for name in identifying.LISTS}
    made = decisions.reconcile(
        request.archive, identifier, by=request.reviewer(), reason=request.POST.get("reason", ""),
        agrees=told["agrees"], conflicts=told["conflicts"], missing=told["missing"],
    )  # fmt: skip
    request.audit("proposal_reconciled", proposal=identifier, reconciliation=made)
    return redirect("proposal", identifier=identifier)


@act("identifications/proposals/<str:identifier>/decide/", name="decide_proposal", may="edit_record")
def decide(request: Any, identifier: str) -> Any:
    """Conclude whose remains these are, where two have judged so and the evidence is reconciled."""
    one_proposed(request.archive, identifier, sight=request.sight)
    form = request.POST
    made = decisions.decide_identification(
        request.archive, identifier, form.get("conclusion", ""), by=request.reviewer(),
        reason=form.get("reason", ""), decided_on=form.get("decided_on", "").strip() or None,
        certificate=form.get("certificate", "").strip() or None,
    )  # fmt: skip
    request.audit("identification_decided", proposal=identifier, identification=made)
    return redirect("identification", identifier=made)
