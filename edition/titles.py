"""Words fitted to a page where they stand alone: the title in lines of like length, the running heads in one; and which
headings begin with their number.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from math import ceil
from textwrap import wrap

from edition.formats import EM, MM, Format

TURNED = 12
"""Letters that the last line of an entry in the contents has at least."""
_NUMBER = re.compile(r"([IVXLC]+|[1-9]\d?)\.?(?=\s+\S)")
_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_VALUES = {"".join(pair): n for n, pair in enumerate(product(_TENS, _ONES))} | {str(n): n for n in range(1, 100)}


def numbers(headings: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """Return how many characters of each heading, given by its level and words, are its number; 0 where none are.

    Those are numbers that count the headings of a level under one head from 1 on: a single `I` is a word.
    """
    found: list[int] = []
    open_series: dict[tuple[int, bool], list[int]] = {}
    values: list[int] = []

    def close(level: int) -> None:
        for key in [key for key in open_series if key[0] > level]:
            places = open_series.pop(key)
            if len(places) < 2 or [values[n] for n in places] != list(range(1, len(places) + 1)):
                found[:] = [0 if n in places else length for n, length in enumerate(found)]

    for n, (level, words) in enumerate(headings):
        close(level)
        number = _NUMBER.match(words)
        value = _VALUES.get(number[1], 0) if number else 0
        values.append(value)
        found.append(len(number[0]) if number and value else 0)
        if number and value:
            open_series.setdefault((level, number[1].isdigit()), []).append(n)
    close(0)
    return tuple(found)


def head(words: str, page: Format) -> str:
    """Return the words as a running head of one line."""
    return shorten(words, round(page.letters * 0.8))


def shorten(words: str, limit: int = 56) -> str:
    """Return a running head that fits on one line: the title before its colon, or whole words up to the limit."""
    main = words if len(words) <= limit else words.partition(": ")[0]
    return main if len(main) <= limit else main[:limit].rsplit(None, 1)[0].rstrip(",;:–— ") + "…"


def turned(words: str) -> str:
    """Return words with no-break spaces between the last ones, so that no line of them has but a word or two.

    Where they are few nothing is kept together.
    """
    ends = [match.end() for match in re.finditer(r"\s+", words)]
    cut = next((end for end in reversed(ends) if len(words) - end >= TURNED), 0)
    return words[:cut] + words[cut:].replace(" ", "\N{NO-BREAK SPACE}") if cut >= TURNED else words


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
    return Display(long, balanced(words, page, 1.85 if long else 2.4))


def balanced(words: str, page: Format, scale: float) -> float:
    """Return the width, in em, in which lines of larger type come out alike in length; 0 for one line."""
    measure = page.measure * MM / page.size / scale / EM
    lines = ceil(len(words) / measure)
    if lines <= 1:
        return 0
    longest = next(n for n in range(ceil(len(words) / lines), len(words) + 1) if len(wrap(words, n)) <= lines)
    return round(min(measure, longest + 1) * EM, 1)
