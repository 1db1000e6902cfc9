"""Programs that only some forms need, loaded when asked for."""

from __future__ import annotations

import importlib
from typing import Any


class NotInstalled(RuntimeError):
    """What makes a form of export is not installed."""


def needed(module: str, form: str) -> Any:
    """A module that is not part of the core.

    Raises:
        NotInstalled: says how to install it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise NotInstalled(
            f"{form} needs {module.partition('.')[0]}, which is not installed ({error}); run: pip install "
            "'accounted[files]'"
        ) from error
