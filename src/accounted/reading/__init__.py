"""Reading: from the text of a document to its claims, who says what in which exact words."""

from accounted.reading.contract import from_contract, to_contract
from accounted.reading.lexicons import Lexicon, NoLexicon, languages, load_lexicon
from accounted.reading.reader import read

__all__ = ["Lexicon", "NoLexicon", "from_contract", "languages", "load_lexicon", "read", "to_contract"]
