"""The notes of a sheet side: each label with its text, though they may stand apart."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, permutations

from edition.entries import Entry
from edition.feet import find_calls, find_late_calls
from edition.measures import Measure, Measures, begins_small, breaks_word, ends_open, goes_on, leaves_room

MIXED = 4
"""Pages of a side whose notes are tried in every order."""


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
    first: bool = True
    """White space, a label, or text parts it from the lines above."""
    passed: frozenset[int] = frozenset()
    """Pages whose folios stand above it in its column."""
    after: "Note | None" = None
    """The note of its side that it goes on with, which breaks off."""


@dataclass(slots=True)
class _Text:
    """A paragraph of notes."""

    entries: list[Entry]
    first: bool
    """It is the first of those that stand together."""
    sure: Entry | None
    """The label that it surely has: its first line has it, or it stands right above."""
    spare: bool = False
    """It has no label: it goes on with a note from the page before, or with the note above."""


def read_notes(side: list[list[Entry]], measures: Measures) -> list[Note]:
    """Return the notes of one side; every line of a note is in one of them, and every label that stands alone."""
    places: dict[str, set[int]] = defaultdict(set)
    for entry in (e for column in side for e in column if e.role == "text"):
        for label in (entry.line.text,) if entry.call else [label for _, _, label in find_calls(entry.line)]:
            places[label].add(entry.page)
    told = set(places)
    for entry in (e for column in side for e in column if e.role == "text"):
        for _, _, label in find_late_calls(entry.line):
            if label not in told:
                places[label].add(entry.page)
    _tell_apart(places, side)
    notes = [note for column in side for note in _read_column(column, measures, places)]
    before: Note | None = None
    for note in notes:
        called = places.get(note.label, set()) if note.label else set()
        if len(called) == 1:
            note.page = next(iter(called))
        elif before is not None and (note.opens or _runs_on(before, note)):
            note.page = before.page
        before = note
    return notes


def _tell_apart(places: dict[str, set[int]], side: list[list[Entry]]) -> None:
    """Leave of the pages that seem to call a note the one that calls a note beside it: `IPv4` calls none.

    That is the one before or the next, and no folio stands between them.
    """
    for column in side:
        together: list[set[int]] = [set()]
        for entry in column:
            if entry.role == "folio":
                together.append(set())
            elif entry.label.isdigit():
                together[-1].add(int(entry.label))
        for own in together:
            sure = {n: min(places[str(n)]) for n in own if len(places.get(str(n), ())) == 1}
            for n in own - {*sure}:
                near = places.get(str(n), set()) & {sure[m] for m in (n - 1, n + 1) if m in sure}
                if len(near) == 1:
                    places[str(n)] = near


def _runs_on(before: Note, note: Note) -> bool:
    """Tell whether a text without a label goes on with the sentence of the note before it."""
    return not note.label and goes_on(before.entries[-1].line, note.entries[0].line)


def _read_column(column: list[Entry], measures: Measures, places: dict[str, set[int]]) -> list[Note]:
    """Return the notes of a column; labels apart from their texts have them in the order of pages and numbers."""
    texts = _read_texts(column, measures.notes or measures.text)
    taken = {id(text.sure) for text in texts}
    pages = _label_pages(column, places)
    loose = [entry for entry in column if entry.role == "label" and id(entry) not in taken]
    _spare(texts, len(loose))
    loose = _order_labels(texts, loose, pages)
    notes: list[Note] = []
    for n, text in enumerate(texts):
        label = text.sure or (loose.pop(0) if loose and not text.spare else None)
        page = pages.get(id(label), text.entries[0].page)
        if label is None:
            first = text.entries[0].line
            opens = bool(notes) and not (
                text.first and (begins_small(first) or goes_on(notes[-1].entries[-1].line, first))
            )
            after = next((o.sure for o in texts[n + 1 : n + 2] if o.sure and _stands_under(text, o, o.sure)), None)
            after = after or (loose[0] if loose else None)
            page = notes[-1].page if opens else pages.get(id(after), page)
            notes.append(Note("", text.entries, page, opens=opens, first=text.first))
        elif label.role == "note":
            notes.append(Note(label.label, text.entries, page))
        else:
            close = text.entries[0].follows is label
            notes.append(Note(label.label, text.entries, page, None, label if close else None, [label]))
    _leave(notes, loose)
    for note in notes:
        note.passed = frozenset(e.page for e in column[: column.index(note.entries[0])] if e.role == "folio")
    return notes


def _stands_under(text: _Text, other: _Text, label: Entry) -> bool:
    """Tell whether nothing stands between a text of notes and another, or its label."""
    return text.entries[-1] in (other.entries[0].follows, label.follows)


def _order_labels(texts: list[_Text], loose: list[Entry], pages: dict[int, int]) -> list[Entry]:
    """Return the labels that stand apart in the order of their texts: by number, page by page.

    Which page's notes stand first, the labels tell that stand with their texts, or else the folios below these, or
    the order of the labels apart.
    """
    labels = [*loose, *(text.sure for text in texts if text.sure is not None)]
    wanted = [text for text in texts if not text.spare]
    apart = {id(entry) for entry in loose}
    best, least = loose, (len(wanted) + 1, 0, 0)
    for ranked in _label_orders(labels, pages):
        own = [entry for entry in ranked if id(entry) in apart]
        pairs = list(zip(wanted, ranked, strict=False))
        wrong = sum(text.sure is not None and text.sure is not found for text, found in pairs)
        strayed = sum(pages.get(id(found)) != text.entries[0].page for text, found in pairs)
        turned = sum(a.line.start > b.line.start for a, b in pairwise(own))
        if (wrong, strayed, turned) < least:
            best, least = own, (wrong, strayed, turned)
    return best


def _label_orders(labels: list[Entry], pages: dict[int, int]) -> Iterator[list[Entry]]:
    """Yield the labels page by page; then by number alone, since which page calls a note is not always known."""
    known = sorted({pages[id(entry)] for entry in labels if id(entry) in pages})
    numbered = sorted(labels, key=_number)
    for order in permutations(known[:MIXED]):
        rank = {page: n for n, page in enumerate((*order, *known[MIXED:]))}
        yield sorted(numbered, key=lambda entry: rank.get(pages.get(id(entry), -1), 0))
    for n in range(1, len(numbered)):
        yield numbered[n:] + numbered[:n]


def _number(entry: Entry) -> int:
    return int(entry.label) if entry.label.isdigit() else 0


def _label_pages(column: list[Entry], places: dict[str, set[int]]) -> dict[int, int]:
    """Return the page of each label that stands alone: the one that calls it, or that whose text stands above it."""
    pages: dict[int, int] = {}
    above = -1
    for entry in column:
        if entry.role == "text":
            above = entry.page
        elif entry.role == "label" or entry.label:
            called = places.get(entry.label, set())
            pages[id(entry)] = next(iter(called)) if len(called) == 1 else above if above >= 0 else entry.page
        else:
            above = -1
    return pages


def _read_texts(column: list[Entry], measure: Measure | None) -> list[_Text]:
    """Return the paragraphs of the notes, as many as there are labels at least where they can be parted."""
    chunks = _read_chunks(column)
    wanted = sum(entry.role == "label" for entry in column) + sum(bool(chunk[0].label) for chunk in chunks)
    starts = [[0, *_sure_starts(chunk, measure)] for chunk in chunks]
    maybe = sorted(
        (-measure.slack(chunk[n - 1].line), k, n)
        for k, chunk in enumerate(chunks)
        if measure is not None
        for n in range(1, len(chunk))
        if n not in starts[k] and _may_start(chunk, n) and not ends_open(chunk[n - 1].line)
    )
    for _, k, n in maybe[: max(0, wanted - sum(map(len, starts)))]:
        starts[k].append(n)
    texts: list[_Text] = []
    for chunk, own in zip(chunks, starts, strict=True):
        own.sort()
        for start, end in zip(own, [*own[1:], len(chunk)], strict=True):
            sure = _sure_label(chunk[0]) if start == 0 else None
            texts.append(_Text(chunk[start:end], start == 0, sure))
    return texts


def _read_chunks(column: list[Entry]) -> list[list[Entry]]:
    """Return the lines of notes that stand together, each labelled line the first of its own."""
    chunks: list[list[Entry]] = []
    for n, entry in enumerate(column):
        if entry.role != "note":
            continue
        fresh = n == 0 or column[n - 1].role != "note" or entry.label or entry.line.below
        if fresh:
            chunks.append([])
        chunks[-1].append(entry)
    return chunks


def _sure_label(entry: Entry) -> Entry | None:
    """Return the label of a note that begins with an entry: on its line, or right above and alone there."""
    if entry.label:
        return entry
    above = entry.follows
    if above is None or above.role != "label" or entry.line.below:
        return None
    stacked = above.follows is not None and above.follows.role == "label" and not above.line.below
    return None if stacked else above


def _may_start(chunk: list[Entry], n: int) -> bool:
    return not begins_small(chunk[n].line) and not breaks_word(chunk[n - 1].line)


def _sure_starts(chunk: list[Entry], measure: Measure | None) -> list[int]:
    """Return the lines of a chunk that surely begin a paragraph: the one before ends well before the margin."""
    if measure is None:
        return []
    starts = []
    for n in range(1, len(chunk)):
        last, line = chunk[n - 1].line, chunk[n].line
        broken = ends_open(last) and measure.slack(last) < 0.2 * measure.widest
        if _may_start(chunk, n) and not broken and leaves_room(measure, last, line):
            starts.append(n)
    return starts


def _spare(texts: list[_Text], labels: int) -> None:
    """Tell which paragraphs have no label, where there are more of them than labels."""
    free = [text for text in texts if text.sure is None]
    extra = len(free) - labels
    after_sure = {id(b) for a, b in pairwise(texts) if a.sure is not None and not b.first}
    going = {id(b) for a, b in pairwise(texts) if ends_open(a.entries[-1].line)}
    ranked = sorted(range(len(free)), key=lambda n: (_rank(free[n], after_sure, going), n))
    for n in ranked[: max(0, extra)]:
        free[n].spare = True


def _rank(text: _Text, after_sure: set[int], going: set[int]) -> int:
    """Return how unlikely a paragraph is to have no label of its own: 0 is likely."""
    if begins_small(text.entries[0].line) or id(text) in going:
        return 0
    return 1 if id(text) in after_sure else 2 if not text.first else 3


def _leave(notes: list[Note], labels: list[Entry]) -> None:
    """Keep labels that found no text with some note, or as text, so that no character is lost."""
    if notes:
        notes[-1].labels += labels
    else:
        for label in labels:
            label.role = "text"
