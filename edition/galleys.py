"""The text lines of a printed page grouped into headings, paragraphs and verse: by gaps, indents and short lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from edition.habits import Column, Habits, frame, is_bold, is_italic, is_short, said
from edition.rows import Line
from edition.source import Source

Style = tuple[float, int]
"""Of a heading: its size in pt, and 2 for bold, 1 for capitals or italics, 0 for plain type."""

_CLOSED = re.compile(r"[.!?:;…][\"'’”»)\]\d*†‡]*$")
_ENTRY = re.compile(r"(?:\.\s?){4,}\s*\w{1,5}$")
"""A line of a table of contents, with its leaders."""
_ITEM = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|[•·–—-])\s")
_BULLET = re.compile(r"[•·▪◦‣●○■□◆]\s")
_BROKEN = re.compile(r"[^\W\d_][-\u2010\u00ad][^\W\d_]$")
"""A word broken at a line end, and the letter that the next line begins with."""
_NUMERAL = re.compile(r"(?:[IVXLC]{1,6}|\d{1,3})\.?")


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that make one fragment."""

    lines: tuple[Line, ...]
    opens: bool | None
    """As in `Fragment`."""
    verse: bool = False
    style: Style | None = None
    """Of a heading."""


def group_page(source: Source, lines: list[Line], habits: Habits) -> list[Group]:
    """Return the groups of one page's text in its order; each line is in exactly one."""
    groups: list[Group] = []
    for _, own in groupby(lines, key=lambda line: line.column):
        column = frame(list(own), habits)
        above: list[Group] = []
        for block in _blocks(column, habits):
            for group in _read_block(source, block, column, habits):
                above.append(_placed(source, group, above, column, habits))
        groups += above
    return groups


def _placed(source: Source, group: Group, before: list[Group], column: Column, habits: Habits) -> Group:
    """Return the group with what its place on the page says of its beginning, where its own lines say nothing."""
    inset = group.lines[0].left - column.left > 0.6 * habits.size
    if not before and inset and said(source, group.lines[0])[:1].islower():
        # The rest of a quotation, or of an item of a list.
        return Group(group.lines, False, group.verse, group.style)
    if group.opens is not None or any(run.size > 1.8 * habits.size for run in group.lines[0].runs[:1]):
        return Group(group.lines, group.opens is not False, group.verse, group.style)
    flush = group.lines[0].left - column.left < 0.6 * habits.size
    if before and before[-1].style is not None:
        return Group(group.lines, True, group.verse, group.style)
    if not before and flush and habits.indents and not group.verse:
        return Group(group.lines, False, group.verse, group.style)
    if before and not (flush and habits.indents and before[-1].lines[0].left - column.left > 0.6 * habits.size):
        return Group(group.lines, True, group.verse, group.style)
    return group


def _style(line: Line, habits: Habits) -> Style | None:
    bold = is_bold(line) and not habits.bold
    if line.size >= 1.08 * habits.size:
        return line.size, 2 if bold else 0
    return (line.size, 2) if bold and line.size > 0.85 * habits.size else None


def _blocks(column: Column, habits: Habits) -> Iterator[list[Line]]:
    """Yield the lines of a column between wide gaps, changes of size, and where lines begin to stand further in."""
    block: list[Line] = []
    for line in column.lines:
        if block:
            last = block[-1]
            unlike = abs(last.size - line.size) > 0.07 * max(last.size, line.size)
            if unlike or _is_apart(block, line, column, habits) or _style(last, habits) != _style(line, habits):
                yield from _insets(block, column, habits)
                block = []
        block.append(line)
    if block:
        yield from _insets(block, column, habits)


def _is_apart(block: list[Line], line: Line, column: Column, habits: Habits) -> bool:
    """Tell whether a line stands further below the block than its lines below each other."""
    last = block[-1]
    size = max(last.size, line.size)
    usual = habits.leading * max(size / habits.size, 0.7)
    if len(block) > 1 and last.baseline - block[-2].baseline > 0.9 * size:
        usual = min(usual, last.baseline - block[-2].baseline)
    if _is_centred([last], column, habits.size) and line.left - column.left < 0.2 * size:
        return True
    # A raised mark may push its line down.
    slack = 0.65 if any(run.superior for run in line.runs) else 0.3
    return not 0 < line.baseline - last.baseline <= usual + slack * size


def _insets(block: list[Line], column: Column, habits: Habits) -> Iterator[list[Line]]:
    """Yield the parts of a block that no gap parts: three lines or more that begin further in than paragraphs do."""
    deep = [line.left - column.left for line in block]
    if min(deep) > 0.6 * habits.size:
        yield block
        return
    start = at = 0
    while at < len(block):
        end = at
        while end < len(block) and abs(deep[end] - deep[at]) < 1.5:
            end += 1
        odd = abs(deep[at] - habits.indent) > 0.3 * habits.size or not habits.indents
        if end - at >= 3 and deep[at] > 0.7 * habits.size and odd and end - at < len(block):
            yield from (part for part in (block[start:at], block[at:end]) if part)
            start = end
        at = max(end, at + 1)
    if start < len(block):
        yield block[start:]


def _read_block(source: Source, block: list[Line], column: Column, habits: Habits) -> Iterator[Group]:
    style = _style(block[0], habits)
    size = habits.size
    centred = _is_centred(block, column, size)
    if style is None and len(block) <= 2 and _is_quiet_heading(source, block, habits, centred=centred):
        style = (block[0].size, 1)
    if style is not None and len(block) <= 6 and not _reads_as_text(source, block):
        yield Group(tuple(block), True, style=style)
    elif centred or _is_table(block):
        yield from (Group((line,), True) for line in block)
    elif _is_verse(source, block, column, habits):
        yield Group(tuple(block), None, verse=True)
    elif len(block) > 1 and min(line.left for line in block) - column.left > 0.7 * size:
        left, right = min(line.left for line in block), max(line.right for line in block)
        yield from _paragraphs(source, block, (left, right), habits)
    else:
        yield from _paragraphs(source, block, (column.left, column.right), habits)


def _reads_as_text(source: Source, block: list[Line]) -> bool:
    """Tell whether lines in heading type are a paragraph: long, and closed like a sentence."""
    text = " ".join(said(source, line) for line in block)
    return len(text) > 160 and bool(_CLOSED.search(text))


def _is_centred(block: list[Line], column: Column, size: float) -> bool:
    lefts = [line.left for line in block]
    centres = [(line.left + line.right) / 2 for line in block]
    if len(block) > 1:
        inset = sum(left - min(lefts) > 0.4 * size for left in lefts)
        level = max(centres) - min(centres) < 0.3 * size and max(lefts) - min(lefts) > 0.8 * size
        return level and inset * 2 >= len(block)
    middle = (column.left + column.right) / 2
    inset = lefts[0] - column.left > 1.2 * size and column.right - block[0].right > 1.2 * size
    return inset and abs(centres[0] - middle) < 0.6 * size


def _is_table(block: list[Line]) -> bool:
    """Tell whether lines are the rows of a table: all have gaps wider than any between words, below each other."""
    rows = [_gaps(line, 1.0 if len(block) > 2 else 1.5) for line in block]
    return len(rows) > 1 and all(rows) and any(all(any(_overlap(a, b) for b in row) for row in rows) for a in rows[0])


def _gaps(line: Line, least: float) -> list[tuple[float, float]]:
    """Return where a line has gaps wider than so many em."""
    edges = [(run.edges[n], run.edges[n + 1]) for run in line.runs for n in range(run.end - run.start)]
    return [(low, high) for low, high in edges if high - low > least * line.size]


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])


def _is_quiet_heading(source: Source, block: list[Line], habits: Habits, *, centred: bool) -> bool:
    """Tell whether a line in the text's own size is a heading: centred capitals, numeral, or italics without a stop."""
    text = " ".join(said(source, line) for line in block)
    letters = sum(character.isalpha() for character in text)
    if centred and (_NUMERAL.fullmatch(text) or (letters > 2 and text.isupper())):
        return True
    slanted = all(map(is_italic, block)) and not habits.italic
    return slanted and len(block) == 1 and letters > 2 and centred and not re.search(r"[.,;:!?—…][”’\"]?$", text)


def _is_verse(source: Source, block: list[Line], column: Column, habits: Habits) -> bool:
    """Tell whether the lines of a block end early, each with a capital or a quotation mark after it."""
    left = min(line.left for line in block)
    inset = left - column.left
    if len(block) < (2 if inset > 0.7 * habits.size else 4) or any(_BULLET.match(said(source, line)) for line in block):
        return False
    right = max(column.right - max(inset, 0), *(line.right for line in block))
    short = [is_short(source, one, other, right, justified=habits.justified) for one, other in pairwise(block)]
    capitals = [not said(source, line).lstrip("“”‘’\"'«»„([—– ")[:1].islower() for line in block]
    one_liners = abs(inset - 1.5 * habits.size) < habits.size and all(
        _CLOSED.search(said(source, line)) and abs(line.left - left) < 1 for line in block
    )
    return sum(short) >= 0.75 * len(short) and sum(capitals) >= 0.6 * len(block) and not one_liners


def _paragraphs(source: Source, block: list[Line], edges: tuple[float, float], habits: Habits) -> Iterator[Group]:
    """Yield the paragraphs of lines that no gap parts."""
    left = edges[0]
    start = 0
    for n in range(1, len(block) + 1):
        if n == len(block) or _begins(source, block, n, start, edges, habits):
            own = tuple(block[start:n])
            indented = own[0].left - left > 0.6 * habits.size
            yield Group(own, True if indented or start else None)
            start = n


def _is_beside_initial(first: Line, line: Line) -> bool:
    """Tell whether a line stands beside a letter, several lines high, that begins the first line of a paragraph."""
    initial = first.runs[0]
    if initial.size <= 1.8 * first.size:
        return False
    return line is first or line.baseline - first.baseline < 0.85 * (initial.size - first.size)


def _begins(source: Source, block: list[Line], n: int, start: int, edges: tuple[float, float], habits: Habits) -> bool:
    """Tell whether line `n` of a block begins a paragraph; the one before it began at line `start`."""
    left, right = edges
    last, line = block[n - 1], block[n]
    text = said(source, last)
    if _is_beside_initial(block[start], line) or _BROKEN.search(text + said(source, line)[:1]):
        return False
    deep, was_deep = (one.left - left > 0.6 * habits.size for one in (line, last))
    short = is_short(source, last, line, right, justified=habits.justified)
    if _is_beside_initial(block[start], last):
        return deep and short
    if _ENTRY.search(text) or _BULLET.match(said(source, line)):
        return True
    if _BULLET.match(said(source, block[start])) and line.left < block[start].left + 0.3 * habits.size:
        return True
    if deep and not was_deep:
        return short or not (start == n - 1 and _ITEM.match(text))
    if deep and was_deep:
        first = n + 1 < len(block) and block[n + 1].left - left < 0.6 * habits.size and line.right > right - habits.size
        usual = abs(line.left - left - habits.indent) < 0.2 * habits.size and bool(_CLOSED.search(text))
        return short or first or usual or line.left > last.left + 0.6 * habits.size
    closed = bool(_CLOSED.search(text)) and last.right < right - 2 * habits.size
    if was_deep and n - 1 > start and all(one.left - left > 0.6 * habits.size for one in block[start:n]):
        return not _ITEM.match(said(source, block[start])) or short
    return short and closed and (habits.justified or not habits.indents)
