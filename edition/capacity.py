"""How much a full page of the booklet holds, found before anything is known of its order."""

from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import log, sqrt
from statistics import median

from edition.cutting import Cutting, Matter
from edition.joins import Joins
from edition.labels import find_calls
from edition.source import Span

MEASURE = 66
"""Characters on a line of a booklet's page: what a paragraph's last line leaves empty is reckoned with it."""


LARGEST = 6000
"""Characters on the fullest page that a booklet may have."""
NOTE_SIZE = 0.7
"""The room of a note's characters against the text's: smaller type, closer lines."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A fragment, or the part of one between two places where pages may have been run together."""

    fragment: int
    span: Span
    kind: str
    label: str = ""
    going: bool = False
    """It goes on with the paragraph above, as its lines or its type show."""


def read_matter(
    texts: tuple[str, ...],
    atoms: tuple[Atom, ...],
    frames: tuple[tuple[int, str], ...],
    joins: Joins,
    rooms: tuple[float, ...] = (),
) -> Matter:
    """Return what the search needs to know of the atoms; `rooms` is the room of the notes that stand behind each.

    With those notes every mark is answered where it stands.
    """
    notes = tuple(atom.kind == "note" for atom in atoms)
    starts, ends = [len(atoms)] * (len(atoms) + 1), [len(atoms)] * (len(atoms) + 1)
    for i in range(len(atoms) - 1, -1, -1):
        starts[i] = i if notes[i] else starts[i + 1]
        ends[i] = (ends[i + 1] if i + 1 < len(atoms) and notes[i + 1] else i + 1) if notes[i] else ends[i + 1]
    labels = tuple(atom.label for atom in atoms)
    calling = [atom.kind == "text" and not rooms for atom in atoms]
    numbers = [int(label) for label in labels if label.isdigit()]
    sizes = tuple(
        float(len(atom.span)) if i + 1 in joins.loose else _size(len(atom.span), atom.kind, heading=joins.is_heading(i))
        for i, atom in enumerate(atoms)
    )
    if rooms:
        sizes = tuple(size + room for size, room in zip(sizes, rooms, strict=True))
    return Matter(
        sizes=sizes,
        sums=tuple(accumulate(sizes, initial=0.0)),
        is_note=notes,
        labels=labels,
        marks=tuple(find_calls([text if told else "" for text, told in zip(texts, calling, strict=True)], set(labels))),
        run_start=tuple(starts),
        run_end=tuple(ends),
        frames=frames,
        numbered=len(set(numbers)) == len(numbers) == sum(notes),
        restarts=_restarts(labels, notes),
        rooms=rooms,
    )


FIRST = ("*", "1")
"""The labels that a page's notes begin with, where it begins them again."""


def _restarts(labels: tuple[str, ...], notes: tuple[bool, ...]) -> bool:
    """Tell whether the runs of notes begin with a first label, each: then so do the pages."""
    heads = [
        next((label for label in labels[i:] if label), "")
        for i, (before, note) in enumerate(pairwise((False, *notes)))
        if note and not before
    ]
    return len(heads) >= _RUNS and sum(head in FIRST for head in heads) >= 0.8 * len(heads)


_RUNS = 3
"""Runs of notes that show a habit."""


def note_room(atom: Atom) -> float:
    """Return the room of a note on its page, in characters of text."""
    return _size(len(atom.span), "note", heading=False)


def _size(length: int, kind: str, *, heading: bool) -> float:
    if kind == "note":
        return NOTE_SIZE * (length + MEASURE / 2)
    return 3.0 * MEASURE if heading else length + MEASURE / 2


def capacities(matter: Matter, joins: Joins) -> tuple[tuple[float, float], ...]:
    """Return the likely capacities of a full page with their log probabilities, the likeliest first.

    Where a block cannot read on into the next, a page ends, mostly; between two page ends stands a whole number of
    pages.
    """
    ends = _ends(matter, joins)
    scored: list[tuple[float, float]] = []
    size = 700.0
    while size < LARGEST:
        scored.append((_likelihood(ends, size) - 0.5 * (log(size / _USUAL) / _VARIED) ** 2, size))
        size *= 1.01
    scored.sort(reverse=True)
    kept: list[tuple[float, float]] = []
    for likelihood, size in scored:
        if likelihood < scored[0][0] - 12 or len(kept) == 3:
            break
        if all(abs(size / other - 1) > 0.1 for _, other in kept):
            kept.append((likelihood, size))
    return tuple((size, likelihood) for likelihood, size in kept)


_USUAL, _VARIED = 1900.0, 0.45
"""What a page of a booklet holds mostly, from A6 to half letter, and how far that differs, as a share of it."""


def _ends(matter: Matter, joins: Joins) -> list[float]:
    """Return how much stands before each place where a page seems to end."""
    ends = [0.0]
    for i in range(1, len(matter.sizes)):
        after_notes = matter.is_note[i - 1] and not matter.is_note[i]
        in_text = not matter.is_note[i - 1] and not matter.is_note[i]
        if after_notes or (in_text and joins.inside(i - 1, i) >= 2.5):
            ends.append(matter.sums[i])
    ends.append(matter.sums[-1])
    return ends


def _likelihood(ends: list[float], size: float) -> float:
    """Return the log likelihood of these ends of pages that hold so much, the likeliest of them taken for none."""
    best = [0.0]
    for n in range(1, len(ends)):
        before = range(max(0, n - 1 - _FALSE_RUN), n)
        best.append(max(best[k] + _gap_likelihood(ends[n] - ends[k], size) + (n - 1 - k) * _FALSE for k in before))
    return best[-1]


_FALSE = -8.0
"""What a place costs that only seems to end a page, in nats: at less, pages of twice the size explain too much."""
_FALSE_RUN = 2
"""How many of them stand in a row at most."""


def _gap_likelihood(gap: float, size: float) -> float:
    """Return the log likelihood that so much stands on a whole number of pages, a quarter of whose ends do not show."""
    count = max(1, round(gap / size))
    width = 0.06 * size * sqrt(count)
    deviation = (gap - count * size) / width
    return max(log(0.75 / width) + (count - 1) * _UNSHOWN - deviation * deviation / 2, log(0.02 / size))


_UNSHOWN = log(0.25)


def fitted_capacity(matter: Matter, cutting: Cutting) -> float:
    """Return the median room that the fuller half of the pages take."""
    used = sorted(
        sum(matter.sizes[page.first : page.last])
        + sum(sum(matter.sizes[a:b]) for f, a, b in cutting.notes if f == folio)
        for folio, page in enumerate(cutting.pages)
        if page is not None and page.last > page.first
    )
    return median(used[len(used) // 4 :]) if used else cutting.capacity
