"""The marks that the extraction kept, each given to its note, also where the numbering starts again."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from edition.bounds import Bounds, folio_at
from edition.evidence import Place
from edition.labels import MARK, lone_stars, read_label
from edition.paragraphs import Assembly
from edition.source import Span

_PLAIN = re.compile(
    r"(?:(?<=[^\W\d_]{2})|(?<=[^\W\d_][.,;:!?…\"'”’»“)\]*])|(?<=[.,;:!?…)\]*][\"'”’»“)\]*]))"
    r"([1-9]\d{0,2})(?![\w*])(?![.,:]\d)"
)
"""A bare figure glued to a word or to the punctuation behind one: neither a year, nor `H2O`, nor `3:16`."""
_SECTION = re.compile(r"(?<!\w)[^\W\d_]\.\d{1,3}\.$")
"""The number of a section, such as `A.3.`."""
_CAPITALS = re.compile(r"(?<!\w)[A-ZА-Я]{2,5}$")
_ROUND = re.compile(r"(?<=[^\s(])\s?\((\d{1,3})\)")
_APART = re.compile(r"(?<=[^\W\d_][.,;:!?…])\s(\d{1,3})(?=\s[^\W\d_])")
"""A bare figure that a line's end parted from the stop before it: as weak as evidence can be."""
_POWER = re.compile(r"(?:(?<![^\W\d_])[^\W\d_]|\d)$")
NEAREST = 6
"""Marks with a note's label that are tried for it: those on its page, and the nearest in the source."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What may be the mark of a note."""

    place: Place
    label: str
    folio: int
    source: int
    sure: bool
    """It can be nothing else."""


def match_marks(assembly: Assembly, bounds: Bounds) -> tuple[dict[int, Place], list[Place]]:
    """Return the mark of each note that has one, and the marks that can be nothing else and have no note.

    Notes and marks rise together: of all ways to pair equal labels in this order the one with the most pairs is taken,
    on the same page before another, in the text right before the note before elsewhere. What is left is paired where
    there is one choice.
    """
    marks = read_marks(assembly)
    found = _align(assembly, bounds, marks)
    taken = {marks[k].place for k in found.values()}
    shared = Counter(label for label, _, _ in assembly.notes)
    for note, (label, folio, _) in enumerate(assembly.notes):
        free = [k for k, m in enumerate(marks) if m.label == label and m.place not in taken]
        if note not in found and free:
            k = _left_over(marks, free, folio, bounds.stretch(note), shared=shared[label] > 1)
            if k is not None:
                found[note] = k
                taken.add(marks[k].place)
    calls = {note: marks[k].place for note, k in found.items()}
    if any(not marks[k].sure for k in found.values()):
        calls |= _match_apart(assembly, bounds, calls)
    return calls, [m.place for m in marks if m.sure and m.place not in taken and not _is_power(assembly, m.place)]


def _left_over(marks: list[Mark], free: list[int], folio: int, stretch: Span, *, shared: bool) -> int | None:
    """Return which of the free marks with its label is a note's whose mark does not rise with the others.

    Of the notes under two pages, some may have been given to the wrong one. Where other notes share the label a mark
    far from its note is theirs.
    """
    sure = [k for k in free if marks[k].sure or not marks[k].label.isdigit()]
    here = [k for k in sure if marks[k].folio == folio and folio]
    if here:
        return here[0]
    before = [k for k in sure if folio > 1 and marks[k].folio == folio - 1]
    side = [k for k in free if stretch.start <= marks[k].source < stretch.end]
    return next((own[0] for own in (before if shared else sure, side) if len(own) == 1), None)


def _match_apart(assembly: Assembly, bounds: Bounds, calls: dict[int, Place]) -> dict[int, Place]:
    """Return the marks that stand apart from their words, of notes that have no other, where bare figures are marks.

    Each is the only one between the marks of the notes around.
    """
    found: dict[int, Place] = {}
    apart = [
        (Place(n, *m.span()), m.group(1)) for n, d in enumerate(assembly.text) for m in _APART.finditer(d.tape.text)
    ]
    for note, (label, folio, _) in enumerate(assembly.notes):
        low = max((place for other, place in calls.items() if other < note), default=None)
        high = min((place for other, place in calls.items() if other > note), default=None)
        own = [
            place
            for place, figure in apart
            if figure == label and (low is None or low < place) and (high is None or place < high)
            if _stands_near(assembly, bounds, place, note, folio)
        ]
        if note not in calls and len(own) == 1:
            found[note] = own[0]
    return found


def _stands_near(assembly: Assembly, bounds: Bounds, place: Place, note: int, folio: int) -> bool:
    """Tell whether a place is on a note's page, or where there are no pages in the text right before it."""
    draft = assembly.text[place.draft]
    if folio:
        return folio_at(draft, place.start) == folio
    stretch = bounds.stretch(note)
    return stretch.start <= draft.tape.at[place.end - 1] < stretch.end


def read_marks(assembly: Assembly) -> list[Mark]:
    """Return the marks that type shows, those that can be nothing else, and what else may be one, in reading order."""
    labels = {label for label, _, _ in assembly.notes}
    found: list[Mark] = []
    for n, draft in enumerate(assembly.text):
        text = draft.tape.text
        taken: set[int] = set()
        for start, end, sure in _spans(text, draft.marks):
            label = read_label(text[start:end])
            if taken.isdisjoint(range(start, end)) and (sure or label in labels):
                taken |= set(range(start, end))
                source = draft.tape.at[start]
                found.append(Mark(Place(n, start, end), label, folio_at(draft, start), source, sure))
    if any(mark.sure and mark.label in labels for mark in found):
        found = [mark for mark in found if mark.sure or not _is_name(assembly, mark)]
    certain = sum(mark.sure and mark.label in labels for mark in found)
    weak = sum(not mark.sure and mark.label.isdigit() for mark in found)
    if certain > max(1, weak):
        # An extraction writes its marks in one way: the fewer bare figures belong to their words, as in `HTTP2`.
        found = [mark for mark in found if mark.sure or not mark.label.isdigit()]
    return sorted(found, key=lambda mark: (mark.place.draft, mark.place.start))


def _is_name(assembly: Assembly, mark: Mark) -> bool:
    """Tell whether a figure stands behind capitals, as in `MD5`."""
    text = assembly.text[mark.place.draft].tape.text
    return mark.label.isdigit() and _CAPITALS.search(text[max(0, mark.place.start - 6) : mark.place.start]) is not None


def _spans(text: str, shown: tuple[tuple[int, int], ...]) -> list[tuple[int, int, bool]]:
    """Return what may be marks, what type shows first, then what can be nothing else."""
    sure = [m.span() for m in MARK.finditer(text) if not (m.group()[0] == "§" and text[: m.start()][-1:].isspace())]
    plain = [
        m.span(1) for m in _PLAIN.finditer(text) if not _SECTION.search(text[max(0, m.start(1) - 4) : m.end(1) + 1])
    ]
    weak = plain + [m.span() for m in _ROUND.finditer(text)] + lone_stars(text)
    return [(a, b, True) for a, b in (*shown, *sure)] + [(a, b, False) for a, b in weak]


def _is_power(assembly: Assembly, place: Place) -> bool:
    """Tell whether a superscript may be an exponent, as in `x²` or `10³`."""
    text = assembly.text[place.draft].tape.text
    return text[place.start : place.end] in ("²", "³") and _POWER.search(text[: place.start]) is not None


def _align(assembly: Assembly, bounds: Bounds, marks: list[Mark]) -> dict[int, int]:
    """Return for notes the marks of the heaviest rising pairing (a weighted increasing subsequence)."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for k, mark in enumerate(marks):
        by_label[mark.label].append(k)
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(marks) + 1)
    pairs: list[tuple[int, int, int]] = []
    noted = Counter(label for label, _, _ in assembly.notes)
    for note, (label, folio, _) in enumerate(assembly.notes):
        stretch = bounds.stretch(note)
        fresh = []
        for k in _nearest(by_label.get(label, []), marks, folio, bounds.starts[note]):
            weight = _weigh(marks[k], folio, stretch, shared=noted[label] > 1)
            if weight > 0:
                before = _query(best, k)
                fresh.append((k, before[0] + weight, before[1]))
        for k, total, before_pair in fresh:
            pairs.append((note, k, before_pair))
            _update(best, k, (total, len(pairs) - 1))
    _, at = _query(best, len(marks))
    found: dict[int, int] = {}
    while at >= 0:
        note, k, at = pairs[at]
        found[note] = k
    return found


def _nearest(own: list[int], marks: list[Mark], folio: int, source: int) -> list[int]:
    here = [k for k in own if folio and folio - 1 <= marks[k].folio <= folio]
    near = sorted(own, key=lambda k: (abs(marks[k].source - source), k))[:NEAREST]
    return sorted({*here[:NEAREST], *near})


def _weigh(mark: Mark, folio: int, stretch: Span, *, shared: bool) -> float:
    """Return how much it says that a mark and a note with one label belong together; nothing where they cannot.

    No note is lost, so a mark without one says more than any place: of two pairings that with more pairs weighs more.
    """
    near = stretch.start <= mark.source < stretch.end
    here, before = bool(folio) and mark.folio == folio, folio > 1 and mark.folio == folio - 1
    if here:
        # Of two notes on a page with one label, that behind the paragraph is called there.
        return (10.0 if mark.sure else 5.0) + 0.5 * near
    if near and (before or not folio):
        return 8.0 if mark.sure else 4.0
    if before:
        # Where the foot of its page is full a note stands on the next.
        return 7.0 if mark.sure else 3.5
    if near:
        return 6.0 if mark.sure else 3.0
    if folio > 2 and mark.folio == folio - 2 and mark.label.isdigit():
        # And where that of the next is, too, on the one behind it.
        return 3.0 if mark.sure else 0.0
    return 5.0 if mark.sure and not (shared and folio and mark.folio) else 0.0


def _query(best: list[tuple[float, int]], count: int) -> tuple[float, int]:
    """Return the heaviest pairing that ends in the first `count` marks (a Fenwick tree of maxima)."""
    found = (0.0, -1)
    while count > 0:
        if best[count][0] > found[0]:
            found = best[count]
        count -= count & -count
    return found


def _update(best: list[tuple[float, int]], k: int, value: tuple[float, int]) -> None:
    k += 1
    while k < len(best):
        if value[0] > best[k][0]:
            best[k] = value
        k += k & -k
