"""How large the core install is: wheel and everything it needs, in a fresh environment. Bar: 300 MB.

python bench/install_size.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BAR_MB = 300


def size(folder: Path) -> float:
    """Megabytes on disk below a folder."""
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*") if path.is_file()) / 1e6


def main() -> int:
    """Build, install, measure; 1 when the bar is missed."""
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
        wheel = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(work / "wheel"), str(ROOT)]
        subprocess.run(wheel, check=True)
        built = next((work / "wheel").glob("*.whl"))
        venv.create(work / "env", with_pip=True)
        python = work / "env" / "bin" / "python"
        before = size(work / "env")
        install = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", str(built)]
        subprocess.run(install, check=True)
        installed = size(work / "env") - before
        packages = filter(Path.is_dir, (work / "env").glob("lib/*/site-packages/*"))
        parts = sorted(((size(one), one.name) for one in packages), reverse=True)
    print(f"{built.name}: {installed:.0f} MB installed, bar {BAR_MB} MB, ratio {installed / BAR_MB:.2f}")
    for megabytes, name in parts[:8]:
        print(f"  {megabytes:6.0f} MB  {name}")
    return int(installed > BAR_MB)


if __name__ == "__main__":
    sys.exit(main())
