"""Words fitted to a page where they stand alone: the title in lines of like length, the running heads in one."""

from dataclasses import dataclass
from math import ceil
from textwrap import wrap

from edition.formats import EM, MM, Format


def head(words: str, page: Format) -> str:
    """Return the words as a running head of one line."""
    return shorten(words, round(page.letters * 0.8))


def shorten(words: str, limit: int = 56) -> str:
    """Return a running head that fits on one line: the title before its colon, or whole words up to the limit."""
    main = words if len(words) <= limit else words.partition(": ")[0]
    return main if len(main) <= limit else main[:limit].rsplit(None, 1)[0].rstrip(",;:–— ") + "…"


@dataclass(frozen=True, slots=True)
class Display:
    """The shape of the words on the title page."""

    long: bool
    """Set smaller."""
    width: float
    """In em: breaks the lines where they come out alike in length; 0 where one line holds it all."""


def display(words: str, page: Format) -> Display:
    """Return the shape that gives a title lines of like length, on the measure of the page."""
    long = len(words) > page.letters
    measure = page.measure * MM / page.size / (1.85 if long else 2.4) / EM
    lines = ceil(len(words) / measure)
    if lines <= 1:
        return Display(long, 0)
    longest = next(n for n in range(ceil(len(words) / lines), len(words) + 1) if len(wrap(words, n)) <= lines)
    return Display(long, round(min(measure, longest + 1) * EM, 1))
