"""The loops are compiled by numba where it is installed, and run as they stand where it is not (slower, same result).

Bits and chance for the loops. Only modules of loops import this one, and they are imported when a plan is made:
numba takes a second to load, which nobody should wait for who only reads a schedule.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
Function = TypeVar("Function", bound=Callable[..., Any])


def kept_in(places: Iterable[Path]) -> Path | None:
    """The first of these folders that can be made and written, or None: then loops are compiled at each start."""
    for place in places:
        try:
            place.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=place):
                return place
        except OSError:
            continue
    return None


def _places(digest: str) -> Iterator[Path]:
    """Beside the code, else in the user's own cache; never where others could put code for us to load."""
    yield Path(__file__).parent / "__pycache__" / digest
    with suppress(RuntimeError):  # nobody's home
        yield Path.home() / ".cache" / "springtide" / digest


try:
    import numba
except ImportError:  # the same steps in plain Python; numpy's whole numbers wrap as the compiled ones do

    def _made(function: Function, **how: Any) -> Function:
        """Leave a loop as it is."""
        return np.errstate(over="ignore")(function)
else:
    # numba keeps what it compiled by the age of one file, and loops here call loops of other files: a change of one
    # must not leave the others with the old one inside. So all are kept under the digest of all.
    _DIGEST = hashlib.sha256(
        b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    ).hexdigest()[:16]

    _FOLDER = kept_in(_places(_DIGEST))

    def _made(function: Function, **how: Any) -> Function:
        """Compile a loop when it is first called, and keep the result for the next start."""
        how["error_model"] = "numpy"  # nothing here divides by zero, and nothing need ask
        if _FOLDER is None:
            return cast(Function, numba.njit(**how)(function))
        before = numba.config.CACHE_DIR  # type: ignore[attr-defined]
        numba.config.CACHE_DIR = str(_FOLDER)  # type: ignore[attr-defined]
        try:
            return cast(Function, numba.njit(cache=True, **how)(function))
        finally:
            numba.config.CACHE_DIR = before  # type: ignore[attr-defined]


def allocating(function: Function) -> Function:
    """Compile a loop that makes arrays of its own."""
    return _made(function)


def compiled(function: Function) -> Function:
    """Compile a loop that only reads and writes the arrays given to it.

    Nothing is counted in and out then. With some sixty arrays in a frame and a state that is most of the work of a
    small loop (and of compiling it): the loops run up to eighteen times as fast.
    """
    return _made(function, _nrt=False)


def inner(function: Function) -> Function:
    """Compile a loop as `compiled` does that only other loops call: nothing is made for calls from outside (one
    would end the process), which with so many arrays takes a good part of the time of compiling."""
    return _made(function, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)


ONE = np.uint64(1)
WORD = 64
_S1, _S2, _S4, _S56 = np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(56)
_M1, _M2 = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
_M4, _MUL = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)
_GOLDEN, _MIX1, _MIX2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_R30, _R27, _R31, _R11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 1.0 / (1 << 53)


@compiled
def popcount(v: np.uint64) -> int:
    """Number of bits set; the compiler knows this form and makes it one instruction."""
    v = v - ((v >> _S1) & _M1)
    v = (v & _M2) + ((v >> _S2) & _M2)
    v = (v + (v >> _S4)) & _M4
    return int((v * _MUL) >> _S56)


@inner
def lowest(v: np.uint64) -> int:
    """Index of the lowest bit set of a word that is not zero."""
    return popcount((v & (~v + ONE)) - ONE)


@compiled
def bit(index: int) -> np.uint64:
    """The word with one bit."""
    return ONE << np.uint64(index % WORD)


@inner
def uniform(chance: Words) -> float:
    """A number in [0, 1) from the state `chance` (1 word), by SplitMix64 (Steele, Lea, Flood 2014)."""
    chance[0] = chance[0] + _GOLDEN
    z = chance[0]
    z = (z ^ (z >> _R30)) * _MIX1
    z = (z ^ (z >> _R27)) * _MIX2
    z = z ^ (z >> _R31)
    return np.float64(z >> _R11) * _UNIT
