"""Which rule reads the date that a kind of word opens; of several, the first that finds one."""

from __future__ import annotations

from typing import Final

from accounted.reading.tokens import FIGURE
from accounted.reading.when import calendar, counted, stretches
from accounted.reading.when.words import Rule

RULES: Final[tuple[tuple[str, Rule], ...]] = (
    ("as_of", stretches.read_as_of),
    ("night_from", stretches.read_night_span),
    ("night_to", stretches.read_night_to),
    ("night_of", stretches.read_night_of),
    ("amid", stretches.read_amid),
    ("so_far", stretches.read_so_far),
    ("following", counted.read_following),
    ("lasting", counted.read_lasting),
    ("relative", counted.read_relative),
    ("between_dates", stretches.read_between),
    ("since_then", stretches.read_since_then),
    ("since", stretches.read_since),
    ("until", stretches.read_until),
    ("after_date", stretches.read_after),
    ("about_date", stretches.read_about),
    ("day_after", counted.read_relative),
    ("past", counted.read_past),
    ("glued_part", counted.read_glued_part),
    ("part", counted.read_part),
    ("which", counted.read_which),
    ("weekday", calendar.read_weekday),
    ("season", calendar.read_season),
    ("through", counted.read_through),
    (FIGURE, calendar.read_figure),
    (FIGURE, counted.read_day_of_war),
    (FIGURE, counted.read_counted),
    ("number", counted.read_counted),
    ("number", calendar.read_ordinal),
    ("day_ordinal", calendar.read_ordinal),
    ("month", calendar.read_month),
)
OPENERS: Final = frozenset(kind for kind, _ in RULES if kind != FIGURE)
