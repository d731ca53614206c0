"""The pages in reading order: imposition scheme, page count, blanks and cuts, found together.

The result is a permutation of the fragments: it drops nothing and doubles nothing.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from edition.blocks import MARK, Fragment, Recognised, read_label
from edition.capacity import Atom, read_matter
from edition.cutting import Cutting
from edition.doubts import Doubt, find_doubts
from edition.errors import LawError
from edition.explore import ROUNDS, explore, how_sure, pages_of, shows_pages, text_order, turns_inside
from edition.folios import bind
from edition.furniture import Furniture, find_furniture
from edition.gluing import Seam, join_atoms, run_together
from edition.hypotheses import Hypothesis
from edition.joins import Joins
from edition.lexicon import Lexicon
from edition.source import Source, Span

DOUBTFUL = -0.4
"""Nats a page above which no arrangement reads well enough to be believed, however far behind the others are."""
_GLUE = re.compile(r"\w[-\u2010]\s+(?=\S)")


def split_atoms(
    source: Source, fragments: tuple[Fragment, ...], left_out: frozenset[int], seams: tuple[int, ...] = ()
) -> tuple[Atom, ...]:
    """Return the fragments of text and notes, cut where a line-end hyphen stands inside a block, and at the seams."""
    atoms: list[Atom] = []
    for i, fragment in enumerate(fragments):
        if i in left_out or fragment.kind in ("folio", "running head"):
            continue
        span = fragment.text_span
        starts = [span.start]
        if fragment.kind == "text":
            places = {span.start + m.end() for m in _GLUE.finditer(source.at(span))}
            starts += sorted(places | {at for at in seams if span.start < at < span.end})
        for start, end in zip(starts, [*starts[1:], span.end], strict=True):
            atoms.append(Atom(i, Span(start, end), fragment.kind, fragment.label))
    return tuple(atoms)


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
    seams: tuple[Seam, ...] = ()
    """Where pages were run together inside a block."""


def find_order(
    source: Source, recognised: Recognised, lexicon: Lexicon, *, scheme: str | None = None, pages: int | None = None
) -> Order:
    """Return the order in which the fragments are read, with how sure it is; `scheme` and `pages` are an editor's.

    What reads badly makes any order doubtful, however far behind the others are.
    """
    found = _find(source, recognised, lexicon, scheme, pages)
    if _strains(found) > _bearable(found):
        return replace(found, confidence=min(found.confidence, 0.5))
    return found


def _strains(order: Order) -> int:
    """Return how many of the text's joins read badly."""
    joins, strains = order.joins, 0
    last = None
    for leaf in order.leaves:
        for n, i in enumerate(leaf.text):
            if last is not None:
                cost = joins.turn(last, i) if n == 0 else joins.inside(last, i)
                strains += cost >= 2.5 and (leaf.folio > 0 or joins.turn(last, i) >= 2.5)
            last = i
    return strains


def _bearable(order: Order) -> float:
    return max(2.0, 0.15 * len(order.leaves))


def _find(
    source: Source,
    recognised: Recognised,
    lexicon: Lexicon,
    scheme: str | None,
    pages: int | None,
    seams: tuple[Seam, ...] | None = None,
) -> Order:
    """Return the order found; `seams` are places inside blocks that pages may end at, None where they are unknown."""
    fragments = recognised.fragments
    furniture = find_furniture(source, fragments)
    left_out = frozenset(furniture.colophon) | {i for i, _ in furniture.title}
    atoms = split_atoms(source, fragments, left_out, tuple(seam.at for seam in seams or ()))
    barred = _barred(fragments, atoms)
    joins = join_atoms(source, atoms, lexicon, frozenset(barred))
    if recognised.pages:
        bound = _bind(recognised, furniture, atoms, joins, scheme)
        if bound is not None:
            return bound
    atoms = carry_notes(atoms, joins)
    folios = {i: number for i, number in barred.items() if number}
    at_foot = not (fragments and fragments[0].kind in ("folio", "running head"))
    given = Given(scheme, pages, folios, at_foot, source if seams is None else None, seams or ())
    found = _search_order(furniture, atoms, joins, given)
    if isinstance(found, Order):
        return replace(found, seams=seams or ())
    cut = _find(source, recognised, lexicon, scheme, pages, found)
    if _holds(cut):
        return cut
    whole = _find(source, recognised, lexicon, scheme, pages, ())
    return whole if _holds(whole) else cut


def _holds(order: Order) -> bool:
    return order.hypothesis is not None and order.confidence > 0.5 and _strains(order) <= _bearable(order)


@dataclass(frozen=True, slots=True)
class Given:
    """What is known before the search: an editor's scheme and page count, and the folios that the extraction kept."""

    scheme: str | None
    pages: int | None
    folios: dict[int, int]
    """By the atom that each stands before."""
    at_foot: bool
    """They stand behind their page's text, not before it."""
    source: Source | None = None
    """Whose blocks may hold the end of a page where nothing shows it; None where those places are known."""
    seams: tuple[Seam, ...] = ()


def _barred(fragments: tuple[Fragment, ...], atoms: tuple[Atom, ...]) -> dict[int, int]:
    """Return the atoms that stand behind a folio or a running head, each with the number that stands there, or 0."""
    barred: dict[int, int] = {}
    for k, fragment in enumerate(fragments):
        if fragment.kind in ("folio", "running head"):
            place = next((i for i, atom in enumerate(atoms) if atom.fragment > k), len(atoms))
            barred[place] = int(fragment.label) if fragment.label.isdigit() else barred.get(place, 0)
    return barred


def _bind(
    recognised: Recognised, furniture: Furniture, atoms: tuple[Atom, ...], joins: Joins, scheme: str | None
) -> Order | None:
    """Return the order of pages that the extraction shows, or None where no arrangement holds them."""
    page_of = [recognised.fragments[atom.fragment].page for atom in atoms]
    text: dict[int, list[int]] = {}
    for i, page in enumerate(page_of):
        if atoms[i].kind != "note":
            text.setdefault(page, []).append(i)
    for own in text.values():
        own.sort(key=lambda i: (recognised.fragments[atoms[i].fragment].place, i))
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
    furniture: Furniture, atoms: tuple[Atom, ...], joins: Joins, given: Given
) -> Order | tuple[Seam, ...]:
    """Return the order found by cutting the fragments into pages, or the places where blocks must be cut before."""
    if stands_inline(atoms, joins.texts):
        return _search_inline(furniture, atoms, joins, given)
    matter = read_matter(joins.texts, atoms, _frames(atoms, furniture), joins)
    matter = replace(matter, folios=given.folios, at_foot=given.at_foot)
    seams: list[Seam] = []

    def explained(found: list[Cutting]) -> bool:
        if given.source is not None:
            seams.extend(run_together(given.source, atoms, joins, matter, found[0], (given.scheme, given.pages)))
        return bool(seams)

    rounds = ROUNDS[:-1] if given.seams else ROUNDS
    found = explore(matter, joins, given.scheme, given.pages, rounds=rounds, stop=explained) if len(atoms) > 3 else []
    if seams:
        return tuple(seams)
    if not found or (given.scheme is None and not shows_pages(joins, found[0])):
        return _as_it_stands(atoms, furniture, joins)
    best, confidence = found[0], how_sure(found)
    in_place = text_order(best) == tuple(i for i, n in enumerate(matter.is_note) if not n)
    if given.scheme is None and best.cost > DOUBTFUL * pages_of(best):
        if in_place and turns_inside(joins, best) < 3:
            return _as_it_stands(atoms, furniture, joins)
        confidence = confidence if in_place else min(confidence, 0.5)
    leaves = _leaves(best)
    _check_permutation(leaves, atoms)
    doubts = () if in_place else find_doubts(matter, joins, best)
    return Order(atoms, furniture, leaves, best.hypothesis, confidence, doubts, joins)


def stands_inline(atoms: tuple[Atom, ...], texts: tuple[str, ...]) -> bool:
    """Tell whether notes stand right behind the paragraph that calls them, and not gathered by page or side."""
    labels = [_labels(text) if atom.kind == "text" else set() for atom, text in zip(atoms, texts, strict=True)]
    near = far = 0
    for i, atom in enumerate(atoms):
        if atom.kind != "note" or not atom.label:
            continue
        before = next((j for j in range(i - 1, -1, -1) if atoms[j].kind == "text"), None)
        called = [j for j, own in enumerate(labels) if atom.label in own]
        near += before in called
        far += bool(called) and before not in called
    runs = sum(b.kind == "note" != a.kind for a, b in pairwise(atoms))
    return near >= 3 and near >= 4 * far and runs >= 3


def _labels(text: str) -> set[str]:
    return {read_label(m.group()) for m in MARK.finditer(text)}


def _search_inline(
    furniture: Furniture, atoms: tuple[Atom, ...], joins: Joins, given: Given
) -> Order | tuple[Seam, ...]:
    """Return the order found by the text alone, each note kept behind the fragment that it follows."""
    kept = [i for i, atom in enumerate(atoms) if atom.kind != "note"]
    place = {i: n for n, i in enumerate(kept)}
    place[len(atoms)] = len(kept)

    def moved(i: int) -> int:
        return place[next(k for k in range(i, len(atoms) + 1) if k in place)]

    own = Joins(
        tuple(joins.texts[i] for i in kept),
        joins.lexicon,
        frozenset(place[i] for i in joins.glued if i in place),
        barred=frozenset(map(moved, joins.barred)),
    )
    given = replace(given, folios={moved(i): number for i, number in given.folios.items()})
    found = _search_order(furniture, tuple(atoms[i] for i in kept), own, given)
    if not isinstance(found, Order):
        return found
    notes: dict[int, list[int]] = {}
    for i, atom in enumerate(atoms):
        if atom.kind == "note":
            notes.setdefault(max((j for j in kept if j < i), default=kept[0]), []).append(i)
    leaves = tuple(
        replace(
            leaf,
            text=tuple(kept[n] for n in leaf.text),
            notes=tuple(i for n in leaf.text for i in notes.get(kept[n], ())),
        )
        for leaf in found.leaves
    )
    _check_permutation(leaves, atoms)
    doubts = tuple(replace(d, first=kept[d.first], last=kept[d.last - 1] + 1) for d in found.doubts)
    return replace(found, atoms=atoms, leaves=leaves, doubts=doubts, joins=joins)


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
