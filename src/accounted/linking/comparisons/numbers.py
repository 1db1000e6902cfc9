"""Identity numbers: which scheme a column of them follows, and whether a number's check digit is right.

A check digit tells a slip of the pen from another person's number: two numbers one digit apart whose check
digits are both right are two numbers, such as those of brothers entered one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

# As many different numbers and as large a share must fit before a column is taken to follow a scheme: one in
# ten or eleven numbers fits by chance.
_ENOUGH: Final = 8
_SHARE: Final = 0.8


def _weighted(number: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))


def _ukrainian(number: str) -> bool:
    """RNOKPP, the taxpayer's number: ten digits (Order 12 of the Ministry of Finance, 1998, annex)."""
    return _weighted(number, (-1, 5, 7, 9, 4, 6, 10, 5, 7)) % 11 % 10 == int(number[9])


def _russian(number: str) -> bool:
    """INN of a person: twelve digits, the last two check digits."""
    first = _weighted(number, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    second = _weighted(number, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    return (first, second) == (int(number[10]), int(number[11]))


def _insured(number: str) -> bool:
    """SNILS: nine digits weighed 9 to 1, two check digits modulo 101."""
    return _weighted(number, range(9, 0, -1)) % 101 % 100 == int(number[9:])


def _yugoslav(number: str) -> bool:
    """JMBG of Bosnia, Croatia, Serbia and neighbours: thirteen digits, modulo 11."""
    rest = _weighted(number, (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return rest != 1 and (11 - rest) % 11 == int(number[12])


def _luhn(number: str) -> bool:
    """Luhn, every second digit from the right doubled: Israel, the West Bank and Gaza."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


def _spanish(number: str) -> bool:
    """DNI and NIE of Spain: the letter is the number modulo 23."""
    digits = str("xyz".index(number[0])) + number[1:8] if number[0] in "xyz" else number[:8]
    return digits.isdigit() and number[8] == "trwagmyfpdxbnjzsqvhlcke"[int(digits) % 23]


def _colombian(number: str) -> bool:
    """NIT of Colombia, with its check digit: modulo 11 with prime weights."""
    rest = _weighted(number[-2::-1], (3, 7, 13, 17, 19, 23, 29, 37, 41)) % 11
    return (11 - rest if rest > 1 else rest) == int(number[-1])


def _chilean(number: str) -> bool:
    """RUT of Chile: modulo 11, k for ten."""
    rest = 11 - _weighted(number[-2::-1], (2, 3, 4, 5, 6, 7, 2, 3)) % 11
    return number[-1] == {11: "0", 10: "k"}.get(rest, str(rest))


def _iranian(number: str) -> bool:
    """National code of Iran: ten digits, modulo 11."""
    rest = _weighted(number, range(10, 1, -1)) % 11
    return len(set(number)) > 1 and int(number[9]) == (rest if rest < 2 else 11 - rest)


def _turkish(number: str) -> bool:
    """Identity number of Turkey: eleven digits, two check digits."""
    digits = [int(d) for d in number]
    tenth = (7 * sum(digits[0:9:2]) - sum(digits[1:8:2])) % 10
    return digits[0] != 0 and digits[9] == tenth and digits[10] == sum(digits[:10]) % 10


# Scheme: how long its numbers are, whether the last sign may be a letter, and whether a number is right.
SCHEMES: Final[Mapping[str, tuple[tuple[int, ...], bool, Callable[[str], bool]]]] = {
    "RNOKPP": ((10,), False, _ukrainian),
    "INN": ((12,), False, _russian),
    "SNILS": ((11,), False, _insured),
    "JMBG": ((13,), False, _yugoslav),
    "Luhn": ((9,), False, _luhn),
    "DNI": ((9,), True, _spanish),
    "NIT": ((9, 10), False, _colombian),
    "RUT": ((8, 9), True, _chilean),
    "Iranian national code": ((10,), False, _iranian),
    "Turkish identity number": ((11,), False, _turkish),
}


def signs(value: str) -> str | None:
    """A number as it is compared: small letters and digits alone; None where there are none but zeros."""
    kept = "".join(c for c in value.casefold() if c.isalnum())[:40]
    return kept if kept.strip("0") else None


def right(number: str, scheme: str) -> bool:
    """Whether a number (as `signs` gives it) has the length of a scheme and the right check digit.

    >>> right("1234567899", "RNOKPP")
    True
    """
    lengths, letters, fits = SCHEMES[scheme]
    if len(number) not in lengths or not number.isascii():
        return False
    if not (number.isdigit() or (letters and number[1:-1].isdigit() and number.isalnum())):
        return False
    try:
        return fits(number)
    except ValueError:
        return False  # a letter where the scheme has none


# Schemes whose numbers tell the day of birth and the sex.
TELLING: Final = frozenset({"RNOKPP", "JMBG"})


def said(number: str, scheme: str) -> tuple[str, str] | None:
    """The day of birth (ISO) and the sex that a number tells; None where its check digit is wrong.

    RNOKPP: days since the last of 1899, and an odd ninth digit for men (Order 12 of 1998). JMBG: day, month,
    three digits of the year; a serial number below 500 for men.

    >>> said("3184700018", "RNOKPP")
    ('1987-03-12', 'male')
    """
    from datetime import date, timedelta

    if scheme not in TELLING or not right(number, scheme):
        return None
    try:
        if scheme == "RNOKPP":
            born = date(1899, 12, 31) + timedelta(days=int(number[:5]))
            man = int(number[8]) % 2 == 1
        else:
            year = int(number[4:7])
            born = date(year + (1000 if year >= 800 else 2000), int(number[2:4]), int(number[:2]))
            man = int(number[9:12]) < 500
    except ValueError:
        return None  # no day of the calendar
    return born.isoformat(), "male" if man else "female"


def scheme_of(numbers: Iterable[str]) -> str | None:
    """The scheme that most of a column's numbers follow; None where there is none, or too few to tell."""
    distinct = {number for number in map(signs, numbers) if number}
    if len(distinct) < _ENOUGH:
        return None
    found = {scheme: sum(right(number, scheme) for number in distinct) for scheme in SCHEMES}
    best = max(found, key=lambda scheme: found[scheme])
    return best if found[best] >= _SHARE * len(distinct) else None
