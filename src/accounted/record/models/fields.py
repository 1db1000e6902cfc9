"""The kinds of column the data dictionary speaks of: codes, partial dates, counts."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q


def identifier() -> models.CharField:
    """A ULID behind a prefix (see `accounted.record.identifiers`)."""
    return models.CharField(primary_key=True, max_length=40, editable=False)


def reference(to: str, name: str = "+", **options: Any) -> models.ForeignKey:
    """A reference that may be empty and that keeps its target from being deleted."""
    return models.ForeignKey(to, on_delete=models.PROTECT, null=True, related_name=name, **options)


class CodeField(models.CharField):
    """One term of a controlled vocabulary. Decisions refuse a code the vocabulary does not know."""

    def __init__(self, vocabulary: str, **options: Any) -> None:
        self.vocabulary = vocabulary
        options.setdefault("max_length", 48)
        super().__init__(**options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """As Django asks: how to write this field in a migration."""
        name, path, args, options = super().deconstruct()
        return name, path, [self.vocabulary, *args], options


class CodesField(models.JSONField):
    """Several terms of a controlled vocabulary, in the order given."""

    def __init__(self, vocabulary: str, **options: Any) -> None:
        self.vocabulary = vocabulary
        options.setdefault("default", list)
        super().__init__(**options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """As Django asks: how to write this field in a migration."""
        name, path, args, options = super().deconstruct()
        return name, path, [self.vocabulary, *args], options


class EdtfField(models.CharField):
    """A date as precise as the source is, no more (`accounted.dates`)."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 120)
        super().__init__(**options)


def code(vocabulary: str, *, required: bool = False, **options: Any) -> CodeField:
    """A column for one code; empty unless `required` or given a default."""
    if not required and "default" not in options:
        options["null"] = True
    return CodeField(vocabulary, **options)


# For a reference of a million rows that is followed in one direction only. A database that checks it would
# look through the whole table for each row it points to, or keep an index that nothing else uses.
UNCHECKED: dict[str, Any] = {"db_index": False, "db_constraint": False}


def text(**options: Any) -> models.TextField:
    """A text that may be empty."""
    return models.TextField(null=True, **options)


def edtf(**options: Any) -> EdtfField:
    """A date that may be empty."""
    return EdtfField(null=True, **options)


def ordered_count(name: str, prefix: str = "") -> list[CheckConstraint]:
    """The constraints of a count (rule D-02).

    low ≤ best ≤ high, none below zero, and "more than" states no best.
    """
    low, best, high = f"{prefix}low", f"{prefix}best", f"{prefix}high"
    quantifier = f"{prefix}quantifier"
    # A comparison with an empty column is neither true nor false, and a check passes unless it is false.
    return [
        CheckConstraint(condition=Q(**{f"{low}__lte": F(best)}), name=f"{name}_low_not_above_best"),
        CheckConstraint(condition=Q(**{f"{best}__lte": F(high)}), name=f"{name}_best_not_above_high"),
        CheckConstraint(condition=Q(**{f"{low}__lte": F(high)}), name=f"{name}_low_not_above_high"),
        CheckConstraint(condition=Q(**{f"{low}__gte": 0}), name=f"{name}_low_not_below_zero"),
        CheckConstraint(condition=Q(**{f"{best}__gte": 0}), name=f"{name}_best_not_below_zero"),
        CheckConstraint(condition=Q(**{f"{high}__gte": 0}), name=f"{name}_high_not_below_zero"),
        CheckConstraint(
            condition=~Q(**{quantifier: "more_than"})
            | Q(**{f"{best}__isnull": True, f"{high}__isnull": True}),
            name=f"{name}_more_than_states_no_best",
        ),
    ]
