"""What stands where on every side that is printed: the table of `imposition` with blanks, folds and flips. No lengths.

Folded pages have a spine edge, towards which creep moves them and over which nothing is printed; sheets know how deep
they lie in their signature.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Literal, NamedTuple

from edition import imposition
from edition.errors import EditionError
from edition.imposition import SCHEMES, Slot, choose_signature, padded, positions

Edge = Literal["left", "right", "top", "bottom"]
Flip = Literal["short", "long"]
OPPOSITE: Mapping[Edge, Edge] = MappingProxyType({"left": "right", "right": "left", "top": "bottom", "bottom": "top"})

REPEATS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"1repeat2side": (1, 2), "1repeat2top": (2, 1), "1repeat4": (2, 2), "1repeat8": (2, 4)}
)
"""Rows and columns of the schemes that print one page many times on a side, to be cut apart."""
NESTED: Mapping[str, int] = MappingProxyType({"2x4x1": 8, "2x4x2": 16, "ea4x4": 16, "1x8x2": 16, "1x4x2cutfoldbind": 4})
"""Pages that are folded into one another in schemes whose signature is fixed."""
UNFOLDED = frozenset({"none", "2side"})
USELESS = frozenset({"none", "duplex2up-in-place"})
"""Seen in the wild, but nothing to print: one changes nothing, the other does not fold."""
IMPOSED = (*(name for name in SCHEMES if name not in USELESS), *REPEATS)
"""The schemes that can be printed."""


class Fold(NamedTuple):
    """How a book is to be folded. The defaults are a booklet of one signature, bound on the left."""

    scheme: str = "2up"
    signature: int | tuple[int, int] = 0
    """Pages folded together; 0 for all; or the fewest and the most, to choose from."""
    cover: bool = False
    """The last page stays last: blanks go before it, not to the end."""
    flyleaves: int = 0
    """Blank leaves before the first page, and as many after the last."""
    right_bound: bool = False


class Place(NamedTuple):
    """One page on a side."""

    page: int | None
    """Of the book, from 0; None is a blank."""
    position: int
    """In reading, from 0, blanks counted."""
    row: int
    column: int
    turned: bool
    """Printed upside down."""
    spine: Edge | None
    """The edge at the fold that is bound, as seen on the side; None where none is."""
    depth: int
    """How many sheets lie around this one in its signature."""


PlacedSide = tuple[Place, ...]


class Plan(NamedTuple):
    """Every side of the sheets, in the order of printing: a front, its back, the next front."""

    fold: Fold
    pages: int
    total: int
    """Pages with the blanks."""
    signature: int
    """Pages folded together; of a scheme with none, the pages of a sheet."""
    rows: int
    columns: int
    sides: tuple[PlacedSide, ...]
    upright: bool
    """Turn a sheet over like a page of a book, left to right, and its back stands upright; else top to bottom."""

    @property
    def one_sided(self) -> bool:
        """Whether the backs stay white."""
        return self.fold.scheme == "onepagezine"

    @property
    def sheets(self) -> int:
        """Return the sheets of paper for one copy."""
        return len(self.sides) if self.one_sided else -(-len(self.sides) // 2)

    def spine_borders(self) -> tuple[frozenset[int], frozenset[int]]:
        """Return the borders between columns and between rows, from 0, where pages meet at a spine."""
        places = [place for side in self.sides for place in side]
        columns = {p.column for p in places if p.spine == "right"} & {p.column - 1 for p in places if p.spine == "left"}
        rows = {p.row for p in places if p.spine == "bottom"} & {p.row - 1 for p in places if p.spine == "top"}
        return frozenset(columns), frozenset(rows)


def make_plan(pages: int, fold: Fold) -> Plan:
    """Return what stands on every side for a book of so many pages.

    Raises EditionError for a scheme or a signature that cannot be folded, or a book without pages.
    """
    if fold.scheme in USELESS:
        raise EditionError(f"scheme {fold.scheme}: is nothing to print. Choose one of {', '.join(IMPOSED)}.")
    if fold.scheme in REPEATS:
        return _repeat(pages, fold)
    found = SCHEMES.get(fold.scheme)
    bare = pages + 4 * fold.flyleaves
    size = _signature(fold, bare) if found and found.signatures else _fixed(fold)
    total = padded(fold.scheme, bare, size)
    sides = positions(fold.scheme, total, size, right_bound=fold.right_bound)
    vector = _vector(pages, total, fold)
    nested = (size or total) if SCHEMES[fold.scheme].signatures else NESTED.get(fold.scheme, 1)
    placed = tuple(tuple(_place(slot, vector, nested, fold) for slot in side) for side in sides)
    rows = 1 + max(slot.row for side in sides for slot in side)
    columns = 1 + max(slot.column for side in sides for slot in side)
    signature = size or (total if SCHEMES[fold.scheme].signatures else SCHEMES[fold.scheme].unit)
    return Plan(fold, pages, total, signature, rows, columns, placed, _upright(placed, columns))


def _signature(fold: Fold, pages: int) -> int:
    """Return the pages of a signature of a scheme that can have several; 0 for all."""
    if isinstance(fold.signature, int):
        return fold.signature
    return choose_signature(pages, *fold.signature, SCHEMES[fold.scheme].unit)


def _fixed(fold: Fold) -> int:
    if not isinstance(fold.signature, int):
        raise EditionError(
            f"scheme {fold.scheme}: its signature is fixed, there is none to choose. Leave the signature out."
        )
    return fold.signature


def _vector(pages: int, total: int, fold: Fold) -> tuple[int | None, ...]:
    """Return the page at every position; flyleaves are blanks outside all others."""
    outside: tuple[None, ...] = (None, None) * fold.flyleaves
    inner = imposition.pad(range(pages), total - 2 * len(outside), cover=fold.cover)
    return (*outside, *inner, *outside)


def _place(slot: Slot, vector: tuple[int | None, ...], nested: int, fold: Fold) -> Place:
    within = slot.position % nested
    depth = min(within, nested - 1 - within) // 2
    return Place(vector[slot.position], slot.position, slot.row, slot.column, slot.turned, _spine(slot, fold), depth)


def _spine(slot: Slot, fold: Fold) -> Edge | None:
    """Return where a page is bound: a recto of a book bound on the left on its left."""
    if fold.scheme in UNFOLDED:
        return None
    recto = slot.position % 2 == 0
    if fold.scheme == "2down":
        return "top" if recto else "bottom"
    return "left" if recto ^ slot.turned ^ fold.right_bound else "right"


def _upright(sides: tuple[PlacedSide, ...], columns: int) -> bool:
    """Tell whether each page has its leaf's other page behind it when the sheet is turned over from left to right.

    Turned over from top to bottom, it must be in the mirrored row and the other way up.
    """
    behind = {place.position: place for side in sides[1::2] for place in side}
    for side in sides[::2]:
        for front in side:
            back = behind.get(front.position ^ 1)
            if back is not None:
                return (back.row, back.column, back.turned) == (front.row, columns - 1 - front.column, front.turned)
    return True


def _repeat(pages: int, fold: Fold) -> Plan:
    if pages < 1:
        raise EditionError(f"scheme {fold.scheme}: {pages} pages cannot be imposed. Give at least one.")
    if fold.signature or fold.cover or fold.flyleaves or fold.right_bound:
        raise EditionError(
            f"scheme {fold.scheme}: its pages are cut apart, not folded. "
            "Leave out signature, cover, flyleaves and binding."
        )
    rows, columns = REPEATS[fold.scheme]
    total = pages + pages % 2
    sides = tuple(
        tuple(
            Place(page if page < pages else None, page, row, column, turned=False, spine=None, depth=0)
            for row in range(rows)
            for column in range(columns)
        )
        for page in range(total)
    )
    return Plan(fold, pages, total, 2, rows, columns, sides, upright=True)


def turn_side(side: PlacedSide, rows: int, columns: int) -> PlacedSide:
    """Return a side turned by half a turn, as a whole, its pages again row by row."""
    turned = (
        place._replace(
            row=rows - 1 - place.row,
            column=columns - 1 - place.column,
            turned=not place.turned,
            spine=OPPOSITE[place.spine] if place.spine else None,
        )
        for place in side
    )
    return tuple(sorted(turned, key=lambda place: (place.row, place.column)))


def flip_of(plan: Plan, *, landscape: bool) -> Flip:
    """Return the edge on which a printer must flip sheets of this shape."""
    return "short" if plan.upright == landscape else "long"


def set_flip(plan: Plan, flip: Flip, *, landscape: bool) -> Plan:
    """Return the plan for a printer that flips on this edge: every back turned by half a turn where need be."""
    if plan.one_sided or flip_of(plan, landscape=landscape) == flip:
        return plan
    sides = tuple(
        turn_side(side, plan.rows, plan.columns) if number % 2 else side for number, side in enumerate(plan.sides)
    )
    return plan._replace(sides=sides, upright=not plan.upright)


def blanks_of(plan: Plan) -> tuple[int, ...]:
    """Return the reading positions, from 0, of the blanks."""
    filled = {place.position for side in plan.sides for place in side if place.page is not None}
    return tuple(position for position in range(plan.total) if position not in filled)


def spans(numbers: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of rising neighbours."""
    if not numbers:
        return
    start = numbers[0]
    for before, here in pairwise((*numbers, numbers[-1] + 2)):
        if here != before + 1:
            yield start, before
            start = here
