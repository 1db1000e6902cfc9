"""Accounted: casualty recording and atrocity evidence. Every account kept, every person counted."""

from accounted import compiled

__version__ = "0.1.0"

compiled.use()
