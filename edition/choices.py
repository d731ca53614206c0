"""Which of the places where a printed line may end it does end at: how likely, as a book's own full lines tell.

Whoever sets lines one by one takes the last place that has room, whoever sets paragraphs as wholes the one that
stretches them least: the book's lines show how much of the measure its printer likes to leave empty. That a line ends
where it does is likely, then, if no other place near the margin would have been better.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import NamedTuple

from edition.columns import Line
from edition.measures import JOINED, Measure, begins_small, ends_open
from edition.syllables import HYPHEN, Ruler
from edition.widths import solve

LOWEST, HIGHEST, BIN = -2.0, 4.0, 0.25
"""What places that are compared leave empty, in em, and how finely that is told apart."""
BINS = int((HIGHEST - LOWEST) / BIN) + 1
FINE = 0.05
"""The same, for looking a weight up."""
FEWEST, MOST = 40, 400
"""Lines from which it is told how the printer chose, and those that are looked at."""
FULL = 0.14
"""A line that leaves more of the measure empty is none of them."""
STEPS = 7
"""How often the weights are bettered: they hardly change then."""
SMOOTH, SMALL = 2.0, 0.01
"""How firmly weights that are neighbours change evenly, and all are held to nothing."""
USUAL, FALL = 0.4, 1.0
"""What places leave empty that are taken first, where nothing is known yet, and nats for each em beside it."""
OVER = 5.0
"""Nats for an em: how unlikely a paragraph's last line is so much wider than the measure."""
GIVE = 0.2
"""How far, in em, it may be wider: widths are known no better."""
LINES = 8
"""Printed lines that an extraction joins in one at most."""
FAINT = 1e-5
"""Ways so unlikely are not followed."""
VISIBLE = "-\u2010\u00ad"
"""Hyphens that an extraction kept at the end of a line."""


class Place(NamedTuple):
    """A place in a text where a printed line may end."""

    at: int
    width: float
    """Of the text before it, in em, its hyphen included."""
    broken: bool
    """A word is broken there."""
    lost: bool
    """An extraction that joins broken words leaves nothing there to be seen."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What an extraction wrote as one line: a printed line, or several joined where it took hyphens away."""

    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        """Return the first of its printed lines, as they were parted again."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """Return the last of them."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        """Return all of its text."""
        return "".join(line.text for line in self.lines)


def make_pieces(lines: Sequence[Line]) -> list[Piece]:
    """Return the lines as pieces, each from behind the end of a whole word to the next such end."""
    pieces: list[Piece] = []
    own: list[Line] = []
    for line in lines:
        own.append(line)
        if not line.cut:
            pieces.append(Piece(tuple(own)))
            own = []
    return [*pieces, Piece(tuple(own))] if own else pieces


@dataclass(frozen=True, slots=True)
class Choices:
    """How the printer of a book chose where lines end."""

    ruler: Ruler
    widest: float
    """The measure, in em."""
    weights: tuple[float, ...]
    """How readily a line ends where so much is left empty, in fine steps from the least."""
    broken: float
    """How much less readily where a word has to be broken."""
    _widths: dict[str, float] = field(default_factory=dict)
    _known: dict[tuple[str, str, float], tuple[float, float]] = field(default_factory=dict)

    def weigh(self, piece: Piece, after: Line, inset: float) -> tuple[float, float]:
        """Return how likely a piece's lines end where they do, the first set in so far, and a line follows.

        First if its last line is full, then if it is the last of a paragraph.
        """
        key = (piece.text, after.text, inset)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._weigh(piece.text, after.text, inset)
        return found

    def survey(self, text: str) -> tuple[list[float], list[Place]]:
        """Return how far a text reaches before each of its characters, and where lines may end."""
        reach = [0.0]
        for char in text:
            width = self._widths.get(char)
            if width is None:
                width = self._widths[char] = self.ruler.measure(char)
            reach.append(reach[-1] + width)
        return reach, find_places(text, reach, self.ruler)

    def _weigh(self, text: str, after: str, inset: float) -> tuple[float, float]:
        end = len(text)
        whole = text + after if text[-1] in VISIBLE else f"{text} {after}"
        reach, places = self.survey(whole)
        full = last = 0.0
        ways = {0: 1.0}
        for n in range(LINES):
            onwards: dict[int, float] = defaultdict(float)
            for start, likely in ways.items():
                begins = reach[start] - (0.0 if n else inset)
                room = self.widest - (reach[end] - begins)
                last += likely * exp(min(0.0, OVER * (room + GIVE)))
                for place, chance in self._choose(places, start, begins):
                    if place.at == end:
                        full += likely * chance
                    elif place.at < end and place.lost:
                        onwards[place.at] += likely * chance
            ways = {at: likely for at, likely in onwards.items() if likely > FAINT}
        return full, last

    def _choose(self, places: list[Place], start: int, begins: float) -> list[tuple[Place, float]]:
        """Return the places near the margin of a line that begins so, with how likely it ends at each."""
        found: list[tuple[Place, float]] = []
        for place in places:
            slack = self.widest - (place.width - begins)
            if slack <= LOWEST:
                break
            if place.at > start and slack < HIGHEST:
                weight = self.weights[int((slack - LOWEST) / FINE)]
                found.append((place, weight * (self.broken if place.broken else 1.0)))
        total = sum(weight for _, weight in found)
        return [(place, weight / total) for place, weight in found]


def find_places(text: str, reach: Sequence[float], ruler: Ruler) -> list[Place]:
    """Return where lines of a text may end, given how far it reaches before each of its characters."""
    found = {at: Place(at, reach[at], broken=False, lost=False) for at, char in enumerate(text) if at and char == " "}
    for at in ruler.syllables.breaks(text) if ruler.syllables else ():
        found[at] = Place(at, reach[at] + HYPHEN, broken=True, lost=True)
    for at in ruler.parts(text):
        found[at] = Place(at, reach[at], broken=True, lost=False)
    return [found[at] for at in sorted(found)]


# ---- how a printer chose

Seen = tuple[list[dict[int, float]], list[int]]
"""The places near the margin of a line, each as shares of weights, and those among them where it may have ended."""


def fit_choices(measure: Measure, runs: Iterable[Sequence[Line]], ruler: Ruler) -> Choices | None:
    """Return how the printer of these lines chose, which stand right under each other; None where few tell."""
    choices = Choices(ruler, measure.widest, (), 1.0)
    full = [pair for run in runs for pair in _full_lines(measure, run)]
    if len(full) < FEWEST:
        return None
    seen = [found for line, after in full[:: -(-len(full) // MOST)] if (found := _look(choices, line, after))]
    weights = _fit(seen)
    steps = [n * FINE for n in range(round((HIGHEST - LOWEST) / FINE) + 1)]
    fine = tuple(exp(sum(weights[n] * share for n, share in _share(step).items())) for step in steps)
    return Choices(ruler, measure.widest, fine, exp(weights[BINS]))


def _full_lines(measure: Measure, run: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Yield the lines that surely are full, and no first ones of paragraphs, each with the next."""
    for before, line, after in zip(run, run[1:], run[2:], strict=False):
        sure = ends_open(before) and ends_open(line) and begins_small(after) and not line.rest
        if sure and line.width <= JOINED * measure.widest and measure.slack(line) < FULL * measure.widest:
            yield line, after


def _look(choices: Choices, line: Line, after: Line) -> Seen | None:
    """Return what a full line shows; nothing if it does not end where a line may."""
    joined = line.cut or line.text[-1] in VISIBLE
    text = line.text + after.text if joined else f"{line.text} {after.text}"
    _, places = choices.survey(text)
    near = [place for place in places if LOWEST < choices.widest - place.width < HIGHEST]
    end = len(line.text)
    if line.cut:
        # It is known only in which word it ends.
        first, last = text.rfind(" ", 0, end), text.find(" ", end) % (len(text) + 1)
        taken = [n for n, place in enumerate(near) if first < place.at < last]
    else:
        taken = [n for n, place in enumerate(near) if place.at == end]
    shares = [_share(choices.widest - place.width - LOWEST) | ({BINS: 1.0} if place.broken else {}) for place in near]
    return (shares, taken) if taken else None


def _share(above: float) -> dict[int, float]:
    """Return between which two weights so much above the least slack lies, and how near it is to each."""
    step = min(max(above / BIN, 0.0), BINS - 1.001)
    n = int(step)
    return {n: 1 - (step - n), n + 1: step - n}


def _fit(seen: list[Seen]) -> list[float]:
    """Return the weights, in nats, by which lines end most likely where they do, found by Newton's method."""
    weights = [-FALL * abs(LOWEST + n * BIN - USUAL) for n in range(BINS)] + [0.0]
    for _ in range(STEPS):
        sums, pull = _hold(weights)
        for shares, taken in seen:
            heights = [sum(weights[n] * share for n, share in own.items()) for own in shares]
            chances = _even(heights, range(len(heights)))
            goal = _even(heights, taken)
            mean: dict[int, float] = defaultdict(float)
            for own, chance, wanted in zip(shares, chances, goal, strict=True):
                for n, share in own.items():
                    pull[n] += share * (wanted - chance)
                    mean[n] += share * chance
                    for other, its in own.items():
                        sums[n][other] += chance * share * its
            for n, share in mean.items():
                for other, its in mean.items():
                    sums[n][other] -= share * its
        weights = [weight + step for weight, step in zip(weights, solve(sums, pull), strict=True)]
    return weights


def _hold(weights: list[float]) -> tuple[list[list[float]], list[float]]:
    """Return how firmly the weights are held, and whither they are pulled: to change evenly."""
    sums = [[SMALL * (n == other) for other in range(BINS + 1)] for n in range(BINS + 1)]
    for n in range(1, BINS - 1):
        bend = ((n - 1, 1.0), (n, -2.0), (n + 1, 1.0))
        for own, share in bend:
            for other, its in bend:
                sums[own][other] += SMOOTH * share * its
    return sums, [-sum(a * b for a, b in zip(row, weights, strict=True)) for row in sums]


def _even(heights: list[float], among: Iterable[int]) -> list[float]:
    """Return how likely each of some places is by its height, the others not at all."""
    own = {n: exp(heights[n] - max(heights)) for n in among}
    total = sum(own.values())
    return [own.get(n, 0.0) / total for n in range(len(heights))]
