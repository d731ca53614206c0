"""Printed lines that an extraction joined where it took a hyphen away, parted again; and broken ones, joined."""

from dataclasses import replace

from edition.columns import Line, Side, has_gap, make_line
from edition.feet import Feet, find_calls
from edition.measures import JOINED, SPACE, Measure, begins_small, ends_open
from edition.syllables import HYPHEN, Ruler

BEYOND = 0.3
"""How far, in em, a full line seems to go beyond the measure at most: its width is not known better."""
SMALLER = 0.2
"""How much narrower, in em, a raised figure is."""
EARLY, LATE = 0.08, 0.02
"""By how much of the measure a joined line may end before where it fills it, for each line joined, and behind it."""
FEW = 0.03
"""The share of all lines that are joined or end with a hyphen where a printer breaks words."""


def breaks_words(sides: tuple[Side, ...], measure: Measure | None) -> bool:
    """Tell whether the printer broke words at the ends of lines: some of these are joined, or end with a hyphen."""
    lines = [line for side in sides for column in side.columns for line in column]
    wide = JOINED * measure.widest if measure else 0.0
    broken = sum(line.text[-1] in "-\u2010\u00ad" or line.cut or 0 < wide < line.width for line in lines)
    return broken > FEW * len(lines)


def join_broken(sides: tuple[Side, ...], feet: Feet, measure: Measure | None) -> tuple[Side, ...]:
    """Return the sides with those lines whole that the extraction broke behind a raised mark: both have room on one."""
    if measure is None:
        return sides
    return tuple(Side(tuple(_join_column(column, feet, measure) for column in side.columns)) for side in sides)


def _join_column(column: tuple[Line, ...], feet: Feet, measure: Measure) -> tuple[Line, ...]:
    joined: list[Line] = []
    for line in column:
        last = joined[-1] if joined else None
        whole = last is not None and not line.below and last.start not in feet and line.start not in feet
        # Behind a full stop nothing goes on with a small letter: that is the rest of a note.
        apart = last is not None and not ends_open(last) and begins_small(line)
        if last is None or apart or not whole or line.start != last.end + 1 or not _ends_marked(last):
            joined.append(line)
            continue
        width = last.width + SPACE + line.width - _raised(last)
        if width > measure.widest + BEYOND:
            joined.append(line)
        else:
            joined[-1] = replace(last, end=line.end, text=f"{last.text} {line.text}", width=width, cut=line.cut)
    return tuple(joined)


def _ends_marked(line: Line) -> bool:
    return any(end == line.end for _, end, _ in find_calls(line))


def _raised(line: Line) -> float:
    """Return by how much the mark that a line ends with is narrower than figures in the line."""
    return sum(SMALLER * (end - start) for start, end, _ in find_calls(line) if end == line.end)


def part_joined(line: Line, measure: Measure, ruler: Ruler) -> list[Line]:
    """Return the printed lines of a line; one alone where no place for its end is found, or where it is a table's row.

    Each but the last ends with a syllable, as near to the margin as one can.
    """
    parts: list[Line] = []
    if has_gap(line.text):
        return [line]
    while ruler.syllables is not None and line.width > JOINED * measure.widest:
        cut = _find_end(line.text, measure, ruler)
        if cut is None:
            break
        first, second = line.text[:cut], line.text[cut:]
        part = make_line(line.start, first, line.indent, below=line.below, top=line.top, cut=True, ruler=ruler)
        ends = (_bound_end(line, len(parts) + 1, 1, measure, ruler),)
        parts.append(replace(part, width=part.width + HYPHEN, ends=ends))
        line = make_line(line.start + cut, second, 0, below=False, top=False, cut=line.cut, ruler=ruler)
        line = replace(line, rest=True)
    if line.width > JOINED * measure.widest:
        own = range(1, max(2, round(line.width / measure.mean)))
        line = replace(line, ends=tuple(_bound_end(line, len(parts) + n, n, measure, ruler) for n in own))
    return [*parts, line]


def _bound_end(line: Line, doubts: int, count: int, measure: Measure, ruler: Ruler) -> tuple[int, int]:
    """Return where in the source the so-manieth of the lines that are joined in one ends, at the earliest and latest.

    So many ends are not known well: its own, and those before it.
    """
    end = count * measure.widest - (count - 1) * HYPHEN
    gone, first, last = HYPHEN, line.start, line.end
    for at, character in enumerate(line.text, line.start):
        gone += ruler.measure(character)
        if gone < end - EARLY * doubts * measure.widest:
            first = at + 1
        if gone > end + LATE * measure.widest:
            last = at + 1
            break
    return first, last


def _find_end(text: str, measure: Measure, ruler: Ruler) -> int | None:
    """Return where the first printed line of a text ends inside a word: before what had no room on it."""
    assert ruler.syllables is not None
    best: int | None = None
    slack, gone, at = 0.0, 0.0, 0
    for place in ruler.syllables.breaks(text):
        gone += ruler.measure(text[at:place])
        at = place
        if measure.widest - gone - HYPHEN < -BEYOND:
            break
        best, slack = place, measure.widest - gone - HYPHEN
    if best is None or slack > ruler.first(text[best:]) + BEYOND:
        return None
    return best
