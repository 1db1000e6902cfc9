"""Going through a long list page by page: where a page ended is kept, and the next one begins there.

To find the page of a number from nothing, every row before it has to be put in order. Who reads a list to its
end asks for one page after the other; what changes meanwhile does not move the pages still to come.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable

KEPT = 4_096  # ends of pages
LASTS = 900.0  # seconds
BACK = 20  # pages looked back for one whose end is known
_ends: OrderedDict[tuple[Hashable, int], tuple[float, str]] = OrderedDict()
_lock = threading.Lock()


def begin(listed: Hashable, page: int) -> tuple[int, str | None]:
    """The nearest page before this one whose end is known, and the row that ends it; 0 and None without."""
    now = time.monotonic()
    with _lock:
        for before in range(page - 1, max(0, page - 1 - BACK), -1):
            at, row = _ends.get((listed, before), (0.0, ""))
            if row and now - at < LASTS:
                return before, row
    return 0, None


def ended(listed: Hashable, page: int, row: str) -> None:
    """Note the row that ends a page."""
    with _lock:
        _ends[listed, page] = time.monotonic(), row
        _ends.move_to_end((listed, page))
        while len(_ends) > KEPT:
            _ends.popitem(last=False)
