"""What full lines leave empty: line by line a share of the next word, or the same whatever follows."""

import random
from collections.abc import Callable

import pytest

from edition.slacks import fit_slacks

MEASURE = 30.0
Make = Callable[[random.Random], tuple[float, float]]


def taken_singly(choose: random.Random) -> tuple[float, float]:
    """Return what a line's next word needs, and the slack of a line that takes each word for which it has room."""
    need = choose.uniform(0.6, 4.0)
    return need, need * choose.random()


def chosen_together(choose: random.Random) -> tuple[float, float]:
    """Return the same of a line whose end was chosen with all others of its paragraph."""
    return choose.uniform(0.6, 4.0), choose.gauss(0.8, 0.5)


@pytest.mark.parametrize(("make", "low", "high"), [(taken_singly, 0.0, 0.2), (chosen_together, 0.8, 1.0)])
def test_the_lines_tell_how_their_ends_were_chosen(make: Make, low: float, high: float) -> None:
    choose = random.Random(5)
    found = fit_slacks([make(choose) for _ in range(300)], MEASURE)
    assert low <= found.whole <= high


@pytest.mark.parametrize("make", [taken_singly, chosen_together])
def test_all_slacks_together_are_as_dense_as_one_line(make: Make) -> None:
    choose = random.Random(5)
    found = fit_slacks([make(choose) for _ in range(300)], MEASURE)
    for need in (0.8, 3.0):
        total = sum(0.05 * found.density(0.05 * n, need, 0.2) for n in range(-60, 200))
        assert total == pytest.approx(1.0, abs=0.02)


def test_a_line_that_had_room_for_a_small_word_is_no_full_one_unless_all_are_set_so() -> None:
    choose = random.Random(5)
    singly = fit_slacks([taken_singly(choose) for _ in range(300)], MEASURE)
    together = fit_slacks([chosen_together(choose) for _ in range(300)], MEASURE)
    assert singly.density(1.6, 0.8, 0.2) < 0.1 * singly.density(1.6, 3.0, 0.2)
    assert together.density(1.6, 0.8, 0.2) > 0.8 * together.density(1.6, 3.0, 0.2)


def test_what_no_line_leaves_empty_is_unlikely_but_not_impossible() -> None:
    found = fit_slacks([(2.0, 1.0)] * 50, MEASURE)
    assert 0 < found.density(10.0, 2.0, 0.2) < 0.001
