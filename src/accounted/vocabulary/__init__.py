"""The controlled terms of the record: one data file per vocabulary, one small loader.

>>> from accounted.vocabulary import term
>>> term("count_basis", "bodies_found").label_in("uk")
'Виявлені тіла'
"""

from accounted.vocabulary.terms import (
    Term,
    UnknownTerm,
    UnknownVocabulary,
    Vocabulary,
    term,
    vocabularies,
    vocabulary,
)

__all__ = [
    "Term",
    "UnknownTerm",
    "UnknownVocabulary",
    "Vocabulary",
    "term",
    "vocabularies",
    "vocabulary",
]
