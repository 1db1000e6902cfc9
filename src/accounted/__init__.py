"""Accounted: casualty recording and atrocity evidence. Every account kept, every person counted."""

__version__ = "0.1.0"
