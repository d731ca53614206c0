"""Blocks in which the extraction ran two pages together, with nothing to show for it: where the pages part.

First every block may be cut at places a few lines apart, each standing for those around it: that is enough to find the
order. Then `edition.fitting` puts each of the cuts that this order makes where the words go together best.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from edition.assurance import Rival
from edition.atoms import join_atoms
from edition.capacity import MEASURE, Atom, read_matter
from edition.cutting import Cutting, Matter
from edition.depths import Weighed
from edition.explore import (
    MARGIN,
    ROUGHLY,
    Round,
    explore,
    how_sure,
    is_coarse,
    margins,
    misread,
    pages_of,
    text_order,
    violations,
)
from edition.fitting import EDGE, WORD_START, Seam, find_seams
from edition.hypotheses import Hypothesis
from edition.joins import Joins
from edition.paging import Paging
from edition.reach import Reach
from edition.setting import Setting
from edition.source import Source, Span

STEP = 200
"""Characters between two places at which a block may be cut at first: about three lines."""


@dataclass(frozen=True, slots=True)
class Parted:
    """An arrangement that explains a source best where some of its blocks are cut."""

    seams: tuple[Seam, ...]
    hypothesis: Hypothesis
    capacity: float
    confidence: float
    rivals: tuple[Rival, ...]
    """Those that put whole pages elsewhere; of their texts, where each piece begins in the source."""
    setting: Setting
    """How its lines were set."""
    times: int = 0
    """How often its blocks were cut again."""
    inline: bool = False
    """Its notes stand behind the text that calls them."""


def loosen(
    source: Source, atoms: tuple[Atom, ...], suspects: frozenset[int] | None = None
) -> tuple[tuple[Atom, ...], frozenset[int], tuple[int, ...]]:
    """Return the atoms, long text cut every few lines; which of them begin at such a cut; and where each old one is.

    Only the `suspects` are cut where they are given.
    """
    found: list[Atom] = []
    loose: set[int] = set()
    moved: list[int] = []
    for i, atom in enumerate(atoms):
        moved.append(len(found))
        starts = [atom.span.start]
        if atom.kind == "text" and (suspects is None or i in suspects):
            starts += _steps(source, atom.span)
        loose |= set(range(len(found) + 1, len(found) + len(starts)))
        found += [replace(atom, span=Span(a, b)) for a, b in pairwise((*starts, atom.span.end))]
    return tuple(found), frozenset(loose), (*moved, len(found))


def _steps(source: Source, span: Span) -> list[int]:
    text = source.at(span)
    count = max(1 + (len(text) > _SHORTEST), round(len(text) / STEP))
    hits = (WORD_START.search(text, max(EDGE, n * len(text) // count)) for n in range(1, count))
    places = sorted({m.start() for m in hits if m is not None and m.start() < len(text) - EDGE})
    return [span.start + place for place in places]


_SHORTEST = 3 * EDGE
"""Characters of the shortest block that is cut."""
_ROUNDS = (Round(1.5, 0.05, -0.4), Round(4.6, 0.1, -0.25), Round(15.0, 1.0, 99.0))
"""Rounds of exploring with blocks cut every few lines. A page so cut is some nats from full, and where it ends inside a
block nothing says that it reads on: an order that holds costs more than it would with its ends known."""


_DOUBTFUL = 0.0
"""Nats a page above which an order with blocks cut is not believed: so many cuts explain anything a little."""


def explore_glued(
    source: Source | None, atoms: tuple[Atom, ...], joins: Joins, matter: Matter, fixed: tuple[str | None, int | None]
) -> tuple[list[Cutting], Parted | None]:
    """Return the arrangements found between blocks, and one that cuts blocks where it convinces before unlikely schemes
    are tried.

    No block is cut without a `source`.
    """
    parted: Parted | None = None

    def midway(found: list[Cutting]) -> bool:
        nonlocal parted
        if source is not None and not (found and _shows_ends(joins, found[0])):
            parted = run_together(source, atoms, joins, matter, found[0] if found else None, fixed, likely=True)
        return parted is not None

    found = explore(matter, joins, *fixed, midway=midway) if len(atoms) > 3 else []
    return found, parted


def _shows_ends(joins: Joins, cutting: Cutting) -> bool:
    """Tell whether as many fragments begin inside a sentence as pages do where columns are not run together."""
    torn = sum(start.state == "lower" for i, start in enumerate(joins.starts) if i not in joins.notes)
    return torn >= _TORN * pages_of(cutting)


_TORN = 0.5
"""What share of pages begins inside a sentence at least, where paragraphs are short."""


def run_together(
    source: Source,
    atoms: tuple[Atom, ...],
    joins: Joins,
    matter: Matter,
    best: Cutting | None,
    fixed: tuple[str | None, int | None],
    *,
    likely: bool = False,
) -> Parted | None:
    """Return the arrangement in which blocks hold the end of one page and the beginning of another, if it is better.

    `best` is the best cutting between blocks, None where no arrangement has one; `fixed` are the scheme and the page
    count, where they are known. Of arrangements that are `likely` only one that convinces is returned.
    """
    if len(atoms) <= 3 or is_coarse(matter):
        return None
    loosened, own, cut = _loosen(source, atoms, joins, matter)
    found = _apart(explore(loosened, own, *fixed, rounds=_ROUNDS[:1] if likely else _ROUNDS), own.loose)
    if found and likely:
        _, allowed, cost, _ = _ROUNDS[0]
        pages = pages_of(found[0])
        if found[0].cost > cost * pages or violations(own, found[0]) > max(1, allowed * pages):
            return None
        # Where any place may be cut much reads well enough: of other signatures one may read better by far.
        scheme, padded = found[0].hypothesis.scheme, found[0].hypothesis.pages
        beside = explore(loosened, own, scheme, padded, rounds=_ROUNDS[1:2])
        found = _apart([*found, *beside], own.loose)
    if not found or found[0].cost > _DOUBTFUL * pages_of(found[0]):
        return None
    if best is not None and found[0].cost > best.cost - 2 * MARGIN:
        return None
    return _parted(source, cut, own, found[0], found, cut)


def part(
    source: Source | None, atoms: tuple[Atom, ...], joins: Joins, matter: Matter, found: list[Cutting]
) -> Parted | None:
    """Return the first of these with blocks cut, those around which it reads badly, if it reads better so by MARGIN.

    No block is cut without a `source`.
    """
    if source is None:
        return None
    best = found[0]
    whole = Paging(Reach(matter, joins, best.capacity, ROUGHLY), best.hypothesis, _WIDTH // 2).search()
    suspects: frozenset[int] = frozenset()
    more = _beside(misread(joins, best), atoms, atoms)
    own, cut, parted = joins, atoms, whole
    # With some blocks cut the pages may lie otherwise, and others read badly.
    for _ in range(_AGAIN):
        if more <= suspects or parted is None:
            break
        suspects |= more
        loosened, own, cut = _loosen(source, atoms, joins, matter, suspects)
        parted = Paging(Reach(loosened, own, best.capacity, ROUGHLY), best.hypothesis, _WIDTH // 2).search()
        more = _beside(misread(own, parted), cut, atoms) if parted else frozenset()
    if whole is None or parted is None or parted.cost > min(whole.cost - MARGIN, _DOUBTFUL * pages_of(parted)):
        return None
    if len(misread(own, parted)) >= len(misread(joins, best)):
        return None
    return _parted(source, cut, own, parted, found, atoms)


def recut(
    source: Source,
    atoms: tuple[Atom, ...],
    joins: Joins,
    matter: Matter,
    weighed: Weighed,
    found: list[Cutting],
    before: Parted | None = None,
) -> Parted | None:
    """Return an arrangement with blocks cut where pages have lines too many and others too few, if it is much better.

    It is the first of those found, or the one that was parted `before`; the room of its pages is reckoned in lines.
    """
    depths, best = weighed.depths, weighed.cutting
    if depths is None or not weighed.uneven or (before and before.times >= _TIMES):
        return None
    ways: list[Cutting | None] = []
    own, cut = joins, atoms
    for suspects in (frozenset[int](), weighed.uneven):
        loosened, own, cut = _loosen(source, atoms, joins, matter, suspects)
        lined = depths.over(cut, own).measure(loosened)
        reach = Reach(lined, own, depths.full * MEASURE, 1 / depths.full)
        ways.append(Paging(reach, best.hypothesis, _WIDTH).search())
    whole, parted = ways
    if parted is None or (whole is not None and parted.cost > whole.cost - MARGIN):
        return None
    seams, setting = find_seams(source, cut, own, parted, weighed.setting)
    if before is None:
        return Parted(seams, best.hypothesis, best.capacity, how_sure(found), _rivals(found, atoms), setting)
    pages = [page for page in parted.pages if page is not None and page.last > page.first]
    ends = {cut[page.first].span.start for page in pages} | {cut[page.last - 1].span.end for page in pages}
    kept = [seam for seam in before.seams if seam.at in ends]
    seams = tuple(sorted({seam.at: seam for seam in (*seams, *kept)}.values(), key=lambda seam: seam.at))
    return replace(before, seams=seams, setting=setting, times=before.times + 1)


_TIMES = 2
"""How often an arrangement whose blocks were cut is cut again."""


_AGAIN = 3
"""How often blocks that read badly are cut, those that read so only now besides."""


def _beside(joins: Sequence[tuple[int, int]], pieces: tuple[Atom, ...], atoms: tuple[Atom, ...]) -> frozenset[int]:
    """Return the atoms at these joins of their pieces, and beside them."""
    starts = [atom.span.start for atom in atoms]
    found = {bisect_right(starts, pieces[i].span.start) - 1 for a, b in joins for i in (a, b)}
    return frozenset(n for i in found for n in (i - 1, i, i + 1) if 0 <= n < len(atoms))


def _parted(
    source: Source, cut: tuple[Atom, ...], joins: Joins, best: Cutting, found: list[Cutting], atoms: tuple[Atom, ...]
) -> Parted | None:
    """Return an arrangement with its blocks cut, its rivals the others found of these atoms; None if in place."""
    order = text_order(best)
    if order == tuple(sorted(order)):
        return None
    seams, setting = find_seams(source, cut, joins, best)
    return Parted(seams, best.hypothesis, best.capacity, how_sure(found), _rivals(found, atoms), setting)


def _rivals(found: list[Cutting], atoms: tuple[Atom, ...]) -> tuple[Rival, ...]:
    """Return those behind the first of the arrangements found of these atoms."""
    return tuple(
        Rival(cutting.hypothesis.name, behind, tuple(atoms[i].span.start for i in text_order(cutting)))
        for cutting, behind in zip(found[1:], margins(found), strict=True)
    )


def _loosen(
    source: Source,
    atoms: tuple[Atom, ...],
    joins: Joins,
    matter: Matter,
    suspects: frozenset[int] | None = None,
) -> tuple[Matter, Joins, tuple[Atom, ...]]:
    """Return what is to be cut where blocks may be, its joins and its atoms."""
    cut, loose, moved = loosen(source, atoms, suspects)
    own = join_atoms(source, cut, joins.lexicon, frozenset(moved[i] for i in joins.barred), loose)
    loosened = replace(
        read_matter(own.texts, cut, tuple((moved[at], role) for at, role in matter.frames), own, _rooms(matter, moved)),
        folios={moved[i]: number for i, number in matter.folios.items()},
        at_foot=matter.at_foot,
    )
    return loosened, own, cut


def _rooms(matter: Matter, moved: tuple[int, ...]) -> tuple[float, ...]:
    """Return the room of the notes in the text, each behind the last piece of its block."""
    if not matter.rooms:
        return ()
    rooms = [0.0] * moved[-1]
    for after, room in zip(moved[1:], matter.rooms, strict=True):
        rooms[after - 1] = room
    return tuple(rooms)


def _apart(found: list[Cutting], loose: frozenset[int]) -> list[Cutting]:
    """Return the cuttings, the cheapest first, but those that differ from a cheaper one only inside blocks."""
    seen: dict[tuple[int, ...], Cutting] = {}
    for cutting in sorted(found, key=lambda cutting: cutting.cost):
        seen.setdefault(tuple(i for i in text_order(cutting) if i not in loose), cutting)
    return list(seen.values())


def cut_again(matter: Matter, joins: Joins, parted: Parted) -> Cutting | None:
    """Return the best cutting of an arrangement whose seams are known."""
    reach = Reach(matter, joins, parted.capacity, ROUGHLY)
    return Paging(reach, parted.hypothesis, _WIDTH).search()


_WIDTH = 16
"""How wide the search is once the arrangement is known."""


def restate(rival: Rival, atoms: tuple[Atom, ...], kept: Sequence[int]) -> Rival:
    """Return a rival whose text is given by where its pieces begin as the order in which it reads these atoms."""
    begins = sorted(rival.text)
    place = {start: n for n, start in enumerate(rival.text)}
    rank = {i: place[begins[max(0, bisect_right(begins, atoms[i].span.start) - 1)]] for i in kept}
    return replace(rival, text=tuple(sorted(kept, key=lambda i: (rank[i], i))))
