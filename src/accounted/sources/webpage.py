"""HTML: everything a reader of the page sees, in order, each stretch labelled for what it is.

Nothing is fetched and no script runs. Navigation, notices and the like stay in the text, labelled
`boilerplate`, so that the text shows the whole page; trafilatura's judgement of what the article is decides
where the markup does not say. Title, author, date, site and canonical address come from `pagefacts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version as version_of
from typing import Any

from accounted.claims import SegmentKind
from accounted.sources.decoding import decode
from accounted.sources.extraction import MIB, RefusedFile
from accounted.sources.job import Job, Outcome
from accounted.sources.manuscript import Manuscript
from accounted.sources.pagefacts import facts_of
from accounted.sources.pagetables import SKIPPED, caption_of, has_header, rows_of
from accounted.sources.press import byline, is_credit_line
from accounted.sources.prose import write_prose

NAME = "html"
VERSION = f"1.0 (lxml {version_of('lxml')}, trafilatura {version_of('trafilatura')})"

_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_FURNITURE = frozenset(["nav", "footer", "form", "dialog", "menu"])
_FURNITURE_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar"]
)
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|breadcrumbs?|cookies?|consent|newsletter|subscribe|subscription|paywall|"
    r"related|recommended|recirc|promo|advert|ads?|advertisement|sponsor(?:ed)?|share|sharing|social|comments?|"
    r"footer|masthead|sidebar|menu|popup|modal|banner|skip-link|most-read|trending|tags)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION_NAMES = re.compile(r"caption|figcap|image-desc|photo-desc|wp-caption", re.IGNORECASE)
_CREDIT_NAMES = re.compile(
    r"credit|copyright|photographer|image-source|img-author|photo-author", re.IGNORECASE
)
_BYLINE_NAMES = re.compile(r"byline|author(?!iz|ity|itar)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 2000
_JUDGED_UP_TO = MIB  # characters of HTML that trafilatura is asked about: beyond, the markup alone decides
_SEARCHED_UP_TO = 200_000  # characters of article in which parts of lines are looked for


@dataclass(slots=True)
class _Block:
    """A stretch of visible text and what the markup around it says."""

    text: str
    kind: SegmentKind
    in_article: bool
    link_share: float
    rows: list[list[str]] | None = None
    name: str | None = None
    has_header: bool = True


def read(job: Job) -> Outcome:
    """The page as text, with its parts labelled and its tables kept."""
    data = job.read_text_bytes()
    declared = job.hints.charset or _declared_charset(data)
    decoded = decode(data, declared)
    manuscript = Manuscript(job.limits)
    warnings = list(decoded.warnings)
    write_page(manuscript, decoded.text, warnings)
    manuscript.metadata.setdefault("encoding", decoded.encoding)
    return Outcome(NAME, VERSION, manuscript, warnings)


def write_page(manuscript: Manuscript, html: str, warnings: list[str]) -> None:
    """Append a page's text to a manuscript and take over its facts where the manuscript has none.

    Raises:
        RefusedFile: `damaged`, when no page can be made of it.
    """
    tree = _parse(html)
    if tree is None:
        return
    for name, value in facts_of(tree).items():
        if name in ("title", "author", "publisher", "published", "language", "url"):
            if getattr(manuscript, name) is None:
                setattr(manuscript, name, value)
        else:
            manuscript.metadata[name] = value
    blocks = list(_Walk(tree, manuscript.limits.cells).blocks())
    _judge(blocks, html)
    for block in blocks:
        if block.rows is not None:
            manuscript.table(block.rows, name=block.name, has_header=block.has_header)
        else:
            write_prose(manuscript, block.text, None if block.kind == "body" else block.kind)
    if manuscript.title is None:
        manuscript.title = next((b.text for b in blocks if b.kind == "headline"), None)
    if manuscript.author is None:
        manuscript.author = next(
            (who for b in blocks if b.kind == "credit" and (who := byline(b.text))), None
        )
    if not any(block.kind != "boilerplate" for block in blocks):
        warnings.append(
            "no article text was found in the page: it may be filled in by scripts, which are not run"
        )


def _parse(html: str) -> Any:
    from lxml import etree
    from lxml import html as lxml_html

    # A declared encoding would contradict the decoded text; NUL would end the parse.
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", html, count=1).replace("\0", "\ufffd")
    if not source.strip():
        return None
    parser = lxml_html.HTMLParser(
        recover=True,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        encoding="utf-8",
    )
    try:
        tree = lxml_html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise RefusedFile(
            "damaged",
            f"no page can be made of this HTML ({str(error)[:120]})",
            "save the page again, or as plain text",
        ) from error
    return tree


def _declared_charset(data: bytes) -> str | None:
    """The charset a `<meta>` or an XML declaration names near the start (WHATWG HTML, 13.2.3.2)."""
    match = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", data[:4096], re.IGNORECASE)
    if match is None:
        match = re.match(rb"\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,40})", data[:300])
    return match.group(1).decode("ascii") if match else None


@dataclass
class _Context:
    kind: SegmentKind | None = None  # what everything inside is, if the markup says
    in_article: bool = False
    link: bool = False
    pre: bool = False


@dataclass
class _Walk:
    """The visible text of a tree in document order, without recursion: pages nest as deep as they like."""

    tree: Any
    cells: int
    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    def blocks(self) -> Iterator[_Block]:
        from lxml import etree

        stack: list[_Context] = [_Context()]
        walk = etree.iterwalk(self.tree, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if not tag or tag in SKIPPED or len(stack) > _DEEPEST:
                    walk.skip_subtree()
                    stack.append(stack[-1])
                    continue
                context = _inside(element, tag, stack[-1])
                if tag in _BLOCK:
                    yield from self._flush(stack[-1])
                stack.append(context)
                if tag == "br":
                    self.pieces.append("\n")
                elif tag == "table":
                    rows = rows_of(element, self.cells)
                    if rows:
                        kind = context.kind if context.kind == "boilerplate" else "table"
                        yield _Block(
                            "", kind, context.in_article, 0.0, rows, caption_of(element), has_header(element)
                        )
                        walk.skip_subtree()
                        continue
                self._take(element.text, context)
            else:
                inner = stack.pop()
                if tag in _BLOCK:
                    yield from self._flush(inner)
                elif tag in ("td", "th"):
                    self.pieces.append(" ")
                self._take(element.tail, stack[-1])
        yield from self._flush(stack[0])

    def _take(self, text: str | None, context: _Context) -> None:
        if text:
            self.pieces.append(text if context.pre else _SPACE.sub(" ", text))
            if context.link:
                self.linked += len(text.strip())

    def _flush(self, context: _Context) -> Iterator[_Block]:
        if not self.pieces:
            return
        text = "".join(self.pieces)
        linked = self.linked
        self.pieces, self.linked = [], 0
        total = max(1, len(text.strip()))
        for part in re.split(r"\n[ \t]*\n\s*", text):
            lines = [line.strip() if not context.pre else line.rstrip() for line in part.split("\n")]
            stretch = "\n".join(line for line in lines if line.strip())
            if stretch.strip():
                kind = context.kind or "body"
                if kind == "caption" and is_credit_line(stretch):
                    kind = "credit"
                yield _Block(stretch, kind, context.in_article, min(1.0, linked / total))


def _inside(element: Any, tag: str, outer: _Context) -> _Context:
    """What the text inside an element is, given what it stands in."""
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"[:400]
    role = (element.get("role") or "").lower()
    in_article = outer.in_article or tag in ("article", "main") or role in ("main", "article")
    kind = outer.kind
    hidden = (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(element.get("style") or "") is not None
    )
    if tag in ("body", "html"):
        pass
    elif (
        hidden
        or tag in _FURNITURE
        or role in _FURNITURE_ROLES
        or (tag == "aside" and not in_article)
        or (tag in _BLOCK and not in_article and _FURNITURE_NAMES.search(names))
        or (tag in ("div", "section", "ul", "aside") and _FURNITURE_NAMES.search(names) and tag != "article")
    ):
        kind = "boilerplate"
    elif kind != "boilerplate":
        kind = _kind_of(tag, names, kind)
    return _Context(kind, in_article, outer.link or tag == "a", outer.pre or tag == "pre")


def _kind_of(tag: str, names: str, outer: SegmentKind | None) -> SegmentKind | None:
    if tag in ("figcaption", "figure") or (tag in _BLOCK | {"span"} and _CAPTION_NAMES.search(names)):
        return "credit" if _CREDIT_NAMES.search(names) else "caption"
    if outer == "caption" and _CREDIT_NAMES.search(names):
        return "credit"
    if tag in _BLOCK and (_CREDIT_NAMES.search(names) or _BYLINE_NAMES.search(names)):
        return "credit"
    if tag == "h1":
        return "headline"
    if tag in ("h2", "h3", "h4", "h5", "h6") and outer != "caption":
        return "header"
    if tag == "blockquote":
        return "quote"
    if tag in ("li", "dd", "dt") and outer is None:
        return "list"
    return outer


def _judge(blocks: list[_Block], html: str) -> None:
    """Mark as boilerplate what neither the markup nor trafilatura takes for part of the article."""
    main = _main_text(html)
    if not main:
        in_main = [False] * len(blocks)
    else:
        lines = {_squeezed(line) for line in main.splitlines()}
        whole = _squeezed(main) if len(main) < _SEARCHED_UP_TO else ""
        in_main = [(key := _squeezed(block.text)) in lines or bool(key and key in whole) for block in blocks]
    body = [index for index, block in enumerate(blocks) if in_main[index] and block.rows is None]
    first, last = (body[0], body[-1]) if body else (0, -1)
    for index, block in enumerate(blocks):
        if block.kind in ("boilerplate", "headline", "caption", "credit") or block.rows is not None:
            continue
        if in_main[index]:
            continue
        links = block.link_share > 0.6 and len(block.text) < 200
        if links or (len(main) > 200 and not block.in_article and not first <= index <= last):
            block.kind = "boilerplate"


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _main_text(html: str) -> str:
    if len(html) > _JUDGED_UP_TO:
        return ""
    import trafilatura

    try:
        found = trafilatura.extract(
            html, output_format="txt", include_comments=False, include_tables=True, favor_recall=True,
            with_metadata=False, deduplicate=False,
        )  # fmt: skip
    except (ValueError, TypeError, RecursionError, AttributeError, IndexError):
        return ""  # its judgement is a help, not a need
    return found or ""
