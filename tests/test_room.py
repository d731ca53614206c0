"""Room on the stack: what is done with it comes out the same, and takes no memory over and over."""

import resource
from functools import partial

import pytest

from edition.room import with_room


def test_a_result_and_an_error_pass_through() -> None:
    assert with_room(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        with_room(lambda: 1 // 0)


def test_nested_calls_take_no_memory_anew() -> None:
    """Whatever depth they begin at: without room some depth makes every round take a page of memory and return it."""
    assert max(with_room(partial(faults, depth)) for depth in range(0, 200, 5)) < 500
    assert max(map(faults, range(0, 200, 5))) > 1000


def faults(depth: int) -> int:
    """Return how often memory was missing in rounds of nested calls, begun under so many others."""
    if depth:
        return faults(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(2000):
        nest(12)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def nest(depth: int) -> int:
    return nest(depth - 1) if depth else 0
