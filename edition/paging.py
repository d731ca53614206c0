"""Where one hypothesis cuts the fragments into pages: a beam over the slots of its sides, as they were extracted.

The cost of a cutting, in nats, is the sum of its joins (`edition.joins`), of how far full pages differ from each other,
and of notes that lie on a page which does not call them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from edition.cutting import EDGE, Beam, Cutting, Notes, Offer, Page, Split, State, splits
from edition.hypotheses import Hypothesis
from edition.reach import Reach, Way


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
                pending = [q for q in (*pending, folio) if q - 1 not in assigned or q + 1 not in assigned]
                free -= blanks[folio] < 1
                left = (count - len(assigned), free)
                seen = tuple(q for q in {*pending, *side} if q != folio)
                beam = self._beam(seen, self.width, left, (slot + 1) / len(side))
                self._place(beam, states, side, slot)
                states = beam.states(folio, self.width)
            # Several ways to give a side its notes lead to one place: the next sides tell which is right.
            beam = self._beam(tuple(pending), self.width + 2 * (len(side) > 2), left)
            self._finish(beam, states, side)
            states = beam.states(0, self.width)
        return states

    def _beam(self, seen: tuple[int, ...], most: int, left: tuple[int, int], placed: float = 0.0) -> Beam:
        reach = self.reach
        return Beam(lambda at: reach.outlook(at, left, placed), reach.outlooks(left, placed), seen, most)

    def left(self, assigned: set[int]) -> tuple[int, int]:
        """Return how many pages are to come after these, and how many of them may be blank at little cost."""
        blanks = self.reach.blanks(self.hypothesis.pages)
        return self.hypothesis.pages - len(assigned), self.reach.free(len(blanks) - 1) - sum(
            [blanks[folio] < 1 for folio in assigned]
        )

    def _place(self, beam: Beam, states: list[State], side: tuple[int, ...], slot: int) -> None:
        """Add what page `side[slot]` can hold in each state: nothing, a frame, or the next fragments."""
        folio, last, matter = side[slot], self.hypothesis.pages, self.reach.matter
        where = folio, len(side) - slot, self.reach.may_close(folio, last)
        blank, known = self.reach.blanks(last)[folio], self.reach.ways(*where)
        framed = {place for place, _ in matter.frames}
        for state in states:
            own, at, pages, frames, notes = state
            before, after = pages[folio - 1], pages[folio + 1]
            hole = folio == 1 or (before is not None and before[0] == before[1])
            if hole:
                before = self.neighbour(pages, folio, -1)
            if folio == last or (after is not None and after[0] == after[1]):
                after = self.neighbour(pages, folio, 1)
            across = own + self.turn(before, after)
            offers: list[Offer] = [(self._empty_cost(pages, folio, after, blank) + across, at, _BLANK)]
            missed = 0.0
            if at in framed:
                beam.add(state, at, offers, frames, notes)
                offers = []
                for bit, role in self._missing(at, frames):
                    missed += 10.0
                    framing = [(self._frame_cost(folio, role) + across, at, _BLANK)]
                    beam.add(state, at, framing, frames | 1 << bit, notes)
            key = at, None if after is None else after[0], before is EDGE
            ways = known.get(key)
            if ways is None:
                ways = known[key] = self._ways(at, before, after, where)
            if ways:
                # Of the first page alone it matters how far it reaches.
                read = 0.0 if before is None or before is EDGE else self._read(before, at)
                gap = missed + self._gap(state, folio) if hole else missed
                offers += [
                    (filled + gap + misplaced + (own + (read + turn)), page[1], page)
                    for page, filled, misplaced, turn in ways
                ]
            beam.add(state, at, offers, frames, notes)

    def _ways(self, at: int, before: Page | None, after: Page | None, where: tuple[int, int, bool]) -> tuple[Way, ...]:
        """Return the pages that can begin with a fragment, after one page or any and before another.

        `where` are its folio, how many pages of its side are still to be filled, and whether the text may end with it.
        """
        folio, slots, closing = where
        found: list[Way] = []
        for end in self.reach.ends(at, slots, lenient=folio <= 2 or closing):
            filled = end.filled
            if filled > 1.0:
                filled = min(filled, 14.0 if end.over else self.short_cost(after, folio, end.at))
            page = Page(at, end.at, filled)
            read = self.turn(before, page) if before is EDGE else 0.0
            found.append((page, end.inside + filled, self._misplaced(page, folio), read + self.turn(page, after)))
        return tuple(found)

    def _empty_cost(self, pages: tuple[Page | None, ...], folio: int, after: Page | None, blank: float) -> float:
        """Return the cost of a blank page that costs so much behind the text or before it."""
        last = self.hypothesis.pages
        if folio > 4 and after is not None and after is not EDGE and after != pages[last]:
            return _INSIDE
        return blank + (_COVER if folio == last - 1 and after is not None and after == pages[last] else 0.0)

    def _missing(self, at: int, frames: int) -> Iterator[tuple[int, str]]:
        """Yield the frames that stand before a fragment and have no page yet, each with its bit."""
        for bit, (place, role) in enumerate(self.reach.matter.frames):
            if place == at and not frames >> bit & 1:
                yield bit, role

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
        if not self.reach.matter.folios:
            return 0.0
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
        return self._read(before, after.first)

    def _read(self, before: Page, first: int) -> float:
        """Return the cost of reading on from a page to a fragment."""
        joins = self.reach.joins
        if joins.are_headings(before[0], before[1]):
            # A page of headings alone is a title page: nothing reads on from it.
            return 0.3
        return joins.turn(before[1] - 1, first)

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

    def _finish(self, beam: Beam, states: list[State], side: tuple[int, ...]) -> None:
        """Add the states with the side's notes given to its pages; a side ends where its notes do."""
        matter = self.reach.matter
        grown: dict[tuple[int, Notes], Notes] = {}
        known: dict[tuple[int, int], tuple[int, int]] = {}
        orders: dict[tuple[int, tuple[tuple[int, int], ...]], float] = {}
        for state in states:
            start = state.at
            if start == len(matter.sizes) or not matter.is_note[start]:
                cost = self._side_cost(state, side, ((start, start),) * len(side))
                beam.add(state, start, [(state.cost + cost, start, None)], state.frames, state.notes)
                continue
            end = matter.run_end[start]
            for split in self._splits(state, side, start, end, known):
                cost = self._side_cost(state, side, split)
                if matter.numbered and (id(state.notes), split) not in orders:
                    orders[id(state.notes), split] = self._number_cost(state.notes, side, split, known)
                cost += orders.get((id(state.notes), split), 0.0)
                own = tuple((folio, a, b) for folio, (a, b) in zip(side, split, strict=True) if b > a)
                notes = grown.setdefault((id(state.notes), own), state.notes + own)
                beam.add(state, end, [(state.cost + cost, end, None)], state.frames, notes)

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
                    own = self._noted_cost(state.pages, folio, (at, cut))
                    if self.reach.matter.numbered:
                        own += self._order_cost(state.notes, folio, self.reach.numbers(at, cut), known)
                    reached.setdefault(cut, []).extend([(cost + own, (*split, (at, cut))) for cost, split in ways])
            best = {at: sorted(ways)[:_WAYS] for at, ways in reached.items()}
        return [split for _, split in best[end]]

    def _noted_cost(self, pages: tuple[Page | None, ...], folio: int, notes: tuple[int, int]) -> float:
        page = pages[folio]
        assert page is not None
        return self.fill(pages, folio, notes) + self.reach.unmarked(page[:2], notes)

    def _side_cost(self, state: State, side: tuple[int, ...], split: tuple[tuple[int, int], ...]) -> float:
        """Return the cost of how full the side's pages are with their notes, and of marks that these do not answer."""
        filled, unmarked, pages = 0.0, 0.0, state.pages
        for folio, notes in zip(side, split, strict=True):
            page = pages[folio]
            assert page is not None
            filled += self.fill(pages, folio, notes) - page.charged
            unmarked += self.reach.unmarked(page[:2], notes)
        return filled + unmarked

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
_HEADLESS = 2.5
"""The cost of a text that has headings and begins without one."""
_WAYS = 8
"""How many ways to give a side's notes to its pages are tried of those that come as far."""
