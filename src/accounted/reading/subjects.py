"""The noun phrase that speaks: before its verb, after it, or after "according to"."""

from __future__ import annotations

from typing import Final

from accounted.reading.passages import Mark, Passage, Sentence
from accounted.reading.tokens import CLITIC, FIGURE, MARK, WORD

_REACH: Final = 26
_CLOSES: Final = frozenset('"”»“’')
_PLACED_BACK: Final = 7  # tokens between one who speaks and the place they are of
_CLAUSE: Final = 12  # tokens of a clause that says who speaks: "a resident who helped collect the bodies"
_NOMINAL: Final = frozenset({
    "role", "document_noun", "demonym", "level", "direction", "person", "named_actor", "actor", "title",
    "number", "teller",
})  # fmt: skip
_NAMED: Final = _NOMINAL - {"teller"}
# What a word that goes on with a name cannot be.
_NO_COMPLEMENT: Final = frozenset({
    "harm", "say", "function", "number", "vague", "quantifier", "fraction", "multiplier", "act", "date_word",
    "thing", "uncounted", "breakdown",
})  # fmt: skip


def _nominal(passage: Passage, i: int) -> bool:
    return passage.covers_any(i, _NOMINAL)


def _role_of(passage: Passage, i: int) -> str:
    held = passage.covers(i, "function")
    return held.role if held is not None and not passage.lies_in(i, "role") else ""


def shouted(passage: Passage, sentence: Sentence) -> bool:
    """Whether a sentence is set in capitals, so that they say nothing about names."""
    if sentence.shouted is None:
        words = upper = 0
        for i in range(sentence.first, sentence.last):
            token = passage.tokens[i]
            if token.kind == WORD:
                words += 1
                # No word of capitals begins with a small letter or a mark.
                if token.upper:
                    upper += 1
        sentence.shouted = upper > 0.7 * words
    return sentence.shouted


def is_document(passage: Passage, first: int, last: int) -> bool:
    """Whether a subject is a report, a body or a list, which "documents" and "shows"."""
    return any(passage.lies_in(i, "document_noun") for i in range(first, last))


def before_verb(passage: Passage, sentence: Sentence, verb: int) -> tuple[int, int, bool] | None:
    """The subject of a verb of saying: (first, last, is a pronoun), or None where it has none before it."""
    tokens = passage.tokens
    k = verb - 1
    while k >= sentence.first:
        held = passage.covers(k, "function")
        if k == verb - 1 and k > sentence.first and passage.ending(k, "ordinal"):
            k -= 1  # the governor first said
            continue
        if held is not None and held.role in ("auxiliary", "adverb") and not passage.lies_in(k, "role"):
            if held.entry.get("passive"):
                return None
            k = held.first - 1
        else:
            break
    if k < sentence.first:
        return None
    token = tokens[k]
    if token.kind == CLITIC:
        return None
    if token.text == ")":
        while k > sentence.first and tokens[k].text != "(":
            k -= 1
        k -= 1
        if k < sentence.first:
            return None
        token = tokens[k]
    if passage.begins(k, "speaker_pronoun"):
        return k, k + 1, True
    if token.text == ",":
        return _before_apposition(passage, sentence, k)
    if token.text in _CLOSES and (quoted := passage.quote_mark(k)) is not None and not quoted.speech:
        # «Правозахисники „Меморіалу“ нарахували»: a name in quotation marks ends those who speak
        whose = _walk_back(passage, sentence, quoted.first - 1) if quoted.first > sentence.first else None
        return (whose[0], k + 1, False) if whose else None
    if token.kind == FIGURE and k - 1 > sentence.first and (aged := passage.ending(k - 1, "aged")):
        k = aged[0].first - 1  # a herder aged 40 said
        token = tokens[k]
    if token.kind == MARK or passage.begins(k, "article") or _role_of(passage, k) == "determiner":
        return None
    span = _walk_back(passage, sentence, k)
    if span is not None:
        span = _whom_a_clause_describes(passage, sentence, span[0]) or span
    elif "asked" in sentence.kinds:
        span = _of_those_asked(passage, sentence, k)
    return (*span, False) if span else None


def _of_those_asked(passage: Passage, sentence: Sentence, k: int) -> tuple[int, int] | None:
    """ "Twenty-three people interviewed by phone said"."""
    for mark in reversed(sentence.of("asked")):
        if sentence.first < mark.first <= k and k - mark.first <= _CLAUSE:
            between = range(mark.last, k + 1)
            if any(passage.tokens[i].kind == MARK or passage.begins(i, "say") for i in between):
                return None
            if any(_role_of(passage, i) == "conjunction" for i in between):
                return None  # "interviewed 120 people and established": another verb of the same
            return _walk_back(passage, sentence, mark.first - 1)
    return None


def _whom_a_clause_describes(passage: Passage, sentence: Sentence, first: int) -> tuple[int, int] | None:
    """ "A resident who helped collect the bodies told": the noun before "who", not the object of its verb."""
    for i in range(first - 1, max(sentence.first, first - _CLAUSE) - 1, -1):
        if passage.tokens[i].kind == MARK or passage.begins(i, "say"):
            return None
        if _role_of(passage, i) == "relative":
            if i == first - 1 or i == sentence.first or passage.words[i] in _thats(passage):
                return None
            return _walk_back(passage, sentence, i - 1) if _nominal(passage, i - 1) else None
    return None


def _thats(passage: Passage) -> tuple[str, ...]:
    return tuple(passage.lexicon.settings.get("content_openers", ()))


def before_citing(passage: Passage, sentence: Sentence, citing: Mark) -> tuple[int, int] | None:
    """Who cites: the noun phrase right before "citing", «з посиланням на»."""
    k = citing.first - 1
    if k > sentence.first and passage.tokens[k].text == ",":
        k -= 1
    return _walk_back(passage, sentence, k) if k >= sentence.first else None


def _before_apposition(passage: Passage, sentence: Sentence, comma: int) -> tuple[int, int, bool] | None:
    """ "Serhiy Bolvinov, a regional police official, said"."""
    tokens = passage.tokens
    for j in range(comma - 1, max(sentence.first, comma - _REACH), -1):
        if tokens[j].text in '"”»' and tokens[j].kind == MARK:
            return None
        if tokens[j].text == ",":
            inner = j + 1
            begins = bool(
                passage.begins(inner, "article") or passage.at(inner, "function", "determiner", "relative")
            )
            begins = begins or _nominal(passage, inner) or tokens[inner].capital
            begins = begins or bool(passage.begins(inner, "citing") or passage.begins(inner, "asked"))
            begins = begins or _inserted(passage, sentence, inner, comma)
            begins = begins or (tokens[inner].kind == FIGURE and comma - inner == 1)  # Anna Koval, 45, said
            told = _role_of(passage, inner) != "relative" and any(
                passage.lies_in(i, "harm") and not passage.covers_any(i, _NAMED) for i in range(inner, comma)
            )
            if not begins or told or tokens[j - 1].kind == MARK:
                return None
            named = j - 1
            if tokens[named].kind == FIGURE and named - 1 > sentence.first and tokens[named - 1].text == ",":
                named -= 2  # Olha, 62, who lost her house, said
            head = _walk_back(passage, sentence, named)
            if head is None:
                return None
            # "the prime minister, Kaja Kallas, said": the name speaks, whichever side of the comma it is on
            if tokens[inner].capital and not tokens[head[1] - 1].capital and not shouted(passage, sentence):
                name = _walk_back(passage, sentence, comma - 1)
                if name is not None and name[0] > j:
                    return (*name, False)
            return (*head, False)
    return None


def _inserted(passage: Passage, sentence: Sentence, first: int, last: int) -> bool:
    """ "An official, speaking on condition of anonymity, said": words about whoever opens the sentence."""
    opens = passage.at(sentence.first, "article") or _nominal(passage, sentence.first)
    opens = opens or _role_of(passage, sentence.first) == "determiner"
    short = first - sentence.first <= 8 and last - first <= 12
    return (
        bool(opens)
        and short
        and not any(
            passage.lies_in(i, "harm") or passage.lies_in(i, "number") or passage.begins(i, "say")
            for i in range(first, last)
        )
    )


def _walk_back(passage: Passage, sentence: Sentence, k: int) -> tuple[int, int] | None:
    tokens = passage.tokens
    measured = passage.covers(k, "uncounted")
    if measured is not None and measured.entry.get("reason") == "a length of time":
        return None  # "that day saw the deaths of 12"
    caps = shouted(passage, sentence)
    last, start, i, unknown = k + 1, -1, k, 0
    names = False
    while i >= sentence.first and k - i < _REACH:
        token = tokens[i]
        role = _role_of(passage, i)
        if token.kind == CLITIC:
            i -= 1
            continue
        if token.kind == MARK:
            if token.text == "." and i > sentence.first and len(tokens[i - 1].text) <= 3:
                i -= 1  # an initial or a title inside a name
                continue
            if token.text == "'" and tokens[i - 1].word.endswith("s"):
                i -= 1
                continue
            break
        if passage.lies_in(i, "date_word") and not _nominal(passage, i):
            break
        if role in ("clause", "relative", "auxiliary", "negation") or passage.begins(i, "pronoun"):
            break
        if role == "determiner" or passage.begins(i, "article"):
            start = i
            if (
                i - 1 > sentence.first
                and _role_of(passage, i - 1) == "preposition"
                and _links(passage, i - 2, caps)
            ):
                i -= 2
                continue
            break
        if role == "preposition":
            if i - 1 >= sentence.first and start >= 0 and _links(passage, i - 1, caps):
                i -= 1
                continue
            if passage.begins(i, "said_in") and start > i:
                return _after_place(passage, i + 1, last)  # «в поліції», «в Києві поліція» повідомила
            if start == i + 1:
                return None  # "those held by the police reported": not the subject
            return _left_of_place(passage, sentence, i, last) or _spoken(passage, start, last, names)
        if role == "conjunction":
            left = i - 1
            if start >= 0 and left >= sentence.first and tokens[left].kind == WORD and unknown < 3:
                unknown += 1
                i -= 1
                continue
            break
        if role == "adverb" and names and i == sentence.first:
            start = i + 1  # «Згодом міська рада уточнила»
            break
        if role == "adverb" and not token.capital:
            break
        if passage.lies_in(i, "harm") and not _nominal(passage, i) and not token.capital:
            break
        if (token.capital and not caps) or _nominal(passage, i):
            # A noun phrase does not run back over the subject of another clause.
            start, names, unknown = i, True, 0
        elif caps and start < 0 and not passage.lies_in(i, "function"):
            start, names = i, True  # in capitals a name looks like any other word
        elif "-" in token.word or unknown < 3:
            unknown += 1
            if names and (i == sentence.first or tokens[i - 1].text in ',"“«'):
                start = i
        else:
            break
        i -= 1
    return _spoken(passage, start, last, names)


def _spoken(passage: Passage, start: int, last: int, names: bool) -> tuple[int, int] | None:
    """Tokens [start, last) as a subject: a name, or a noun with its article."""
    if start < 0 or not (
        names or passage.begins(start, "article") or _role_of(passage, start) == "determiner"
    ):
        return None
    return start, last


def _left_of_place(passage: Passage, sentence: Sentence, k: int, last: int) -> tuple[int, int] | None:
    """ "Two survivors of the executions near Srebrenica": the noun for people before the place."""
    if not passage.begins(k, "placed"):
        return None
    for i in range(k - 1, max(sentence.first, k - _PLACED_BACK) - 1, -1):
        role = _role_of(passage, i)
        if passage.tokens[i].kind != WORD or passage.begins(i, "say") or passage.begins(i, "pronoun"):
            return None
        if role not in ("", "preposition", "determiner"):
            return None
        if passage.begins(i, "role"):
            head = _walk_back(passage, sentence, i)
            return (head[0], last) if head is not None else None
    return None


def _after_place(passage: Passage, first: int, last: int) -> tuple[int, int] | None:
    """Who speaks in words that begin with "in": those in it ("in the ministry"), or those after a place."""
    if passage.lies_in(first, "role") or passage.lies_in(first, "document_noun"):
        return first, last
    of_it = tuple(passage.lexicon.settings.get("place_adjectives", ()))
    for i in range(first + 1, last):
        if _nominal(passage, i) and not passage.lies_in(i, "level"):
            whole = all(passage.words[k].endswith(of_it) for k in range(first, i)) if of_it else False
            return (first if whole else i), last
    return None


def _links(passage: Passage, i: int, caps: bool) -> bool:
    """Whether a word can carry a following "of the …" in a name: head, chief, Ministry."""
    token = passage.tokens[i]
    return token.kind == WORD and (_nominal(passage, i) or (token.capital and not caps))


def after_verb(
    passage: Passage, sentence: Sentence, mark: Mark, *, opened: bool = False
) -> tuple[int, int, bool] | None:
    """The subject after the verb: “…,” said Bogner; only where speech or a comma stands before it, or words
    that open such a clause («як повідомила поліція», «об этом сообщили в полиции»), which may be said with
    `opened`.
    """
    tokens = passage.tokens
    if mark.last >= sentence.last:
        return None
    opened = opened or (mark.first > sentence.first and bool(passage.ending(mark.first - 1, "saying_opens")))
    previous = tokens[mark.first - 1].text if mark.first > sentence.first else ","
    if not opened and previous not in ",\"”»'’?!-—–":
        return None
    if passage.begins(mark.last, "speaker_pronoun"):
        return mark.last, mark.last + 1, True
    first = mark.last
    told = passage.at(first, "saying_opens", "as")
    if told and told[0].last < sentence.last:
        first = told[0].last  # «сказав журналістам прокурор»
    if passage.begins(first, "said_in") and first + 1 < sentence.last:
        first += 1  # «повідомили в поліції»
    span = np_after(passage, sentence, first)
    return (*span, False) if span else None


def np_after(passage: Passage, sentence: Sentence, first: int) -> tuple[int, int] | None:
    """The noun phrase that begins at a token, as far as it names one who speaks."""
    tokens = passage.tokens
    caps = shouted(passage, sentence)
    i, end, named, complements = first, first, False, 0
    while i < sentence.last and i - first < _REACH:
        token = tokens[i]
        role = _role_of(passage, i)
        if token.kind == CLITIC:
            end = i + 1
        elif token.kind == MARK:
            if (
                token.text == "." and i > first and len(tokens[i - 1].text) <= 3 and i + 1 < sentence.last
            ) or (token.text == "'" and i > first and tokens[i - 1].word.endswith("s")):
                pass
            elif (closes := _quoted_name(passage, sentence, i)) and (i == first or _nominal(passage, i - 1)):
                end, named, i = closes, True, closes  # «за даними видання „Бабель“»
                continue
            else:
                break
        elif (
            (passage.lies_in(i, "date_word") and not token.capital)
            or role in ("clause", "relative", "auxiliary")
            or passage.begins(i, "pronoun")
        ):
            break
        elif role == "determiner" or passage.begins(i, "article"):
            if named and _role_of(passage, i - 1) not in ("preposition", "conjunction"):
                break
        elif role in ("preposition", "conjunction"):
            follower = i + 1
            if not named or follower >= sentence.last:
                break
            fits = _nominal(passage, follower) or (tokens[follower].capital and not caps)
            fits = (
                fits
                or _role_of(passage, follower) == "determiner"
                or bool(passage.begins(follower, "article"))
            )
            if not fits or passage.lies_in(follower, "date_word") or passage.begins(follower, "channel"):
                break
        elif passage.lies_in(i, "number") and not named:
            end = i + 1
        elif token.kind == FIGURE:
            break
        elif (
            token.capital
            and not caps
            and named
            and not passage.lexicon.settings.get("free_order")
            and is_document(passage, i - 1, i)
            and not tokens[i - 1].capital
            and i + 1 < sentence.last
            and tokens[i + 1].kind != MARK
        ):
            break  # according to the report Acme has …
        elif (token.capital and not caps) or _nominal(passage, i):
            end, named = i + 1, True
        elif passage.begins(i, "say") or passage.lies_in(i, "harm"):
            break
        elif not named or (i + 1 < sentence.last and _nominal(passage, i + 1) and end == i):
            if i - first > 12:
                break
        elif end == i and complements < 3 and _complement(passage, i):
            end, complements = i + 1, complements + 1
        elif caps and not passage.lies_in(i, "function"):
            end = i + 1
        else:
            break
        i += 1
    return (first, end) if named and end > first else None


def _quoted_name(passage: Passage, sentence: Sentence, i: int) -> int:
    """The token after a short name in quotation marks that opens at token `i`; 0 where none does."""
    quoted = passage.quote_mark(i)
    if quoted is None or quoted.first != i or quoted.speech or quoted.last >= sentence.last:
        return 0
    return quoted.last + 1 if passage.tokens[i + 1].capital else 0


def _complement(passage: Passage, i: int) -> bool:
    """Whether an unknown word goes on with a name, by its case: міністерство охорони здоров'я."""
    endings = tuple(passage.lexicon.settings.get("complement_endings", ()))
    word = passage.words[i]
    if not endings or len(word) < 4 or not word.endswith(endings) or passage.tokens[i].kind != WORD:
        return False
    return not passage.covers_any(i, _NO_COMPLEMENT)
