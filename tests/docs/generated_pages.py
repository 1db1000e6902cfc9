"""The generated parts of the pages: verbs from the command, terms from the vocabularies, worked examples and
the words of numbers from the lexicons.

`python tests/docs/generated_pages.py` writes them anew between the marks; a test fails while they differ.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer

from accounted.cli.application import VERBS, app
from accounted.reading import languages
from accounted.reading.examples import Example, examples
from accounted.reading.lexicons import DATA
from accounted.reporting.exports import FORMS, target_of
from accounted.vocabulary import vocabulary

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
VOCABULARIES = ROOT / "src" / "accounted" / "vocabulary" / "data"
# typer offers these for every verb that is made alone; they are no options of ours
NOT_OURS = {"--install-completion", "--show-completion"}


def commands() -> Iterator[tuple[str, Any]]:
    """Every verb as it is typed, with its command: `export bag` is one."""

    def below(path: str, command: Any) -> Iterator[tuple[str, Any]]:
        names = command.list_commands(None) if hasattr(command, "list_commands") else []
        if not names or (path and command.invoke_without_command):
            yield path, command
        # what a group does without naming one of its verbs: `link FILE`
        for name, own in getattr(command, "commands", {}).items():
            if path and names and name not in names:
                yield path, own
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


# The parts of “How the reader decides”, as the examples name them.
READER_PARTS = (
    "numbers", "more", "passed-over", "conditions", "wholes", "repeats", "speakers", "places", "dates",
    "parties", "findings", "denials",
)  # fmt: skip
READERS = ("en", *(language for language in languages() if language != "en"))


def reader_part(name: str) -> str:
    """Every rule of a part with its example in each language, English first."""
    rules: dict[str, list[Example]] = {}
    for language in READERS:
        for example in examples(language):
            if example.part == name:
                rules.setdefault(example.rule, []).append(example)
    parts = []
    for rule, found in rules.items():
        note = next((e.note for e in found if e.note), "")
        blocks = "\n\n".join("\n".join(e.lines()) for e in found)
        parts.append(f"**{rule}.** {note}".rstrip() + f"\n\n```reader\n{blocks}\n```\n")
    return "\n".join(parts)


def words_of_numbers() -> str:
    """The words before and after a number, and the vague ones, with what they mean, by language."""
    rows: dict[str, dict[str, list[str]]] = {}
    for language in READERS:
        for file, kind in (("quantifiers", "quantifier"), ("numbers", "vague")):
            tables = tomllib.loads((DATA / language / f"{file}.toml").read_text(encoding="utf-8"))[kind]
            for table in tables:
                meaning = table["quantifier"].replace("_", " ")
                if kind == "vague":
                    meaning += f" (from {table['low']:,})" if "low" in table else " (no number)"
                forms = table["forms"]
                listed = [f for one in forms.values() for f in one] if isinstance(forms, dict) else forms
                rows.setdefault(meaning, {}).setdefault(language, []).extend(listed[:6])
    lines = ["| | " + " | ".join(READERS) + " |", "|---|" + "---|" * len(READERS)]
    for meaning, words in rows.items():
        lines.append(
            f"| {meaning} | " + " | ".join(_cell(", ".join(words.get(x, []))) for x in READERS) + " |"
        )
    return "\n".join(lines) + "\n"


def _reader_part(name: str) -> Callable[[], str]:
    return lambda: reader_part(name)


def export_sections() -> str:
    """Every form of export: its fields, and what it loses."""
    parts = []
    for form in FORMS:
        found = target_of(form)
        rows = [f"| `{field.name}` | {_cell(field.meaning)} |" for field in found.fields]
        fields = ["| field | what stands in it |", "|---|---|", *rows] if rows else ["As the report has it."]
        losses = [f"- {_cell(loss)}" for loss in found.losses]
        head = f"## {form}: {found.title} {{ #{form} }}"
        parts.append("\n".join([head, "", *fields, "", "What it cannot hold:", "", *losses]))
    return "\n\n".join(parts) + "\n"


def roles() -> str:
    """Who may do what in the workspace: capabilities by role."""
    from accounted.web.access.roles import CAPABILITIES, ROLES

    lines = ["| | " + " | ".join(role.title for role in ROLES.values()) + " |", "|---|" + ":-:|" * len(ROLES)]
    for code, words in CAPABILITIES.items():
        marks = ("●" if code in role.capabilities else "" for role in ROLES.values())
        lines.append(f"| {_cell(words)} | " + " | ".join(marks) + " |")
    levels = (", ".join(role.confidentiality).replace("_", " ") for role in ROLES.values())
    lines.append("| *levels of confidentiality they see* | " + " | ".join(levels) + " |")
    return "\n".join(lines) + "\n"


GENERATED: dict[str, dict[str, Callable[[], str]]] = {
    "reference/command-line.md": {"verbs": command_sections},
    "reference/exports.md": {"exports": export_sections},
    "reference/workspace.md": {"roles": roles},
    "reference/vocabulary.md": {"vocabularies": vocabulary_table, "terms": vocabulary_terms},
    "explanation/how-the-reader-decides.md": {
        "words of numbers": words_of_numbers,
        **{name: _reader_part(name) for name in READER_PARTS},
    },
}


def part(page: str, name: str) -> re.Pattern[str]:
    """The place of a generated part in its page."""
    return re.compile(rf"(<!-- {name}: generated -->\n\n).*?(\n<!-- {name}: end -->)", re.DOTALL)


def main() -> None:
    """Write every generated part anew."""
    for page, parts in GENERATED.items():
        path = DOCS / page
        text = path.read_text(encoding="utf-8")
        for name, make in parts.items():
            made = make()
            text = part(page, name).sub(lambda found, made=made: found[1] + made + found[2], text)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
