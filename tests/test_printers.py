"""Who set a book is found from lines whose ends are known, and nobody where there are few."""

from random import Random

import pytest

from edition.columns import Line
from edition.composers import Composer
from edition.endings import Endings, fit_endings
from edition.measures import fit_measure
from edition.printers import fit_printers
from edition.syllables import Ruler
from tests.composed import FACES, make_lines, set_lines, write


def book(composer: Composer, paragraphs: int) -> tuple[Endings, list[Line], Ruler]:
    choose = Random(9)
    texts = [line for _ in range(paragraphs) for line in set_lines(composer, write(choose, choose.randint(3, 7)), 1.2)]
    lines, ruler = make_lines(texts), Ruler()
    measure = fit_measure(lines)
    assert measure is not None
    return fit_endings(measure, [lines], ruler), lines, ruler


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("face", ["Linux Libertine O", "Liberation Serif"])
def test_face_and_measure_are_found(face: str, *, together: bool) -> None:
    composer = Composer(FACES[face], 28.0, together, breaks=False)
    endings, lines, ruler = book(composer, 120)
    printers = fit_printers(endings, [lines], ruler)
    assert sum(share for share, _ in printers) == pytest.approx(1, abs=0.2)
    _, likeliest = printers[0]
    assert likeliest.face.name == face
    assert likeliest.together == together
    assert likeliest.measure == pytest.approx(28.0, rel=0.01)


def test_few_lines_tell_nobody() -> None:
    composer = Composer(FACES["Linux Libertine O"], 28.0, together=True, breaks=False)
    endings, lines, ruler = book(composer, 120)
    assert fit_printers(endings, [lines[:12]], ruler) == ()
