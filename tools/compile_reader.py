"""Compile the reader and the gazetteer to machine code with mypyc: they read the same, faster.

    python tools/compile_reader.py                  for this tree, in a folder of their own
    python tools/compile_reader.py --into FOLDER    elsewhere, as the build of a wheel does
    python tools/compile_reader.py --if-possible    say why, and go on, where it cannot be done here
    python tools/compile_reader.py --only reading/marks.py reading/tokens.py    these alone, as a trial

Needs mypy (which brings mypyc), setuptools and a C compiler with the headers of Python. `accounted.compiled`
uses what is made here while the sources are those it was made from.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src"
sys.path.insert(0, str(SOURCES))
os.environ["ACCOUNTED_COMPILED"] = "0"
from accounted.compiled import HOME, LIST, fingerprint, folder  # noqa: E402

# By room, what is left as it is: what runs once, talks to other processes, or others may stand in for.
LEFT = {
    "reading": {"__init__", "contract", "examples", "many"},
    "reading/when": {"__init__"},
    "places": {"__init__", "asking", "cache", "compiling", "material", "outlines", "place"},
}
SETUP = """\
import sys
from mypyc.build import mypycify
from setuptools import setup
modules = sys.argv.pop().split()
# Each module by itself, so that the compiler works on several at once.
setup(name="compiled", ext_modules=mypycify(modules, opt_level="1", debug_level="0", separate=True))
"""
MYPY = "[mypy]\npython_version = 3.11\nignore_missing_imports = True\nfollow_imports = silent\n"


class NotCompiled(RuntimeError):
    """Something that compiling needs is missing or failed; the message is its last words."""


def compiled_modules(home: Path = HOME) -> list[str]:
    """The sources that are compiled, relative to the package."""
    return [
        str(path.relative_to(home))
        for room, left in LEFT.items()
        for path in sorted((home / room).glob("*.py"))
        if path.stem not in left
    ]


def compile_into(destination: Path, sources: list[str]) -> None:
    """Compile, and put the modules with the list of their sources into a folder, all or nothing."""
    with tempfile.TemporaryDirectory(prefix="accounted-compiled-") as name:
        work = Path(name)
        shutil.copytree(
            HOME, work / "accounted", ignore=shutil.ignore_patterns("_compiled", "__pycache__", "*.so")
        )
        prints = {source: fingerprint(work / "accounted" / source) for source in sources}
        (work / "mypy.ini").write_text(MYPY)
        (work / "setup.py").write_text(SETUP)
        named = " ".join(f"accounted/{source}" for source in sources)
        done = subprocess.run(  # noqa: S603
            [
                sys.executable, "setup.py", "-q", "build_ext", "--inplace",
                "--parallel", str(os.cpu_count() or 1), named,
            ],
            cwd=work, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )  # fmt: skip
        if done.returncode:
            said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            raise NotCompiled(said[-1] if said else "the compiler said nothing")
        made = folder(work / "fresh")
        made.mkdir(parents=True)
        modules = {}
        for library in [*work.glob("*.so"), *(work / "accounted").rglob("*.so")]:
            module = ".".join((*library.relative_to(work).parts[:-1], library.name.split(".")[0]))
            shutil.copy(library, made / f"{module}.so")
            modules[module] = f"{module}.so"
        listed = {"modules": dict(sorted(modules.items())), "sources": prints}
        (made / LIST).write_text(json.dumps(listed, indent=1) + "\n")
        if destination.exists():
            shutil.rmtree(destination)
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, destination)


def main() -> int:
    """Compile as the command line asks."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--into", type=Path, default=folder(), metavar="FOLDER")
    asked.add_argument("--if-possible", action="store_true")
    asked.add_argument("--only", nargs="+", metavar="SOURCE", help="these sources alone, for a trial")
    given = asked.parse_args()
    try:
        compile_into(given.into, given.only or compiled_modules())
    except NotCompiled as trouble:
        print(f"the reader was not compiled, and reads as well in twice the time: {trouble}", file=sys.stderr)
        return 0 if given.if_possible else 1
    print(f"the reader is compiled: {given.into}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
