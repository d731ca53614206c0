"""A text extraction that keeps its line ends: lines put together to paragraphs and notes, page by page."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from edition.blocks import Fragment, PrintedPage, Recognised, Shuffle
from edition.collation import collate
from edition.columns import Line, Side, keeps_lines, measure_anew, read_sides, sets_words_singly
from edition.entries import Entry, read_entries
from edition.errors import SourceError
from edition.feet import find_calls, find_folios, find_late_calls, read_feet
from edition.footnotes import Note, read_notes
from edition.glued import part_folios, part_glued
from edition.joined import breaks_words, join_broken
from edition.labels import MARK, read_label
from edition.lexicon import Lexicon
from edition.measures import Measures, breaks_word, fit_measures
from edition.pages import cut_pages
from edition.rests import carry_over, tie_rests
from edition.runs import Run, Setting, opens_page, read_setting, split_runs
from edition.sharing import Alternative, share_blocks
from edition.source import Source, Span
from edition.syllables import Ruler, Syllables
from edition.widths import fit_widths

Columns = list[list[Entry]]
_LABEL = re.compile(rf"(?:{MARK.pattern}|[*]{{1,3}}(?=\s))[.:)]?[ \t]*")
UNTOLD = 0.9
"""How sure an order is at most where no folio tells the pages: the truth may not be among what was compared."""
FIRM = 2.0
"""Nats by which blocks have to read better elsewhere than where pages were cut that no folio tells."""
CROWDED = 1.4
"""Lines wider than so many measures are no lines of one column."""
_AFTER_STOP = re.compile(r"[^\W\d_]{4,}[.?!] (?=([^\W\d_]{2,}))")
_BREAK = re.compile(r"(?:[*_#~=\u2042\u2766—–-]\s*){1,7}")


def has_hard_lines(source: Source) -> bool:
    """Tell whether the source keeps the line ends of the printed page, as text taken from a PDF does."""
    return keeps_lines(source)


def recognise_lines(
    source: Source, lexicon: Lexicon, *, scheme: str | None = None, count: int | None = None
) -> Recognised:
    """Return the blocks in the source's own order; what lies outside them is white space only, and they do not overlap.

    Where no folios tell the pages, they are inferred; `scheme` and `count` of pages are an editor's.
    Raises SourceError where every word of a turned page stands on a line of its own: no paragraph is left there.
    """
    sides = read_sides(source)
    _refuse_turned(source, sides, lexicon)
    folios = find_folios(sides)
    sides = part_folios(part_glued(sides, folios), folios)
    feet = read_feet(sides, folios)
    measures = fit_measures(sides, feet)
    syllables = Syllables(lexicon.language) if breaks_words(sides, measures.text) else None
    ruler = Ruler(fit_widths(measures.full_lines(sides, feet)), syllables)
    sides = join_broken(measure_anew(sides, ruler), feet, measures.text)
    measures = fit_measures(sides, feet)
    _refuse_crowded(source, sides, measures)
    words = Counter(re.findall(r"[^\W\d_]+", source.text.lower()))
    entries = [read_entries(side, feet, measures, words, ruler) for side in sides]
    cut = cut_pages(entries, folios)
    pages, confidence = tuple(cut.pages), 1.0
    others: list[Alternative] = []
    if any(page.folio for page in pages):
        # Figures that fit no arrangement of pages may be no folios at all.
        confidence = 1.0 if folios is not None else UNTOLD
        others = share_blocks(entries, pages, cut.capacity, measures.text, lexicon)
    else:
        collation = collate(entries, measures, lexicon, scheme, count)
        if collation is not None:
            pages, confidence = collation.pages, min(UNTOLD, collation.confidence)
            if collation.mixed:
                others = share_blocks(entries, pages, collation.room, measures.text, lexicon, FIRM)
    notes = _read_notes(entries, measures, lexicon)
    if pages and carry_over(entries, pages, notes, measures, lexicon):
        notes = _read_notes(entries, measures, lexicon)
    setting = read_setting(entries, measures, ruler)
    fragments = _furnish(entries)
    labels: dict[int, set[str]] = defaultdict(set)
    for side, own in zip(entries, notes, strict=True):
        for note in own:
            fragments += _note_fragments(note, whole=len(side) == 1)
            labels[note.page].add(note.label)
    starts = frozenset(start for other in others for start in other.starts)
    fragments += _text_fragments(source, entries, pages, setting, Told(labels, starts))
    fragments.sort(key=lambda fragment: fragment.span)
    told = tuple(fragments if pages else (replace(f, page=-1) for f in fragments))
    shuffles = tuple(_shuffle(other, told) for other in others)
    return Recognised(told, pages, confidence, shuffles, _find_ends(entries) if measures.text else None)


def _read_notes(entries: list[Columns], measures: Measures, lexicon: Lexicon) -> list[list[Note]]:
    """Return the notes of each side, the rests of those that break off given to them."""
    notes = [read_notes(side, measures) for side in entries]
    for own in notes:
        tie_rests(own, lexicon)
    return notes


def _find_ends(entries: list[Columns]) -> tuple[Span, ...]:
    """Return where lines end that the extraction joined to the next."""
    return tuple(Span(*end) for side in entries for column in side for e in column for end in e.line.ends)


def _shuffle(other: Alternative, fragments: tuple[Fragment, ...]) -> Shuffle:
    held = other.places
    places = {i: held[f.span.start] for i, f in enumerate(fragments) if f.kind == "text" and f.span.start in held}
    return Shuffle(other.behind, places)


def _refuse_turned(source: Source, sides: tuple[Side, ...], lexicon: Lexicon) -> None:
    """Refuse sides whose words or lines stand in another order than the printed ones: of turned pages."""
    _refuse_words(source, sides)
    _refuse_backwards(source, sides)
    _refuse_rising(source, sides, lexicon)


def _refuse_words(source: Source, sides: tuple[Side, ...]) -> None:
    for side in sides:
        if sets_words_singly(side):
            line = source.line(next(column[0].start for column in side.columns if column))
            raise SourceError(
                f"{source.name}, line {line}: every word stands on a line of its own here, as pdftotext -raw "
                "puts turned pages. Build the PDF itself, or extract it again without -raw."
            )


def _refuse_backwards(source: Source, sides: tuple[Side, ...]) -> None:
    """Refuse sides whose lines run backwards, as sorted extractions write turned pages: full stops begin sentences."""
    for side in sides:
        stops = [m.group(1) for column in side.columns for line in column for m in _AFTER_STOP.finditer(line.text)]
        small = sum(word.islower() for word in stops)
        if small >= 5 and small > 0.6 * len(stops):
            line = source.line(next(column[0].start for column in side.columns if column))
            raise SourceError(
                f"{source.name}, line {line}: the words of the lines from here run backwards, as PyMuPDF's sort=True "
                "writes turned pages. Build the PDF itself, or extract it again without sort=True."
            )


def _refuse_rising(source: Source, sides: tuple[Side, ...], lexicon: Lexicon) -> None:
    """Refuse columns whose lines stand in reverse: the rest of a broken word stands above its beginning."""
    for column in (column for side in sides for column in side.columns):
        below = above = 0
        for before, line, after in zip(column, column[1:], column[2:], strict=False):
            if breaks_word(line):
                below += _completes(line, after, lexicon)
                above += _completes(line, before, lexicon)
        if above >= 3 and above > 2 * below:
            raise SourceError(
                f"{source.name}, line {source.line(column[0].start)}: the lines from here stand in reverse order, as "
                "pdftotext -layout writes turned pages. Build the PDF itself, or extract it again without -layout."
            )


def _completes(first: Line, second: Line, lexicon: Lexicon) -> bool:
    """Tell whether the word that a line breaks off goes on in another."""
    head, tail = re.search(r"[^\W\d_]+(?=.\Z)", first.text), re.match(r"[^\W\d_]+", second.text)
    return head is not None and tail is not None and lexicon.zipf((head.group() + tail.group()).lower()) >= 2


def _refuse_crowded(source: Source, sides: tuple[Side, ...], measures: Measures) -> None:
    """Refuse columns that stand side by side, but on some lines with nothing between them."""
    text, notes = measures.text, measures.notes or measures.text
    if text is None or notes is None or not any(side.parted for side in sides):
        return
    for side in sides:
        wide = [
            line for column in side.columns for line in column if line.width > CROWDED * max(text.widest, notes.widest)
        ]
        if len(wide) > 1:
            raise SourceError(
                f"{source.name}, line {source.line(wide[0].start)}: two columns run into each other here, as PyMuPDF's "
                "sort=True writes them. Build the PDF itself, or extract it again without sort=True."
            )


def _furnish(entries: list[Columns]) -> list[Fragment]:
    """Return the folios and running heads."""
    return [
        Fragment(Span(e.line.start, e.line.end), "folio" if e.role == "folio" else "running head", page=e.page)
        for side in entries
        for column in side
        for e in column
        if e.role in ("folio", "head")
    ]


def _note_fragments(note: Note, *, whole: bool) -> list[Fragment]:
    """Return a note, or a paragraph of one, as one fragment; line by line where another column stands beside it."""
    leading = note.leading if whole else None
    loose = [Fragment(Span(e.line.start, e.line.end), "folio", page=note.page) for e in note.labels if e is not leading]
    spans = _spans(note.entries, whole=whole)
    body = Span(spans[0].start + note.entries[0].skip, spans[0].end)
    if leading is not None:
        spans[0] = Span(leading.line.start, spans[0].end)
    first = Fragment(spans[0], "note", note.label, body, page=note.page, opens=note.opens)
    return [
        *loose,
        first,
        *(Fragment(span, "note", "", span, page=note.page, opens=False) for span in spans[1:]),
    ]


def _spans(run: list[Entry], *, whole: bool) -> list[Span]:
    if whole:
        return [Span(run[0].line.start, run[-1].line.end)]
    return [Span(entry.line.start, entry.line.end) for entry in run]


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the text."""

    labels: dict[int, set[str]]
    """Of the notes of each page."""
    starts: frozenset[int]
    """Where blocks begin that might stand elsewhere."""


def _text_fragments(
    source: Source,
    entries: list[Columns],
    pages: tuple[PrintedPage, ...],
    setting: Setting,
    told: Told,
) -> list[Fragment]:
    by_page: dict[int, list[Entry]] = defaultdict(list)
    parted: set[int] = set()
    for side in entries:
        for column in side:
            for entry in column:
                if entry.role == "text":
                    by_page[entry.page if pages else -1].append(entry)
                    if len(side) > 1:
                        parted.add(entry.page)
    folios = {page.folio: n for n, page in enumerate(pages) if page.folio}
    late = _late_labels(by_page, pages, told.labels)
    fragments: list[Fragment] = []
    for own in by_page.values():
        own.sort(key=lambda entry: entry.place)
    for page, own in sorted(by_page.items()):
        before = by_page.get(folios.get(pages[page].folio - 1, -1), []) if pages and page >= 0 else []
        opens, sure = opens_page(setting, before, own) if before else (None, 1.0)
        labels = told.labels[page] | late[page]
        missing = labels - {label for entry in own for _, _, label in find_calls(entry.line)}
        names = _find_names(own)
        for n, run in enumerate(split_runs(setting, own)):
            likely = run.sure if n else sure
            made = [
                Fragment(span, "text", page=page, opens=begins, sure=how, verse=run.verse, place=n)
                for span, begins, how in _spell(
                    run, told.starts, opens if n == 0 else True, likely, whole=page not in parted
                )
            ]
            made[-1] = replace(made[-1], cut=run.entries[-1].line.cut)
            if run.entries[0].line.below and len(made) == 1:
                made = [_name(source, made[0])]
            fragments += _mark(made, run.entries, labels, missing, names)
    return fragments


def _find_names(own: list[Entry]) -> frozenset[int]:
    """Return where figures stand right behind words of a page, as in `MP3`, though others behind signs say the same."""
    calls = [(start, label, e.line.text[: start - e.line.start]) for e in own for start, _, label in find_calls(e.line)]
    behind = {label for _, label, before in calls if not before[-1].isalpha()}
    return frozenset(start for start, label, before in calls if before[-1].isalpha() and label in behind)


def _late_labels(
    by_page: dict[int, list[Entry]], pages: tuple[PrintedPage, ...], labels: dict[int, set[str]]
) -> dict[int, set[str]]:
    """Return of each page the labels of notes on the next that are not called there: they had no room on their own."""
    folios = {page.folio: n for n, page in enumerate(pages) if page.folio}
    late: dict[int, set[str]] = defaultdict(set)
    for page in by_page:
        after = folios.get(pages[page].folio + 1) if pages and page >= 0 else None
        if after is not None:
            called = {label for entry in by_page.get(after, []) for _, _, label in find_calls(entry.line)}
            late[page] = labels[after] - called
    return late


def _name(source: Source, fragment: Fragment) -> Fragment:
    """Return a block between blank lines as the note or break that it says it is, as `[3] See above.` does."""
    text = source.at(fragment.span)
    if _BREAK.fullmatch(text):
        return replace(fragment, kind="break", opens=None)
    label = _LABEL.match(text)
    if label is None or label.end() == len(text):
        return fragment
    body = Span(fragment.span.start + label.end(), fragment.span.end)
    return replace(fragment, kind="note", label=read_label(label.group()), body=body, opens=None)


def _spell(
    run: Run, parted: frozenset[int], opens: bool | None, sure: float, *, whole: bool
) -> Iterator[tuple[Span, bool | None, float]]:
    """Yield the parts of a run, with whether a paragraph begins there and how sure that is: one where it may begin.

    One begins wherever a block does that might stand elsewhere, too.
    """
    starts = dict.fromkeys(parted, 1.0) | {run.entries[n].line.start: likely for n, likely in run.doubts.items()}
    for piece in _contiguous(run.entries):
        cuts = [0, *(n for n, entry in enumerate(piece) if n and entry.line.start in starts), len(piece)]
        for part in (piece[a:b] for a, b in pairwise(cuts)):
            for span in _spans(part, whole=whole):
                first = span.start == run.entries[0].line.start
                yield span, opens if first else False, sure if first else starts.get(span.start, 1.0)


def _contiguous(run: list[Entry]) -> list[list[Entry]]:
    """Return the stretches of a run between which something else stands in the source."""
    pieces: list[list[Entry]] = []
    for entry in run:
        if pieces and entry.follows is pieces[-1][-1]:
            pieces[-1].append(entry)
        else:
            pieces.append([entry])
    return pieces


def _mark(
    fragments: list[Fragment], run: list[Entry], labels: set[str], missing: set[str], names: frozenset[int]
) -> list[Fragment]:
    """Return the fragments with the places of the bare figures that call notes of their page.

    The labels that are `missing` have no clear mark on it; figures of `names` are none.
    """
    calls = [call for e in run for call in find_calls(e.line) if call[2] in labels and call[2].isdigit()]
    calls = [call for call in calls if call[0] not in names]
    calls += [call for e in run for call in find_late_calls(e.line) if call[2] in missing]
    called = [Span(start, end) for start, end, _ in calls]
    called += [Span(e.line.start, e.line.end) for e in run if e.call and e.line.text in labels]
    return [
        replace(f, marks=tuple(s for s in called if f.span.start <= s.start and s.end <= f.span.end)) for f in fragments
    ]
