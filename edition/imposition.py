"""Where each page of a book stands on the sheets, for every scheme, and back again: arithmetic alone, no drawing.

Positions are reading positions from 0. A side is seen upright, its slots row by row and from left to right: the order
in which a text extraction meets them. The diagrams count from 1, `r` is a page turned by 180 degrees, `//` parts rows
and `;` parts sides. The schemes are those of PDF::Imposition's and pdfcpu's documentation. PDF::Imposition keeps the
last page last (the cover) in folded schemes only; other tools do in all, so here it goes with every scheme.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeVar, assert_never, get_args

from edition.errors import EditionError

T = TypeVar("T")


class Slot(NamedTuple):
    """The place of one page on a side."""

    position: int
    """The page's reading position, from 0; blanks have positions too."""
    row: int
    column: int
    turned: bool
    """Printed upside down."""


Side = tuple[Slot, ...]
Order = Literal["as-printed", "reversed", "backs-first", "innermost-first", "fronts-then-backs", "last-side-first"]
ORDERS: tuple[Order, ...] = get_args(Order)


class Scheme(NamedTuple):
    """One way to lay pages out on sheets."""

    unit: int
    """Pages fill up to a multiple of this; in a scheme with signatures these are multiples of it, too."""
    signatures: bool
    """Sheets are folded together, as many as one likes; otherwise `unit` pages repeat."""
    lay: Callable[[int, int], tuple[Side, ...]]
    """From the pages with their blanks and the pages of a signature to the sides, in the order of printing."""


def _row(pair: Iterable[int], row: int = 0, *, turned: bool = False) -> Side:
    return tuple(Slot(position, row, column, turned) for column, position in enumerate(pair))


def _saddle(pages: int, signature: int) -> tuple[tuple[int, int], ...]:
    """Return the left and right page of each side of folded sheets, each back after its front."""
    pairs: list[tuple[int, int]] = []
    for base in range(0, pages, signature):
        for k in range(signature // 2):
            outer, inner = base + signature - 1 - k, base + k
            pairs.append((inner, outer) if k % 2 else (outer, inner))
    return tuple(pairs)


def _two_up(pages: int, signature: int) -> tuple[Side, ...]:
    return tuple(_row(pair) for pair in _saddle(pages, signature))


def _two_down(pages: int, signature: int) -> tuple[Side, ...]:
    # Printed turned by 90 degrees and bound at the head; read upright, the left half is the upper one.
    return tuple(_row(pair[:1]) + _row(pair[1:], 1) for pair in _saddle(pages, signature))


def _turned_sides(pages: int, signature: int, parity: int) -> tuple[Side, ...]:
    """Turn every second sheet side as a whole, so that its halves change places."""
    pairs = enumerate(_saddle(pages, signature))
    return tuple(_row(pair[::-1], turned=True) if k % 2 == parity else _row(pair) for k, pair in pairs)


def _turned_pages(pages: int, signature: int) -> tuple[Side, ...]:
    """Turn the pages of every front, each in its own half."""
    return tuple(_row(pair, turned=k % 2 == 0) for k, pair in enumerate(_saddle(pages, signature)))


def _halves(pages: int, signature: int) -> tuple[Side, ...]:
    """Stack the second half of the folded sheets below the first: one cut across the whole pile."""
    pairs = _saddle(pages, signature)
    half = len(pairs) // 2
    return tuple(_row(upper) + _row(lower, 1) for upper, lower in zip(pairs[:half], pairs[half:], strict=True))


def _neighbours(pages: int, signature: int) -> tuple[Side, ...]:
    """Stack each second folded sheet below the one before; an odd last one has nothing below."""
    pairs = _saddle(pages, signature)
    lower = (*pairs[2:], (), ())
    return tuple(_row(pair) + _row(lower[k], 1) for k, pair in enumerate(pairs) if k % 4 < 2)


def _read(diagram: str) -> tuple[Side, ...]:
    return tuple(
        tuple(
            Slot(int(page.rstrip("r")) - 1, row, column, page.endswith("r"))
            for row, line in enumerate(side.split("//"))
            for column, page in enumerate(line.split())
        )
        for side in diagram.split(";")
    )


def _repeat(block: tuple[Side, ...], pages: int, signature: int) -> tuple[Side, ...]:
    return tuple(
        tuple(Slot(base + slot.position, slot.row, slot.column, slot.turned) for slot in side)
        for base in range(0, pages, signature)
        for side in block
    )


def _fixed(diagram: str) -> Scheme:
    block = _read(diagram)
    return Scheme(sum(map(len, block)), signatures=False, lay=partial(_repeat, block))


def _folded(lay: Callable[[int, int], tuple[Side, ...]], unit: int = 4) -> Scheme:
    return Scheme(unit, signatures=True, lay=lay)


SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {
        "none": _fixed("1"),
        "2up": _folded(_two_up),
        "duplex2up": _folded(partial(_turned_sides, parity=0)),
        # Seen in the wild: the pages are turned, but the sides are not, so it does not fold.
        "duplex2up-in-place": _folded(_turned_pages),
        # pdfcpu: the slots run N, 1, N-1, 2; the backs are turned for printers that flip on the long edge.
        "pdfcpu": _folded(partial(_turned_sides, parity=1)),
        "2down": _folded(_two_down),
        "4up": _folded(_halves, 8),
        "4up-cut": _folded(_neighbours),
        "2side": _fixed("1 2"),
        "2x4x1": _fixed("5r 4r // 8 1; 3r 6r // 2 7"),
        "2x4x2": _fixed("9r 8r // 16 1; 7r 10r // 2 15; 11r 6r // 14 3; 5r 12r // 4 13"),
        "ea4x4": _fixed("13r 4r // 16 1; 3r 14r // 2 15; 9r 8r // 12 5; 7r 10r // 6 11"),
        "1x8x2": _fixed("5r 12r 9r 8r // 4 13 16 1; 7r 10r 11r 6r // 2 15 14 3"),
        "1x4x2cutfoldbind": _fixed("4 1 // 8 5; 2 3 // 6 7"),
        "onepagezine": _fixed("5r 4r 3r 2r // 6 7 8 1"),
    }
)


def _scheme(name: str) -> Scheme:
    if name not in SCHEMES:
        raise EditionError(f"imposition scheme {name!r} is unknown. Known are: {', '.join(SCHEMES)}.")
    return SCHEMES[name]


def _signature(name: str, signature: int) -> int:
    """Return what pages are filled up to; raises EditionError for a signature that the scheme cannot fold."""
    scheme = _scheme(name)
    if not signature:
        return scheme.unit
    if signature < 0 or (signature % scheme.unit if scheme.signatures else signature != scheme.unit):
        wanted = f"a multiple of {scheme.unit}" if scheme.signatures else f"{scheme.unit}, which is fixed"
        raise EditionError(f"scheme {name}: a signature of {signature} pages cannot be folded. Give {wanted}, or 0.")
    return signature


def padded(scheme: str, pages: int, signature: int = 0) -> int:
    """Return the pages with the fewest blanks that the scheme needs. A signature of 0 folds all sheets together.

    Raises EditionError for an unknown scheme, a signature that it cannot fold, or a book without pages.
    """
    size = _signature(scheme, signature)
    if pages < 1:
        raise EditionError(f"scheme {scheme}: {pages} pages cannot be imposed. Give at least one.")
    return -(-pages // size) * size


@lru_cache(maxsize=512)
def positions(scheme: str, pages: int, signature: int = 0, *, right_bound: bool = False) -> tuple[Side, ...]:
    """Return the sides in the order of printing; every reading position below `pages` is in exactly one slot.

    `pages` counts the blanks. `right_bound` is for books read from right to left: the columns change places.
    Raises EditionError as `padded` does, and where `pages` lacks blanks.
    """
    whole = padded(scheme, pages, signature)
    if whole != pages:
        raise EditionError(f"scheme {scheme}: {pages} pages do not fill the sheets. Add blanks up to {whole}.")
    found = SCHEMES[scheme]
    sides = found.lay(pages, signature or (pages if found.signatures else found.unit))
    return tuple(map(_mirrored, sides)) if right_bound else sides


def _mirrored(side: Side) -> Side:
    last = max(slot.column for slot in side)
    mirrored = (Slot(slot.position, slot.row, last - slot.column, slot.turned) for slot in side)
    return tuple(sorted(mirrored, key=lambda slot: (slot.row, slot.column)))


def _text_positions(pages: int, size: int, *, cover: bool) -> tuple[int, ...]:
    """Return the positions, among `size`, of the pages that are not blank."""
    if not 0 < pages <= size:
        raise EditionError(f"{pages} pages do not go into {size}. Give at least one and at most {size}.")
    return (*range(pages - 1), size - 1 if cover else pages - 1)


def pad(pages: Sequence[T], size: int, *, cover: bool) -> tuple[T | None, ...]:
    """Return the pages with blanks (None) up to `size`: at the end, or with `cover` just before the last page."""
    padding: list[T | None] = [None] * size
    for page, position in zip(pages, _text_positions(len(pages), size, cover=cover), strict=True):
        padding[position] = page
    return tuple(padding)


def impose(
    pages: Sequence[T], scheme: str, *, signature: int = 0, cover: bool = False, right_bound: bool = False
) -> tuple[tuple[T | None, ...], ...]:
    """Return what stands on each side, slot by slot as seen upright; None is a blank. `unimpose` is the inverse.

    Raises EditionError as `padded` does.
    """
    vector = pad(pages, padded(scheme, len(pages), signature), cover=cover)
    sides = positions(scheme, len(vector), signature, right_bound=right_bound)
    return tuple(tuple(vector[slot.position] for slot in side) for side in sides)


def unimpose(
    sides: Sequence[Sequence[T | None]],
    scheme: str,
    *,
    pages: int,
    signature: int = 0,
    cover: bool = False,
    right_bound: bool = False,
) -> tuple[T, ...]:
    """Return the `pages` pages of the sides in reading order, without the blanks.

    Raises EditionError as `padded` does, where the sides are not of the scheme's shape, and where a page is missing or
    something stands where a blank should.
    """
    places = positions(scheme, sum(map(len, sides)), signature, right_bound=right_bound)
    wanted, given = list(map(len, places)), list(map(len, sides))
    if wanted != given:
        raise EditionError(
            f"scheme {scheme}: the sides hold {given} pages, not {wanted}. Name the scheme they were made with."
        )
    slots = (slot.position for place in places for slot in place)
    vector = dict(zip(slots, (page for side in sides for page in side), strict=True))
    reading = [vector.pop(position) for position in _text_positions(pages, len(vector), cover=cover)]
    text = tuple(page for page in reading if page is not None)
    if len(text) < pages or any(page is not None for page in vector.values()):
        raise EditionError(
            f"scheme {scheme}: the blanks are not where {pages} pages leave them. Count the pages again."
        )
    return text


def choose_signature(pages: int, low: int, high: int, step: int = 4) -> int:
    """Return the pages of a signature in the range that wastes the fewest blanks, as PDF::Imposition reads `low-high`.

    A book of at most `low` pages is one signature. `step` is the fewest pages that fold: 4, or 8 for the scheme 4up.
    Raises EditionError for an empty range or a book without pages.
    """
    if pages < 1 or step < 1 or not 0 < low <= high:
        raise EditionError(f"{pages} pages do not fold into signatures of {low}-{high}. Give a range, small to large.")
    low, high, whole = (-(-number // step) * step for number in (low, high, pages))
    if whole <= low:
        return whole
    while True:
        size = max(size for size in range(step, min(whole, high) + 1, step) if whole % size == 0)
        if size >= low:
            return size
        whole += step


def arrangement(count: int, order: Order, *, folded: int = 0) -> tuple[int, ...]:
    """Return which printed side, from 0, comes first, second and so on where sheets were taken up in another order.

    `folded` is the number of sides of one signature, for innermost-first; 0 takes all sides as one.
    """
    sheets = [tuple(range(front, min(front + 2, count))) for front in range(0, count, 2)]
    match order:
        case "as-printed":
            return tuple(range(count))
        case "last-side-first":
            return tuple(reversed(range(count)))
        case "fronts-then-backs":
            return (*range(0, count, 2), *range(1, count, 2))
        case "reversed":
            return tuple(side for sheet in reversed(sheets) for side in sheet)
        case "backs-first":
            return tuple(side for sheet in sheets for side in reversed(sheet))
        case "innermost-first":
            size = max(1, (folded or count + 1) // 2)
            groups = [sheets[start : start + size] for start in range(0, len(sheets), size)]
            return tuple(side for group in groups for sheet in reversed(group) for side in sheet)
        case _:
            assert_never(order)


def arrange(sides: Sequence[T], order: Order, *, folded: int = 0) -> tuple[T, ...]:
    """Return the sides, given as printed, in the order in which somebody scanned or saved them; see `arrangement`."""
    return tuple(sides[index] for index in arrangement(len(sides), order, folded=folded))


def rearrange(sides: Sequence[T], order: Order, *, folded: int = 0) -> tuple[T, ...]:
    """Return sides found in `order` as they were printed: the inverse of `arrange`."""
    found = zip(arrangement(len(sides), order, folded=folded), sides, strict=True)
    return tuple(side for _, side in sorted(found, key=lambda pair: pair[0]))
