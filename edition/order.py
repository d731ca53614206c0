"""The pages in reading order: imposition scheme, page count, blanks and cuts, found together.

The result is a permutation of the fragments: it drops nothing and doubles nothing.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, exp
from unicodedata import bidirectional

from edition.blocks import Fragment, Recognised
from edition.capacity import Atom, capacities, fitted_capacity, read_matter
from edition.cutting import Cutting, Matter
from edition.doubts import Doubt, find_doubts
from edition.errors import LawError
from edition.folios import bind
from edition.furniture import Furniture, find_furniture
from edition.hypotheses import Hypothesis, hypotheses
from edition.joins import Joins
from edition.lexicon import Lexicon
from edition.paging import Paging
from edition.source import Source, Span

_GLUE = re.compile(r"\w[-\u2010]\s+(?=\S)")


def split_atoms(source: Source, fragments: tuple[Fragment, ...], left_out: frozenset[int]) -> tuple[Atom, ...]:
    """Return the fragments of text and notes, cut where a line-end hyphen stands inside a block."""
    atoms: list[Atom] = []
    for i, fragment in enumerate(fragments):
        if i in left_out or fragment.kind in ("folio", "running head"):
            continue
        span = fragment.text_span
        starts = [span.start]
        if fragment.kind == "text":
            starts += [span.start + m.end() for m in _GLUE.finditer(source.at(span))]
        for start, end in zip(starts, [*starts[1:], span.end], strict=True):
            atoms.append(Atom(i, Span(start, end), fragment.kind, fragment.label))
    return tuple(atoms)


def sketch(matter: Matter, joins: Joins, hypothesis: Hypothesis, capacity: float) -> Cutting | None:
    """Return a quick cutting of one hypothesis, good enough to tell whether it is worth a thorough one."""
    return Paging(matter, joins, hypothesis, capacity, 0.07, 3).search()


def search(matter: Matter, joins: Joins, rough: Cutting, *, width: int) -> Cutting:
    """Return the best cutting of a hypothesis, the capacity of its pages fitted to a rough one."""
    found = rough
    for _ in range(2):
        capacity = fitted_capacity(matter, found)
        if found is not rough and abs(capacity / found.capacity - 1) < 0.01:
            break
        found = Paging(matter, joins, rough.hypothesis, capacity, 0.05, width).search() or found
    return found


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the booklet in the order found: its folio, 0 where there are none, and its atoms by index."""

    folio: int
    text: tuple[int, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """The pages in reading order; together their atoms are all atoms, each once."""

    atoms: tuple[Atom, ...]
    furniture: Furniture
    leaves: tuple[Leaf, ...]
    hypothesis: Hypothesis | None
    """None where the text stands in order and shows no pages."""
    confidence: float
    doubts: tuple[Doubt, ...]
    """Cuts that might lie elsewhere; none where the text stood in order, since no cut can change it."""
    joins: Joins


def find_order(
    source: Source, recognised: Recognised, lexicon: Lexicon, *, scheme: str | None = None, pages: int | None = None
) -> Order:
    """Return the order in which the fragments are read, with how sure it is; `scheme` and `pages` are an editor's."""
    fragments = recognised.fragments
    furniture = find_furniture(source, fragments)
    left_out = frozenset(furniture.colophon) | {i for i, _ in furniture.title}
    atoms = split_atoms(source, fragments, left_out)
    glued = frozenset(i for i in range(1, len(atoms)) if atoms[i].fragment == atoms[i - 1].fragment)
    joins = Joins(tuple(" ".join(source.at(atom.span).split()) for atom in atoms), lexicon, glued)
    if recognised.pages:
        bound = _bind(recognised, furniture, atoms, joins, scheme)
        if bound is not None:
            return bound
    atoms = carry_notes(atoms, joins)
    return _search_order(furniture, atoms, joins, scheme, pages)


def _bind(
    recognised: Recognised, furniture: Furniture, atoms: tuple[Atom, ...], joins: Joins, scheme: str | None
) -> Order | None:
    """Return the order of pages that the extraction shows, or None where no arrangement holds them."""
    page_of = [recognised.fragments[atom.fragment].page for atom in atoms]
    text: dict[int, list[int]] = {}
    for i, page in enumerate(page_of):
        if atoms[i].kind != "note":
            text.setdefault(page, []).append(i)
    frames = {recognised.fragments[i].page: "colophon" for i in furniture.colophon}
    frames |= {recognised.fragments[i].page: "title" for i, _ in furniture.title}
    ends = {page: (own[0], own[-1]) for page, own in text.items()}
    bound = bind(recognised.pages, ends, frames, joins, scheme=scheme)
    if bound is None or -1 in page_of:
        return None
    leaves = tuple(
        Leaf(
            folio,
            tuple(text.get(page, ())),
            tuple(i for i, p in enumerate(page_of) if p == page and atoms[i].kind == "note"),
        )
        for page, folio in bound.pages
    )
    leaves = tuple(leaf for leaf in leaves if leaf.text or leaf.notes)
    _check_permutation(leaves, atoms)
    return Order(atoms, furniture, leaves, bound.hypothesis, bound.confidence, (), joins)


def _search_order(
    furniture: Furniture, atoms: tuple[Atom, ...], joins: Joins, scheme: str | None, pages: int | None
) -> Order:
    """Return the order found by cutting the fragments into pages."""
    matter = read_matter(joins.texts, atoms, _frames(atoms, furniture), joins)
    found = _explore(matter, joins, scheme, pages) if len(atoms) > 3 else []
    if not found or (scheme is None and not _shows_pages(joins, found[0])):
        return _as_it_stands(atoms, furniture, joins)
    best = found[0]
    rivals = [c.cost - best.cost for c in found[1:] if _text_order(c) != _text_order(best)]
    confidence = 1 / (1 + sum(exp(-margin) for margin in rivals[:5]))
    leaves = _leaves(best)
    _check_permutation(leaves, atoms)
    in_place = _text_order(best) == tuple(i for i, n in enumerate(matter.is_note) if not n)
    doubts = () if in_place else find_doubts(matter, joins, best)
    return Order(atoms, furniture, leaves, best.hypothesis, confidence, doubts, joins)


def _frames(atoms: tuple[Atom, ...], furniture: Furniture) -> tuple[tuple[int, str], ...]:
    def place(fragment: int) -> int:
        return next((i for i, atom in enumerate(atoms) if atom.fragment > fragment), len(atoms))

    frames = [(place(furniture.title[0][0]), "title")] if furniture.title else []
    return tuple(frames + ([(place(furniture.colophon[0]), "colophon")] if furniture.colophon else []))


def carry_notes(atoms: tuple[Atom, ...], joins: Joins) -> tuple[Atom, ...]:
    """Return the atoms with the rest of every note that breaks off told from the text: it is among the next notes."""
    found = list(atoms)
    for i, atom in enumerate(atoms):
        if atom.kind != "note" or joins.ends[i].state in ("closed", "abbreviation", "colon"):
            continue
        rests = [
            (joins.turn(i, j), j)
            for j in range(len(found))
            if found[j].kind == "text"
            and joins.starts[j].state != "upper"
            and j + 1 < len(found)
            and found[j + 1].kind == "note"
        ]
        if rests and min(rests)[0] < 0:
            j = min(rests)[1]
            found[j] = replace(found[j], kind="note", label="")
    return tuple(found)


def _pages_of(cutting: Cutting) -> int:
    return sum(page is not None and page.last > page.first for page in cutting.pages)


def _explore(matter: Matter, joins: Joins, scheme: str | None, pages: int | None) -> list[Cutting]:
    """Return the best cuttings, the cheapest first; unlikely schemes only where the likely ones do not convince.

    The text as it stands is one of them, and holds against any that is not better by MARGIN.
    """
    sizes = capacities(matter, joins)
    leftwards = reads_leftwards(joins.texts)
    tried: set[tuple[Hypothesis, float]] = set()
    found: list[Cutting] = []
    in_order = _in_order(matter, joins, sizes[0][0], pages) if scheme in (None, "none") else []
    for limit, allowed, cost in ((0.5, 0.05, -0.6), (4.6, 0.1, -0.3), (15.0, 1.0, 99.0)):
        rough: list[Cutting] = []
        for size, likelihood in sizes:
            count = matter.sums[-1] / size + len(matter.frames)
            guesses = hypotheses(ceil(count - 1), ceil(count + 4.5), scheme=scheme, pages=pages, leftwards=leftwards)
            fresh = [h for h in guesses if h.surprise <= limit and (h, size) not in tried]
            tried |= {(hypothesis, size) for hypothesis in fresh}
            for hypothesis in _promising(matter, joins, fresh, size):
                cutting = sketch(matter, joins, hypothesis, size)
                if cutting is not None:
                    rough.append(cutting._replace(cost=cutting.cost + sizes[0][1] - likelihood))
        rough.sort(key=_rank)
        best = rough[0].cost if rough else 0.0
        found += [search(matter, joins, cutting, width=8) for cutting in rough[:4] if cutting.cost < best + 25]
        found.sort(key=_rank)
        if found and found[0].cost < cost * _pages_of(found[0]) and _convinces(joins, found[0], in_order, allowed):
            break
    natural = [cutting for cutting in in_order + found if _stands_in_order(cutting)]
    if natural and (
        not found or min(natural, key=_rank).cost < found[0].cost + MARGIN or not _read_on(joins, found[0])
    ):
        return sorted(natural, key=_rank) + [cutting for cutting in found if not _stands_in_order(cutting)]
    return found


def reads_leftwards(texts: tuple[str, ...]) -> bool:
    """Tell whether the text is written from right to left, by its first letters."""
    letters = [bidirectional(c) for text in texts[:40] for c in text[:200] if c.isalpha()]
    return sum(kind in ("R", "AL") for kind in letters) > len(letters) / 2


MARGIN = 4.0
"""How many nats an imposed order must be better than the source's own; with four, 11 of 11 orders were right."""


def _in_order(matter: Matter, joins: Joins, size: float, pages: int | None) -> list[Cutting]:
    """Return the text as it stands cut into pages: what every other order is held against."""
    count = pages or ceil(matter.sums[-1] / size + len(matter.frames))
    guesses = (h for h in hypotheses(count, count + 1, scheme="none") if _rises(h))
    cuttings = (sketch(matter, joins, hypothesis, size) for hypothesis in guesses)
    return [search(matter, joins, cutting, width=4) for cutting in cuttings if cutting is not None]


def _rises(hypothesis: Hypothesis) -> bool:
    return all(a < b for a, b in pairwise(folio for side in hypothesis.sides for folio in side))


def _stands_in_order(cutting: Cutting) -> bool:
    order = _text_order(cutting)
    return all(a < b for a, b in pairwise(order))


def _read_on(joins: Joins, cutting: Cutting) -> bool:
    """Tell whether a fifth of the page turns at least go through a sentence: without them no order shows itself."""
    return _turns_inside(joins, cutting) >= 0.2 * _pages_of(cutting)


def _turns_inside(joins: Joins, cutting: Cutting) -> int:
    pages = [page for page in cutting.pages if page is not None and page.last > page.first]
    return sum(joins.turn(a.last - 1, b.first) < -1 for a, b in pairwise(pages))


def _shows_pages(joins: Joins, cutting: Cutting) -> bool:
    """Tell whether the source shows where pages end: by another order than its own, by notes, or inside sentences."""
    if not _stands_in_order(cutting):
        return _read_on(joins, cutting)
    shown = len(cutting.notes) + _turns_inside(joins, cutting)
    return shown >= 0.3 * _pages_of(cutting) > 0.3


TRIED_SIDES = 12
MANY = 8


def _promising(matter: Matter, joins: Joins, guesses: list[Hypothesis], size: float) -> list[Hypothesis]:
    """Return the hypotheses worth a sketch: of many about a long book, those whose first sides read best."""
    if len(guesses) <= MANY or all(len(hypothesis.sides) <= 2 * TRIED_SIDES for hypothesis in guesses):
        return guesses
    costs: dict[tuple[tuple[int, ...], ...], float] = {}
    for hypothesis in guesses:
        sides = hypothesis.sides[:TRIED_SIDES]
        if sides not in costs:
            costs[sides] = Paging(matter, joins, hypothesis, size, 0.07, 2).try_sides(TRIED_SIDES)
    ranked = sorted(guesses, key=lambda h: costs[h.sides[:TRIED_SIDES]] + h.surprise)
    return ranked[:MANY]


def _convinces(joins: Joins, cutting: Cutting, in_order: list[Cutting], allowed: float) -> bool:
    """Tell whether a cutting reads well, with few joins that read badly, and better than the source as it stands."""
    pages = _pages_of(cutting)
    if in_order and cutting.cost > min(c.cost for c in in_order) - MARGIN and not _stands_in_order(cutting):
        return False
    return violations(joins, cutting) <= allowed * pages


def _rank(cutting: Cutting) -> tuple[float, int, str, str]:
    return cutting.cost, cutting.hypothesis.pages, cutting.hypothesis.scheme, cutting.hypothesis.order


def violations(joins: Joins, cutting: Cutting) -> int:
    """Return how many joins of a cutting read badly: a check that does not depend on the other hypotheses."""
    pages = [page for page in cutting.pages if page is not None and page.last > page.first]
    turns = sum(joins.turn(a.last - 1, b.first) >= 2.5 for a, b in pairwise(pages))
    return turns + sum(joins.inside(i, i + 1) >= 2.5 for page in pages for i in range(page.first, page.last - 1))


def _text_order(cutting: Cutting) -> tuple[int, ...]:
    """Return the atoms in the order that a cutting gives, whatever its folios."""
    return tuple(i for page in cutting.pages if page is not None for i in range(page.first, page.last))


def _leaves(cutting: Cutting) -> tuple[Leaf, ...]:
    notes = {folio: tuple(range(first, last)) for folio, first, last in cutting.notes}
    return tuple(
        Leaf(folio, tuple(range(page.first, page.last)), notes.get(folio, ()))
        for folio, page in enumerate(cutting.pages)
        if page is not None and (page.last > page.first or folio in notes)
    )


def _check_permutation(leaves: tuple[Leaf, ...], atoms: tuple[Atom, ...]) -> None:
    """Raise LawError unless every atom stands on exactly one leaf."""
    if sorted(i for leaf in leaves for i in leaf.text + leaf.notes) != list(range(len(atoms))):
        raise LawError("the order found is no permutation of the source's fragments. This is a defect of the program.")


def _as_it_stands(atoms: tuple[Atom, ...], furniture: Furniture, joins: Joins) -> Order:
    """Return the order of the source itself, all on one leaf without a folio."""
    text = tuple(i for i, atom in enumerate(atoms) if atom.kind != "note")
    notes = tuple(i for i, atom in enumerate(atoms) if atom.kind == "note")
    return Order(atoms, furniture, (Leaf(0, text, notes),), None, 1.0, (), joins)
