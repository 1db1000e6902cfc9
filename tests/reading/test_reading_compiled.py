"""The compiled reader is used only for the sources it was made from, and reads as the sources do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from accounted import compiled
from accounted.compiled import LIST, CompiledModules, fingerprint, folder

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "bench"
FEW = ("reading/lexicons.py", "reading/marks.py", "reading/numbering.py", "reading/tokens.py")

READ_ALL = """
import json
import os
import sys
from accounted import compiled
from accounted.claims import Document
from accounted.places import Gazetteer
from accounted.reading import languages, read, to_contract
from accounted.reading.examples import examples

gazetteer = Gazetteer.load()
texts = {l: [e.text for e in examples(l)] for l in languages()}
for language, found in texts.items():
    found.append("\\n\\n".join(found))
sys.path.insert(0, os.environ["BENCH"])
import reading as bench
for language, found in texts.items():
    found.extend(bench.article(language, seed) for seed in range(5))
texts["en"].append("\\n\\n".join(texts["uk"][-1:] + texts["en"][-1:] + texts["ru"][-1:]))
print(compiled.in_use())
for language, found in texts.items():
    for text in found:
        for published in ("2022-10-05", None):
            reading = read(Document(text, language=language, published=published), gazetteer=gazetteer)
            print(json.dumps(to_contract(reading, None), ensure_ascii=False, sort_keys=True))
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of one module that was compiled."""
    monkeypatch.delenv("ACCOUNTED_COMPILED", raising=False)
    source = tmp_path / "reading" / "marks.py"
    source.parent.mkdir()
    source.write_text("MEANING = 1\n")
    made = folder(tmp_path)
    made.mkdir(parents=True)
    listed = {
        "modules": {"accounted.reading.marks": "accounted.reading.marks.so"},
        "sources": {"reading/marks.py": fingerprint(source)},
    }
    (made / LIST).write_text(json.dumps(listed))
    return tmp_path


def test_a_compiled_module_is_found_while_its_source_is_the_same(home: Path) -> None:
    found = CompiledModules(home).find_spec("accounted.reading.marks")
    assert found is not None and found.origin == str(folder(home) / "accounted.reading.marks.so")
    assert CompiledModules(home).find_spec("accounted.reading.tokens") is None
    assert CompiledModules(home).find_spec("json") is None


def test_an_edited_source_is_never_shadowed_by_what_was_compiled_before(home: Path) -> None:
    (home / "reading" / "marks.py").write_text("MEANING = 2\n")
    assert CompiledModules(home).find_spec("accounted.reading.marks") is None


def test_a_source_that_is_gone_leaves_nothing_compiled_in_use(home: Path) -> None:
    (home / "reading" / "marks.py").unlink()
    assert CompiledModules(home).modules() == {}


@pytest.mark.parametrize("listed", ["", "{", "{}", '{"sources": {}}'])
def test_a_damaged_list_leaves_nothing_compiled_in_use(home: Path, listed: str) -> None:
    (folder(home) / LIST).write_text(listed)
    assert CompiledModules(home).modules() == {}


def test_the_sources_can_be_asked_for_by_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNTED_COMPILED", "0")
    assert CompiledModules(home).modules() == {}


def _readings(package: Path, asked: str) -> tuple[str, str]:
    """Whether what was compiled is in use, and every reading of the samples."""
    told = {"ACCOUNTED_COMPILED": asked, "PYTHONPATH": str(package.parent), "BENCH": str(BENCH)}
    said = subprocess.run(
        [sys.executable, "-c", READ_ALL], capture_output=True, text=True, check=True,
        env={**os.environ, **told},
    ).stdout.partition("\n")  # fmt: skip
    return said[0], said[2]


@pytest.mark.slow
def test_the_compiled_reader_reads_as_the_sources_do() -> None:
    if not CompiledModules(compiled.HOME).modules():
        pytest.skip("NOT TESTED: the reader is not compiled for these sources; make compiled, then this test")
    compiled_says, sources_say = (_readings(compiled.HOME, asked) for asked in ("1", "0"))
    assert (compiled_says[0], sources_say[0]) == ("True", "False")
    assert compiled_says[1] == sources_say[1]


@pytest.mark.slow
def test_what_the_tool_compiles_here_is_used_and_reads_as_the_sources_do(tmp_path: Path) -> None:
    """A few modules in a copy of the package: all of them take minutes, and `make compiled` is for that."""
    package = tmp_path / "src" / "accounted"
    shutil.copytree(compiled.HOME, package, ignore=shutil.ignore_patterns("_compiled", "__pycache__", "*.so"))
    (tmp_path / "tools").mkdir()
    tool = Path(shutil.copy(ROOT / "tools" / "compile_reader.py", tmp_path / "tools"))
    made = subprocess.run(
        [sys.executable, str(tool), "--only", *FEW], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"NOT TESTED: nothing can be compiled here: {made.stderr.strip()}")
    some, none = (_readings(package, asked) for asked in ("1", "0"))
    assert (some[0], none[0]) == ("True", "False")
    assert some[1] == none[1]
