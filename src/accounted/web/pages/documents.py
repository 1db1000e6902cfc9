"""Documents: the list, one with its claims in place, its pages as pictures, its original to take away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from accounted.record import decisions, queries
from accounted.record.queries import readers, reading_room
from accounted.record.queries.side_by_side import side_by_side
from accounted.record.queries.telling import telling
from accounted.record.searching import near_duplicates
from accounted.web import drawn_telling
from accounted.web.claim_card import cards
from accounted.web.claim_form import KINDS, choices, claim_from, fields
from accounted.web.page_image import NoImage, can_be_drawn, page_image
from accounted.web.paging import NotFound, Shown, act, page, paginate, redirect
from accounted.web.reading_order import turns

INERT = "default-src 'none'; sandbox"  # whatever it is, it runs nothing and asks for nothing
GRAPHIC = "show_graphic"


@page("documents/", name="documents", may="see_material", template="documents/list.html")
def documents(request: Any) -> Mapping[str, Any]:
    """The documents on record, the newest first."""
    filters = {name: request.GET.get(name, "").strip() for name in ("words", "publisher", "language", "type")}
    waiting = request.GET.get("waiting") == "1"
    found = reading_room.listed(
        request.archive, **{k: v or None for k, v in filters.items()}, waiting=waiting, sight=request.sight
    )
    return {
        "title": _("Documents"),
        "documents": paginate(found, request),
        "filters": filters,
        "waiting": waiting,
    }


@page("documents/<str:document>/", name="document", may="see_material", template="documents/document.html")
def document(request: Any, document: str) -> Mapping[str, Any]:
    """One document: its text with the claims in their places, and what stands beside it."""
    archive, sight = request.archive, request.sight
    reading_room.must_be_seen(archive, document, sight)
    row = queries.document(archive, document)
    if row.destroyed:
        return {"title": row.title or row.item, "document": row, "destroyed": True}
    text = queries.text_of(archive, row)
    parts = reading_room.parts_of(text)
    found = queries.claims(archive, document=document)
    part = _part(request, parts, found)
    within = [
        one for one in found if one.claim.excerpt.start < part.end and one.claim.excerpt.end > part.start
    ]
    shown = cards(request, within)
    seen = {one.id for one in shown}
    return {
        "title": row.title or row.name or row.item,
        "document": row,
        "destroyed": False,
        "part": part,
        "parts": len(parts),
        "passages": reading_room.passages(text, part, [one for one in within if one.id in seen]),
        "cards": shown,
        "status": {one.id: one.status if one.mine is None else "mine" for one in shown},
        "graphic": reading_room.is_graphic(archive, document, row.item),
        "show_graphic": bool(request.session.get(GRAPHIC)),
        "picture": (part.page or 1) if can_be_drawn(row.media_type) else None,
        "of_pages": not row.media_type.startswith("image/"),
        "chosen": request.GET.get("claim", ""),
        "turns": turns(text.text[part.start : part.end]),
        "rtl": (row.language or "")[:2] in ("ar", "fa", "he", "ur"),
    }


def _part(
    request: Any, parts: list[reading_room.Part], found: list[queries.ClaimOnRecord]
) -> reading_room.Part:
    """The part asked for: by number, or the one in which a claim stands."""
    chosen = request.GET.get("claim")
    if chosen:
        place = next((one.claim.excerpt.start for one in found if one.id == chosen), None)
        if place is not None:
            return reading_room.part_with(parts, place)
    asked = request.GET.get("part", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
    return parts[min(max(number, 1), len(parts)) - 1]


@page(
    "documents/<str:document>/related/",
    name="related",
    may="see_material",
    template="documents/related.html",
)
def related(request: Any, document: str) -> Any:
    """What stands beside a document: who told whom up to the root, and the same words elsewhere.

    The document's page fetches it when it is shown; without scripts it is a page of its own.
    """
    archive, sight = request.archive, request.sight
    named = reading_room.named(archive, document, sight=sight)
    told = telling(archive, document, sight=sight)
    shown = {
        "title": _("Beside the document"),
        "document": named,
        "kin": reading_room.kin_of(archive, document, sight=sight),
        "near": near_duplicates(archive, document, sight=sight),
        "told": told,
        "told_drawn": drawn_telling.draw(told, names=sight.names),
        "twice": named["read_twice"],
    }
    return Shown("documents/related_part.html", shown) if request.htmx else shown


@page(
    "documents/<str:document>/beside/<str:other>/",
    name="beside",
    may="see_material",
    template="documents/beside.html",
)
def beside(request: Any, document: str, other: str) -> Mapping[str, Any]:
    """Two documents side by side: what both say is counted, what differs is shown word for word."""
    pair = []
    for identifier in (document, other):
        reading_room.must_be_seen(request.archive, identifier, request.sight)
        pair.append(queries.document(request.archive, identifier))
    if any(one.destroyed for one in pair):
        raise NotFound("one of the two was destroyed by order; no word of it is on record")
    texts = [queries.text_of(request.archive, one).text for one in pair]
    compared = side_by_side(*texts)
    return {
        "title": _("Side by side"),
        "documents": [
            {
                "id": one.id,
                "item": one.item,
                "title": one.title or one.name or one.item,
                "publisher": one.publisher,
                "published": one.published,
                "language": one.language,
            }
            for one in pair
        ],
        "alike": round(100 * compared.alike),
        "compared": compared,
    }


@page(
    "documents/<str:document>/readers/",
    name="readers",
    may="see_material",
    template="documents/readers.html",
)
def both_readers(request: Any, document: str) -> Mapping[str, Any]:
    """What the rules and a language model read in a document, beside each other."""
    archive, sight = request.archive, request.sight
    reading_room.must_be_seen(archive, document, sight)
    stands = readers.standing_in(archive, [document], sight=sight)
    found = cards(request, queries.claims(archive, ids=list(stands), include_old=True, sight=sight))
    by_id = {one.id: one for one in found}
    alike = [
        {"rules": one, "model": by_id[stands[one.id].other or ""], "differs": stands[one.id].differs}
        for one in found
        if stands[one.id].of == "rules" and stands[one.id].other in by_id
    ]
    return {
        "title": _("Both readers"),
        "document": queries.document(archive, document),
        "models": [
            {
                "model": one.reader.parameters.get("model", ""),
                "version": one.reader.version,
                "at": one.read_at,
            }
            for one in queries.second_readings(archive, document)[:1]
        ],
        "only_model": [one for one in found if stands[one.id].standing == "only_model"],
        "differing": [one for one in alike if one["differs"]],
        "agreeing": [one for one in alike if not one["differs"]],
        "only_rules": [one for one in found if stands[one.id].standing == "only_rules"],
    }


@page(
    "documents/<str:document>/pages/<int:number>.png", name="document_page", may="see_material", template=""
)
def document_page(request: Any, document: str, number: int) -> HttpResponse:
    """A page as it was printed, as a picture."""
    reading_room.must_be_seen(request.archive, document, request.sight)
    row = queries.document(request.archive, document)
    if row.destroyed or not can_be_drawn(row.media_type):
        raise NotFound(f"{document}: has no pages that can be drawn")
    try:
        drawn = page_image(request.archive.store.object_path(row.sha256), row.media_type, number)
    except NoImage as trouble:
        raise NotFound(f"{document}: {trouble}") from None
    response = HttpResponse(drawn, content_type="image/png")
    response["Content-Security-Policy"] = INERT
    response["Cache-Control"] = "private, max-age=3600"
    return response


@page(
    "documents/<str:document>/state/",
    name="state_claim_form",
    may="state_claims",
    template="documents/state.html",
)
def state_form(request: Any, document: str) -> Mapping[str, Any]:
    """A claim by hand, from words of the document: selected there, or copied from it."""
    reading_room.must_be_seen(request.archive, document, request.sight)
    row = queries.document(request.archive, document)
    told = fields({})
    told["words"] = request.GET.get("words", "")[:4000]
    told["start"] = request.GET.get("start", "")[:12]
    return {
        "title": _("Make a claim by hand"),
        "document": row,
        "part": {"prefix": "", "number": 1, **told},
        "kinds": KINDS,
        "choices": choices(),
    }


@act("documents/<str:document>/claims", name="state_claim", may="state_claims")
def state_claim(request: Any, document: str) -> Any:
    """Put a claim by hand on record."""
    reading_room.must_be_seen(request.archive, document, request.sight)
    text = queries.text_of(request.archive, queries.document(request.archive, document)).text
    told = claim_from(request.POST, text)
    made = decisions.state(
        request.archive,
        document,
        told,
        by=request.reviewer(),
        reason=request.POST.get("reason", "").strip() or _("read by hand"),
    )
    response = redirect("document", query={"claim": made}, document=document)
    response["Location"] += f"#c-{made}"
    return response


@act("account/graphic", name="set_graphic", may="see_material")
def set_graphic(request: Any) -> Any:
    """Show graphic material from here on in this session, or veil it again."""
    request.session[GRAPHIC] = request.POST.get("show") == "1"
    back = request.POST.get("document", "")
    return redirect("document", document=back) if back.startswith("doc_") else redirect("documents")


@page("items/<str:number>/", name="item", may="see_material", template="items/item.html")
def item(request: Any, number: str) -> Mapping[str, Any]:
    """One kept file: its digest, how it came here, and everything that was done with it."""
    reading_room.must_see_item(request.archive, number, request.sight)
    found = queries.item(request.archive, number)
    name = request.sight.name
    return {
        "title": number,
        "item": {
            "number": found.number,
            "sha256": found.sha256,
            "size": found.size,
            "media_type": found.media_type,
            "state": found.state,
            "trouble": found.trouble,
            "destroyed": found.destroyed is not None,
        },
        "intakes": [
            {
                "number": one.number,
                "at": one.at,
                "name": one.name,
                "url": one.url,
                "obtained_by": name(one.obtained_by) if one.obtained_by else None,
                "obtained_from": name(one.obtained_from) if one.obtained_from else None,
                "obtained_on": one.obtained_on,
                "obtained_how": one.obtained_how,
                "modified": one.modified,
                "machine": one.machine,
                "note": one.note,
                "missing": one.missing,
            }
            for one in found.intakes
        ],
        "custody": [
            {
                "seq": line.seq,
                "time": line.time,
                "event": line.event,
                "by": name(line.agent_name or line.agent, line.agent),
                "tool": line.tool,
                "decision": line.decision,
                "sha256": line.sha256,
            }
            for line in queries.custody(request.archive, number)
        ],
        "children": reading_room.seen_items(found.children, request.sight),
        "documents": found.documents,
    }


@page("items/<str:number>/original/", name="original", may="see_material", template="")
def original(request: Any, number: str) -> Any:
    """The original bytes, to be taken away: never shown in the browser, whatever they are."""
    reading_room.must_see_item(request.archive, number, request.sight)
    found = queries.item(request.archive, number)
    if found.destroyed is not None or not request.archive.store.has(found.sha256):
        raise NotFound(f"{number}: its bytes are not here")
    request.audit("took_original", item=number)
    named = next((one.name for one in found.intakes if one.name), number) or number
    response = FileResponse(
        request.archive.store.open_object(found.sha256), content_type="application/octet-stream"
    )
    safe = "".join(c if c.isalnum() or c in "-_. " else "_" for c in named)[-120:]
    response["Content-Disposition"] = (
        f'attachment; filename="{safe.encode("ascii", "replace").decode().replace("?", "_")}"; '
        f"filename*=UTF-8''{quote(safe)}"
    )
    response["Content-Security-Policy"] = INERT
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Length"] = str(found.size)
    return response
