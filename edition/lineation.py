"""The lines of pages whose cuts are known or tried: how many there are, and whether a page ends where a line does."""

import re
from dataclasses import dataclass, field
from itertools import accumulate
from math import exp, sqrt
from statistics import median

from edition.advances import read_widths
from edition.capacity import MEASURE, NOTE_SIZE, Atom
from edition.composers import Copy
from edition.joins import Joins
from edition.setting import INDENT, LEADING, Setting, Stretch, fit_setting, weigh_edge
from edition.source import Source
from edition.syllables import Syllables

_REACH = 12 * MEASURE
"""How far from the place found first a cut may lie: half a step, and what narrow or leaded text takes of a page."""
_STOPS = re.compile(r"[.!?…:][\"'”’“»)]*\Z")
"""The signs with which a paragraph ends."""
_WITH_PARAGRAPH = 0.2
"""How often a page ends with a paragraph, of those on whose last line a sentence ends."""
_BEYOND = 160
"""Characters behind a place that are looked at, too: a line ends there where others would end worse."""
FEWEST = 6
"""Pages that end inside a sentence, at least, from which it is told how lines were set."""
EM = 0.44
"""How wide a character of running text is, in em."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page with text: what stands on it, in fragments, and the cuts it begins and ends with (None: none)."""

    first: int
    last: int
    begins: int | None
    ends: int | None
    notes: float
    """How many lines its notes take."""
    pages: int = 1
    """How many pages that follow each other in the source, too, are taken as one: where they part changes nothing."""


@dataclass(slots=True)
class Lineation:
    """The lines of the pages of one cutting, wherever its loose cuts lie."""

    source: Source
    atoms: tuple[Atom, ...]
    joins: Joins
    leaves: list[Leaf]
    at: dict[int, int]
    """For each loose cut the place that it has now."""
    given: Setting | None = None
    """The setting, where it was found before."""
    setting: Setting = field(init=False)
    full: float = 0.0
    """Lines on a full page, where they were counted."""
    _copy: Copy = field(init=False)
    _widths: list[float] | None = None
    _counts: dict[tuple[int, int], int] = field(default_factory=dict)
    _edges: dict[tuple[int, int | None], dict[int, tuple[float, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._copy = Copy(self.source.text, Syllables(self.joins.lexicon.language))
        self.setting = self.given or fit_setting(self._whole_lines(), self._usual())

    def _usual(self) -> float:
        """Return the measure, in em, that pages which hold so much mostly have."""
        held: float = median(
            sum(len(self.source.text[a:b]) for a, b in self.segments(leaf)) / leaf.pages + MEASURE * leaf.notes
            for leaf in self.leaves
        )
        return sqrt(held * EM / LEADING)

    def reach(self, cut: int) -> tuple[int, int]:
        """Return the first and last of the pieces of a block, half-open, inside which a cut may lie."""
        start = self.atoms[cut].span.start
        first, last = cut, cut + 1
        while first in self.joins.loose and self.atoms[first].span.start > start - _REACH:
            first -= 1
        while last in self.joins.loose and self.atoms[last].span.start < start + _REACH:
            last += 1
        return first, last

    def _window(self, cut: int) -> tuple[int, int]:
        first, last = self.reach(cut)
        return self.atoms[first].span.start, self.atoms[last - 1].span.end

    def segments(self, leaf: Leaf) -> list[tuple[int, int]]:
        """Return where each paragraph, or part of one, of a page begins and ends in the source."""
        found: list[tuple[int, int]] = []
        for i in range(leaf.first, leaf.last):
            span = self.atoms[i].span
            if self.atoms[i].kind == "note":
                continue
            if found and i in self.joins.glued:
                found[-1] = (found[-1][0], span.end)
            else:
                found.append((span.start, span.end))
        if leaf.begins is not None:
            found[0] = (self.at[leaf.begins], found[0][1])
        if leaf.ends is not None:
            found[-1] = (found[-1][0], self.at[leaf.ends])
        return found

    def _length(self, start: int, end: int) -> float:
        if self._widths is None:
            self._widths = list(accumulate(read_widths(self.source.text, self.setting.best.face), initial=0.0))
        return self._widths[max(start, end)] - self._widths[start]

    def lines(self, leaf: Leaf, edge: tuple[float, int] | None = None) -> float:
        """Return how many lines a page has with its notes; `edge` tells of the part of a paragraph at its end."""
        segments, total = self.segments(leaf), leaf.notes
        for n, (start, end) in enumerate(segments):
            indent = INDENT if n or leaf.begins is None else 0.0
            if n < len(segments) - 1 or not (leaf.ends is not None or self._broken_off(leaf)):
                total += self._count(start, end, indent)
            elif edge is not None and edge[1]:
                total += edge[1]
            else:
                total += max(1, round((self._length(start, end) + indent) / self.setting.best.measure))
        return total + 2.0 * sum(self.joins.is_heading(i) for i in range(leaf.first, leaf.last))

    def _count(self, start: int, end: int, indent: float) -> int:
        """Return how many lines a paragraph takes that ends on the page."""
        found = self._counts.get((start, end))
        if found is None:
            found = self._counts[start, end] = self.setting.lines(self._copy, start, self._bare(end), indent)
        return found

    def edge(self, leaf: Leaf) -> tuple[float, int] | None:
        """Return how likely a line ends where a page does, or begins where it begins, and how many there are.

        None where nothing tells: neither the line before is known nor the one behind.
        """
        segments = self.segments(leaf)
        start, end = segments[-1]
        if leaf.ends is not None:
            low, high = self._window(leaf.ends)
            indent = INDENT if len(segments) > 1 else 0.0
            key: tuple[int, int | None] = start, None
            if key not in self._edges:
                self._edges[key] = self.setting.ends(self._copy, start, indent, (low, high))
            bare = self._bare(end)
            likely, count = self._edges[key].get(bare, (0.0, 0))
            if _STOPS.search(self.source.text, bare - 3, bare):
                count = count or self._count(start, bare, indent)
                return likely + (1 - likely) * _WITH_PARAGRAPH, count
            return likely, count
        if leaf.begins is not None and len(segments) == 1 and self._broken_off(leaf):
            low, high = self._window(leaf.begins)
            key = low, end
            if key not in self._edges:
                self._edges[key] = self.setting.begins(self._copy, self._bare(end), (low, high))
            return self._edges[key].get(self._bare(start), (0.0, 0))
        return None

    def _bare(self, place: int) -> int:
        """Return where the last word before a place ends."""
        while self.source.text[place - 1].isspace():
            place -= 1
        return place

    def _broken_off(self, leaf: Leaf) -> bool:
        """Tell whether a page ends inside a paragraph, as far as its end is known."""
        return self.joins.ends[leaf.last - 1].state in ("open", "comma", "hyphen")

    def _whole_lines(self) -> list[Stretch]:
        """Return the texts from a known beginning of a line to a page end inside a paragraph that is known."""
        return [
            self._stretch(n)
            for n, leaf in enumerate(self.leaves)
            if leaf.ends is None and self._broken_off(leaf) and self._begins_known(leaf)
        ]

    def _begins_known(self, leaf: Leaf) -> bool:
        """Tell whether it is known where the lines of a page's last paragraph begin."""
        return leaf.begins is None or len(self.segments(leaf)) > 1

    def _stretch(self, n: int) -> Stretch:
        """Return the last paragraph of a page, or its part, with what is read behind it."""
        segments = self.segments(self.leaves[n])
        start, end = segments[-1]
        text = self.source.text[start:end].strip()
        on = self.segments(self.leaves[n + 1])[0][0] if n + 1 < len(self.leaves) else end
        gap = "" if text[-1] in "-\u2010" else " "
        more = text + gap + self.source.text[on : on + _BEYOND]
        return Stretch(Copy(more, self._copy.syllables), len(text), INDENT if len(segments) > 1 else 0.0)

    def weigh_end(self, last: int) -> float:
        """Return how much, in nats, it says for a paragraph that goes on that a page ends with this fragment.

        What goes on fills its line; what ends may do so by chance. A line that begins where pages were run together is
        not known.
        """
        n = next((n for n, leaf in enumerate(self.leaves) if leaf.last == last + 1), None)
        if n is None or n + 1 == len(self.leaves) or not self._begins_known(self.leaves[n]):
            return 0.0
        copy, end, indent = self._stretch(n)
        likely, _ = self.setting.ends(copy, 0, indent, (end, end)).get(end, (0.0, 0))
        return weigh_edge(likely, self.setting.trust)

    def weigh_hyphen(self, at: int) -> float:
        """Return how much, in nats, it says for a hyphen before a character that a line may have ended with it there.

        A line that begins where pages were run together is not known.
        """
        for leaf in self.leaves:
            for n, (start, end) in enumerate(self.segments(leaf)):
                if start < at < end and (n or leaf.begins is None):
                    text = f"{self.source.text[start:at]}-"
                    copy = Copy(text + self.source.text[at : min(end, at + _BEYOND)], self._copy.syllables)
                    found = self.setting.ends(copy, 0, INDENT if n else 0.0, (len(text), len(text)))
                    return weigh_edge(found.get(len(text), (0.0, 0))[0], self.setting.trust)
        return 0.0

    def fullest(self) -> float:
        """Return how many lines most pages have, as they are cut."""
        used = [self.lines(leaf, self.edge(leaf)) / leaf.pages for leaf in self.leaves]
        return max(used, key=lambda full: sum(exp(-0.5 * (lines - full) ** 2) for lines in used))


def note_lines(atom: Atom) -> float:
    """Return how many lines of text a note takes."""
    return NOTE_SIZE * (len(atom.span) / MEASURE + 0.5)
