"""Every arrangement tried that can explain the source: likely ones first, the others where those do not convince."""

from collections.abc import Callable
from itertools import pairwise
from math import ceil, exp
from typing import NamedTuple

from edition.assurance import STRAINED, count_torn
from edition.capacity import LARGEST, capacities, fitted_capacity
from edition.cutting import Cutting, Matter
from edition.doubts import settle
from edition.hypotheses import Hypothesis, hypotheses
from edition.joins import Joins
from edition.languages import reads_leftwards
from edition.paging import Paging
from edition.race import any_rival, race
from edition.reach import Reach

SKETCHED = 3
"""The width of a quick cutting."""
ROUGHLY, CLOSELY, LOOSELY = 0.07, 0.05, 0.09
"""The standard deviation of full pages, as a share of the capacity: while that is a guess, when it is fitted, and where
blocks are cut every few lines."""


def sketch(reach: Reach, hypothesis: Hypothesis) -> Cutting | None:
    """Return a quick cutting of one hypothesis, good enough to tell whether it is worth a thorough one."""
    return Paging(reach, hypothesis, 2 * SKETCHED if reach.joins.loose else SKETCHED).search()


def search(matter: Matter, joins: Joins, rough: Cutting, *, width: int) -> Cutting:
    """Return the best cutting of a hypothesis, the capacity of its pages fitted to a rough one."""
    found = rough
    for _ in range(2):
        capacity = fitted_capacity(matter, found)
        if found is not rough and abs(capacity / found.capacity - 1) < 0.01:
            break
        spread = LOOSELY if joins.loose else CLOSELY
        found = Paging(Reach(matter, joins, capacity, spread), rough.hypothesis, width).search() or found
    return found if joins.loose else settle(matter, joins, found)


def _width(cutting: Cutting) -> int:
    """Return how wide to search where the hypothesis is settled: the wider, the fewer its pages."""
    return max(_WIDTH[0], min(_WIDTH[1], _THOROUGH // cutting.hypothesis.pages))


_WIDTH = 8, 24
"""The narrowest and the widest of those searches: of five booklets that came back wrong with 8, one came right with 24
and one read better; the other three did not change."""
_THOROUGH = 2400
"""Pages times width up to which a search is thorough."""


def pages_of(cutting: Cutting) -> int:
    """Return how many pages carry text."""
    return sum(page is not None and page.last > page.first for page in cutting.pages)


class Round(NamedTuple):
    """One round of exploring."""

    limit: float
    """How surprising a hypothesis may be."""
    allowed: float
    """What share of joins may read badly in one that ends the search."""
    cost: float
    """The nats a page below which it does."""
    width: int = SKETCHED


Entry = tuple[Reach, Hypothesis, float]
"""A hypothesis as it enters the race, with the capacity of its pages and its handicap."""
WIDE = 24
"""The width at which few hypotheses are looked at closely."""
_NEAR = 8
"""How many pages more or fewer another count has that is looked at so."""
ROUNDS = (Round(1.5, 0.05, -0.6), Round(1.5, 0.05, -0.6, WIDE), Round(4.6, 0.1, -0.3), Round(15.0, 1.0, 99.0))
"""Where hardly a page shows where it ends, a narrow search loses even the likeliest hypotheses: before it turns to
others it looks closely at those. Of two such booklets, 16 found both orders and 8 neither."""


def explore(
    matter: Matter,
    joins: Joins,
    scheme: str | None,
    pages: int | None,
    *,
    rounds: tuple[Round, ...] = ROUNDS,
    midway: Callable[[list[Cutting]], bool] | None = None,
) -> list[Cutting]:
    """Return the best cuttings, the cheapest first; unlikely schemes only where the likely ones do not convince, and
    where `midway`, asked with what is found before they are tried, does not say that it is enough.

    The text as it stands is one of them, and holds against any that is not better by MARGIN.
    """
    if is_coarse(matter):
        return []
    sizes = capacities(matter, joins)
    reaches = [Reach(matter, joins, size, LOOSELY if joins.loose else ROUGHLY) for size, _ in sizes]
    leftwards = reads_leftwards(joins.texts)
    tried: dict[tuple[object, float], int] = {}
    begun: list[Entry] = []
    found: list[Cutting] = []
    in_order = _in_order(reaches[0], pages) if scheme in (None, "none") else []
    for limit, allowed, cost, width in rounds:
        if limit == rounds[-1].limit and midway and midway(found):
            break
        entries: list[Entry] = []
        for reach, (size, likelihood) in zip(reaches, sizes, strict=True):
            low, high = _counts(matter, size)
            guesses = [
                hypothesis
                for by_page in _gatherings(matter, high, limit)
                for hypothesis in hypotheses(
                    low, high, scheme=scheme, pages=pages, leftwards=leftwards, by_page=by_page, limit=limit
                )
            ]
            fresh = [h for h in guesses if tried.get((h.key, size), 0) < width]
            tried |= {(hypothesis.key, size): width for hypothesis in fresh}
            entries += [(reach, hypothesis, sizes[0][1] - likelihood) for hypothesis in fresh]
        entries = _affordable(matter, entries)
        begun += entries
        rough = race(entries, width)
        if not found:
            rough += in_order
        found = _searched(matter, joins, rough, found)
        reads = found and found[0].cost < cost * pages_of(found[0])
        stands = reads and _convinces(matter, joins, found[0], in_order, allowed)
        if stands and not _rivalled(matter, joins, found[0], scheme, limit, leftwards=leftwards):
            break
    if found and found[0].hypothesis.surprise > rounds[0].limit and not joins.loose:
        found = _searched(matter, joins, race(_kin(begun, found[0]), WIDE), found)
    natural = [cutting for cutting in in_order + found if stands_in_order(cutting)]
    if natural and (
        not found or min(natural, key=_rank).cost < found[0].cost + MARGIN or not _read_on(joins, found[0])
    ):
        return sorted(natural, key=_rank) + [cutting for cutting in found if not stands_in_order(cutting)]
    return found


def _searched(matter: Matter, joins: Joins, rough: list[Cutting], found: list[Cutting]) -> list[Cutting]:
    """Return the cuttings found with the best of these rough ones searched thoroughly, the cheapest first."""
    rough = sorted(rough, key=_rank)
    near = _unlike([cutting for cutting in rough[:4] if cutting.cost < rough[0].cost + 25])
    return sorted(found + [search(matter, joins, c, width=_width(c)) for c in near], key=_rank)


def _kin(entries: list[Entry], best: Cutting) -> list[Entry]:
    """Return the hypotheses that differ from the best in how many pages there are alone."""
    own = best.hypothesis

    def of(h: Hypothesis) -> tuple[object, ...]:
        return h.scheme, h.order, h.right_bound, 0 if h.signature == h.pages else h.signature, len(h.sides[0])

    unlike = {e[1].key: e for e in entries if of(e[1]) == of(own) and e[1].key != own.key}
    return [e for e in unlike.values() if abs(e[1].pages - own.pages) <= _NEAR]


def _counts(matter: Matter, size: float) -> tuple[int, int]:
    """Return the fewest and the most pages that a book may have whose full pages hold so much."""
    count = matter.sums[-1] / size + len(matter.frames)
    return ceil(count * _GUESSED - 1), ceil(count + 4.5)


_GUESSED = 0.99
"""How many of the pages that a guess of their capacity gives there are at least: of 800, four too many were found."""


def convinces(matter: Matter, joins: Joins, found: list[Cutting]) -> bool:
    """Tell whether the first of these reads as well as the likeliest schemes must do.

    The source's own order does not where its colophon comes before the text: the last page stands by the first then.
    """
    _, allowed, cost, _ = ROUNDS[2]
    pages = pages_of(found[0])
    if stands_in_order(found[0]) and any(role == "colophon" and not at for at, role in matter.frames):
        return False
    return found[0].cost < cost * pages and violations(joins, found[0]) <= allowed * pages


def is_coarse(matter: Matter) -> bool:
    """Tell whether most of the text stands in blocks longer than two pages: then no page ends where a block does."""
    return sum(size for size in matter.sizes if size > 2 * LARGEST) > matter.sums[-1] / 2


def _unlike(cuttings: list[Cutting]) -> list[Cutting]:
    """Return the first of those that give the same text by the same scheme: they differ in blanks alone."""
    seen: dict[object, Cutting] = {}
    for cutting in cuttings:
        seen.setdefault((cutting.hypothesis.scheme, text_order(cutting)), cutting)
    return list(seen.values())


def _gatherings(matter: Matter, pages: int, limit: float) -> tuple[bool, ...]:
    """Return whether to try notes behind each side's text (False), each page's (True), or both."""
    runs = sum(note and not before for before, note in pairwise((False, *matter.is_note)))
    if runs > pages / 2 + 1:
        return (True,)
    return (False, True) if runs and limit > 2 else (False,)


WORK = 60_000
"""Hypotheses times blocks on a page that are begun at most."""


def _affordable(matter: Matter, entries: list[Entry]) -> list[Entry]:
    """Return the likeliest of the hypotheses, fewer where blocks are so short that a page may end at very many."""
    if not entries:
        return entries
    dense = len(matter.sizes) * max(reach.capacity for reach, _, _ in entries) / max(1.0, matter.sums[-1])
    most = max(LEAST_TRIED, int(WORK / max(1.0, dense)))
    if len(entries) <= most:
        return entries
    ranked = sorted((hypothesis.surprise + behind, n) for n, (_, hypothesis, behind) in enumerate(entries))
    return [entries[n] for _, n in sorted(ranked[:most], key=lambda pair: pair[1])]


LEAST_TRIED = 100
"""Hypotheses that are begun however short the blocks are."""


def how_sure(found: list[Cutting]) -> float:
    """Return how sure the first of these is, from the margins to those that give another text; at least 0.05."""
    best = text_order(found[0])
    behind = [m for m, cutting in zip(margins(found), found[1:], strict=True) if text_order(cutting) != best]
    return max(0.05, 1 / (1 + sum(exp(min(30.0, -margin)) for margin in behind[:5])))


def margins(found: list[Cutting]) -> list[float]:
    """Return how far each but the first is behind it, in nats; the source's own order is MARGIN ahead."""
    ahead = MARGIN if stands_in_order(found[0]) else 0.0
    return [ahead + cutting.cost - found[0].cost for cutting in found[1:]]


MARGIN = 4.0
"""How many nats an imposed order must be better than the source's own; with four, 11 of 11 orders were right."""


def _in_order(reach: Reach, pages: int | None) -> list[Cutting]:
    """Return the text as it stands cut into pages: what every other order is held against."""
    count = pages or ceil(reach.matter.sums[-1] / reach.capacity + len(reach.matter.frames))
    guesses = (h for h in hypotheses(count, count, scheme="none", pages=count) if _rises(h))
    cuttings = (sketch(reach, hypothesis) for hypothesis in guesses)
    return [cutting for cutting in cuttings if cutting is not None]


def _rises(hypothesis: Hypothesis) -> bool:
    return all(a < b for a, b in pairwise(folio for side in hypothesis.sides for folio in side))


def stands_in_order(cutting: Cutting) -> bool:
    """Tell whether a cutting gives the text in the source's own order."""
    order = text_order(cutting)
    return all(a < b for a, b in pairwise(order))


def _read_on(joins: Joins, cutting: Cutting) -> bool:
    """Tell whether a fifth of the page turns at least go through a sentence: without them no order shows itself."""
    return turns_inside(joins, cutting) >= max(3, 0.2 * pages_of(cutting))


def turns_inside(joins: Joins, cutting: Cutting) -> int:
    """Return how many page turns go through a sentence."""
    pages = [page for page in cutting.pages if page is not None and page.last > page.first]
    return sum(joins.reading(a.last - 1, b.first) < -1 for a, b in pairwise(pages))


def shows_pages(joins: Joins, cutting: Cutting) -> bool:
    """Tell whether the source shows where pages end: by another order than its own, by notes, or inside sentences."""
    if not stands_in_order(cutting):
        return _read_on(joins, cutting)
    shown = len(cutting.notes) + turns_inside(joins, cutting)
    return shown >= 0.3 * pages_of(cutting) > 0.3


def _rivalled(
    matter: Matter, joins: Joins, best: Cutting, scheme: str | None, limit: float, *, leftwards: bool
) -> bool:
    """Tell whether the first pages read nearly as well under a hypothesis more surprising than those tried so far."""
    slots = best.hypothesis.pages
    low, high = _counts(matter, best.capacity)
    most = 4.6 if limit < 2 else 10.0
    guesses = hypotheses(low, max(high, best.hypothesis.pages), scheme=scheme, leftwards=leftwards, limit=most)
    rises = _rises(best.hypothesis)
    others = (h for h in guesses if limit < h.surprise and not (rises and _rises(h)))
    return any_rival(Reach(matter, joins, best.capacity, ROUGHLY), best.hypothesis, others, slots, MARGIN)


def _convinces(matter: Matter, joins: Joins, cutting: Cutting, in_order: list[Cutting], allowed: float) -> bool:
    """Tell whether a cutting reads well, with few joins that read badly, and better than the source as it stands.

    An order that reads well all through and leaves no room for the title page may begin in the middle of the book.
    """
    pages = pages_of(cutting)
    if not all(_has_room(cutting, place, role) for place, role in matter.frames):
        return False
    if in_order and cutting.cost > min(c.cost for c in in_order) - MARGIN and not stands_in_order(cutting):
        return False
    return violations(joins, cutting) <= allowed * pages


def _has_room(cutting: Cutting, place: int, role: str) -> bool:
    """Tell whether a page without text lies where title page or colophon stands, at its end of the book."""
    slots = [folio for side in cutting.hypothesis.sides for folio in side]
    filled = [
        (n, page) for n, f in enumerate(slots) if (page := cutting.pages[f]) is not None and page.last > page.first
    ]
    before = max((n for n, page in filled if page.first < place), default=-1)
    after = min((n for n, page in filled if page.first >= place), default=len(slots))
    if any(page.first < place < page.last for _, page in filled):
        return False
    free, last = slots[before + 1 : after], cutting.hypothesis.pages
    if role == "title":
        return any(folio <= 3 for folio in free)
    closed = max((slots[n] for n, _ in filled), default=0)
    return any(folio == 2 or folio > min(closed, last - 4) for folio in free)


def _rank(cutting: Cutting) -> tuple[float, int, str, str]:
    return cutting.cost, cutting.hypothesis.pages, cutting.hypothesis.scheme, cutting.hypothesis.order


def violations(joins: Joins, cutting: Cutting) -> int:
    """Return how many joins of a cutting read badly: a check that does not depend on the other hypotheses."""
    turns, within = _misread(joins, cutting)
    return len(turns) + count_torn(within, joins)


def misread(joins: Joins, cutting: Cutting) -> list[tuple[int, int]]:
    """Return the joins of a cutting that read badly, each by the fragments before and after it."""
    turns, within = _misread(joins, cutting)
    return turns + within


def _misread(joins: Joins, cutting: Cutting) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the page turns that read badly, and the neighbours on a page that do."""
    pages = [page for page in cutting.pages if page is not None and page.last > page.first]
    turns = [(a.last - 1, b.first) for a, b in pairwise(pages)]
    within = [(i, i + 1) for page in pages for i in range(page.first, page.last - 1)]
    return (
        [turn for turn in turns if joins.reading(*turn) >= STRAINED],
        [pair for pair in within if joins.inside(*pair) >= STRAINED],
    )


def text_order(cutting: Cutting) -> tuple[int, ...]:
    """Return the atoms in the order that a cutting gives, whatever its folios."""
    return tuple(i for page in cutting.pages if page is not None for i in range(page.first, page.last))
