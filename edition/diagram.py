"""A picture of the sheets: which page stands where, which way up, where to fold. As shapes, and of them as SVG."""

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from edition.formes import Forme
from edition.signatures import Place, Plan

_WIDTH = 150.0
"""How wide a side is drawn, in px; its height follows."""
_SPACE = 26.0
_ACROSS = 4
"""Sides in a row of the picture: two sheets, each with its back beside it."""
_HEAD = 16.0


class Shape(NamedTuple):
    """One thing of a picture, measured from the upper left corner of its side: a box, a bar, a fold, a number."""

    kind: str
    """`sheet`, `page`, `blank`, `head` (the bar that shows which way is up), `fold` or `number`."""
    x: float
    y: float
    width: float
    """Of a number the size of its figures; it stands in the middle of x and y."""
    height: float
    page: int = 0
    turned: bool = False
    """Of a number: upside down."""


def name_side(plan: Plan, number: int) -> str:
    """Return what a side is, by its number from 0: `sheet 2, back`."""
    return f"sheet {number + 1}" if plan.one_sided else f"sheet {number // 2 + 1}, {'back' if number % 2 else 'front'}"


def draw_side(plan: Plan, forme: Forme, number: int, width: float) -> Iterator[Shape]:
    """Yield the shapes of a side, drawn so wide: its pages with their numbers, blanks, and the folds at the spine."""
    scale = width / forme.sheet[0]
    height = forme.sheet[1] * scale
    yield Shape("sheet", 0.0, 0.0, width, height)
    for place in plan.sides[number]:
        yield from _page(forme, place, scale)
    left, bottom, right, top = (edge * scale for edge in forme.block)
    over = width / 40
    for border in sorted(forme.folds[0]):
        yield Shape("fold", forme.lefts[border + 1] * scale, height - top - over, 0.0, top - bottom + 2 * over)
    for border in sorted(forme.folds[1]):
        yield Shape("fold", left - over, height - forme.bottoms[border] * scale, right - left + 2 * over, 0.0)


def _page(forme: Forme, place: Place, scale: float) -> Iterator[Shape]:
    width, height = forme.cell[0] * scale, forme.cell[1] * scale
    x = forme.lefts[place.column] * scale
    y = (forme.sheet[1] - forme.bottoms[place.row]) * scale - height
    if place.page is None:
        yield Shape("blank", x, y, width, height)
        return
    yield Shape("page", x, y, width, height)
    yield Shape("head", x + width * 0.25, y + height * (0.9 if place.turned else 0.1), width * 0.5, 0.0)
    size = min(width, height) * 0.45
    yield Shape("number", x + width / 2, y + height / 2, size, size, place.page + 1, place.turned)


def draw_sheets(plan: Plan, forme: Forme) -> str:
    """Return the SVG: each front with its back beside it, as they come out of the printer.

    Figures are page numbers of the PDF; turned pages are drawn turned, blanks grey. Dashes are folds at the spine,
    the bar at the head of a page shows which way is up.
    """
    height = forme.sheet[1] * _WIDTH / forme.sheet[0]
    rows = -(-len(plan.sides) // _ACROSS)
    size = (_ACROSS * (_WIDTH + _SPACE) + _SPACE, rows * (height + _HEAD + _SPACE) + _SPACE)
    box = f'viewBox="0 0 {size[0]:.1f} {size[1]:.1f}" width="{size[0]:.0f}" height="{size[1]:.0f}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="sans-serif" text-anchor="middle">',
        f"<title>{escape(_title(plan))}</title>",
        f'<rect width="{size[0]:.1f}" height="{size[1]:.1f}" fill="#fff"/>',
    ]
    for number in range(len(plan.sides)):
        row, column = divmod(number, _ACROSS)
        x, y = _SPACE + column * (_WIDTH + _SPACE), _SPACE + row * (height + _HEAD + _SPACE)
        lines.append(f'<g transform="translate({x:.1f} {y:.1f})">')
        lines.append(f'<text x="{_WIDTH / 2:.1f}" y="-8" font-size="10">{name_side(plan, number)}</text>')
        lines += map(_element, draw_side(plan, forme, number, _WIDTH))
        lines.append("</g>")
    return "\n".join([*lines, "</svg>"]) + "\n"


def _title(plan: Plan) -> str:
    return f"{plan.fold.scheme}: {plan.pages} pages on {plan.sheets} {'sheet' if plan.sheets == 1 else 'sheets'}"


def _element(shape: Shape) -> str:
    x, y, width, height = shape.x, shape.y, shape.width, shape.height
    box = f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    match shape.kind:
        case "sheet":
            return f'{box} fill="#fff" stroke="#000"/>'
        case "fold":
            return f'<path d="M{x:.1f} {y:.1f}l{width:.1f} {height:.1f}" stroke="#c00" stroke-dasharray="4 2"/>'
        case "head":
            return f'<path d="M{x:.1f} {y:.1f}h{width:.1f}" stroke="#777" stroke-width="2"/>'
        case "number":
            turn = f' transform="rotate(180 {x:.1f} {y:.1f})"' if shape.turned else ""
            return f'<text x="{x:.1f}" y="{y + width * 0.36:.1f}" font-size="{width:.1f}"{turn}>{shape.page}</text>'
        case _:
            fill = "#ddd" if shape.kind == "blank" else "none"
            return f'{box} fill="{fill}" stroke="#777" stroke-width=".5"/>'
