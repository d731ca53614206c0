"""Marks for whoever cuts, folds, gathers and sews: drawn beside the pages, or on the fold where no eye falls later."""

from collections.abc import Iterator
from typing import Literal, get_args

from edition.errors import EditionError
from edition.formes import Forme
from edition.paper import MM
from edition.signatures import Place, PlacedSide, Plan
from edition.xobjects import format_number

Mark = Literal["crop", "fold", "sewing", "collation"]
MARKS: tuple[Mark, ...] = get_args(Mark)
CLEAR = 3 * MM
"""How far crop and fold marks keep from the pages, or from their bleed where that is more."""
LENGTH = 4 * MM
"""Of a crop mark."""
HAIRLINE = 0.25
"""In pt: thin enough to cut along, thick enough for every printer."""
STATIONS = (1 / 6, 1 / 2, 5 / 6)
"""Where a pamphlet is pierced, in parts of the fold: the middle, and near both ends."""
STEP = 5 * MM
"""Each signature's collation mark is so much lower than the one before."""


def rim_for(marks: frozenset[Mark], bleed: float) -> float:
    """Return the room, in pt, that the marks and the bleed want around the pages."""
    return max(CLEAR, bleed) + LENGTH + 1 if marks & {"crop", "fold"} else bleed


def draw_marks(plan: Plan, forme: Forme, number: int, marks: frozenset[Mark], bleed: float) -> bytes:
    """Return the operators that draw the marks of a side, given by its number from 0; none where there are none."""
    if not marks:
        return b""
    side = plan.sides[number]
    lines: list[str] = []
    if "crop" in marks:
        lines += _crop(forme, max(CLEAR, bleed))
    if "fold" in marks:
        lines += ["[3 2] 0 d", *_fold(forme, max(CLEAR, bleed)), "[] 0 d"]
    if "sewing" in marks:
        lines += _sewing(plan, forme, side)
    if "collation" in marks:
        lines += _collation(plan, forme, side)
    return f"q 0 G 0 g {HAIRLINE} w\n{chr(10).join(lines)}\nQ\n".encode() if lines else b""


def check_marks(plan: Plan, marks: frozenset[Mark]) -> None:
    """Raise EditionError for marks that make no sense with a scheme."""
    folds = plan.spine_borders()
    if unfit := sorted(marks & {"fold", "sewing", "collation"}) if not any(folds) else []:
        raise EditionError(f"scheme {plan.fold.scheme}: has no fold for {', '.join(unfit)} marks. Leave them out.")


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{_n(x)} {_n(y)} m {_n(to_x)} {_n(to_y)} l S"


def _n(value: float) -> str:
    return format_number(value)


def _cuts(starts: tuple[float, ...], length: float, folds: frozenset[int], *, down: bool) -> list[float]:
    """Return where columns or rows end at an edge that is cut; `down` for rows, whose upper one comes first."""
    found = set()
    for n, start in enumerate(starts):
        first, last = (start + length, start) if down else (start, start + length)
        found |= {first} if n - 1 not in folds else set()
        found |= {last} if n not in folds else set()
    return sorted(found)


def _crop(forme: Forme, clear: float) -> Iterator[str]:
    left, bottom, right, top = forme.block
    for x in _cuts(forme.lefts, forme.cell[0], forme.folds[0], down=False):
        yield _line(x, top + clear, x, top + clear + LENGTH)
        yield _line(x, bottom - clear, x, bottom - clear - LENGTH)
    for y in _cuts(forme.bottoms, forme.cell[1], forme.folds[1], down=True):
        yield _line(left - clear, y, left - clear - LENGTH, y)
        yield _line(right + clear, y, right + clear + LENGTH, y)


def _fold(forme: Forme, clear: float) -> Iterator[str]:
    left, bottom, right, top = forme.block
    for n in sorted(forme.folds[0]):
        x = forme.lefts[n + 1]
        yield _line(x, top + clear, x, top + clear + LENGTH)
        yield _line(x, bottom - clear, x, bottom - clear - LENGTH)
    for n in sorted(forme.folds[1]):
        y = forme.bottoms[n]
        yield _line(left - clear, y, left - clear - LENGTH, y)
        yield _line(right + clear, y, right + clear + LENGTH, y)


def _pairs(side: PlacedSide) -> Iterator[tuple[Place, Place]]:
    """Yield the pages that meet at a spine: the left or upper one first."""
    at = {(place.row, place.column): place for place in side}
    for place in side:
        beside = at.get((place.row, place.column + 1)) if place.spine == "right" else None
        below = at.get((place.row + 1, place.column)) if place.spine == "bottom" else None
        other = beside or below
        if other is not None:
            yield place, other


def _nested(plan: Plan) -> int:
    """Return the pages that are folded into one another."""
    return 4 * (1 + max(place.depth for side in plan.sides for place in side))


def _sewing(plan: Plan, forme: Forme, side: PlacedSide) -> Iterator[str]:
    """Yield a dash across the innermost fold of a signature at every hole."""
    size = _nested(plan)
    for one, other in _pairs(side):
        inner = {one.position % size, other.position % size}
        if inner == {size // 2 - 1, size // 2}:
            for part in STATIONS:
                x, y, along = _on_fold(forme, one, part)
                yield _line(x - MM, y, x + MM, y) if along else _line(x, y - MM, x, y + MM)


def _collation(plan: Plan, forme: Forme, side: PlacedSide) -> Iterator[str]:
    """Yield a bar on the outermost fold of each signature, one step lower than that of the one before."""
    size = _nested(plan)
    for one, other in _pairs(side):
        if {one.position % size, other.position % size} == {0, size - 1}:
            length = forme.cell[1] if one.spine == "right" else forme.cell[0]
            steps = max(1, int((length - 4 * STEP) // STEP))
            number = one.position // size % steps
            part = 1 - (2 * STEP + number * STEP) / length
            x, y, along = _on_fold(forme, one, 1 - part if one.turned else part)
            width, height = (0.8 * MM, STEP * 0.8) if along else (STEP * 0.8, 0.8 * MM)
            yield f"{_n(x - width / 2)} {_n(y - height / 2)} {_n(width)} {_n(height)} re f"


def _on_fold(forme: Forme, one: Place, part: float) -> tuple[float, float, bool]:
    """Return a point of the fold after a page, a part of its length from below or left, and whether it runs upwards."""
    left, bottom = forme.lefts[one.column], forme.bottoms[one.row]
    if one.spine == "right":
        return left + forme.cell[0], bottom + part * forme.cell[1], True
    return left + part * forme.cell[0], bottom, False
