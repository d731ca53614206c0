"""The beam: of steps with one future the cheapest alone goes on, and no place of the text crowds out the others."""

import pytest

from edition.cutting import FAR, PLACES, Beam, Page, State


def state(cost: float, *pages: Page | None) -> State:
    return State(cost, 4, (None, *pages, None), 0, ())


def beam(most: int, seen: tuple[int, ...] = (1,)) -> Beam:
    return Beam(lambda _: 0.0, {}, seen, most)


def test_of_two_ways_to_one_future_the_cheaper_goes_on() -> None:
    steps, page = beam(3, seen=(2,)), Page(4, 6)
    for cost, before in ((2.0, Page(0, 4)), (1.0, Page(1, 4)), (3.0, Page(2, 4))):
        steps.add(state(cost, before, None, None), 4, [(cost, 6, page)], 0, ())
    assert [(s.cost, s.pages) for s in steps.states(2, 1)] == [(1.0, (None, Page(1, 4), page, None, None))]


@pytest.mark.parametrize("most", [1, 2, 3])
def test_no_more_ways_lead_to_one_place_than_are_kept(most: int) -> None:
    steps = beam(most)
    for n in range(5):
        steps.add(state(0.0, Page(n, 4), None), 4, [(n + 0.0, 6, Page(4, 6)), (9.0 - n, 7, Page(4, 7))], 0, ())
    found = steps.states(2, 2)
    assert [s.cost for s in found if s.at == 6] == [n + 0.0 for n in range(most)]
    assert [s.cost for s in found if s.at == 7] == [5.0 + n for n in range(most)]


@pytest.mark.parametrize("most", [1, 2])
def test_what_is_far_behind_is_dropped_with_all_that_is_to_come(most: int) -> None:
    steps = Beam({6: 0.0, 7: FAR, 8: 1.0}.__getitem__, {}, (1,), most)
    steps.add(state(0.0, None, None), 4, [(1.0, 6, Page(4, 6)), (1.5, 7, Page(4, 7)), (FAR, 8, Page(4, 8))], 0, ())
    assert [s.at for s in steps.states(2, 1)] == [6, 8]


@pytest.mark.parametrize("most", [1, 2])
def test_some_places_are_kept_however_narrow_the_search(most: int) -> None:
    steps = beam(most)
    steps.add(state(0.0, None, None), 4, [(n / 2, n, Page(4, n)) for n in range(5, 5 + 2 * PLACES)], 0, ())
    assert [s.at for s in steps.states(2, 1)] == list(range(5, 5 + PLACES))


def test_an_outlook_is_asked_for_once() -> None:
    asked: list[int] = []
    known: dict[int, float] = {}
    for _ in range(2):
        steps = Beam(lambda at: asked.append(at) or 0.5, known, (1,), 2)
        steps.add(state(0.0, None, None), 4, [(1.0, 6, Page(4, 6)), (2.0, 6, Page(5, 6))], 0, ())
    assert (asked, known) == ([6], {6: 0.5})
