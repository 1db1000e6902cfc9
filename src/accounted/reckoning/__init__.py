"""How many, as the sources allow, and why: many overlapping, updated, copied, conflicting numbers reckoned.

from accounted.reckoning import PlaceNode, Question, Statement, World, reckon

world = World(
    statements=(
        Statement("a", "bodies_found", 534, 534, place="oblast", as_of="2022-10-07", origin="police"),
        Statement("b", "bodies_found", 447, None, place="town", as_of="2022-10-07", origin="police"),
    ),
    places=(PlaceNode("oblast", "the oblast"), PlaceNode("town", "the town", containers=("oblast",))),
)
answer = reckon(world, Question("bodies_found", "oblast"))
answer.range     # (534, 534), never 981

`reckon` answers one question, under one policy or all; `reckon_all` every place of one basis in one pass;
`as_known` how an answer grew as things became known. A `Reckoner` keeps what it worked out of a world, for
many questions. Nothing here reads a clock, a file or a database; the same input gives the same bytes.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounted.reckoning.answer import Answer, Contradiction, KnownOn, PolicyAnswer, SetAside
    from accounted.reckoning.independence import Suggestion, suggest_syndication
    from accounted.reckoning.programme import NeedsHiGHS
    from accounted.reckoning.question import (
        METHODOLOGY_VERSION,
        POLICIES,
        Question,
        WrongQuestion,
        WrongWorld,
    )
    from accounted.reckoning.reckoner import PlaceRange, Reckoner, as_known, reckon, reckon_all
    from accounted.reckoning.statements import (
        Conversion,
        Denial,
        ExcerptRef,
        PlaceNode,
        Relation,
        Statement,
        World,
    )

_HOME = {
    "statements": ("Conversion", "Denial", "ExcerptRef", "PlaceNode", "Relation", "Statement", "World"),
    "question": ("METHODOLOGY_VERSION", "POLICIES", "Question", "WrongQuestion", "WrongWorld"),
    "answer": ("Answer", "Contradiction", "KnownOn", "PolicyAnswer", "SetAside"),
    "independence": ("Suggestion", "suggest_syndication"),
    "programme": ("NeedsHiGHS",),
    "reckoner": ("PlaceRange", "Reckoner", "as_known", "reckon", "reckon_all"),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [  # noqa: RUF022  in the order of use
    "Question",
    "Statement",
    "PlaceNode",
    "ExcerptRef",
    "Denial",
    "Relation",
    "Conversion",
    "World",
    "Answer",
    "PolicyAnswer",
    "Contradiction",
    "SetAside",
    "KnownOn",
    "PlaceRange",
    "Reckoner",
    "reckon",
    "reckon_all",
    "as_known",
    "Suggestion",
    "suggest_syndication",
    "POLICIES",
    "METHODOLOGY_VERSION",
    "WrongQuestion",
    "WrongWorld",
    "NeedsHiGHS",
]


def __getattr__(name: str) -> object:
    if name in _MODULE_OF:
        return getattr(importlib.import_module(f"accounted.reckoning.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
