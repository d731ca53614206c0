"""Restoring in a process of its own while the typesetter starts: both take long, and neither needs the other."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context

from edition.book import Book, Edition


@contextmanager
def restoring(book: Book) -> Iterator[Callable[[], Edition]]:
    """Yield a function that returns the book's edition; what is done before it is called is done at the same time.

    Errors are those of `restore`, raised by the function.
    """
    if not _can_fork():
        yield lambda: _restore(book)
        return
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        yield pool.submit(_restore, book).result


def _can_fork() -> bool:
    """Tell whether a copy of this process is cheap and safe: on Linux, two processors, no thread, no typesetter yet."""
    if sys.platform != "linux" or "fork" not in get_all_start_methods() or len(os.sched_getaffinity(0)) < 2:
        return False
    return threading.active_count() == 1 and "weasyprint" not in sys.modules


def _restore(book: Book) -> Edition:
    # Only the process that restores need load what does it.
    from edition.restore import restore

    return restore(book)
