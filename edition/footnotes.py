"""The notes of a sheet side: each label with its text, though they may stand apart."""

from collections import defaultdict
from dataclasses import dataclass, field

from edition.feet import find_calls
from edition.measures import Measure, Measures, begins_small, ends_open, leaves_room
from edition.pages import Entry


@dataclass(slots=True)
class Note:
    """A note, one of its paragraphs, or the rest of one from the page before (which has no label)."""

    label: str
    entries: list[Entry]
    page: int
    opens: bool | None = None
    leading: Entry | None = None
    """The label, where it stands right before the text on a line of its own."""
    labels: list[Entry] = field(default_factory=list)
    """Its labels on lines of their own, wherever they stand."""


def read_notes(side: list[list[Entry]], measures: Measures) -> list[Note]:
    """Return the notes of one side; every line of a note is in one of them, and every label that stands alone."""
    places: dict[str, set[int]] = defaultdict(set)
    for entry in (e for column in side for e in column if e.role == "text"):
        for _, _, label in find_calls(entry.line):
            places[label].add(entry.page)
    notes = [note for column in side for note in _read_column(column, measures)]
    page = -1
    for note in notes:
        called = places.get(note.label, set()) if note.label else set()
        if len(called) == 1:
            note.page = next(iter(called))
        elif note.opens and page >= 0:
            note.page = page
        page = note.page
    return notes


def _read_column(column: list[Entry], measures: Measures) -> list[Note]:
    notes: list[Note] = []
    groups: list[list[Entry]] = []
    n = 0
    while n < len(column):
        entry = column[n]
        if entry.role == "label":
            end = _stretch(column, n, "label")
            groups += _part_groups(column[n:end])
        elif entry.role == "note":
            end = _stretch(column, n, "note")
            measure = measures.notes or measures.text
            fresh = n > 0 and column[n - 1].role == "label"
            group: list[Entry] = []
            while groups and not entry.label and len(group) < len(_split(column[n:end], measure, 0)):
                group = groups.pop() + group if fresh else group + groups.pop(0)
            notes += _read_chunk(column[n:end], group, measure)
        else:
            end = n + 1
        n = end
    _leave(notes, [label for group in groups for label in group])
    return notes


def _part_groups(labels: list[Entry]) -> list[list[Entry]]:
    """Return the labels that stand together, without white space between: their notes do, too."""
    groups: list[list[Entry]] = []
    for label in labels:
        if not groups or label.line.below:
            groups.append([])
        groups[-1].append(label)
    return groups


def _leave(notes: list[Note], labels: list[Entry]) -> None:
    """Keep labels that found no text with some note, or as text, so that no character is lost."""
    if notes:
        notes[-1].labels += labels
    else:
        for label in labels:
            label.role = "text"


def _stretch(column: list[Entry], first: int, role: str) -> int:
    end = first + 1
    while end < len(column) and column[end].role == role:
        end += 1
    return end


def _read_chunk(chunk: list[Entry], group: list[Entry], measure: Measure | None) -> list[Note]:
    """Return the notes of lines that stand together, those without labels of their own given the group's in order."""
    notes: list[Note] = []
    start = 0
    while start < len(chunk):
        end = start + 1
        while end < len(chunk) and not chunk[end].label:
            end += 1
        part = chunk[start:end]
        runs = _split(part, measure, len(group) if start == 0 else 0)
        if part[0].label:
            notes.append(Note(part[0].label, runs[0], part[0].page))
            notes += [Note("", run, part[0].page, opens=True) for run in runs[1:]]
        else:
            notes += _give_labels(runs, group)
        start = end
    return notes


def _give_labels(runs: list[list[Entry]], group: list[Entry]) -> list[Note]:
    """Return the paragraphs as notes; the first is the rest of an earlier one where labels are too few for all."""
    page = runs[0][0].page
    carried = 1 if not group or (len(runs) > len(group) and begins_small(runs[0][0].line)) else 0
    notes = [Note("", runs[0], page, opens=False)] if carried else []
    waiting = list(group)
    for run in runs[carried:]:
        if waiting:
            label = waiting.pop(0)
            close = run[0].follows is label
            notes.append(Note(label.label, run, label.page, None, label if close else None, [label]))
        else:
            notes.append(Note("", run, notes[-1].page, opens=True))
    _leave(notes, waiting)
    return notes


def _split(part: list[Entry], measure: Measure | None, wanted: int) -> list[list[Entry]]:
    """Return the paragraphs of notes; where there must be more, the fullest line after which one may begin decides."""
    starts = [0]
    maybe: list[tuple[float, int]] = []
    for n in range(1, len(part)):
        last, line = part[n - 1].line, part[n].line
        if measure is None or begins_small(line) or last.text[-1:] in "-\u2010\u00ad":
            continue
        if leaves_room(measure, last, line) and not (ends_open(last) and measure.slack(last) < 0.2 * measure.widest):
            starts.append(n)
        elif not ends_open(last):
            maybe.append((-measure.slack(last), n))
    for _, n in sorted(maybe)[: max(0, wanted - len(starts))]:
        starts.append(n)
    starts.sort()
    return [part[a:b] for a, b in zip(starts, [*starts[1:], len(part)], strict=True)]
