"""Immutable plain types, made at the cost of mutable ones.

A frozen dataclass fills each field by `object.__setattr__`, which looks the field up anew every time; a
reading makes thousands of objects with a dozen fields each. `filled_directly` gives such a class an
`__init__` that fills its fields as those of an ordinary object are filled, and freezes the object when it is
full. What the class is, and all that can be done with its objects, stays as `dataclasses` made it.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

T = TypeVar("T")


def filled_directly(cls: type[T]) -> type[T]:
    """The same class, a dataclass that is frozen and has slots, whose objects are made faster."""
    names = [field.name for field in fields(cls)]  # type: ignore[arg-type]
    # While it is filled an object is of a class with the same slots whose fields can be set.
    filling = type(f"{cls.__name__} being filled", cls.__bases__, {"__slots__": tuple(names)})
    known: dict[str, Any] = {"NOT_GIVEN": MISSING, "turn_to": object.__setattr__}
    known |= {"FILLING": filling, "FULL": cls}
    given, body = [], ["    turn_to(self, '__class__', FILLING)"]
    for field in fields(cls):  # type: ignore[arg-type]
        name = value = field.name
        if field.default_factory is not MISSING:
            known[f"make_{name}"] = field.default_factory
            given.append(f"{name}=NOT_GIVEN")
            value = f"make_{name}() if {name} is NOT_GIVEN else {name}"
        elif field.default is not MISSING:
            known[f"default_{name}"] = field.default
            given.append(f"{name}=default_{name}")
        else:
            given.append(name)
        body.append(f"    self.{name} = {value}")
    body.append("    self.__class__ = FULL")
    if hasattr(cls, "__post_init__"):
        body.append("    self.__post_init__()")
    # The names of our own fields, made into a function as dataclasses does itself.
    exec(f"def __init__(self, {', '.join(given)}):\n" + "\n".join(body), known)  # noqa: S102
    made = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    made.__annotations__ = dict(cls.__init__.__annotations__)
    cls.__init__ = made  # type: ignore[method-assign]
    return cls
