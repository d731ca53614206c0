"""The race of hypotheses: the right one comes through, and the work is bounded however many begin."""

from dataclasses import replace

import pytest

from edition.atoms import split_atoms
from edition.blocks import recognise_blocks
from edition.capacity import capacities, read_matter
from edition.explore import WIDE, explore
from edition.hypotheses import hypotheses
from edition.joins import Joins
from edition.lexicon import read_lexicon
from edition.paging import Paging
from edition.race import race
from edition.reach import Reach
from edition.source import decode
from tests.bench.lengths import timed, write
from tests.imposed import imposed, paginate, prose


def reach_of(pages: int) -> Reach:
    """Return what is needed to cut the extraction of a saddle-stitched booklet of so many pages."""
    source = decode("booklet", imposed(paginate(prose("mutual-aid-1.2up.sheet.seed"), pages), "2up").encode())
    atoms = split_atoms(source, recognise_blocks(source).fragments, frozenset(), read_lexicon("en", source.text))
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


def advances(pages: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many slots are filled in all to restore a book of so many pages, all in one signature."""
    filled = 0
    advance = Paging.advance

    def counted(paging: Paging, states: list, start: int, stop: int) -> list:
        nonlocal filled
        filled += sum(len(side) for side in paging.hypothesis.sides[start:stop])
        return advance(paging, states, start, stop)

    with monkeypatch.context() as patch:
        patch.setattr(Paging, "advance", counted)
        _, stages = timed(write(pages, "one signature"))
    hypothesis = stages.order.hypothesis
    assert hypothesis is not None
    assert (hypothesis.scheme, hypothesis.pages) == ("2up", pages)
    return filled


def test_the_work_grows_with_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert advances(160, monkeypatch) < 2.5 * 2 * advances(80, monkeypatch)


def test_the_signature_that_a_tool_chooses_is_the_likeliest_of_several() -> None:
    several = [h for h in hypotheses(400, 400, scheme="2up", limit=4.6) if h.signature < h.pages == 400]
    assert min(several, key=lambda h: h.surprise).signature == 80


def test_hypotheses_are_within_their_limit() -> None:
    every = list(hypotheses(16, 16))
    few = list(hypotheses(16, 16, limit=3.0))
    assert few
    assert {h.key for h in few} == {h.key for h in every if h.surprise <= 3.0}


def test_a_single_line_as_long_as_a_book_ends_soon() -> None:
    words = " ".join(prose("mutual-aid-1.2up.sheet.seed"))[:20_000]
    short, stages = timed(words)
    long, _ = timed(" ".join([words] * 10))
    assert stages.order.hypothesis is None
    assert long < 40 * max(short, 0.25)


@pytest.mark.parametrize("text", ["a" * 40_000, "[1] " * 10_000, "http://" * 5_000, "'\"" * 10_000])
def test_what_is_no_prose_ends_soon(text: str) -> None:
    taken, _ = timed(text)
    assert taken < 10


def test_the_notes_of_a_side_are_part_of_what_its_pages_hold() -> None:
    reach = reach_of(16)
    count = len(reach.matter.sizes)
    begin, end = count - 6, count - 3
    noted = replace(
        reach.matter,
        run_start=(begin,) * (begin + 1) + (count,) * (count - begin),
        run_end=(end,) * (begin + 1) + (count,) * (count - begin),
    )
    reach = replace(reach, matter=noted)
    crowded = next(i for i in range(count) if noted.sums[-1] - noted.sums[i] < 4 * reach.capacity)
    costs = [reach.outlook(min(crowded, begin), (1, 0), placed) for placed in (0.0, 0.5, 1.0)]
    assert costs[0] > costs[1] > costs[2]


def test_what_is_cut_again_is_looked_at_wider(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the likeliest arrangements do not convince, those are searched wide before any other is begun."""
    entered: list[tuple[int, frozenset[str]]] = []

    def looked(entries: list, width: int) -> list:
        entered.append((width, frozenset(h.scheme for _, h, _ in entries)))
        return []

    reach = reach_of(16)
    monkeypatch.setattr("edition.explore.race", looked)
    explore(reach.matter, reach.joins, None, None)
    (narrow, first), (wide, second), *rest = entered
    assert narrow < wide == WIDE
    assert first == second
    assert any(schemes > first for _, schemes in rest)


def test_before_unlikely_arrangements_one_may_say_that_it_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    entered: list[int] = []

    def looked(entries: list, width: int) -> list:
        entered.append(len(entries))
        return []

    monkeypatch.setattr("edition.explore.race", looked)
    monkeypatch.setattr("edition.explore._convinces", lambda *_: False)
    reach = reach_of(16)
    explore(reach.matter, reach.joins, "2up", None, midway=lambda _: True)
    few = list(entered)
    entered.clear()
    explore(reach.matter, reach.joins, "2up", None, midway=lambda _: False)
    assert entered[: len(few)] == few
    assert len(entered) == len(few) + 1
