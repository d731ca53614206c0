"""Lines of text put together to paragraphs: by indents where the extraction keeps them, or by where lines end."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from edition.columns import Line, has_gap, is_row
from edition.divisions import Divisions, fit_divisions
from edition.endings import SURE, Endings, fit_endings, how_likely
from edition.entries import Entry
from edition.measures import (
    Measure,
    Measures,
    begins_item,
    begins_small,
    breaks_at_mark,
    breaks_word,
    ends_numbered,
    ends_open,
    in_brackets,
    is_joined,
    leaves_room,
)
from edition.syllables import Ruler
from edition.tables import cells

LIKE = 1.5
"""A block is one of the quotations that the book sets off if it is set in as far as they are, to so many em."""
SHORT = 0.3
"""A line that leaves so much of the measure empty surely is no full one."""
MARGIN = 0.3
"""A page's margin is where so many lines begin at least, for each that begins where most do: those may be indented."""
NARROW = 0.95
"""A block set in from the margin is at most this much of the measure wide."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How the text is set."""

    endings: Endings | None
    divisions: Divisions | None
    indented: bool
    """Paragraphs begin with an indent that the extraction keeps."""
    margins: dict[int, int]
    """Where the lines of a page begin that are not indented."""
    spaced: bool
    """Blank lines stand between paragraphs, and only there."""

    @property
    def measure(self) -> Measure | None:
        """Return the width of the text."""
        return self.endings.measure if self.endings else None


@dataclass(slots=True)
class Run:
    """A paragraph's lines on one page."""

    entries: list[Entry]
    verse: bool
    sure: float = 1.0
    """How likely a paragraph does begin with it."""
    doubts: dict[int, float] = field(default_factory=dict)
    """How likely none begins with a line of it, by the line's place, where that is not sure."""


def read_setting(sides: list[list[list[Entry]]], measures: Measures, ruler: Ruler) -> Setting:
    """Return how the text of all sides is set."""
    indents: dict[int, Counter[int]] = {}
    total = 0
    for entry in (e for side in sides for column in side for e in column if e.role == "text"):
        indents.setdefault(entry.page, Counter())[entry.line.indent] += 1
        total += 1
    margins = {
        page: min(n for n, count in found.items() if count >= MARGIN * max(found.values()))
        for page, found in indents.items()
    }
    relative: Counter[int] = Counter()
    for page, found in indents.items():
        for indent, count in found.items():
            relative[indent - margins[page]] += count
    first = sum(count for indent, count in relative.items() if 1 < indent < 9)
    endings = fit_endings(measures.text, _neighbours(sides), ruler) if measures.text else None
    divisions = fit_divisions(endings, _neighbours(sides), ruler)
    indented = 0.02 * total < first < 0.45 * total and relative[0] + relative[1] + relative[-1] > 0.4 * total
    return Setting(endings, divisions, indented, margins, _is_spaced(sides, endings.measure if endings else None))


def _is_spaced(sides: list[list[list[Entry]]], measure: Measure | None) -> bool:
    """Tell whether white space stands below nearly every line that ends far from the margin with a full stop."""
    short: list[bool] = []
    for column in (column for side in sides for column in side):
        for first, second in pairwise(column):
            if measure is not None and not ends_open(first.line) and measure.slack(first.line) > 0.3 * measure.widest:
                short.append(second.line.below)
    return len(short) > 4 and sum(short) > 0.85 * len(short)


def _neighbours(sides: list[list[list[Entry]]]) -> Iterator[list[Line]]:
    """Yield the lines of text that stand right under each other."""
    for column in (column for side in sides for column in side):
        run: list[Line] = []
        for before, entry in zip([None, *column], column, strict=False):
            if before is not None and (entry.role != "text" or entry.line.below or before.page != entry.page):
                yield run
                run = []
            if entry.role == "text":
                run.append(entry.line)
        yield run


def split_runs(setting: Setting, entries: list[Entry]) -> list[Run]:
    """Return the paragraphs of one page; together they are all entries, in order."""
    if not entries:
        return []
    narrow = _find_narrow(setting, entries)
    verse = _find_verse(setting, entries, narrow)
    rows = _find_rows(entries)
    told = [None] + [
        rows.get(n - 1) != rows.get(n) if n in rows or n - 1 in rows else _begins(setting, entries, n, narrow, verse)
        for n in range(1, len(entries))
    ]
    odds = _weigh(setting, entries, told)
    runs = [Run([entries[0]], 0 in verse)]
    for n in range(1, len(entries)):
        if odds[n] > 0:
            runs.append(Run([entries[n]], n in verse, how_likely(odds[n])))
            continue
        if odds[n] > -SURE:
            runs[-1].doubts[len(runs[-1].entries)] = how_likely(-odds[n])
        runs[-1].entries.append(entries[n])
    return runs


def _find_rows(entries: list[Entry]) -> dict[int, int]:
    """Return the lines that are rows of tables, each with the first of its table.

    Their cells stand between pipes, or in columns that white space keeps apart.
    """
    found: dict[int, int] = {}
    for looks in (is_row, has_gap):
        for first, last in _stretches(entries, looks):
            lines = [entry.line for entry in entries[first:last]]
            if cells("\n".join(" " * line.indent + line.text for line in lines)):
                found |= dict.fromkeys(range(first, last), first)
    return found


def _stretches(entries: list[Entry], looks: Callable[[str], object]) -> Iterator[tuple[int, int]]:
    """Yield where lines that look so stand below each other, from the first to behind the last."""
    first = None
    for n, entry in enumerate(entries):
        if first is not None and (
            entry.line.below or entry.follows is not entries[n - 1] or not looks(entry.line.text)
        ):
            yield first, n
            first = None
        if first is None and looks(entry.line.text):
            first = n
    if first is not None:
        yield first, len(entries)


def _weigh(setting: Setting, entries: list[Entry], told: list[bool | None]) -> list[float]:
    """Return how likely, in nats, a paragraph begins with each line: where that is told, and where lines tell it."""
    if setting.endings is None:
        return [SURE if begins else -SURE for begins in told]
    odds: list[float] = []
    start = 0
    for n in range(1, len(entries) + 1):
        if n == len(entries) or entries[n].line.below:
            lines, known = [entry.line for entry in entries[start:n]], told[start:n]
            own = setting.endings.read(lines, known)
            odds += setting.divisions.weigh(lines, known, own) if setting.divisions else own
            start = n
    return [odd if begins is None else SURE if begins else -SURE for odd, begins in zip(odds, told, strict=True)]


def opens_page(setting: Setting, before: list[Entry], own: list[Entry]) -> tuple[bool | None, float]:
    """Tell whether a paragraph begins with a page, given the page before it, and how sure that is.

    None where no line says so.
    """
    last, first = before[-1].line, own[0].line
    if setting.endings is None:
        return None, 1.0
    if breaks_word(last):
        return False, 1.0
    measure = setting.endings.measure
    room = leaves_room(measure, last, first)
    if begins_small(first):
        return (None if room else False), 1.0
    if setting.indented and _set_in(setting, own[0]) in range(2, 9) and (len(own) < 2 or _set_in(setting, own[1]) < 2):
        return True, 1.0
    if ends_open(last):
        return (True if room and measure.slack(last) > 0.15 * measure.widest else None), 1.0
    odds = setting.endings.odds(last, first, own[1].line if len(own) > 1 else None)
    return odds > 0, how_likely(abs(odds))


def _set_in(setting: Setting, entry: Entry) -> int:
    return entry.line.indent - setting.margins.get(entry.page, 0)


def _begins(setting: Setting, entries: list[Entry], n: int, narrow: dict[int, Measure], verse: set[int]) -> bool | None:
    """Tell whether a paragraph begins with line `n`; None where only how wide the lines are says so."""
    last, line = entries[n - 1].line, entries[n].line
    running = _runs_on(setting, last, line)
    if last.cut or entries[n].call or _breaks_off(setting, last) or (breaks_word(last) and begins_small(line)):
        return False
    if line.below and not line.top:
        return not running or n - 1 in verse or n in verse
    if (n - 1 in verse) != (n in verse):
        return True
    if n in verse:
        return False
    if setting.endings is None:
        return not running
    return False if setting.spaced else _begins_below(setting, setting.endings, entries, n, narrow)


def _runs_on(setting: Setting, last: Line, line: Line) -> bool:
    """Tell whether a sentence runs on into a line; not into the letter of a list below a short line."""
    if not ends_open(last) or not begins_small(line):
        return False
    short = setting.measure is not None and setting.measure.slack(last) > SHORT * setting.measure.widest
    return not (short and begins_item(line))


def _breaks_off(setting: Setting, line: Line) -> bool:
    """Tell whether a sentence breaks off on the few letters left of lines that were joined: they were not full."""
    measure = setting.measure
    if measure is None or not ends_open(line) or ends_numbered(line):
        return False
    return is_joined(measure, line) and measure.slack(line) > 0.8 * measure.widest


def _begins_below(
    setting: Setting, endings: Endings, entries: list[Entry], n: int, narrow: dict[int, Measure]
) -> bool | None:
    """Tell the same of a line that has no white space above it."""
    last, line, measure = entries[n - 1].line, entries[n].line, endings.measure
    running = _runs_on(setting, last, line)
    here, there = narrow.get(n - 1), narrow.get(n)
    if (here is None) != (there is None):
        return not running or leaves_room(measure if here is None else here, last, line)
    if setting.indented:
        inset, before = _set_in(setting, entries[n]), _set_in(setting, entries[n - 1])
        if inset in range(2, 9) and inset > before + 1:
            return True
        if -2 < inset < 2 and here is None and measure.slack(last) < 0.2 * measure.widest:
            return False
    if not ends_open(last) and (begins_item(line) or (here is not None and line.text[0] in "“„«")):
        return True
    if running or in_brackets(last, line):
        # A sentence that goes on leaves no line half empty: a heading may stand above a small letter.
        told = here is None and not breaks_at_mark(last) and not is_joined(measure, last)
        half = told and measure.slack(last) > SHORT * measure.widest
        return None if half and measure.full else False
    if breaks_word(last) or _heads(measure, entries, n):
        return False
    if here is not None or (ends_open(last) and not measure.full):
        # What a line holds that was parted by the measure of the text is not known in a narrower block.
        return not (here and last.rest and ends_open(last)) and leaves_room(here or measure, last, line)
    return None


def _heads(measure: Measure, entries: list[Entry], n: int) -> bool:
    """Tell whether line `n` is the second of a heading that was too wide for one."""
    first, second = entries[n - 1].line, entries[n].line
    if begins_item(second):
        return False
    opened = n == 1 or first.below or not ends_open(entries[n - 2].line)
    short = ends_open(first) and ends_open(second) and second.width < 0.75 * first.width
    return opened and short and 0.6 * measure.widest < first.width < 0.9 * measure.widest and first.text[-1] not in ",;"


def _find_narrow(setting: Setting, entries: list[Entry]) -> dict[int, Measure]:
    """Return the lines of blocks set narrower than the text: there, sentences break before the margin."""
    measure = setting.measure
    if measure is None:
        return {}
    found: dict[int, Measure] = {}
    for n in range(len(entries) - 1):
        last, line = entries[n].line, entries[n + 1].line
        broken = ends_open(last) and line.text[0].islower() and not breaks_at_mark(last)
        if n in found or not broken or not leaves_room(measure, last, line):
            continue
        shares = measure.share(last), measure.share(line)
        if 0.3 * measure.widest < shares[0] and max(shares) <= NARROW * measure.widest:
            found |= _grow(measure, entries, n)
    quoted = setting.endings.quoted if setting.endings else 0.0
    return {n: own for n, own in found.items() if not quoted or abs(measure.widest - own.widest - quoted) > LIKE}


def _grow(measure: Measure, entries: list[Entry], n: int) -> dict[int, Measure]:
    """Return the lines around one that is known to be of a narrow block, as far as they fit its width."""
    first, last = n, n + 1
    widest = max(w for e in entries[n : n + 2] if (w := measure.share(e.line)) < NARROW * measure.widest)
    own = Measure(widest, widest)
    while last + 1 < len(entries) and _fits(own, measure, entries[last + 1]):
        last += 1
        if measure.share(entries[last].line) < NARROW * measure.widest:
            widest = max(widest, measure.share(entries[last].line))
            own = Measure(widest, 0.97 * widest)
        if last + 1 < len(entries) and _leaves(own, entries[last].line, entries[last + 1].line):
            break
    while first and own.fills(entries[first - 1].line) and not measure.fills(entries[first - 1].line):
        first -= 1
    return dict.fromkeys(range(first, last + 1), own)


def _leaves(own: Measure, line: Line, after: Line) -> bool:
    """Tell whether a narrow block ends with a line: a paragraph does, and no line of the block's width follows."""
    return not ends_open(line) and leaves_room(own, line, after) and not own.fills(after)


def _fits(own: Measure, measure: Measure, entry: Entry) -> bool:
    line = entry.line
    return line.width <= 1.04 * own.widest or (own.fills(line) and not measure.fills(line))


def _find_verse(setting: Setting, entries: list[Entry], narrow: dict[int, Measure]) -> set[int]:
    """Return the lines of verse: three or more that end early, each with a capital, mostly within a sentence."""
    measure = setting.measure
    if measure is None or not any(measure.fills(e.line) for e in entries):
        return set()
    found: set[int] = set()
    first = 0
    while first < len(entries):
        end = first
        while end < len(entries) and end not in narrow and _is_verse_line(measure, entries[end]):
            end += 1
        lines = [e.line for e in entries[first:end]]
        if lines and end < len(entries) and ends_open(lines[-1]) and begins_small(entries[end].line):
            end, lines = end - 1, lines[:-1]  # It is the first of prose.
        if len(lines) > 2 and sum(ends_open(line) for line in lines) >= 0.6 * len(lines):
            found |= set(range(first, end))
        first = max(end, first) + 1
    return found


def _is_verse_line(measure: Measure, entry: Entry) -> bool:
    text = entry.line.text.lstrip("“‘\"'„«»(—–… ")
    short = 0.15 * measure.widest < entry.line.width < 0.82 * measure.widest
    return short and text[:1].isupper() and not text[-1].isdigit()
