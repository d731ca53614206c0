"""The printed pages of a sheet side: where one ends and the next begins."""

from collections import Counter
from dataclasses import dataclass, field

from edition.blocks import PrintedPage
from edition.entries import Entry
from edition.measures import begins_small, ends_open
from edition.numerals import Folios


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
        if len(side) == len(own) or (len(side) == 1 and len(own) > 1 and _is_told(side[0], cut.capacity)):
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
    if len(pages) > 2:
        return
    text = [entry for entry in column if entry.role == "text"]
    if len(printed) == 1 and _weigh(text) <= capacity:
        pages = printed
    elif len({entry.page for entry in text}) > 1 and len(printed) > 1:
        return
    if text:
        _part_text(text, pages, capacity)


def _fit_capacity(sides: list[list[list[Entry]]]) -> float:
    """Return the lines of a full page: the third quarter of what pages hold, the pages of a side taken together.

    Which of its lines stand on which page is not known yet.
    """
    weights = sorted(
        sum(map(_weigh, side)) / folios
        for side in sides
        if (folios := sum(entry.role == "folio" for column in side for entry in column))
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
