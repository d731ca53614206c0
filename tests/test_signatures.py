"""What stands where: sheets are turned over here, and every leaf must have its pages back to back, the right way up."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.errors import EditionError
from edition.signatures import IMPOSED, REPEATS, Flip, Fold, Plan, blanks_of, flip_of, make_plan, set_flip, spans

FOLDED = tuple(name for name in IMPOSED if name not in REPEATS and name not in ("2side", "onepagezine"))


def leaves(plan: Plan, axis: str) -> list[tuple[int, int, bool]]:
    """Return each front's position, what lies behind it when the sheet is turned over, and whether it is upright."""
    found = []
    for front, back in zip(plan.sides[::2], plan.sides[1::2], strict=True):
        behind = {(place.row, place.column): place for place in back}
        for place in front:
            row, column = place.row, place.column
            if axis == "left to right":
                other = behind[row, plan.columns - 1 - column]
                same = other.turned == place.turned
            else:
                other = behind[plan.rows - 1 - row, column]
                same = other.turned != place.turned
            found.append((place.position, other.position, same))
    return found


@pytest.mark.parametrize(("scheme", "landscape", "flip"), [*product(FOLDED, (True, False), ("short", "long"))])
def test_both_flips_put_every_leafs_pages_back_to_back(scheme: str, landscape: bool, flip: Flip) -> None:
    plan = set_flip(make_plan(48, Fold(scheme)), flip, landscape=landscape)
    assert flip_of(plan, landscape=landscape) == flip
    axis = "left to right" if (flip == "short") == landscape else "top to bottom"
    for front, back, upright in leaves(plan, axis):
        assert front // 2 == back // 2
        assert front != back
        # A leaf of a book that is bound at the head is turned over the head.
        assert upright == (scheme != "2down")


def test_the_flips_that_the_schemes_are_made_for() -> None:
    assert flip_of(make_plan(8, Fold("2up")), landscape=True) == "short"
    assert flip_of(make_plan(8, Fold("duplex2up")), landscape=True) == "long"
    assert flip_of(make_plan(8, Fold("pdfcpu")), landscape=True) == "long"
    assert flip_of(make_plan(8, Fold("2x4x1")), landscape=False) == "long"


@pytest.mark.parametrize("scheme", FOLDED)
def test_pages_that_follow_each_other_inside_meet_at_their_spines(scheme: str) -> None:
    plan = make_plan(48, Fold(scheme))
    columns, rows = plan.spine_borders()
    assert bool(columns) != bool(rows)
    for side in plan.sides:
        at = {(place.row, place.column): place for place in side}
        for place in side:
            recto = place.position % 2 == 0
            if scheme == "2down":
                assert place.spine == ("top" if recto else "bottom")
            else:
                assert place.spine == ("left" if recto != place.turned else "right")
            step = {"right": (0, 1), "left": (0, -1), "top": (-1, 0), "bottom": (1, 0)}[place.spine]
            other = at[place.row + step[0], place.column + step[1]]
            assert (other.turned, other.depth) == (place.turned, place.depth)
            assert other.position % 2 != place.position % 2


def test_inner_sheets_know_how_deep_they_lie() -> None:
    plan = make_plan(16, Fold("2up"))
    assert [{place.depth for place in side} for side in plan.sides] == [{0}, {0}, {1}, {1}, {2}, {2}, {3}, {3}]
    plan = make_plan(16, Fold("2up", 8))
    assert [next(iter(side)).depth for side in plan.sides] == [0, 0, 1, 1] * 2
    depths = {place.position: place.depth for side in make_plan(8, Fold("2x4x1")).sides for place in side}
    assert [depths[n] for n in range(8)] == [0, 0, 1, 1, 1, 1, 0, 0]


def shown(plan: Plan) -> str:
    pages = {place.position: place.page for side in plan.sides for place in side}
    return "".join("-" if pages[n] is None else "abcdefghijklmnopq"[pages[n]] for n in range(plan.total))


def test_blanks_go_to_the_end_before_the_cover_or_outside() -> None:
    assert shown(make_plan(6, Fold())) == "abcdef--"
    assert shown(make_plan(6, Fold(cover=True))) == "abcde--f"
    assert shown(make_plan(8, Fold(flyleaves=1))) == "--abcdefgh--"
    assert shown(make_plan(7, Fold(flyleaves=1, cover=True))) == "--abcdef-g--"
    assert blanks_of(make_plan(6, Fold(cover=True))) == (5, 6)
    assert list(spans((1, 2, 3, 7, 9, 10))) == [(1, 3), (7, 7), (9, 10)]
    assert list(spans(())) == []


def test_signatures_from_a_range() -> None:
    assert make_plan(130, Fold(signature=(40, 80))).signature == 44
    assert make_plan(130, Fold("4up", (40, 80))).signature % 8 == 0
    assert make_plan(21, Fold()).signature == 24


def test_copies_of_one_page() -> None:
    plan = make_plan(3, Fold("1repeat4"))
    assert [[place.page for place in side] for side in plan.sides] == [[0] * 4, [1] * 4, [2] * 4, [None] * 4]
    assert plan.sheets == 2


@pytest.mark.parametrize(
    ("fold", "words"),
    [
        (Fold("none"), "is nothing to print"),
        (Fold("3up"), "is unknown"),
        (Fold("2up", 6), "cannot be folded"),
        (Fold("2x4x1", (8, 16)), "its signature is fixed"),
        (Fold("1repeat4", cover=True), "cut apart, not folded"),
        (Fold("2up", (80, 40)), "do not fold into signatures"),
    ],
)
def test_what_cannot_be_folded_is_refused(fold: Fold, words: str) -> None:
    with pytest.raises(EditionError, match=re.escape(words)):
        make_plan(24, fold)


@given(st.sampled_from(IMPOSED), st.integers(1, 60), st.booleans(), st.sampled_from(["short", "long"]))
def test_every_page_is_printed(scheme: str, pages: int, right_bound: bool, flip: Flip) -> None:
    fold = Fold(scheme, right_bound=right_bound and scheme not in REPEATS)
    plan = set_flip(make_plan(pages, fold), flip, landscape=True)
    times = 1 if scheme not in REPEATS else plan.rows * plan.columns
    found = [place.page for side in plan.sides for place in side if place.page is not None]
    assert sorted(found) == sorted(list(range(pages)) * times)
    assert all(len({(place.row, place.column) for place in side}) == len(side) for side in plan.sides)
