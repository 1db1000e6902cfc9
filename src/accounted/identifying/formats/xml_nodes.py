"""XML as plain nodes that know their line, read without entities or anything fetched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import escape

from accounted.identifying.errors import IdentifyingError
from accounted.identifying.formats.text import bytes_of


@dataclass
class Node:
    """An element: its name without namespace, attributes (the same), text and children."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> Iterator[Node]:
        """The children of a name."""
        return (child for child in self.children if child.name == name)

    def first(self, *path: str) -> Node | None:
        """The first element along a path of names."""
        node: Node | None = self
        for name in path:
            node = next(node.all(name), None) if node is not None else None
        return node

    def words(self, *path: str) -> str:
        """The text of the first element along a path; empty where there is none."""
        found = self.first(*path)
        return found.text.strip() if found is not None else ""


class _Handler(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self.open: list[Node] = []
        self.place: Any = None

    def setDocumentLocator(self, locator: Any) -> None:
        self.place = locator

    def startElement(self, name: str, attrs: Any) -> None:
        attributes = {key.rpartition(":")[2]: attrs[key] for key in attrs.getNames()}
        node = Node(name.rpartition(":")[2], self.place.getLineNumber(), attributes)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def endElement(self, name: str) -> None:
        self.open.pop()

    def characters(self, content: str) -> None:
        self.open[-1].text += content


def parse_xml(path: Path) -> Node:
    """The root of an XML file.

    Raises:
        IdentifyingError: it is no well-formed XML, or uses what such files have no need of (entities).
    """
    from xml.sax import SAXParseException

    from defusedxml import DefusedXmlException
    from defusedxml.sax import parse

    handler = _Handler()
    try:
        parse(BytesIO(bytes_of(path)), handler)
    except SAXParseException as error:
        raise IdentifyingError(
            f"{path}, line {error.getLineNumber()}: not well-formed ({error.getMessage()}); export it again"
        ) from None
    except DefusedXmlException:
        raise IdentifyingError(
            f"{path}: the XML declares entities, which no laboratory file needs; export it again, and ask "
            "where it comes from"
        ) from None
    if handler.root is None:
        raise IdentifyingError(f"{path}: the XML has no content; export it again")
    return handler.root


class XmlText:
    """XML written line by line, indented."""

    def __init__(self) -> None:
        self.lines = ['<?xml version="1.0" encoding="UTF-8"?>']
        self.open: list[str] = []

    def start(self, name: str, attributes: str = "") -> None:
        """Open an element."""
        self.lines.append("  " * len(self.open) + f"<{name}{' ' + attributes if attributes else ''}>")
        self.open.append(name)

    def end(self) -> None:
        """Close the element opened last."""
        name = self.open.pop()
        self.lines.append("  " * len(self.open) + f"</{name}>")

    def leaf(self, name: str, text: object) -> None:
        """An element with text."""
        self.lines.append("  " * len(self.open) + f"<{name}>{escape(str(text))}</{name}>")

    def empty(self, name: str, attributes: str) -> None:
        """An element with attributes only."""
        self.lines.append("  " * len(self.open) + f"<{name} {attributes}/>")

    def __str__(self) -> str:
        return "\n".join(self.lines) + "\n"
