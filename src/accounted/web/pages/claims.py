"""One claim: what was read, how it stands; accepting, rejecting, correcting and splitting it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounted.record import decisions, queries
from accounted.record.decisions.sourcing import COHERENCE, CORROBORATION
from accounted.record.docket import DecisionRefused
from accounted.record.queries import credibility, denials, readers, review_queue
from accounted.record.queries.reading_room import must_see_claim
from accounted.web.access.roles import may
from accounted.web.claim_card import card
from accounted.web.claim_form import KINDS, choices, claim_from, contract_of, fields, labelled
from accounted.web.paging import Shown, act, page, redirect

MOST_PARTS = 8
ANSWERING = ("denies", "acknowledges", "alternative")  # ways of speaking that answer another claim


@page("claims/<str:claim>/", name="claim", may="see_material", template="claims/claim.html")
def claim(request: Any, claim: str) -> Mapping[str, Any]:
    """One claim with its words, its standing, and what people judged as far as this person may see it."""
    shown = card(request, claim)
    answers = shown.kind == "denial" or shown.modality in ANSWERING
    stands = readers.standing_in(request.archive, [shown.document], sight=request.sight)
    seen = review_queue.judging_seen(request.archive, claim, request.user.pseudonym or "")
    judged = [
        {
            "outcome": one.outcome,
            "by": None if one.by is None else request.sight.name(one.name or one.by, one.by),
            "at": one.at,
            "reason": one.reason,
            "corrected": [fields(told) for told in one.corrected],
        }
        for one in seen.shown
    ]
    return {
        "title": _("Claim"),
        "card": shown,
        "judged": judged,
        "disputed": seen.disputed,
        "two_people": seen.two_people,
        "others": seen.others,
        "stands": stands.get(shown.id),
        "denies": answers,
        "deniable": denials.deniable(request.archive, claim, sight=request.sight) if answers else (),
        "responses": labelled("attribution_response") if answers else (),
        "standing": credibility.standing(
            request.archive, claim, sight=request.sight, record=may(request.user.role, "see_record")
        ),
        "coherences": COHERENCE,
        "corroborations": CORROBORATION,
        "digits": labelled("admiralty_credibility"),
        "proximities": labelled("source_proximity"),
    }


@page("claims/<str:claim>/resting/", name="resting", may="see_record", template="claims/resting.html")
def resting(request: Any, claim: str) -> Any:
    """The entries that rest on a claim. The claim's page fetches it; without scripts it is its own page."""
    must_see_claim(request.archive, claim, request.sight)
    found = credibility.resting(request.archive, claim, sight=request.sight)
    shown = {"title": _("What rests on this claim"), "claim": claim, "resting": found}
    return Shown("claims/resting_part.html", shown) if request.htmx else shown


@page(
    "claims/<str:claim>/correct/",
    name="correct_claim_form",
    may="review_claims",
    template="claims/correct.html",
)
def correct_form(request: Any, claim: str) -> Mapping[str, Any]:
    """The form in which a person says how they read the words."""
    return {
        "title": _("Correct a claim"),
        "card": card(request, claim),
        "parts": [_part(request, claim, 0)],
        "kinds": KINDS,
        "choices": choices(),
        "next": request.GET.get("next", ""),
    }


@page(
    "claims/<str:claim>/split/", name="split_claim_form", may="review_claims", template="claims/correct.html"
)
def split_form(request: Any, claim: str) -> Mapping[str, Any]:
    """The form in which a person says which claims were read as one."""
    asked = request.GET.get("parts", "2")
    parts = min(MOST_PARTS, max(2, int(asked) if asked.isdecimal() and len(asked) < 3 else 2))
    return {
        "title": _("Split a claim"),
        "card": card(request, claim),
        "parts": [_part(request, claim, number) for number in range(parts)],
        "more": parts + 1 if parts < MOST_PARTS else None,
        "splitting": True,
        "kinds": KINDS,
        "choices": choices(),
        "next": request.GET.get("next", ""),
    }


def _part(request: Any, claim: str, number: int) -> dict[str, Any]:
    told = contract_of(queries.claim(request.archive, claim).claim)
    return {"prefix": f"p{number}_", "number": number + 1, **fields(told)}


@act("claims/<str:claim>/accept", name="accept_claim", may="review_claims")
def accept(request: Any, claim: str) -> Any:
    """The claim is rightly read."""
    return _judge(request, claim, "accepted", _("the words say this"))


@act("claims/<str:claim>/reject", name="reject_claim", may="review_claims")
def reject(request: Any, claim: str) -> Any:
    """The words do not say this."""
    return _judge(request, claim, "rejected", _("the words do not say this"))


@act("claims/<str:claim>/correct", name="correct_claim", may="review_claims")
def correct(request: Any, claim: str) -> Any:
    """The words say something else: one claim in place of this one, or several (`parts`)."""
    must_see_claim(request.archive, claim, request.sight)
    on_record = queries.claim(request.archive, claim)
    document = queries.document(request.archive, on_record.document)
    text = queries.text_of(request.archive, document).text
    old = contract_of(on_record.claim)
    if old["denies"]:  # what it denies elsewhere is tied to it by a decision of its own
        beside = queries.claims(request.archive, document=document.id, ids=old["denies"], include_old=True)
        old["denies"] = [one.id for one in beside]
    asked = request.POST.get("parts", "1")
    number = min(MOST_PARTS, max(1, int(asked))) if asked.isdecimal() and len(asked) < 3 else 1
    told = [claim_from(request.POST, text, old=old, prefix=f"p{n}_") for n in range(number)]
    default = _("read otherwise") if number == 1 else _("several claims were read as one")
    return _judge(request, claim, "corrected" if number == 1 else "split", default, corrected=told)


@act("claims/<str:claim>/answer", name="answer_claim", may="review_claims")
def answer(request: Any, claim: str) -> Any:
    """A denial denies these claims: a person says which, and in which way."""
    must_see_claim(request.archive, claim, request.sight)
    elsewhere = request.POST.get("elsewhere", "").replace(",", " ").split()
    denied = list(dict.fromkeys([*request.POST.getlist("denied"), *elsewhere]))
    if not denied:
        raise DecisionRefused("no claim was chosen; say which claims the denial is about")
    for other in denied:
        must_see_claim(request.archive, other, request.sight)
    decisions.answer(
        request.archive,
        claim,
        denied,
        response=request.POST.get("response") or "99",
        by=request.reviewer(),
        reason=request.POST.get("reason", "").strip() or _("the words say what is denied"),
    )
    return redirect("claim", claim=claim)


def _judge(request: Any, claim: str, outcome: str, default: str, **more: Any) -> Any:
    must_see_claim(request.archive, claim, request.sight)
    judged = decisions.judge(
        request.archive,
        claim,
        outcome,
        by=request.reviewer(),
        reason=request.POST.get("reason", "").strip() or default,
        **more,
    )
    if request.htmx and not more:
        return Shown("claims/card.html", {"card": card(request, claim), "judged_now": True, "heading": "h3"})
    back = request.POST.get("next", "")
    if back == "review":
        return redirect("review", query={"after": claim})
    if back == "model":
        return redirect("review", query={"reader": "model", "after": claim})
    if back == "readers":
        return redirect("readers", document=queries.claim(request.archive, claim).document)
    if back == "disagreements":
        return redirect("disagreements")
    shown = judged.claims[0] if judged.claims else claim
    if back.startswith("doc_"):
        response = redirect("document", query={"claim": shown}, document=back)
        response["Location"] += f"#c-{shown}"
        return response
    return redirect("claim", claim=shown)
