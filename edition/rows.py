"""Printed lines: a page's pieces set into rows, words parted, and all of it written as one text."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median
from unicodedata import bidirectional

from edition.pdfsource import Piece

_GAP = 0.13
"""The least gap, in em, that parts two words where the PDF has no space between them."""
_OVERHANG = 0.06
"""The same after letters that lean over what follows: italics, an f."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one line in one face and size."""

    start: int
    """Characters `start` to `end` of the source's text, half-open."""
    end: int
    edges: "array[float]"
    """Where each character starts, and where the last one ends, in pt from the left edge of its printed page."""
    size: float
    italic: bool
    bold: bool
    superior: bool
    """Smaller and raised, or a face's own superior figures."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, of white space and `runs`. Lengths in pt from the upper left corner of the printed page."""

    page: int
    runs: tuple[Run, ...]
    left: float
    right: float
    baseline: float
    size: float
    """Of most of its characters."""
    quarter: int = 0
    """Quarter turns, counter-clockwise, away from its page; if any, lengths are from the corner of the whole side."""
    column: int = 0
    """Of a page set in columns, from 0."""

    @property
    def start(self) -> int:
        """Its first character in the source's text."""
        return self.runs[0].start

    @property
    def end(self) -> int:
        """The end of its last character."""
        return self.runs[-1].end


@dataclass(slots=True)
class Row:
    """Pieces on one baseline, which become a line."""

    baseline: float
    size: float
    pieces: list[Piece]
    quarter: int = 0
    column: int = 0

    @property
    def left(self) -> float:
        """Where its first piece starts."""
        return min(piece.starts[0] for piece in self.pieces)

    @property
    def right(self) -> float:
        """Where its last piece ends."""
        return max(piece.ends[-1] for piece in self.pieces)


def set_rows(pieces: list[Piece]) -> list[Row]:
    """Return the rows of one page from the top; those of columns side by side are one."""
    rows = _lift(_by_baseline(pieces))
    for row in rows:
        row.pieces.sort(key=lambda piece: piece.starts[0])
        row.size = size_of(row.pieces)
    _keep_lone_marks(rows)
    return _drop_capitals(rows)


def size_of(pieces: list[Piece]) -> float:
    """Return the size of most characters, in pt."""
    count: Counter[float] = Counter()
    for piece in pieces:
        count[round(piece.size, 1)] += len(piece.text)
    return max(count, key=lambda size: (count[size], size))


def _by_baseline(pieces: list[Piece]) -> list[Row]:
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: (piece.baseline, piece.starts[0])):
        if rows and piece.baseline - rows[-1].baseline <= 0.12 * min(piece.size, rows[-1].size):
            rows[-1].pieces.append(piece)
        else:
            rows.append(Row(piece.baseline, piece.size, [piece]))
    for row in rows:
        row.size = size_of(row.pieces)
    return rows


def _lift(rows: list[Row]) -> list[Row]:
    """Put small raised or lowered pieces into the row beside which they stand."""
    baselines = [row.baseline for row in rows]
    for row in rows:
        kept = []
        for piece in row.pieces:
            host = _host(piece, row, rows, baselines)
            if host is None:
                kept.append(piece)
            else:
                piece.superior = piece.superior or piece.baseline < host.baseline
                host.pieces.append(piece)
        row.pieces = kept
    return [row for row in rows if row.pieces]


def _host(piece: Piece, own: Row, rows: list[Row], baselines: list[float]) -> Row | None:
    """Return the larger row beside whose characters a piece stands, little more than half an em above or below."""
    low = bisect_left(baselines, piece.baseline - 2.4 * piece.size)
    high = bisect_right(baselines, piece.baseline + 2.4 * piece.size)
    for row in rows[low:high]:
        up = (row.baseline - piece.baseline) / max(row.size, 1)
        small = piece.size <= 0.86 * row.size or (
            piece.text.isdecimal() and piece.size < 0.99 * row.size and 0.2 < up < 0.6
        )
        if row is own or not small or abs(up) > 0.6:
            continue
        # A justified line may stand further away from the label before it.
        reach = (1.4 if piece.text.isdecimal() else 0.7) * row.size
        start, end = piece.starts[0], piece.ends[-1]
        beside = [p for p in row.pieces if p.starts[0] - reach <= end and start <= p.ends[-1] + reach]
        over = any(min(p.ends[-1], end) - max(p.starts[0], start) > 0.3 * piece.size for p in beside)
        if beside and not over:
            return row
    return None


def _keep_lone_marks(rows: list[Row]) -> None:
    """Give a note mark that a line end left alone on the next line the size of the text before it."""
    for before, row in pairwise(rows):
        near = 0.3 * before.size < row.baseline - before.baseline < 1.4 * before.size
        small = row.size < 0.78 * before.size and sum(len(piece.text) for piece in row.pieces) <= 3
        if near and small and all(piece.text.isdecimal() for piece in row.pieces):
            row.size = before.size
            for piece in row.pieces:
                piece.superior = True


def _drop_capitals(rows: list[Row]) -> list[Row]:
    """Put a capital that is several lines high before the first of these lines."""
    usual = size_of([piece for row in rows for piece in row.pieces]) if rows else 0.0
    for row in rows:
        for piece in [p for p in row.pieces if p.size > 1.8 * usual and len(p.text) <= 2]:
            top = piece.baseline - 0.75 * piece.size
            beside = [
                other
                for other in rows
                if top < other.baseline < piece.baseline + 0.2 * usual
                and any(p is not piece and abs(p.starts[0] - piece.ends[-1]) < 1.5 * usual for p in other.pieces)
            ]
            if len(beside) >= 2 and beside[0] is not row:
                row.pieces.remove(piece)
                beside[0].pieces.insert(0, piece)
    return [row for row in rows if row.pieces]


@dataclass(slots=True)
class Writer:
    """Writes rows one after the other as one text, and the lines that say where they stand."""

    lines: list[Line] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _at: int = 0

    @property
    def text(self) -> str:
        """What has been written."""
        return "".join(self._parts)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)

    def write_page(self, rows: list[Row], page: int) -> None:
        """Write one printed page: a line feed after each line, two before a wide gap, a form feed before the page."""
        if page:
            self._add("\f")
        usual = _leading(rows)
        for before, row in zip([None, *rows], rows, strict=False):
            if before is not None:
                least = 1.3 * usual.get(max(before.size, row.size), 0.0)
                near = 0 < row.baseline - before.baseline <= least and before.quarter == row.quarter
                self._add("\n" if near else "\n\n")
            self._write_row(row, page)

    def _write_row(self, row: Row, page: int) -> None:
        ordered = _in_reading_order(row.pieces)
        spaced = _with_spaces(ordered, _spacings(ordered) if len(ordered) > 1 else {})
        runs = [
            self._write_run(list(group), style) for style, group in groupby(spaced, lambda pair: _style(pair[1], row))
        ]
        self.lines.append(Line(page, tuple(runs), row.left, row.right, row.baseline, row.size, row.quarter, row.column))

    def _write_run(self, pieces: list[tuple[bool, Piece]], style: tuple[float, bool, bool, bool]) -> Run:
        edges: array[float] = array("f")
        if pieces[0][0]:
            self._add(" ")
        start = self._at
        end = 0.0
        for n, (space, piece) in enumerate(pieces):
            if space and n:
                self._add(" ")
                edges.append(end)
            self._add(piece.text)
            edges.extend(piece.starts)
            end = piece.ends[-1]
        edges.append(end)
        return Run(start, self._at, edges, *style)


def _leading(rows: list[Row]) -> dict[float, float]:
    """Return the usual distance of baselines for each size of type."""
    downs: defaultdict[float, list[float]] = defaultdict(list)
    for one, other in pairwise(rows):
        if one.size == other.size and other.baseline > one.baseline:
            downs[one.size].append(other.baseline - one.baseline)
    return {size: median(own) for size, own in downs.items()}


def _style(piece: Piece, row: Row) -> tuple[float, bool, bool, bool]:
    raised = piece.superior and (piece.size < 0.86 * row.size or piece.text.isdecimal())
    return round(piece.size, 1), piece.italic, piece.bold, raised


def _in_reading_order(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces from left to right, or from right to left where most of their letters run so."""
    text = "".join(piece.text for piece in pieces)
    if max(text) < "\u0590":
        # No letter below runs from right to left.
        return pieces
    letters = Counter(map(bidirectional, text))
    if letters["R"] + letters["AL"] > letters["L"]:
        return sorted(pieces, key=lambda piece: -max(piece.ends))
    return pieces


def _spacings(pieces: list[Piece]) -> dict[float, float]:
    """Return the usual gap between letters for each size in a row: small capitals may be letterspaced alone."""
    sizes: defaultdict[float, list[Piece]] = defaultdict(list)
    for piece in pieces:
        sizes[round(piece.size, 1)].append(piece)
    return {size: _spacing(own) for size, own in sizes.items()}


def _spacing(pieces: list[Piece]) -> float:
    """Return the usual gap between letters of a row in em: more than nothing where it is letterspaced."""
    gaps = [
        (start - end) / piece.size
        for piece in pieces
        if piece.size
        for end, start in zip(piece.ends, piece.starts[1:], strict=False)
    ]
    if len(gaps) < len(pieces):
        # Letter by letter.
        gaps += [(b.starts[0] - a.ends[-1]) / b.size for a, b in pairwise(pieces) if b.size]
    gaps.sort()
    return max(gaps[len(gaps) // 2], 0.0) if gaps else 0.0


def _with_spaces(pieces: list[Piece], spacings: dict[float, float]) -> list[tuple[bool, Piece]]:
    """Return each piece with whether a space stands before it."""
    parted = [(False, pieces[0])]
    for before, piece in pairwise(pieces):
        low, high = sorted((before, piece), key=lambda p: p.starts[0])
        gap = min(high.starts) - max(low.ends)
        leans = before.italic or before.text.endswith("f")
        usual = spacings[round(min(before.size, piece.size), 1)]
        least = ((_OVERHANG if leans and usual < 0.05 else _GAP) + usual) * min(before.size, piece.size)
        initial = before.size > 1.8 * piece.size and len(before.text) <= 2
        # PDFium knows what an italic letter hangs over: where one piece follows the other it is believed.
        # A hyphen that stands for another sign is as narrow as its own ink.
        hyphen = piece.text in ("-", "\u2010") and before.text[-1].isalpha()
        told = piece.parted and piece.order == before.order + 1 and gap > 0 and not hyphen and usual < 0.1
        least = max(least, 0.2 * piece.size) if hyphen else least
        parted.append(((gap > least or told) and not initial and not piece.superior, piece))
    return parted
