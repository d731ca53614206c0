"""Blocks in which the extraction ran two pages together, with nothing to show for it: where the pages part.

First every block may be cut at places a few lines apart, each standing for those around it: that is enough to find the
order. Then each of the cuts that this order makes is put where the words go together best, on both sides.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from math import exp, log
from statistics import median

from edition.capacity import MEASURE, NOTE_SIZE, Atom, read_matter
from edition.cutting import Cutting, Matter
from edition.explore import MARGIN, explore, pages_of, text_order
from edition.joins import Joins, quote_balance
from edition.lexicon import Lexicon
from edition.seams import TOKEN, Seams
from edition.setting import INDENT, Setting, fit_setting, width
from edition.source import Source, Span

STEP = 200
"""Characters between two places at which a block may be cut at first: about three lines."""
_EDGE = 60
"""Characters of a block's beginning and end that stay whole: a page begins and ends with two lines at least."""
_REACH = 5 * MEASURE
"""How far from the place found first a cut may lie: half a step, and twice what the room on full pages differs by."""
_KEPT = 30
"""How many places of each cut are held against those of the cuts that it is joined with."""
_WORD = re.compile(r"(?<=\s)\S")


@dataclass(frozen=True, slots=True)
class Seam:
    """A place inside a block where one page ends and the next in the source begins."""

    at: int
    """Where the second begins, an offset of the source."""
    confidence: float
    others: tuple[int, ...]
    """Where it might begin instead, the likeliest first."""


def loosen(source: Source, atoms: tuple[Atom, ...]) -> tuple[tuple[Atom, ...], frozenset[int], tuple[int, ...]]:
    """Return the atoms, long text cut every few lines; which of them begin at such a cut; and where each old one is."""
    found: list[Atom] = []
    loose: set[int] = set()
    moved: list[int] = []
    for atom in atoms:
        moved.append(len(found))
        starts = [atom.span.start]
        if atom.kind == "text":
            starts += _steps(source, atom.span)
        loose |= set(range(len(found) + 1, len(found) + len(starts)))
        found += [replace(atom, span=Span(a, b)) for a, b in pairwise((*starts, atom.span.end))]
    return tuple(found), frozenset(loose), (*moved, len(found))


def _steps(source: Source, span: Span) -> list[int]:
    text = source.at(span)
    count = max(1, round(len(text) / STEP))
    hits = (_WORD.search(text, max(_EDGE, n * len(text) // count)) for n in range(1, count))
    places = sorted({m.start() for m in hits if m is not None and m.start() < len(text) - _EDGE})
    return [span.start + place for place in places]


def join_atoms(
    source: Source,
    atoms: tuple[Atom, ...],
    lexicon: Lexicon,
    barred: frozenset[int],
    loose: frozenset[int] = frozenset(),
) -> Joins:
    """Return the joins of the atoms; those of one fragment hang together."""
    glued = frozenset(i for i in range(1, len(atoms)) if atoms[i].fragment == atoms[i - 1].fragment)
    return Joins(tuple(" ".join(source.at(a.span).split()) for a in atoms), lexicon, glued, loose, barred)


_ROUNDS = ((0.5, 0.05, 1.5), (4.6, 0.1, 1.5))
"""Rounds of exploring with blocks cut every few lines. A page so cut is some nats from full, and where it ends inside a
block nothing says that it reads on: an order that holds costs more than it would with its ends known."""


_SURE = 0.95
"""How sure a seam is at most: of the likeliest, one in twenty still lay elsewhere."""
_DOUBTFUL = -0.4
"""Nats a page above which an order with blocks cut is not believed: so many cuts explain anything a little."""


def run_together(
    source: Source,
    atoms: tuple[Atom, ...],
    joins: Joins,
    matter: Matter,
    best: Cutting,
    fixed: tuple[str | None, int | None],
    margin: float = 2 * MARGIN,
) -> tuple[Seam, ...]:
    """Return where blocks hold the end of one page and the beginning of another, if that explains the source better.

    `best` is the best cutting between blocks; `fixed` are the scheme and the page count, where they are known, and
    `margin` the nats by which cut blocks must do better.
    """
    cut, loose, moved = loosen(source, atoms)
    own = join_atoms(source, cut, joins.lexicon, frozenset(moved[i] for i in joins.barred), loose)
    frames = tuple((moved[at], role) for at, role in matter.frames)
    folios = {moved[i]: number for i, number in matter.folios.items()}
    loosened = replace(read_matter(own.texts, cut, frames, own), folios=folios, at_foot=matter.at_foot)
    found = explore(loosened, own, *fixed, rounds=_ROUNDS)
    likeliest = min(found, key=lambda cutting: cutting.cost, default=best)
    order = text_order(likeliest)
    if likeliest.cost > min(best.cost - margin, _DOUBTFUL * pages_of(likeliest)) or order == tuple(sorted(order)):
        return ()
    return find_seams(source, cut, own, likeliest)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page with text: what stands on it, in fragments, and the cuts it begins and ends with (None: none)."""

    first: int
    last: int
    begins: int | None
    ends: int | None
    notes: float
    """How many lines its notes take."""


@dataclass(slots=True)
class Fitting:
    """The search for the words at which the loose cuts of one cutting lie."""

    source: Source
    atoms: tuple[Atom, ...]
    joins: Joins
    leaves: list[_Leaf]
    """In the order of their folios."""
    at: dict[int, int]
    """For each loose cut the place that it has now."""
    setting: Setting = field(init=False)
    seams: Seams = field(init=False)
    full: float = field(init=False)
    """Lines on a full page."""
    _starts: list[int] = field(init=False)
    _tokens: list[str] = field(init=False)
    _widths: list[float] = field(init=False)
    _fits: dict[tuple[int, int], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = list(TOKEN.finditer(self.source.text))
        self._starts, self._tokens = [m.start() for m in found], [m.group() for m in found]
        self.seams = Seams(self._tokens)
        self._widths = list(accumulate((width(c) for c in self.source.text), initial=0.0))
        self.setting = fit_setting(self._whole_lines()) or Setting(MEASURE, 0.0)
        used = sorted(self._lines(leaf) for leaf in self.leaves)
        self.full = median(used[len(used) // 4 :])

    def find(self) -> tuple[Seam, ...]:
        """Return where each cut lies, with how sure it is."""
        tables: dict[int, dict[int, float]] = {}
        for _ in range(3):
            before = dict(self.at)
            for group in self._groups():
                tables |= self._settle(group)
            if before == self.at:
                break
        return tuple(self._judge(cut, tables[cut]) for cut in sorted(self.at))

    def _judge(self, cut: int, scores: dict[int, float]) -> Seam:
        best = max(scores.values())
        odds = {place: exp(score - best) for place, score in scores.items()}
        ranked = sorted(odds, key=lambda place: (place != self.at[cut], -odds[place], place))
        sure = min(_SURE, odds[self.at[cut]] / sum(odds.values()))
        return Seam(self.at[cut], sure, tuple(ranked[1:6]))

    def _groups(self) -> list[tuple[int, ...]]:
        """Return the cuts in pairs where the page that one ends reads on into the page that the other begins."""
        pairs = dict.fromkeys(
            tuple(sorted((a.ends, b.begins)))
            for a, b in pairwise(self.leaves)
            if a.ends is not None and b.begins is not None and a.ends != b.begins
        )
        alone = [(cut,) for cut in sorted(self.at) if all(cut not in pair for pair in pairs)]
        return [*pairs, *alone]

    def _settle(self, group: tuple[int, ...]) -> dict[int, dict[int, float]]:
        """Put the cuts of a group where they are best, the others standing; return what each place is worth."""
        ranked = [self._candidates(cut) for cut in group]
        totals: list[tuple[float, tuple[int, ...]]] = []
        mine = [n for n, (a, b) in enumerate(pairwise(self.leaves)) if {a.ends, b.begins} & set(group)]
        for chosen in _products(ranked):
            self.at.update(zip(group, (place for place, _ in chosen), strict=True))
            totals.append((sum(score for _, score in chosen) + sum(map(self._turn, mine)), tuple(p for p, _ in chosen)))
        best = max(totals, key=lambda total: (total[0], [-place for place in total[1]]))
        self.at.update(zip(group, best[1], strict=True))
        tables: dict[int, dict[int, float]] = {}
        for n, cut in enumerate(group):
            own: dict[int, list[float]] = {}
            for score, places in totals:
                own.setdefault(places[n], []).append(score - best[0])
            tables[cut] = {place: _log_sum(scores) for place, scores in own.items()}
        return tables

    def _candidates(self, cut: int) -> list[tuple[int, float]]:
        """Return the likeliest places of a cut by where lines and pages end and how ill the words there go together."""
        atom = self.atoms[cut]
        low, high = self._bounds(cut)
        text = self.source.text
        here, scored = self.at[cut], []
        for match in _WORD.finditer(text, max(low, atom.span.start - _REACH), min(high, atom.span.start + _REACH)):
            self.at[cut] = match.start()
            scored.append((match.start(), self._alone(cut)))
        self.at[cut] = here
        scored.sort(key=lambda pair: (-pair[1], pair[0]))
        return scored[:_KEPT] or [(here, 0.0)]

    def _bounds(self, cut: int) -> tuple[int, int]:
        """Return the part of the block in which a cut may lie: between those before and after it."""
        first, last = cut, cut
        while first in self.joins.loose and (first == cut or first not in self.at):
            first -= 1
        while last in self.joins.loose and (last == cut or last not in self.at):
            last += 1
        low = self.at.get(first, self.atoms[first].span.start)
        high = self.at[last] if last in self.at else self.atoms[last - 1].span.end
        return low + _EDGE // 2, high - _EDGE // 2

    def _alone(self, cut: int) -> float:
        """Return what the place of a cut is worth by itself."""
        place = self.at[cut]
        n = bisect_left(self._starts, place)
        value = -self.seams.fit(self._tokens[n - 2 : n], self._tokens[n : n + 2], own=1)
        for leaf in self.leaves:
            if cut in (leaf.begins, leaf.ends):
                value += self._fullness(leaf)
            if cut == leaf.ends:
                value += self.setting.ends_line(self._last_lines(leaf))
        return value

    def _fullness(self, leaf: _Leaf) -> float:
        """Return how likely it is that a page has its lines: one more or less keeps a line from standing alone."""
        short = self._lines(leaf) - self.full
        spread = 0.8 if self.setting.trust else 1.5
        return max(-8.0, -0.5 * (short / (spread + 0.15 * leaf.notes)) ** 2)

    def _turn(self, n: int) -> float:
        """Return how well page `n` reads on into the next."""
        a, b = self.leaves[n], self.leaves[n + 1]
        end = self.atoms[a.last - 1].span.end if a.ends is None else self.at[a.ends]
        start = self.atoms[b.first].span.start if b.begins is None else self.at[b.begins]
        value = self._fits.get((end, start))
        if value is None:
            i, j = bisect_left(self._starts, end), bisect_left(self._starts, start)
            before, after = self._tokens[max(0, i - 2) : i], self._tokens[j : j + 2]
            value = self._halves(before, after, self.source.text[:end])
            if value is None:
                value = self.seams.fit(before, after)
            left = self.source.text[self._segments(a)[-1][0] : end]
            right = self.source.text[start : self._segments(b)[0][1]]
            value = self._fits[end, start] = value - quote_balance(left, right)
        return value

    def _halves(self, before: list[str], after: list[str], text: str) -> float | None:
        """Return how well a word broken at a page's end goes on, None where none is."""
        if len(before) < 2 or before[-1] not in "-\u2010" or not text[:-1][-1:].isalpha():
            return None
        if not after or not after[0].isalpha():
            return -6.0
        return -2.0 * self.joins.halves(before[-2], after[0])

    def _segments(self, leaf: _Leaf) -> list[tuple[int, int]]:
        """Return where each paragraph, or part of one, of a page begins and ends in the source."""
        found: list[tuple[int, int]] = []
        for i in range(leaf.first, leaf.last):
            span = self.atoms[i].span
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
        return self._widths[max(start, end)] - self._widths[start]

    def _lines(self, leaf: _Leaf) -> float:
        """Return how many lines a page has with its notes."""
        total = leaf.notes
        for start, end in self._segments(leaf):
            total += self.setting.lines(self._length(start, end) + INDENT)
        return total + 2.0 * sum(self.joins.is_heading(i) for i in range(leaf.first, leaf.last))

    def _last_lines(self, leaf: _Leaf) -> float:
        """Return how wide the text is from the last beginning of a line that is known on a page to its end."""
        segments = self._segments(leaf)
        return self._length(*segments[-1]) + (INDENT if len(segments) > 1 else 0.0)

    def _whole_lines(self) -> list[float]:
        """Return the widths from a known beginning of a line to a page end inside a paragraph that is known."""
        return [
            self._last_lines(leaf)
            for leaf in self.leaves
            if leaf.ends is None
            and self.joins.ends[leaf.last - 1].state in ("open", "comma", "hyphen")
            and (leaf.begins is None or len(self._segments(leaf)) > 1)
        ]


def _products(ranked: list[list[tuple[int, float]]]) -> list[tuple[tuple[int, float], ...]]:
    if len(ranked) == 1:
        return [(choice,) for choice in ranked[0]]
    return [(a, b) for a in ranked[0] for b in ranked[1]]


def _log_sum(scores: list[float]) -> float:
    top = max(scores)
    return top + log(sum(exp(score - top) for score in scores))


def find_seams(source: Source, atoms: tuple[Atom, ...], joins: Joins, cutting: Cutting) -> tuple[Seam, ...]:
    """Return the word at which each loose cut of a cutting lies, in the order of the source."""
    notes = {folio: sum(len(atoms[i].span) for i in range(a, b)) for folio, a, b in cutting.notes}
    leaves = [
        _Leaf(
            page.first,
            page.last,
            page.first if page.first in joins.loose else None,
            page.last if page.last in joins.loose else None,
            NOTE_SIZE * notes.get(folio, 0) / MEASURE,
        )
        for folio, page in enumerate(cutting.pages)
        if page is not None and page.last > page.first
    ]
    cuts = {cut for leaf in leaves for cut in (leaf.begins, leaf.ends) if cut is not None}
    return Fitting(source, atoms, joins, leaves, {cut: atoms[cut].span.start for cut in sorted(cuts)}).find()
