"""The printed pages of a sheet side: which of its lines are text, which notes, and where one page ends."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from edition.blocks import PrintedPage
from edition.columns import Line, Side, measure_width
from edition.feet import Feet, part_line
from edition.measures import Measures, begins_small, ends_open
from edition.numerals import Folios


@dataclass(slots=True)
class Entry:
    """A line with what it is."""

    line: Line
    role: str
    """`text`, `note`, `label`, `folio` or `head`."""
    label: str = ""
    """Of a folio, a label alone on its line, or the first line of a note that has its label before it."""
    skip: int = 0
    """Characters of the line that are its label."""
    page: int = -1
    place: int = 0
    """Where its block stands on the page, if the source does not keep the blocks of a page in order."""
    lines: int = 1
    """Printed lines in it: some extractors join those whose word was hyphenated."""
    follows: "Entry | None" = field(default=None, repr=False)
    """The line right before it in the source, of the same column."""


def read_entries(side: Side, feet: Feet, measures: Measures, words: Counter[str]) -> list[list[Entry]]:
    """Return the lines of each column of a side with what they are, in the order of the source."""
    return [_read_column(column, feet, measures, words) for column in side.columns]


def _read_column(column: tuple[Line, ...], feet: Feet, measures: Measures, words: Counter[str]) -> list[Entry]:
    entries: list[Entry] = []
    noted = False
    waiting = 0
    told = _tell_blocks(column, feet, measures)
    for n, line in enumerate(column):
        foot = feet.get(line.start)
        if foot is not None and foot.kind == "folio":
            entries.append(Entry(line, "folio", foot.label))
            noted = False
        elif foot is not None and foot.kind == "label":
            entries.append(Entry(line, "label", foot.label))
            noted, waiting = True, waiting + 1
        elif foot is not None:
            entries.append(Entry(line, "note", foot.label, foot.length))
            noted = True
        else:
            if n in told:
                under = bool(entries) and entries[-1].role == "label" and not line.below
                noted = under or _tell_noted(column, n, told, feet, noted=noted, waiting=waiting > 0)
            elif noted and entries[-1].role == "note" and _back_in_text(column, n, feet, measures):
                noted = False
                _take_heading(entries)
            if noted and (not entries or entries[-1].role != "note"):
                waiting = max(0, waiting - _labels_before(entries))
            entries.append(Entry(line, "note" if noted else "text"))
    _carry_back(entries, measures, words)
    for before, entry in pairwise(entries):
        entry.follows = before
    for entry in entries:
        measure = measures.notes if entry.role == "note" else measures.text
        entry.lines = max(1, round(entry.line.width / measure.mean)) if measure else 1
    return entries


def _back_in_text(column: tuple[Line, ...], n: int, feet: Feet, measures: Measures) -> bool:
    """Tell whether the next page begins with line `n`, right under a note: this line and most of the next are text."""
    if measures.text is None or measures.folios:
        return False
    votes: Counter[str] = Counter()
    for k in range(n, min(n + 4, len(column))):
        if column[k].start in feet:
            break
        told = measures.tells(column[k])
        if not measures.differ and measures.text.fills(column[k]):
            told = "text"
        if k == n and told != "text":
            return False
        votes[told] += 1
    return votes["text"] > 1 and not votes["note"]


def _take_heading(entries: list[Entry]) -> None:
    """Make text of the short lines without a full stop that stand between a whole note and the text of a page."""
    last = len(entries)
    while (
        last and entries[last - 1].role == "note" and not entries[last - 1].label and ends_open(entries[last - 1].line)
    ):
        last -= 1
    if len(entries) - last < 4 and last and entries[last - 1].role == "note":
        for entry in entries[last:]:
            entry.role = "text"


def _labels_before(entries: list[Entry]) -> int:
    count = 0
    for entry in reversed(entries):
        if entry.role != "label":
            break
        count += 1
        if entry.line.below:
            break
    return max(1, count)


def _tell_blocks(column: tuple[Line, ...], feet: Feet, measures: Measures) -> dict[int, str]:
    """Return of every block, by its first line, whether it is `text` or `note`, if most of its widths say so."""
    starts = [
        n
        for n, line in enumerate(column)
        if line.start not in feet and (line.below or (n and column[n - 1].start in feet))
    ]
    return {n: _tell_block(column, n, feet, measures) for n in starts}


def _tell_noted(
    column: tuple[Line, ...], n: int, told: dict[int, str], feet: Feet, *, noted: bool, waiting: bool
) -> bool:
    """Tell whether a block is of notes: one whose widths do not say so is where labels wait and no more text follows."""
    if told[n] == "note":
        return True
    if told[n] == "text":
        single = n + 1 == len(column) or column[n + 1].below or column[n + 1].start in feet
        return noted and single
    for k in range(n + 1, len(column)):
        foot = feet.get(column[k].start)
        if foot is not None and foot.kind == "folio":
            break
        if told.get(k) == "text":
            return False
    return noted or waiting


def _tell_block(column: tuple[Line, ...], first: int, feet: Feet, measures: Measures) -> str:
    """Return what the lines from one below white space to the next are, by most of their widths."""
    votes: Counter[str] = Counter()
    for n in range(first, len(column)):
        if n > first and (column[n].below or column[n].start in feet):
            break
        if measures.notes is None and measures.text is not None:
            votes["text"] += measures.text.fills(column[n])
        votes[measures.tells(column[n])] += 1
    if measures.notes is None:
        return "text" if votes["text"] > 1 else ""
    text, note = votes["text"], votes["note"]
    return "" if text == note else "text" if text > note else "note"


def _carry_back(entries: list[Entry], measures: Measures, words: Counter[str]) -> None:
    """Find the rest of a note that stands right under the text, before the first label or the folio."""
    for n, entry in enumerate(entries):
        if entry.role in ("text", "head") or n == 0 or entries[n - 1].role != "text":
            continue
        first, seen = n, 0
        for k in range(n - 1, -1, -1):
            told = measures.tells(entries[k].line)
            if entries[k].role != "text" or told == "text" or measures.joins_text(entries[k].line):
                break
            if told == "note":
                first, seen = k, seen + 1
        if seen > 1:
            for k in range(first, n):
                entries[k].role = "note"
            cut = _find_cut(entries[first - 1].line, measures, words) if first else None
            if cut is not None:
                above, below = part_line(entries[first - 1].line, cut)
                entries[first - 1 : first] = [Entry(above, "text"), Entry(below, "note")]
            break


def _find_cut(line: Line, measures: Measures, words: Counter[str]) -> int | None:
    """Return where the first line of a note was joined to the last of the text, the hyphen between them lost.

    The line is then as wide as one of each; inside the word at the text's margin, what follows the cut is a word.
    """
    text, notes = measures.text, measures.notes
    if text is None or notes is None or not text.cuts(line, notes):
        return None
    found: list[tuple[float, int]] = []
    for m in re.finditer(r"[^\W\d_]+", line.text):
        if words[m.group().lower()] > 1:
            continue
        for k in range(m.start() + 2, m.end() - 1):
            off = abs(measure_width(line.text[:k]) + 0.34 - text.mean)
            rest = words[line.text[k : m.end()].lower()]
            if off < 0.1 * text.mean and rest:
                found.append((off - min(rest, 20) / 5, k))
    return line.start + min(found)[1] if found else None


@dataclass(slots=True)
class Cut:
    """The printed pages found so far, and how many lines of text one holds."""

    pages: list[PrintedPage] = field(default_factory=list)
    typical: int = 1
    """Pages on a side."""
    capacity: float = 0.0
    """Lines of text on a full page, a note's line counted as less."""


def cut_pages(sides: list[list[list[Entry]]], folios: Folios | None) -> Cut:
    """Set the page of every entry and return the pages in the order in which they stand on the sides.

    A folio ends its page. Where folios stand together, the text above them holds as many pages, parted by white space.
    `folios` are those of each side where they are known: some are not printed.
    """
    counts = [max(len(side), sum(e.role == "folio" for column in side for e in column)) for side in sides]
    told = Counter(n for n, side in zip(counts, sides, strict=True) if any(e.role == "folio" for c in side for e in c))
    cut = Cut(typical=told.most_common(1)[0][0] if told else max(map(len, sides)))
    if not told and cut.typical == 1:
        return Cut()
    cut.capacity = _fit_capacity(sides)
    for number, side in enumerate(sides):
        own = folios[number] if folios else ()
        if len(side) == len(own) or (len(side) == 1 and len(own) == 2 and _is_told(side[0], cut.capacity)):
            _cut_known(cut, number, own, side)
            continue
        for place, column in enumerate(side):
            _cut_column(cut, number, place if len(side) > 1 else None, column)
    return cut


def _is_told(column: list[Entry], capacity: float) -> bool:
    """Tell whether a side holds pages of text: one has its folio, or there is much of it."""
    return any(entry.role == "folio" for entry in column) or _weigh(column) > 0.6 * capacity


def _cut_known(cut: Cut, side: int, folios: tuple[int, ...], columns: list[list[Entry]]) -> None:
    """Give the lines of a side to its pages, whose folios are known; each column is a page, or one holds both."""
    first = len(cut.pages)
    cut.pages += [PrintedPage(side, 0, place, folio=folio) for place, folio in enumerate(folios)]
    for place, column in enumerate(columns):
        pages = [first + place] if len(columns) > 1 else [*range(first, first + len(folios))]
        printed = [folios.index(int(e.label)) + first for e in column if e.role == "folio" and int(e.label) in folios]
        after = iter([*printed, pages[-1]])
        page = next(after, pages[0])
        for entry in column:
            entry.page = page if len(pages) > 1 else pages[0]
            if entry.role == "folio":
                page = next(after, page)
        if len(pages) > 1:
            _cut_text(column, pages, printed, cut.capacity)


def _cut_text(column: list[Entry], pages: list[int], printed: list[int], capacity: float) -> None:
    """Give the text of a column that holds two pages to them, unless their folios stand below the text of each."""
    text = [entry for entry in column if entry.role == "text"]
    if len(printed) == 1 and _weigh(text) <= capacity:
        pages = printed
    elif len({entry.page for entry in text}) > 1 and len(printed) > 1:
        return
    if text:
        _part_text(text, pages, capacity)


def _fit_capacity(sides: list[list[list[Entry]]]) -> float:
    """Return the lines of a full page: the third quarter of those that stand alone before their folio."""
    weights = sorted(
        _weigh(segment)
        for side in sides
        for column in side
        for segments in [_segments(column)]
        for segment in segments
        if all(any(e.role == "text" for e in s) for s in segments) and segment[-1].role == "folio"
    )
    return weights[int(0.75 * (len(weights) - 1))] if weights else 0.0


def _weigh(entries: list[Entry]) -> float:
    weight = 0.0
    for entry in entries:
        if entry.role in ("text", "note"):
            weight += (1.0 if entry.role == "text" else 0.8) * entry.lines
    return weight


def _segments(column: list[Entry]) -> list[list[Entry]]:
    """Return the entries up to and with each folio; what stands behind the last folio goes with it."""
    folios = [n for n, entry in enumerate(column) if entry.role == "folio"]
    if folios and folios[0] == 0 and folios[-1] != len(column) - 1:
        ends = [*folios[1:], len(column)]
    else:
        ends = [*(n + 1 for n in folios[:-1]), len(column)]
    return [column[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def _cut_column(cut: Cut, side: int, place: int | None, column: list[Entry]) -> None:
    segments = [segment for segment in _segments(column) if segment]
    wanted = 1 if place is not None else cut.typical
    if place is None and len(segments) < wanted and cut.capacity:
        segments = _part_crowded(segments, wanted, cut.capacity)
    bearing = [n for n, segment in enumerate(segments) if any(e.role == "text" for e in segment)]
    first = len(cut.pages)
    folios = [next((e.label for e in segment if e.role == "folio"), "0") for segment in segments]
    missing = max(0, wanted - len(segments))
    recto = bool(folios) and int(folios[0]) % 2 == 1
    before = missing if recto or not segments or folios == ["0"] else 0
    numbers = [0] * before + [int(folio) for folio in folios] + [0] * (missing - before)
    for n, folio in enumerate(numbers):
        row, col = (n, place) if place is not None else divmod(n, 2 if len(numbers) < 5 else 4)
        cut.pages.append(PrintedPage(side, row, col, folio=folio))
    for n, segment in enumerate(segments):
        for entry in segment:
            entry.page = first + before + n
    for k, n in enumerate(bearing):
        last = bearing[k + 1] if k + 1 < len(bearing) else len(segments)
        begin = 0 if k == 0 else n
        if last - begin > 1:
            _part_text(segments[n], [first + before + page for page in range(begin, last)], cut.capacity)


def _part_crowded(segments: list[list[Entry]], wanted: int, capacity: float) -> list[list[Entry]]:
    """Return the segments, one that holds far more than a page followed by empty ones for its other pages."""
    found: list[list[Entry]] = []
    for segment in segments:
        spare = wanted - len(segments) - (len(found) - segments.index(segment))
        extra = min(spare, round(_weigh(segment) / capacity) - 1)
        found += [segment] + [[]] * max(0, extra)
    return found


def _part_text(segment: list[Entry], pages: list[int], capacity: float) -> None:
    """Share the text of one segment out among its pages, at the white space that fits best."""
    text = [entry for entry in segment if entry.role == "text"]
    places = [n for n in range(1, len(text)) if text[n].line.below] or list(range(1, len(text)))
    starts = [0]
    for rank in range(1, len(pages)):
        share = (len(text) - starts[-1]) / (len(pages) - rank + 1)
        later = [n for n in places if n > starts[-1] and len(text) - n >= len(pages) - rank]
        if not later:
            break
        starts.append(min(later, key=lambda n: _cost(text, starts[-1], n, share, capacity)))
    for page, start in zip(pages, starts, strict=False):
        for entry in text[start:]:
            entry.page = page


def _cost(text: list[Entry], start: int, n: int, share: float, capacity: float) -> float:
    """Return how unlikely it is that a page which began with line `start` ends before line `n`."""
    above, below = text[n - 1].line, text[n].line
    full = capacity or share
    cost = 6 * min(abs(n - start - share) / share, abs(n - start - full) / full)
    if ends_open(above):
        cost += -2.5 if begins_small(below) else 1.5
    elif begins_small(below):
        cost -= 1.5
    return cost
