"""Notes at the end of a chapter or of the book, in the text's own type: told by labels that marks in the text call."""

import re
from itertools import pairwise

from edition.habits import Habits, is_bold, said
from edition.margins import number_of, read_label
from edition.rows import Line
from edition.source import Source

_SHARE = 0.6
"""How many of the labels that are called and have no note must be found to take what they stand before for notes."""


def find_endnotes(source: Source, pages: list[list[Line]], feet: list[int], habits: Habits) -> list[int]:
    """Return where the notes of each page begin, those at its foot as `feet` says, endnotes above them."""
    answered = {
        label[0]
        for lines, foot in zip(pages, feet, strict=True)
        for line in lines[foot:]
        if (label := read_label(source, line))
    }
    called = {
        source.text[run.start : run.end].strip()
        for lines, foot in zip(pages, feet, strict=True)
        for line in lines[:foot]
        for run in line.runs
        if run.superior and number_of(source.text[run.start : run.end].strip())
    }
    wanted = called - answered
    chains = [_chain(source, lines[:foot], wanted, habits) for lines, foot in zip(pages, feet, strict=True)]
    found = {number for chain in chains for _, number in chain}
    if len(wanted) < 2 or len(found) < _SHARE * len(wanted):
        return feet
    return [
        _first(lines, chain, habits) if chain else foot for lines, chain, foot in zip(pages, chains, feet, strict=True)
    ]


def _chain(source: Source, lines: list[Line], wanted: set[str], habits: Habits) -> list[tuple[int, int]]:
    """Return the lines of a page that begin with labels that are wanted, one after the other, with their numbers."""
    best: list[tuple[int, int]] = []
    own: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        label = read_label(source, line)
        if label is None or label[0] not in wanted or not _stands_out(lines, at, habits):
            continue
        number = number_of(label[0])
        if own and number != own[-1][1] + 1:
            own = [] if number != own[-1][1] else own[:-1]
        own = [*own, (at, number)]
        best = max(best, own, key=len)
    alone = len(best) == 1 and best[0][0] and not re.search(r"\w{4}", said(source, lines[best[0][0] - 1])[12:])
    return best if len(best) > 1 or alone else []


def _stands_out(lines: list[Line], at: int, habits: Habits) -> bool:
    """Tell whether a line begins something: it stands first, or apart, or what is above it ends early or further in."""
    if not at:
        return True
    above, line = lines[at - 1], lines[at]
    downs = sorted(other.baseline - one.baseline for one, other in pairwise(lines))
    apart = line.baseline - above.baseline > 1.15 * downs[len(downs) // 4]
    right = max(min(one.left for one in lines) + habits.width, *(one.right for one in lines))
    return apart or above.right < right - 1.5 * line.size or abs(above.left - line.left) > 0.5 * line.size


def _first(lines: list[Line], chain: list[tuple[int, int]], habits: Habits) -> int:
    """Return where a page's endnotes begin: with the first label, or above it with the rest of the note before."""
    at, number = chain[0]
    plain = all(not is_bold(line) and line.size < 1.08 * habits.size for line in lines[:at])
    alike = all(abs(line.size - lines[at].size) < 0.3 for line in lines[:at])
    return 0 if number > 1 and plain and alike and at < 0.6 * len(lines) else at
