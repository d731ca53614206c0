"""Where paragraphs end: an indent that the extraction took away still makes first lines narrower."""

import random
from math import log

import pytest

from edition.columns import USUAL as RULER
from edition.columns import Line, make_line
from edition.endings import Endings, fit_endings
from edition.measures import ends_numbered, ends_open, fit_measure, in_brackets
from edition.widths import USUAL
from tests.test_lines import WORDS

MEASURE = 30.0


def set_paragraph(choose: random.Random, indent: float) -> list[Line]:
    """Return the lines of a made-up paragraph, its first one narrower."""
    words: list[str] = []
    for _ in range(choose.randint(3, 7)):
        own = [choose.choice(WORDS) for _ in range(choose.randint(6, 16))]
        words += [own[0].capitalize(), *own[1:-1], f"{own[-1]}."]
    lines: list[str] = [words[0]]
    for word in words[1:]:
        room = MEASURE - (indent if len(lines) == 1 else 0.0) + choose.gauss(0, 0.4)
        if USUAL.measure(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [make_line(100 * n, line, 0, below=False, top=False) for n, line in enumerate(lines)]


def fitted(indent: float) -> tuple[Endings, list[list[Line]]]:
    choose = random.Random(7)
    paragraphs = [set_paragraph(choose, indent) for _ in range(150)]
    lines = [line for own in paragraphs for line in own]
    measure = fit_measure(lines)
    assert measure is not None
    return fit_endings(measure, [lines], RULER), paragraphs


@pytest.mark.parametrize("indent", [0.0, 1.5])
def test_an_indent_is_found_where_there_is_one(indent: float) -> None:
    endings, _ = fitted(indent)
    assert abs(endings.inset - indent) < 0.5


def test_a_narrow_first_line_speaks_for_a_paragraph_and_a_wide_one_against_it() -> None:
    endings, _ = fitted(1.5)
    mean = endings.measure.mean
    ending, below = (make_line(0, text, 0, below=False, top=False) for text in ("the mill.", "of the"))

    def odds(width: float) -> float:
        text = "The"
        while USUAL.measure(text) < width:
            text += " in"
        return endings.odds(full, make_line(0, text, 0, below=False, top=False), below)

    text = "as"
    while USUAL.measure(text) < mean - USUAL.measure(ending.text):
        text += " in"
    full = make_line(0, f"{text} {ending.text}", 0, below=False, top=False)
    assert odds(mean - 1.5) > odds(mean) + 1


def test_most_paragraph_ends_are_told_and_few_of_those_wrong_are_sure() -> None:
    endings, paragraphs = fitted(1.5)
    lines = [(line, line is own[-1]) for own in paragraphs for line in own]
    told = [
        (endings.odds(line, after, beyond) > 0, last, abs(endings.odds(line, after, beyond)))
        for (line, last), (after, _), (beyond, _) in zip(lines, lines[1:], lines[2:], strict=False)
        if line.text.endswith(".") and after.text[0].isupper()
    ]
    wrong = [sure for says, last, sure in told if says != last]
    assert len(wrong) <= 0.1 * len(told)
    asked = log(0.98 / 0.02)
    assert sum(sure > asked for sure in wrong) <= 1


def made(text: str) -> Line:
    return make_line(0, text, 0, below=False, top=False)


def full_line(endings: Endings, end: str, begin: str = "as") -> Line:
    """Return a line as wide as full ones that begins and ends with some words."""
    text = begin
    while USUAL.measure(f"{text} in {end}") < endings.measure.mean:
        text += " in"
    return made(f"{text} {end}")


def test_a_short_first_line_without_a_full_stop_is_a_heading_and_a_full_later_line_is_none() -> None:
    endings, _ = fitted(0.0)
    heading, later = made("Of the Mill"), full_line(endings, "the old")
    text = full_line(endings, "of the", "The")
    told = endings.read([made("by the mill."), heading, text, later, text], [None] * 5)
    assert told[2] > log(0.98 / 0.02)
    assert told[4] < -log(0.98 / 0.02)


def test_a_full_line_that_ends_with_a_number_and_a_full_stop_is_in_doubt() -> None:
    endings, _ = fitted(0.0)
    after = full_line(endings, "of the", "The")
    numbered = endings.read([after, full_line(endings, "the 18."), after], [None] * 3)[2]
    ended = endings.read([after, full_line(endings, "the mill."), after], [None] * 3)[2]
    open_ended = endings.read([after, full_line(endings, "the mill"), after], [None] * 3)[2]
    assert open_ended < -log(0.98 / 0.02) < numbered < ended


def test_a_small_letter_behind_a_full_stop_speaks_against_a_paragraph() -> None:
    endings, _ = fitted(0.0)
    first, line = full_line(endings, "of the", "The"), full_line(endings, "the mill?")
    capital, small = (
        endings.read([first, line, full_line(endings, "of the", word)], [None] * 3)[2]
        for word in ("Cottages", "cottages")
    )
    assert small < capital - 2


def test_brackets_that_the_next_line_closes_hold_both_together() -> None:
    assert in_brackets(made("as it was (in the version"), made("2.100) of the mill."))
    assert not in_brackets(made("as it was (in the mill)"), made("2) of the mill."))
    assert not in_brackets(made("as it was (in the mill"), made("(and the river) it was"))


def test_an_ordinal_stands_alone_and_the_end_of_a_longer_number_is_a_full_stop() -> None:
    assert ends_open(made("on the 18."))
    assert ends_numbered(made("on the 18."))
    for text in ("the format 3.0.", "in UTF-8.", "the year 1848."):
        assert not ends_open(made(text))
        assert not ends_numbered(made(text))
