"""The race of hypotheses: the right one comes through, and the work is bounded however many begin."""

import pytest

from edition.blocks import recognise_blocks
from edition.capacity import capacities, read_matter
from edition.hypotheses import hypotheses
from edition.joins import Joins
from edition.lexicon import read_lexicon
from edition.order import split_atoms
from edition.paging import Paging
from edition.race import race
from edition.reach import Reach
from edition.source import decode
from tests.imposed import imposed, paginate, prose


def reach_of(pages: int) -> Reach:
    """Return what is needed to cut the extraction of a saddle-stitched booklet of so many pages."""
    source = decode("booklet", imposed(paginate(prose("mutual-aid-1.2up.sheet.seed"), pages), "2up").encode())
    atoms = split_atoms(source, recognise_blocks(source).fragments, frozenset())
    joins = Joins(tuple(" ".join(source.at(a.span).split()) for a in atoms), read_lexicon("en", source.text))
    matter = read_matter(joins.texts, atoms, (), joins)
    return Reach(matter, joins, capacities(matter, joins)[0][0], 0.07)


def test_the_right_arrangement_comes_through() -> None:
    reach = reach_of(16)
    found = race([(reach, h, 0.0) for h in hypotheses(16, 16) if h.surprise < 8], 3)
    best = min(found, key=lambda cutting: cutting.cost)
    assert (best.hypothesis.scheme, best.hypothesis.pages, best.hypothesis.order) == ("2up", 16, "as-printed")


def test_only_few_hypotheses_are_cut_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    reach = reach_of(16)
    entries = [(reach, h, 0.0) for h in hypotheses(16, 20) if h.surprise < 9]
    begun: list[tuple[int, object]] = []
    advance = Paging.advance

    def counted(paging: Paging, states: list, start: int, stop: int) -> list:
        begun.append((paging.width, paging.hypothesis))
        return advance(paging, states, start, stop)

    monkeypatch.setattr(Paging, "advance", counted)
    found = race(entries, 3)
    assert len(entries) > 100
    assert len({h for width, h in begun if width == 3}) <= 48
    assert len(found) <= 24
