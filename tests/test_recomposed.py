"""Lines that a composer set are his likeliest ones, and others are not."""

from random import Random

import pytest

from edition.choices import make_pieces
from edition.columns import Line, make_line
from edition.composers import Composer
from edition.recomposed import make_block, weigh_block
from tests.composed import FACES, make_lines, set_lines, write

COMPOSERS = [Composer(FACES["Linux Libertine O"], 29.0, together, breaks=False) for together in (True, False)]


def likely(composer: Composer, lines: list[Line], *, closed: bool = True) -> float:
    return weigh_block(composer, make_block(make_pieces(lines), None, 1.0, closed=closed))


@pytest.mark.parametrize("composer", COMPOSERS)
def test_a_composers_lines_are_the_likeliest(composer: Composer) -> None:
    choose = Random(3)
    for _ in range(12):
        texts = set_lines(composer, write(choose, 6), 1.0)
        right = likely(composer, make_lines(texts))
        first, second = texts[0].rsplit(" ", 1)
        wrong = likely(composer, make_lines([first, f"{second} {texts[1]}", *texts[2:]]))
        assert right > 0.25
        assert wrong < 0.5 * right


def test_lines_that_no_composer_sets_are_impossible() -> None:
    texts = set_lines(COMPOSERS[0], write(Random(5), 6), 1.0)
    assert likely(COMPOSERS[0], make_lines([f"{texts[0]} {texts[1]}", *texts[2:]])) == 0


def test_what_is_no_paragraphs_end_fills_its_line() -> None:
    texts = set_lines(COMPOSERS[0], write(Random(6), 6), 1.0)[:3]
    lines = make_lines([*texts, "short."])
    assert likely(COMPOSERS[0], lines) > 0
    assert likely(COMPOSERS[0], lines, closed=False) == 0


def test_words_are_whole_where_even_lines_need_none_broken() -> None:
    composer = COMPOSERS[0]
    choose = Random(4)
    whole = [make_lines(set_lines(composer, write(choose, 6), 1.0)) for _ in range(12)]
    plain = sum(likely(composer, lines) for lines in whole)
    assert sum(likely(composer._replace(breaks=True), lines) for lines in whole) == pytest.approx(plain, rel=0.3)


def test_a_figure_that_calls_a_note_is_raised() -> None:
    lines = [make_line(40, "of the mill,12 and of the river", 0, below=False, top=False)]
    assert make_block(make_pieces(lines), None, 0.0, closed=True).copy.text == "of the mill,¹² and of the river"
