"""How a booklet's lines were set: face and measure found from the ends of lines that are known; where others end."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, log
from typing import NamedTuple

from edition.advances import Face, read_faces, read_widths
from edition.composers import Composer, Copy, break_lines, break_lines_back, likely_end, likely_ends

INDENT = 1.2
"""Of a paragraph's first line, in em: between none and the width of two characters."""
LEADING = 1.2
"""How many lines a page has for each em of its measure: from A6 to half letter it is about so."""


class Stretch(NamedTuple):
    """A text that begins with a line, with what is read behind its end."""

    copy: Copy
    end: int
    """Where it ends with a line, a place of the text."""
    indent: float


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of how a booklet's lines are set."""

    composers: tuple[tuple[float, Composer], ...]
    """The likeliest, each with how likely it is; what is missing to 1 is that none of them is near."""

    @property
    def best(self) -> Composer:
        """The likeliest."""
        return self.composers[0][1]

    @property
    def trust(self) -> float:
        """How likely one of them is near."""
        return sum(share for share, _ in self.composers)

    def ends(self, copy: Copy, start: int, indent: float, window: tuple[int, int]) -> dict[int, tuple[float, int]]:
        """Return how likely a line ends at each place of a window of the copy, and the how manieth it is.

        A line begins at `start`, after an indent in em.
        """
        total: dict[int, tuple[float, int]] = {}
        for share, composer in self.composers:
            places = copy.places(composer)
            upto = min(len(places.ats) - 1, bisect_left(places.ats, window[1]))
            layers = break_lines(composer, places, bisect_left(places.ats, start) - 1, indent, upto)
            _add(total, share, likely_ends(layers, places), window)
        return total

    def begins(self, copy: Copy, end: int, window: tuple[int, int]) -> dict[int, tuple[float, int]]:
        """Return the same for where lines begin above one that ends at `end`, by the place before; told from there."""
        total: dict[int, tuple[float, int]] = {}
        for share, composer in self.composers:
            places = copy.places(composer)
            last, upto = (bisect_left(places.ats, at) for at in (end, window[0]))
            layers = break_lines_back(composer, places, last, upto)
            _add(total, share, likely_ends(layers, places), window)
        return total

    def lines(self, copy: Copy, start: int, end: int, indent: float) -> int:
        """Return how many lines a paragraph takes that ends at `end`, from the beginning of one on."""
        composer = self.best
        places = copy.places(composer)
        first, last = bisect_left(places.ats, start) - 1, bisect_left(places.ats, end)
        best, count = 1e9, 1
        layers = [{first: 0.0}, *break_lines(composer, places, first, indent, last)]
        for n, layer in enumerate(layers, 1):
            for place, cost in layer.items():
                begin = (places.starts[place] if place >= 0 else 0.0) - indent * (n == 1)
                if cost < best and 0 < places.ends[last] - begin <= composer.measure * (1 + _SLOP):
                    best, count = cost, n
        return count


def _add(
    total: dict[int, tuple[float, int]], share: float, found: dict[int, tuple[float, int]], window: tuple[int, int]
) -> None:
    for at, (value, count) in found.items():
        if window[0] <= at <= window[1]:
            before, known = total.get(at, (0.0, count))
            total[at] = before + share * value, known


_SLOP = 0.01
"""Of a line, what its words' widths may be wrong by."""
_CHANCE = 0.07
"""How likely a line ends at a place of which nothing is known but that a word does."""
_SHARES, _SLIGHT = 12, 0.02
"""Composers that are held against each other, and how likely one is at least for its lines to be looked at."""


class Trial(NamedTuple):
    """A composer that is tried: its measure as a step of a grid."""

    face: Face
    step: int
    together: bool = True
    breaks: bool = True


def fit_setting(stretches: Sequence[Stretch], usual: float) -> Setting:
    """Return the composers by whom each of these texts, which begins with a line after an indent, ends with one.

    `usual` is the measure in em that is likely before anything is known of it. The shorter texts are looked at, as many
    as are needed: of a long one, less is known of where its last line ends.
    """
    told = _shorter(stretches)
    few = told[:: max(1, len(told) // _FEW)]
    grid = [usual * 1.0025**step for step in range(-160, 161)]

    def weigh(texts: Sequence[Stretch], trials: Iterable[Trial]) -> dict[Trial, float]:
        return {
            trial: _score(texts, Composer(trial.face, grid[trial.step], trial.together, trial.breaks), usual)
            for trial in trials
            if 0 <= trial.step < len(grid)
        }

    begun = weigh(few, (Trial(face, step) for face in read_faces() for step in _rough(told, face, grid, usual)))
    near = {face: [trial for trial in _best(begun, len(begun)) if trial.face is face][:2] for face in read_faces()}
    faces = sorted(near, key=lambda face: -begun[near[face][0]])[:_FACES]
    # Lines that are filled one by one never hold more than the measure, and mostly less.
    filled = (Trial(face, t.step + more, together=False) for face in faces for t in near[face] for more in _FILLED)
    scores = weigh(told, [*_best(begun, _CLOSELY), *_best(weigh(few, dict.fromkeys(filled)), _CLOSELY)])
    scores |= weigh(told, [trial._replace(breaks=False) for trial in _best(scores, _KEPT)])
    for _ in range(2):
        beside = [trial._replace(step=trial.step + by) for trial in _best(scores, _KEPT) for by in (-1, 1)]
        scores |= weigh(told, [trial for trial in beside if trial not in scores])
    return _shared(scores, grid)


def _best(scores: dict[Trial, float], most: int) -> list[Trial]:
    return sorted(scores, key=lambda trial: -scores[trial])[:most]


def _shared(scores: dict[Trial, float], grid: list[float]) -> Setting:
    """Return the likeliest composers, the measures of each way to set taken together."""
    top = max(scores.values())
    total = exp(_UNKNOWN - top) + sum(exp(score - top) for score in scores.values())
    likeliest: dict[Trial, tuple[float, float]] = {}
    for trial in _best(scores, len(scores)):
        share, measure = likeliest.get(trial._replace(step=0), (0.0, grid[trial.step]))
        likeliest[trial._replace(step=0)] = share + exp(scores[trial] - top) / total, measure
    ranked = sorted(likeliest.items(), key=lambda item: -item[1][0])[:_SHARES]
    known = [(way, *of) for way, of in ranked if of[0] >= _SLIGHT] or [(ranked[0][0], *ranked[0][1])]
    more = sum(share for _, (share, _) in ranked) / sum(share for _, share, _ in known)
    return Setting(
        tuple((share * more, Composer(way.face, measure, way.together, way.breaks)) for way, share, measure in known)
    )


def _shorter(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return the texts, the shorter first, as many as are needed to know their setting."""
    ranked = sorted(stretches, key=lambda stretch: stretch.end)
    sums = list(accumulate(stretch.end for stretch in ranked))
    return ranked[: max(_ENOUGH[0], bisect_left(sums, _ENOUGH[1]))]


def _rough(stretches: Sequence[Stretch], face: Face, grid: list[float], usual: float) -> list[int]:
    """Return the steps of the grid at which texts of these widths fill whole lines best, whatever words they are of."""
    lengths = [sum(read_widths(copy.text[:end], face)) + indent for copy, end, indent in stretches]
    return [n for _, n in sorted((_plain_score(lengths, grid[n], usual), n) for n in range(0, len(grid), 2))[-_TRIED:]]


_UNKNOWN = 6.0
"""How likely, in nats, it is that no composer is near: of so many the best of them is worth so much by chance."""
_FILLED = (3, 6, 9, 12)
"""How much wider, in steps, the measure is looked for where lines are filled one by one."""
_ENOUGH = 12, 8000
"""Texts, and their characters, from which a setting is told."""
_FEW = 6
"""Of them, those by which it is found what to look at closely."""
_TRIED, _FACES, _CLOSELY, _KEPT = 8, 8, 24, 6
"""Measures of each face that are tried; faces whose lines are filled one by one, too; composers that are held against
all texts, each way of filling lines; and of all composers those whose neighbours are, too."""


def _prior(measure: float, usual: float) -> float:
    return -0.5 * (log(measure / usual) / _VARIED) ** 2


_VARIED = 0.18
"""How far a booklet's measure lies from the usual one, as a share of it."""


def _plain_score(lengths: list[float], measure: float, usual: float) -> float:
    """Return how well texts of these lengths fill whole lines of a measure, whatever is known of words."""
    score = _prior(measure, usual)
    for length in lengths:
        count = max(1, round(length / measure))
        deviation = measure * (0.012 + 0.008 * count**0.5)
        z = (length - count * measure) / deviation
        score += log(0.4 + 0.6 * 0.4 * measure / deviation * exp(-0.5 * z * z))
    return score


def weigh_edge(likely: float, trust: float = 1.0) -> float:
    """Return how much, in nats, it says for a page's end that composers so trusted end a line there so likely."""
    return log((1 - _HELD * trust) * _CHANCE + _HELD * likely) - log(_CHANCE)


def _score(stretches: Sequence[Stretch], composer: Composer, usual: float) -> float:
    score = _prior(composer.measure, usual)
    for copy, end, indent in stretches:
        places = copy.places(composer)
        place = bisect_left(places.ats, end)
        likely = (
            likely_end(break_lines(composer, places, -1, indent, place), place) if places.ats[place] == end else 0.0
        )
        score += weigh_edge(likely)
    return score


_HELD = 0.95
"""How often a known end of a page is the end of a line as the composer sets it."""
