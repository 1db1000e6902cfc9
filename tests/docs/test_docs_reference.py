"""The reference is what the program does: every verb, option, vocabulary, rule and file it names exists."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SPEC = importlib.util.spec_from_file_location(
    "generated_pages", Path(__file__).with_name("generated_pages.py")
)
assert SPEC and SPEC.loader
generated_pages = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(generated_pages)
WRITE = "run: python tests/docs/generated_pages.py"


@pytest.mark.parametrize(
    ("page", "name"), [(p, n) for p, parts in generated_pages.GENERATED.items() for n in parts]
)
def test_generated_parts_are_what_the_program_says_now(page, name):
    text = (DOCS / page).read_text(encoding="utf-8")
    found = generated_pages.part(page, name).search(text)
    assert found, f"{page} has no place for {name}"
    written = found[0].removeprefix(found[1]).removesuffix(found[2])
    assert written == generated_pages.GENERATED[page][name](), f"{page} is out of date; {WRITE}"


def test_every_verb_and_option_is_on_the_page():
    page = (DOCS / "reference" / "command-line.md").read_text(encoding="utf-8")
    for path, command in generated_pages.commands():
        section = page.split(f"\n### {path}\n", 1)[1].split("\n### ", 1)[0]
        for parameter in command.params:
            for name in set(parameter.opts) - generated_pages.NOT_OURS:
                if name.startswith("-"):
                    assert f"`{name}`" in section, f"accounted {path} {name}; {WRITE}"


def test_every_command_shown_in_the_documentation_exists():
    """Verbs and options of `accounted …` in code blocks and code spans of every page."""
    known = {
        path: {name for p in command.params for name in (*p.opts, *p.secondary_opts)} | {"--help"}
        for path, command in generated_pages.commands()
    }
    checked = 0
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        text = page.read_text(encoding="utf-8").replace("\\\n", " ")
        for line in re.findall(r"^ *(?:\$ )?(?:[A-Z_]+=\S+ )*accounted ([a-z].*)$", text, re.MULTILINE):
            verb = next(
                (v for v in sorted(known, key=len, reverse=True) if f"{line} ".startswith(f"{v} ")), None
            )
            assert verb, f"{page.name}: accounted {line}"
            for option in re.findall(r"(?<=\s)(--?[a-z][a-z-]*)", re.sub(r"#.*|\"[^\"]*\"|\|.*", "", line)):
                assert option in known[verb], f"{page.name}: accounted {line}: no option {option}"
            checked += 1
    assert checked > 30


def test_a_report_names_the_rules_that_the_page_of_rules_calls_kept_and_no_other():
    from accounted.reporting.methodology import METHODOLOGY, NOT_ENFORCED, RULES, spans

    page = (DOCS / "reference" / "rules.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| D-(\d\d) \|(.*)\|$", page, re.MULTILINE))
    assert len(rows) == RULES
    assert {int(rule) for rule, row in rows.items() if "not yet" in row.lower()} == NOT_ENFORCED, (
        "docs/reference/rules.md and reporting.methodology.NOT_ENFORCED differ"
    )
    assert spans({1, 2, 3, 5, 7, 8}) == "D-01 to D-03, D-05, D-07, D-08"
    assert "D-33" not in METHODOLOGY and "D-36" not in METHODOLOGY and "D-35 to D-38" in METHODOLOGY


def test_every_rule_has_its_row_and_what_a_row_names_exists():
    page = (DOCS / "reference" / "rules.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (D-\d\d) \|(.*)\|$", page, re.MULTILINE))
    assert list(rows) == [f"D-{number:02}" for number in range(1, 41)]
    for rule, row in rows.items():
        for module in re.findall(
            r"`((?:accounted|record|reporting|reading|places|names|evidence|dates)[\w.]*)`", row
        ):
            path = ROOT / "src" / Path("accounted", *module.removeprefix("accounted.").split("."))
            assert path.is_dir() or path.with_suffix(".py").exists(), f"{rule}: there is no module {module}"
        for test in re.findall(r"`(tests/[\w/.]+)`", row):
            assert (ROOT / test).exists(), f"{rule}: there is no {test}"
        assert (
            re.search(r"`(accounted|record|reporting|reading|places|names|evidence|dates)", row)
            or "not yet" in row
        )


def test_every_page_of_the_navigation_exists_and_every_page_is_in_it():
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:", 1)[1]
    named = set(re.findall(r"([\w/-]+\.md)", navigation))
    there = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")}
    assert named <= there, f"named and missing: {sorted(named - there)}"
    assert there <= named, f"in no navigation: {sorted(there - named)}"


def test_no_page_loads_anything_from_another_host():
    for path in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        assert not re.search(
            r"!\[[^]]*\]\(https?:|<(?:script|img|link)[^>]+https?:", path.read_text("utf-8")
        ), path


def test_every_key_of_the_reading_contract_is_on_the_page():
    from accounted.claims import Document
    from accounted.places import Gazetteer
    from accounted.reading import read, to_contract

    text = "Out of 57 bodies, 20 were women, said Ihor Malenko. Russia denied the accusations in Lubny."
    document = Document(text=text, language="en", published="2025-05-14")
    contract = to_contract(read(document, gazetteer=Gazetteer.load()), "x.txt")
    assert _keys(contract) - {"text"} <= _named("json.md")


def test_every_key_of_added_listed_and_logged_things_is_on_the_page():
    from dataclasses import fields

    from accounted.record.intake import KeptItem, RefusedFileNote, Skipped
    from accounted.record.queries import CustodyLine, ItemOnRecord

    for kind in (KeptItem, RefusedFileNote, Skipped, ItemOnRecord, CustodyLine):
        assert {field.name for field in fields(kind)} <= _named("json.md"), kind


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


def _named(page: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", (DOCS / "reference" / page).read_text(encoding="utf-8")))
