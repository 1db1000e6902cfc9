"""Pairs of records that may be one person: the next to look at, both side by side, what people decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounted.record.decisions import DecisionRefused, judge_pair, undo_judgement
from accounted.record.queries.choosing import IDENTIFIER
from accounted.record.queries.entries import agents
from accounted.record.queries.pairs import PairOnRecord, open_pairs, pair
from accounted.record.queries.titles import titles
from accounted.web.paging import NotFound, Shown, act, page, redirect
from accounted.web.pairs import ROW, waterfall

VERDICTS = ("same", "different", "unsure")
SIZE = 25


@page("pairs/", name="pairs", may="judge_pairs", template="pairs/list.html")
def pairs(request: Any) -> Any:
    """The pairs nobody decided, nearest to indecision first; or straight to two that are named."""
    one, other = request.GET.get("one", "").strip(), request.GET.get("other", "").strip()
    if IDENTIFIER.fullmatch(one) and IDENTIFIER.fullmatch(other):
        return redirect("pair", one=one, other=other)
    told = request.GET.get("page", "1")
    number = max(1, int(told)) if told.isdecimal() and len(told) < 7 else 1
    found, total = open_pairs(request.archive, sight=request.sight, start=(number - 1) * SIZE, size=SIZE)
    named = titles("Person", {end for one in found for end in (one.one, one.other)}, request.sight)
    return {
        "pairs": [
            {"one": p.one, "other": p.other, "one_title": named.get(p.one, ""),
             "other_title": named.get(p.other, ""), "probability": p.probability, "unsure": p.unsure}
            for p in found
        ],
        "total": total,
        "number": number,
        "more": number * SIZE < total,
    }  # fmt: skip


@page("pairs/<str:one>/<str:other>/", name="pair", may="judge_pairs", template="pairs/pair.html")
def side_by_side(request: Any, one: str, other: str) -> Mapping[str, Any]:
    """Two records beside each other, with what speaks for and against one person."""
    if one == other:
        raise NotFound(_("Name two records."))
    return _shown(request, pair(request.archive, one, other, sight=request.sight))


@act("pairs/<str:one>/<str:other>/judge/", name="judge_pair", may="judge_pairs")
def judge(request: Any, one: str, other: str) -> Any:
    """Decide on a pair; then on to the next that waits."""
    shown = pair(request.archive, one, other, sight=request.sight)
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")
    try:
        judge_pair(
            request.archive, shown.one, shown.other, verdict, by=request.reviewer(), reason=reason,
            probability=shown.probability,
        )  # fmt: skip
    except DecisionRefused as refused:
        told = {**_shown(request, shown), "problem": str(refused), "reason": reason, "verdict": verdict}
        return Shown("pairs/pair.html", told, status=422)
    request.audit("pair_judged", one=shown.one, other=shown.other, verdict=verdict)
    if request.POST.get("then") == "next":
        waiting, _total = open_pairs(request.archive, sight=request.sight, size=1)
        if waiting and not waiting[0].unsure:
            return redirect("pair", one=waiting[0].one, other=waiting[0].other)
        return redirect("pairs")
    return redirect("pair", one=shown.one, other=shown.other)


@act("pairs/<str:one>/<str:other>/undo/", name="undo_pair", may="judge_pairs")
def undo(request: Any, one: str, other: str) -> Any:
    """Take the decision on a pair back; both records stand for themselves again."""
    shown = pair(request.archive, one, other, sight=request.sight)
    if shown.judgement is None:
        raise DecisionRefused(_("No decision on this pair holds now."))
    try:
        undo_judgement(
            request.archive, shown.judgement.id, by=request.reviewer(), reason=request.POST.get("reason", "")
        )
    except DecisionRefused as refused:
        return Shown("pairs/pair.html", {**_shown(request, shown), "problem": str(refused)}, status=422)
    request.audit("pair_undone", one=shown.one, other=shown.other)
    return redirect("pair", one=shown.one, other=shown.other)


def _shown(request: Any, shown: PairOnRecord) -> dict[str, Any]:
    named = titles("Person", {shown.one, shown.other, *shown.others}, request.sight)
    names = agents([one.by for one in shown.judgements], request.sight)
    return {
        "pair": shown,
        "names": {end: named.get(end, "") for end in (shown.one, shown.other)},
        "sources": {end: row.where for end, row in shown.rows.items()},
        "judgements": [
            {"verdict": one.verdict, "reason": one.reason, "name": names[one.by], "at": one.at,
             "current": one.current}
            for one in reversed(shown.judgements)
        ],
        "others": [{"id": one, "title": named.get(one, "")} for one in shown.others],
        "bars": waterfall(shown.steps),
        "height": len(shown.steps) * ROW,
        "verdicts": VERDICTS,
        "reason": "",
        "problem": "",
    }  # fmt: skip
