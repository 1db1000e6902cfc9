"""Random draws for compiled samplers: one small generator and the distributions that need it, for numba.

The generator is xoshiro256++ (Blackman & Vigna 2021), seeded through NumPy's SeedSequence; a state is an
array of four uint64 and belongs to one chain. All functions are exact; none touches global state, so chains
run in threads.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np
import numpy.typing as npt
from numba import types
from numba.extending import intrinsic

State = npt.NDArray[np.uint64]
_STIRLING = np.array(
    [
        math.lgamma(k + 1.0) - ((k + 0.5) * math.log(k + 1.0) - (k + 1.0) + 0.5 * math.log(2 * math.pi))
        for k in range(10)
    ]
)
_ONE = np.uint64(1)
_TAIL = 3.442619855899
_HALF_LOG_2_PI = 0.5 * math.log(2.0 * math.pi)


def _ziggurat() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Right edges of 128 blocks of equal area under the normal curve, and the part of each that is inside."""
    area = 9.91256303526217e-3
    edge = np.zeros(129)
    edge[0], edge[1] = area / math.exp(-0.5 * _TAIL**2), _TAIL
    for k in range(2, 128):
        edge[k] = math.sqrt(-2.0 * math.log(area / edge[k - 1] + math.exp(-0.5 * edge[k - 1] ** 2)))
    return edge, edge[1:] / edge[:-1]


_EDGE, _INNER = _ziggurat()
_NUMBA: Any = numba.config  # its settings are made when it is imported
_COMPILED = ("chance.py", "decomposable.py", "latent_chain.py", "latent_gibbs.py", "latent_moves.py")
whole: Callable[[float], int] = np.int64  # type: ignore[assignment]  # int() would be compiled for each type
Function = TypeVar("Function", bound=Callable[..., Any])


_OPTIONS = {
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"contract", "arcp", "nsz"},
    "_nrt": False,
}


def _kept_in() -> str:
    """Where compiled code is kept: a folder for each state of this room's sources.

    Left to itself numba looks only at the file of the outermost function, and would go on using a sampler
    whose parts have changed since.
    """
    room = Path(__file__).parent
    sources = b"".join((room / name).read_bytes() for name in _COMPILED)
    base = Path(_NUMBA.CACHE_DIR) if _NUMBA.CACHE_DIR else room / "__pycache__"
    return str(base / f"compiled-{hashlib.sha256(sources).hexdigest()[:16]}")


def compiled(function: Function) -> Function:
    """Compile for use in threads, kept on disk. Without reference counting: it costs as much as the draws do.

    What is compiled so may make no array.
    """
    make: Any = numba.njit
    given, _NUMBA.CACHE_DIR = _NUMBA.CACHE_DIR, _kept_in()
    try:
        return make(cache=True, **_OPTIONS)(function)  # type: ignore[no-any-return]
    finally:
        _NUMBA.CACHE_DIR = given


def part(function: Function) -> Function:
    """Compile as a part of something `compiled`: without the wrapper that Python would call it through."""
    make: Any = numba.njit
    return make(no_cpython_wrapper=True, no_cfunc_wrapper=True, **_OPTIONS)(function)  # type: ignore[no-any-return]


def inner_part(function: Function) -> Function:
    """Compile as a `part` copied to where it is used: for what is drawn so often that a call tells."""
    make: Any = numba.njit
    return make(no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True, **_OPTIONS)(function)  # type: ignore[no-any-return]


def new_state(seed: np.random.SeedSequence) -> State:
    """A generator's state; different seed sequences give independent streams."""
    return seed.generate_state(4, np.uint64).astype(np.uint64)


@inner_part
def bits(state: State) -> int:
    """The next 64 random bits."""
    s0, s1, s2, s3 = state[0], state[1], state[2], state[3]
    mixed = s0 + s3
    result = ((mixed << np.uint64(23)) | (mixed >> np.uint64(41))) + s0
    t = s1 << np.uint64(17)
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = (s3 << np.uint64(45)) | (s3 >> np.uint64(19))
    state[0], state[1], state[2], state[3] = s0, s1, s2, s3
    return result  # type: ignore[no-any-return]


def _set_bits(_context: Any, word: Any) -> Any:
    """How many bits of a word are set: one instruction of the machine."""

    def make(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(word), make


set_bits: Any = intrinsic(_set_bits)


@inner_part
def uniform(state: State) -> float:
    """In (0, 1), both ends out."""
    return (float(np.int64(bits(state) >> np.uint64(12))) + 0.5) * (1.0 / 4503599627370496.0)


@inner_part
def normal(state: State) -> float:
    """Standard normal by a ziggurat of 128 blocks; block and place use separate bits (Doornik 2005)."""
    while True:
        drawn = bits(state)
        block = np.int64(drawn & np.uint64(127))
        u = float(np.int64(drawn) >> 11) * (1.0 / 4503599627370496.0)
        if abs(u) < _INNER[block]:
            return float(u * _EDGE[block])
        if block == 0:
            while True:  # the tail beyond the last block (Marsaglia 1964)
                x = -math.log(uniform(state)) / _TAIL
                if -2.0 * math.log(uniform(state)) >= x * x:
                    return _TAIL + x if u > 0.0 else -_TAIL - x
        x = u * _EDGE[block]
        outer = math.exp(-0.5 * (_EDGE[block] * _EDGE[block] - x * x))
        inner = math.exp(-0.5 * (_EDGE[block + 1] * _EDGE[block + 1] - x * x))
        if inner + uniform(state) * (outer - inner) < 1.0:
            return float(x)


@inner_part
def large_gamma(state: State, shape: float) -> float:
    """Gamma of a shape of 1 or more and rate 1 (Marsaglia & Tsang 2000).

    With |t| <= 1/2 the logarithm of the chance to accept is above -3/2 d t**4, by the series of log(1 + t):
    nearer than the published bound for all but the smallest shapes, so that fewer draws take logarithms.
    """
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        t = c * normal(state)
        v = 1.0 + t
        if v <= 0.0:
            continue
        v = v * v * v
        u = uniform(state)
        square = t * t
        if square <= 0.25 and u < 1.0 - 1.5 * d * square * square:
            return float(d * v)
        if math.log(u) < d * (4.5 * square + 1.0 - v + math.log(v)):
            return float(d * v)


@part
def gamma(state: State, shape: float) -> float:
    """Gamma of this shape and rate 1."""
    boost = 1.0
    if shape < 1.0:
        boost = uniform(state) ** (1.0 / shape)
        shape += 1.0
    return boost * large_gamma(state, shape)


@part
def log_gamma_draw(state: State, shape: float) -> float:
    """The logarithm of a gamma draw, finite where the draw itself would be zero (small shapes)."""
    if shape >= 0.1:
        return math.log(gamma(state, shape))
    return math.log(gamma(state, shape + 1.0)) + math.log(uniform(state)) / shape


@part
def _stirling(k: float) -> float:
    """log k! less Stirling's formula."""
    if k < 10:
        return float(_STIRLING[whole(k)])
    square = (k + 1) * (k + 1)
    return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1)


@part
def coins(state: State, trials: int, chance: float) -> int:
    """Binomial by as many fair coins as it takes, 64 at a time.

    Each trial's uniform number is compared with the chance digit by digit, for all trials at once; half of
    those still undecided are decided by each digit.
    """
    digits = np.uint64(np.int64(chance * 9223372036854775808.0)) << _ONE
    drawn = 0
    while trials > 64:
        ones, left = 0, trials
        while left > 64:
            ones += set_bits(bits(state))
            left -= 64
        ones += set_bits(bits(state) >> np.uint64(64 - left))
        if np.int64(digits) < 0:
            drawn += trials - ones
            trials = ones
        else:
            trials -= ones
        digits <<= _ONE
    if trials == 0:
        return drawn
    undecided = ~np.uint64(0) >> np.uint64(64 - trials)
    found = np.uint64(0)
    while undecided and digits:
        one = np.uint64(np.int64(digits) >> 63)  # all bits the digit
        with_one = undecided & bits(state)
        found |= undecided & ~with_one & one
        undecided = (with_one & one) | (undecided & ~with_one & ~one)
        digits <<= _ONE
    return drawn + set_bits(found)  # type: ignore[no-any-return]


@part
def binomial(state: State, trials: int, chance: float) -> int:
    """Binomial: coins for few trials, inversion where few are expected, transformed rejection elsewhere."""
    if trials <= 0 or chance <= 0.0:
        return 0
    if chance >= 1.0:
        return trials
    n = float(trials)
    if n * chance < 0.25:
        return few(state, n, chance)
    if trials <= 320:
        return coins(state, trials, chance)
    p = chance if chance <= 0.5 else 1.0 - chance
    drawn = few(state, n, p) if n * p < 10.0 else many(state, n, p)
    return drawn if chance <= 0.5 else trials - drawn


@part
def few(state: State, n: float, p: float) -> int:
    """Binomial by inversion, where few are expected."""
    u = uniform(state)
    drawn = 0.0
    if u > 1.0 - n * p:  # else none: (1 - p)**n >= 1 - n p, without computing the power
        odds = p / (1.0 - p)
        term = math.exp(n * math.log1p(-p))
        while u > term and drawn < n:
            u -= term
            drawn += 1.0
            term *= odds * (n - drawn + 1.0) / drawn
    return whole(drawn)


@part
def many(state: State, n: float, p: float) -> int:
    """Binomial by transformed rejection (Hörmann 1993, BTRS), where ten or more are expected; p <= 1/2."""
    spread = math.sqrt(n * p * (1.0 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    inner = 0.92 - 4.2 / b
    while True:
        u = uniform(state) - 0.5
        v = uniform(state)
        us = 0.5 - abs(u)
        drawn = float(math.floor((2.0 * a / us + b) * u + n * p + 0.5))
        if us >= 0.07 and v <= inner:
            return whole(drawn)
        if drawn < 0.0 or drawn > n:
            continue
        odds = p / (1.0 - p)
        middle = float(math.floor((n + 1.0) * p))
        v = math.log(v * (2.83 + 5.1 / b) * spread / (a / (us * us) + b))
        ratio = (
            (middle + 0.5) * math.log((middle + 1.0) / (odds * (n - middle + 1.0)))
            + (n + 1.0) * math.log((n - middle + 1.0) / (n - drawn + 1.0))
            + (drawn + 0.5) * math.log(odds * (n - drawn + 1.0) / (drawn + 1.0))
            + _stirling(middle)
            + _stirling(n - middle)
            - _stirling(drawn)
            - _stirling(n - drawn)
        )
        if v <= ratio:
            return whole(drawn)


@part
def poisson(state: State, mean: float) -> float:
    """Poisson: multiplication where few are expected, transformed rejection elsewhere (Hörmann 1993, PTRS).

    Returned as a float: a mean beyond 2**53 has no exact integers, and the caller bounds it anyway.
    """
    if mean < 10.0:
        limit = math.exp(-mean)
        product = uniform(state)
        counted = 0.0
        while product > limit:
            counted += 1.0
            product *= uniform(state)
        return counted
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    inner = 0.9277 - 3.6224 / (b - 2.0)
    while True:
        u = uniform(state) - 0.5
        v = uniform(state)
        us = 0.5 - abs(u)
        k = float(math.floor((2.0 * a / us + b) * u + mean + 0.43))
        if us >= 0.07 and v <= inner:
            return k
        if k < 0.0 or (us < 0.013 and v > us):
            continue
        v = math.log(v * (1.1239 + 1.1328 / (b - 3.4)) / (a / (us * us) + b))
        # log of the probability of k, written so that nothing large is subtracted from anything large
        away = mean - k - 1.0
        if v <= k * math.log1p(away / (k + 1.0)) - away - 0.5 * math.log(
            k + 1.0
        ) - _HALF_LOG_2_PI - _stirling(k):
            return k
