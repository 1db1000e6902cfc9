"""Where a user's own keys and settings are, outside any archive."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def config_dir() -> Path:
    """Where this user's keys and settings are."""
    if named := os.environ.get("ACCOUNTED_CONFIG"):
        return Path(named).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", "~")).expanduser() / "accounted"
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/accounted").expanduser()
    return Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "accounted"
