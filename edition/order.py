"""The pages in reading order: imposition scheme, page count, blanks and cuts, found together.

The result is a permutation of the fragments: it drops nothing and doubles nothing.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from edition.assurance import (
    Rival,
    count_halves,
    count_strains,
    find_turns,
    read_places,
    stands_out,
)
from edition.atoms import carry_notes, find_barred, find_frames, join_atoms, split_atoms
from edition.blocks import Recognised
from edition.capacity import Atom, note_room, read_matter
from edition.credence import count_broken, is_believed, mends, prefer_mended
from edition.cutting import Cutting, Matter
from edition.depths import Weighed, weigh_cuts, weigh_elsewhere
from edition.explore import (
    convinces,
    how_sure,
    margins,
    shows_pages,
    text_order,
    turns_inside,
    violations,
)
from edition.folios import bind, close_headings, read_shapes, read_shuffles
from edition.furniture import Furniture, find_furniture
from edition.gluing import Parted, cut_again, explore_glued, part, recut, restate, run_together
from edition.inline import may_stand_inline, stands_inline
from edition.joins import Joins
from edition.leaves import Leaf, Order, check_permutation, check_told, find_gaps, find_told, find_under
from edition.lexicon import Lexicon
from edition.source import Source


def find_order(
    source: Source,
    recognised: Recognised,
    lexicon: Lexicon,
    *,
    scheme: str | None = None,
    pages: int | None = None,
    follows: tuple[tuple[str, int], ...] = (),
) -> Order:
    """Return the order in which the fragments are read, with how sure it is; `scheme` and `pages` are an editor's.

    `follows` are the editor's, too: the words that end one fragment, and where the one begins that is read behind it.
    Raises ConfigError where no order found reads so. What reads badly makes any order doubtful, however far behind the
    others are.
    """
    found = _find(source, recognised, lexicon, (scheme, pages), follows)
    check_told(found, follows)
    paged = any(leaf.folio for leaf in found.leaves)
    places = read_places([leaf.text for leaf in found.leaves], found.joins, paged=paged, going=found.joins.going)
    if recognised.pages and source.layout is None:
        under = find_under(source, recognised, found.atoms)
        places = [
            place for place in places if place.turned or place.last + 1 != place.first or place.first not in under
        ]
    # Where a PDF shows its pages, what reads badly inside one says nothing of their order.
    telling = places if source.layout is None else [place for place in places if place.turned]
    holds = count_strains(telling, found.joins) <= _bearable(found)
    if paged and not recognised.pages:
        holds = holds and stands_out([leaf.text for leaf in found.leaves if leaf.text], found.joins)
    trust = found.trust if holds else min(found.trust, 0.5)
    return replace(
        found,
        confidence=min(found.confidence, trust),
        trust=trust,
        turns=find_turns(places, found.rivals, trust, paged=paged, gaps=find_gaps(found, recognised.pages)),
    )


def _bearable(order: Order) -> float:
    """Return how many places may read badly in an order that is believed."""
    return max(2.0, 0.15 * len(order.leaves))


def _find(
    source: Source,
    recognised: Recognised,
    lexicon: Lexicon,
    fixed: tuple[str | None, int | None],
    follows: tuple[tuple[str, int], ...],
    parted: Parted | None = None,
    *,
    whole: bool = False,
) -> Order:
    """Return the order found, by the arrangement that cuts blocks where one is given; no block is cut if `whole`."""
    fragments = recognised.fragments
    furniture = find_furniture(source, fragments)
    left_out = frozenset(furniture.colophon) | {i for i, _ in furniture.title}
    seams = tuple(seam.at for seam in parted.seams) if parted else ()
    atoms = split_atoms(source, fragments, left_out, lexicon, seams)
    barred = find_barred(fragments, atoms)
    joins = join_atoms(source, atoms, lexicon, frozenset())
    joins = replace(joins, told=find_told(atoms, joins.texts, follows)) if follows else joins
    scheme, pages = fixed
    if recognised.pages:
        pages_of_atoms = [fragments[atom.fragment].page for atom in atoms]
        turned = (i for i, (a, b) in enumerate(pairwise(pages_of_atoms), 1) if a != b)
        joins = replace(joins, begins=frozenset(turned))
        bound = _bind(source, recognised, furniture, atoms, joins, scheme)
        if bound is not None:
            return bound
    joins = replace(joins, barred=frozenset(barred), begins=frozenset(barred)) if barred else joins
    atoms = carry_notes(atoms, joins)
    folios = {i: number for i, number in barred.items() if number}
    at_foot = not (fragments and fragments[0].kind in ("folio", "running head"))
    given = Given(source, scheme, pages, folios, at_foot, not (parted or whole), parted, whole=whole)
    found = _search_order(furniture, atoms, joins, given)
    if isinstance(found, Order):
        return replace(found, seams=parted.seams if parted else ())
    cut = _find(source, recognised, lexicon, fixed, follows, found)
    strains = _count_strains(cut)
    if cut.hypothesis is not None and cut.confidence > 0.5 and strains <= _bearable(cut):
        return cut
    # What does not hold with its blocks cut may read better so, all the same: then it is printed, and asked.
    uncut = _find(source, recognised, lexicon, fixed, follows, whole=True)
    holds = uncut.trust > 0.5 and _count_strains(uncut) <= _bearable(uncut)
    if holds or cut.hypothesis is None or strains >= _count_strains(uncut):
        return uncut
    return replace(cut, confidence=min(cut.confidence, 0.5), trust=min(cut.trust, 0.5))


def _count_strains(order: Order) -> int:
    """Return how many places of an order read badly."""
    return count_strains(read_places([leaf.text for leaf in order.leaves], order.joins, paged=True), order.joins)


@dataclass(frozen=True, slots=True)
class Given:
    """What is known before the search: an editor's scheme and page count, and the folios that the extraction kept."""

    text: Source
    scheme: str | None
    pages: int | None
    folios: dict[int, int]
    """By the atom that each stands before."""
    at_foot: bool
    """They stand behind their page's text, not before it."""
    sought: bool = True
    """It is looked for blocks that hold the end of a page where nothing shows it; else that is settled."""
    parted: Parted | None = None
    """The arrangement, where blocks have been cut for it."""
    rooms: tuple[float, ...] = ()
    """The room of the notes that stand behind each atom, where they stand in the text."""
    whole: bool = False
    """No block is cut, whatever its lines tell."""

    @property
    def source(self) -> Source | None:
        """The text where blocks to be cut are sought, else None."""
        return self.text if self.sought else None


def _bind(
    source: Source,
    recognised: Recognised,
    furniture: Furniture,
    atoms: tuple[Atom, ...],
    joins: Joins,
    scheme: str | None,
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
    close_headings(recognised.fragments, atoms, ends, joins)
    shapes = read_shapes(source, recognised.fragments, atoms, ends)
    bound = bind(recognised.pages, ends, frames, joins, scheme=scheme, shapes=shapes)
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
    check_permutation(leaves, atoms)
    rivals = tuple(
        replace(rival, text=tuple(i for page in rival.text for i in text.get(page, ()))) for rival in bound.rivals
    )
    rivals += read_shuffles(recognised, atoms, [page for page, _ in bound.pages])
    sure = min(bound.confidence, recognised.confidence)
    trust = recognised.confidence
    return Order(atoms, furniture, leaves, bound.hypothesis, sure, (), joins, rivals=rivals, trust=trust)


def _search_order(furniture: Furniture, atoms: tuple[Atom, ...], joins: Joins, given: Given) -> Order | Parted:
    """Return the order found by cutting the fragments into pages, or the arrangement for which blocks must be cut."""
    inline = given.parted is not None and given.parted.inline and not given.rooms
    if inline or stands_inline(atoms, joins.texts):
        return _search_inline(furniture, atoms, joins, given)
    matter = read_matter(joins.texts, atoms, find_frames(atoms, furniture), joins, given.rooms)
    matter = replace(matter, folios=given.folios, at_foot=given.at_foot)
    if given.parted is not None:
        return _cut_parted(furniture, atoms, joins, matter, given.text, given.parted)
    fixed = given.scheme, given.pages
    found, parted = explore_glued(given.source, atoms, joins, matter, fixed)
    doubtful = not parted and (not found or not convinces(matter, joins, found))
    if doubtful and may_stand_inline(atoms, joins.texts):
        other = _search_inline(furniture, atoms, joins, replace(given, sought=False))
        if isinstance(other, Parted) or (other.hypothesis is not None and other.trust > 0.5):
            return other
    if doubtful and given.source is not None:
        parted = run_together(given.source, atoms, joins, matter, found[0] if found else None, fixed)
    if found and not parted and violations(joins, found[0]):
        # The order shows itself, and yet it reads badly somewhere: some of its pages may end inside a block.
        parted = part(given.source, atoms, joins, matter, found)
    if parted:
        return parted
    found = prefer_mended(atoms, joins, found) if given.scheme is None else found
    shown = bool(found) and (given.scheme is not None or shows_pages(joins, found[0]))
    if not found or not (shown or mends(atoms, joins, found[0])):
        return _as_it_stands(atoms, furniture, joins, found)
    best, confidence, trust = found[0], how_sure(found), 1.0 if shown else 0.5
    in_place = text_order(best) == tuple(i for i, n in enumerate(matter.is_note) if not n)
    if given.scheme is None and not is_believed(joins, found):
        if in_place and turns_inside(joins, best) < 3:
            return _as_it_stands(atoms, furniture, joins, found)
        trust = min(trust, 1.0 if in_place else 0.5)
    weighed = Weighed(best, (), None) if in_place else weigh_cuts(given.text, atoms, matter, joins, best)
    best = weighed.cutting
    # What is tried besides, with notes in the text, must be believed first.
    cuts = not given.whole and (given.source is not None or trust > 0.5)
    if cuts and (parted := recut(given.text, atoms, joins, matter, weighed, found)):
        return parted
    leaves = _leaves(best)
    check_permutation(leaves, atoms)
    confidence = min(confidence, trust)
    rivals = (*_rivals(found), *weigh_elsewhere(matter, joins, found[0], weighed.depths))
    order = Order(atoms, furniture, leaves, best.hypothesis, confidence, weighed.doubts, joins, rivals, trust)
    return replace(order, setting=weighed.setting)


def _cut_parted(
    furniture: Furniture, atoms: tuple[Atom, ...], joins: Joins, matter: Matter, text: Source, parted: Parted
) -> Order | Parted:
    """Return the order that an arrangement gives with its blocks cut, or that of the source where it has no room.

    Where its lines show that other blocks must be cut, the arrangement with these is returned.
    """
    best = cut_again(matter, joins, parted)
    if best is None:
        return _as_it_stands(atoms, furniture, joins, [])
    weighed = weigh_cuts(text, atoms, matter, joins, best, parted.setting)
    if again := recut(text, atoms, joins, matter, weighed, [], parted):
        return again
    best, doubts, setting = weighed[:3]
    leaves = _leaves(best)
    check_permutation(leaves, atoms)
    rivals = tuple(restate(rival, atoms, text_order(best)) for rival in parted.rivals)
    order = Order(atoms, furniture, leaves, best.hypothesis, parted.confidence, doubts, joins, rivals)
    return replace(order, setting=setting)


def _rivals(found: list[Cutting]) -> tuple[Rival, ...]:
    """Return the arrangements behind the first that give another text, the likeliest of each text."""
    best = text_order(found[0])
    rivals: dict[tuple[int, ...], Rival] = {}
    for cutting, behind in zip(found[1:], margins(found), strict=True):
        text = text_order(cutting)
        if text != best:
            rivals.setdefault(text, Rival(cutting.hypothesis.name, behind, text))
    return tuple(sorted(rivals.values(), key=lambda rival: rival.behind))


def _search_inline(furniture: Furniture, atoms: tuple[Atom, ...], joins: Joins, given: Given) -> Order | Parted:
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
        begins=frozenset(map(moved, joins.barred)),
        told=frozenset((place[i], place[j]) for i, j in joins.told if i in place and j in place),
        going=frozenset(place[i] for i in joins.going),
    )
    notes: dict[int, list[int]] = {}
    for i, atom in enumerate(atoms):
        if atom.kind == "note":
            notes.setdefault(max((j for j in kept if j < i), default=kept[0]), []).append(i)
    given = replace(
        given,
        folios={moved(i): number for i, number in given.folios.items()},
        rooms=tuple(sum(note_room(atoms[j]) for j in notes.get(i, ())) for i in kept),
    )
    found = _search_order(furniture, tuple(atoms[i] for i in kept), own, given)
    if not isinstance(found, Order):
        return replace(found, inline=True)
    leaves = tuple(
        replace(
            leaf,
            text=tuple(kept[n] for n in leaf.text),
            notes=tuple(i for n in leaf.text for i in notes.get(kept[n], ())),
        )
        for leaf in found.leaves
    )
    check_permutation(leaves, atoms)
    doubts = tuple(replace(d, first=kept[d.first], last=kept[d.last - 1] + 1) for d in found.doubts)
    rivals = tuple(replace(rival, text=tuple(kept[n] for n in rival.text)) for rival in found.rivals)
    return replace(found, atoms=atoms, leaves=leaves, doubts=doubts, joins=joins, rivals=rivals)


def _leaves(cutting: Cutting) -> tuple[Leaf, ...]:
    notes = {folio: tuple(range(first, last)) for folio, first, last in cutting.notes}
    return tuple(
        Leaf(folio, tuple(range(page.first, page.last)), notes.get(folio, ()))
        for folio, page in enumerate(cutting.pages)
        if page is not None and (page.last > page.first or folio in notes)
    )


def _as_it_stands(atoms: tuple[Atom, ...], furniture: Furniture, joins: Joins, found: list[Cutting]) -> Order:
    """Return the order of the source itself, all on one leaf without a folio; `found` is what else was tried.

    It is believed where hardly a sentence is torn, or no other reads better; and where hardly a word is, and the text
    begins with a sentence: such were cut by pages, and no arrangement explains them.
    """
    text = tuple(i for i, atom in enumerate(atoms) if atom.kind != "note")
    notes = tuple(i for i, atom in enumerate(atoms) if atom.kind == "note")
    whole = count_broken(atoms, joins) < 2 or (found and text_order(found[0]) == text)
    torn = count_halves(pairwise(text), joins) > 1 or (len(text) > 3 and joins.starts[text[0]].state == "lower")
    trust = 1.0 if whole and not torn else 0.5
    return Order(atoms, furniture, (Leaf(0, text, notes),), None, trust, (), joins, trust=trust)
