"""Forms of entries: fields of the data dictionary as inputs, and what was typed as values on claims."""

from accounted.web.entry_forms.inputs import GroupOfInputs, Input, blank, of_entry
from accounted.web.entry_forms.reading import Typed, read

__all__ = ["GroupOfInputs", "Input", "Typed", "blank", "of_entry", "read"]
