"""Which figures that stand alone are folios: those of one arrangement, labels of notes left out."""

import pytest

from edition.columns import read_sides
from edition.feet import find_folios
from edition.numerals import find_turned, match_folios
from edition.source import decode

SADDLE = ((12, 1), (2, 11), (10, 3), (4, 9), (8, 5), (6, 7))
SIGNATURES = ((8, 1), (2, 7), (6, 3), (4, 5), (16, 9), (10, 15), (14, 11), (12, 13))


def figures(sides: tuple[tuple[int, ...], ...], printed: range) -> list[dict[int, float]]:
    return [{folio: 1.0 for folio in side if folio in printed} for side in sides]


@pytest.mark.parametrize(("sides", "printed"), [(SADDLE, range(3, 12)), (SIGNATURES, range(3, 11))])
def test_folios_tell_the_arrangement_though_many_pages_have_none(
    sides: tuple[tuple[int, ...], ...], printed: range
) -> None:
    assert match_folios(figures(sides, printed), sum(min(side) > 10 for side in sides)) == sides


def test_a_figure_far_from_all_folios_is_none() -> None:
    found = figures(SIGNATURES, range(3, 11))
    found[4][16] = 0.6
    assert match_folios(found, 2) == SIGNATURES


def test_labels_of_notes_are_no_folios_though_they_rise_from_page_to_page() -> None:
    sides = "\f".join(
        f"Of the mill,{n} and of the stone.\nAnd so on to the end.\n{n}\nSee the first part." for n in range(1, 9)
    )
    assert find_folios(read_sides(decode("made up", sides.encode()))) is None
    folios = "\f".join(f"Of the mill, and of the stone.\nAnd so on to the end.\n{n}" for n in range(1, 9))
    assert find_folios(read_sides(decode("made up", folios.encode()))) == tuple((n,) for n in range(1, 9))


def test_a_last_page_on_the_back_behind_blanks_has_a_lesser_folio_than_its_place() -> None:
    sides = ((16, 1), (2, 15), (14, 3), (4, 13))
    assert find_turned(sides, [{15}, {2}, {14, 3}, {4, 13}]) == 15
    assert find_turned(sides, [{7}, {2}, {14, 3}, {4, 13}]) is None
    assert find_turned(sides, [{15, 16}, {2}, {14, 3}, {4, 13}]) is None


def test_sides_that_are_blank_and_left_out_stand_behind_all_others() -> None:
    """Seventeen pages in two signatures: of the second one side has text."""
    first = [(16, 1), (2, 15), (14, 3), (4, 13), (12, 5), (6, 11), (10, 7), (8, 9)]
    figures: list[dict[int, float]] = [{folio: 1.0 for folio in side if folio > 2} for side in first]
    found = match_folios([*figures, {}])
    assert found is not None
    assert list(found[:8]) == first
    four = [(16, 1, 14, 3), (2, 15, 4, 13), (12, 5, 10, 7), (6, 11, 8, 9)]
    seen = [{14: 1.0, 3: 1.0}, {4: 1.0, 13: 1.0}, {10: 1.0, 7: 1.0, 5: 1.0}, {8: 1.0, 9: 1.0, 6: 1.0}]
    assert match_folios(seen) == tuple(four)
