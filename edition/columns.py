"""The printed lines of a text extraction that keeps its line ends, told apart by sheet side and by column."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import median

from edition.source import Source
from edition.syllables import Ruler

_LINE = re.compile(r"([^\n\f]*)([\n\f]|\Z)")
_CELL = re.compile(r"\S(?:[^\n]*?\S)?(?=\s*$)")
_GAP = re.compile(r"(?<=\S)\s{3,}(?=\S)")
_ROW = re.compile(r"\|.*\||[^|]*[^|\s]\s*(?:\|[^|]*){2,}|[-:|\s]*-\s*\|[-:|\s]*")
INNER = 0.68
"""Lines of the right column begin beyond this share of the left one's width, centred lines of the left before it."""
OUTER = 1.4
"""Lines of the left column end before this multiple of its width: those of notes, in smaller type, hold more."""
GUTTER = 3
"""Characters of the narrowest white space between columns."""
WIDE = 6
"""White space so wide in a line is the gutter, where other sides have one there."""
NARROWEST = 12
"""Characters on a line of the narrowest column."""
USUAL = Ruler()
TURNS = 3
"""Lines in a row between which a line of another column stands: fewer may be headings with white space around them."""
RAGGED = 0.3
"""The share of a column's lines that begin at its margin at least."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or the half of one that belongs to one page."""

    start: int
    end: int
    """Characters of the source, without the white space around them."""
    text: str
    indent: int
    """Characters from the left edge of its column, or of the text where columns are not kept apart."""
    below: bool
    """White space stands above it: a blank line, or the top of its column."""
    top: bool
    """It is the first of its column."""
    width: float
    """As it would be set unjustified, in em."""
    first: float
    """The width of the least of it that could have stood on the line above: its first word, or part of that."""
    cut: bool = False
    """Its last word is cut, and the hyphen lost."""

    ends: tuple[tuple[int, int], ...] = ()
    """Where in the source it ends at the earliest and at the latest, if it is cut; or where lines joined in it do."""

    rest: bool = False
    """It was parted from the line above at a syllable near the margin: what it holds is known to one syllable."""

    @property
    def shown(self) -> str:
        """Return its text with the hyphen that was lost."""
        return f"{self.text}-" if self.cut else self.text


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: the text between two form feeds."""

    columns: tuple[tuple[Line, ...], ...]
    """Side by side where the extraction keeps them so, from the left; otherwise one that holds whatever follows."""

    @property
    def parted(self) -> bool:
        """Tell whether the columns stand side by side in the source."""
        return len(self.columns) > 1


def make_line(
    start: int, text: str, indent: int, *, below: bool, top: bool, cut: bool = False, ruler: Ruler = USUAL
) -> Line:
    """Return the line of a text, measured by the usual widths if no others are known."""
    return Line(start, start + len(text), text, indent, below, top, ruler.measure(text), ruler.first(text), cut)


def measure_anew(sides: tuple[Side, ...], ruler: Ruler) -> tuple[Side, ...]:
    """Return the sides with their lines measured by the book's own widths of characters."""

    def measured(line: Line) -> Line:
        return replace(line, width=ruler.measure(line.text), first=ruler.first(line.text))

    return tuple(Side(tuple(tuple(map(measured, column)) for column in side.columns)) for side in sides)


Cell = tuple[int, int, int, int]
"""A physical line's number, its first column of characters, its place in the source, its length."""


def read_sides(source: Source) -> tuple[Side, ...]:
    """Return the sides in the source's order; every character that is not white space is in exactly one line."""
    sides: list[list[Cell]] = [[]]
    for number, match in enumerate(_LINE.finditer(source.text)):
        cell = _CELL.search(match.group(1))
        if cell:
            sides[-1].append((number, cell.start(), match.start() + cell.start(), len(cell.group())))
        if match.group(2) == "\f":
            sides.append([])
    if not sides[-1]:
        sides.pop()
    if len(sides) > 2 and not any(sides[1::2]):
        # Some extractors end every page with a form feed and part pages with another.
        sides = sides[::2]
    parted = [_part(source, cells, None) for cells in sides]
    widths = [found[0] for found in (_find_widths(source, cells) for cells in sides) if found]
    if len(widths) > 1:
        usual = sorted(widths)[len(widths) // 2]
        parted = [
            _part(source, cells, usual) if len(own) == 1 else own for cells, own in zip(sides, parted, strict=True)
        ]
    return tuple(
        Side(tuple(_lines(source, column, frozenset(number for number, *_ in cells)) for column in own))
        for own, cells in zip(parted, sides, strict=True)
    )


def _lines(source: Source, cells: list[Cell], taken: frozenset[int]) -> tuple[Line, ...]:
    starts = Counter(column for _, column, _, _ in cells)
    left = min(starts, default=0)
    # Some extractors place a column by the width of what stands before it: no indent can be told then.
    ragged = len(cells) > 8 and max(starts.values()) < RAGGED * len(cells)
    lines = []
    last = -2
    alternating = _find_alternating([number for number, *_ in cells], taken)
    for number, column, start, length in cells:
        text = source.text[start : start + length]
        indent = 0 if ragged else column - left
        below = number != last + 1 and number not in alternating
        lines.append(make_line(start, text, indent, below=below, top=last < 0))
        last = number
    return tuple(lines)


def _find_alternating(numbers: list[int], taken: frozenset[int]) -> set[int]:
    """Return the lines of a column above which lines of another stand alone, by turns: no white space does."""
    found: set[int] = set()
    between = [b - a == 2 and a + 1 in taken for a, b in pairwise(numbers)]
    for alternate, run in groupby(zip(between, numbers[1:], strict=True), key=itemgetter(0)):
        own = [number for _, number in run]
        if alternate and len(own) >= TURNS:
            found |= set(own)
    return found


def _part(source: Source, cells: list[Cell], usual: int | None) -> list[list[Cell]]:
    """Return the columns of a side: where enough lines have a wide gap at one place, left and right of it.

    Where the left columns of other sides are `usual` characters wide, one gap there is enough.
    """
    gaps = _find_gaps(source, cells)
    width = _find_width(cells, gaps) if usual is None else _confirm_width(cells, gaps, usual)
    if width is None:
        return [cells]
    left: list[Cell] = []
    right: list[Cell] = []
    for (number, column, start, length), own in zip(cells, gaps, strict=True):
        cut = _gap_between(column, own, width)
        if cut is not None:
            left.append((number, column, start, cut.start()))
            right.append((number, column + cut.end(), start + cut.end(), length - cut.end()))
        else:
            (right if column >= INNER * width else left).append((number, column, start, length))
    return [left, *_part(source, right, None)]


def _find_gaps(source: Source, cells: list[Cell]) -> list[list[re.Match[str]]]:
    return [list(_GAP.finditer(source.text[start : start + length])) for _, _, start, length in cells]


def _find_widths(source: Source, cells: list[Cell]) -> list[int]:
    width = _find_width(cells, _find_gaps(source, cells))
    return [] if width is None else [width]


def _gap_between(column: int, gaps: list[re.Match[str]], width: int) -> re.Match[str] | None:
    """Return the gap of a line that parts a left column so wide from the right one."""
    fitting = [m for m in gaps if column + m.start() <= OUTER * width and column + m.end() >= INNER * width]
    return max(fitting, key=lambda m: m.end() - m.start(), default=None)


def _confirm_width(cells: list[Cell], gaps: list[list[re.Match[str]]], width: int) -> int | None:
    """Return the width of a left column if a wide gap parts some line there, and hardly any line crosses it.

    White space that all lines leave free tells it best: the left column of a title page and colophon is narrower.
    """
    strip = _find_strip(cells, gaps)
    if strip is not None:
        return strip
    cuts = [_gap_between(column, own, width) for (_, column, _, _), own in zip(cells, gaps, strict=True)]
    wide = any(cut is not None and cut.end() - cut.start() >= WIDE for cut in cuts)
    return width if wide and _count_crossing(cells, gaps, width) <= 0.1 * len(cells) else None


def _find_strip(cells: list[Cell], gaps: list[list[re.Match[str]]]) -> int | None:
    """Return where the widest white space begins that no line crosses, if lines stand on both of its sides."""
    taken: list[tuple[int, int]] = []
    for (_, column, _, length), own in zip(cells, gaps, strict=True):
        bounds = [column, *(column + at for gap in own for at in gap.span()), column + length]
        taken += zip(bounds[::2], bounds[1::2], strict=True)
    best, reach = (0, 0), min((start for start, _ in taken), default=0)
    for start, end in sorted(taken):
        if start - reach > best[0]:
            best = (start - reach, reach)
        reach = max(reach, end)
    return best[1] if best[0] >= GUTTER and best[1] >= NARROWEST else None


def _count_crossing(cells: list[Cell], gaps: list[list[re.Match[str]]], width: int) -> int:
    """Return how many lines run on from the left column into the right one."""
    return sum(
        _gap_between(column, own, width) is None and column < INNER * width and column + length > OUTER * width
        for (_, column, _, length), own in zip(cells, gaps, strict=True)
    )


def _find_width(cells: list[Cell], gaps: list[list[re.Match[str]]]) -> int | None:
    """Return the width in characters of the leftmost of several columns; None where there is one."""
    counts = [len(own) for own in gaps if own]
    if len(counts) < 3:
        return None
    several = median(counts) > 1
    ends: list[int] = []
    for (_, column, _, _), own in zip(cells, gaps, strict=True):
        if own:
            gap = own[0] if several else max(own, key=lambda m: m.end() - m.start())
            ends.append(column + gap.start())
    width = sorted(ends)[int(0.85 * (len(ends) - 1))]
    parted = sum(
        _gap_between(column, own, width) is not None or column >= INNER * width
        for (_, column, _, _), own in zip(cells, gaps, strict=True)
    )
    few = width < NARROWEST or parted < 0.3 * len(cells)
    return None if few or _count_crossing(cells, gaps, width) > 0.1 * len(cells) else width


def is_row(line: str) -> bool:
    """Tell whether a line is a row of a table whose cells stand between pipes, or a rule between its rows."""
    return _ROW.fullmatch(line.strip()) is not None


def has_gap(line: str) -> bool:
    """Tell whether white space inside a line is as wide as what keeps the cells of a row apart."""
    return re.search(r"\S\s{3,}\S", line) is not None


def keeps_lines(source: Source) -> bool:
    """Tell whether the lines of a text are printed lines: most run on in the next line, within a page's width."""
    lines = [line.strip() for line in re.split(r"[\n\f]", source.text)]
    # The rows of a table stand below each other in any text.
    lines = ["" if is_row(line) else line for line in lines]
    written = [line for line in lines if line]
    if len(written) < 6:
        return False
    runs = [(a, b) for a, b in pairwise(lines) if a and b]
    going = sum(a[-1] not in '.!?:…”"»“' for a, _ in runs)
    lengths = sorted(map(len, written))
    typical = lengths[int(0.75 * len(lengths))]
    return len(runs) >= 0.45 * len(written) and going >= 0.45 * len(runs) and typical <= 260


def sets_words_singly(side: Side) -> bool:
    """Tell whether an extraction put every word of a side on a line of its own, as some do with turned pages."""
    texts = [line.text for column in side.columns for line in column]
    longest = max((len(list(run)) for single, run in groupby(" " not in text for text in texts) if single), default=0)
    return longest > 30
