"""The tutorial is executed as it stands, page and notebook being one text.

Run as a program, this writes the notebook from the page.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "kosovo.md"
NOTEBOOK = PAGE.with_suffix(".ipynb")


def cells(page: str) -> list[dict[str, object]]:
    """The page as the cells of a notebook: words between blocks, and blocks."""
    found: list[dict[str, object]] = []
    for at, text in enumerate(re.split(r"```python\n(.*?)```", page, flags=re.S)):
        if not text.strip():
            continue
        lines = text.strip().splitlines(keepends=True)
        kind: dict[str, object] = {"cell_type": "markdown", "metadata": {}}
        if at % 2:
            kind = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
        found.append({"id": f"cell-{len(found)}", **kind, "source": lines})
    return found


def notebook() -> str:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = {
        "cells": cells(PAGE.read_text(encoding="utf-8")),
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def test_the_notebook_is_the_page():
    assert NOTEBOOK.read_text(encoding="utf-8") == notebook(), f"run python {Path(__file__).name}"


def test_every_cell_of_the_notebook_runs_and_the_last_is_a_paragraph_with_its_limits(capsys):
    names: dict[str, object] = {}
    for number, cell in enumerate(json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"], start=1):
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"kosovo.ipynb, cell {number}", "exec"), names)
    paragraph = str(names["paragraph"])
    assert "4,400 people are documented" in paragraph
    assert "holds if" in paragraph
    assert "95% interval" in paragraph
    assert paragraph in capsys.readouterr().out


if __name__ == "__main__":
    NOTEBOOK.write_text(notebook(), encoding="utf-8")
