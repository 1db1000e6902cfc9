"""The generated parts of the reference: verbs and options from the command, terms from the vocabularies.

`python tests/docs/generated_pages.py` writes them anew between the marks; a test fails while they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from accounted.cli.application import VERBS, app
from accounted.vocabulary import vocabulary

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
VOCABULARIES = ROOT / "src" / "accounted" / "vocabulary" / "data"
# typer offers these for every verb that is made alone; they are no options of ours
NOT_OURS = {"--install-completion", "--show-completion"}


def commands() -> Iterator[tuple[str, Any]]:
    """Every verb as it is typed, with its command: `export bag` is one."""

    def below(path: str, command: Any) -> Iterator[tuple[str, Any]]:
        names = command.list_commands(None) if hasattr(command, "list_commands") else []
        if not names:
            yield path, command
        for name in names:
            yield from below(f"{path} {name}".strip(), command.get_command(None, name))

    yield from below("", typer.main.get_command(app))


def command_section(path: str, command: Any) -> str:
    """One verb: what it does, how it is typed, its arguments and options."""
    parameters = [p for p in command.params if not NOT_OURS & set(p.opts)]
    arguments = [_argument(p) for p in parameters if p.param_type_name == "argument"]
    options = [p for p in parameters if p.param_type_name == "option"]
    typed = " ".join(["accounted", path, *arguments, *(["[OPTIONS]"] if options else [])])
    lines = [f"### {path}", "", VERBS[path.split()[0]][1], "", f"    {typed}", ""]
    lines += ["| option | meaning |", "|---|---|"]
    lines += [f"| {_option(p)} | {_meaning(p)} |" for p in options]
    return "\n".join(lines) + "\n"


def _argument(parameter: Any) -> str:
    name = parameter.metavar or parameter.name.upper()
    name += " …" if parameter.nargs == -1 else ""
    return name if parameter.required else f"[{name}]"


def _option(parameter: Any) -> str:
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    if parameter.is_flag:
        return names
    return f"{names} {(parameter.metavar or _kind(parameter)).replace('|', chr(92) + '|')}"


def _kind(parameter: Any) -> str:
    return (
        {"path": "PATH", "directory": "PATH", "file": "PATH"}.get(parameter.type.name, "NUMBER")
        if (parameter.type.name != "text")
        else "TEXT"
    )


def _meaning(parameter: Any) -> str:
    words = " ".join((parameter.help or "").split()).replace("|", "\\|")
    more = []
    if parameter.required:
        more.append("must be given")
    if parameter.envvar:
        more.append(f"or `{parameter.envvar}`")
    default = parameter.default
    if isinstance(default, (str, int)) and not isinstance(default, bool) and default not in ("", 0):
        more.append(f"default: {default}")
    return words + (f" ({'; '.join(more)})" if more else "")


def command_sections() -> str:
    """All verbs, in the order of the help."""
    return "\n".join(command_section(path, command) for path, command in commands())


def vocabulary_table() -> str:
    """Every vocabulary: identifier, title, number of terms."""
    rows = ["| vocabulary | what it is | terms |", "|---|---|---:|"]
    for path in sorted(VOCABULARIES.glob("*.json")):
        found = vocabulary(path.stem)
        rows.append(f"| [`{path.stem}`](#{path.stem}) | {found.title} | {len(list(found))} |")
    return "\n".join(rows) + "\n"


def vocabulary_terms() -> str:
    """Every term of every vocabulary."""
    parts = []
    for path in sorted(VOCABULARIES.glob("*.json")):
        found = vocabulary(path.stem)
        rows = ["| code | label |", "|---|---|", *(f"| `{one.code}` | {_cell(one.label)} |" for one in found)]
        parts.append(f"### {found.title} {{ #{path.stem} }}\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


GENERATED = {
    "command-line.md": {"verbs": command_sections},
    "vocabulary.md": {"vocabularies": vocabulary_table, "terms": vocabulary_terms},
}


def part(page: str, name: str) -> re.Pattern[str]:
    """The place of a generated part in its page."""
    return re.compile(rf"(<!-- {name}: generated -->\n\n).*?(\n<!-- {name}: end -->)", re.DOTALL)


def main() -> None:
    """Write every generated part anew."""
    for page, parts in GENERATED.items():
        path = REFERENCE / page
        text = path.read_text(encoding="utf-8")
        for name, make in parts.items():
            made = make()
            text = part(page, name).sub(lambda found, made=made: found[1] + made + found[2], text)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
