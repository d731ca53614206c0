"""Which of several lost marks stands where: all of a run of notes together, since marks rise with their notes."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from math import exp

Key = tuple[int, int]
"""A place in reading order: draft and character."""
TOGETHER = 1e-3
"""How much less likely two marks at one place are than at two: hardly any book has them."""


def assign(options: Sequence[dict[Key, float]]) -> list[list[tuple[Key, float]]]:
    """Return for each note its places with their chances, which sum to 1, the one chosen first, the rest by chance.

    `options` gives the places of each note with their scores in nats; notes follow each other in reading order. The
    chances are those of all ways to put the notes at places that rise (forward and backward sums); the chosen places
    rise, too, and have the greatest sum of chances. A note without options has none.
    """
    places = sorted({key for own in options for key in own})
    fits = [_fits(own, places) for own in options]
    forward = _sweep(fits)
    backward = [row[::-1] for row in reversed(_sweep([fit[::-1] for fit in reversed(fits)]))]
    chances = [
        _normalised([f * b / own if own else 0.0 for f, b, own in zip(fore, back, fit, strict=True)], fit)
        for fore, back, fit in zip(forward, backward, fits, strict=True)
    ]
    chosen = _choose(chances)
    found = []
    for row, best in zip(chances, chosen, strict=True):
        ranked = sorted((n for n, chance in enumerate(row) if chance > 0), key=lambda n: (n != best, -row[n], n))
        found.append([(places[n], row[n]) for n in ranked])
    return found


def _fits(own: dict[Key, float], places: list[Key]) -> list[float]:
    """Return how well a note fits each place, at most 1; 0 where it cannot stand."""
    best = max(own.values(), default=0.0)
    fit = [0.0] * len(places)
    for key, score in own.items():
        fit[bisect_left(places, key)] = exp(max(-50.0, score - best))
    return fit


def _sweep(fits: list[list[float]]) -> list[list[float]]:
    """Return for each note the sum over all ways to put it here and those before it at places before."""
    rows: list[list[float]] = []
    for fit in fits:
        if not any(fit):
            rows.append(rows[-1] if rows else [1.0] * len(fit))
            continue
        before = [1.0] * len(fit) if not rows or not any(rows[-1]) else _earlier(rows[-1])
        row = [own * sums for own, sums in zip(fit, before, strict=True)]
        rows.append(_normalised(row, fit))
    return rows


def _earlier(row: list[float]) -> list[float]:
    sums = [0.0, *accumulate(row)]
    return [total + TOGETHER * own for total, own in zip(sums, row, strict=False)]


def _normalised(row: list[float], fit: list[float]) -> list[float]:
    """Return a row summing to 1; where nothing rises, the note stands by itself."""
    total = sum(row)
    if total <= 0:
        row, total = fit, sum(fit)
    return [value / total for value in row] if total > 0 else row


def _choose(chances: list[list[float]]) -> list[int]:
    """Return the rising places with the greatest sum of chances, one for each note."""
    count = len(chances[0]) if chances else 0
    best = [0.0] * count
    back: list[list[int]] = []
    for row in chances:
        leader, leaders = 0, []
        for n in range(count):
            leader = n if best[n] > best[leader] else leader
            leaders.append(leader)
        best = [best[leaders[n]] + row[n] for n in range(count)]
        back.append(leaders)
    chosen: list[int] = []
    at = max(range(count), key=lambda n: (best[n], -n), default=-1)
    for row, leaders in zip(reversed(chances), reversed(back), strict=True):
        chosen.append(at if row and row[at] > 0 else max(range(count), key=lambda n: row[n], default=-1))
        at = leaders[at] if count else -1
    return chosen[::-1]
