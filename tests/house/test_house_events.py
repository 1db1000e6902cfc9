"""Every event the custody log can hold is a term of the vocabulary; evidence itself imports none."""

from __future__ import annotations

import re
from pathlib import Path

from accounted.vocabulary import vocabulary

SOURCE = Path(__file__).resolve().parents[2] / "src" / "accounted"


def test_every_event_that_is_logged_is_a_term():
    logged: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        logged |= set(re.findall(r'event(?:: str)? ?= ?"([a-z_]+)"', text))
        logged |= set(re.findall(r'(?:note|draft_of)\(\s*"([a-z_]+)"', text))
    assert {"create", "ingest", "derive", "decide", "read", "checkpoint", "export"} <= logged
    assert logged <= set(vocabulary("custody_event").codes)
