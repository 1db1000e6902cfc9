"""The queue of claims that wait for one person: one claim large, its words marked, keys first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounted.record.queries import agreement, readers, reading_room, review_queue
from accounted.web.claim_card import waiting_card
from accounted.web.claim_form import KINDS
from accounted.web.paging import page

AROUND = 1_200  # characters of the document shown before and after the words


@page("review/", name="review", may="review_claims", template="review/queue.html")
def review(request: Any) -> Mapping[str, Any]:
    """The claim that waits next, or the one asked for; what is before and behind it in the queue."""
    archive, sight = request.archive, request.sight
    me = request.user.pseudonym or ""
    kind = request.GET.get("kind") if request.GET.get("kind") in KINDS else None
    document = request.GET.get("document") or None
    second = request.GET.get("reader") == "model"

    def queue(**place: Any) -> list[str]:
        return review_queue.waiting_claims(
            archive, me, kind=kind, document=document, second=second, sight=sight, **place
        )

    asked = request.GET.get("claim")
    if asked and review_queue.waits_for(archive, asked, me, second=second, sight=sight):
        current = [asked]
    else:
        after = request.GET.get("after") or asked
        current = (queue(after=after, limit=2) if after else []) or queue(limit=2)
    shown = waiting_card(request, current[0]) if current else None
    place = (shown.document, shown.start, shown.id) if shown else None
    following = current[1:] or (queue(after=place) if asked and place else [])
    previous = queue(before=place) if place else []
    waiting = None if second else review_queue.count_waiting(archive, me, sight=sight)
    twice = second or readers.read_twice(archive, sight=sight)
    stands = _stands(request, shown, second=second) if shown and twice else None
    return {
        "title": _("Review"),
        "card": shown,
        "context": _context(request, shown) if shown else None,
        "next_claim": following[0] if following else None,
        "previous_claim": previous[0] if previous else None,
        "waiting": waiting,
        "disagreements": waiting.disagreements if waiting else 0,
        "kind": kind,
        "kinds": KINDS,
        "document": document,
        "twice": twice,
        "reader": "model" if second else "",
        "stands": stands,
    }


def _stands(request: Any, shown: Any, *, second: bool) -> readers.Stands | None:
    """How the claim stands to the other reader's; in the queue of the model's only what it alone read is."""
    if second:
        return readers.Stands("only_model", "model")
    return readers.standing_in(request.archive, [shown.document], sight=request.sight).get(shown.id)


def _context(request: Any, shown: Any) -> dict[str, str]:
    """The words with the text around them, cut at the ends of lines where there are some."""
    text = reading_room.words_of(request.archive, shown.document)
    first, last = max(0, shown.start - AROUND), min(len(text), shown.end + AROUND)
    before, after = text[first : shown.start], text[shown.end : last]
    if first > 0 and "\n" in before[:400]:
        before = before[before.index("\n") + 1 :]
    if last < len(text) and "\n" in after[-400:]:
        after = after[: after.rindex("\n")]
    return {"before": before, "words": text[shown.start : shown.end], "after": after}


@page(
    "review/disagreements/", name="disagreements", may="review_claims", template="review/disagreements.html"
)
def disagreements(request: Any) -> Mapping[str, Any]:
    """Claims that two people judged differently, which this person may settle."""
    found = review_queue.disagreements(
        request.archive, request.user.pseudonym or "", sight=request.sight, limit=100
    )
    return {"title": _("Disagreements"), "disagreements": found}


@page("review/agreement/", name="agreement", may="review_claims", template="review/agreement.html")
def agree(request: Any) -> Mapping[str, Any]:
    """How far reviewers agree beyond chance, when asked for."""
    found = agreement.reviewers_agree(request.archive, sight=request.sight)
    name = request.sight.name
    return {
        "title": _("Agreement of reviewers"),
        "claims": found.claims,
        "by_kind": found.by_kind,
        "by_pair": [
            {
                "names": tuple(
                    name(known or one, one)
                    for known, one in zip(pair.names, (pair.one, pair.other), strict=True)
                ),
                "kind": pair.kind,
                "kappa": pair.kappa,
                "alpha": pair.alpha,
                "table": pair.table,
            }
            for pair in found.by_pair
        ],
    }
