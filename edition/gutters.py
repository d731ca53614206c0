"""A page's rows parted where two columns stand side by side: by the white between them alone."""

from itertools import groupby, pairwise
from statistics import median

from edition.rows import Row, size_of

_GUTTER = 1.0
"""The least width, in em, of the space between two columns."""


def part_columns(rows: list[Row]) -> list[Row]:
    """Return the rows of a page in reading order: of two columns the left one first, between rows across both."""
    gutter = _gutter(rows)
    if gutter is None:
        return rows
    ordered: list[Row] = []
    for across, group in groupby((_split(row, gutter) for row in rows), key=lambda parts: parts[2] is not None):
        parts = list(group)
        if across:
            ordered += [whole for *_, whole in parts if whole]
            continue
        for column in (0, 1):
            ordered += [part for halves in parts if (part := halves[column]) is not None]
    return ordered


def _gutter(rows: list[Row]) -> float | None:
    """Return the middle of the space between two columns, where most rows of a page have one at one place."""
    return _shared_gutter(rows) or _clear_gutter(rows)


def _clear_gutter(rows: list[Row]) -> float | None:
    """Return the middle of a strip that next to no row crosses, with many full lines on both sides of it."""
    spans = [span for row in rows for span in _stretches(row)]
    if len(spans) < 20:
        return None
    low, high = min(start for start, *_ in spans), max(end for _, end, _ in spans)
    places = range(int(low + 0.3 * (high - low)), int(low + 0.7 * (high - low)))
    crossed = {x: sum(start < x < end for start, end, _ in spans) for x in places}
    fewest = min(crossed.values(), default=len(spans))
    free = [x for x in places if crossed[x] == fewest]
    if not free or fewest > 0.2 * len(spans) or free[-1] - free[0] + 1 < 0.5 * rows[0].size:
        return None
    middle = (free[0] + free[-1]) / 2
    sides = ([s for s in spans if s[1] <= middle], [s for s in spans if s[0] >= middle])
    for own in sides:
        edge = median(start for start, *_ in own) if own else 0.0
        flush = sum(abs(start - edge) < 2 for start, *_ in own)
        full = sum(length >= 18 for *_, length in own)
        if len(own) < 8 or flush < 0.5 * len(own) or full < 0.7 * len(own):
            return None
    return middle


def _stretches(row: Row) -> list[tuple[float, float, int]]:
    """Return where a row's text starts and ends between wide gaps, and how many characters each part has."""
    parts: list[tuple[float, float, int]] = []
    for piece in row.pieces:
        start, end, length = piece.starts[0], piece.ends[-1], len(piece.text)
        if parts and start - parts[-1][1] < 0.8 * row.size:
            parts[-1] = parts[-1][0], end, parts[-1][2] + length
        else:
            parts.append((start, end, length))
    return parts


def _shared_gutter(rows: list[Row]) -> float | None:
    """Return the same where the lines of both columns stand on common baselines."""
    gaps = [
        (one.ends[-1], other.starts[0])
        for row in rows
        for one, other in pairwise(row.pieces)
        if other.starts[0] - one.ends[-1] > _GUTTER * row.size
    ]
    if len(gaps) < 8 or len(gaps) * 2 < len(rows):
        return None
    middle = median((low + high) / 2 for low, high in gaps)
    parted = [high - low for low, high in gaps if low < middle < high]
    full = median(row.right - row.left for row in rows)
    narrow = sum(gap < 0.15 * full for gap in parted)
    return middle if len(parted) * 2 >= len(rows) and narrow * 4 >= len(parted) * 3 else None


def _split(row: Row, gutter: float) -> tuple[Row | None, Row | None, Row | None]:
    """Return the parts of a row left and right of the gutter, or, third, the whole where it stands on it."""
    if any(piece.starts[0] < gutter < piece.ends[-1] for piece in row.pieces):
        return None, None, row
    halves = []
    for column in (0, 1):
        pieces = [piece for piece in row.pieces if (piece.starts[0] > gutter) == bool(column)]
        halves.append(Row(row.baseline, size_of(pieces), pieces, row.quarter, column) if pieces else None)
    return halves[0], halves[1], None
