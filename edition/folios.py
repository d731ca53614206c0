"""The reading order of printed pages that the extraction shows: by their folios, or by how they read on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp

from edition.assurance import Rival
from edition.blocks import Fragment, PrintedPage, Recognised, Shuffle
from edition.capacity import Atom
from edition.hypotheses import Hypothesis, hypotheses
from edition.joins import Joins
from edition.sheets import ends_early
from edition.source import Source


@dataclass(frozen=True, slots=True)
class Bound:
    """The pages in reading order: the index of each with its folio."""

    pages: tuple[tuple[int, int], ...]
    hypothesis: Hypothesis | None
    confidence: float
    rivals: tuple[Rival, ...] = ()
    """The other arrangements tried that read otherwise; their texts are given by pages."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """What type shows of how the text of pages begins and ends; pages of which it shows nothing are in none."""

    begun: frozenset[int] = frozenset()
    """They begin with a paragraph."""
    going: frozenset[int] = frozenset()
    """They go on with one."""
    ended: frozenset[int] = frozenset()
    """Their last line ends early, and a paragraph with it."""

    def conflict(self, a: int, b: int, joins: Joins, ends: dict[int, tuple[int, int]]) -> bool:
        """Tell whether page `b` cannot follow page `a`."""
        open_end = joins.ends[ends[a][1]].state in ("open", "comma", "hyphen") and a not in self.ended
        return (b in self.going and a in self.ended) or (b in self.begun and open_end)


_UNSHOWN = Shapes()
_CONFLICT = 5.0
"""What it costs, in nats, that type shows of a page that it does not follow another."""


def read_shapes(
    source: Source, fragments: tuple[Fragment, ...], atoms: tuple[Atom, ...], ends: dict[int, tuple[int, int]]
) -> Shapes:
    """Return what type shows of the pages with text; nothing where the source is no PDF."""
    if source.layout is None:
        return _UNSHOWN
    firsts = {page: fragments[atoms[first].fragment] for page, (first, _) in ends.items()}
    return Shapes(
        frozenset(page for page, first in firsts.items() if first.opens and not first.level),
        frozenset(page for page, first in firsts.items() if first.opens is False),
        frozenset(page for page, (_, last) in ends.items() if ends_early(source.layout, atoms[last].span.end - 1)),
    )


def close_headings(
    fragments: tuple[Fragment, ...], atoms: tuple[Atom, ...], ends: dict[int, tuple[int, int]], joins: Joins
) -> None:
    """Let no text read on from a heading with which a page's text ends: the notes below are what it heads."""
    noted = {fragments[atom.fragment].page for atom in atoms if atom.kind == "note"}
    for page, (_, last) in ends.items():
        if page in noted and fragments[atoms[last].fragment].level:
            joins.ends[last] = replace(joins.ends[last], state="closed")


def bind(
    pages: tuple[PrintedPage, ...],
    ends: dict[int, tuple[int, int]],
    frames: dict[int, str],
    joins: Joins,
    *,
    scheme: str | None = None,
    shapes: Shapes = _UNSHOWN,
) -> Bound | None:
    """Return the pages in reading order, or None where neither folios nor any scheme put them in one.

    `ends` gives the first and last fragment of every page with text, `frames` the title page and the colophon.
    """
    known = {n: page.folio for n, page in enumerate(pages) if page.folio}
    filled = [n for n in ends if n not in frames]
    if len(set(known.values())) == len(known) and len([n for n in filled if n in known]) >= 0.6 * len(filled) and known:
        return _by_folio(pages, known, ends, frames, scheme)
    return _by_joins(pages, ends, frames, joins, scheme, shapes)


def _by_folio(
    pages: tuple[PrintedPage, ...],
    known: dict[int, int],
    ends: dict[int, tuple[int, int]],
    frames: dict[int, str],
    scheme: str | None,
) -> Bound:
    """Return the pages by their folios; those without one stand where the scheme leaves room for them."""
    found = _scheme_of(pages, known, scheme)
    order = dict(known)
    if found is not None:
        flat = [folio for side in found.sides for folio in side]
        order = _fill(flat, pages, known)
    elif (placed := _rank_by_slots(pages, known, scheme)) is not None:
        return Bound(_with_folios(placed[1], known), placed[0], 0.995)
    last = max(order.values())
    for n in [*ends, *frames]:
        if n not in order:
            order[n] = (
                0 if frames.get(n) == "title" else last + 1 if frames.get(n) == "colophon" else _between(n, order)
            )
    ranked = sorted((folio, n) for n, folio in order.items())
    return Bound(tuple((n, folio) for folio, n in ranked), found, 0.995 if found is not None else 0.97)


def _rank_by_slots(
    pages: tuple[PrintedPage, ...], known: dict[int, int], scheme: str | None
) -> tuple[Hypothesis, list[int]] | None:
    """Return the likeliest arrangement in whose order the folios rise, whatever page the first is on, and the order.

    Blank pages may stand before the last one, and the first pages may not be counted.
    """
    best: tuple[Hypothesis, list[int]] | None = None
    least = 99.0
    for hypothesis, flat, surprise in _arrangements(pages, scheme, len(known)):
        ranked = sorted(range(len(pages)), key=lambda n: flat[n])
        folios = [known[n] for n in ranked if n in known]
        if folios == sorted(folios) and surprise < least:
            best, least = (hypothesis, ranked), surprise
    return best


def _with_folios(ranked: list[int], known: dict[int, int]) -> tuple[tuple[int, int], ...]:
    """Return the pages in their order with folios: those without one are counted from the page before."""
    folio = max(0, next(known[n] - at for at, n in enumerate(ranked) if n in known) - 1)
    found = []
    for n in ranked:
        folio = known.get(n, folio + 1)
        found.append((n, folio))
    return tuple(found)


def _between(n: int, order: dict[int, int]) -> int:
    """Return a folio for a page without one: after the page before it in the extraction."""
    before = [k for k in order if k < n]
    return order[max(before)] if before else 0


def _scheme_of(pages: tuple[PrintedPage, ...], known: dict[int, int], scheme: str | None) -> Hypothesis | None:
    """Return the likeliest arrangement in which the known folios stand in the order found."""
    folios = [known[n] for n in sorted(known)]
    high = max(folios)
    best = None
    for hypothesis in hypotheses(high, max(high + 8, len(pages)), scheme=scheme):
        places = {folio: n for n, folio in enumerate(folio for side in hypothesis.sides for folio in side)}
        at = [places.get(folio, -1) for folio in folios]
        if -1 in at or any(b <= a for a, b in pairwise(at)):
            continue
        surprise = hypothesis.surprise + 0.2 * abs(hypothesis.pages - len(pages))
        if best is None or surprise < best[0]:
            best = (surprise, hypothesis)
    return best[1] if best else None


def _fill(flat: list[int], pages: tuple[PrintedPage, ...], known: dict[int, int]) -> dict[int, int]:
    """Return the folio of every page; an unnumbered one has that of its slot, counted from its neighbours."""
    order = dict(known)
    slots = {folio: n for n, folio in enumerate(flat)}
    if len(flat) == len(pages):
        return {n: flat[n] for n in range(len(pages))}
    taken = set(known.values())
    for n in range(len(pages)):
        if n in order:
            continue
        before = max((slots[order[k]] for k in order if k < n), default=-1)
        free = [folio for folio in flat[before + 1 :] if folio not in taken]
        if free:
            order[n] = free[0]
            taken.add(free[0])
    return order


def _by_joins(
    pages: tuple[PrintedPage, ...],
    ends: dict[int, tuple[int, int]],
    frames: dict[int, str],
    joins: Joins,
    scheme: str | None,
    shapes: Shapes,
) -> Bound | None:
    """Return the pages in the arrangement of their slots in which they read on best."""
    scored: list[tuple[float, int, Hypothesis, list[int]]] = []
    for hypothesis, flat, surprise in _arrangements(pages, scheme, len({*ends, *frames})):
        scored.append((reading_cost(flat, ends, frames, joins, shapes) + surprise, len(scored), hypothesis, flat))
    if not scored:
        return None
    scored.sort()
    best = scored[0]
    flat = best[3]
    texts = _texts(flat, ends)
    others = [(cost, h, _texts(other, ends)) for cost, _, h, other in scored[1:6]]
    rivals = tuple(Rival(h.name, cost - best[0], tuple(text)) for cost, h, text in others if text != texts)
    confidence = 1 / (1 + sum(exp(-rival.behind) for rival in rivals))
    wrong = sum(shapes.conflict(a, b, joins, ends) for a, b in pairwise(texts))
    if wrong > max(1, 0.1 * len(texts)):
        # The truth is none of those that were tried.
        confidence = min(confidence, 0.5)
    ranked = sorted((folio, n) for n, folio in enumerate(flat))
    return Bound(tuple((n, folio) for folio, n in ranked), best[2], confidence, rivals)


_DROPPED = 1.5
"""How much less likely, in nats, an arrangement is of which sides are lacking: tools leave out those that are blank."""


def _arrangements(
    pages: tuple[PrintedPage, ...], scheme: str | None, filled: int
) -> Iterator[tuple[Hypothesis, list[int], float]]:
    """Yield every arrangement of so many pages with as many on each side: the page that each printed one is of it.

    Sides may be left out that are blank, where `filled` pages are not; the last is how unlikely the arrangement is.
    """
    shape = [sum(page.side == side for page in pages) for side in range(max((p.side for p in pages), default=-1) + 1)]
    for hypothesis in hypotheses(len(pages), len(pages) + 16, scheme=scheme):
        last = hypothesis.pages
        sides = hypothesis.sides
        if last > len(pages):
            # Blank pages stand behind the text, or before its last page.
            sides = tuple(
                s for s in sides if min(s) < filled or (last in s and max(s) > filled) or min(s) == filled == last
            )
        if [len(side) for side in sides] == shape:
            surprise = hypothesis.surprise + _DROPPED * (last > len(pages))
            yield hypothesis, [folio for side in sides for folio in side], surprise


def _texts(flat: list[int], ends: dict[int, tuple[int, int]]) -> list[int]:
    return [n for _, n in sorted((folio, n) for n, folio in enumerate(flat)) if n in ends]


def reading_cost(
    flat: list[int],
    ends: dict[int, tuple[int, int]],
    frames: dict[int, str],
    joins: Joins,
    shapes: Shapes = _UNSHOWN,
) -> float:
    """Return how badly, in nats, the text reads on where printed page n has the folio `flat[n]`."""
    ranked = [n for _, n in sorted((folio, n) for n, folio in enumerate(flat))]
    texts = [n for n in ranked if n in ends]
    cost = sum(joins.turn(ends[a][1], ends[b][0]) for a, b in pairwise(texts))
    cost += _CONFLICT * sum(shapes.conflict(a, b, joins, ends) for a, b in pairwise(texts))
    printed = [flat[n] for n in {*ends, *frames}]
    for n, role in frames.items():
        # Blank pages may stand outside them: before a title page none are left, behind a colophon some often are.
        outermost = min(printed) if role == "title" else max(printed)
        cost += 8.0 * (flat[n] != outermost) + 0.5 * (flat[n] != (1 if role == "title" else len(flat)))
    if texts:
        cost += 6.0 * (joins.starts[ends[texts[0]][0]].state == "lower")
        cost += 6.0 * (joins.ends[ends[texts[-1]][1]].state in ("hyphen", "open", "comma"))
    return cost


def read_shuffles(recognised: Recognised, atoms: tuple[Atom, ...], pages: list[int]) -> tuple[Rival, ...]:
    """Return the other ways in which the text of single sides may stand on its pages, given these in reading order."""
    rank = {page: n for n, page in enumerate(pages)}
    texts = [i for i, atom in enumerate(atoms) if atom.kind != "note"]

    def place(i: int, shuffle: Shuffle) -> tuple[int, int, int]:
        own = recognised.fragments[atoms[i].fragment]
        page, at = shuffle.places.get(atoms[i].fragment, (own.page, own.place))
        return rank.get(page, len(rank)), at, i

    return tuple(
        Rival("text on other pages", s.behind, tuple(sorted(texts, key=lambda i: place(i, s))), local=True)
        for s in recognised.shuffles
    )
