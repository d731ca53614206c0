"""Widths of characters: those of a face that is like no other are found from its full lines."""

import random
from statistics import pstdev

from edition.widths import USUAL, Widths, fit_widths
from tests.test_lines import WORDS

FACE = Widths({"e": 0.52, "t": 0.2, "o": 0.62, "n": 0.42, " ": 0.34})


def full_lines(count: int, measure: float = 32.0) -> list[str]:
    """Return made-up lines that a face with these widths fills."""
    choose = random.Random(3)
    lines = []
    for _ in range(count):
        line = choose.choice(WORDS)
        while FACE.measure(line) < measure - 1:
            line += f" {choose.choice(WORDS)}"
        lines.append(line)
    return lines


def test_full_lines_are_more_alike_by_the_widths_that_they_tell() -> None:
    lines, others = full_lines(400)[:300], full_lines(400)[300:]
    found = fit_widths(lines)
    spread = [pstdev(widths.measure(line) for line in others) for widths in (USUAL, found, FACE)]
    assert spread[1] < (spread[0] + spread[2]) / 2
    assert found.of("e") - found.of("t") > USUAL.of("e") - USUAL.of("t")


def test_few_lines_tell_nothing_and_rare_characters_keep_their_widths() -> None:
    assert fit_widths(full_lines(40)) is USUAL
    assert fit_widths(full_lines(300)).of("Q") == USUAL.of("Q")


def test_accents_that_combine_have_no_width() -> None:
    assert USUAL.measure("é") == USUAL.measure("e")
