"""A TrueType face as a PDF needs it: its program, and how wide its characters are, without what sets type."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

UNICODE = (3, 1)
"""The platform and encoding of the table that names glyphs by characters."""


class Face(NamedTuple):
    """A face; lengths in thousandths of its size."""

    program: bytes
    widths: dict[str, int]
    box: tuple[int, int, int, int]
    """What no glyph reaches over: left, bottom, right, top."""
    ascent: int
    descent: int

    def measure(self, words: str, size: float) -> float:
        """Return how wide words are; those it lacks have no width."""
        return sum(self.widths.get(character, 0) for character in words) * size / 1000


def read_face(program: bytes) -> Face:
    """Return what is known of a face by its tables."""
    count = struct.unpack_from(">H", program, 4)[0]
    entries = (struct.unpack_from(">4sLLL", program, 12 + 16 * number) for number in range(count))
    tables = {tag.decode(): offset for tag, _, offset, _ in entries}
    unit = 1000 / struct.unpack_from(">H", program, tables["head"] + 18)[0]
    box = struct.unpack_from(">4h", program, tables["head"] + 36)
    ascent, descent = struct.unpack_from(">2h", program, tables["hhea"] + 4)
    metrics = struct.unpack_from(">H", program, tables["hhea"] + 34)[0]
    widths = {}
    for character, glyph in _characters(program, tables["cmap"]):
        place = tables["hmtx"] + 4 * min(glyph, metrics - 1)
        widths[chr(character)] = round(struct.unpack_from(">H", program, place)[0] * unit)
    left, bottom, right, top = (round(edge * unit) for edge in box)
    return Face(program, widths, (left, bottom, right, top), round(ascent * unit), round(descent * unit))


def _characters(program: bytes, table: int) -> Iterator[tuple[int, int]]:
    """Yield each character that the face has, and its glyph, as a segmented table (format 4) names them."""
    count = struct.unpack_from(">H", program, table + 2)[0]
    entries = (struct.unpack_from(">HHL", program, table + 4 + 8 * number) for number in range(count))
    start = table + next(offset for platform, encoding, offset in entries if (platform, encoding) == UNICODE)
    number = struct.unpack_from(">H", program, start + 6)[0] // 2
    words = f">{number}H"
    ends = struct.unpack_from(words, program, start + 14)
    begins, deltas, offsets = (
        struct.unpack_from(words, program, start + 16 + 2 * number * (part + 1)) for part in range(3)
    )
    ranges = start + 16 + 6 * number
    for segment, (first, last) in enumerate(zip(begins, ends, strict=True)):
        for character in range(first, min(last, 0xFFFE) + 1):
            glyph = character
            if offsets[segment]:
                place = ranges + 2 * segment + offsets[segment] + 2 * (character - first)
                glyph = struct.unpack_from(">H", program, place)[0]
            if glyph or not offsets[segment]:
                yield character, (glyph + deltas[segment]) & 0xFFFF
