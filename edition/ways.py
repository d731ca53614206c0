"""The ways in which sheets of a shape may have been imposed: every scheme, signature, order and turn that fits them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from edition.errors import EditionError
from edition.imposition import ORDERS, SCHEMES, Order, Side, arrange, padded, positions
from edition.sheets import Cell, Layout
from edition.source import Source

FOLIOS = "folios"
"""In the place of a scheme: the pages go by their folios, however the sheets were made."""
LIKELY = 0.8
"""How sure it must be to be taken at all: with less, one in five booklets would be put in a wrong order."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is told of the imposition; None is to be found."""

    scheme: str | None = None
    signature: int | None = None
    """0 for all pages in one."""
    order: Order | None = None
    right_bound: bool | None = None
    least: float = LIKELY
    """How sure what is found must be."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A printed page: its side, from 0, and its place on the side as it is held."""

    side: int
    row: int
    column: int
    turned: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One reading of the sheets."""

    scheme: str
    signature: int
    """Pages folded together; 0 for all."""
    order: Order
    right_bound: bool
    spots: tuple[Spot, ...]
    """In reading order, blanks too."""

    def __str__(self) -> str:
        words = [f"--scheme {self.scheme}"]
        folded = self.scheme in SCHEMES and SCHEMES[self.scheme].signatures
        words += [f"--signature {self.signature}"] if folded else []
        words += [f"--order {self.order}"] if self.order != "as-printed" else []
        words += ["--binding right"] if self.right_bound else []
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the sheets look like."""

    grid: tuple[int, int]
    """Rows and columns of every side."""
    sides: int
    turned: dict[tuple[int, int, int], bool]
    """Which way up a page stands, by side, row and column, where text shows it."""
    copies: tuple[int, int] = (1, 1)
    """How often the same pages are printed on a side, downwards and across: to be cut apart."""


def shape_of(source: Source, layout: Layout, *, copies: bool = True) -> Shape:
    """Return the shape of sheets with text on them; raises EditionError where sides differ.

    Where the same pages are printed many times on each side, and `copies` asks for it, the shape is the first one's.
    """
    grids: dict[int, tuple[int, int]] = {}
    for cell in layout.cells:
        row, column = grids.get(cell.side, (0, 0))
        grids[cell.side] = max(row, cell.row + 1), max(column, cell.column + 1)
    if len(set(grids.values())) > 1:
        raise EditionError("its sides hold different numbers of pages. Take out those that are no sheets.")
    upright: Counter[int] = Counter()
    words = [""] * len(layout.cells)
    for line in layout.lines:
        upright[line.page] += (line.end - line.start) * (1 if line.quarter == 0 else -1)
        words[line.page] += source.text[line.start : line.end]
    turned = {key_of(cell): cell.turned for n, cell in enumerate(layout.cells) if upright[n] > 0}
    grid = next(iter(grids.values()), (1, 1))
    tile = _tile(grid, {key_of(cell): words[n] for n, cell in enumerate(layout.cells)}) if copies else grid
    return Shape(tile, len(layout.sheets), turned, (grid[0] // tile[0], grid[1] // tile[1]))


def _tile(grid: tuple[int, int], words: dict[tuple[int, int, int], str]) -> tuple[int, int]:
    """Return the smallest part of every side that is repeated all over it; the whole grid where none is."""
    rows, columns = grid
    for r in (n for n in range(1, rows + 1) if rows % n == 0):
        for c in (n for n in range(1, columns + 1) if columns % n == 0):
            if all(text == words[side, row % r, column % c] for (side, row, column), text in words.items()):
                return r, c
    return grid


def key_of(cell: Cell) -> tuple[int, int, int]:
    """Return a page's side, row and column."""
    return cell.side, cell.row, cell.column


def ways(shape: Shape, known: Known) -> Iterator[Way]:
    """Yield every reading of sheets of a shape, each once, as far as it is not told otherwise."""
    seen: set[tuple[Spot, ...]] = set()
    for name in SCHEMES if known.scheme is None else (known.scheme,):
        for total, signature, sides in _impositions(name, shape, known):
            for order in ORDERS if known.order is None else (known.order,):
                folded = len(sides) * signature // total
                for apart in {0, folded} if order == "innermost-first" else {0}:
                    for spots in _spots(arrange(sides, order, folded=apart), shape):
                        if spots not in seen:
                            seen.add(spots)
                            mirrored = positions(name, total, signature, right_bound=True) == sides
                            yield Way(name, signature, order, mirrored and not _same(name, total, signature), spots)


def _same(name: str, total: int, signature: int) -> bool:
    return positions(name, total, signature) == positions(name, total, signature, right_bound=True)


def _impositions(name: str, shape: Shape, known: Known) -> Iterator[tuple[int, int, tuple[Side, ...]]]:
    """Yield the pages, the signature and the sides of every imposition in a scheme that has the shape."""
    unit = padded(name, 1)
    rows, columns = shape.grid
    bindings = (False, True) if known.right_bound is None else (known.right_bound,)
    for total in range(unit, rows * columns * shape.sides + 1, unit):
        sizes = [0]
        if SCHEMES[name].signatures:
            sizes += [size for size in range(unit, total, unit) if total % size == 0]
        for size in sizes if known.signature is None else [known.signature]:
            if size and total % size:
                continue
            for right_bound in bindings:
                sides = positions(name, total, size, right_bound=right_bound)
                if _fits(sides, shape):
                    yield total, size, sides


def _fits(sides: tuple[Side, ...], shape: Shape) -> bool:
    rows = 1 + max(slot.row for side in sides for slot in side)
    columns = 1 + max(slot.column for side in sides for slot in side)
    return len(sides) == shape.sides and (rows, columns) == shape.grid


def _spots(sides: tuple[Side, ...], shape: Shape) -> Iterator[tuple[Spot, ...]]:
    """Yield where each page in reading order stands, if the turned pages are those that are seen turned.

    Any side may have been turned as a whole, for the printer; where nothing tells, it was not.
    """
    rows, columns = shape.grid
    found: dict[int, Spot] = {}
    for number, side in enumerate(sides):
        straight = {slot.position: Spot(number, slot.row, slot.column, slot.turned) for slot in side}
        about = {
            slot.position: Spot(number, rows - 1 - slot.row, columns - 1 - slot.column, not slot.turned)
            for slot in side
        }
        fitting = [spots for spots in (straight, about) if _looks_so(spots, shape)]
        if not fitting:
            return
        found |= fitting[0]
    yield tuple(found[position] for position in range(len(found)))


def _looks_so(spots: dict[int, Spot], shape: Shape) -> bool:
    seen = ((spot.turned, shape.turned.get((spot.side, spot.row, spot.column))) for spot in spots.values())
    return all(looks is None or looks == turned for turned, looks in seen)
