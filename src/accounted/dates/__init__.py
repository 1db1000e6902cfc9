"""Partial and uncertain dates: an EDTF subset (ISO 8601-2), and answers that may be "cannot tell".

>>> from accounted.dates import parse, Answer
>>> parse("2022-09").contains(parse("2022-09-15"))
<Answer.YES: 'yes'>
>>> parse("2022-10~").earliest_possible
datetime.date(2022, 9, 1)
"""

from accounted.dates.algebra import hull, intersection, widen
from accounted.dates.parsing import InvalidDate, on, parse
from accounted.dates.partial import Answer, PartialDate
from accounted.dates.words import month_number, weekday_number

__all__ = [
    "Answer",
    "InvalidDate",
    "PartialDate",
    "hull",
    "intersection",
    "month_number",
    "on",
    "parse",
    "weekday_number",
    "widen",
]
