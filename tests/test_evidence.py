"""What tells where a note is called: references told from remarks, and how many places a query offers."""

import pytest

from edition.evidence import names_source
from edition.lexicon import read_lexicon
from edition.notes import ENOUGH, OFFERED, offered


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "Bertha Miller, *The Wheel and the Stone*, vol. ii, p. 69."),
        ("en", "Miller, iv, 567."),
        ("en", "Ibid."),
        ("en", "Karl Feldmann, Court of the Mills, August 4, 1857."),
        ("en", "Quoted in Miller, p. 320."),
        ("de", "Vgl. Feldmann, Das Rad, Bd. 2, S. 14."),
        ("fr", "Bertrand, *Le Moulin*, Paris, 1861, p. 12."),
        ("ru", "Мельников, Колесо, с. 14."),
    ],
)
def test_names_titles_and_figures_are_a_reference(language: str, note: str) -> None:
    assert names_source(note, read_lexicon(language, note))


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "That is, all that was written down. In 1847 nobody knew what had been there before."),
        ("en", "What is to be done, if the miller’s and the farmer’s opinion should not be the same?"),
        ("en", "The stone had been there for so long that it was taken for a part of the hill."),
        ("de", "Das ist nicht die Mühle von 1660, sondern die, die man später an ihre Stelle gesetzt hat."),
        ("fr", "Il ne s’agit pas de la roue, mais de ce que les gens du village en ont dit."),
    ],
)
def test_a_sentence_is_none_though_it_has_a_year_or_an_apostrophe(language: str, note: str) -> None:
    assert not names_source(note, read_lexicon(language, note))


@pytest.mark.parametrize(
    ("chances", "others"),
    [
        ([0.95, 0.04, 0.01], 1),
        ([0.6, 0.31, 0.05, 0.04], 1),
        ([0.5, 0.21, 0.2, 0.05, 0.04], 2),
        ([0.05] * 20, OFFERED),
        ([0.7], 0),
    ],
)
def test_places_are_offered_until_the_true_one_is_likely_among_them(chances: list[float], others: int) -> None:
    assert offered(chances) == others
    assert others in (1, OFFERED, len(chances) - 1) or sum(chances[: 1 + others]) >= ENOUGH > sum(chances[:others])
