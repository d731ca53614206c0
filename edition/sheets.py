"""Sheet sides cut into the printed pages on them, and the lines of each page in reading order: geometry alone.

A side is held so that most of its text stands upright or upside down. Its pages are equal parts, in rows and columns.
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from edition.drawings import Box
from edition.gutters import part_columns
from edition.pdfsource import Piece, Side, read_sides
from edition.rows import Line, Row, Writer, set_rows

_CROSSING = 0.008
"""The share of characters that may stand on a cut: crop marks and the like."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed page: the part of a side that it takes."""

    side: int
    row: int
    column: int
    """As seen upright, from the upper left corner."""
    turned: bool
    """Printed upside down."""
    box: Box
    """Left, top, right, bottom in pt from the upper left corner of the side as it is held."""
    rules: tuple[Box, ...]
    """Thin lines across the page, from its own upper left corner."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A side of a sheet as it is held, in pt."""

    width: float
    height: float
    turn: int
    """Quarter turns clockwise from the PDF's own coordinates."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where every character of a PDF's text stands."""

    sheets: tuple[Sheet, ...]
    """One for every side, in the order of the PDF."""
    cells: tuple[Cell, ...]
    """The printed pages side by side, on each row by row; blank ones too."""
    lines: tuple[Line, ...]
    """In the order of the text; all that they do not hold is white space."""
    pictures: int
    """How many pictures the PDF has, of which nothing is read."""

    def locate(self, offset: int) -> tuple[int, Box]:
        """Return the side, from 0, and the box on it as held, of the character at `offset` of the source's text.

        The box is left, top, right, bottom in pt. Raises KeyError for white space between lines, which stands nowhere.
        """
        at = bisect_right(self.lines, offset, key=lambda line: line.start) - 1
        if at < 0 or offset >= self.lines[at].end:
            raise KeyError(offset)
        line = self.lines[at]
        run = next(run for run in line.runs if offset < run.end)
        place = max(offset - run.start, 0)
        left, right = run.edges[place], run.edges[place + 1]
        box = (left, line.baseline - 0.75 * run.size, right, line.baseline + 0.25 * run.size)
        cell = self.cells[line.page]
        return cell.side, _unframe(box, line.quarter, cell, self.sheets[cell.side])


def ends_early(layout: Layout, offset: int) -> bool:
    """Tell whether the line of the character at `offset` leaves room at its right, in a justified column."""
    at = bisect_right(layout.lines, offset, key=lambda line: line.start) - 1
    last = layout.lines[at]
    beside = [
        line for line in layout.lines[max(0, at - 40) : at + 40] if (line.page, line.column) == (last.page, last.column)
    ]
    alike = [line for line in beside if abs(line.size - last.size) < 0.3 and abs(line.left - last.left) < 0.5]
    right = max(line.right for line in alike)
    full = sum(right - line.right < 0.3 * line.size for line in alike)
    return len(alike) > 4 and full > 0.6 * len(alike) and last.right < right - 2 * last.size


def _unframe(box: Box, quarter: int, cell: Cell, sheet: Sheet) -> Box:
    """Return a box of a line's own frame as a box of the side as held."""
    turn = (quarter + 2 * cell.turned) % 4
    x, y = (0.0, 0.0) if quarter else _origin(cell, sheet.width, sheet.height)
    width, height = (sheet.width, sheet.height) if turn % 2 == 0 else (sheet.height, sheet.width)
    return _turn_box((box[0] + x, box[1] + y, box[2] + x, box[3] + y), width, height, -turn)


def _origin(cell: Cell, width: float, height: float) -> tuple[float, float]:
    """Return the upper left corner of a page in the frame in which it reads upright."""
    left, top, right, bottom = cell.box
    return (width - right, height - bottom) if cell.turned else (left, top)


@dataclass(slots=True)
class _Held:
    """A side as it is held: its size in pt, and each piece's quarter and middle as seen so."""

    turn: int
    width: float
    height: float
    pieces: list[tuple[Piece, int, float, float]]
    rules: list[Box]


def read_layout(name: str, data: bytes, grid: "Grid | None" = None) -> tuple[str, Layout]:
    """Return the text of a PDF, printed page by printed page, and where it stands.

    `grid` gives the rows and columns of pages on every side, where they are known; otherwise they are found.
    Lines are parted by a line feed, by two at a wide gap; pages by form feeds. Nothing but white space is added.
    Raises SourceError as `read_sides` does.
    """
    sides = read_sides(name, data)
    sideways = _sideways(sides)
    held = [_hold(side, sideways) for side in sides]
    grids = _grids(held) if grid is None else [grid] * len(held)
    writer = Writer()
    cells: list[Cell] = []
    for number, (side, own) in enumerate(zip(held, grids, strict=True)):
        for cell, rows in _cut(number, side, own):
            writer.write_page(rows, len(cells))
            cells.append(cell)
    sheets = tuple(Sheet(side.width, side.height, side.turn) for side in held)
    return writer.text, Layout(sheets, tuple(cells), tuple(writer.lines), sum(side.pictures for side in sides))


def _quarter(piece: Piece, turn: int) -> int:
    """Return the quarter turns of a piece on a side that is held turned."""
    return (piece.quarter - turn) % 4


def _sideways(sides: list[Side]) -> int:
    """Return the quarter turns clockwise that set text upright on sides where it runs up or down."""
    count: Counter[int] = Counter()
    for side in sides:
        for piece in side.pieces:
            count[_quarter(piece, side.rotation)] += len(piece.text)
    return 1 if count[1] >= count[3] else 3


def _hold(side: Side, sideways: int) -> _Held:
    along = sum(len(p.text) for p in side.pieces if _quarter(p, side.rotation) % 2 == 0)
    across = sum(len(p.text) for p in side.pieces) - along
    turn = (side.rotation + (sideways if across > along else 0)) % 4
    width, height = (side.width, side.height) if turn % 2 == 0 else (side.height, side.width)
    pieces = [(piece, _quarter(piece, turn), *_middle(piece, turn, width, height)) for piece in side.pieces]
    rules = [_turn_box(rule, side.width, side.height, turn) for rule in side.rules]
    return _Held(turn, width, height, pieces, rules)


def _middle(piece: Piece, turn: int, width: float, height: float) -> tuple[float, float]:
    """Return the middle of a piece on the side as held."""
    along, down = (piece.starts[0] + piece.ends[-1]) / 2, piece.baseline - 0.3 * piece.size
    match _quarter(piece, turn):
        case 0:
            return along, down
        case 1:
            return down, height - along
        case 2:
            return width - along, height - down
        case _:
            return width - down, along


def _turn_box(box: Box, width: float, height: float, turn: int) -> Box:
    """Return a box on a side of this size after so many quarter turns clockwise."""
    left, top, right, bottom = box
    match turn % 4:
        case 0:
            return box
        case 1:
            return height - bottom, left, height - top, right
        case 2:
            return width - right, height - bottom, width - left, height - top
        case _:
            return top, width - right, bottom, width - left


Grid = tuple[int, int]


def _grids(held: list[_Held]) -> list[Grid]:
    """Return rows and columns for every side; sides of one size have one grid."""
    sizes = [(round(side.width / 6), round(side.height / 6)) for side in held]
    found: dict[tuple[int, int], Grid] = {}
    for size, _ in Counter(sizes).most_common():
        found[size] = find_grid([side for side, own in zip(held, sizes, strict=True) if own == size])
    return [found[size] for size in sizes]


def find_grid(sides: list[_Held]) -> Grid:
    """Return rows and columns of the finest grid with page-like cells on which no text stands; (1, 1) where none is."""
    total = sum(len(piece.text) for side in sides for piece, *_ in side.pieces)
    sizes: Counter[float] = Counter()
    for side in sides:
        for piece, *_ in side.pieces:
            sizes[round(piece.size, 1)] += len(piece.text)
    if not total:
        return 1, 1
    size = sizes.most_common(1)[0][0]
    width, height = sides[0].width, sides[0].height
    best = sparse = 1, 1
    for rows, columns in ((1, 2), (2, 1), (2, 2), (1, 3), (1, 4), (4, 1), (2, 3), (3, 2), (2, 4), (4, 2), (4, 4)):
        shape = (width / columns) / (height / rows)
        if not 0.42 <= shape <= 1.6 or rows * columns <= best[0] * best[1]:
            continue
        room = (0.6 if 0.5 <= shape <= 0.95 else 1.5) * size
        if not _free(sides, rows, columns, room, total):
            continue
        peopled = _peopled(sides, rows, columns, total)
        if peopled == (rows, columns):
            best = rows, columns
        elif rows == columns == 2 and peopled == (1, 2) and len(sides) > 2:
            sparse = rows, columns
    # No page has two columns and is empty below on every side: a booklet of few pages on sheets for many may be so.
    return sparse if best == (1, 1) else best


def _free(sides: list[_Held], rows: int, columns: int, room: float, total: int) -> bool:
    """Tell whether next to no characters stand within `room` pt of the cuts."""
    upright = [width for side in sides for width in (side.width / columns,)]
    standing = 0.0
    for side, cell in zip(sides, upright, strict=True):
        for piece, quarter, x, y in side.pieces:
            along, across = (piece.ends[-1] - piece.starts[0]) / 2, piece.size / 2
            if quarter % 2:
                along, across = across, along
            cut = _near(x - along, x + along, cell, columns, room)
            if not cut and _near(y - across, y + across, side.height / rows, rows, room):
                cut = 1.0
            standing += cut * len(piece.text)
    return standing <= _CROSSING * total


def _near(low: float, high: float, step: float, count: int, room: float) -> float:
    """Return the share of the stretch from `low` to `high` that lies within `room` of the cuts."""
    share = 0.0
    for n in range(1, count):
        overlap = min(high, n * step + room) - max(low, n * step - room)
        share += max(overlap, 0) / max(high - low, 0.1)
    return min(share, 1.0)


def _peopled(sides: list[_Held], rows: int, columns: int, total: int) -> Grid:
    """Return how many rows and how many columns of the grid hold a fair part of the text."""
    count: Counter[tuple[str, int]] = Counter()
    for side in sides:
        for piece, _, x, y in side.pieces:
            count["row", _slot(y, side.height, rows)] += len(piece.text)
            count["column", _slot(x, side.width, columns)] += len(piece.text)
    least = 0.1 * total / max(rows, columns)
    return (
        sum(count["row", n] >= least for n in range(rows)),
        sum(count["column", n] >= least for n in range(columns)),
    )


def _slot(at: float, length: float, count: int) -> int:
    return min(max(int(at * count / length), 0), count - 1)


def _cut(number: int, side: _Held, grid: Grid) -> Iterator[tuple[Cell, list[Row]]]:
    """Yield each cell of a side with its lines, row by row."""
    rows, columns = grid
    width, height = side.width / columns, side.height / rows
    held: dict[tuple[int, int], list[tuple[Piece, int]]] = {}
    for piece, quarter, x, y in side.pieces:
        held.setdefault((_slot(y, side.height, rows), _slot(x, side.width, columns)), []).append((piece, quarter))
    turned = {place: _is_turned(pieces) for place, pieces in held.items()}
    for row in range(rows):
        here = [turned[row, column] for column in range(columns) if (row, column) in turned]
        for column in range(columns):
            upside_down = turned.get((row, column), sum(here) * 2 > len(here))
            box = (column * width, row * height, (column + 1) * width, (row + 1) * height)
            rules = tuple(sorted(_on_page(rule, box, turned=upside_down) for rule in side.rules if _within(rule, box)))
            cell = Cell(number, row, column, upside_down, box, rules)
            yield cell, _set(held.get((row, column), []), cell, side)


def _set(pieces: list[tuple[Piece, int]], cell: Cell, side: _Held) -> list[Row]:
    """Return the rows of a page; what is turned away from the page follows, as rows of its own."""
    rows: list[Row] = []
    x, y = _origin(cell, side.width, side.height)
    away = sorted(((quarter - 2 * cell.turned) % 4, at) for at, (_, quarter) in enumerate(pieces))
    for quarter, group in groupby(away, key=lambda pair: pair[0]):
        own = [pieces[at][0] for _, at in group]
        for piece in own if quarter == 0 else ():
            piece.starts = array("f", (start - x for start in piece.starts))
            piece.ends = array("f", (end - x for end in piece.ends))
            piece.baseline -= y
        found = part_columns(set_rows(own))
        for row in found:
            row.quarter = quarter
        rows += found
    return rows


def _is_turned(pieces: list[tuple[Piece, int]]) -> bool:
    count = Counter({0: 0, 2: 0})
    for piece, quarter in pieces:
        count[quarter] += len(piece.text)
    return count[2] > count[0]


def _within(rule: Box, box: Box) -> bool:
    x, y = (rule[0] + rule[2]) / 2, (rule[1] + rule[3]) / 2
    flat = rule[2] - rule[0] > rule[3] - rule[1]
    return flat and box[0] <= x < box[2] and box[1] <= y < box[3]


def _on_page(rule: Box, box: Box, *, turned: bool) -> Box:
    if turned:
        return box[2] - rule[2], box[3] - rule[3], box[2] - rule[0], box[3] - rule[1]
    return rule[0] - box[0], rule[1] - box[1], rule[2] - box[0], rule[3] - box[1]
