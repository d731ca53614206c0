"""Where exactly pages part inside blocks, in an order that is known: where the words on both sides go best."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise, product
from math import exp, log, sqrt

from edition.capacity import MEASURE, NOTE_SIZE, Atom
from edition.cohesion import STEM
from edition.collocations import read_collocations
from edition.cutting import Cutting
from edition.joins import BLINDLY, Joins, quote_balance
from edition.lexicon import WORD
from edition.lineation import Leaf, Lineation
from edition.seams import TOKEN, Seams
from edition.setting import Setting, weigh_edge
from edition.source import Source

EDGE = 60
"""Characters of a block's beginning and end that stay whole: a page begins and ends with two lines at least."""
_SCRAP = 6
"""Characters of a paragraph's last line at least, which can begin a page."""
_STRAY = 4.0
"""Nats at most by which what a passage speaks of may tell against a place: a page can go on to something else."""
_ODD, _FAR = 0.2, 5.0
"""The share of pages that hold more or less than others, set narrower or leaded, and how much further off they are."""
_LOOSE, _FIRM = 1.5, 0.8
"""How many lines a page has more or less than a full one: where the measure is not known, and where it is."""
_KEPT = 60
"""How many places of each cut are held against those of the cuts that it is joined with."""
WORD_START = re.compile(r"(?<=\s)\S")
_SLIGHT, _OFFERED = 0.02, 7
"""How likely another place of a seam is at least to be offered, and how many are."""
_SURE = 0.95
"""How sure a seam is at most: of the likeliest, one in twenty still lay elsewhere."""


@dataclass(frozen=True, slots=True)
class Seam:
    """A place inside a block where one page ends and the next in the source begins."""

    at: int
    """Where the second begins, an offset of the source."""
    confidence: float
    others: tuple[int, ...]
    """Where it might begin instead, the likeliest first."""


@dataclass(slots=True)
class Fitting:
    """The search for the words at which the loose cuts of one cutting lie."""

    source: Source
    atoms: tuple[Atom, ...]
    joins: Joins
    leaves: list[Leaf]
    """In the order of their folios."""
    at: dict[int, int]
    """For each loose cut the place that it has now."""
    setting: Setting | None = None
    """How the lines were set, where it was found before."""
    pages: Lineation = field(init=False)
    seams: Seams = field(init=False)
    _starts: list[int] = field(init=False)
    _tokens: list[str] = field(init=False)
    _fits: dict[tuple[int, int], float] = field(default_factory=dict)
    _inner: dict[int, float] = field(default_factory=dict)
    _topics: dict[int, dict[int, float]] = field(default_factory=dict)
    _filled: dict[tuple[int, int | None, int | None], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = list(TOKEN.finditer(self.source.text))
        self._starts, self._tokens = [m.start() for m in found], [m.group() for m in found]
        language, own = self.joins.lexicon.language, {token.lower() for token in self._tokens}
        self.seams = Seams(self._tokens, read_collocations(language, own))
        self.pages = Lineation(self.source, self.atoms, self.joins, self.leaves, self.at, self.setting)
        self.pages.full = self.pages.fullest()

    def find(self) -> tuple[Seam, ...]:
        """Return where each cut lies, with how sure it is."""
        tables: dict[int, dict[int, float]] = {}
        for _ in range(3):
            before = dict(self.at)
            for group in self._groups():
                tables |= self._settle(group)
            if before == self.at:
                break
            self.pages.full = self.pages.fullest()
            self._filled.clear()
        return tuple(self._judge(cut, tables[cut]) for cut in sorted(self.at))

    def _judge(self, cut: int, scores: dict[int, float]) -> Seam:
        best = max(scores.values())
        odds = {place: exp(score - best) for place, score in scores.items()}
        ranked = sorted(odds, key=lambda place: (place != self.at[cut], -odds[place], place))
        total = sum(odds.values())
        likely = [place for n, place in enumerate(ranked[1:]) if n < 2 or odds[place] > _SLIGHT * total]
        return Seam(self.at[cut], min(_SURE, odds[self.at[cut]] / total), tuple(likely[:_OFFERED]))

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
        totals: list[tuple[float, tuple[int, ...]]] = []
        leaves = [n for n, leaf in enumerate(self.leaves) if {leaf.begins, leaf.ends} & set(group)]
        turns = [n for n, (a, b) in enumerate(pairwise(self.leaves)) if {a.ends, b.begins} & set(group)]
        topics = [self._topic(cut) for cut in group]
        for chosen in product(*map(self._candidates, group)):
            self.at.update(zip(group, chosen, strict=True))
            value = sum(self._apart(place) + topic[place] for place, topic in zip(chosen, topics, strict=True))
            value += sum(map(self._page, leaves)) + sum(map(self._turn, turns))
            totals.append((value, chosen))
        best = max(totals, key=lambda total: (total[0], [-place for place in total[1]]))
        self.at.update(zip(group, best[1], strict=True))
        tables: dict[int, dict[int, float]] = {}
        for n, cut in enumerate(group):
            own: dict[int, list[float]] = {}
            for score, places in totals:
                own.setdefault(places[n], []).append(score - best[0])
            tables[cut] = {place: _log_sum(scores) for place, scores in own.items()}
        return tables

    def _candidates(self, cut: int) -> list[int]:
        """Return the likeliest places of a cut by where pages end, what is spoken of, and how ill its words go."""
        low, high = self._bounds(cut)
        here, scored, topic = self.at[cut], [], self._topic(cut)
        mine = [n for n, leaf in enumerate(self.leaves) if cut in (leaf.begins, leaf.ends)]
        for place in topic:
            if low <= place < high:
                self.at[cut] = place
                scored.append((-self._apart(place) - topic[place] - sum(map(self._page, mine)), place))
        self.at[cut] = here
        return [place for _, place in sorted(scored)[:_KEPT]] or [here]

    def _topic(self, cut: int) -> dict[int, float]:
        """Return the places that a cut may have, and how much better what is before each goes with the page it ends."""
        if cut not in self._topics:
            first, last = self.pages.reach(cut)
            text = self.source.text[self.atoms[first].span.start : self.atoms[last - 1].span.end]
            words = list(WORD.finditer(text.lower()))
            n = next(n for n, leaf in enumerate(self.leaves) if leaf.ends == cut)
            k = next(k for k, leaf in enumerate(self.leaves) if leaf.begins == cut)
            left = (
                first - 1 if first > self.leaves[n].first else None,
                self.leaves[n + 1].first if n + 1 < len(self.leaves) else None,
            )
            right = self.leaves[k - 1].last - 1 if k else None, last if last < self.leaves[k].last else None
            values = self.joins.cohesion.leanings([m.group()[:STEM] for m in words], left, right)
            sums = list(accumulate(values, initial=0.0))
            start, least = self.atoms[first].span.start, max(sums) - _STRAY
            self._topics[cut] = {start + m.start(): max(least, v) for m, v in zip(words, sums, strict=False)}
        return self._topics[cut]

    def _bounds(self, cut: int) -> tuple[int, int]:
        """Return the part of the block in which a cut may lie: between those before and after it."""
        first, last = cut, cut
        while first in self.joins.loose and (first == cut or first not in self.at):
            first -= 1
        while last in self.joins.loose and (last == cut or last not in self.at):
            last += 1
        low = self.at.get(first, self.atoms[first].span.start)
        high = self.at[last] if last in self.at else self.atoms[last - 1].span.end
        return low + _SCRAP, high - _SCRAP

    def _apart(self, place: int) -> float:
        """Return how ill the words at a place go together, and whether columns are run together at such words."""
        value = self._inner.get(place)
        if value is None:
            n = bisect_left(self._starts, place)
            value = -self.seams.fit(self._tokens[n - 2 : n], self._tokens[n : n + 2], own=1)
            self._inner[place] = value = value - (0.0 if self._goes_on(n) else BLINDLY)
        return value

    def _goes_on(self, n: int) -> bool:
        """Tell whether a sentence seems to go on at token `n`, as it does where columns are run together."""
        before, after = self._tokens[n - 1] if n else "", self._tokens[n] if n < len(self._tokens) else ""
        return (before[-1:].isalnum() or before in (",", ";", ")")) and after[:1].islower()

    def _page(self, n: int) -> float:
        """Return how likely it is that page `n` has its lines, and that it ends where a line does."""
        leaf = self.leaves[n]
        key = n, self.at.get(leaf.begins or -1), self.at.get(leaf.ends or -1)
        value = self._filled.get(key)
        if value is None:
            likely = self.pages.edge(leaf)
            short = self.pages.lines(leaf, likely) - self.pages.full * leaf.pages
            spread = (_LOOSE - (_LOOSE - _FIRM) * self.pages.setting.trust + 0.15 * leaf.notes) * sqrt(leaf.pages)
            usual, odd = (w / s * exp(-0.5 * (short / s) ** 2) for w, s in ((1 - _ODD, spread), (_ODD, _FAR * spread)))
            value = log(usual + odd + 1e-6) + log(spread)
            if likely is not None:
                value += weigh_edge(likely[0])
            self._filled[key] = value
        return value

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
            left = self.source.text[self.pages.segments(a)[-1][0] : end]
            right = self.source.text[start : self.pages.segments(b)[0][1]]
            value = self._fits[end, start] = value - quote_balance(left, right)
        return value

    def _halves(self, before: list[str], after: list[str], text: str) -> float | None:
        """Return how well a word broken at a page's end goes on, None where none is."""
        if len(before) < 2 or before[-1] not in "-\u2010" or not text[:-1][-1:].isalpha():
            return None
        if not after or not after[0].isalpha():
            return -6.0
        return -2.0 * self.joins.halves(before[-2], after[0])


def _log_sum(scores: list[float]) -> float:
    top = max(scores)
    return top + log(sum(exp(score - top) for score in scores))


def find_seams(
    source: Source, atoms: tuple[Atom, ...], joins: Joins, cutting: Cutting, setting: Setting | None = None
) -> tuple[tuple[Seam, ...], Setting]:
    """Return the word at which each loose cut of a cutting lies, in the order of the source; and how lines were set.

    The `setting` is given where it is known.
    """
    notes = {folio: sum(len(atoms[i].span) for i in range(a, b)) for folio, a, b in cutting.notes}
    leaves = [
        Leaf(
            page.first,
            page.last,
            page.first if page.first in joins.loose else None,
            page.last if page.last in joins.loose else None,
            NOTE_SIZE * notes.get(folio, 0) / MEASURE,
        )
        for folio, page in enumerate(cutting.pages)
        if page is not None and page.last > page.first
    ]
    stretches, plain = _run_on(leaves)
    cuts = {cut for leaf in stretches for cut in (leaf.begins, leaf.ends) if cut is not None}
    fitting = Fitting(source, atoms, joins, stretches, {cut: atoms[cut].span.start for cut in sorted(cuts)}, setting)
    found = (*fitting.find(), *(Seam(atoms[cut].span.start, 1.0, ()) for cut in plain))
    return tuple(sorted(found, key=lambda seam: seam.at)), fitting.pages.setting


def _run_on(leaves: list[Leaf]) -> tuple[list[Leaf], list[int]]:
    """Return the leaves, those put together that follow each other in a block of the source; and the cuts between."""
    found: list[Leaf] = []
    plain: list[int] = []
    for leaf in leaves:
        if found and leaf.begins is not None and found[-1].ends == leaf.begins:
            before = found.pop()
            plain.append(leaf.begins)
            notes, pages = before.notes + leaf.notes, before.pages + 1
            found.append(replace(before, last=leaf.last, ends=leaf.ends, notes=notes, pages=pages))
        else:
            found.append(leaf)
    return found, plain
