"""A picture of the sheets, as SVG: which page stands where, which way up, where to fold and to cut."""

from collections.abc import Iterator
from html import escape

from edition.formes import Forme
from edition.paper import MM
from edition.signatures import Place, Plan

_WIDTH = 150.0
"""How wide a side is drawn, in px; its height follows."""
_SPACE = 26.0
_ACROSS = 4
"""Sides in a row of the picture: two sheets, each with its back beside it."""
_HEAD = 16.0


def draw_sheets(plan: Plan, forme: Forme) -> str:
    """Return the SVG: each front with its back beside it, as they come out of the printer.

    Figures are page numbers of the PDF; turned pages are drawn turned, blanks grey. Dashes are folds at the spine,
    the bar at the head of a page shows which way is up.
    """
    scale = _WIDTH / forme.sheet[0]
    height = forme.sheet[1] * scale
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
        lines += _side(plan, forme, number, scale)
        lines.append("</g>")
    return "\n".join([*lines, "</svg>"]) + "\n"


def _title(plan: Plan) -> str:
    return f"{plan.fold.scheme}: {plan.pages} pages on {plan.sheets} {'sheet' if plan.sheets == 1 else 'sheets'}"


def _side(plan: Plan, forme: Forme, number: int, scale: float) -> Iterator[str]:
    width, height = forme.sheet[0] * scale, forme.sheet[1] * scale
    name = f"sheet {number + 1}" if plan.one_sided else f"sheet {number // 2 + 1}, {'back' if number % 2 else 'front'}"
    yield f'<text x="{width / 2:.1f}" y="-8" font-size="10">{name}</text>'
    yield f'<rect width="{width:.1f}" height="{height:.1f}" fill="#fff" stroke="#000"/>'
    for place in plan.sides[number]:
        yield from _page(forme, place, scale)
    left, bottom, right, top = (edge * scale for edge in forme.block)
    for border in sorted(forme.folds[0]):
        x = forme.lefts[border + 1] * scale
        yield _dashes(x, height - top - 4, x, height - bottom + 4)
    for border in sorted(forme.folds[1]):
        y = height - forme.bottoms[border] * scale
        yield _dashes(left - 4, y, right + 4, y)


def _dashes(x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="#c00" stroke-dasharray="4 2"/>'


def _page(forme: Forme, place: Place, scale: float) -> Iterator[str]:
    width, height = forme.cell[0] * scale, forme.cell[1] * scale
    x = forme.lefts[place.column] * scale
    y = (forme.sheet[1] - forme.bottoms[place.row]) * scale - height
    turn = f" rotate(180 {width / 2:.1f} {height / 2:.1f})" if place.turned else ""
    fill = "#ddd" if place.page is None else "none"
    yield f'<g transform="translate({x:.1f} {y:.1f}){turn}">'
    yield f'<rect width="{width:.1f}" height="{height:.1f}" fill="{fill}" stroke="#777" stroke-width=".5"/>'
    if place.page is not None:
        size = min(width, height) * 0.45
        yield f'<path d="M{width * 0.25:.1f} {height * 0.1:.1f}H{width * 0.75:.1f}" stroke="#777" stroke-width="2"/>'
        x, y = width / 2, height / 2 + size * 0.36
        yield f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}">{place.page + 1}</text>'
    yield "</g>"


def summarise(plan: Plan, forme: Forme) -> str:
    """Return what the sheets are, in one line."""
    size = f"{forme.sheet[0] / MM:.4g} x {forme.sheet[1] / MM:.4g} mm"
    return f"{_title(plan)}, {size}"
