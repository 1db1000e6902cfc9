"""What the other side has: sha256sum, bagit.py, a shell, Python without site packages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import bagit

import accounted.evidence


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )


def run_sh(bag: Path, *options: str | Path, shell: str = "dash") -> subprocess.CompletedProcess[str]:
    """The project's verify.sh, not the copy in the bag, which a forger may have changed."""
    return run(shell, verifier("verify.sh"), *options, bag, cwd=bag.parent)


def run_py(bag: Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-I", "-S", verifier("verify.py"), *options, bag, cwd=bag.parent)


def run_sums(bag: Path) -> subprocess.CompletedProcess[str]:
    return run("sha256sum", "--strict", "-c", "manifest-sha256.txt", "tagmanifest-sha256.txt", cwd=bag)


def bagit_refuses(bag: Path) -> bool:
    """What `bagit.py --validate` decides, without starting another Python."""
    try:
        bagit.Bag(str(bag)).validate()
    except bagit.BagError:
        return True
    return False


def run_bagit(bag: Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "bagit", "--validate", bag, cwd=bag.parent)


def verifier(name: str) -> Path:
    return Path(accounted.evidence.__file__).parent / "verifiers" / name
