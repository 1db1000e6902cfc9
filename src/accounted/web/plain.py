"""Plain data as JSON: what a page shows and its twin gives."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.utils.functional import Promise


def as_json(data: Any) -> str:
    """The data as JSON text. A row of the database among them is a mistake, and is said to be one."""
    return json.dumps(plain(data), ensure_ascii=False, allow_nan=False)


def plain(data: Any) -> Any:
    """The data in the types JSON has."""
    if data is None or isinstance(data, (str, bool, int)):
        return data
    if isinstance(data, float):
        return data if data == data and abs(data) != float("inf") else None
    if isinstance(data, Promise):
        return str(data)
    if isinstance(data, Enum):
        return plain(data.value)
    if isinstance(data, (datetime, date)):
        return data.isoformat()
    if isinstance(data, Decimal):
        return float(data)
    if dataclasses.is_dataclass(data) and not isinstance(data, type):
        return {one.name: plain(getattr(data, one.name)) for one in dataclasses.fields(data)}
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items() if not str(key).startswith("_")}
    if hasattr(data, "edtf"):
        return data.edtf
    if isinstance(data, (frozenset, set)):
        return sorted((plain(one) for one in data), key=str)
    if isinstance(data, (list, tuple)):
        return [plain(one) for one in data]
    raise TypeError(f"{type(data).__name__} is no plain data: a page gives dataclasses, mappings and values")
