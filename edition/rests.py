"""The rests of notes: found where a note breaks off, and given to the note that they go on with."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from edition.blocks import PrintedPage
from edition.choices import VISIBLE
from edition.columns import Line
from edition.entries import Entry
from edition.feet import find_calls
from edition.footnotes import Note
from edition.joins import Joins
from edition.lexicon import Lexicon
from edition.measures import Measures, begins_small, ends_open
from edition.syllables import HYPHEN

CARRIED = 8
"""Lines at the end of a page's text that may be the rest of a note."""
SHORT = 3
"""Of these, those that nothing shows but how they read."""
TRIED = 4096
"""Ways to give rests to notes that are compared; where there are more, the best pairs are taken first."""
FORSAKEN = 3.0
"""The cost of a note that breaks off and has no rest."""
STRAY = 1.0
"""The cost of a rest that goes on with no note of its side; below a note of its page, it is the same as of that."""
OTHER = 4.0
"""The cost of a rest that goes on with a note of another page than the note right below it."""
BESIDE, FULL = 1.0, 0.95
"""How much it tells that a rest stands right below the note, and the share of the widest line that a full one has."""
BEHIND = 2.0
"""The cost of a rest that stands before what it goes on with, as where an extraction turns from column to column."""
BENEATH = 2.5
"""The cost of a rest that stands below the folio of the note's page."""
NEXT = 2.0
"""How much the number of the note right below tells."""
ENOUGH = 1.0
"""Nats by which lines have to read better as the rest of a note than as text."""

Columns = list[list[Entry]]


def tie_rests(notes: list[Note], lexicon: Lexicon) -> None:
    """Give each text without a label to the note of its side that it goes on with, if one breaks off before it.

    Two pages' notes may stand between each other: those that break off and those that go on read together best.
    """
    rests = [n for n, note in enumerate(notes) if not note.label and note.first]
    if not rests:
        return
    broken = [n for n, note in enumerate(notes) if _breaks_off(note)]
    below = {rest: note for rest in rests if (note := _find_below(notes, rest)) is not None}
    before = {rest: _find_before(notes, rest, note) for rest, note in below.items()}
    full = FULL * max(entry.line.width for note in notes for entry in note.entries)
    beside = {rest: rest - 1 for rest in rests if rest and notes[rest - 1].entries[-1].line.width >= full}
    ways: list[list[int | None]] = [
        [
            None,
            *(n for n in range(len(notes)) if n != rest and (n in broken or n in (before.get(rest), beside.get(rest)))),
        ]
        for rest in rests
    ]
    joins = Joins(tuple(_read(note.entries) for note in notes), lexicon)

    def cost(tail: int | None, rest: int) -> float:
        if tail is None:
            page = below[rest].page if rest in below else notes[rest].page
            return FORSAKEN if any(note.label and note.page == page for note in notes[:rest]) else STRAY
        other = rest in below and notes[tail].page != below[rest].page
        beneath = notes[tail].page in notes[rest].passed - notes[tail].passed
        told = OTHER * other - NEXT * (tail == before.get(rest)) + BEHIND * (tail > rest) - BESIDE * (tail == rest - 1)
        return joins.turn(tail, rest) + told + BENEATH * beneath

    chosen = _choose(cost, rests, broken, ways)
    for rest, tail in chosen.items():
        if tail is not None:
            notes[rest].page, notes[rest].opens, notes[rest].after = notes[tail].page, False, notes[tail]
        elif rest in below:
            notes[rest].page, notes[rest].opens = below[rest].page, False
        elif begins_small(notes[rest].entries[0].line):
            notes[rest].opens = False


def _breaks_off(note: Note) -> bool:
    """Tell whether a note ends inside a sentence: not with the number of a page, nor with an abbreviation."""
    last = note.entries[-1].line
    return ends_open(last) and last.text[-1] != "."


def _find_below(notes: list[Note], n: int) -> Note | None:
    """Return the note right below another, if no white space parts them: they are of one page."""
    below = notes[n + 1] if n + 1 < len(notes) else None
    if below is None or not below.label:
        return None
    first = below.leading or below.entries[0]
    return below if first.follows is notes[n].entries[-1] and not first.line.below else None


def _find_before(notes: list[Note], n: int, below: Note) -> int | None:
    """Return which of the notes above the `n`th is the one before the note right below that, on one page with it."""
    wanted = str(int(below.label) - 1) if below.label.isdigit() else ""
    return next((k for k, note in enumerate(notes[:n]) if note.label == wanted and note.page == below.page), None)


def _choose(
    cost: Callable[[int | None, int], float], rests: list[int], tails: list[int], ways: list[list[int | None]]
) -> dict[int, int | None]:
    if prod(map(len, ways)) > TRIED:
        return _choose_one_by_one(cost, dict(zip(rests, ways, strict=True)))
    best: tuple[float, tuple[int | None, ...]] | None = None
    for given in product(*ways):
        taken = [tail for tail in given if tail is not None]
        if len(set(taken)) < len(taken):
            continue
        total = FORSAKEN * len({*tails} - {*taken})
        total += sum(cost(tail, rest) for rest, tail in zip(rests, given, strict=True))
        if best is None or total < best[0]:
            best = (total, given)
    assert best is not None
    return dict(zip(rests, best[1], strict=True))


def _choose_one_by_one(
    cost: Callable[[int | None, int], float], ways: dict[int, list[int | None]]
) -> dict[int, int | None]:
    """Return for each rest what it goes on with, the best pairs first."""
    chosen: dict[int, int | None] = {}
    pairs = sorted((cost(tail, rest), rest, tail) for rest, way in ways.items() for tail in way if tail is not None)
    for value, rest, tail in pairs:
        if rest not in chosen and tail not in chosen.values() and value < STRAY + FORSAKEN:
            chosen[rest] = tail
    return {rest: chosen.get(rest) for rest in ways}


def _read(entries: list[Entry]) -> str:
    """Return the text of lines, one paragraph."""
    text = ""
    for entry in entries:
        text += entry.line.text[entry.skip :] + ("" if entry.line.cut else " ")
    return f"{text}-" if entries and entries[-1].line.cut else text.strip()


@dataclass(frozen=True, slots=True)
class _Rest:
    """Lines that may be the rest of a note: where their column is, and which they are in it."""

    column: list[Entry]
    first: int
    last: int
    """Behind their last."""
    shown: bool
    """White space stands above them, or a full stop though they begin small; or they are as wide as lines of notes."""
    wide: bool
    """They are."""

    @property
    def entries(self) -> list[Entry]:
        return self.column[self.first : self.last]


def carry_over(
    sides: list[Columns],
    pages: tuple[PrintedPage, ...],
    notes: list[list[Note]],
    measures: Measures,
    lexicon: Lexicon,
) -> bool:
    """Make notes of lines that go on with a note, though they stand below text; tell if any are.

    That note breaks off, on their page or the one before; they stand right above other notes or a folio, and the text
    reads on better without them.
    """
    between = [entry for side in sides for column in side for entry in _find_between(column)]
    for entry in between:
        entry.role = "note"
    text: dict[int, list[Entry]] = defaultdict(list)
    for entry in (entry for side in sides for column in side for entry in column):
        if entry.role == "text" and entry.page >= 0:
            text[pages[entry.page].folio].append(entry)
    for own in text.values():
        own.sort(key=lambda entry: entry.place)
    by_folio = {page.folio: n for n, page in enumerate(pages) if page.folio}
    found: list[tuple[float, _Rest, Note, int]] = []
    for tail, folio in _find_broken(notes, pages):
        for number in (n for n in (folio, folio + 1) if n in by_folio):
            page = by_folio[number]
            side = pages[page].side
            if number == folio or not _has_rest(notes[side], page):
                ways = _weigh_rests(tail, sides[side], text[number], text.get(number + 1, []), measures, lexicon)
                found += [
                    (gain, rest, tail, page) for gain, rest in ways if number > folio or _stands_apart(tail, rest)
                ]
    taken: set[int] = set()
    for gain, rest, tail, page in sorted(found, key=lambda one: -one[0]):
        if gain > ENOUGH and taken.isdisjoint({id(tail), *map(id, rest.entries)}):
            taken |= {id(tail), *map(id, rest.entries)}
            for entry in rest.entries:
                entry.role, entry.page = "note", page
    return bool(taken or between)


def _find_between(column: list[Entry]) -> list[Entry]:
    """Return the few lines of a column that end with a full stop between a note and the next one by number."""
    found: list[Entry] = []
    last = start = 0
    for n, entry in enumerate(column):
        if entry.role == "note" and entry.label.isdigit():
            few = start and column[start - 1].role == "note" and 0 < n - start <= SHORT
            if few and int(entry.label) == last + 1 and not ends_open(column[n - 1].line):
                found += column[start:n]
            last = int(entry.label)
        if entry.role != "text":
            start = n + 1
    return found


def _stands_apart(tail: Note, rest: _Rest) -> bool:
    """Tell whether white space, or their width, parts lines from what stands above, and that a note stands further up.

    An extraction turned to another column between.
    """
    first = rest.entries[0].line
    return (first.below or rest.wide) and tail.entries[-1].line.end < first.start


def _has_rest(notes: list[Note], page: int) -> bool:
    """Tell whether a page has a text among its notes that goes on with none of its side."""
    return any(note.page == page and not note.label and note.after is None and note.first for note in notes)


def _find_broken(notes: list[list[Note]], pages: tuple[PrintedPage, ...]) -> list[tuple[Note, int]]:
    """Return the notes that break off and have no rest, or whose rest breaks off, each with its folio."""
    after = {id(note.after) for side in notes for note in side if note.after is not None}
    broken = [note for side in notes for note in side if note.page >= 0 and id(note) not in after and _breaks_off(note)]
    return [(note, pages[note.page].folio) for note in broken if note.label or note.after is not None]


def _weigh_rests(
    tail: Note, side: Columns, own: list[Entry], following: list[Entry], measures: Measures, lexicon: Lexicon
) -> Iterator[tuple[float, _Rest]]:
    """Yield the lines of a side that may go on with a note, with how much better they read so than as text.

    `own` are the lines of the page's text, `following` those of the next page's.
    """
    for rest in (rest for column in side for rest in _candidates(column, measures)):
        inside = {id(entry) for entry in rest.entries}
        above = [entry for entry in own if id(entry) not in inside]
        # Where nothing but reading shows it, the sentence above has to go on on the next page, which folios tell.
        goes_on = measures.folios and bool(following) and begins_small(following[0].line)
        if not above or not (rest.shown or goes_on):
            continue
        before = [rest.column[rest.first - 1]] if rest.first and rest.column[rest.first - 1].role == "text" else above
        texts = [_read(part) for part in (tail.entries, rest.entries, above[-3:], before[-3:], following[:3])]
        joins = Joins(tuple(texts), lexicon)
        as_text = FORSAKEN + (joins.inside(3, 1) if rest.entries[0].line.below else joins.turn(3, 1))
        as_note = joins.turn(0, 1) + _weigh_place(tail, rest)
        if following:
            as_text += joins.turn(1, 4) if id(own[-1]) in inside else joins.turn(2, 4)
            as_note += joins.turn(2, 4)
        yield as_text - as_note, rest


def _weigh_place(tail: Note, rest: _Rest) -> float:
    """Return the cost of the note that stands right below the rest: it is the next one."""
    below = rest.column[rest.last].label if rest.last < len(rest.column) else ""
    if not below.isdigit() or not tail.label.isdigit() or rest.column[rest.last].role == "folio":
        return 0.0
    return -NEXT if int(below) == int(tail.label) + 1 else 0.0


def _candidates(column: list[Entry], measures: Measures) -> list[_Rest]:
    """Return the lines of text that end with a full stop right above notes, as many as may be the rest of one."""
    found: list[_Rest] = []
    for last in range(1, len(column) + 1):
        if column[last - 1].role != "text" or ends_open(column[last - 1].line):
            continue
        if last < len(column) and column[last].role == "text":
            continue
        for first in range(last - 1, max(-1, last - 1 - CARRIED), -1):
            entry = column[first]
            if entry.role != "text" or (first + 1 < last and column[first + 1].line.below) or find_calls(entry.line):
                break
            above = column[first - 1] if first else None
            if above is not None and above.line.text[-1] in VISIBLE and not begins_small(entry.line):
                continue
            told = _tell(column[first:last], measures)
            if "text" in told:
                break
            short = last - first <= SHORT and above is not None and above.role == "text" and ends_open(above.line)
            breaks_in = above is not None and begins_small(entry.line) and not ends_open(above.line)
            shown = entry.line.below or "note" in told or breaks_in
            if shown or short:
                found.append(_Rest(column, first, last, shown, "note" in told))
    return found


def _tell(entries: list[Entry], measures: Measures) -> set[str]:
    """Return what the widths of lines say, those that were parted taken together again; the last has any width."""
    pieces: list[Line] = []
    width = 0.0
    for entry in entries:
        width += entry.line.width
        if entry.line.cut:
            width -= HYPHEN
        else:
            pieces.append(replace(entry.line, width=width))
            width = 0.0
    return {measures.tells(piece) for piece in pieces[:-1]}
