"""Where the pages of a side stand on the paper, in pt: a forme, in the printer's word. Arithmetic alone.

The pages stand together, edge to edge, in the middle of the sheet; a gap parts them only where they are cut apart.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple, assert_never

from edition.errors import EditionError
from edition.paper import MM, SLACK, Size, describe, read_paper
from edition.signatures import Place, Plan
from edition.xobjects import Edges, Matrix

Scale = Literal["keep", "crop", "shrink", "fit"]
NEAR = 2 * MM
"""Paper that is larger by no more is taken: two A5 pages are 296 mm wide, A4 is 297."""
SCALES: tuple[Scale, ...] = ("keep", "crop", "shrink", "fit")


class Measures(NamedTuple):
    """What the paper is to be like. Lengths in pt."""

    paper: Size | None = None
    """None: as large as the pages and their marks want it."""
    scale: Scale | float = "keep"
    """`keep` refuses pages that do not fit, `crop` lets them give up their edges, `shrink` makes them smaller, `fit`
    larger, too; a number is a factor."""
    bleed: float = 0.0
    """What is printed beyond the edges that are cut."""
    gap: float = 0.0
    """Between pages that do not meet at a spine."""
    rim: float = 0.0
    """What marks want on every side of the pages."""
    creep: float = 0.0
    """The thickness of one sheet: each lies so much further out than the one around it."""


class Forme(NamedTuple):
    """One sheet's measures, the same for every side."""

    sheet: Size
    lefts: tuple[float, ...]
    """Of the columns, from the left edge."""
    bottoms: tuple[float, ...]
    """Of the rows, the upper one first, from the lower edge."""
    cell: Size
    factors: tuple[float, ...]
    """How much larger each page is printed than it is."""
    folds: tuple[frozenset[int], frozenset[int]]
    """The borders between columns, and between rows, where pages meet at a spine."""

    @property
    def landscape(self) -> bool:
        """Whether the sheet lies on its long side."""
        return self.sheet[0] > self.sheet[1]

    @property
    def block(self) -> Edges:
        """Return left, bottom, right and top of all the pages together."""
        return self.lefts[0], self.bottoms[-1], self.lefts[-1] + self.cell[0], self.bottoms[0] + self.cell[1]


def set_forme(plan: Plan, sizes: Sequence[Size], measures: Measures) -> Forme:
    """Return where the pages stand; `sizes` are theirs. Raises EditionError where they do not fit on the paper."""
    folds = plan.spine_borders()
    gap = max(measures.gap, 2 * measures.bleed)
    gaps = (gap * (plan.columns - 1 - len(folds[0])), gap * (plan.rows - 1 - len(folds[1])))
    factor = measures.scale if isinstance(measures.scale, float) else 1.0
    largest = max(w for w, _ in sizes) * factor, max(h for _, h in sizes) * factor
    room = (gaps[0] + 2 * measures.rim, gaps[1] + 2 * measures.rim)
    wanted = (plan.columns * largest[0] + room[0], plan.rows * largest[1] + room[1])
    sheet = _lay(measures.paper or _usual(wanted), wanted)
    free = ((sheet[0] - room[0]) / plan.columns, (sheet[1] - room[1]) / plan.rows)
    if min(free) < 1:
        raise EditionError(f"On {describe(sheet)} the marks and gaps leave no room for pages. Give larger paper.")
    cell, factors = _fit(sizes, free, largest, measures.scale)
    if measures.scale not in ("crop", "shrink", "fit") and (
        sheet[0] < wanted[0] - SLACK or sheet[1] < wanted[1] - SLACK
    ):
        raise EditionError(_too_small(plan, sizes, sheet, free, wanted))
    lefts = _stations(sheet[0], cell[0], plan.columns, folds[0], gap)
    tops = _stations(sheet[1], cell[1], plan.rows, folds[1], gap)
    bottoms = tuple(sheet[1] - top - cell[1] for top in tops)
    return Forme(sheet, lefts, bottoms, cell, factors, folds)


def _usual(wanted: Size) -> Size:
    """Return the paper that is sold and hardly larger than what the pages want, or just that."""
    short, long = sorted(wanted)
    for name in ("a5", "a4", "a3", "a2", "a1", "letter", "legal", "tabloid", "sra3", "sra4"):
        paper = read_paper(name)
        if all(-SLACK <= side - own <= NEAR for side, own in zip(paper, (short, long), strict=True)):
            return paper
    return wanted


def _lay(paper: Size, wanted: Size) -> Size:
    """Return the paper lying on the side on which the pages lose least."""
    short, long = sorted(paper)

    def lack(sheet: Size) -> tuple[float, bool]:
        missing = max(wanted[0] / sheet[0], wanted[1] / sheet[1])
        fits = missing <= 1 + SLACK / short
        return (0.0 if fits else missing), (sheet[0] > sheet[1]) != (wanted[0] > wanted[1])

    return min(((short, long), (long, short)), key=lack)


def _fit(sizes: Sequence[Size], free: Size, largest: Size, scale: Scale | float) -> tuple[Size, tuple[float, ...]]:
    """Return the size of a cell and the factor of every page."""
    ratios = [min(free[0] / w, free[1] / h) for w, h in sizes]
    within = (min(free[0], largest[0]), min(free[1], largest[1]))
    match scale:
        case "keep":
            return largest, (1.0,) * len(sizes)
        case "crop":
            return free, (1.0,) * len(sizes)
        case "shrink":
            near = [1.0 if ratio > 1 - SLACK / max(size) else ratio for ratio, size in zip(ratios, sizes, strict=True)]
            return within, tuple(near)
        case "fit":
            return free, tuple(ratios)
        case float():
            return largest, (scale,) * len(sizes)
        case _:
            assert_never(scale)


def _too_small(plan: Plan, sizes: Sequence[Size], sheet: Size, free: Size, wanted: Size) -> str:
    usual = max(set(sizes), key=lambda size: (sizes.count(size), size))
    odd = next((n for n, size in enumerate(sizes, 1) if size != usual and _over(size, free)), 0)
    which = f"Page {odd} is {describe(sizes[odd - 1])}; it does" if odd and not _over(usual, free) else ""
    which = which or f"The pages are {describe(usual)}; they do"
    shrunk = min(1.0, *(min(free[0] / w, free[1] / h) for w, h in sizes))
    return (
        f"{which} not fit {plan.columns} across and {plan.rows} down on {describe(sheet)}: "
        f"{describe(wanted)} would be needed. "
        f"Give larger paper, or --scale shrink (down to {shrunk:.0%}), or --scale crop to cut their edges off."
    )


def _over(size: Size, free: Size) -> bool:
    return size[0] > free[0] + SLACK or size[1] > free[1] + SLACK


def _stations(sheet: float, cell: float, count: int, folds: frozenset[int], gap: float) -> tuple[float, ...]:
    """Return where each column or row begins; together they stand in the middle."""
    gaps = [0.0 if border in folds else gap for border in range(count - 1)]
    at = (sheet - count * cell - sum(gaps)) / 2
    found = []
    for n in range(count):
        found.append(at)
        at += cell + (gaps[n] if n < count - 1 else 0.0)
    return tuple(found)


def place_page(forme: Forme, place: Place, size: Size, factor: float, measures: Measures) -> tuple[Matrix, Edges]:
    """Return the matrix that puts a page in its place, and the part of its own upright frame that is printed.

    A page stands at its spine and in the middle of its height, moved towards the spine by what its sheet creeps out.
    Over the spine nothing is printed; over the other edges the bleed is.
    """
    width, height = size[0] * factor, size[1] * factor
    left, bottom = forme.lefts[place.column], forme.bottoms[place.row]
    spare = forme.cell[0] - width, forme.cell[1] - height
    x, y = left + spare[0] / 2, bottom + spare[1] / 2
    shift = place.depth * measures.creep
    over = dict.fromkeys(("left", "bottom", "right", "top"), measures.bleed)
    if place.spine in ("left", "right"):
        sign = -1 if place.spine == "left" else 1
        if spare[0] > 0:
            x += sign * spare[0] / 2
        x += sign * shift
    elif place.spine is not None:
        sign = -1 if place.spine == "bottom" else 1
        if spare[1] > 0:
            y += sign * spare[1] / 2
        y += sign * shift
    if place.spine is not None:
        lost = min(0.0, spare[0 if place.spine in ("left", "right") else 1]) / 2
        over[place.spine] = lost - shift
    if spare[0] < 0:
        over = {e: min(v, spare[0] / 2 if e in ("left", "right") and e != place.spine else v) for e, v in over.items()}
    if spare[1] < 0:
        over = {e: min(v, spare[1] / 2 if e in ("top", "bottom") and e != place.spine else v) for e, v in over.items()}
    edges = (over["left"], over["bottom"], over["right"], over["top"])
    if place.turned:
        edges = (edges[2], edges[3], edges[0], edges[1])
        matrix: Matrix = (-factor, 0.0, 0.0, -factor, x + width, y + height)
    else:
        matrix = (factor, 0.0, 0.0, factor, x, y)
    own = [edge / factor for edge in edges]
    return matrix, (-own[0], -own[1], size[0] + own[2], size[1] + own[3])
