"""Personal names: as written for good, parts where they can be told, transliteration, and careful comparison.

>>> from accounted.names import parse_name, transliterate
>>> parse_name("Сергій Іванович Шевченко").patronymic
'Іванович'
>>> transliterate("Згурський", "uk_2010").text
'Zghurskyi'
"""

from accounted.names.likeness import Likeness, same_name_possible, variants
from accounted.names.persons import NamePart, PersonName, parse_name
from accounted.names.scripts import languages_of, script_of
from accounted.names.transliteration import SYSTEMS, Derived, NoTable, System, back, transliterate

__all__ = [
    "SYSTEMS",
    "Derived",
    "Likeness",
    "NamePart",
    "NoTable",
    "PersonName",
    "System",
    "back",
    "languages_of",
    "parse_name",
    "same_name_possible",
    "script_of",
    "transliterate",
    "variants",
]
