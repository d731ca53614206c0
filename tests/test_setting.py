"""The face and the measure of a booklet are found from lines that a typesetter broke, and only from such."""

import re
from collections.abc import Iterator
from random import Random

import pytest

from edition.composers import Copy
from edition.setting import INDENT, Setting, Stretch, fit_setting
from edition.syllables import Syllables
from tests.bench.booklets import MARK, SIZES, Style, lay_out, make_booklet
from tests.bench.texts import make_text


def booklet(face: str, size: int = 0, type_: float = 10.0) -> tuple[float, str, list[list[str]]]:
    """Return the measure in em, the language, and the lines of the paragraphs that begin and end on one page."""
    rng = Random(face)
    style = Style(size, face, type_, 15.0, False, False, True, False, False, "book")
    made = lay_out(make_text("wild-apples", 4000, 0.0, rng), style)
    paragraphs = [
        [re.sub(f"{MARK}.*?{MARK}|[\x03\x04]", "", line) for line in fragment.lines]
        for page in made.pages
        for fragment in page.fragments[1:-1]
        if fragment.kind == "text" and len(fragment.lines) > 3
    ]
    return (SIZES[size][1] - 2 * 15.0) / 25.4 * 72 / type_, made.text.language, paragraphs


def stretches(paragraphs: list[list[str]], language: str) -> Iterator[tuple[Stretch, int]]:
    """Yield each paragraph up to the end of a line inside it where no word is broken, and how many lines that is."""
    for n, lines in enumerate(paragraphs):
        k = 1 + n % (len(lines) - 2)
        joined = re.sub(r"(\w)- (?=\w)", r"\1", " ".join(lines))
        before = re.sub(r"(\w)- (?=\w)", r"\1", " ".join(lines[:k]))
        if not before.endswith("-"):
            yield Stretch(Copy(joined, Syllables(language)), len(before), INDENT - 0.2), k


@pytest.fixture(scope="module", params=["EB Garamond", "Liberation Serif", "DejaVu Serif"])
def case(request: pytest.FixtureRequest) -> tuple[str, float, Setting, list[tuple[Stretch, int]]]:
    measure, language, paragraphs = booklet(request.param)
    told = list(stretches(paragraphs, language))
    half = len(told) // 2
    setting = fit_setting([s for s, _ in told[:half]], measure * 1.1)
    return request.param, measure, setting, told[half:]


def test_the_measure_is_found(case: tuple[str, float, Setting, list[tuple[Stretch, int]]]) -> None:
    name, measure, setting, _ = case
    own = [composer for _, composer in setting.composers if composer.face.name == name and not composer.together]
    assert setting.trust > 0.7
    assert own
    assert own[0].measure == pytest.approx(measure, rel=0.012)


def test_lines_end_where_they_did(case: tuple[str, float, Setting, list[tuple[Stretch, int]]]) -> None:
    """Of lines that the fit did not see."""
    _, _, setting, told = case
    chances, counted = [], []
    for stretch, lines in told:
        found = setting.ends(stretch.copy, 0, stretch.indent, (stretch.end - 40, stretch.end + 40))
        chance, count = found.get(stretch.end, (0.0, 0))
        chances.append(chance)
        counted.append(not count or count == lines)
    assert len(told) > 6
    assert sum(chances) / len(chances) > 0.3
    assert sum(counted) > 0.9 * len(counted)


def test_of_texts_that_end_anywhere_nothing_is_known() -> None:
    text = make_booklet("anywhere").text
    words = " ".join(block["text"] for block in text.blocks)
    rng = Random(3)
    told = []
    for n in range(8):
        start, end = words.index(" ", 1500 * n) + 1, words.index(" ", 1500 * n + rng.randint(150, 900))
        told.append(Stretch(Copy(words[start : end + 160], Syllables(text.language)), end - start, 0.0))
    assert fit_setting(told, 30.0).trust < 0.6


def test_without_any_text_nothing_is_known() -> None:
    assert fit_setting([], 30.0).trust < 0.2


def test_lines_of_a_paragraph_are_counted() -> None:
    measure, language, paragraphs = booklet("Liberation Serif")
    setting = fit_setting([s for s, _ in stretches(paragraphs, language)], measure)
    whole = [(re.sub(r"(\w)- (?=\w)", r"\1", " ".join(lines)), len(lines)) for lines in paragraphs]
    assert sum(
        setting.lines(Copy(text, Syllables(language)), 0, len(text), 1.0) == count for text, count in whole
    ) >= 0.9 * len(whole)
