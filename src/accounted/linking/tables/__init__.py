"""Lists of people as they come: tables with their cells, and which column says what.

>>> from accounted.linking.tables import guess_columns
>>> guess_columns({"Прізвище": ["Коваль"], "Ім'я": ["Олена"], "Стать": ["ж"]}).mapping.columns
{'given': ("Ім'я",), 'family': ('Прізвище',), 'sex': ('Стать',)}
"""

from accounted.linking.tables.guessing import Guess, guess, guess_columns
from accounted.linking.tables.mapping import InvalidMapping, Mapping, read_mapping, write_mapping
from accounted.linking.tables.opening import read_table, read_tables
from accounted.linking.tables.plain_rows import PlainRow, plain_rows
from accounted.linking.tables.table import Column, Row, Table, UnreadableTable

__all__ = [
    "Column",
    "Guess",
    "InvalidMapping",
    "Mapping",
    "PlainRow",
    "Row",
    "Table",
    "UnreadableTable",
    "guess",
    "guess_columns",
    "plain_rows",
    "read_mapping",
    "read_table",
    "read_tables",
    "write_mapping",
]
