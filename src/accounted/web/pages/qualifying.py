"""What law may call an act: proposed by one person of law, decided by another (rule D-19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounted.record import decisions
from accounted.record.decisions import DecisionRefused
from accounted.record.docket import NotOnRecord
from accounted.record.queries.entries import entry
from accounted.record.queries.established import qualified
from accounted.vocabulary import UnknownTerm, vocabulary
from accounted.web.entry_forms.reading import claims_in
from accounted.web.paging import Shown, act, page, redirect
from accounted.web.templatetags.entries import address

FORM = "entries/qualify.html"
STATES = ("supported", "contradicted", "not_addressed")
ROWS = 3  # of elements that a new form shows
GIVEN = ("article", "standard", "body", "reason")


@page("acts/<str:identifier>/qualify/", name="acts.qualify_form", may="edit_record", template=FORM)
def qualify_form(request: Any, identifier: str) -> Mapping[str, Any]:
    """The form: which article, its elements one by one, and what speaks for each."""
    return _form(request, identifier, {}, _rows(None))


@act("acts/<str:identifier>/qualify/propose/", name="acts.qualify", may="edit_record")
def qualify(request: Any, identifier: str) -> Any:
    """Propose a qualification; it stands as proposed until another person of law decides on it."""
    form = request.POST
    rows = _rows(form)
    if form.get("more"):
        return Shown(FORM, _form(request, identifier, form, [*rows, *_rows(None)]))
    entry(request.archive, "acts", identifier, sight=request.sight)
    problems: dict[str, str] = {}
    told = [row for row in rows if row["text"] or row["claims"] or row["no"]]
    for row in told:
        if not row["text"]:
            problems["elements"] = _("element %s: say in words what the law asks for") % (row["no"] or "–")
    article = form.get("article", "").strip()
    if not article:
        problems["article"] = _("Say which article.")
    elif len(article) > 60:
        problems["article"] = _("An article is named in at most 60 characters; put the rest under Why.")
    if not form.get("reason", "").strip():
        problems["reason"] = _("Say why.")
    by = request.reviewer()
    if not problems:
        try:
            made = decisions.qualify(
                request.archive, identifier, article, by=by, ground=form.get("reason", ""),
                elements=[{**row, "claims": claims_in(row["claims"])} for row in told],
                standard=form.get("standard", "") or "none", body=form.get("body", "").strip() or None,
            )  # fmt: skip
        except (DecisionRefused, UnknownTerm, NotOnRecord) as error:
            problems["elements" if "element" in str(error) or "clm_" in str(error) else ""] = str(error)
        else:
            request.audit("qualified", entry=identifier, qualification=made)
            return redirect("acts.entry", identifier=identifier)
    rows = [*told, *_rows(None)[:1]] if told else _rows(None)
    return Shown(FORM, _form(request, identifier, form, rows, problems), status=422)


@act("acts/<str:identifier>/qualify/<str:qualification>/decide/", name="acts.decide_qualification",
     may="edit_record")  # fmt: skip
def decide(request: Any, identifier: str, qualification: str) -> Any:
    """Adopt or reject what another person of law proposed."""
    entry(request.archive, "acts", identifier, sight=request.sight)
    found = qualified(request.archive, identifier, request.user.pseudonym or "", sight=request.sight)
    if qualification not in {one.id for one in found}:
        raise NotOnRecord(f"{qualification}: there is no such qualification of this act")
    answer = request.POST.get("answer", "")
    if answer not in ("adopt", "reject"):
        raise DecisionRefused(_("say whether it is adopted or rejected"))
    decisions.decide_qualification(
        request.archive, qualification, adopted=answer == "adopt", by=request.reviewer(),
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
    request.audit("qualification_decided", entry=identifier, qualification=qualification, answer=answer)
    return redirect("acts.entry", identifier=identifier)


def _rows(form: Any) -> list[dict[str, str]]:
    """The elements of a form; empty ones for a new form."""
    if form is None:
        return [{"no": "", "text": "", "state": "not_addressed", "claims": ""} for _one in range(ROWS)]
    parts = ("no", "element", "state", "element_claims")
    told = zip(*(form.getlist(part) for part in parts), strict=False)
    return [
        {"no": no.strip(), "text": text.strip(), "state": state, "claims": claims.strip()}
        for no, text, state, claims in told
    ]


def _form(
    request: Any,
    identifier: str,
    form: Any,
    rows: list[dict[str, str]],
    problems: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    found = entry(request.archive, "acts", identifier, sight=request.sight)
    resting = {one.claim: one for group in found.groups for shown in group.fields for one in shown.grounds}
    return {
        "title": _("What law may call it"),
        "entry": identifier,
        "called": found.title,
        "here": address("acts", identifier),
        "given": {name: form.get(name, "") for name in GIVEN},
        "rows": rows,
        "states": STATES,
        "standards": tuple(one.code for one in vocabulary("standard_of_proof")),
        "at_hand": tuple(resting.values()),
        "legal": _is_legal(request),
        "problems": dict(problems or {}),
    }


def _is_legal(request: Any) -> bool:
    """Whether this person may propose: it is for those of the legal profession, as the record knows them."""
    from accounted.record.decisions.reviewers import reviewer

    pseudonym = request.user.pseudonym
    return bool(pseudonym) and "legal" in reviewer(request.archive, pseudonym).roles
