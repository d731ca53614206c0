"""Where one hypothesis cuts the fragments into pages: a beam over the slots of its sides, as they were extracted.

The cost of a cutting, in nats, is the sum of its joins (`edition.joins`), of how far full pages differ from each other,
and of notes that lie on a page which does not call them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from edition.cutting import EDGE, Cutting, Matter, Page, State
from edition.hypotheses import Hypothesis
from edition.joins import Joins


@dataclass(frozen=True, slots=True)
class Paging:
    """The search for one hypothesis, with the capacity of its full pages in characters."""

    matter: Matter
    joins: Joins
    hypothesis: Hypothesis
    capacity: float
    spread: float
    """The standard deviation of full pages, as a share of the capacity."""
    width: int
    """How many states are kept for each place of the text that a slot can end at; eight times as many at a slot."""
    _known_ends: dict[tuple[int, int, bool], tuple[tuple[int, float, float], ...]] = field(default_factory=dict)

    def search(self) -> Cutting | None:
        """Return the cheapest cutting found, or None where the hypothesis has no room for the text."""
        whole = [
            (s.cost + self._whole(s), s) for s in self._beam(self.hypothesis.sides) if s.at == len(self.matter.sizes)
        ]
        if not whole:
            return None
        cost, best = min(whole, key=lambda pair: pair[0])
        return Cutting(cost + self.hypothesis.surprise, self.hypothesis, best.pages, best.notes, self.capacity)

    def try_sides(self, count: int) -> float:
        """Return the cost of the cheapest cutting of the first `count` sides alone."""
        return min((state.cost for state in self._beam(self.hypothesis.sides[:count])), default=1e9)

    def _beam(self, sides: tuple[tuple[int, ...], ...]) -> list[State]:
        """Return the cheapest states after these sides."""
        count = self.hypothesis.pages
        states = [State(0.0, 0, (None,) * (count + 2), 0, ())]
        assigned: set[int] = set()
        pending: list[int] = []
        left = (count, 0)
        for side in sides:
            for slot, folio in enumerate(side):
                assigned.add(folio)
                pending = [q for q in assigned if not {q - 1, q + 1} <= assigned]
                left = self._room_left(assigned)
                placed = [new for state in states for new in self._place(state, side, slot)]
                if self.joins.loose and folio in self.hypothesis.closing:
                    # Columns are run together within a side: where one ends, so does a block.
                    placed = [state for state in placed if state.at not in self.joins.loose]
                states = self._narrow(placed, (*pending, *side), left)
            states = self._narrow([new for state in states for new in self._finish(state, side)], tuple(pending), left)
        return states

    def _room_left(self, assigned: set[int]) -> tuple[int, int]:
        """Return how many pages are still to come, and how many of them may be blank at little cost."""
        rest = [folio for folio in range(1, self.hypothesis.pages + 1) if folio not in assigned]
        return len(rest), sum(self._blank_cost(folio) < 1 for folio in rest)

    def _narrow(self, states: list[State], seen: tuple[int, ...], left: tuple[int, int]) -> list[State]:
        """Return the cheapest states, one for each future, a few for each place of the text that they reached."""
        best: dict[object, State] = {}
        for state in states:
            key = (state.at, state.frames, state.notes, *(state.pages[q] for q in seen))
            kept = best.get(key)
            if kept is None or state.cost < kept.cost:
                best[key] = state
        ranked = sorted(((s.cost + self._outlook(s.at, left), s.at, n, s) for n, s in enumerate(best.values())))
        reached: dict[int, int] = {}
        kept_states: list[State] = []
        for cost, at, _, state in ranked:
            reached[at] = reached.get(at, 0) + 1
            if cost > ranked[0][0] + 30 or len(kept_states) == 8 * self.width:
                break
            if reached[at] <= self.width:
                kept_states.append(state)
        return kept_states

    def _outlook(self, at: int, left: tuple[int, int]) -> float:
        """Return a bound on what the pages to come will cost, from the room that the rest of the text needs."""
        needed = (self.matter.sums[-1] - self.matter.sums[at]) / self.capacity
        pages, blanks = left
        if 0.93 * needed > pages:
            return 10.0 * (0.93 * needed - pages)
        return 5.0 * max(0.0, pages - blanks - 0.9 - needed)

    def _place(self, state: State, side: tuple[int, ...], slot: int) -> Iterator[State]:
        """Yield what page `side[slot]` can hold: nothing, a frame, or the next fragments."""
        folio = side[slot]
        blank = Page(0, 0)
        inside = folio > 4 and self.neighbour(state.pages, folio, 1) not in (None, EDGE)
        yield self._with(state, folio, blank, 7.0 if inside else self._blank_cost(folio))
        for bit, (at, role) in enumerate(self.matter.frames):
            if at == state.at and not state.frames >> bit & 1:
                cost = self._frame_cost(folio, role)
                yield self._with(state, folio, blank, cost, 1 << bit)
        first = state.at
        missed = 10.0 * sum(
            at == first and not state.frames >> bit & 1 for bit, (at, _) in enumerate(self.matter.frames)
        )
        for end, cost, notes in self._ends(first, len(side) - slot, folio):
            crossed = 10.0 * sum(first < at < end for at, _ in self.matter.frames)
            filled = self._least_fill(state.pages, folio, first, end, notes)
            yield self._with(state, folio, Page(first, end, filled), cost + filled + missed + crossed)

    def _least_fill(self, pages: tuple[Page | None, ...], folio: int, first: int, last: int, notes: float) -> float:
        """Return what a page's filling costs at least, if all notes within reach were its own."""
        text = (self.matter.sums[last] - self.matter.sums[first]) / self.capacity
        if text <= 1 <= text + notes / self.capacity:
            return 0.0
        deviation = max(0.0, text - 1) or min(0.0, text + notes / self.capacity - 1)
        cost = 0.5 * (deviation / self.spread) ** 2
        return min(cost, 14.0 if deviation > 0 else self._short_cost(pages, folio, last))

    def _ends(self, first: int, slots: int, folio: int) -> tuple[tuple[int, float, float], ...]:
        """Return where a page from fragment `first` on can end, its paragraphs' cost, the room of notes in reach."""
        lenient = folio <= 2 or folio > self.hypothesis.pages - 4
        known = self._known_ends.get((first, slots, lenient))
        if known is None:
            known = self._known_ends[first, slots, lenient] = tuple(self._find_ends(first, slots, lenient=lenient))
        return known

    def _find_ends(self, first: int, slots: int, *, lenient: bool) -> Iterator[tuple[int, float, float]]:
        matter, inside = self.matter, 0.0
        stop = matter.run_start[first]
        near = matter.sums[stop] - matter.sums[first] < 1.25 * slots * self.capacity
        notes = matter.sums[matter.run_end[first]] - matter.sums[stop] if near else 0.0
        for end in range(first + 1, stop + 1):
            used = (matter.sums[end] - matter.sums[first]) / self.capacity
            if end > first + 1:
                if used > 1.25:
                    break
                inside += self.joins.inside(end - 2, end - 1)
            full = used + notes / self.capacity >= 1 - 4 * self.spread
            if full or lenient or self._may_be_short(end):
                yield end, inside + (2.0 if end in self.joins.glued and end not in self.joins.loose else 0.0), notes

    def _may_be_short(self, end: int) -> bool:
        """Tell whether a page that is not full may end before `end`: at the end, before notes, where texts meet."""
        if end >= len(self.matter.sizes) or self.matter.is_note[end]:
            return True
        return self.joins.is_heading(end) or self.joins.inside(end - 1, end) >= 1.5

    def _with(self, state: State, folio: int, page: Page, cost: float, frames: int = 0) -> State:
        """Return the state with one page more; `frames` has a bit for a frame that the page holds."""
        pages = (*state.pages[:folio], page, *state.pages[folio + 1 :])
        if self.matter.folios and page.last > page.first:
            printed = self.matter.folios.get(page.last if self.matter.at_foot else page.first, folio)
            cost += 4.0 * (printed != folio)
        cost += state.cost + self._join_cost(pages, folio, page)
        return State(cost, page.last or state.at, pages, state.frames | frames, state.notes)

    def _join_cost(self, pages: tuple[Page | None, ...], folio: int, page: Page) -> float:
        """Return the cost of the page turns that `folio` completes, blank pages looked through."""
        before, after = self.neighbour(pages, folio, -1), self.neighbour(pages, folio, 1)
        if page.last == page.first:
            return self.turn(before, after)
        return self.turn(before, page) + self.turn(page, after)

    def turn(self, before: Page | None, after: Page | None) -> float:
        """Return the cost of reading on from one page to another, or of beginning or ending there."""
        if before is None or after is None or before == after:
            return 0.0
        if before is EDGE:
            return 6.0 * (self.joins.starts[after.first].state == "lower")
        if after is EDGE:
            return 6.0 * (self.joins.ends[before.last - 1].state in ("hyphen", "open", "comma"))
        return self.joins.turn(before.last - 1, after.first)

    def neighbour(self, pages: tuple[Page | None, ...], folio: int, step: int) -> Page | None:
        """Return the next page with text before (-1) or after (1) `folio`: EDGE if there is none, None if open."""
        folio += step
        while 0 < folio <= self.hypothesis.pages:
            page = pages[folio]
            if page is None or page.last > page.first:
                return page
            folio += step
        return EDGE

    def _blank_cost(self, folio: int) -> float:
        """Return the cost of a blank page: little by the title and at the end, where the scheme needs it."""
        if folio == 1 and not any(role == "title" for _, role in self.matter.frames):
            return 4.0
        if folio <= 2:
            return 0.6
        spare = self.hypothesis.pages - len(self.matter.frames) - self.matter.sums[-1] / self.capacity
        before_end = self.hypothesis.pages - folio
        if before_end < 4:
            return 0.6
        if before_end < spare + 1.5:
            return 0.15
        return 3.0 if folio == 4 or before_end < 8 else 7.0

    def _frame_cost(self, folio: int, role: str) -> float:
        if role == "title":
            return {1: 0.0, 3: 4.0}.get(folio, 12.0)
        return {self.hypothesis.pages: 0.0, 2: 2.0}.get(folio, 4.0 if folio > self.hypothesis.pages - 4 else 12.0)

    def _finish(self, state: State, side: tuple[int, ...]) -> Iterator[State]:
        """Yield the states with the side's notes given to its pages; a side ends where its notes do."""
        matter = self.matter
        start = state.at
        if start < len(matter.sizes) and matter.is_note[start]:
            end = matter.run_end[start]
            for split in self._splits(state, side, start, end):
                cost = self._fill(state, side, split) + self._note_cost(state, side, split)
                notes = tuple((folio, a, b) for folio, (a, b) in zip(side, split, strict=True) if b > a)
                yield state._replace(cost=state.cost + cost, at=end, notes=state.notes + notes)
        else:
            split = ((start, start),) * len(side)
            yield state._replace(cost=state.cost + self._fill(state, side, split) + self._note_cost(state, side, split))

    def _splits(
        self, state: State, side: tuple[int, ...], start: int, end: int
    ) -> Iterable[tuple[tuple[int, int], ...]]:
        """Return the ways to give the side's notes to its pages: all, or on a side of many pages the best by itself."""
        if len(side) <= 2 or end - start <= 2:
            return _splits(start, end, len(side))
        best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {start: (0.0, ())}
        for n, folio in enumerate(side):
            reached: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
            for at, (cost, split) in best.items():
                for cut in range(at, end + 1) if n < len(side) - 1 else (end,):
                    total = cost + self.fill(state.pages, folio, (at, cut)) + self._unmarked(state, folio, at, cut)
                    if cut not in reached or total < reached[cut][0]:
                        reached[cut] = (total, (*split, (at, cut)))
            best = reached
        return [best[end][1]]

    def _unmarked(self, state: State, folio: int, first: int, last: int) -> float:
        """Return the cost of the marks on a page that these notes do not answer."""
        page = state.pages[folio]
        assert page is not None
        marked = frozenset[str]().union(*self.matter.marks[page.first : page.last])
        return 4.0 * len(marked - set(self.matter.labels[first:last]))

    def _fill(self, state: State, side: tuple[int, ...], split: tuple[tuple[int, int], ...]) -> float:
        """Return the cost of how full the side's pages are with their notes."""
        cost = 0.0
        for folio, notes in zip(side, split, strict=True):
            page = state.pages[folio]
            assert page is not None
            cost += self.fill(state.pages, folio, notes) - page.charged
        return cost

    def _room(self, page: Page) -> float:
        return self.matter.sums[page.last] - self.matter.sums[page.first]

    def fill(self, pages: tuple[Page | None, ...], folio: int, notes: tuple[int, int]) -> float:
        """Return the cost of how full one page is with these notes (first and last, half-open)."""
        page = pages[folio]
        assert page is not None
        if page.last == page.first:
            return 6.0 if notes[1] > notes[0] else 0.0
        used = (self._room(page) + self.matter.sums[notes[1]] - self.matter.sums[notes[0]]) / self.capacity
        deviation = (used - 1) / self.spread
        return min(0.5 * deviation * deviation, 14.0 if deviation > 0 else self._short_cost(pages, folio, page.last))

    def _short_cost(self, pages: tuple[Page | None, ...], folio: int, last: int) -> float:
        """Return what a short page costs at most: little at the end of the text or before a heading."""
        after = self.neighbour(pages, folio, 1)
        if after is EDGE or folio == 1 or (after is None and folio > self.hypothesis.pages - 4):
            return 1.0
        if after is not None and self.joins.is_heading(after.first) and self.joins.ends[last - 1].state == "closed":
            return 1.5
        return 5.0

    def _note_cost(self, state: State, side: tuple[int, ...], split: tuple[tuple[int, int], ...]) -> float:
        """Return the cost of marks without their note on the page, and of notes out of order."""
        cost = 0.0
        labels: dict[int, list[str]] = {}
        for folio, (first, last) in zip(side, split, strict=True):
            labels[folio] = [label for label in self.matter.labels[first:last] if label]
            cost += self._unmarked(state, folio, first, last)
        if self.matter.numbered:
            cost += self._number_cost(state, labels)
        return cost

    def _number_cost(self, state: State, labels: dict[int, list[str]]) -> float:
        """Return the cost of note numbers that do not rise with the folios."""
        cost = 0.0
        for folio, own in labels.items():
            numbers = [int(label) for label in own if label.isdigit()]
            if not numbers:
                continue
            cost += 3.0 * sum(b != a + 1 for a, b in pairwise(numbers))
            for other, first, last in state.notes:
                theirs = [label for label in self.matter.labels[first:last] if label.isdigit()]
                cost += 4.0 * sum((int(label) < numbers[0]) != (other < folio) for label in theirs)
            for other, known in labels.items():
                if other < folio and known and known[-1].isdigit() and int(known[-1]) > numbers[0]:
                    cost += 4.0
        return cost

    def _whole(self, state: State) -> float:
        """Return the costs that only a whole cutting has: frames without a page, a text that begins on a verso."""
        cost = sum(
            10.0
            for bit, (at, _) in enumerate(self.matter.frames)
            if at == len(self.matter.sizes) and not state.frames >> bit & 1
        )
        first = next(
            (folio for folio, page in enumerate(state.pages) if page is not None and page.last > page.first), 1
        )
        return cost + 1.5 * (first % 2 == 0)


def _splits(start: int, end: int, count: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield every way to give notes `start` to `end` to `count` pages in their order."""
    if count == 1:
        yield ((start, end),)
        return
    for cut in range(start, end + 1):
        for rest in _splits(cut, end, count - 1):
            yield ((start, cut), *rest)
