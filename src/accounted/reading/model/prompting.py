"""What is sent to a model: our instructions, one piece of the text, and the form of the answer.

Nothing else leaves: no file name, no publisher, no other document, nothing of the archive.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from accounted.reading.model.schema import DATA, asked_for, written

OPEN, CLOSE = "<<<TEXT", "TEXT>>>"
_BROKEN = {OPEN: "«««TEXT", CLOSE: "TEXT»»»"}  # as long as the marks, so that offsets hold
LONGEST_ANSWER = 8_192  # tokens
SEED = 0


@cache
def instructions() -> str:
    """What the model is told, the same for every piece: `prompt.txt` beside this file."""
    return (DATA / "prompt.txt").read_text(encoding="utf-8")


@cache
def fingerprint() -> str:
    """SHA-256 of instructions and form: with model and text, what an answer was an answer to."""
    return hashlib.sha256((instructions() + written(asked_for())).encode()).hexdigest()


def fenced(text: str) -> str:
    """The text between its marks. A mark within the text cannot close it: it is broken, offsets kept."""
    for mark, broken in _BROKEN.items():
        text = text.replace(mark, broken)
    return f"{OPEN}\n{text}\n{CLOSE}"


def request(model: str, text: str) -> bytes:
    """The body of a chat completion that asks for the claims of one piece of text."""
    asked: dict[str, Any] = {
        "model": model,
        "messages": [
            {"role": "system", "content": instructions()},
            {"role": "user", "content": fenced(text)},
        ],
        "temperature": 0,
        "seed": SEED,
        "stream": False,
        "max_tokens": LONGEST_ANSWER,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "claims", "strict": True, "schema": asked_for()},
        },
    }
    return json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace")
