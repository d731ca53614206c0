"""Paragraphs set again tell where they begin, better than each line alone does."""

from math import exp, log
from random import Random

from edition.composers import Composer
from edition.divisions import Divisions, fit_divisions
from edition.endings import fit_endings
from edition.measures import fit_measure
from edition.syllables import Ruler
from tests.composed import FACES, make_lines, set_lines, write

ASKED = log(0.98 / 0.02)


def decided(seed: int) -> tuple[list[tuple[float, float, bool]], Divisions]:
    """Return of each full stop at a line's end what lines alone say, then paragraphs set again, and if one begins."""
    choose, composer = Random(seed), Composer(FACES["Linux Libertine O"], 28.0, together=True, breaks=False)
    paragraphs = [set_lines(composer, write(choose, choose.randint(2, 6)), 1.2) for _ in range(160)]
    lines = make_lines([line for own in paragraphs for line in own])
    begun = [n == 0 for own in paragraphs for n, _ in enumerate(own)]
    measure = fit_measure(lines)
    assert measure is not None
    endings = fit_endings(measure, [lines], Ruler())
    divisions = fit_divisions(endings, [lines], Ruler())
    assert divisions is not None
    found = []
    for start in range(0, len(lines) - 40, 40):
        own = lines[start : start + 40]
        told = [None, *(None if line.text.endswith(".") else False for line in own[:-1])]
        alone = endings.read(own, told)
        again = divisions.weigh(own, told, alone)
        found += [(alone[n], again[n], begun[start + n]) for n in range(1, 40) if own[n - 1].text.endswith(".")]
    return found, divisions


def test_more_is_known_and_little_of_it_wrong() -> None:
    found, _ = decided(2)
    asked = [sum(abs(one[k]) < ASKED for one in found) for k in (0, 1)]
    missed = [sum(log(1 + exp(-one[k] if one[2] else one[k])) for one in found) for k in (0, 1)]
    assert asked[1] < 0.9 * asked[0]
    assert missed[1] < missed[0]
    assert sum((again > 0) != begun for _, again, begun in found if abs(again) > ASKED) <= 0.01 * len(found)


def test_what_is_told_stays() -> None:
    found, divisions = decided(2)
    lines = make_lines(["The mill stood there.", "And so it did.", "The end of it came."])
    told = [None, False, True]
    odds = divisions.endings.read(lines, told)
    assert divisions.weigh(lines, told, odds) == odds
    assert found


def test_lines_of_no_composer_are_left_as_they_are() -> None:
    _, divisions = decided(2)
    lines = make_lines(
        ["The mill stood there on its own and was seen from the river and from the road as well " * 2] * 3
    )
    told: list[bool | None] = [None] * 3
    assert divisions.weigh(lines, told, [0.0, 1.0, -1.0]) == [0.0, 1.0, -1.0]
