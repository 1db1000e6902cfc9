"""What a web page says of itself: title, author, date, site, address. From JSON-LD, Open Graph, meta and
`<time>`.

No clock and no guessing from the text or the address: what is not stated is None.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from accounted.sources.published import edtf_of

_LARGEST_JSON = 1_000_000
_ARTICLE = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "Report", "LiveBlogPosting",
    "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle", "WebPage", "SocialMediaPosting",
})  # fmt: skip
_META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "headline"),
    "author": (
        "author", "article:author_name", "dc.creator", "dcterms.creator", "citation_author", "parsely-author",
        "byl", "sailthru.author",
    ),
    "publisher": (
        "og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "application-name",
    ),
    "published": (
        "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date",
        "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created", "pubdate", "publishdate",
        "publish-date", "parsely-pub-date", "sailthru.date", "citation_publication_date",
    ),
    "url": ("og:url",),
    "modified": (
        "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified",
    ),
    "description": ("description", "og:description"),
    "copyright": ("copyright", "dc.rights", "dcterms.rights"),
}  # fmt: skip


def facts_of(tree: Any) -> dict[str, str]:
    """Facts by name: title, author, publisher, published (EDTF), language, url; the rest as metadata.

    JSON-LD stands before meta tags, meta tags before `<time>` and `<title>`.
    """
    linked = _from_json_ld(tree)
    metas = _metas(tree)
    facts: dict[str, str] = {}
    for name, keys in _META.items():
        value = linked.get(name) or next((metas[key] for key in keys if metas.get(key)), None)
        if value:
            facts[name] = value
    if facts.get("author", "").startswith(("http://", "https://")):
        del facts["author"]
    stated = facts.pop("published", None) or _time_element(tree)
    if stated:
        facts["published_stated"] = stated
        date = edtf_of(stated)
        if date:
            facts["published"] = date
    canonical = tree.find(".//link[@rel='canonical']")
    if canonical is not None and (href := (canonical.get("href") or "").strip()):
        facts["url"] = href
    if not facts.get("url", "").startswith(("http://", "https://")):
        facts.pop("url", None)  # a relative or script address is no address of the page
    if "title" not in facts:
        title = tree.find(".//title")
        if title is not None and title.text:
            facts["title"] = title.text
    language = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").split("-")[
        0
    ]
    if language.isalpha() and len(language) in (2, 3):
        facts["language"] = language.lower()
    return {name: " ".join(value.split())[:2000] for name, value in facts.items() if value.strip()}


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for index, meta in enumerate(tree.iter("meta")):
        if index > 2000:
            break
        content = (meta.get("content") or "").strip()
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if key and content:
            found.setdefault(key, content[:4000])
    return found


def _time_element(tree: Any) -> str | None:
    for time in tree.iter("time"):
        stamp = time.get("datetime")
        marked = "publish" in f"{time.get('itemprop') or ''} {time.get('class') or ''}".lower()
        if stamp and (marked or time.get("pubdate") is not None):
            return str(stamp)
    times = {
        stamp
        for article in tree.iter("article")
        for t in article.iter("time")
        if (stamp := t.get("datetime"))
    }
    return times.pop() if len(times) == 1 else None


def _from_json_ld(tree: Any) -> dict[str, str]:
    best: dict[str, str] = {}
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = script.text or ""
        if len(text) > _LARGEST_JSON:
            continue
        try:
            parsed = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(parsed):
            facts = _article(node)
            if len(facts) > len(best):
                best = facts
    return best


def _nodes(parsed: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [parsed], 0
    while waiting and seen < 2000:
        node = waiting.pop()
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(value for key, value in node.items() if key in ("@graph", "mainEntity", "hasPart"))
        elif isinstance(node, list):
            waiting.extend(reversed(node[:500]))


def _article(node: dict[str, Any]) -> dict[str, str]:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if not any(kind in _ARTICLE for kind in kinds if isinstance(kind, str)):
        return {}
    facts = {
        "title": _named(node.get("headline")) or _named(node.get("name")),
        "author": _names(node.get("author")),
        "publisher": _named(node.get("publisher")),
        "published": _named(node.get("datePublished")),
        "modified": _named(node.get("dateModified")),
        "url": _named(node.get("url")) or _named(node.get("mainEntityOfPage")),
        "copyright": _named(node.get("copyrightHolder")),
    }
    return {name: value for name, value in facts.items() if value}


def _names(value: Any) -> str | None:
    if isinstance(value, list):
        names = [name for item in value[:20] if (name := _named(item))]
        return ", ".join(names) or None
    return _named(value)


def _named(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id")
    return value.strip()[:2000] or None if isinstance(value, str) else None
