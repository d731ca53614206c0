"""The reading order of printed pages that the extraction shows: by their folios, or by how they read on."""

from dataclasses import dataclass
from itertools import pairwise
from math import exp

from edition.assurance import Rival
from edition.blocks import PrintedPage, Recognised, Shuffle
from edition.capacity import Atom
from edition.hypotheses import Hypothesis, hypotheses
from edition.joins import Joins


@dataclass(frozen=True, slots=True)
class Bound:
    """The pages in reading order: the index of each with its folio."""

    pages: tuple[tuple[int, int], ...]
    hypothesis: Hypothesis | None
    confidence: float
    rivals: tuple[Rival, ...] = ()
    """The other arrangements tried that read otherwise; their texts are given by pages."""


def bind(
    pages: tuple[PrintedPage, ...],
    ends: dict[int, tuple[int, int]],
    frames: dict[int, str],
    joins: Joins,
    *,
    scheme: str | None = None,
) -> Bound | None:
    """Return the pages in reading order, or None where neither folios nor any scheme put them in one.

    `ends` gives the first and last fragment of every page with text, `frames` the title page and the colophon.
    """
    known = {n: page.folio for n, page in enumerate(pages) if page.folio}
    filled = [n for n in ends if n not in frames]
    if len(set(known.values())) == len(known) and len([n for n in filled if n in known]) >= 0.6 * len(filled) and known:
        return _by_folio(pages, known, ends, frames, scheme)
    return _by_joins(pages, ends, frames, joins, scheme)


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
    last = max(order.values())
    for n in [*ends, *frames]:
        if n not in order:
            order[n] = (
                0 if frames.get(n) == "title" else last + 1 if frames.get(n) == "colophon" else _between(n, order)
            )
    ranked = sorted((folio, n) for n, folio in order.items())
    return Bound(tuple((n, folio) for folio, n in ranked), found, 0.995 if found is not None else 0.97)


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
) -> Bound | None:
    """Return the pages in the arrangement of their slots in which they read on best."""
    shape = [sum(page.side == side for page in pages) for side in range(max((p.side for p in pages), default=-1) + 1)]
    scored: list[tuple[float, int, Hypothesis]] = []
    for hypothesis in hypotheses(len(pages), len(pages), scheme=scheme):
        if hypothesis.pages != len(pages) or [len(side) for side in hypothesis.sides] != shape:
            continue
        flat = [folio for side in hypothesis.sides for folio in side]
        scored.append((reading_cost(flat, ends, frames, joins) + hypothesis.surprise, len(scored), hypothesis))
    if not scored:
        return None
    scored.sort()
    best = scored[0]
    flat = [folio for side in best[2].sides for folio in side]
    texts = _texts(flat, ends)
    others = [(cost, h, _texts([f for side in h.sides for f in side], ends)) for cost, _, h in scored[1:6]]
    rivals = tuple(Rival(h.name, cost - best[0], tuple(text)) for cost, h, text in others if text != texts)
    confidence = 1 / (1 + sum(exp(-rival.behind) for rival in rivals))
    ranked = sorted((folio, n) for n, folio in enumerate(flat))
    return Bound(tuple((n, folio) for folio, n in ranked), best[2], confidence, rivals)


def _texts(flat: list[int], ends: dict[int, tuple[int, int]]) -> list[int]:
    return [n for _, n in sorted((folio, n) for n, folio in enumerate(flat)) if n in ends]


def reading_cost(flat: list[int], ends: dict[int, tuple[int, int]], frames: dict[int, str], joins: Joins) -> float:
    """Return how badly, in nats, the text reads on where printed page n has the folio `flat[n]`."""
    ranked = [n for _, n in sorted((folio, n) for n, folio in enumerate(flat))]
    texts = [n for n in ranked if n in ends]
    cost = sum(joins.turn(ends[a][1], ends[b][0]) for a, b in pairwise(texts))
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
