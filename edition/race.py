"""The hypotheses worth cutting whole: all begin, and those that fall behind are dropped on the way.

The work is bounded by counts, never by a clock: only few hypotheses come far, however many there are and however long
the text is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from edition.cutting import Cutting, State
from edition.hypotheses import Hypothesis
from edition.paging import Paging
from edition.reach import Reach

_STAGES = ((8, 48), (16, 24), (32, 12), (64, 8), (128, 6), (256, 4))
"""How many hypotheses go on at most after so many slots."""
_FIRST = ((8, 240), (16, 120), (24, 48))
"""The same for the first pass over many, quick and narrow: the first pages of an unusual order are its oddest."""
_LATE = 64
"""Slots after which a hypothesis may be dropped for being behind alone: what comes first is often the oddest."""
_BEHIND = 25.0
"""Nats behind the first at which a hypothesis cannot catch up: it reads badly at every second turn, or worse."""
_TURN = 1.0
"""Nats that a page turn saves in an order that reads well: so those whose pages meet late are held to the same."""


@dataclass(slots=True, eq=False)
class Runner:
    """One hypothesis and how far it has been cut."""

    paging: Paging
    handicap: float = 0.0
    """Nats for a capacity that is not the likeliest."""
    sides: int = 0
    turns: int = 0
    cost: float = 0.0
    """What the cheapest cutting so far costs with all that is known of the rest; 1e9 where there is none."""
    _states: list[State] = field(init=False)

    def __post_init__(self) -> None:
        self._states = self.paging.begun()

    @property
    def pace(self) -> float:
        """How much more it costs than an order that reads well."""
        return self.cost + _TURN * self.turns

    @property
    def read(self) -> float:
        """What the slots so far cost, and the hypothesis itself, whatever is to come."""
        own = min((state.cost for state in self._states), default=1e9)
        return own + self.paging.hypothesis.surprise

    def advance(self, slots: int) -> None:
        """Cut on until so many slots are filled."""
        sides = self.paging.hypothesis.sides
        stop = min(len(sides), -(-slots // len(sides[0])))
        if stop <= self.sides:
            return
        self._states = self.paging.advance(self._states, self.sides, stop)
        self.sides = stop
        reached = {folio for side in sides[:stop] for folio in side}
        self.turns = sum(folio + 1 in reached for folio in reached)
        self.cost = self.handicap + (self._whole_cost() if stop == len(sides) else self._cost(reached))

    def _cost(self, reached: set[int]) -> float:
        left = self.paging.left(reached)
        own = min((state.cost + self.paging.reach.outlook(state.at, left) for state in self._states), default=1e9)
        return own + self.paging.hypothesis.surprise

    def _whole_cost(self) -> float:
        cutting = self.paging.whole(self._states)
        return 1e9 if cutting is None else cutting.cost

    def whole(self) -> Cutting | None:
        """Return the cheapest cutting of the whole text, or None where the hypothesis has no room for it."""
        self.advance(self.paging.hypothesis.pages)
        cutting = self.paging.whole(self._states)
        return None if cutting is None else cutting._replace(cost=cutting.cost + self.handicap)


def race(entries: list[tuple[Reach, Hypothesis, float]], width: int) -> list[Cutting]:
    """Return quick cuttings of the hypotheses that come through; each enters with its capacity and its handicap."""
    if len(entries) > _STAGES[0][1]:
        begun: Iterable[Runner] = (Runner(Paging(reach, h, _narrowest(h)), handicap) for reach, h, handicap in entries)
        for slots, most in _FIRST:
            begun = _run(begun, slots, most)
        entries = [(runner.paging.reach, runner.paging.hypothesis, runner.handicap) for runner in begun]
    runners = [Runner(Paging(reach, h, width), handicap) for reach, h, handicap in entries]
    behind: list[Runner] = []
    for slots, most in _STAGES:
        before = runners
        runners = _run(before, slots, most)
        behind = [runner for runner in before if runner not in runners] + behind
    cuttings = [cutting for runner in runners if (cutting := runner.whole()) is not None]
    if not cuttings:
        # None of those in front has room for the text: one of those behind may.
        cuttings = [cutting for runner in behind[:_SPARE] if (cutting := runner.whole()) is not None]
    return cuttings


def _narrowest(hypothesis: Hypothesis) -> int:
    """Return the width of the first pass: on a side of many pages notes can be given to them in many ways."""
    return 2 if len(hypothesis.sides[0]) > 2 else 1


_SPARE = 12
"""Hypotheses dropped last that are cut whole where no other can be."""


def _run(runners: Iterable[Runner], slots: int, most: int) -> list[Runner]:
    """Return those still in the race after so many slots, at most so many; the others are let go on the way."""
    ranked: list[tuple[float, int, Runner]] = []
    for n, runner in enumerate(runners):
        runner.advance(slots)
        ranked.append((runner.pace, n, runner))
        if len(ranked) > 2 * most:
            ranked = sorted(ranked)[:most]
    ranked.sort()
    return [runner for pace, _, runner in ranked[:most] if slots < _LATE or pace < ranked[0][0] + _BEHIND]


def any_rival(reach: Reach, best: Hypothesis, others: Iterable[Hypothesis], slots: int, margin: float) -> bool:
    """Tell whether the first slots read nearly as well, within `margin` nats, under any of the other hypotheses."""
    stages = (*range(4, slots, 4), slots)
    own = Runner(Paging(reach, best, 2))
    marks = []
    for stage in stages:
        own.advance(stage)
        marks.append(own.pace)
    goal = own.read - best.surprise + margin
    for hypothesis in others:
        runner = Runner(Paging(reach, hypothesis, 2))
        for stage, mark in zip(stages, marks, strict=True):
            runner.advance(stage)
            if runner.pace > mark + margin + _BEHIND / 2:
                break
        else:
            if runner.read < goal:
                return True
    return False
