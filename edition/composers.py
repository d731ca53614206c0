"""Who may have set a booklet: the ways to break its paragraphs into lines, weighed as typesetters weigh them.

Knuth & Plass, Breaking paragraphs into lines (1981), for the lines of a paragraph chosen together; or line by line, as
browsers and word processors do.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from math import exp
from typing import NamedTuple

from edition.advances import Face, read_widths
from edition.syllables import Syllables

_STRETCH, _SHRINK = 0.5, 0.34
"""How far a space gives, as a share of it: TeX's faces, and most settings, are about so."""
_HYPHEN = 0.5
"""What a word broken at a line's end costs, where a line whose spaces give all they can costs 1."""
_FAR = 15.0
"""Costs above the least at which a way to break is dropped."""
_HEAT = 0.6
"""The costs that make a line's end e times less likely: measured in seven languages, with faces known."""


class Places(NamedTuple):
    """The places where lines of a text may end, a value for each."""

    ats: list[int]
    """Of the text, behind the line's last character."""
    ends: list[float]
    """How wide the text is up to there, with the hyphen, in em."""
    starts: list[float]
    """And where the next line begins."""
    spaces: list[int]
    """How many spaces stand before it."""
    afters: list[int]
    """And before the next line."""
    broken: list[bool]


class Composer(NamedTuple):
    """A way to set a text: a face, a measure in em, and whether the lines of a paragraph are chosen together."""

    face: Face
    measure: float
    together: bool
    breaks: bool
    """Whether words are broken."""

    @property
    def least(self) -> float:
        """The width that a line's words take at least."""
        return self.measure * (_LEAST if self.together else _UNFILLED)


class Gap(NamedTuple):
    """A place of a text where a line may end, whatever its face."""

    at: int
    follows: int
    """Where the next line begins."""
    broken: bool
    """With a hyphen that the text does not have."""


def find_gaps(text: str, syllables: Syllables | None) -> list[Gap]:
    """Return the places of a text where its lines may end; words are broken where syllables are given."""
    end = len(text)
    gaps = {
        m.end(): Gap(m.end(), m.end(), broken=False)
        for m in _DASH.finditer(text)
        if m.start() and text[m.start() - 1] != " " and text[m.end()].isalpha()
    }
    gaps |= {at: Gap(at, at, broken=True) for at in (syllables.breaks(text) if syllables else ()) if 0 < at < end}
    gaps |= {
        m.start(): Gap(*m.span(), broken=False) for m in _SPACES.finditer(text, 1) if text[m.start() - 1] not in " \n"
    }
    return [gaps[at] for at in sorted(gaps) if at < end] + ([Gap(end, end, broken=False)] if end else [])


_SPACES, _DASH = re.compile(r"[ \n]+"), re.compile(r"[-\u2010—–](?=.)", re.DOTALL)


def read_places(text: str, face: Face, gaps: Iterable[Gap]) -> Places:
    """Return the places where the lines of a text may end, in a face."""
    sums = list(accumulate(read_widths(text, face), initial=0.0))
    hyphen, spaces = face.widths["-"], 0
    places = Places([], [], [], [], [], [])
    for at, follows, broken in gaps:
        places.ats.append(at)
        places.ends.append(sums[at] + hyphen if broken else sums[at])
        places.starts.append(sums[follows])
        places.spaces.append(spaces)
        places.broken.append(broken)
        spaces += follows > at or at == len(text)
        places.afters.append(spaces)
    return places


@dataclass(slots=True)
class Copy:
    """A text to be set, with the places where its lines may end: they are found once for each face."""

    text: str
    syllables: Syllables | None
    _gaps: dict[bool, list[Gap]] = field(default_factory=dict)
    _read: dict[tuple[Face, bool], Places] = field(default_factory=dict)

    def places(self, composer: Composer) -> Places:
        """Return the places at which a composer may end lines."""
        key = composer.face, composer.breaks
        if key not in self._read:
            if composer.breaks not in self._gaps:
                self._gaps[composer.breaks] = find_gaps(self.text, self.syllables if composer.breaks else None)
            self._read[key] = read_places(self.text, composer.face, self._gaps[composer.breaks])
        return self._read[key]


def weigh_line(composer: Composer, places: Places, first: int, last: int, indent: float = 0.0) -> float | None:
    """Return what a line costs that begins behind place `first` (-1: with the text) and ends at place `last`.

    None for one that holds too much.
    """
    start, after = (places.starts[first] - indent, places.afters[first]) if first >= 0 else (-indent, 0)
    room = composer.measure - places.ends[last] + start
    if not composer.together:
        unused = 0.0
        if last + 1 < len(places.ends):
            unused = max(0.0, composer.measure - places.ends[last + 1] + start)
        wrong = max(-room, unused) / composer.measure
        return None if room < -_OVERFULL * composer.measure else wrong * _BLUR
    spaces = places.spaces[last] - after or 1
    given = room / ((_STRETCH if room > 0 else _SHRINK) * spaces * composer.face.widths[" "])
    if given < _TIGHTEST:
        return None
    cost = min(_WORST, abs(given) ** 3)
    if places.broken[last]:
        cost += _HYPHEN * (2.0 if first >= 0 and places.broken[first] else 1.0)
    return cost


_TIGHTEST, _WORST = -1.15, 20.0
"""How far the spaces of a line may give at most, as a share of what they can; and what the worst line costs."""
_BLUR, _OVERFULL = 150.0, 0.03
"""What a line filled alone costs that is wrong by its whole measure: its widths are known to half a hundredth;
and how much too much it may hold, as a share of that."""


def break_lines(composer: Composer, places: Places, first: int, indent: float, upto: int) -> list[dict[int, float]]:
    """Return, for each line of a paragraph, the costs of the places at which it may end, up to place `upto`.

    The first begins behind place `first`, or with the text where that is -1, after an indent in em.
    """
    layers: list[dict[int, float]] = []
    states: dict[int, float] = {first: 0.0}
    while states and min(states) < upto:
        found: dict[int, float] = {}
        for begin, cost in states.items():
            for last, own in _lines_from(composer, places, begin, indent if begin == first else 0.0):
                if cost + own < found.get(last, 1e9):
                    found[last] = cost + own
        states = _near(found)
        if states:
            layers.append(states)
    return layers


def _lines_from(composer: Composer, places: Places, first: int, indent: float) -> list[tuple[int, float]]:
    """Return where a line may end that begins behind place `first`, and what it costs, as `weigh_line` does."""
    measure, ends, broken = composer.measure, places.ends, places.broken
    start, after = (places.starts[first] - indent, places.afters[first]) if first >= 0 else (-indent, 0)
    begun, farthest = bisect_left(ends, start + composer.least, first + 1), _MOST * measure
    found: list[tuple[int, float]] = []
    if not composer.together:
        for last in range(begun, len(ends)):
            if ends[last] - start > farthest:
                break
            room = measure - ends[last] + start
            if room >= -_OVERFULL * measure:
                unused = measure - ends[last + 1] + start if last + 1 < len(ends) else 0.0
                found.append((last, max(-room, unused, 0.0) / measure * _BLUR))
        return found
    width, spaces = composer.face.widths[" "], places.spaces
    hyphen = _HYPHEN * (2.0 if first >= 0 and broken[first] else 1.0)
    for last in range(begun, len(ends)):
        if ends[last] - start > farthest:
            break
        room = measure - ends[last] + start
        given = room / ((_STRETCH if room > 0 else _SHRINK) * (spaces[last] - after or 1) * width)
        if given >= _TIGHTEST:
            cost = min(_WORST, abs(given) ** 3)
            found.append((last, cost + hyphen if broken[last] else cost))
    return found


def break_lines_back(composer: Composer, places: Places, last: int, upto: int) -> list[dict[int, float]]:
    """Return, for each line from the last back, the costs of the places behind which it may begin, from `upto` on.

    The last line ends at place `last`.
    """
    starts = places.starts
    layers: list[dict[int, float]] = []
    states: dict[int, float] = {last: 0.0}
    while states and max(states) > upto:
        found: dict[int, float] = {}
        for line, cost in states.items():
            end = places.ends[line]
            for first in range(bisect_left(starts, end - composer.least, 0, line) - 1, -1, -1):
                if end - starts[first] > _MOST * composer.measure:
                    break
                own = weigh_line(composer, places, first, line)
                if own is not None and cost + own < found.get(first, 1e9):
                    found[first] = cost + own
        states = _near(found)
        if states:
            layers.append(states)
    return layers


_LEAST, _UNFILLED, _MOST = 0.86, 0.75, 1.16
"""Of its measure, what a line's words take unjustified at least, where each line is filled alone, and at most."""


def _near(found: dict[int, float]) -> dict[int, float]:
    """Return the cheapest ways."""
    ranked = sorted(found.items(), key=lambda item: item[1])[:_WAYS]
    return {place: cost for place, cost in ranked if cost < ranked[0][1] + _FAR}


_WAYS = 8
"""Places at which a line may end that are followed."""


def likely_ends(layers: list[dict[int, float]], places: Places) -> dict[int, tuple[float, int]]:
    """Return for each place of the text how likely a line ends there, and how many lines there are up to it."""
    found: dict[int, tuple[float, int]] = {}
    for count, layer in enumerate(layers, 1):
        least = min(layer.values())
        odds = {place: exp((least - cost) / _HEAT) for place, cost in layer.items()}
        total = sum(odds.values())
        for place, value in odds.items():
            at = places.ats[place]
            if value / total > found.get(at, (0.0, 0))[0]:
                found[at] = value / total, count
    return found


def likely_end(layers: list[dict[int, float]], place: int) -> float:
    """Return how likely a line ends at one place."""
    likely = 0.0
    for layer in layers:
        if place in layer:
            least = min(layer.values())
            total = sum([exp((least - cost) / _HEAT) for cost in layer.values()])
            likely = max(likely, exp((least - layer[place]) / _HEAT) / total)
    return likely
