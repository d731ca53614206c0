"""A PDF's lines as paragraphs, headings, verse and notes: by size, place, face and indent; never by words."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby, pairwise

from edition.blocks import Fragment, Kind, PrintedPage, Recognised, tell_titles
from edition.copies import find_copied_sides
from edition.endnotes import find_endnotes
from edition.galleys import Group, Style, group_page
from edition.habits import FIGURES, Habits, is_short, learn, said
from edition.margins import find_carried, find_margin, find_notes, find_unruled_notes, number_of, read_label
from edition.rows import Line, Run
from edition.sheets import Cell, Layout
from edition.source import Source, Span

_BREAK = re.compile(r"(?:[*_#~=•·\u2042\u2766—–-]\s*){1,9}")
_CLOSED = re.compile(r"[.!?…][\"'’”»)\]]*$")
_RAISED = re.compile(rf"{FIGURES.pattern}|(?<![^\W\d_])[ivxlc]{{1,7}}(?![^\W\d_])")
_SIGN = re.compile(r"(?<=\S)[*†‡§¶]{1,4}")


def recognise_pdf(source: Source, layout: Layout) -> Recognised:
    """Return the blocks of a PDF in the order of its text, and every printed page, blank ones included.

    Every character outside the blocks is white space.
    """
    copies = find_copied_sides(source, layout)
    own_lines = tuple(line for line in layout.lines if layout.cells[line.page].side not in copies)
    margin = find_margin(source, own_lines)
    pages: list[list[Line]] = [[] for _ in layout.cells]
    fragments = [
        Fragment(Span(line.start, line.end), "copy", page=line.page)
        for line in layout.lines
        if layout.cells[line.page].side in copies
    ]
    for at, line in enumerate(own_lines):
        if at in margin.folios or at in margin.heads:
            kind: Kind = "folio" if at in margin.folios else "running head"
            fragments.append(Fragment(Span(line.start, line.end), kind, page=line.page))
        else:
            pages[line.page].append(line)
    habits = learn(pages)
    feet = find_endnotes(source, pages, _gather_feet(source, layout, pages, habits), habits)
    called = _called(source, [line for lines in pages for line in lines])
    notes: list[Fragment] = []
    for page, lines in enumerate(pages):
        own = _called(source, lines[: feet[page]]) or called
        notes += _notes(source, lines[feet[page] :], page, habits, own)
    labels = frozenset(note.label for note in notes)
    bodies = [group_page(source, lines[: feet[page]], habits) for page, lines in enumerate(pages)]
    levels = _levels(bodies)
    for page, groups in enumerate(bodies):
        title = _is_title(groups)
        for group in groups:
            level = levels.get(group.style, 0) if group.style and (not title or len(groups) == 1) else 0
            fragments.append(_fragment(source, group, page, level, labels, habits))
    fragments += [_note_with_type(source, note, pages, labels, habits) for note in notes]
    printed = tuple(
        PrintedPage(cell.side, cell.row, cell.column, cell.turned, margin.numbers.get(page, 0))
        for page, cell in enumerate(layout.cells)
    )
    ordered = tuple(sorted(fragments, key=lambda fragment: fragment.span))
    return Recognised(tell_titles(source, ordered), printed)


def _gather_feet(source: Source, layout: Layout, pages: list[list[Line]], habits: Habits) -> list[int]:
    """Return where the notes of each page begin, those at the feet of columns put behind all the page's text."""
    parts = [
        (page, list(own)) for page, lines in enumerate(pages) for _, own in groupby(lines, key=lambda line: line.column)
    ]
    cells = [layout.cells[page] for page, _ in parts]
    found = _feet(source, cells, [lines for _, lines in parts], habits)
    feet = [0] * len(pages)
    for page in range(len(pages)):
        pages[page] = []
    for (page, lines), foot in zip(parts, found, strict=True):
        pages[page][feet[page] : feet[page]] = lines[:foot]
        feet[page] += foot
        pages[page] += lines[foot:]
    return feet


def _feet(source: Source, cells: list[Cell], pages: list[list[Line]], habits: Habits) -> list[int]:
    """Return where the notes of each page begin among its lines: under a rule, in a book that has them."""
    found = [find_notes(source, lines, cell, habits.size) for lines, cell in zip(pages, cells, strict=True)]
    # Without one, only lines that bear a label count, and what goes on in their type: small type may be anything.
    labelled = [find_unruled_notes(source, lines, habits.size) for lines in pages]
    sizes = {line.size for lines, at in zip(pages, labelled, strict=True) for line in lines[at:]}
    if not any(at is not None for at in found):
        labelled = [find_carried(source, lines, at, habits, sizes) for lines, at in zip(pages, labelled, strict=True)]
    return [at if ruled is None else ruled for ruled, at in zip(found, labelled, strict=True)]


def _levels(bodies: list[list[Group]]) -> dict[Style, int]:
    """Return the level of each style of heading, the largest first; those of title pages alone have none."""
    styles = {g.style for groups in bodies if not _is_title(groups) for g in groups if g.style is not None}
    return {style: level for level, style in enumerate(sorted(styles, reverse=True), 1)}


def _is_title(groups: list[Group]) -> bool:
    """Tell whether a page holds no running text."""
    return all(len(group.lines) < 2 or group.style is not None for group in groups)


def _fragment(source: Source, group: Group, page: int, level: int, labels: frozenset[str], habits: Habits) -> Fragment:
    span = Span(group.lines[0].start, group.lines[-1].end)
    if len(group.lines) == 1 and _BREAK.fullmatch(source.at(span)):
        return Fragment(span, "break", page=page)
    runs = [run for line in group.lines for run in line.runs]
    italics = _italics(source, runs, habits)
    label = read_label(source, group.lines[0]) if runs[0].superior else None
    if label is not None:
        # A note at the end of a chapter or of the book, in the text's own type.
        name, body = label
        marks = _marks(source, runs[1:], labels)
        return Fragment(span, "note", name, Span(body, span.end), page, opens=True, italics=italics, marks=marks)
    marks = _marks(source, runs, labels)
    return Fragment(
        span, "text", page=page, opens=group.opens, italics=italics, marks=marks, level=level, verse=group.verse
    )


def _italics(source: Source, runs: Iterable[Run], habits: Habits) -> tuple[Span, ...]:
    """Return what is set in italics, over spaces and line ends; nothing where the whole book is."""
    spans: list[Span] = []
    for run in runs:
        if not run.italic or run.superior or habits.italic:
            continue
        if spans and not source.text[spans[-1].end : run.start].strip():
            spans[-1] = Span(spans[-1].start, run.end)
        else:
            spans.append(Span(run.start, run.end))
    return tuple(spans)


def _marks(source: Source, runs: Iterable[Run], labels: frozenset[str]) -> tuple[Span, ...]:
    """Return the superior figures and signs that call notes; an exponent, an ordinal's letters are none."""
    spans: list[Span] = []
    for raised, group in groupby(runs, key=lambda run: run.superior):
        own = list(group)
        start, end = own[0].start, own[-1].end
        pattern = _RAISED if raised else _SIGN
        found = [Span(start + m.start(), start + m.end()) for m in pattern.finditer(source.text[start:end])]
        known = all(source.at(span) in labels for span in found)
        exponent = source.text[start - 1 : start].isdecimal() or re.search(r"[^\W\d_]", source.text[start:end])
        if known or (raised and not exponent):
            spans += found
    return tuple(spans)


def _called(source: Source, lines: list[Line]) -> frozenset[str]:
    """Return the raised figures and signs in the text of a page."""
    return frozenset(source.text[run.start : run.end].strip() for line in lines for run in line.runs if run.superior)


def _notes(source: Source, lines: list[Line], page: int, habits: Habits, called: frozenset[str]) -> list[Fragment]:
    """Return the notes at the foot of a page; what begins without a label goes on from the page before.

    `called` are the labels that the page's text calls.
    """
    notes: list[Fragment] = []
    right = max((line.right for line in lines), default=0.0)
    plain = sorted(line.left for line in lines if read_label(source, line) is None)
    left = plain[len(plain) // 2] if plain else min((line.left for line in lines), default=0.0)
    downs = sorted(other.baseline - one.baseline for one, other in pairwise(lines))
    for at, line in enumerate(lines):
        last = lines[at - 1] if at else None
        short = last is not None and is_short(source, last, line, right, justified=habits.justified)
        apart = last is None or line.baseline - last.baseline > 1.15 * downs[len(downs) // 4]
        label = _accepted(source, line, notes, called, sure=short or apart)
        if label is not None:
            name, start = label
            body = Span(start, line.end)
            notes.append(Fragment(Span(line.start, line.end), "note", name, body, page, opens=True))
        elif last is None or (short and _is_paragraph(source, last, line, left, right)):
            opens = line.left - left > 0.5 * line.size if last is None else True
            span = Span(line.start, line.end)
            notes.append(Fragment(span, "note", "", span, page, opens=opens))
        else:
            own = notes.pop()
            body = Span(own.text_span.start, line.end)
            notes.append(replace(own, span=Span(own.span.start, line.end), body=body))
    return notes


def _accepted(
    source: Source, line: Line, notes: list[Fragment], called: frozenset[str], *, sure: bool
) -> tuple[str, int] | None:
    """Return a line's label where it is raised, a sign, or the next number: after a short line, or called above."""
    label = read_label(source, line)
    if label is None or line.runs[0].superior or not number_of(label[0]):
        return label
    numbers = [number for note in notes if (number := number_of(note.label))]
    number = number_of(label[0])
    follows = not numbers or number == numbers[-1] + 1 or number == 1
    if not label[0].isdecimal() and label[0] not in called:
        return None
    return label if follows and (sure or not notes or label[0] in called) else None


def _is_paragraph(source: Source, last: Line, line: Line, left: float, right: float) -> bool:
    indented = line.left - left > 0.5 * line.size
    closed = _CLOSED.search(said(source, last)) is not None and last.right < right - 2 * line.size
    return indented or closed


def _note_with_type(
    source: Source, note: Fragment, pages: list[list[Line]], labels: frozenset[str], habits: Habits
) -> Fragment:
    body = note.text_span
    runs = [run for line in pages[note.page] for run in line.runs if body.start <= run.start < body.end]
    return replace(note, italics=_italics(source, runs, habits), marks=_marks(source, runs, labels))
