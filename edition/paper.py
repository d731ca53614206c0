"""Sizes of paper, lengths and thicknesses as printers write them: read, and named again."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from edition.errors import EditionError

MM = 72 / 25.4
"""A millimetre in pt."""
Size = tuple[float, float]
"""Width and height in pt."""
SLACK = 0.5
"""Sizes that differ by less, in pt, are the same size, rounded."""
BULK = 1.25
"""Cubic centimetres to a gram of uncoated office paper: a sheet of 80 g/m² is 0.1 mm thick."""


def _series(name: str, longest: int, shortest: int, count: int) -> dict[str, tuple[float, float]]:
    """Return an ISO 216 series: each size is the one before it halved, whole millimetres kept (ISO 216, 3.2)."""
    sizes = {}
    for number in range(count):
        sizes[f"{name}{number}"] = (float(shortest), float(longest))
        longest, shortest = shortest, longest // 2
    return sizes


_MM: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        **_series("a", 1189, 841, 9),
        **_series("b", 1414, 1000, 9),
        "sra3": (320, 450),
        "sra4": (225, 320),
        "ra3": (305, 430),
        "ra4": (215, 305),
        "letter": (215.9, 279.4),
        "half-letter": (139.7, 215.9),
        "legal": (215.9, 355.6),
        "tabloid": (279.4, 431.8),
        "executive": (184.15, 266.7),
    }
)
NAMES = tuple(_MM)
_UNITS: Mapping[str, float] = MappingProxyType({"": MM, "mm": MM, "cm": 10 * MM, "in": 72.0, '"': 72.0, "pt": 1.0})
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(mm|cm|in|\"|pt)?")
_PAIR = re.compile(r"(\d+(?:\.\d+)?)\s*[x×*]\s*(\d+(?:\.\d+)?)\s*(mm|cm|in|\"|pt)?")
_WEIGHT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:g|gsm|g/m2|g/m²)")
_LARGEST = 14_400.0
"""The largest side of a PDF page, in pt (ISO 32000-1, annex C)."""


def read_paper(words: str) -> Size:
    """Return width and height in pt of paper given by name or as `WxH`, in mm where no unit is said.

    Raises EditionError for a name that is not known and a size that no page can have.
    """
    name = words.strip().lower()
    if name in _MM:
        width, height = _MM[name]
        return width * MM, height * MM
    found = _PAIR.fullmatch(name)
    if not found:
        raise EditionError(f"paper {words!r} is unknown. Give its size in mm, such as 210x297, or one of {_known()}.")
    unit = _UNITS[found[3] or ""]
    size = float(found[1]) * unit, float(found[2]) * unit
    if not all(1 <= side <= _LARGEST for side in size):
        raise EditionError(f"paper {words!r} is no size that a page can have. Give width and height in mm: 210x297.")
    return size


def _known() -> str:
    return ", ".join(name for name in NAMES if name not in ("a0", "a1", "b0", "b1"))


def read_length(words: str) -> float:
    """Return a length in pt, given in mm where no unit is said; raises EditionError for what is none."""
    found = _LENGTH.fullmatch(words.strip().lower())
    if not found:
        raise EditionError(f"{words!r} is no length. Give it in mm, such as 3 or 3mm.")
    return float(found[1]) * _UNITS[found[2] or ""]


def read_thickness(words: str) -> float:
    """Return the thickness in pt of one sheet, given as a length (0.1mm) or as a weight (80g, for 80 g/m²).

    A weight is that of uncoated paper, see BULK. Raises EditionError for what is neither, and for board.
    """
    weight = _WEIGHT.fullmatch(words.strip().lower())
    thickness = float(weight[1]) * BULK / 1000 * MM if weight else read_length(words)
    if thickness > 2 * MM:
        raise EditionError(
            f"paper {words!r} is {thickness / MM:g} mm thick, which does not fold. "
            "Give one sheet's thickness (0.1mm) or weight (80g)."
        )
    return thickness


def describe(size: Size) -> str:
    """Return a size in words: `A4, 297 × 210 mm`, or the millimetres alone."""
    millimetres = f"{size[0] / MM:.4g} × {size[1] / MM:.4g} mm"
    low, high = min(size) / MM, max(size) / MM
    for name, (short, long) in _MM.items():
        if abs(low - short) < 0.5 and abs(high - long) < 0.5:
            return f"{name.upper() if name[-1].isdigit() else name.capitalize()}, {millimetres}"
    return millimetres
