"""Numbers of INTERPOL's forms: PM for a body or part (pink form), AM for a missing person (yellow form).

Every body *and every part* has a PM number of its own; parts that belong together later keep theirs. A
number is the prefix, what the event puts in front (country, site), a sequence and, for a part, another
sequence: `PM-UA-IZ1-0012/3`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from accounted.identifying.errors import InvalidProfile

_NUMBER = re.compile(
    r"^(?P<form>PM|AM)(?=[\s._-]|\d)[\s._-]*(?P<before>(?:[A-Z0-9]+[\s._-]+)*?)(?P<sequence>\d+)(?:[/](?P<part>\d+))?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class FormNumber:
    """A number of a form. `before` are the groups that the event puts in front; `part` counts parts."""

    form: Literal["PM", "AM"]
    sequence: int
    before: tuple[str, ...] = ()
    part: int | None = None

    @property
    def written(self) -> str:
        """As it is written here, sorted as it counts: `PM-UA-0012/3`."""
        end = f"/{self.part}" if self.part is not None else ""
        return "-".join([self.form, *self.before, f"{self.sequence:04d}"]) + end

    @property
    def body(self) -> FormNumber:
        """The number without its part."""
        return FormNumber(self.form, self.sequence, self.before)


def form_number(written: str) -> FormNumber | None:
    """The number of a form, or None where the identifier is not one."""
    found = _NUMBER.match(written.strip())
    if found is None:
        return None
    before = tuple(part.upper() for part in re.split(r"[\s._-]+", found["before"]) if part)
    form: Literal["PM", "AM"] = "PM" if found["form"].upper() == "PM" else "AM"
    return FormNumber(form, int(found["sequence"]), before, int(found["part"]) if found["part"] else None)


def check_form(identifier: str, expected: Literal["PM", "AM"]) -> None:
    """That a body has no AM number and a missing person no PM number: forms get swapped.

    Raises:
        InvalidProfile: it is the other form's number.
    """
    number = form_number(identifier)
    if number is not None and number.form != expected:
        who = "a body" if expected == "PM" else "a missing person"
        raise InvalidProfile(
            f"{identifier} is a number of the {number.form} form, but stands for {who}; "
            f"give the {expected} number, or move the entry"
        )
