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

State = npt.NDArray[np.uint64]
_STIRLING = np.array(
    [
        math.lgamma(k + 1.0) - ((k + 0.5) * math.log(k + 1.0) - (k + 1.0) + 0.5 * math.log(2 * math.pi))
        for k in range(10)
    ]
)
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


def new_state(seed: np.random.SeedSequence) -> State:
    """A generator's state; different seed sequences give independent streams."""
    return seed.generate_state(4, np.uint64).astype(np.uint64)


@part
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


@part
def uniform(state: State) -> float:
    """In (0, 1), both ends out."""
    return (float(bits(state) >> np.uint64(12)) + 0.5) * (1.0 / 4503599627370496.0)


@part
def normal(state: State) -> float:
    """Standard normal by a ziggurat of 128 blocks; block and place use separate bits (Doornik 2005)."""
    while True:
        drawn = bits(state)
        block = int(drawn & np.uint64(127))
        u = (float(drawn >> np.uint64(12)) + 0.5) * (1.0 / 2251799813685248.0) - 1.0
        if abs(u) < _INNER[block]:
            return float(u * _EDGE[block])
        if block == 0:
            while True:  # the tail beyond the last block (Marsaglia 1964)
                x = -math.log(uniform(state)) / _TAIL
                if -2.0 * math.log(uniform(state)) >= x * x:
                    return _TAIL + x if u > 0.0 else -_TAIL - x
        x = u * _EDGE[block]
        outer = math.exp(-0.5 * (_EDGE[block] ** 2 - x * x))
        inner = math.exp(-0.5 * (_EDGE[block + 1] ** 2 - x * x))
        if inner + uniform(state) * (outer - inner) < 1.0:
            return float(x)


@part
def gamma(state: State, shape: float) -> float:
    """Gamma of this shape and rate 1 (Marsaglia & Tsang 2000)."""
    if shape <= 4.0 and shape == math.floor(shape):
        product = uniform(state)  # a sum of exponentials; counts make small whole shapes the usual ones
        for _ in range(int(shape) - 1):
            product *= uniform(state)
        return -math.log(product)
    boost = 1.0
    if shape < 1.0:
        boost = uniform(state) ** (1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = normal(state)
        v = 1.0 + c * x
        if v <= 0.0:
            continue
        v = v * v * v
        u = uniform(state)
        if u < 1.0 - 0.0331 * (x * x) * (x * x):
            return float(boost * d * v)
        if math.log(u) < 0.5 * x * x + d * (1.0 - v + math.log(v)):
            return float(boost * d * v)


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
        return float(_STIRLING[int(k)])
    square = (k + 1) * (k + 1)
    return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1)


@part
def binomial(state: State, trials: int, chance: float) -> int:
    """Binomial: inversion where few are expected, transformed rejection elsewhere (Hörmann 1993, BTRS)."""
    if trials <= 0 or chance <= 0.0:
        return 0
    if chance >= 1.0:
        return trials
    n = float(trials)
    p = min(chance, 1.0 - chance)
    odds = p / (1.0 - p)
    drawn = 0.0
    if n * p < 10.0:
        u = uniform(state)
        if u > 1.0 - n * p:  # else none: (1 - p)**n >= 1 - n p, without computing the power
            term = math.exp(n * math.log1p(-p))
            while u > term and drawn < n:
                u -= term
                drawn += 1.0
                term *= odds * (n - drawn + 1.0) / drawn
    else:
        spread = math.sqrt(n * p * (1.0 - p))
        b = 1.15 + 2.53 * spread
        a = -0.0873 + 0.0248 * b + 0.01 * p
        inner = 0.92 - 4.2 / b
        middle = float(math.floor((n + 1.0) * p))
        while True:
            u = uniform(state) - 0.5
            v = uniform(state)
            us = 0.5 - abs(u)
            drawn = float(math.floor((2.0 * a / us + b) * u + n * p + 0.5))
            if us >= 0.07 and v <= inner:
                break
            if drawn < 0.0 or drawn > n:
                continue
            v = math.log(v * (2.83 + 5.1 / b) * spread / (a / (us * us) + b))
            if v <= (
                (middle + 0.5) * math.log((middle + 1.0) / (odds * (n - middle + 1.0)))
                + (n + 1.0) * math.log((n - middle + 1.0) / (n - drawn + 1.0))
                + (drawn + 0.5) * math.log(odds * (n - drawn + 1.0) / (drawn + 1.0))
                + _stirling(middle)
                + _stirling(n - middle)
                - _stirling(drawn)
                - _stirling(n - drawn)
            ):
                break
    return int(drawn) if chance <= 0.5 else trials - int(drawn)


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
