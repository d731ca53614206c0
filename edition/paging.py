"""Where one hypothesis cuts the fragments into pages: a beam over the slots of its sides, as they were extracted.

The cost of a cutting, in nats, is the sum of its joins (`edition.joins`), of how far full pages differ from each other,
and of notes that lie on a page which does not call them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from edition.cutting import EDGE, Cutting, Page, Split, State, Step, splits
from edition.hypotheses import Hypothesis
from edition.reach import Reach


@dataclass(frozen=True, slots=True)
class Paging:
    """The search for one hypothesis, with full pages of one capacity."""

    reach: Reach
    hypothesis: Hypothesis
    width: int
    """How many states are kept for each place of the text that a slot can end at; eight times as many at a slot."""

    def search(self) -> Cutting | None:
        """Return the cheapest cutting found, or None where the hypothesis has no room for the text."""
        return self.whole(self.advance(self.begun(), 0, len(self.hypothesis.sides)))

    def whole(self, states: list[State]) -> Cutting | None:
        """Return the cheapest of the states that hold all the text, as a cutting."""
        whole = [(s.cost + self._whole(s), s) for s in states if s.at == len(self.reach.matter.sizes)]
        if not whole:
            return None
        cost, best = min(whole, key=lambda pair: pair[0])
        return Cutting(cost + self.hypothesis.surprise, self.hypothesis, best.pages, best.notes, self.reach.capacity)

    def begun(self) -> list[State]:
        """Return the state before the first side."""
        return [State(0.0, 0, (None,) * (self.hypothesis.pages + 2), 0, ())]

    def advance(self, states: list[State], start: int, stop: int) -> list[State]:
        """Return the cheapest states after side `stop` (half-open), from those before side `start`."""
        count = self.hypothesis.pages
        blanks = self.reach.blanks(count)
        assigned = {folio for side in self.hypothesis.sides[:start] for folio in side}
        pending = [q for q in assigned if not {q - 1, q + 1} <= assigned]
        left = _, free = self.left(assigned)
        for side in self.hypothesis.sides[start:stop]:
            for slot, folio in enumerate(side):
                assigned.add(folio)
                pending = [q for q in (*pending, folio) if not {q - 1, q + 1} <= assigned]
                free -= blanks[folio] < 1
                left = (count - len(assigned), free)
                seen = tuple(q for q in {*pending, *side} if q != folio)
                steps = self._place(states, side, slot, blanks[folio])
                placed = (slot + 1) / len(side)
                states = [step.taken(folio) for step in self._narrow(steps, seen, left, self.width, placed)]
            steps = self._finish(states, side)
            # Several ways to give a side its notes lead to one place: the next sides tell which is right.
            most = self.width + 2 * (len(side) > 2)
            states = [step.taken(0) for step in self._narrow(steps, tuple(pending), left, most)]
        return states

    def left(self, assigned: set[int]) -> tuple[int, int]:
        """Return how many pages are to come after these, and how many of them may be blank at little cost."""
        blanks = self.reach.blanks(self.hypothesis.pages)
        return self.hypothesis.pages - len(assigned), self.reach.free(len(blanks) - 1) - sum(
            [blanks[folio] < 1 for folio in assigned]
        )

    def _narrow(
        self, steps: Iterable[Step], seen: tuple[int, ...], left: tuple[int, int], most: int, placed: float = 0.0
    ) -> list[Step]:
        """Return the cheapest steps, one for each future, at most so many for each place of the text reached."""
        best: dict[object, Step] = {}
        outlooks: dict[int, float] = {}
        futures: dict[int, tuple[Page | None, ...]] = {}
        least = 1e9
        for step in steps:
            outlook = outlooks.get(step.at)
            if outlook is None:
                outlook = outlooks[step.at] = self.outlook(step.at, left, placed)
            least = min(least, step.cost + outlook)
            if step.cost + outlook > least + 30:
                continue
            pages = futures.get(id(step.state))
            if pages is None:
                pages = futures[id(step.state)] = tuple([step.state.pages[q] for q in seen])
            # Equal notes are one object: `_finish` sees to it.
            key = (step.at, step.frames, id(step.notes), step.page, pages)
            kept = best.get(key)
            if kept is None or step.cost < kept.cost:
                best[key] = step
        ranked = sorted((s.cost + outlooks[s.at], s.at, n, s) for n, s in enumerate(best.values()))
        reached: dict[int, int] = {}
        found: list[Step] = []
        room = 8 * self.width
        for cost, at, _, step in ranked:
            reached[at] = reached.get(at, 0) + 1
            if cost > ranked[0][0] + 30 or (room <= 0 and len(reached) > _PLACES):
                break
            # However many ways lead to the first places, the others are kept in sight.
            if (room > 0 and reached[at] <= most) or (reached[at] == 1 and len(reached) <= _PLACES):
                found.append(step)
                room -= 1
        return found

    def outlook(self, at: int, left: tuple[int, int], placed: float = 0.0) -> float:
        """Return a bound on what the pages to come will cost, from the room that the rest of the text needs.

        `left` is how many pages are to come, and how many of them may be blank at little cost; `placed` is the share of
        the side's pages that stand already: so much of its notes is theirs.
        """
        rest = self.reach.matter.sums[-1] - self.reach.matter.sums[at] - placed * self.reach.matter.notes_after(at)
        needed = rest / self.reach.capacity
        pages, blanks = left
        crowded = needed / max(1, pages) - _TOLERATED
        if crowded > 0:
            return 0.5 * max(1, pages) * (crowded / self.reach.spread) ** 2
        return 5.0 * max(0.0, pages - blanks - 0.9 - needed)

    def _place(self, states: list[State], side: tuple[int, ...], slot: int, blank: float) -> Iterator[Step]:
        """Yield what page `side[slot]` can hold in each state: nothing, a frame, or the next fragments."""
        folio = side[slot]
        lenient = folio <= 2 or self.reach.may_close(folio, self.hypothesis.pages)
        for state in states:
            before, after = self.neighbour(state.pages, folio, -1), self.neighbour(state.pages, folio, 1)
            cover = state.pages[self.hypothesis.pages]
            inside = folio > 4 and after not in (None, EDGE, cover)
            across = state.cost + self.turn(before, after)
            at, frames, notes = state.at, state.frames, state.notes
            covered = _COVER if folio == self.hypothesis.pages - 1 and after == cover is not None else 0.0
            yield Step((_INSIDE if inside else blank + covered) + across, at, state, _BLANK, frames, notes)
            missed = 0.0
            for bit, (place, role) in enumerate(self.reach.matter.frames):
                if place == at and not frames >> bit & 1:
                    missed += 10.0
                    cost = self._frame_cost(folio, role) + across
                    yield Step(cost, at, state, _BLANK, frames | 1 << bit, notes)
            ends = self.reach.ends(at, len(side) - slot, lenient=lenient)
            # Of the first page alone it matters how far it reaches.
            read = self.turn(before, Page(at, at + 1)) if ends else 0.0
            gap = missed + self._gap(state, folio)
            for end in ends:
                filled = end.filled
                if filled > 1.0:
                    filled = min(filled, 14.0 if end.over else self.short_cost(after, folio, end.at))
                page = Page(at, end.at, filled)
                cost = end.inside + filled + gap
                if self.reach.matter.folios:
                    cost += self._misplaced(page, folio)
                if before is EDGE:
                    read = self.turn(before, page)
                cost += state.cost + (read + self.turn(page, after))
                yield Step(cost, end.at, state, page, frames, notes)

    def _gap(self, state: State, folio: int) -> float:
        """Return the cost of text behind a blank page, which was placed when it might have been behind all text."""
        blank = state.pages[folio - 1]
        if folio <= 5 or blank is None or blank.last > blank.first:
            return 0.0
        if folio == self.hypothesis.pages:
            return _COVER
        return max(0.0, _INSIDE - self.reach.blanks(self.hypothesis.pages)[folio - 1])

    def _misplaced(self, page: Page, folio: int) -> float:
        """Return the cost of a page over whose text another folio is printed."""
        printed = self.reach.matter.folios.get(page.last if self.reach.matter.at_foot else page.first, folio)
        return 4.0 * (printed != folio)

    def turn(self, before: Page | None, after: Page | None) -> float:
        """Return the cost of reading on from one page to another, or of beginning or ending there."""
        if before is None or after is None or before == after:
            return 0.0
        joins = self.reach.joins
        if before is EDGE:
            # A text begins with its heading, not with a paragraph above one.
            headed = after.first + 1 < after.last and joins.is_heading(after.first + 1)
            cost = 6.0 * (joins.starts[after.first].state == "lower") + _HEADLESS * joins.is_headless(after.first)
            return cost + 3.0 * (headed and not joins.is_heading(after.first))
        if after is EDGE:
            return 6.0 * (self.reach.joins.ends[before.last - 1].state in ("hyphen", "open", "comma"))
        if all(map(self.reach.joins.is_heading, range(before.first, before.last))):
            # A page of headings alone is a title page: nothing reads on from it.
            return 0.3
        return self.reach.joins.turn(before.last - 1, after.first)

    def neighbour(self, pages: tuple[Page | None, ...], folio: int, step: int) -> Page | None:
        """Return the next page with text before (-1) or after (1) `folio`: EDGE if there is none, None if open."""
        folio += step
        while 0 < folio <= self.hypothesis.pages:
            page = pages[folio]
            if page is None or page.last > page.first:
                return page
            folio += step
        return EDGE

    def _frame_cost(self, folio: int, role: str) -> float:
        if role == "title":
            return {1: 0.0, 3: 4.0}.get(folio, 12.0)
        late = 4.0 if self.reach.may_close(folio, self.hypothesis.pages) else 12.0
        return {self.hypothesis.pages: 0.0, 2: 2.0}.get(folio, late)

    def _finish(self, states: list[State], side: tuple[int, ...]) -> Iterator[Step]:
        """Yield the states with the side's notes given to its pages; a side ends where its notes do."""
        matter = self.reach.matter
        grown: dict[tuple[int, tuple[tuple[int, int, int], ...]], tuple[tuple[int, int, int], ...]] = {}
        known: dict[tuple[int, int], tuple[int, int]] = {}
        orders: dict[tuple[int, tuple[tuple[int, int], ...]], float] = {}
        for state in states:
            start = state.at
            noted = start < len(matter.sizes) and matter.is_note[start]
            end = matter.run_end[start] if noted else start
            empty = ((start, start),) * len(side)
            for split in self._splits(state, side, start, end, known) if noted else (empty,):
                cost = self._fill(state, side, split)
                cost += sum(self._unmarked(state, folio, a, b) for folio, (a, b) in zip(side, split, strict=True))
                notes = state.notes
                if noted:
                    if matter.numbered and (id(state.notes), split) not in orders:
                        orders[id(state.notes), split] = self._number_cost(state.notes, side, split, known)
                    cost += orders.get((id(state.notes), split), 0.0)
                    own = tuple((folio, a, b) for folio, (a, b) in zip(side, split, strict=True) if b > a)
                    notes = grown.setdefault((id(state.notes), own), state.notes + own)
                yield Step(state.cost + cost, end, state, None, state.frames, notes)

    def _splits(
        self, state: State, side: tuple[int, ...], start: int, end: int, known: dict[tuple[int, int], tuple[int, int]]
    ) -> Iterable[tuple[tuple[int, int], ...]]:
        """Return the ways to give the side's notes to its pages: all, or on a side of many pages the best few."""
        if len(side) <= 2 or end - start <= 2:
            return splits(start, end, len(side))
        best: dict[int, list[Split]] = {start: [(0.0, ())]}
        for n, folio in enumerate(side):
            reached: dict[int, list[Split]] = {}
            for at, ways in best.items():
                for cut in range(at, end + 1) if n < len(side) - 1 else (end,):
                    own = self.fill(state.pages, folio, (at, cut)) + self._unmarked(state, folio, at, cut)
                    if self.reach.matter.numbered:
                        own += self._order_cost(state.notes, folio, self.reach.numbers(at, cut), known)
                    reached.setdefault(cut, []).extend([(cost + own, (*split, (at, cut))) for cost, split in ways])
            best = {at: sorted(ways)[:_WAYS] for at, ways in reached.items()}
        return [split for _, split in best[end]]

    def _unmarked(self, state: State, folio: int, first: int, last: int) -> float:
        page = state.pages[folio]
        assert page is not None
        return self.reach.unmarked(page[:2], (first, last))

    def _fill(self, state: State, side: tuple[int, ...], split: tuple[tuple[int, int], ...]) -> float:
        """Return the cost of how full the side's pages are with their notes."""
        cost = 0.0
        for folio, notes in zip(side, split, strict=True):
            page = state.pages[folio]
            assert page is not None
            cost += self.fill(state.pages, folio, notes) - page.charged
        return cost

    def fill(self, pages: tuple[Page | None, ...], folio: int, notes: tuple[int, int]) -> float:
        """Return the cost of how full one page is with these notes (first and last, half-open)."""
        page = pages[folio]
        assert page is not None
        if page.last == page.first:
            return 6.0 if notes[1] > notes[0] else 0.0
        sums = self.reach.matter.sums
        used = (sums[page.last] - sums[page.first] + sums[notes[1]] - sums[notes[0]]) / self.reach.capacity
        deviation = (used - 1) / self.reach.spread
        cost = 0.5 * deviation * deviation
        if cost <= 1.0:
            return cost
        return min(cost, 14.0 if deviation > 0 else self.short_cost(self.neighbour(pages, folio, 1), folio, page.last))

    def short_cost(self, after: Page | None, folio: int, last: int) -> float:
        """Return what a short page costs at most: little at the end of the text or before a heading."""
        if after is EDGE or folio == 1 or (after is None and self.reach.may_close(folio, self.hypothesis.pages)):
            return 1.0
        joins = self.reach.joins
        headed = after is not None and joins.is_heading(after.first) and joins.ends[last - 1].state == "closed"
        return 1.5 if headed else 5.0

    def _number_cost(
        self,
        notes: tuple[tuple[int, int, int], ...],
        side: tuple[int, ...],
        split: tuple[tuple[int, int], ...],
        known: dict[tuple[int, int], tuple[int, int]],
    ) -> float:
        """Return the cost of note numbers that do not rise with the folios; `known` keeps what was read of `notes`."""
        labels = {folio: self.reach.numbers(first, last) for folio, (first, last) in zip(side, split, strict=True)}
        cost = 0.0
        for folio, numbers in labels.items():
            cost += self._order_cost(notes, folio, numbers, known)
            for other, own in labels.items():
                if other < folio and numbers and own and own[-1] > numbers[0]:
                    cost += 4.0
        return cost

    def _order_cost(
        self,
        notes: tuple[tuple[int, int, int], ...],
        folio: int,
        numbers: tuple[int, ...],
        known: dict[tuple[int, int], tuple[int, int]],
    ) -> float:
        """Return the cost of one page's note numbers, among themselves and against those of the sides before."""
        if not numbers:
            return 0.0
        if (id(notes), folio) not in known:
            known[id(notes), folio] = self._parted(notes, folio)
        before, after = known[id(notes), folio]
        rank = self.reach.rank(numbers[0])
        cost = 3.0 * sum(b != a + 1 for a, b in pairwise(numbers))
        return cost + 4.0 * ((before >> rank).bit_count() + (after & ((1 << rank) - 1)).bit_count())

    def _parted(self, notes: tuple[tuple[int, int, int], ...], folio: int) -> tuple[int, int]:
        """Return the numbers of the notes before a page and of the others, each as bits by rank."""
        before = after = 0
        for other, first, last in notes:
            if other < folio:
                before |= self.reach.ranks(first, last)
            else:
                after |= self.reach.ranks(first, last)
        return before, after

    def _whole(self, state: State) -> float:
        """Return the costs that only a whole cutting has: frames without a page, a text that begins on a verso."""
        cost = sum(
            10.0
            for bit, (at, _) in enumerate(self.reach.matter.frames)
            if at == len(self.reach.matter.sizes) and not state.frames >> bit & 1
        )
        first = next(
            (folio for folio, page in enumerate(state.pages) if page is not None and page.last > page.first), 1
        )
        return cost + 1.5 * (first % 2 == 0)


_BLANK = Page(0, 0)
_INSIDE = 7.0
"""The cost of a blank page inside the text."""
_COVER = 1.5
"""The cost of text on the last page with blanks before it, as a cover has it."""
_TOLERATED = 1.03
"""How full the pages to come may be on average before it counts: the capacity is a guess."""
_HEADLESS = 2.5
"""The cost of a text that has headings and begins without one."""
_WAYS = 8
"""How many ways to give a side's notes to its pages are tried of those that come as far."""
_PLACES = 16
"""Places of the text that are kept at a slot however narrow the search: where a page may be short, many cost alike."""
