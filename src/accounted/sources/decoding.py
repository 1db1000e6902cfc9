"""Bytes → text: which encoding a text file is in.

The order of the evidence: a byte-order mark; valid UTF-8 with anything beyond ASCII in it; the pattern of
UTF-16 without a mark; a declared charset; then the single-byte encodings, judged by how well the letters
they give fit the languages they were made for. The last step is ours, because general detectors confuse the
Cyrillic code pages on short texts: every candidate is decoded and scored by letter frequency, by the order
of capitals and small letters within words, and by what never stands in prose (box drawing, controls, mixed
scripts in one word).
"""

from __future__ import annotations

import codecs
import math
import re
from dataclasses import dataclass
from functools import lru_cache

from accounted.sources.extraction import RefusedFile

SAMPLE_BYTES = 65_536

# Share of each letter in running text, per mille, by language (rounded from the usual published tables).
_FREQUENCIES = {
    "ru": "о109е84а80и73н67т62с54р47в45л44к34м32д29п28у26я20ы19ь17г16з16б15ч14й12х9ж9ш7ю6ц4щ3э3ф2ъ1ё1",
    "uk": "о94а80и61н65і57в53т49р46е48с40к37л36у33д32м30п28я24з22ь18б17г15ч14х11й12ї6ц7ж7ю8є6ш6щ5ф3ґ1",
    "be": "а160н60і55р50о40е45ы40с45к40т35л40в35у35д35п28м27я38ц30з25г17б17ў18ь17ч14й12ж9х9э14ю7ш7ф3ё8",
    "bg": "а120о90и90е85т75н72р52с49в43л38д35к34п28м26з21я20ъ15г15у14б14ч13ж7щ7ц7й6х6ш4ю2ф3ь1",
    "latin": "e120a85i70n72o75t80s65r62l40d38u28c28m25h50p20g18b15f20v10w20y18k8z3x2j2q1"
             "é9è4à5ê2ç3ù1î1ô1û1ü6ä6ö4ß2ñ3á5í4ó4ú2ã5õ2â2œ1æ1å3ø2",
    "central": "a90e85i80o75n60z45r45s45w35y38t40c45k35d35m30l25p32u22j22b15g14h12ł18ą10ę11ż9ś7ć5ń3ó9ź1f3v20"
               "á15é12í14č9ě9ř6š8ž8ů3ý6ť1ď1ň1ő5ű3ă8ș6ț6â2î4đ3ş6ţ6ö6ü5ä4",
    "turkish": "a110e90i85n72r68l59ı51k47d47t33y34m37s30u33o25b28ü19ş18z15g13ç12ğ11h12v10c10ö8p9f5j1",
    "arabic": "ا130ل115ي75م62و60ن60ر45ت42ب38ه38ع34د31ف28س28ك25ق23ح20أ18ج13ش11ة25ص10ط10خ10ض8ث6ذ7ء4غ5ز7ظ2ى5إ5",
    "greek": "α110ο95ι90ε85τ80ν72σ52ρ48κ42π42η45υ42μ35λ32ς35ω20θ15δ18γ18χ12φ9β8ξ5ζ4ψ2ά20έ15ή10ί20ό22ύ8ώ6",
    "hebrew": "י110ו100ה100ל75א65ר60ת55ב50ש50מ45ם28נ30ד28ח25ק22ע35פ18כ20ן15ט12צ10ס15ג13ז12ך5ף2ץ2",
}  # fmt: skip
_CANDIDATES: tuple[tuple[str, tuple[str, ...], float], ...] = (
    # encoding, the languages it was made for, how much rarer it is than the first (log units for the whole
    # text)
    ("cp1251", ("ru", "uk", "be", "bg"), 0.0),
    ("koi8-u", ("ru", "uk"), 1.5),
    ("koi8-r", ("ru",), 1.7),
    ("iso8859-5", ("ru", "uk", "be", "bg"), 2.5),
    ("cp866", ("ru", "be"), 2.0),
    ("cp1125", ("uk", "ru"), 2.2),
    ("mac-cyrillic", ("ru", "uk", "be", "bg"), 2.0),
    ("cp1252", ("latin",), 0.0),
    ("iso8859-15", ("latin",), 1.5),
    ("mac-roman", ("latin",), 3.5),
    ("cp850", ("latin",), 3.5),
    ("cp1250", ("central",), 0.7),
    ("iso8859-2", ("central",), 1.2),
    ("cp852", ("central",), 3.5),
    ("cp1254", ("turkish",), 0.9),
    ("cp1256", ("arabic",), 0.5),
    ("iso8859-6", ("arabic",), 1.5),
    ("cp1253", ("greek",), 0.5),
    ("iso8859-7", ("greek",), 1.2),
    ("cp1255", ("hebrew",), 0.5),
    ("iso8859-8", ("hebrew",), 1.2),
)
_BY_BOM = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENOUGH = 400  # bytes of words beyond ASCII before noise is told from text
_NOISE = -5.0  # log units per character; running text scores above -4, noise below -5.1
_FLOOR = math.log(0.0002)
_SYMBOL = math.log(0.000_02)
_PUNCTUATION = math.log(0.01)
# Labels of the WHATWG Encoding Standard that Python does not know, or knows as something narrower.
_LABELS = {
    "x-mac-cyrillic": "mac-cyrillic", "x-mac-ukrainian": "mac-cyrillic", "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman", "x-cp1251": "cp1251", "x-cp1252": "cp1252", "x-sjis": "shift_jis",
    "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
    "windows-874": "cp874", "unicode": "utf-16", "koi": "koi8-r", "koi8": "koi8-r", "dos-866": "cp866",
}  # fmt: skip
_ONE_LETTER_WORDS = frozenset("авийкосуяізжбєў" + "àèéóíáôã" + "وأ" + "αηο")
_GOOD_PUNCTUATION = frozenset("«»„“”‘’‚—–…№\u00a0§°©·•")
# Where punctuation stands in words: (a letter right before it, a letter right after it).
_NOWHERE, _BEFORE_A_WORD, _AFTER_A_WORD, _WITHIN = (False, False), (False, True), (True, False), (True, True)
_APART = frozenset({_NOWHERE})
_TOUCHING = {
    "«": frozenset({_NOWHERE, _BEFORE_A_WORD}), "„": frozenset({_NOWHERE, _BEFORE_A_WORD}),
    "‚": frozenset({_NOWHERE, _BEFORE_A_WORD}), "»": frozenset({_NOWHERE, _AFTER_A_WORD}),
    "“": frozenset({_NOWHERE, _BEFORE_A_WORD, _AFTER_A_WORD}),
    "”": frozenset({_NOWHERE, _AFTER_A_WORD, _BEFORE_A_WORD}),
    "‘": frozenset({_NOWHERE, _BEFORE_A_WORD, _AFTER_A_WORD}),
    "’": frozenset({_NOWHERE, _BEFORE_A_WORD, _AFTER_A_WORD, _WITHIN}),
    "—": frozenset({_NOWHERE, _BEFORE_A_WORD, _AFTER_A_WORD, _WITHIN}),
    "–": frozenset({_NOWHERE, _BEFORE_A_WORD, _AFTER_A_WORD, _WITHIN}),
    "…": frozenset({_NOWHERE, _BEFORE_A_WORD, _AFTER_A_WORD}),
    "\u00a0": frozenset({_NOWHERE, _BEFORE_A_WORD, _AFTER_A_WORD, _WITHIN}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, whether a byte-order mark stood first, and what should be remarked on."""

    text: str
    encoding: str
    bom: bool = False
    warnings: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of `data`, exactly: newlines as they are, only the byte-order mark removed.

    Bytes that no encoding explains become U+FFFD, and NUL characters too (a database text cannot hold
    them); both keep the offsets of everything else and are said in the warnings.

    Raises:
        RefusedFile: `binary`, when nothing makes text of it.
    """
    for mark, encoding in _BY_BOM:
        if data.startswith(mark):
            return _finish(data[len(mark) :], encoding, bom=True)
    declared_codec = _codec_name(declared)
    if _has_high(data) and _is_strict(data, "utf-8"):
        return _finish(data, "utf-8")
    wide = _utf16_without_mark(data)
    if wide:
        return _finish(data, wide)
    if not _has_high(data):
        if b"\x1b" in data and declared_codec and declared_codec.startswith("iso2022"):
            return _finish(data, declared_codec)
        return _finish(data, "ascii" if declared_codec in (None, "ascii") else "utf-8")
    damaged = _damaged_utf8(data)
    if declared_codec and declared_codec not in ("ascii", "utf-8") and _is_strict(data, declared_codec):
        guess = _best_single_byte(data)
        if guess is None or declared_codec == guess or not _is_single_byte(declared_codec):
            return _finish(data, declared_codec)
        if _score_of(data, declared_codec) >= _score_of(data, guess) - 2.0:
            return _finish(data, declared_codec)
        return _finish(
            data,
            guess,
            (f"declared as {declared_codec}, but the letters are those of {guess}; read as {guess}",),
        )
    if damaged:
        return _finish(data, "utf-8")
    multibyte = _multibyte(data)
    if multibyte:
        return _finish(data, multibyte)
    best = _best_single_byte(data) or "cp1252"
    if (letters := len(_letters_sample(data))) >= _ENOUGH and _score_of(data, best) / letters < _NOISE:
        raise RefusedFile(
            "binary",
            "the bytes make no sense as text in any encoding known here",
            "check that this is the file you mean; convert it to UTF-8 if it is text",
        )
    return _finish(data, best)


def _finish(data: bytes, encoding: str, warnings: tuple[str, ...] = (), *, bom: bool = False) -> Decoded:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, ValueError):
        text = data.decode(encoding, errors="replace")
        bad = text.count("�")
        if bad > 0.2 * len(text) + 4:
            raise RefusedFile(
                "binary",
                f"{bad} of {len(text)} characters are not text in {encoding} or another known encoding",
                "check that this is the file you mean; convert it to UTF-8 if it is text",
            ) from None
        warnings = (
            *warnings,
            f"{bad} place{'s' if bad != 1 else ''} could not be decoded as {encoding} and "
            f"{'stand' if bad != 1 else 'stands'} as \ufffd in the text",
        )
    nulls = text.count("\0")
    if nulls:
        text = text.replace("\0", "\ufffd")
        warnings = (
            *warnings,
            f"{nulls} NUL character{'s' if nulls != 1 else ''} shown as \ufffd in the text",
        )
    return Decoded(text, "utf-8" if encoding == "ascii" else encoding, bom, warnings)


def _has_high(data: bytes) -> bool:
    return not data.isascii()


def _codec_name(declared: str | None) -> str | None:
    if not declared:
        return None
    label = declared.strip().strip("\"'").lower()
    try:
        info = codecs.lookup(_LABELS.get(label, label))
    except (LookupError, ValueError):
        return None
    # Codecs that are transformations, or that a declaration should not be able to choose.
    if not getattr(info, "_is_text_encoding", True) or info.name in (
        "utf-7",
        "idna",
        "punycode",
        "unicode_escape",
    ):
        return None
    if info.name in ("raw_unicode_escape", "undefined", "mbcs", "oem"):
        return None
    if info.name == "iso8859-1":
        return "cp1252"  # the WHATWG Encoding Standard: that label means windows-1252
    return info.name


def _is_single_byte(codec: str) -> bool:
    return codec.startswith(("cp12", "koi8", "iso8859", "mac-", "kz", "tis", "ptcp")) or codec in (
        "cp866",
        "cp1125",
    )


def _is_strict(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, ValueError):
        return False
    return True


def _damaged_utf8(data: bytes) -> bool:
    """UTF-8 in which only a few bytes are broken: far more well-formed sequences than stray bytes."""
    text = data[: SAMPLE_BYTES * 4].decode("utf-8", errors="replace")
    stray = text.count("�")
    sound = sum(1 for character in text if character > "\x7f" and character != "�")
    return sound >= 4 and stray <= 0.1 * sound + 1


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 with no mark: high bytes are zero (Latin) or one block's number (Cyrillic, Arabic …)."""
    if len(data) < 4 or len(data) % 2:
        return None
    sample = data[:SAMPLE_BYTES]
    half = len(sample) / 2
    best: tuple[float, str] | None = None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        # High bytes of Latin, Greek, Cyrillic, Armenian–Arabic, and of punctuation (U+20xx).
        share = sum(high.count(code) for code in (0, 1, 2, 3, 4, 5, 6, 0x20)) / half
        if share > 0.95 and (b"\x00" in high or half < 40) and _is_strict(sample, encoding):
            text = sample.decode(encoding)
            good = sum(1 for c in text if c.isalnum() or c in " \t\r\n.,;:!?'\"()-–—«»…/%") / max(
                1, len(text)
            )
            if good > 0.9 and (best is None or good > best[0]):
                best = (good, encoding)
    if best is None:
        return None
    # Plain ASCII or an 8-bit text never has control bytes at every second place.
    controls = sum(sample.count(code) for code in range(0, 7))
    return best[1] if controls > 0.3 * half else None


@lru_cache(maxsize=1)
def _log_frequencies() -> dict[str, dict[str, float]]:
    tables = {}
    for name, line in _FREQUENCIES.items():
        pairs = re.findall(r"(\D)(\d+)", line)
        total = sum(int(weight) for _, weight in pairs)
        tables[name] = {letter: math.log(int(weight) / total) for letter, weight in pairs}
    return tables


def _letters_sample(data: bytes) -> bytes:
    """Words that hold non-ASCII bytes, up to a few thousand of them: what the decision rests on."""
    words: list[bytes] = []
    size = 0
    for match in re.finditer(rb"[^\x00-\x40\x5b-\x60\x7b-\x7f]+", data[: SAMPLE_BYTES * 16]):
        word = match.group()
        if not word.isascii():
            words.append(word)
            size += len(word) + 1
            if size > 8192:
                break
    return b" ".join(words)


def _best_single_byte(data: bytes) -> str | None:
    scores = []
    for order, (encoding, _, _) in enumerate(_CANDIDATES):
        score = _score_of(data, encoding)
        if score > -math.inf:
            scores.append((score, -order, encoding))
    return max(scores)[2] if scores else None


def _score_of(data: bytes, encoding: str) -> float:
    """How likely the text is in this encoding: log units over the sample, `-inf` if it is not in it."""
    sample = _letters_sample(data)
    try:
        text = sample.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return -math.inf
    for name, languages, rarity in _CANDIDATES:
        if name == encoding:
            return max(_fit(text, language) for language in languages) - rarity
    return max(_fit(text, language) for language in _FREQUENCIES) - 4.0


def _fit(text: str, language: str) -> float:
    table = _log_frequencies()[language]
    score = 0.0
    latin = language in ("latin", "central", "turkish")
    for word in text.split(" "):
        if len(word) == 1 and word.isalpha() and word.lower() not in _ONE_LETTER_WORDS:
            score += _SYMBOL  # a dash or a sign of another encoding, not a letter standing alone
            continue
        previous = ""
        ascii_letters = others = 0
        for place, character in enumerate(word):
            small = character.lower()
            if character.isascii():
                ascii_letters += 1
                score += table.get(small, _FLOOR / 1.6)
            elif small in table:
                others += 1
                score += table[small]
            elif character.isalpha():
                others += 1
                score += _FLOOR
            elif character in _GOOD_PUNCTUATION:
                touching = (previous.isalpha(), word[place + 1 : place + 2].isalpha())
                stands = touching in _TOUCHING.get(character, _APART) or (character == "°" and len(word) <= 3)
                score += _PUNCTUATION if stands else _SYMBOL
            else:
                score += _SYMBOL
            if character.isupper():
                score -= 0.3 if place == 0 else 0.8  # capitals are the rarer letters, within words above all
            if previous.islower() and character.isupper():
                score -= 6.0  # a small letter before a capital inside a word
            previous = character
        if ascii_letters and others and not latin:
            score -= 1.5 * min(ascii_letters, others)  # two scripts in one word
    return score


def _multibyte(data: bytes) -> str | None:
    """East Asian multi-byte encodings, for which a general detector is good enough."""
    sample = data[:SAMPLE_BYTES]
    high = sum(1 for byte in sample if byte > 0x7F)
    pairs = len(re.findall(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]", sample))
    if high < 8 or pairs * 2 < 0.9 * high:
        return None
    from charset_normalizer import from_bytes

    found = from_bytes(
        sample, cp_isolation=["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"], explain=False
    ).best()
    if found is None or not found.encoding:
        return None
    text = sample.decode(found.encoding, errors="ignore")
    common = len(
        re.findall("[的一是不了在人有我他这个们来大为上国年日の、。にはをがでと이다는에의을를]", text)
    )
    return found.encoding if common > 0.04 * len(text) else None
