"""Which printed page of an imposed PDF is which: by the folios and the text on its sheets, or as it is told.

Every scheme, signature and order of the sheets that has the sheets' shape is held against the folios and against how
the text reads on; sides may have been turned for the printer. The result is sure or it is not given.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import exp

from edition.atoms import split_atoms
from edition.errors import EditionError
from edition.folios import Shapes, read_shapes, reading_cost
from edition.furniture import find_furniture
from edition.hypotheses import surprise_of
from edition.joins import Joins
from edition.languages import detect_language, reads_leftwards
from edition.lexicon import read_lexicon
from edition.sheets import Layout
from edition.source import Source
from edition.typography import recognise_pdf
from edition.ways import FOLIOS, Known, Shape, Spot, Way, key_of, shape_of, ways

SURE = 0.98
"""How sure an order must be to be taken without a word; the recovery of texts asks below the same."""
_MISMATCH = 6.0
"""What a folio in the wrong place costs, in nats: it is misread in one page of some hundreds."""


@dataclass(frozen=True, slots=True)
class Foliation:
    """The reading found."""

    way: Way
    confidence: float
    first: int
    """The folio that the first spot would bear; 1 where none are printed."""
    rivals: tuple[str, ...] = ()
    """The next likely ways, as options, where it is not sure."""
    folios: tuple[int, ...] = ()
    """What is printed on every spot, where the pages go by that."""
    missing: tuple[int, ...] = ()
    """The folios that no page bears, where the pages go by them."""


@dataclass(frozen=True, slots=True)
class _Text:
    """What the pages say of their order, by the cell's number."""

    folios: dict[int, int]
    ends: dict[int, tuple[int, int]]
    frames: dict[int, str]
    joins: Joins
    cells: dict[tuple[int, int, int], int]
    leftwards: bool
    """Written from right to left, and so bound on the right."""
    shapes: Shapes


def find_foliation(source: Source, layout: Layout, known: Known) -> Foliation:
    """Return the reading of the sheets of a PDF with text.

    Raises EditionError where no scheme has the shape of the sheets, or where it is not sure which one it is: the
    likeliest are named then, as options to give.
    """
    shape = shape_of(source, layout, copies=known.scheme in (None, "none", FOLIOS))
    text = _read(source, layout, shape)
    if known.scheme == FOLIOS:
        return _by_folios(text, layout)
    scored = sorted(
        ((_score(way, text), n, way) for n, way in enumerate(ways(shape, known))), key=lambda found: found[:2]
    )
    if not scored:
        if known.scheme is None and _numbered(text):
            return _by_folios(text, layout)
        raise EditionError(_no_way(shape, known))
    best, _, way = scored[0]
    own = _texts(way, text)
    rivals = [(cost, rival) for cost, _, rival in scored[1:] if _texts(rival, text) != own]
    confidence = 1 / (1 + sum(exp(min(0.0, best - cost)) for cost, _ in rivals[:9]))
    if known.scheme is None and not _holds(way, text):
        confidence = min(confidence, 0.5)
    first, _ = _offset(way, text)
    others = tuple(str(rival) for _, rival in rivals[:2])
    if confidence < SURE and known.scheme is None and _numbered(text):
        return _by_folios(text, layout)
    if confidence < known.least:
        raise EditionError(
            f"the order of the pages is not sure ({confidence:.0%}). Look at the sheets and say how they were imposed. "
            f"The likeliest: {'; '.join((str(way), *others))}."
        )
    return Foliation(way, confidence, first, others if confidence < SURE else ())


def _numbered(text: _Text) -> bool:
    """Tell whether every page with text has a folio of its own, and these run on but for some missing sheets."""
    folios = sorted(text.folios.values())
    if len(folios) < 4 or not (set(text.ends) | set(text.frames)) <= set(text.folios):
        return False
    return len(set(folios)) == len(folios) and folios[-1] - folios[0] < 1.5 * len(folios)


def _by_folios(text: _Text, layout: Layout) -> Foliation:
    """Return the pages by their folios alone; raises EditionError where they do not tell."""
    if not _numbered(text):
        raise EditionError("not every page with text has a folio of its own, and so they do not tell the order.")
    ranked = sorted(text.folios, key=lambda n: text.folios[n])
    cells = [layout.cells[n] for n in ranked]
    spots = tuple(Spot(cell.side, cell.row, cell.column, cell.turned) for cell in cells)
    own = tuple(text.folios[n] for n in ranked)
    missing = tuple(sorted(set(range(min(1, own[0]), own[-1])) - set(own) - {0}))
    way = Way(FOLIOS, 0, "as-printed", right_bound=False, spots=spots)
    return Foliation(way, SURE, own[0], folios=own, missing=missing)


def _no_way(shape: Shape, known: Known) -> str:
    rows, columns = shape.grid
    named = f"scheme {known.scheme}" if known.scheme else "no scheme known"
    if shape.grid == (1, 1):
        return (
            f"its {shape.sides} sides hold one page each: there is nothing to cut. "
            "If pages stand side by side, name the --scheme."
        )
    return (
        f"{named} has {shape.sides} sides of {rows} by {columns} pages that stand as these do. "
        "A sheet may be missing, or there twice; or name another --scheme."
    )


def _read(source: Source, layout: Layout, shape: Shape) -> _Text:
    """Return folios, and the first and last words of every page with the joins between them."""
    lexicon = read_lexicon(detect_language(source.text), source.text)
    recognised = recognise_pdf(source, layout)
    furniture = find_furniture(source, recognised.fragments)
    left_out = frozenset(furniture.colophon) | {i for i, _ in furniture.title}
    atoms = split_atoms(source, recognised.fragments, left_out, lexicon)
    glued = frozenset(i for i in range(1, len(atoms)) if atoms[i].fragment == atoms[i - 1].fragment)
    joins = Joins(tuple(" ".join(source.at(a.span).split()) for a in atoms), lexicon, glued)
    pages: dict[int, list[int]] = {}
    for i, atom in enumerate(atoms):
        if atom.kind != "note":
            pages.setdefault(recognised.fragments[atom.fragment].page, []).append(i)
    for own in pages.values():
        own.sort(key=lambda i: (recognised.fragments[atoms[i].fragment].place, i))
    frames = {recognised.fragments[i].page: "colophon" for i in furniture.colophon}
    frames |= {recognised.fragments[i].page: "title" for i, _ in furniture.title}
    cells = {
        key_of(cell): n
        for n, cell in enumerate(layout.cells)
        if cell.row < shape.grid[0] and cell.column < shape.grid[1]
    }
    own_cells = set(cells.values())
    return _Text(
        {n: page.folio for n, page in enumerate(recognised.pages) if page.folio and n in own_cells},
        {page: (own[0], own[-1]) for page, own in pages.items() if page in own_cells},
        {page: role for page, role in frames.items() if page in own_cells},
        joins,
        cells,
        reads_leftwards(joins.texts),
        read_shapes(source, recognised.fragments, atoms, {page: (own[0], own[-1]) for page, own in pages.items()}),
    )


def _cells(way: Way, text: _Text) -> list[int]:
    """Return the cells in reading order."""
    return [text.cells[spot.side, spot.row, spot.column] for spot in way.spots]


def _texts(way: Way, text: _Text) -> list[int]:
    return [n for n in _cells(way, text) if n in text.ends or n in text.frames or n in text.folios]


def _offset(way: Way, text: _Text) -> tuple[int, int]:
    """Return the folio of the first spot that most folios agree on, and how many do."""
    votes = Counter(text.folios[n] - at for at, n in enumerate(_cells(way, text)) if n in text.folios)
    if not votes:
        return 1, 0
    # Pages are numbered from the first one, or from one after it.
    return max(votes.items(), key=lambda vote: (vote[1], vote[0] == 1, -abs(vote[0])))


def _score(way: Way, text: _Text) -> float:
    """Return how badly a reading fits, in nats."""
    cells = _cells(way, text)
    agreed = _offset(way, text)[1]
    places = {n: at for at, n in enumerate(cells, 1)}
    # What stands on no page of this reading, such as another copy, comes behind.
    flat = [places.get(n, len(cells) + 1 + n) for n in range(1 + max(text.cells.values()))]
    cost = reading_cost(flat, text.ends, text.frames, text.joins, text.shapes) + _MISMATCH * (len(text.folios) - agreed)
    cost += surprise_of(way.scheme, way.signature, way.order, mirrored=way.right_bound != text.leftwards)
    return cost + 0.5 * _islands(cells, text)


def _islands(cells: list[int], text: _Text) -> int:
    """Return how many empty pages stand where blanks are not usual: neither at an end nor beside the first or last."""
    empty = [n not in text.ends and n not in text.frames and n not in text.folios for n in cells]
    full = [at for at, gap in enumerate(empty) if not gap]
    if len(full) < 4:
        return 0
    return sum(empty[full[1] : full[-2]])


def _holds(way: Way, text: _Text) -> bool:
    """Tell whether the best reading is good by itself: its folios agree, or its pages read on."""
    agreed = _offset(way, text)[1]
    if len(text.folios) >= 3:
        return agreed >= 0.8 * len(text.folios)
    pages = [n for n in _cells(way, text) if n in text.ends]
    bad = sum(
        text.joins.reading(text.ends[a][1], text.ends[b][0]) >= 2.5 or text.shapes.conflict(a, b, text.joins, text.ends)
        for a, b in pairwise(pages)
    )
    return len(pages) > 2 and bad <= max(1, 0.1 * len(pages))
