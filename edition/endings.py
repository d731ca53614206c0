"""How likely a paragraph ends with a line: by what the line leaves empty, and by how far in the next one begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, pi, sqrt
from statistics import median

from edition.columns import Line
from edition.measures import HYPHEN, SPACE, Measure, begins_small, calibrate, ends_open, like_lines

SURE = 9.0
"""Nats of what is as good as certain."""
FEWEST, WANTED = 6, 40
"""First lines, and other full lines, from which an indent can be told."""
LEAST = 0.3
"""The smallest indent, in em, that is told from none."""
SHORT = 0.15
"""A line that leaves so much of the measure empty, and room for the next word, surely is short."""
BLUR = 0.35
"""How far, in em, a slack tells of others."""
OFF = 4.0
"""A line wider or narrower than full ones by so many em is none: what it says of an indent is not believed."""
TIGHT = 2.0
"""Nats for an em: how fast a paragraph's last line grows unlikely beyond the margin. Only full lines are squeezed."""
MOST = 3.0
"""Nats that an indent tells at most: lines are justified, and their natural widths spread."""


@dataclass(frozen=True, slots=True)
class Endings:
    """What the lines of a book tell of where its paragraphs end."""

    measure: Measure
    inset: float = 0.0
    """How much narrower, in em, the first lines of paragraphs are, where they are indented."""
    usual: float = 0.0
    """How much wider than the mean of the measure other full lines are."""
    spread: float = 1.0

    def odds(self, line: Line, after: Line, beyond: Line | None) -> float:
        """Return how likely, in nats, a paragraph ends with a line that ends a sentence: positive where it does.

        `after` is the next line, `beyond` the one under it, if it stands on the same page.
        """
        measure = self.measure
        slack, needed = measure.slack(line), after.first + SPACE
        if not measure.full:
            return SURE if slack - needed > 1.0 else -SURE
        near = like_lines(measure, line, needed)
        full = sum(exp(-(((empty - slack) / BLUR) ** 2) / 2) for empty in near) / (BLUR * sqrt(2 * pi))
        odds = log(measure.odds) - log(max(full, 0.5) / len(near)) + min(0.0, TIGHT * slack)
        return odds + self._tell_inset(after, beyond)

    def _tell_inset(self, line: Line, beyond: Line | None) -> float:
        """Return how likely, in nats, a line is the first of a paragraph, by how narrow it is though it is full."""
        if not self.inset or beyond is None or not ends_open(line):
            return 0.0
        excess, spread = _excess(self.measure, line), self.spread * sqrt(count_lines(self.measure, line))
        if abs(excess) > OFF:
            return 0.0
        first, other = excess - self.usual + self.inset, excess - self.usual
        return max(-MOST, min(MOST, (other**2 - first**2) / (2 * spread**2)))


def count_lines(measure: Measure, line: Line) -> int:
    """Return how many printed lines a line is: some extractors join those whose word was hyphenated."""
    return max(1, round(line.width / measure.mean))


def _excess(measure: Measure, line: Line) -> float:
    """Return by how much a line is wider than full lines are, those joined in it taken together."""
    lines = count_lines(measure, line)
    return line.width + (lines - 1) * HYPHEN - lines * measure.mean


def fit_endings(measure: Measure, columns: Iterable[list[Line]]) -> Endings:
    """Return what the lines of a book tell, given those that stand right under each other."""
    runs = list(columns)
    measure = calibrate(measure, (pair for run in runs for pair in pairwise(run)))
    first: list[float] = []
    other: list[float] = []
    for a, b, c in ((a, b, c) for run in runs for a, b, c in zip(run, run[1:], run[2:], strict=False)):
        if not ends_open(b) or not begins_small(c) or abs(_excess(measure, b)) > OFF:
            continue
        if ends_open(a) and begins_small(b):
            other.append(_excess(measure, b))
        elif not ends_open(a) and measure.slack(a) - b.first - SPACE > SHORT * measure.widest:
            first.append(_excess(measure, b))
    if len(first) < FEWEST or len(other) < WANTED:
        return Endings(measure)
    usual, inset = median(other), median(other) - median(first)
    spread = max(0.4, (_spread(other) + _spread(first)) / 2)
    return Endings(measure, inset if inset > LEAST else 0.0, usual, spread)


def _spread(values: list[float]) -> float:
    """Return how far values lie from their median, strays taken for near ones."""
    middle = median(values)
    return sqrt(sum(min(2.0, abs(value - middle)) ** 2 for value in values) / len(values))
