"""What is printed otherwise than the source has it, as proposals on a paragraph's tape; nothing is changed here.

Each repair looks at the untouched text. Where two touch the same characters the first in `propose` holds.
"""

import re
from dataclasses import dataclass

from edition.apparatus import Finding
from edition.continuations import Lines
from edition.hyphens import lost_hyphens
from edition.labels import MARK
from edition.lexicon import Lexicon
from edition.punctuation import HIDDEN, Edit, dashes, ellipses, ranges, spaces
from edition.quotations import curl
from edition.shapes import Draft
from edition.slips import list_slips
from edition.words import broken_words

NOISE = "noise of the extraction"


_ITALIC = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*]*?[^\s*])\1(?![\w*])")


_UNDERLINED = re.compile(r"(?<![\w_\\])(_)(?=[^\s_])([^_]*?[^\s_])\1(?![\w_])")


_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ue000-\uf8ff\ufffe\uffff\ufdd0-\ufdef]|\u00ad(?!\s)"
)
"""What has no form of its own in print: controls, soft hyphens, byte order marks, private use."""


_LATEX_TEXT = re.compile(r"\$[\s{}^_\\]*(?:(?:rm|text|mathrm|it)\b[\s{}]*)?([A-Za-z]{1,4}|\d+)[\s{}]*\$+")


_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![\w-])[\w-]+@[\w.-]+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}\b(?:/\S*)?")
"""An address of the network, in which no word is mended."""
_CUT_OFF = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u2010](\s+)(?=([^\W\d_]+))")
"""A word with a hyphen and white space behind it, and the word that follows: its rest, if a line ends there."""


@dataclass(frozen=True, slots=True)
class Repairs:
    """All that is proposed for one paragraph."""

    edits: tuple[Edit, ...]
    """In rising order; none touches another."""
    italics: tuple[tuple[int, int], ...]
    """Half-open places of the tape that are emphasised."""
    findings: tuple[Finding, ...]
    is_open: bool
    """A quotation is open at the end."""


def propose(
    draft: Draft,
    lexicon: Lexicon,
    marks: tuple[tuple[int, int], ...],
    ends: frozenset[int] | None = None,
    lines: Lines | None = None,
) -> Repairs:
    """Return the repairs of one paragraph; `marks` are the places of its note marks.

    `ends` are the characters of the source at which lines may end whose hyphens were dropped. None where any may be:
    then the `lines` tell more.
    """
    text = draft.tape.text
    markup, italics = _markup(text, marks)
    italics = _united(italics + draft.italics)
    edits = [*markup, *_heading_marks(draft), *_noise(text, marks)]
    mask = hide(text, [*((e.start, e.end) for e in edits), *marks, *_find_addresses(draft)])
    edits += _before_marks(text, marks)
    hyphens, findings = broken_words(draft, lexicon, mask)
    lost, more = lost_hyphens(draft, lexicon, mask, ends, lines)
    edits += hyphens + lost
    quotes, is_open = curl(mask, lexicon.language, lexicon.quotes)
    edits += [] if lexicon.dashes else ranges(mask)
    edits += quotes + ellipses(mask) + dashes(mask, lexicon.language) + spaces(text, lexicon.language)
    private = [_formless(draft, m) for m in re.finditer(r"[\ue000-\uf8ff\ufffd]", text)]
    found = (*findings, *more, *private, *list_slips(draft, lexicon, mask))
    return Repairs(_disjoint(edits, marks), italics, found, is_open)


def _find_addresses(draft: Draft) -> list[tuple[int, int]]:
    """Return the places of addresses, without the two halves of a word that a line end cuts: `exam-ple.com`."""
    text, gaps = draft.tape.text, {at for at, _ in draft.tape.gaps}
    cut = [m for m in _CUT_OFF.finditer(text) if "\n" in m[2] or m.start(2) in gaps]
    rests = {m.start(3): m.end(3) for m in cut}
    halves = {end: m.start(1) for m in cut for end in (m.end(1), m.end(1) + 1)}
    found = [m.span() for m in _ADDRESS.finditer(text)]
    return [(rests.get(start, start), halves.get(end, end)) for start, end in found]


def hide(text: str, places: list[tuple[int, int]]) -> str:
    """Return the text with the characters of these places hidden, its length unchanged."""
    characters = list(text)
    for start, end in places:
        characters[start:end] = HIDDEN * (end - start)
    return "".join(characters)


def _disjoint(edits: list[Edit], marks: tuple[tuple[int, int], ...]) -> tuple[Edit, ...]:
    """Return the edits in their order of place, without those that touch a mark or an earlier proposal."""
    taken: set[int] = {at for start, end in marks for at in range(start, end)}
    kept: list[Edit] = []
    for edit in edits:
        places = range(edit.start, edit.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(edit)
    return tuple(sorted(kept, key=lambda e: (e.start, e.end)))


def _markup(text: str, marks: tuple[tuple[int, int], ...]) -> tuple[list[Edit], tuple[tuple[int, int], ...]]:
    """Return the asterisks of emphasis set aside, and the places between them; close neighbours are one."""
    edits: list[Edit] = []
    places: list[tuple[int, int]] = []
    hidden = hide(text, list(marks))
    for pattern in (_ITALIC, _UNDERLINED):
        for m in pattern.finditer(hidden):
            edits += [Edit(m.start(), m.end(1), None, "markup"), Edit(m.end(2), m.end(), None, "markup")]
            places.append((m.end(1), m.end(2)))
    places.sort()
    merged: list[tuple[int, int]] = []
    for start, end in places:
        if merged and re.fullmatch(r"[*_]+\s+[*_]+", text[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], end)
        elif not merged or start >= merged[-1][1]:
            merged.append((start, end))
    return edits, tuple(merged)


def _united(places: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return the places in order, without those that begin inside another."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if not united or start >= united[-1][1]:
            united.append((start, end))
    return tuple(united)


def _formless(draft: Draft, m: re.Match[str]) -> Finding:
    """Return the question what a character stands for that no two fonts agree on."""
    span = draft.tape.span(max(0, m.start() - 20), min(len(draft.tape.text), m.end() + 20))
    why = f"the extraction has U+{ord(m.group()):04X} here, which has no form of its own: look at the booklet"
    return Finding("reading", span, span, (), 0.5, why)


def _heading_marks(draft: Draft) -> list[Edit]:
    """Return the signs of Markdown for headings and quotations."""
    pattern = {"heading": r"\A#{1,6}\s+", "quote": r"(?:\n[ \t]*>[ \t]*)+\n?\Z|^[ \t]*>[ \t]?"}.get(draft.kind)
    found = re.finditer(pattern, draft.tape.text, re.MULTILINE) if pattern else ()
    return [Edit(m.start(), m.end(), None, "markup") for m in found]


def _noise(text: str, marks: tuple[tuple[int, int], ...]) -> list[Edit]:
    """Return the LaTeX around short words and figures that are no note marks: `19$^{th}$` prints `19th`."""
    hidden = hide(text, list(marks))
    controls = [Edit(m.start(), m.end(), None, "control character") for m in _CONTROL.finditer(text)]
    return controls + [Edit(m.start(), m.end(), m.group(1), NOISE) for m in _LATEX_TEXT.finditer(hidden)]


def _before_marks(text: str, marks: tuple[tuple[int, int], ...]) -> list[Edit]:
    """Return the spaces before note marks, which print right behind their word."""
    edits = []
    for start, _ in marks:
        word_end = len(text[:start].rstrip())
        if word_end < start and word_end:
            edits.append(Edit(word_end, start, "", "space"))
    return edits


def note_marks(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of what looks like note marks in a text."""
    return tuple((m.start(), m.end()) for m in MARK.finditer(text))
