"""Every way the pages may stand in the extraction: imposition scheme, page count and order of the sheets."""

from collections.abc import Iterator
from dataclasses import dataclass

from edition.imposition import SCHEMES, Order, arrange, choose_signature, padded, positions

Sides = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One reading of how the booklet was printed and extracted."""

    scheme: str
    signature: int
    """Pages folded together; 0 where the scheme has none."""
    order: Order
    right_bound: bool
    pages: int
    """With the blanks."""
    sides: tuple[tuple[int, ...], ...]
    """The pages, from 1, of every side in the order of the extraction."""
    surprise: float
    """How unlikely it is before the text is looked at, in nats."""

    @property
    def key(self) -> tuple[str, int, Order, bool, int, int]:
        """What tells it from the others: scheme, signature, order, binding, pages and sides."""
        return self.scheme, self.signature, self.order, self.right_bound, self.pages, len(self.sides)

    @property
    def name(self) -> str:
        """The arrangement in the words of the configuration, as an editor is asked about it."""
        signature = f", signatures of {self.signature}" if self.signature not in (0, self.pages) else ""
        order = f", sheets {self.order}" if self.order != "as-printed" else ""
        bound = ", bound on the right" if self.right_bound else ""
        return f"{self.scheme}, {self.pages} pages{signature}{order}{bound}"


_FOLDED: tuple[tuple[str, float], ...] = (
    ("2up", 0.0),
    ("4up-cut", 4.0),
    ("duplex2up", 4.25),
    ("4up", 4.5),
    ("pdfcpu", 6.0),
)
_FIXED: tuple[tuple[str, float], ...] = (
    ("2side", 2.0),
    ("none", 2.0),
    ("2x4x1", 5.0),
    ("2x4x2", 5.5),
    ("ea4x4", 6.0),
    ("1x8x2", 6.0),
    ("1x4x2cutfoldbind", 6.0),
    ("onepagezine", 6.0),
)
_USUAL = (8, 12, 16, 20, 24, 32, 40)
"""Pages that people fold together."""
CHOICE = (40, 80)
"""The fewest and the most pages of a signature where a tool chooses it, as AMuseWiki's does; more are not tried."""
_CHOSEN = 1.5
"""Nats that a signature is likelier for being what the tool chooses for so many pages."""
_ORDERS: tuple[tuple[Order, float], ...] = (
    ("as-printed", 0.0),
    ("reversed", 4.0),
    ("backs-first", 5.0),
    ("innermost-first", 4.5),
    ("fronts-then-backs", 5.0),
    ("last-side-first", 5.5),
)


def hypotheses(
    low: int,
    high: int,
    *,
    scheme: str | None = None,
    pages: int | None = None,
    leftwards: bool = False,
    by_page: bool = False,
    limit: float = 99.0,
) -> Iterator[Hypothesis]:
    """Yield the hypotheses with `low` to `high` pages, each arrangement of pages once, the likeliest schemes first.

    `scheme` and `pages` keep those alone where an editor has fixed them; `leftwards` is for scripts written from right
    to left, whose books are bound on the right; `by_page` for notes that stand behind each page's text, not a side's.
    None is more surprising than `limit`: of a long book, most would be made for nothing.
    """
    seen: set[tuple[tuple[int, ...], ...]] = set()
    low, high = (pages, pages) if pages else (low, high)
    for name, signature, surprise in _schemes(high, scheme):
        unit = padded(name, 1, signature)
        for count in range(-(-max(low, 1) // unit) * unit, high + unit, unit):
            bound: dict[bool, Sides] = {}
            chosen = count <= high and signature == choose_signature(count, *CHOICE, SCHEMES[name].unit)
            likely = _CHOSEN * (signature > 0 and chosen)
            for order, unlikely in _ORDERS:
                for right_bound in (leftwards, not leftwards):
                    total = surprise - likely + unlikely + 5.0 * (right_bound != leftwards)
                    if total > limit:
                        continue
                    if right_bound not in bound:
                        bound[right_bound] = _printed(name, count, signature, right_bound)
                    sides = arrange(bound[right_bound], order, folded=0)
                    if by_page:
                        sides = tuple((folio,) for side in sides for folio in side)
                    if sides not in seen:
                        seen.add(sides)
                        yield Hypothesis(name, signature or count, order, right_bound, count, sides, total)


def _schemes(high: int, only: str | None) -> Iterator[tuple[str, int, float]]:
    """Yield scheme, signature (0: all in one) and surprise."""
    for name, surprise in _FOLDED + _FIXED:
        if only is None or name == only:
            yield name, 0, surprise
    for name, surprise in _FOLDED:
        unit = SCHEMES[name].unit
        for signature in range(unit, min(high, CHOICE[1] + 1), unit):
            if only is None or name == only:
                yield name, signature, surprise + (2.0 if signature in _USUAL else 3.0)
    if only and only not in [name for name, _ in _FOLDED + _FIXED] and only in SCHEMES:
        yield only, 0, 0.0


def _printed(name: str, count: int, signature: int, right_bound: bool) -> Sides:
    """Return the pages of every side as printed."""
    sides = positions(name, count, signature, right_bound=right_bound)
    return tuple([tuple([slot.position + 1 for slot in side]) for side in sides])


def surprise_of(scheme: str, signature: int, order: Order, *, mirrored: bool) -> float:
    """Return how unlikely an arrangement is before anything of it is looked at, in nats.

    A signature of 0 is all pages in one; `mirrored` is bound on the other side than its script is.
    """
    known = dict(_FOLDED + _FIXED)
    several = 0.0 if not signature else 2.0 if signature in _USUAL else 3.0
    return known.get(scheme, 4.0) + several + dict(_ORDERS)[order] + 5.0 * mirrored
