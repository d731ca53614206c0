"""Lines end where typesetters end them."""

import pytest

from edition.advances import read_faces
from edition.composers import (
    Composer,
    Places,
    break_lines,
    break_lines_back,
    find_gaps,
    likely_end,
    likely_ends,
    read_places,
    weigh_line,
)
from edition.syllables import Syllables

FACE = read_faces()[0]
TEXT = (
    "In olden times when wishing still helped one, there lived a king whose daughters were all beautiful, but the "
    "youngest was so beautiful that the sun itself, which has seen so much, was astonished whenever it shone in her "
    "face. Close by the king's castle lay a great dark forest, and under an old lime-tree in the forest was a well."
)


def compose(measure: float, *, together: bool = True, breaks: bool = True) -> Composer:
    return Composer(FACE, measure, together, breaks)


def places_of(text: str, *, broken: bool = True) -> Places:
    return read_places(text, FACE, find_gaps(text, Syllables("en") if broken else None))


def test_places_are_words_ends_syllables_and_hyphens() -> None:
    places = places_of("the lime-tree of Portugal")
    assert {at for at, broken in zip(places.ats, places.broken, strict=True) if not broken} == {3, 9, 13, 16, 25}
    assert {at for at, broken in zip(places.ats, places.broken, strict=True) if broken} <= {20, 22, 23}
    assert [spaces for at, spaces in zip(places.ats, places.spaces, strict=True) if at in (3, 9, 25)] == [0, 1, 3]


def test_no_word_is_broken_without_syllables() -> None:
    assert not any(places_of(TEXT, broken=False).broken)


@pytest.mark.parametrize("measure", [16.0, 22.0, 30.0])
def test_lines_filled_one_by_one_hold_what_they_can(measure: float) -> None:
    places = places_of(TEXT, broken=False)
    layers = break_lines(compose(measure, together=False, breaks=False), places, -1, 0.0, len(places.ats) - 1)
    start, after = 0.0, -1
    for layer in layers[:-1]:
        fits = max(n for n, end in enumerate(places.ends) if end - start <= measure)
        assert min(layer, key=lambda n: layer[n]) == fits
        assert fits > after
        start, after = places.starts[fits], fits


def test_lines_chosen_together_are_not_only_as_full_as_can_be() -> None:
    places = places_of(TEXT)
    ends = {}
    for together in (True, False):
        layers = break_lines(compose(19.0, together=together), places, -1, 1.0, len(places.ats) - 1)
        ends[together] = [places.ats[min(layer, key=lambda n: layer[n])] for layer in layers]
    assert len(ends[True]) == pytest.approx(len(ends[False]), abs=1)
    assert ends[True] != ends[False]


def test_lines_cost_the_same_from_the_front_and_from_the_end() -> None:
    """The best way to a line's end is the best way to an earlier one and the best way back to it."""
    places = places_of(TEXT)
    composer = compose(20.0)
    layers = break_lines(composer, places, -1, 0.0, len(places.ats) - 1)
    last = min(layers[5], key=lambda n: layers[5][n])
    back = break_lines_back(composer, places, last, 0)
    met = [cost + back[2][n] for n, cost in layers[2].items() if n in back[2]]
    assert min(met) == pytest.approx(layers[5][last])


def test_the_chances_of_a_line_add_up_to_one() -> None:
    places = places_of(TEXT)
    layers = break_lines(compose(20.0), places, -1, 1.0, len(places.ats) - 1)
    found = likely_ends(layers[:1], places)
    assert sum(value for value, _ in found.values()) == pytest.approx(1.0)
    assert {count for _, count in found.values()} == {1}
    ends = range(len(places.ats))
    assert [likely_end(layers[:1], n) for n in ends] == [found.get(places.ats[n], (0.0, 0))[0] for n in ends]


def test_a_line_has_no_place_between_spaces_and_none_behind_a_dash_that_a_space_parts() -> None:
    text = " a  b -c\u2014d e- 5\n f "
    gaps = find_gaps(text, None)
    assert [(gap.at, gap.follows) for gap in gaps] == [
        (2, 4),
        (5, 6),
        (9, 9),
        (10, 11),
        (13, 14),
        (15, 17),
        (18, 19),
        (19, 19),
    ]


@pytest.mark.parametrize("together", [True, False])
def test_a_first_line_costs_what_it_weighs(together: bool) -> None:
    places, composer = places_of(TEXT), compose(20.0, together=together)
    (layer, *_) = break_lines(composer, places, -1, 1.0, len(places.ats) - 1)
    assert layer == {last: weigh_line(composer, places, -1, last, 1.0) for last in layer}
