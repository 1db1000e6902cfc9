"""Answers of a language model, as a server would give them: good ones, and every kind of bad one."""

from __future__ import annotations

import json
from typing import Any

STATEMENT = """\
Police: bodies recovered near Izium

At least 41 bodies were exhumed at a burial site near Izium, the regional police said on 12 September 2022.

Out of 57 bodies, 20 were women, said Ihor Malenko, the head of the investigators. He named no one.

A soldier was wounded on the same day, an officer of the regional police said.
"""


def claim(exact: str, **more: Any) -> dict[str, Any]:
    """A claim as a model would write it: a testimony unless told otherwise."""
    return {
        "id": "c1", "kind": "testimony", "excerpt": {"exact": exact, "start": None}, "modality": "asserts",
        "speaker": None, "place": None, "date": None, "party": None, "what": [], "denies": [], "tally": None,
        "dates": [], "body_regions": [], "extent": None, "methods": [], "victims": None, "body": None,
        "scope": None, "status": None, "proximity": None, **more,
    }  # fmt: skip


def tally(exact: str, *numbers: int | None, basis: str = "bodies_found", **more: Any) -> dict[str, Any]:
    """A tally as a model would write it; `numbers` are low, best, high, or one for all three."""
    low, best, high = numbers * 3 if len(numbers) == 1 else numbers
    of = {
        "basis": basis, "quantifier": "exact", "low": low, "best": best, "high": high, "group": [],
        "incremental": False, "victims": True, "partition_of": None,
    }  # fmt: skip
    return claim(exact, **{"kind": "tally", "tally": {**of, **more.pop("of", {})}, **more})


EVENTS = """\
Prosecutors opened a criminal case into the torture of two farmers near Lubny, the regional prosecutor said.

Some of the bodies had their hands tied with rope, the investigators said. The soldiers beat the farmers with
rifle butts. A farmer recalled the beatings.

The ministry denied shelling the market. As of 5 May 2022, 31 civilians were killed since 1 March 2022.
"""


def speaker(text: str, *via: str) -> dict[str, Any]:
    """Whom a claim is credited to."""
    return {"text": text, "via": [{"text": one} for one in via]}


def completion(content: str, finish: str = "stop") -> bytes:
    """A chat completion with this text."""
    message = {"role": "assistant", "content": content}
    return json.dumps({"choices": [{"index": 0, "message": message, "finish_reason": finish}]}).encode()


def answer(*claims: dict[str, Any]) -> bytes:
    """A chat completion that lists these claims."""
    return completion(json.dumps({"claims": claims}, ensure_ascii=False))


GOOD = (
    tally(
        "At least 41 bodies", 41, None, None, id="c1", basis="bodies_exhumed",
        speaker=speaker("the regional police"), place={"text": "Izium"},
        date={"text": "12 September 2022", "role": "statement"},
    ),
    tally("57 bodies", 57, id="c2", speaker=speaker("Ihor Malenko")),
    tally(
        "20 were women", 20, id="c3", speaker=speaker("Ihor Malenko"),
        of={"group": ["female"], "partition_of": "c2"},
    ),
)  # fmt: skip

OF_EVENTS = (
    claim(
        "opened a criminal case", id="c1", kind="investigation", modality="investigates", status="open",
        body={"text": "Prosecutors"}, scope={"text": "the torture of two farmers"},
        what=["criminal_national"],
    ),
    claim(
        "hands tied with rope", id="c2", kind="finding", what=["restraint_hands"],
        body_regions=["wrist_hand"], extent="Some",
    ),
    claim(
        "beat the farmers with\nrifle butts", id="c3", kind="act", what=["beating"], methods=["03.01"],
        victims={"text": "the farmers"}, party={"text": "The soldiers"},
    ),
    claim("A farmer recalled the beatings", id="c4", proximity="direct"),
    claim("denied shelling the market", id="c5", kind="denial", modality="denies",
          scope={"text": "shelling the market"}),
    tally(
        "31 civilians were killed", 31, id="c6", basis="killed",
        date={"text": "As of 5 May 2022", "role": "as_of"},
        dates=[{"text": "since 1 March 2022", "role": "act"}, {"text": "As of 5 May 2022", "role": "as_of"}],
    ),
)  # fmt: skip
