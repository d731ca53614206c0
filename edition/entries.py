"""The printed lines of a sheet side told apart: which are text, which notes, folios, labels."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from edition.claims import find_claimed
from edition.columns import USUAL, Line, Side
from edition.feet import Feet
from edition.glued import part_line
from edition.joined import part_joined
from edition.measures import INNER_STOP, Measure, Measures, begins_small, ends_numbered, ends_open, fit_measure, goes_on
from edition.syllables import Ruler

SET_OFF = 0.93
"""Lines of quotations that are set off are less wide than this share of the measure."""
NARROW = 0.6
"""Lines of a title are less wide than this share of the measure."""
SURE = 5
"""Full lines of text right below labels that are no note: text of the other page, whose lines are many."""


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
    call: bool = False
    """The line is the mark of a note alone."""
    follows: "Entry | None" = field(default=None, repr=False)
    """The line right before it in the source, of the same column."""


def read_entries(
    side: Side, feet: Feet, measures: Measures, words: Counter[str], ruler: Ruler = USUAL
) -> list[list[Entry]]:
    """Return the lines of each column of a side with what they are, in the order of the source."""
    return [_part_all(_read_column(column, feet, measures, words), measures, ruler) for column in side.columns]


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
        elif foot is not None and foot.kind == "call":
            entries.append(Entry(line, "note" if noted else "text", call=not noted))
        elif foot is not None and foot.kind == "label":
            waiting += not _is_behind(column, n, entries)
            entries.append(Entry(line, "label", foot.label))
            noted = True
        elif foot is not None:
            entries.append(Entry(line, "note", foot.label, foot.length))
            noted = True
        else:
            if n in told:
                under = bool(entries) and entries[-1].role == "label"
                few = _count_full(column, n, feet, measures) < SURE
                close = under and (
                    not line.below or (few and not (told[n] == "text" and _may_follow(column, n, told, feet)))
                )
                runs_on = told[n] == "" and _goes_on(entries, line)
                noted = close or runs_on or _tell_noted(column, n, told, feet, noted=noted, waiting=waiting > 0)
            elif noted and entries[-1].role == "note" and _back_in_text(column, n, feet, measures):
                noted = False
                _take_heading(entries)
            if noted and (not entries or entries[-1].role != "note"):
                waiting = max(0, waiting - _labels_before(entries, _count_stops(column, n, feet)))
            entries.append(Entry(line, "note" if noted else "text"))
    _carry_back(entries, measures, words)
    every = [e.line for e in entries], [e.role for e in entries], [e.label for e in entries]
    for n in find_claimed(*every, measures.text):
        entries[n].role = "note"
    _free_strangers(entries, measures)
    _free_headings(entries, measures)
    return entries


def _part_all(entries: list[Entry], measures: Measures, ruler: Ruler) -> list[Entry]:
    """Return the entries of a column, each one printed line as far as those that were joined can be parted."""
    parted: list[Entry] = []
    for entry in entries:
        measure = (measures.notes or measures.text) if entry.role == "note" else measures.text
        told = measure is not None and entry.role in ("text", "note")
        for n, line in enumerate(part_joined(entry.line, measure, ruler) if told and measure else [entry.line]):
            own = entry if n == 0 else Entry(line, entry.role)
            own.line = line
            own.lines = max(1, round(line.width / measure.mean)) if measure else 1
            parted.append(own)
    for before, entry in pairwise(parted):
        entry.follows = before
    return parted


def _goes_on(entries: list[Entry], line: Line) -> bool:
    """Tell whether a line goes on with the sentence of a note right above it."""
    above = entries[-1] if entries else None
    return above is not None and above.role == "note" and goes_on(above.line, line)


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


def _may_follow(column: tuple[Line, ...], n: int, told: dict[int, str], feet: Feet) -> bool:
    """Tell whether a block below may be the note that a label above block `n` waits for."""
    for k in range(n + 1, len(column)):
        if column[k].start in feet:
            return False
        if k in told and told[k] != "text":
            return True
    return False


def _is_behind(column: tuple[Line, ...], n: int, entries: list[Entry]) -> bool:
    """Tell whether a label stands right below its text: white space follows, and more notes stand above than labels."""
    last = n + 1 == len(column) or column[n + 1].below
    if column[n].below or not last or not entries or entries[-1].role != "note":
        return False
    first = len(entries)
    while first and entries[first - 1].role == "note" and not entries[first - 1].label:
        first -= 1
        if entries[first].line.below:
            break
    lines = [entry.line for entry in entries[first:]]
    return any((not ends_open(a) or ends_numbered(a)) and not begins_small(b) for a, b in pairwise(lines))


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


def _labels_before(entries: list[Entry], room: int) -> int:
    """Return how many labels stand above a block of notes that has room for so many."""
    count = 0
    for entry in reversed(entries):
        if entry.role != "label":
            break
        count += 1
        if entry.line.below:
            break
    return max(1, min(count, room))


def _tell_blocks(column: tuple[Line, ...], feet: Feet, measures: Measures) -> dict[int, str]:
    """Return of every block, by its first line, whether it is `text` or `note`, if most of its widths say so."""
    starts = [
        n
        for n, line in enumerate(column)
        if line.start not in feet and (line.below or (n and column[n - 1].start in feet))
    ]
    return {n: _tell_block(column, n, feet, measures) for n in starts}


def _count_full(column: tuple[Line, ...], first: int, feet: Feet, measures: Measures) -> int:
    """Return how many lines of a block fill the measure of text."""
    count = 0
    for n in range(first, len(column)):
        if n > first and (column[n].below or column[n].start in feet):
            break
        count += measures.text is not None and measures.text.fills(column[n])
    return count


def _count_stops(column: tuple[Line, ...], first: int, feet: Feet) -> int:
    """Return how many notes a block may hold: as many as sentences end in it."""
    end = first + 1
    while end < len(column) and not column[end].below and column[end].start not in feet:
        end += 1
    return max(1, sum(len(INNER_STOP.findall(line.text)) + (not ends_open(line)) for line in column[first:end]))


def _tell_noted(
    column: tuple[Line, ...], n: int, told: dict[int, str], feet: Feet, *, noted: bool, waiting: bool
) -> bool:
    """Tell whether a block is of notes: where its widths do not say so, if labels wait and no more text follows."""
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
    end = first + 1
    while end < len(column) and not column[end].below and column[end].start not in feet:
        end += 1
    # The last line of a paragraph has any width.
    last = end - 1 if end - first > 1 and not ends_open(column[end - 1]) else end
    for line in column[first:last]:
        if measures.notes is None and measures.text is not None:
            votes["text"] += measures.text.fills(line)
        votes[measures.tells(line)] += 1
    if measures.notes is None:
        return "text" if votes["text"] > 1 else ""
    text, note = votes["text"], votes["note"]
    if text == note == 0 and measures.text is not None:
        # Lines alike that are narrower than text are of a quotation set off: notes are as wide as they can be.
        own = fit_measure(list(column[first:end]))
        return "text" if own is not None and own.widest < SET_OFF * measures.text.mean else ""
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


def _free_strangers(entries: list[Entry], measures: Measures) -> None:
    """Make text of short lines that stand inside a sentence of a note: a title of the page beside it."""
    starts = [n for n in range(1, len(entries)) if entries[n].line.below or entries[n].role != entries[n - 1].role]
    for start, end in pairwise(starts):
        before, after, own = entries[start - 1], entries[end], entries[start:end]
        noted = before.role == after.role == "note" and not after.label
        breaks_off = noted and ends_open(before.line) and begins_small(after.line) and not begins_small(own[0].line)
        if not breaks_off or measures.notes is None or len(own) < 2:
            continue
        if all(e.role == "note" and not e.label and e.line.width < NARROW * measures.notes.widest for e in own):
            for entry in own:
                entry.role = "text"


def _free_headings(entries: list[Entry], measures: Measures) -> None:
    """Make text of headings that stand among notes: short blocks without a full stop, where more blocks than labels."""
    if measures.text is None:
        return
    labels = sum(entry.role == "label" for entry in entries)
    starts = [n for n, e in enumerate(entries) if n == 0 or e.line.below or e.role != entries[n - 1].role or e.label]
    blocks = [
        (start, entries[start:end])
        for start, end in pairwise([*starts, len(entries)])
        if entries[start].role == "note" and not entries[start].label
    ]
    spare = sum(not begins_small(own[0].line) for _, own in blocks) - labels
    for start, own in blocks[::-1]:
        above, below = entries[start - 1 : start], entries[start + len(own) : start + len(own) + 1]
        apart = own[0].line.below and (not below or below[0].line.below or below[0].label)
        closed = above and above[0].role == "note" and not ends_open(above[0].line)
        if spare > 0 and apart and closed and len(own) < 3 and _is_heading([e.line for e in own], measures.text):
            spare -= 1
            for entry in own:
                entry.role = "text"


def _is_heading(lines: list[Line], measure: Measure) -> bool:
    short = all(line.width < NARROW * measure.widest for line in lines)
    return short and ends_open(lines[-1]) and lines[-1].text[-1] not in ".,;-)" and not begins_small(lines[0])


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
            off = abs(USUAL.measure(line.text[:k]) + 0.34 - text.mean)
            rest = words[line.text[k : m.end()].lower()]
            if off < 0.1 * text.mean and rest:
                found.append((off - min(rest, 20) / 5, k))
    return line.start + min(found)[1] if found else None
