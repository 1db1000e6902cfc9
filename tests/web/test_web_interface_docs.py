"""The examples of docs/reference/interface.md do what they say."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "interface.md"


def test_the_examples_run_from_the_first_to_the_last(live):
    from accounted.web.access import tokens

    archive = live.workspace.archive
    _, token = tokens.create(
        live.workspace.user("analyst"),
        title="examples",
        role="analyst",
        archive=archive.id,
        expires=archive.now() + timedelta(days=1),
        now=archive.now(),
    )
    examples = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert len(examples) >= 7
    known = {"ADDRESS": live.address, "TOKEN": token}
    for example in examples:
        exec(compile(example, str(PAGE), "exec"), known)  # the examples are ours
    assert known["upload"]["files"]
