"""How wide printed lines are, and what a line's end says: whether a paragraph ends with it."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from statistics import mean

from edition.columns import Line, measure_width

SPREAD = 0.06
"""Natural widths of the full lines of one type area lie within this of the widest: justifying stretches the spaces."""
_SPACE = 0.28
_HYPHEN = 0.34
_STOP = re.compile(r"[.!?:…][\"'”’»“)\]*_\d⁰¹²³⁴⁵⁶⁷⁸⁹†‡]*\Z")
_OPENING = "\"'“‘„«»¿¡([*_—–-…"


@dataclass(frozen=True, slots=True)
class Measure:
    """The width of a type area in em of its own type, read from its full lines."""

    widest: float
    """The natural width of the fullest lines."""
    mean: float

    def rest(self, line: Line) -> float:
        """Return the width of the last printed line in a line; some extractors join lines whose word was hyphenated."""
        width = line.width
        while width > 1.12 * self.widest:
            width -= self.mean - _HYPHEN
        return max(width, 0.0)

    def slack(self, line: Line) -> float:
        """Return what the last printed line of a line leaves empty, in em."""
        return self.widest - self.rest(line)

    def fills(self, line: Line) -> bool:
        """Tell whether the line is as wide as full lines are, or several such lines joined."""
        lines = round(line.width / self.mean)
        tolerance = SPREAD * self.widest * (0.5 + 0.5 * lines)
        return lines > 0 and abs(line.width + (lines - 1) * _HYPHEN - lines * (self.mean)) < tolerance


def fit_measure(lines: list[Line]) -> Measure | None:
    """Return the measure that most lines share; None where no four do."""
    widths = sorted(line.width for line in lines if line.width > 8)
    best: list[float] = []
    for n, width in enumerate(widths):
        group = widths[bisect_left(widths, width * (1 - SPREAD)) : n + 1]
        if len(group) >= len(best):
            best = group
    if len(best) < 4:
        return None
    return Measure(best[int(0.97 * (len(best) - 1))], mean(best))


def ends_open(line: Line) -> bool:
    """Tell whether a sentence runs on behind the line."""
    return _STOP.search(line.text) is None


def begins_small(line: Line) -> bool:
    """Tell whether a line begins with a small letter or with punctuation that cannot begin a sentence."""
    first = line.text.lstrip(_OPENING)[:1]
    return first.islower() or line.text[:1] in ",;:!?)]”»"


def next_word(line: Line) -> float:
    """Return the width of the first word of a line, in em."""
    return measure_width(line.text.split()[0])


def leaves_room(measure: Measure, line: Line, after: Line) -> bool:
    """Tell whether the first word of the next line would have stood on this one, had the paragraph gone on."""
    return measure.slack(line) > min(next_word(after), 4.0) + _SPACE + 0.35
