"""What a book's typography is like, learned from all of its printed lines: size, leading, measure, indent, rules."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from edition.rows import Line
from edition.source import Source, Span

FIGURES = re.compile(r"[\d*†‡§¶⁂\u00b9\u00b2\u00b3\u2070-\u2079]{1,4}|[([]\d{1,3}[)\]]")
"""What a note mark or a note's label is made of."""


@dataclass(frozen=True, slots=True)
class Habits:
    """The usual measures of a book. Lengths in pt."""

    size: float
    """Of the text's type."""
    leading: float
    """From baseline to baseline."""
    width: float
    """From the left to the right edge of full lines."""
    lefts: tuple[float, ...]
    """Where the text of a page begins, on most pages."""
    indents: bool
    """Paragraphs begin with an indent; otherwise with a gap alone."""
    indent: float
    """The usual one; 0 without."""
    bold: bool
    """Most of the text is bold, so that bold says nothing."""
    italic: bool
    justified: bool


@dataclass(frozen=True, slots=True)
class Column:
    """The lines of one column of a printed page, and its edges in pt from the left of the page."""

    lines: tuple[Line, ...]
    left: float
    right: float


def is_bold(line: Line) -> bool:
    """Tell whether all of a line is bold, note marks aside."""
    return all(run.bold for run in line.runs if not run.superior) and any(run.bold for run in line.runs)


def is_italic(line: Line) -> bool:
    """Tell whether all of a line is italic, note marks aside."""
    return all(run.italic for run in line.runs if not run.superior) and any(run.italic for run in line.runs)


def said(source: Source, line: Line) -> str:
    """Return the characters of a line."""
    return source.at(Span(line.start, line.end))


def learn(pages: list[list[Line]]) -> Habits:
    """Return the habits of a book from the lines of its pages, furniture aside."""
    lines = [line for page in pages for line in page]
    sizes: Counter[float] = Counter()
    faces: Counter[tuple[bool, bool]] = Counter()
    for line in lines:
        sizes[line.size] += line.end - line.start
        for run in line.runs:
            faces[run.bold, run.italic] += run.end - run.start
    size = max(sizes, key=lambda key: (sizes[key], key)) if sizes else 10.0
    leading = _leading(pages, size)
    widths = sorted(round(line.right - line.left) for line in lines if line.size == size)
    width = float(widths[len(widths) * 4 // 5]) if widths else 10 * size
    (bold, italic), _ = faces.most_common(1)[0] if faces else ((False, False), 0)
    habits = Habits(size, leading, width, (), indents=True, indent=0.0, bold=bold, italic=italic, justified=True)
    framed = [frame(page, habits) for page in pages if page]
    habits = replace(habits, lefts=_lefts(framed, size))
    indent = _indent(framed, habits)
    full = [abs(c.right - line.right) < 0.15 * size for c in framed for line in c.lines if line.size == size]
    return replace(habits, indents=indent > 0, indent=indent, justified=sum(full) * 2 > len(full))


def _lefts(columns: list[Column], size: float) -> tuple[float, ...]:
    """Return the left edges that a fair share of the pages with enough text have."""
    lefts = Counter(round(column.left) for column in columns if sum(line.size == size for line in column.lines) > 8)
    return tuple(sorted(float(left) for left, count in lefts.items() if count * 8 >= lefts.total()))


def _leading(pages: list[list[Line]], size: float) -> float:
    """Return the least distance from baseline to baseline that is frequent."""
    downs: Counter[float] = Counter()
    for page in pages:
        for one, other in pairwise(page):
            down = other.baseline - one.baseline
            if one.size == other.size == size and 0.9 * size < down < 2.5 * size:
                downs[round(down * 4) / 4] += 1
    # Where most paragraphs are of one line, more lines stand below a gap than below each other.
    often = [down for down in downs if downs[down] >= 0.3 * max(downs.values())]
    return min(often, default=1.25 * size)


def frame(lines: list[Line], habits: Habits) -> Column:
    """Return the edges of a column: the leftmost place where several lines of text begin, and the usual right edge."""
    text = [line for line in lines if abs(line.size - habits.size) < 0.07 * habits.size] or lines
    starts: defaultdict[int, list[float]] = defaultdict(list)
    for line in text:
        starts[round(line.left / 1.5)].append(line.left)
    least = max(2, 0.12 * len(text)) if len(text) > 3 else 1
    near = {key: len(starts[key]) + len(starts.get(key + 1, ())) for key in starts}
    key = min((key for key in near if near[key] >= least), default=min(starts))
    left = median(starts[key] + starts.get(key + 1, []))
    ends = sorted(line.right for line in text)
    right = max(ends[-1 - len(ends) // 10], left + habits.width) if len(text) < 12 else ends[-1 - len(ends) // 10]
    if right - left < 0.9 * habits.width:
        # Too few full lines, or an inset alone: the book knows better.
        middle = (left + right) / 2 if len(text) > 3 else left + habits.width / 2
        usual = [one for one in habits.lefts if one <= left + 1]
        left = min(usual, key=lambda one: abs(one + habits.width / 2 - middle), default=left)
        right = left + habits.width
    return Column(tuple(lines), left, right)


def _indent(columns: list[Column], habits: Habits) -> float:
    """Return the usual indent of first lines without a gap above; 0 where gaps alone part paragraphs."""
    insets: Counter[int] = Counter()
    gaps = 0
    for column in columns:
        for one, other in pairwise(column.lines):
            if one.size != habits.size or other.size != habits.size:
                continue
            depth = other.left - column.left
            deep = 0.6 * habits.size < depth < 4 * habits.size
            down = other.baseline - one.baseline
            # What stands below an indented line may be verse: it says little.
            sure = 10 if one.left - column.left < 0.6 * habits.size else 1
            insets[round(depth * 2)] += sure * (deep and down < habits.leading + 0.25 * habits.size)
            gaps += 10 * (not deep) * (habits.leading + 0.3 * habits.size < down < 2.5 * habits.leading)
    return max(insets, key=lambda depth: (insets[depth], depth)) / 2 if insets.total() > gaps else 0.0


def first_word(source: Source, line: Line) -> float:
    """Return the width of a line's first word in pt."""
    text = said(source, line)
    length = len(text.split(maxsplit=1)[0])
    for run in line.runs:
        if line.start + length <= run.end:
            return run.edges[line.start + length - run.start] - line.left
    return line.right - line.left


def is_short(source: Source, line: Line, following: Line, right: float, *, justified: bool) -> bool:
    """Tell whether something ended with a line: it is not full, or the next line's first word had found room in it."""
    if said(source, line).endswith(("-", "\u2010")):
        return False
    if justified and line.right < right - 0.8 * line.size:
        return True
    return line.right + 0.25 * line.size + first_word(source, following) < right - 0.35 * line.size
