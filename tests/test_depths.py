"""Cuts between blocks lie where the pages have their lines."""

from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

import edition.order
from edition.book import Book
from edition.capacity import Atom
from edition.credence import find_elsewhere
from edition.cutting import Cutting, Matter, Page
from edition.depths import Depths, Height, Weighed, weigh_cuts, weigh_elsewhere
from edition.doubts import find_doubts
from edition.explore import text_order
from edition.joins import Joins
from edition.lineation import Leaf, Lineation
from edition.restore import run
from edition.source import Source, decode

DEV = Path(__file__).parent / "bench" / "dev"


class Case(NamedTuple):
    """What a booklet's cuts are weighed by, and the cutting that comes of it."""

    source: Source
    atoms: tuple[Atom, ...]
    matter: Matter
    joins: Joins
    right: Cutting

    def weigh(self, cutting: Cutting) -> Weighed:
        return weigh_cuts(self.source, self.atoms, self.matter, self.joins, cutting)


@pytest.fixture(scope="module", params=["manifesto.2up-sig16.sheet.seed", "manifest-de.2up.sheet.seed"])
def case(request: pytest.FixtureRequest) -> Case:
    return spied((DEV / request.param / "source.txt").read_text())


def spied(text: str) -> Case:
    """Return what the cuts of a source are weighed by."""
    cases: list[Case] = []

    def spy(source: Source, atoms: tuple[Atom, ...], matter: Matter, joins: Joins, cutting: Cutting) -> Weighed:
        found = weigh_cuts(source, atoms, matter, joins, cutting)
        cases.append(Case(source, atoms, matter, joins, found.cutting))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edition.order, "weigh_cuts", spy)
        run(Book("case", decode("source", text.encode())))
    return cases[-1]


def moved(cutting: Cutting, left: int, right: int, by: int) -> Cutting:
    """Return a cutting with the cut between two pages put elsewhere."""
    pages = list(cutting.pages)
    a, b = pages[left], pages[right]
    assert a is not None
    assert b is not None
    pages[left], pages[right] = Page(a.first, a.last + by), Page(b.first + by, b.last)
    return cutting._replace(pages=tuple(pages))


def bounds(cutting: Cutting) -> list[tuple[int, int]]:
    return [page[:2] for page in cutting.pages if page is not None]


def test_a_cut_put_elsewhere_is_put_back(case: Case) -> None:
    right = case.right
    order = [folio for side in right.hypothesis.sides for folio in side]
    filled = [f for f in order if (page := right.pages[f]) is not None and page.last > page.first]
    rng, tried, back = Random(4), 0, 0
    for a, b in pairwise(filled):
        one, other = right.pages[a], right.pages[b]
        assert one is not None
        assert other is not None
        by = rng.choice((-1, 1))
        room = one.last - one.first > 2 if by < 0 else other.last - other.first > 2
        if one.last != other.first or not room:
            continue
        tried += 1
        back += bounds(case.weigh(moved(right, a, b, by)).cutting) == bounds(right)
    assert tried > 6
    assert back >= 0.9 * tried


def test_where_too_few_pages_tell_nothing_is_moved(case: Case) -> None:
    right = case.right
    shown = [n for n, page in enumerate(right.pages) if page is not None and page.last > page.first][:4]
    few = right._replace(pages=tuple(page if n in shown else Page(0, 0) for n, page in enumerate(right.pages)))
    weighed = case.weigh(few)
    assert weighed.cutting == few
    assert weighed.setting is None
    assert weighed.doubts == find_doubts(case.matter, case.joins, few)


def test_what_notes_and_headings_take_is_found() -> None:
    how = 0.85, 1.0, 1.5
    rng = Random(2)
    heights = []
    for n in range(24):
        notes = tuple(rng.uniform(0.5, 6.0) for _ in range(rng.choice((0, 0, 1, 2))))
        bare = Height(0.0, notes, n % 5 == 0)
        heights.append(bare._replace(text=float(round(36 - bare.lines(*how)))))
    depths = Depths.__new__(Depths)
    depths.fit(heights)
    assert depths.full == pytest.approx(36, abs=0.5)
    assert all(abs(height.lines(*depths.how) - depths.full) < 1.5 for height in heights)


def test_a_page_too_full_beside_one_too_short_is_found(case: Case) -> None:
    """Each cut that is put elsewhere by some paragraphs makes one of its two pages too full, and the other short."""
    right = case.right
    notes = {folio: (first, last) for folio, first, last in right.notes}
    order = [folio for side in right.hypothesis.sides for folio in side]
    filled = [(n, page) for n in order if (page := right.pages[n]) is not None and page.last > page.first]
    leaves = [Leaf(page.first, page.last, None, None, 0.0) for _, page in filled]
    depths = Depths(Lineation(case.source, case.atoms, case.joins, leaves, {}))
    depths.fit([depths.height(page.first, page.last, notes.get(n, (0, 0))) for n, page in filled])
    before, tried, seen = set(depths.find_uneven(right)), 0, 0
    for (a, one), (b, other) in pairwise(filled):
        lines = depths.height(other.first, other.first + 3, (0, 0)).text if other.last - other.first > 4 else 0.0
        if one.last == other.first and lines > 8:
            tried += 1
            seen += bool(set(depths.find_uneven(moved(right, a, b, 3))) - before)
    assert len(before) < len(case.atoms) / 4
    assert tried > 4
    assert seen > 0.8 * tried


def test_a_cutting_that_leaves_another_page_blank_is_held_against_the_best(case: Case) -> None:
    right = case.right
    others = find_elsewhere(case.matter, case.joins, right)
    for other in others:
        assert sorted(text_order(other)) == sorted(text_order(right))
        assert text_order(other) != text_order(right)
        assert other.hypothesis == right.hypothesis
    rivals = weigh_elsewhere(case.matter, case.joins, right, case.weigh(right).depths)
    assert [rival.text for rival in rivals] == [text_order(other) for other in others]
    assert all(rival.local for rival in rivals)


def test_there_is_such_a_cutting_and_lines_tell_against_it() -> None:
    case = spied((DEV / "manifesto.2up-sig16.sheet.seed" / "source.txt").read_text())
    depths = case.weigh(case.right).depths
    assert depths is not None
    assert depths.behind(case.matter, case.joins, case.right, case.right) == 0
    (rival,) = weigh_elsewhere(case.matter, case.joins, case.right, depths)
    plain = weigh_elsewhere(case.matter, case.joins, case.right, None)[0]
    assert rival.behind > plain.behind + 1
