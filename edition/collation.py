"""Printed pages that no folio tells: cut by how many lines they hold, put in order by how they read on.

A side, or a column that the extraction keeps apart, is cut into as many pages as the scheme has slots there. Its few
best cuttings are held against those of the other sides: each page has to read on into the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, groupby, pairwise
from math import exp

from edition.blocks import PrintedPage
from edition.entries import Entry
from edition.hypotheses import Hypothesis, hypotheses
from edition.imposition import positions
from edition.lexicon import Lexicon
from edition.measures import Measures
from edition.stretches import Cutting, Stretch, cut_all, fit_room, read_stretches
from edition.turns import Turns

SLOTS = (1, 2, 4, 8)
"""Pages on a side, in the schemes there are."""
FEWEST = 14
"""Lines on the smallest page of a booklet."""
MANY, KEPT = 40, 12
"""Hypotheses that are looked at once, and thoroughly."""
WELL = -0.5
"""Nats a page below which an order reads so well that no blank sides need to be missing."""
DROPPED = 3
"""Wholly blank sides that an extraction may have left out."""
BLANK = 6.0
"""The cost of a blank page in the middle of a book."""
EXTRA: tuple[tuple[str, float], ...] = (("duplex2up", 3.0), ("duplex2up-in-place", 5.0))
"""Schemes that differ from others only where an extraction keeps pages in the order in which they were placed."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to fill the slots of a stretch: by slot the first and last line (half-open), None for a blank."""

    cost: float
    pages: tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Collation:
    """The pages with the folios inferred for them, in the order of the scheme's slots."""

    pages: tuple[PrintedPage, ...]
    hypothesis: Hypothesis
    confidence: float
    room: float
    """The lines of a full page."""
    mixed: bool
    """Blocks of a side's pages may stand between each other: white space parts them, and no column keeps them apart."""


@dataclass(slots=True)
class _Trial:
    """One hypothesis with what is chosen for every stretch."""

    hypothesis: Hypothesis
    slots: list[tuple[int, ...]]
    """Of every stretch: the folios of its slots, in the order of its lines."""
    options: list[list[Option]]
    turns: Turns
    pages: int
    held: list[tuple[int, int, int] | None] = field(default_factory=list)
    """By folio: stretch, first and last line; None for a blank."""
    chosen: list[Option] = field(default_factory=list)
    cost: float = 0.0

    def begin(self) -> None:
        """Choose for every stretch what is best by itself."""
        self.held = [None] * (self.pages + 2)
        for n, options in enumerate(self.options):
            own = min(options, key=lambda option: option.cost + self._alone(n, option))
            self.chosen.append(own)
            self._hold(n, own)

    def _alone(self, n: int, option: Option) -> float:
        """Return what the places of blank and bare pages cost."""
        cost = 0.0
        for folio, page in zip(self.slots[n], option.pages, strict=True):
            if page is None:
                cost += blank_cost(folio, self.pages)
            elif self.turns.is_bare(n, *page):
                cost += 0.0 if folio in (1, self.pages) else 1.0 if folio == 2 or folio > self.pages - 4 else 6.0
        return cost

    def _hold(self, n: int, option: Option) -> None:
        for folio, page in zip(self.slots[n], option.pages, strict=True):
            self.held[folio] = None if page is None else (n, *page)

    def _beside(self, folio: int, step: int) -> int:
        folio += step
        while 0 < folio <= self.pages and self.held[folio] is None:
            folio += step
        return folio

    def _around(self, n: int) -> float:
        """Return the cost of the page turns that the pages of a stretch take part in."""
        pairs: set[tuple[int, int]] = set()
        for folio in self.slots[n]:
            before, after = self._beside(folio, -1), self._beside(folio, 1)
            pairs |= {(before, after)} if self.held[folio] is None else {(before, folio), (folio, after)}
        return sum(self._turn(a, b) for a, b in pairs)

    def _turn(self, before: int, after: int) -> float:
        first = self.held[before] if before > 0 else None
        second = self.held[after] if after <= self.pages else None
        return self.turns.cost(first, second)

    def improve(self) -> bool:
        """Give every stretch what fits best between its neighbours; tell whether anything changed."""
        changed = False
        for n, options in enumerate(self.options):
            own = self.chosen[n]
            best = own.cost + self._alone(n, own) + self._around(n)
            for option in options:
                if option is own or option.cost > best + 40:
                    continue
                self._hold(n, option)
                cost = option.cost + self._alone(n, option) + self._around(n)
                if cost < best - 1e-9:
                    best, self.chosen[n], changed = cost, option, True
            self._hold(n, self.chosen[n])
        return changed

    def total(self) -> float:
        """Return the cost of all: cuttings, blanks, page turns, and how unlikely the hypothesis is."""
        cost = self.hypothesis.surprise
        cost += sum(option.cost + self._alone(n, option) for n, option in enumerate(self.chosen))
        filled = [0, *(f for f in range(1, self.pages + 1) if self.held[f] is not None), self.pages + 1]
        return cost + sum(self._turn(a, b) for a, b in pairwise(filled))

    def order(self) -> tuple[tuple[int, int, int], ...]:
        """Return the pages with text in reading order."""
        return tuple(page for page in self.held if page is not None)


def blank_cost(folio: int, pages: int) -> float:
    """Return the cost of a blank page: little behind the title and at the end, where the scheme needs it."""
    return 0.6 if folio == 2 or pages - 8 < folio else BLANK


def collate(
    sides: list[list[list[Entry]]], measures: Measures, lexicon: Lexicon, scheme: str | None, count: int | None
) -> Collation | None:
    """Set the page of every entry and return the pages with their folios; None where no scheme fits the sides.

    `scheme` and `count` of pages are an editor's.
    """
    if measures.text is None or len(sides) < 2:
        return None
    stretches = read_stretches(sides)
    turns = Turns(stretches, measures.text, lexicon)
    columns = max(stretch.columns for stretch in stretches)
    flows = [turns.flow(n) for n in range(len(stretches))]
    fitting = [slots for slots in SLOTS if slots % columns == 0 and fit_room(stretches, slots) >= FEWEST]
    cuttings = {slots: cut_all(stretches, slots, flows) for slots in fitting or [columns]}
    trials: list[_Trial] = []
    for extra in range(DROPPED + 1):
        fresh = [
            trial
            for slots, cut in cuttings.items()
            for trial in _try_slots(stretches, cut, (len(sides), extra, slots), turns, scheme, count)
        ]
        trials = _sift(trials + fresh)
        if trials and trials[0].cost < WELL * len(trials[0].order()):
            break
    if not trials:
        return None
    best = trials[0]
    order = best.order()
    rivals = [trial.cost - best.cost for trial in trials[1:] if _reads_otherwise(trial.order(), order)]
    confidence = 1 / (1 + sum(exp(-min(30.0, margin)) for margin in rivals[:5]))
    room = fit_room(stretches, max(map(len, best.hypothesis.sides)))
    mixed = columns == 1 and any(e.line.below and not e.line.top for s in stretches for e in s.entries)
    return Collation(_settle(best, stretches), best.hypothesis, confidence, room, mixed)


def _sift(trials: list[_Trial]) -> list[_Trial]:
    """Return the most promising trials, each as good as it can be made, the best first."""
    for kept, rounds in ((MANY, 1), (KEPT, 9)):
        trials = sorted(trials, key=_rank)[:kept]
        for trial in trials:
            for _ in range(rounds):
                if not trial.improve():
                    break
            trial.cost = trial.total()
    return sorted(trials, key=_rank)


def _rank(trial: _Trial) -> tuple[float, int, str, str]:
    return trial.cost, trial.pages, trial.hypothesis.scheme, trial.hypothesis.order


def _reads_otherwise(one: tuple[tuple[int, int, int], ...], other: tuple[tuple[int, int, int], ...]) -> bool:
    """Tell whether two orders differ as texts, wherever they cut what runs on."""

    def runs(pages: tuple[tuple[int, int, int], ...]) -> list[tuple[int, int, int]]:
        joined: list[tuple[int, int, int]] = []
        for page in pages:
            if joined and joined[-1][0] == page[0] and joined[-1][2] == page[1]:
                joined[-1] = (page[0], joined[-1][1], page[2])
            else:
                joined.append(page)
        return joined

    return runs(one) != runs(other)


def _try_slots(
    stretches: list[Stretch],
    cuttings: list[list[Cutting]],
    shape: tuple[int, int, int],
    turns: Turns,
    scheme: str | None,
    count: int | None,
) -> Iterator[_Trial]:
    """Yield a trial of every hypothesis of a shape: the sides there are, the blank ones left out, the pages on each."""
    slots = shape[2]
    made: dict[tuple[int, int], list[Option]] = {}
    seen: set[tuple[tuple[int, ...], ...]] = set()
    for hypothesis, kept in _fitting(shape, scheme, count):
        for order in _slot_orders(hypothesis, slots):
            placed = [
                tuple(
                    kept[s.side][n]
                    for n in order
                    if n < len(kept[s.side]) and s.holds(n, hypothesis_columns(hypothesis))
                )
                for s in stretches
            ]
            key = tuple(placed)
            if key in seen or any(not own for own in placed):
                continue
            seen.add(key)
            for n, own in enumerate(placed):
                if (n, len(own)) not in made:
                    made[n, len(own)] = sorted(_options(cuttings[n], len(own)), key=lambda option: option.cost)
            options = [made[n, len(own)] for n, own in enumerate(placed)]
            if not all(options):
                continue
            trial = _Trial(hypothesis, placed, options, turns, hypothesis.pages)
            trial.begin()
            trial.cost = trial.total()
            yield trial


def _fitting(
    wanted: tuple[int, int, int], scheme: str | None, count: int | None
) -> Iterator[tuple[Hypothesis, list[tuple[int, ...]]]]:
    """Yield the hypotheses with so many sides and blank ones left out, with the sides that are left."""
    found, extra, slots = wanted
    total = slots * (found + extra)
    names = [(None, 0.0), *EXTRA] if scheme is None else [(scheme, 0.0)]
    for name, surprise in names:
        for h in hypotheses(total - slots + 1, total, scheme=name, pages=count):
            shape = [len(side) for side in h.sides]
            if len(shape) != found + extra or max(shape) != slots:
                continue
            dropped = sorted(range(len(shape)), key=lambda n: -min(h.sides[n]))[:extra]
            kept = [side for n, side in enumerate(h.sides) if n not in dropped]
            yield replace(h, surprise=h.surprise + surprise + (2.0 + extra if extra else 0.0)), kept


def hypothesis_columns(hypothesis: Hypothesis) -> int:
    """Return how many pages stand side by side."""
    side = positions(hypothesis.scheme, hypothesis.pages, _signature(hypothesis))[0]
    return 1 + max(slot.column for slot in side)


def _signature(hypothesis: Hypothesis) -> int:
    return 0 if hypothesis.signature == hypothesis.pages else hypothesis.signature


def _slot_orders(hypothesis: Hypothesis, slots: int) -> Iterator[tuple[int, ...]]:
    """Yield the orders in which an extraction may meet the slots: row by row, column by column, upright pages first."""
    side = positions(hypothesis.scheme, hypothesis.pages, _signature(hypothesis))[0]
    yield tuple(range(slots))
    places = range(len(side))
    yield tuple(sorted(places, key=lambda n: (side[n].column, side[n].row)))
    if any(slot.turned for slot in side):
        yield tuple(sorted(places, key=lambda n: (side[n].turned, -n if side[n].turned else n)))
        yield tuple(sorted(places, key=lambda n: (not side[n].turned, -n if side[n].turned else n)))


def _options(cuttings: list[Cutting], slots: int) -> Iterator[Option]:
    """Yield the ways to put the pages of each cutting into the slots, in their order."""
    for cutting in cuttings:
        if len(cutting.pages) > slots:
            continue
        for chosen in combinations(range(slots), len(cutting.pages)):
            pages = dict(zip(chosen, cutting.pages, strict=True))
            yield Option(cutting.cost, tuple(pages.get(n) for n in range(slots)))


def _settle(trial: _Trial, stretches: list[Stretch]) -> tuple[PrintedPage, ...]:
    """Return the pages, side by side, and give each entry its own."""
    found: list[PrintedPage] = []
    columns = hypothesis_columns(trial.hypothesis)
    place = {folio: n for side in trial.hypothesis.sides for n, folio in enumerate(side)}
    for side, group in groupby(zip(stretches, trial.slots, trial.chosen, strict=True), key=lambda item: item[0].side):
        held = [
            (place[folio], folio, stretch.entries[slice(*page)] if page else [])
            for stretch, folios, option in group
            for folio, page in zip(folios, option.pages, strict=True)
        ]
        for at, folio, entries in sorted(held, key=lambda item: item[0]):
            row, column = divmod(at, columns)
            for entry in entries:
                entry.page = len(found)
            found.append(PrintedPage(side, row, column, folio=folio))
    return tuple(found)
