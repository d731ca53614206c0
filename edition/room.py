"""Room on the interpreter's stack for work whose calls nest deep.

CPython takes the memory of its frames in pieces of 16 KB and gives the last one back as soon as it is empty. Calls that
go to and fro over the end of a piece do so tens of thousands of times while a book is laid out, at a tenth of the time.
A frame that is larger than eight pieces is given sixteen: what it leaves holds all that nests in it.
"""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
SLOTS = 1 << 14
"""Of 8 bytes each: with its head, the frame is a little larger than eight pieces."""


def with_room(work: Callable[[], T]) -> T:
    """Return what the work gives; it is the same with room and without."""
    return work()


with_room.__code__ = with_room.__code__.replace(co_stacksize=SLOTS)
