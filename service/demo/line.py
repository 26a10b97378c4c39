"""A real Group 3 line: two whole fax machines of libspandsp in this process, joined sample by sample. Optional.

Does without where the library is missing (`available`); then pages reach the hospital by the paper model alone.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

RATE: Final = 8000
_BLOCK: Final = 160
# Longer than any fax of the demo takes; a call that has not ended by then has failed.
_LONGEST: Final = 600 * RATE
# spandsp's t30.h: modems V.27ter, V.29, V.17; MH, MR, MMR; standard, fine, R8 and R16; A4 and unlimited length.
_MODEMS: Final = 0x01 | 0x02 | 0x04
_CODINGS: Final = 0x02 | 0x04 | 0x08
_RESOLUTIONS: Final = 0x01 | 0x02 | 0x20000
_SIZES: Final = 0x01 | 0x10000 | 0x20000
_PLAIN: Final = 0x02
_ENDED: Final = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)


class Failed(Exception):
    """The call broke off; nothing or not all arrived. `code` is spandsp's."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


@dataclass(frozen=True, slots=True)
class Quality:
    """A line: `noise` as mean amplitude of 32768, error correction or not, and clicks a minute that spoil rows."""

    noise: float = 3.0
    corrected: bool = True
    clicks: float = 0.0


GOOD: Final = Quality()
BAD: Final = Quality(noise=12.0, corrected=False, clicks=6.0)


def available() -> bool:
    """Whether the library is installed."""
    return ctypes.util.find_library("spandsp") is not None


def call(tiff: bytes, seed: int, quality: Quality = GOOD, tries: int = 3) -> bytes:
    """The fax as it arrives at the other end; a call that breaks off is made again. Raises Failed after `tries`.

    The same seed gives the same dots.
    """
    for redial in range(tries):
        try:
            return _call(tiff, np.random.default_rng([seed, redial]), quality)
        except Failed:
            if redial == tries - 1:
                raise
    raise Failed(-1)


def _call(tiff: bytes, chance: np.random.Generator, quality: Quality) -> bytes:
    """One call."""
    with tempfile.TemporaryDirectory() as folder:
        sent, received = Path(folder) / "sent.tif", Path(folder) / "received.tif"
        sent.write_bytes(tiff)
        codes = _joined(sent, received, chance, quality)
        if any(codes) or not received.exists():
            raise Failed(next((code for code in codes if code), -1))
        return received.read_bytes()


def _joined(sent: Path, received: Path, chance: np.random.Generator, quality: Quality) -> tuple[int, int]:
    """Both machines, until both have hung up; what each says of the call (0 is well)."""
    caller, called = _Machine(True, quality), _Machine(False, quality)
    try:
        caller.sends(sent)
        called.receives(received)
        for passed in range(0, _LONGEST, _BLOCK):
            out, back = caller.heard(), called.heard()
            called.hears(_spoiled(out, chance, quality))
            caller.hears(_spoiled(back, chance, quality))
            if caller.ended and called.ended and passed > RATE:
                break
        return caller.code, called.code
    finally:
        caller.close()
        called.close()


def _spoiled(samples: np.ndarray[Any, Any], chance: np.random.Generator, quality: Quality) -> np.ndarray[Any, Any]:
    """The samples with the line's hiss, and now and then a click."""
    mixed = samples + chance.normal(0, quality.noise, _BLOCK)
    if chance.random() < quality.clicks * _BLOCK / RATE / 60:
        mixed[: _BLOCK // 4] += chance.normal(0, 4000, _BLOCK // 4)
    return mixed.clip(-32768, 32767).astype(np.int16)


class _Machine:
    """One fax machine of the library."""

    def __init__(self, calling: bool, quality: Quality) -> None:
        self._library = _library()
        self._fax = ctypes.c_void_p(self._library.fax_init(None, int(calling)))
        self._t30 = ctypes.c_void_p(self._library.fax_get_t30_state(self._fax))
        self.code, self.ended = -1, False
        # Kept, or Python would free what the library calls.
        self._hook = _ENDED(self._end)
        library, t30 = self._library, self._t30
        library.fax_set_transmit_on_idle(self._fax, 1)
        library.t30_set_phase_e_handler(t30, self._hook, None)
        library.t30_set_ecm_capability(t30, int(quality.corrected))
        library.t30_set_supported_modems(t30, _MODEMS)
        library.t30_set_supported_compressions(t30, _CODINGS if quality.corrected else _PLAIN)
        library.t30_set_supported_resolutions(t30, _RESOLUTIONS)
        library.t30_set_supported_image_sizes(t30, _SIZES)
        self._buffer = np.zeros(_BLOCK, np.int16)

    def sends(self, path: Path) -> None:
        """What it will send."""
        self._library.t30_set_tx_file(self._t30, str(path).encode(), -1, -1)

    def receives(self, path: Path) -> None:
        """Where it will put what it gets."""
        self._library.t30_set_rx_file(self._t30, str(path).encode(), -1)

    def heard(self) -> np.ndarray[Any, Any]:
        """What it says in one block."""
        pointer = self._buffer.ctypes.data_as(ctypes.POINTER(ctypes.c_int16))
        length = int(self._library.fax_tx(self._fax, pointer, _BLOCK))
        self._buffer[length:] = 0
        return self._buffer.astype(np.float64)

    def hears(self, samples: np.ndarray[Any, Any]) -> None:
        """What it is told in one block."""
        self._library.fax_rx(self._fax, samples.ctypes.data_as(ctypes.POINTER(ctypes.c_int16)), _BLOCK)

    def close(self) -> None:
        """Ends it; the received file is whole on disk then."""
        self._library.fax_free(self._fax)

    def _end(self, _state: int, _data: int, code: int) -> None:
        self.code, self.ended = code, True


@functools.cache
def _library() -> Any:
    library = ctypes.CDLL(ctypes.util.find_library("spandsp") or "libspandsp.so.2")
    pointer = ctypes.c_void_p
    library.fax_init.restype = pointer
    library.fax_init.argtypes = [pointer, ctypes.c_int]
    library.fax_get_t30_state.restype = pointer
    library.fax_get_t30_state.argtypes = [pointer]
    for name in ("fax_tx", "fax_rx"):
        getattr(library, name).argtypes = [pointer, ctypes.POINTER(ctypes.c_int16), ctypes.c_int]
    library.fax_free.argtypes = [pointer]
    library.fax_set_transmit_on_idle.argtypes = [pointer, ctypes.c_int]
    library.t30_set_phase_e_handler.argtypes = [pointer, _ENDED, pointer]
    library.t30_set_tx_file.argtypes = [pointer, ctypes.c_char_p, ctypes.c_int, ctypes.c_int]
    library.t30_set_rx_file.argtypes = [pointer, ctypes.c_char_p, ctypes.c_int]
    for name in ("ecm_capability", "supported_modems", "supported_compressions", "supported_resolutions"):
        getattr(library, f"t30_set_{name}").argtypes = [pointer, ctypes.c_int]
    library.t30_set_supported_image_sizes.argtypes = [pointer, ctypes.c_int]
    return library
