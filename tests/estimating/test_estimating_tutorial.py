"""The tutorial is executed as it stands."""

from __future__ import annotations

import re
from pathlib import Path

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "kosovo.md"


def test_every_block_of_the_tutorial_runs_and_ends_in_a_paragraph_with_its_limits(capsys):
    blocks = re.findall(r"```python\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.S)
    names: dict[str, object] = {}
    for number, block in enumerate(blocks, start=1):
        exec(compile(block, f"kosovo.md, block {number}", "exec"), names)
    paragraph = str(names["paragraph"])
    assert "4,400 people are documented" in paragraph
    assert "holds if" in paragraph
    assert "95% interval" in paragraph
    assert paragraph in capsys.readouterr().out
