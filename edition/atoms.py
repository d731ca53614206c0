"""The fragments as the search takes them: text and notes, cut where pages may have been run together."""

import re
from dataclasses import replace

from edition.blocks import Fragment
from edition.capacity import Atom
from edition.furniture import Furniture
from edition.joins import Joins
from edition.lexicon import WORD, Lexicon
from edition.source import Source, Span

_GLUE = re.compile(r"\w[-\u2010]\s+(?=\S)")
_HALF = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,40})[-\u2010](?:\s+|\Z)")
"""The first half of a word, at the end of a line, a page or a block."""
_COMMON, _MORE, _RARE = 2.0, 0.5, 3.0
"""How frequent a word is, log10 per milliard, that two halves far from each other are taken to make; how far more so
than the second half; and how frequent that is at most."""


def split_atoms(
    source: Source,
    fragments: tuple[Fragment, ...],
    left_out: frozenset[int],
    lexicon: Lexicon,
    seams: tuple[int, ...] = (),
) -> tuple[Atom, ...]:
    """Return the fragments of text and notes, cut at the seams and where a line or page shows its end inside a block.

    That is behind a hyphen at a line's end, and before the second half of a word whose first half stands elsewhere.
    """
    atoms: list[Atom] = []
    halves = _find_second_halves(source, [f.text_span for f in fragments if f.kind == "text"], lexicon)
    for i, fragment in enumerate(fragments):
        if i in left_out or fragment.kind in ("folio", "running head", "copy"):
            continue
        span = fragment.text_span
        starts = [span.start]
        if fragment.kind == "text":
            places = {span.start + m.end() for m in _GLUE.finditer(source.at(span))}
            starts += sorted(places | {at for at in (*seams, *halves) if span.start < at < span.end})
        for start, end in zip(starts, [*starts[1:], span.end], strict=True):
            going = fragment.opens is False and fragment.kind == "text"
            atoms.append(Atom(i, Span(start, end), fragment.kind, fragment.label, going))
    return tuple(atoms)


def _find_second_halves(source: Source, spans: list[Span], lexicon: Lexicon) -> list[int]:
    """Return where a word begins that is none, and makes a common one with a first half that has lost its second."""
    texts = [source.at(span) for span in spans]
    broken = [(m.group(1), WORD.match(text, m.end())) for text in texts for m in _HALF.finditer(text)]
    lost = {first for first, next_ in broken if next_ is None or not lexicon.zipf(first + next_.group())}
    return [
        span.start + m.start()
        for span, text in zip(spans, texts, strict=True)
        for m in (WORD.finditer(text) if lost else ())
        if m.group().islower() and lexicon.counts[m.group()] == 1 and (frequency := lexicon.zipf(m.group())) < _RARE
        if any(lexicon.zipf(first + m.group()) >= max(_COMMON, frequency + _MORE) for first in lost)
    ]


def join_atoms(
    source: Source,
    atoms: tuple[Atom, ...],
    lexicon: Lexicon,
    barred: frozenset[int],
    loose: frozenset[int] = frozenset(),
) -> Joins:
    """Return the joins of the atoms; those of one fragment hang together."""
    glued = frozenset(i for i in range(1, len(atoms)) if atoms[i].fragment == atoms[i - 1].fragment)
    texts = tuple(" ".join(source.at(a.span).split()) for a in atoms)
    notes = frozenset(i for i, atom in enumerate(atoms) if atom.kind == "note")
    going = frozenset(i for i, atom in enumerate(atoms) if atom.going)
    return Joins(texts, lexicon, glued, loose, barred, begins=barred, notes=notes, going=going)


def find_barred(fragments: tuple[Fragment, ...], atoms: tuple[Atom, ...]) -> dict[int, int]:
    """Return the atoms that stand behind a folio or a running head, each with the number that stands there, or 0."""
    barred: dict[int, int] = {}
    for k, fragment in enumerate(fragments):
        if fragment.kind in ("folio", "running head"):
            place = next((i for i, atom in enumerate(atoms) if atom.fragment > k), len(atoms))
            barred[place] = int(fragment.label) if fragment.label.isdigit() else barred.get(place, 0)
    return barred


def find_frames(atoms: tuple[Atom, ...], furniture: Furniture) -> tuple[tuple[int, str], ...]:
    """Return title page and colophon, each with the atom that it stands before."""

    def place(fragment: int) -> int:
        return next((i for i, atom in enumerate(atoms) if atom.fragment > fragment), len(atoms))

    frames = [(place(furniture.title[0][0]), "title")] if furniture.title else []
    return tuple(frames + ([(place(furniture.colophon[0]), "colophon")] if furniture.colophon else []))


def carry_notes(atoms: tuple[Atom, ...], joins: Joins) -> tuple[Atom, ...]:
    """Return the atoms with the rest of every note that breaks off told from the text: it is among the next notes."""
    found = list(atoms)
    for i, atom in enumerate(atoms):
        if atom.kind != "note" or joins.ends[i].state in ("closed", "abbreviation", "colon") or joins.is_heading(i):
            continue
        rests = [
            (joins.turn(i, j), j)
            for j in range(len(found))
            if found[j].kind == "text"
            and joins.starts[j].state != "upper"
            and j + 1 < len(found)
            and found[j + 1].kind == "note"
        ]
        if rests and min(rests)[0] < 0:
            j = min(rests)[1]
            found[j] = replace(found[j], kind="note", label="")
    return tuple(found)
